"""From what stands in a cell to Python: magics, shell commands, questions, and `{expression}` in commands."""

import ast
import keyword
import re
import string
import textwrap
import warnings

_CELL_MAGIC = re.compile(r"%%([^\s]+)[ \t]*([^\n]*)")
_ASSIGNED = re.compile(r"(?P<target>[A-Za-z_][\w.,\s\[\]'\"*()]*?)\s*=\s*(?P<mark>[!%])(?!=)(?P<rest>.*)", re.DOTALL)
_QUESTION = re.compile(r"(?P<mark>\?\??)?\s*(?P<name>%{0,2}[A-Za-z_*][\w.*\[\]'\"]*)\s*(?P<end>\?\??)?$")
#: What a question at the end of something longer is about.
_ASKED = re.compile(r"(?P<name>%{0,2}[A-Za-z_*][\w*]*(?:\.\w+)*)\s*(?P<end>\?\??)$")
_NAME_LINE = re.compile(r"([A-Za-z_]\w*)(?:[ \t]+(?P<rest>\S.*))?$")
#: Prompts that people paste along: what a first line begins with, and what each line may.
_PROMPTS = (
    (re.compile(r">>>( |$)"), re.compile(r"(>>>|\.\.\.)( |$)")),
    (re.compile(r"In \[\d+\]: "), re.compile(r"In \[\d+\]: |\s*\.{3,}: ?")),
)


def transform(session, text):
    """The Python text of a cell."""
    # Lines of blanks alone become empty by this too, inside of strings as well; so they do in Jupyter.
    text = textwrap.dedent(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _without_prompts(text)
    if text.startswith("%%"):
        return _cell_magic(text)
    lines = _logical_lines(text)
    output = "".join(_line(session, line, alone=len(lines) == 1) for line in lines)
    return _with_bare_magics(session, output)


def _without_prompts(text):
    lines = text.lstrip("\n").split("\n")
    for first, each in _PROMPTS:
        # The first line may be a comment.
        if first.match(lines[0]) or any(each.match(line) for line in lines[1:2]):
            return "\n".join(line[match.end() :] if (match := each.match(line)) else line for line in lines)
    return text


def _cell_magic(text):
    first, _, body = text.partition("\n")
    if body and not body.endswith("\n"):
        body += "\n"
    if first.rstrip().endswith("?"):
        return _inspection(first.strip())
    name, line = _CELL_MAGIC.match(first).groups() if _CELL_MAGIC.match(first) else ("", "")
    return f"get_ipython().run_cell_magic({name!r}, {line!r}, {body!r})\n"


def _logical_lines(text):
    """The lines of a text; those inside brackets or strings, or after a backslash, belong to the one they go on from."""
    lines, start, position, depth = [], 0, 0, 0
    quote = None
    while position < len(text):
        char = text[position]
        if quote is not None:
            if char == "\\":
                position += 2
                continue
            if text.startswith(quote, position):
                position += len(quote)
                quote = None
                continue
            if char == "\n" and len(quote) == 1:
                quote = None
                continue
        elif _is_special(text, start, position):
            # To the end of the line whatever it is: quotes of a shell need not match.
            position = _end_of_command(text, position)
            continue
        elif char in "\"'":
            quote = char * 3 if text.startswith(char * 3, position) else char
            position += len(quote)
            continue
        elif char == "#":
            end = text.find("\n", position)
            position = len(text) if end < 0 else end
            continue
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth = max(depth - 1, 0)
        elif char == "\\" and text.startswith("\n", position + 1):
            position += 2
            continue
        position += 1
        if char == "\n" and quote is None and depth == 0:
            lines.append(text[start:position])
            start = position
    if start < len(text):
        lines.append(text[start:])
    return lines


def _is_special(text, start, position):
    """Whether a command begins here: at the start of a logical line, or after `name =`."""
    if text[position] not in "!%":
        return False
    before = text[start:position]
    return not before.strip() or bool(re.fullmatch(r"\s*[A-Za-z_][\w., \t]*=[ \t]*", before))


def _end_of_command(text, position):
    while True:
        end = text.find("\n", position)
        if end < 0:
            return len(text)
        if text[end - 1] != "\\":
            return end
        position = end + 1


def _line(session, line, alone):
    content = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    end = "\n" if line.endswith("\n") else ""
    if not content or content[0] == "#":
        return line
    if content[0] in "!%" or _question(content):
        return indent + _command(content) + end
    assigned = _ASSIGNED.match(content)
    if assigned is not None and "\n" not in assigned["target"]:
        rest = _joined(assigned["rest"])
        if assigned["mark"] == "!":
            call = f"get_ipython().getoutput({rest!r})"
        else:
            call = _line_magic(rest)
        return f"{indent}{assigned['target']} = {call}{end}"
    return line


def _joined(command):
    return re.sub(r"\\\n[ \t]*", " ", command)


def _question(content):
    """The name that a line asks about, as a match; None if it is no question."""
    if not (content.endswith("?") or content.startswith("?")):
        return None
    match = _QUESTION.match(content)
    return _ASKED.search(content) if match is None and "#" not in content else match


def _command(content):
    content = _joined(content)
    if _question(content):
        return _inspection(content)
    if content.startswith("!!"):
        return f"get_ipython().getoutput({content[2:]!r})"
    if content.startswith("!"):
        return f"get_ipython().system({content[1:]!r})"
    return _line_magic(content[1:])


def _line_magic(text):
    name, _, line = text.partition(" ")
    return f"get_ipython().run_line_magic({name!r}, {line.strip()!r})"


def _inspection(content):
    match = _question(content)
    if match is None:
        return content
    detail = "??" in match.groupdict().values()
    magic = "psearch" if "*" in match["name"] else "pinfo2" if detail else "pinfo"
    return f"get_ipython().run_line_magic({magic!r}, {match['name']!r})"


def _with_bare_magics(session, text):
    """Lines such as `cd folder`, which are no Python, as the magics they name."""
    if not session.automagic:
        return text
    try:
        with warnings.catch_warnings():
            # What there is to warn of is said when the cell is compiled.
            warnings.simplefilter("ignore")
            ast.parse(text)
        if not _NAME_LINE.fullmatch(text.strip()):
            return text
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    return "".join(_bare(session, line) for line in _logical_lines(text))


def _bare(session, line):
    content = line.strip()
    match = _NAME_LINE.match(content)
    if match is None or line[:1] in (" ", "\t"):
        return line
    name, rest = match[1], match["rest"] or ""
    known = name in session.magics_manager.lines and not keyword.iskeyword(name)
    if not known or name in session.user_ns or rest[:1] in ("=", "(", ".", ",", ")"):
        return line
    import builtins

    if hasattr(builtins, name):
        return line
    end = "\n" if line.endswith("\n") else ""
    return f"get_ipython().run_line_magic({name!r}, {rest!r}){end}"


def ends_in_semicolon(text):
    """Whether the user does not want to see the last value."""
    for line in reversed(text.split("\n")):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if ";" not in line:
            return False
        return _last_token_is_semicolon(text)
    return False


def _last_token_is_semicolon(text):
    import io
    import tokenize

    last = None
    passed = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.DEDENT)
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type not in passed:
                last = token
    except (tokenize.TokenError, SyntaxError):
        return False
    return last is not None and last.string == ";"


def completeness(session, text):
    """Whether a cell can be run: "complete", "incomplete" with the next indent, "invalid"."""
    if text.lstrip().startswith("%%"):
        done = text.endswith("\n\n") or "\n" not in text.strip()
        return {"status": "complete"} if done else {"status": "incomplete", "indent": ""}
    try:
        python = transform(session, text)
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | 0x4000 | ast.PyCF_ONLY_AST
        compile(python + "\n", "<cell>", "exec", flags, dont_inherit=True)
    except SyntaxError as error:
        open_end = type(error).__name__ == "_IncompleteInputError" or _is_open(error)
        return {"status": "incomplete", "indent": _indent_after(text)} if open_end else {"status": "invalid"}
    except (ValueError, OverflowError, MemoryError, RecursionError):
        return {"status": "invalid"}
    last = text.split("\n")[-1]
    if last[:1] in (" ", "\t") and last.strip():
        return {"status": "incomplete", "indent": _indent_after(text)}
    return {"status": "complete"}


def _is_open(error):
    message = str(error.msg)
    return any(part in message for part in ("was never closed", "unterminated triple", "expected an indented block"))


def _indent_after(text):
    last = text.rstrip("\n").split("\n")[-1]
    indent = last[: len(last) - len(last.lstrip())]
    return indent + "    " if last.rstrip().endswith(":") else indent


class _Names(dict):
    """The names of a command's expressions: the caller's variables before the session's."""

    def __init__(self, namespace, frame):
        super().__init__(namespace)
        self.update(frame.f_locals)


#: Not between single quotes, where the shell takes it as it is.
_DOLLAR = re.compile(r"\$(\$|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?=(?:[^']*'[^']*')*[^']*$)")


def expand(command, namespace, frame):
    """A command with `{expression}` and `$name` replaced; as it is when one of them means nothing here."""
    if "{" not in command and "$" not in command:
        return command
    names = _Names(namespace, frame)
    try:
        command = _expand_braces(command, names)
    except Exception:
        # The braces are the shell's, and so is everything else.
        return command
    return _DOLLAR.sub(lambda match: _value_of(match, names), command)


def _expand_braces(command, names):
    parts = []
    for literal, expression, specification, conversion in string.Formatter().parse(command):
        parts.append(literal)
        if expression is None:
            continue
        if literal.endswith("$"):
            raise ValueError("a shell variable")
        value = eval(expression, names)
        value = string.Formatter().convert_field(value, conversion)
        parts.append(format(value, specification))
    return "".join(parts)


def _value_of(match, names):
    if match[1] == "$":
        return "$"
    try:
        return str(eval(match[1], {}, names))
    except Exception:
        return match[0]
