"""How an exception is shown: frame by frame, with the lines of the cell around it."""

import linecache
import os
import re
import sys

from . import host


class UsageError(Exception):
    """A magic was called in a wrong way."""


class StdinNotImplementedError(NotImplementedError):
    """There is nobody who could answer `input()`."""


#: The forms in which `%xmode` lets exceptions be shown.
MODES = ("Plain", "Context", "Verbose", "Minimal", "Docs")

_CELL = re.compile(r"<ipython-input-(\d+)-[0-9a-f]+>$")
_HERE = os.path.dirname(__file__)
#: Lines shown before and after the one that runs.
_AROUND = 2
#: From how many frames at the same place on they are counted instead of shown.
_SIMILAR = 3
#: How much of a value is shown beside its name.
_LONGEST_VALUE = 200

_RED, _GREEN, _CYAN, _END = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[39m"


def _paint(color, text):
    return f"{color}{text}{_END}"


def show(session, error):
    """Publishes an exception, and remembers it as the interpreter's last."""
    sys.last_exc = sys.last_value = error
    sys.last_type = type(error)
    sys.last_traceback = error.__traceback__
    session.last_error = error
    if isinstance(error, UsageError):
        host.publish("stream", {"name": "stderr", "text": f"UsageError: {error}\n"})
        return
    host.publish("error", content_of(session, error))


def content_of(session, error):
    """Name, value and lines of an exception, as a message carries them."""
    try:
        value = str(error)
    except Exception:
        value = "<exception str() failed>"
    return {"ename": type(error).__name__, "evalue": _encodable(value), "traceback": _lines(session, error)}


def _encodable(text):
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _lines(session, error):
    try:
        if isinstance(error, SystemExit):
            hint = "An exception has occurred, use %tb to see the full traceback.\n"
            lines = [hint, _message(error)]
        else:
            lines = _in_mode(session, error)
    except Exception:
        # What is wrong with the exception itself (its __str__, its notes) shall not hide it.
        lines = [f"{type(error).__name__}: <this exception cannot be shown>"]
    return [_encodable(line) for line in lines]


def full(session, error):
    """The lines of a traceback in any case."""
    return [_encodable(line) for line in _in_mode(session, error)]


def _in_mode(session, error):
    mode = session.exception_mode
    if mode == "Minimal":
        return [_message(error)]
    if mode == "Plain":
        return _plain(error)
    return _chain(error, with_values=mode == "Verbose")


def _plain(error):
    """As the interpreter shows it, without the frames of the session."""
    import traceback

    shown = traceback.TracebackException.from_exception(error)
    todo = [shown]
    while todo:
        one = todo.pop()
        if one is not None:
            frames = [frame for frame in one.stack or () if not _is_own(frame.filename)]
            one.stack = traceback.StackSummary.from_list(frames)
            todo += [one.__cause__, one.__context__]
    return "".join(shown.format()).splitlines()


def _is_own(file_name):
    return file_name.startswith((_HERE, "<frozen"))


def _chain(error, seen=None, with_values=False):
    """The exceptions that led to this one first."""
    seen = seen or set()
    seen.add(id(error))
    before, sentence = None, None
    if error.__cause__ is not None:
        before = error.__cause__
        sentence = "The above exception was the direct cause of the following exception:"
    elif error.__context__ is not None and not error.__suppress_context__:
        before = error.__context__
        sentence = "During handling of the above exception, another exception occurred:"
    lines = []
    if before is not None and id(before) not in seen and len(seen) < 50:
        lines = [*_chain(before, seen, with_values), f"\n{sentence}\n"]
    return lines + _one(error, with_values)


def _one(error, with_values):
    frames = _shown_frames(error, with_values)
    if isinstance(error, SyntaxError) and not frames:
        return [_syntax_error(error)]
    name = type(error).__name__
    dashes = _paint(_RED, "-" * 75)
    title = "Traceback (most recent call last)"
    header = _paint(_RED, name) + " " * max(75 - len(name) - len(title), 1) + title
    return [dashes, header, *_collapsed(frames), _message(error)]


def _message(error):
    """The last lines: class and text, notes, and for a group what is in it."""
    import traceback

    if isinstance(error, BaseExceptionGroup):
        lines = traceback.format_exception(type(error), error, None, chain=False)
    else:
        lines = traceback.format_exception_only(type(error), error)
    text = "".join(lines).rstrip("\n")
    name = type(error).__qualname__
    module = type(error).__module__
    full_name = name if module in ("builtins", "__main__") else f"{module}.{name}"
    for candidate in (full_name, name):
        if text.startswith(candidate):
            return _paint(_RED, type(error).__name__) + text[len(candidate) :]
    return text


def _syntax_error(error):
    """A cell that is no Python: where, and what is wrong."""
    import traceback

    place = _place(error.filename or "<unknown>", error.lineno or 0, None)
    shown = [f"  {place}"]
    # The line itself and the mark below it come as the interpreter shows them.
    lines = "".join(traceback.format_exception_only(type(error), error)).rstrip("\n").split("\n")
    message = [line for line in lines if line.startswith(type(error).__name__)]
    middle = [line for line in lines if line.startswith("    ")]
    shown += middle
    rest = message[-1].partition(":")[2] if message else f" {error.msg}"
    shown.append(f"{_paint(_RED, type(error).__name__)}{_paint(_RED, ':')}{rest}\n")
    return "\n".join(shown)


def _shown_frames(error, with_values):
    """The frames outside of the session itself."""
    frames, entry = [], error.__traceback__
    while entry is not None:
        name = entry.tb_frame.f_code.co_filename
        if not _is_own(name):
            # The lines of modules that lie in an archive, or in the library, come from their loader.
            linecache.lazycache(name, entry.tb_frame.f_globals)
            frames.append((entry.tb_frame.f_code, entry.tb_lineno, _described(entry.tb_frame, with_values)))
        entry = entry.tb_next
    return frames


def _described(frame, with_values):
    """`f(x, *rest)`, with values `f(x=1, *rest=())`, or None at the top level of a cell or module."""
    code = frame.f_code
    if code.co_name == "<module>":
        return None
    count = code.co_argcount + code.co_kwonlyargcount
    names = list(code.co_varnames[:count])
    if code.co_flags & 0x04:
        names.insert(code.co_argcount, "*" + code.co_varnames[count])
    if code.co_flags & 0x08:
        names.append("**" + code.co_varnames[count + bool(code.co_flags & 0x04)])
    if with_values:
        names = [f"{name}={_value_of(frame, name.lstrip('*'))}" for name in names]
    return f"{code.co_qualname}({', '.join(names)})"


def _value_of(frame, name):
    try:
        return _shortened(repr(frame.f_locals[name]))
    except Exception:
        # A name without a value any more, or a value that cannot be shown.
        return "<unavailable>"


def _shortened(text):
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "..."


def _collapsed(frames):
    """The frames as text; those that come again and again at one place are counted."""
    shown, index = [], 0
    while index < len(frames):
        code, line, name = frames[index]
        end = index
        while end < len(frames) and frames[end][0] is code and frames[end][1] == line:
            end += 1
        for _ in range(min(end - index, _SIMILAR)):
            shown.append(_frame(code, line, name))
        if end - index > _SIMILAR:
            times = end - index - _SIMILAR
            shown.append(f"    [... skipping similar frames: {code.co_qualname} at line {line} ({times} times)]\n")
        index = end
    return shown


def _place(file_name, line, name):
    cell = _CELL.match(file_name)
    if cell is not None:
        place = f"{_paint(_CYAN, 'Cell')} {_paint(_GREEN, f'In[{cell[1]}]')}{_paint(_GREEN, f', line {line}')}"
    else:
        home = os.path.expanduser("~")
        shown = "~" + file_name[len(home) :] if file_name.startswith(home + os.sep) else file_name
        place = f"{_paint(_CYAN, 'File')} {_paint(_GREEN, f'{shown}:{line}')}"
    return place if name is None else f"{place}, in {_paint(_CYAN, name)}"


def _frame(code, line, name):
    lines = [_place(code.co_filename, line, name)]
    first, last = _extent(code, line)
    for number in range(first, last + 1):
        text = linecache.getline(code.co_filename, number).rstrip("\n")
        if number == line:
            digits = str(number)
            arrow = "-" * max(5 - len(digits), 0) + "> "
            lines.append(f"{_paint(_GREEN, arrow + digits)} {text}")
        else:
            lines.append(f"{_paint(_GREEN, f'{number:7}')} {text}")
    return "\n".join(lines) + "\n"


def _extent(code, line):
    """The lines to show: a few around, without empty ones at the edges, none from outside of a function."""
    count = len(linecache.getlines(code.co_filename))
    lowest = code.co_firstlineno if code.co_name != "<module>" else 1
    first, last = max(line - _AROUND, lowest, 1), min(line + _AROUND, count)
    if code.co_name != "<module>":
        last = min(last, max((number for *_, number in code.co_lines() if number), default=last))
    blank = lambda number: not linecache.getline(code.co_filename, number).strip()
    while first < line and blank(first):
        first += 1
    while last > line and blank(last):
        last -= 1
    return first, last
