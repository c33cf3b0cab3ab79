"""What `name?` and `name??` say about an object."""

import re

_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def inspect_at(session, code, cursor, detail):
    """A description of the name at the cursor; of the function in whose call it stands if there is none."""
    name = _name_at(code, cursor)
    if not name:
        return None
    return describe(session, name, detail)


def _name_at(code, cursor):
    for match in _DOTTED.finditer(code):
        if match.start() <= cursor <= match.end():
            return match[0]
    depth = 0
    for position in range(min(cursor, len(code)) - 1, -1, -1):
        if code[position] == ")":
            depth += 1
        elif code[position] == "(":
            if depth == 0:
                calls = [match for match in _DOTTED.finditer(code[:position]) if match.end() == position]
                return calls[-1][0] if calls else None
            depth -= 1
    return None


def describe(session, name, detail=False):
    """The description as text, or None if there is no such object."""
    import inspect

    if name.startswith("%"):
        return _describe_magic(session, name)
    try:
        value = eval(name, session.user_ns)
    except Exception:
        return _describe_magic(session, name)
    fields = []
    if callable(value):
        label = "Init signature" if isinstance(value, type) else "Signature"
        fields.append((label, _signature(name, value)))
    else:
        fields.append(("Type", type(value).__name__))
        fields.append(("String form", _shortened(str(value))))
        if hasattr(value, "__len__") and not isinstance(value, type):
            try:
                fields.append(("Length", str(len(value))))
            except Exception:
                # A length that cannot be told is not shown.
                pass
    source = source_of(value) if detail else None
    if source:
        fields.append(("Source", "\n" + source))
    else:
        fields.append(("Docstring", inspect.getdoc(value) or "<no docstring>"))
    try:
        fields.append(("File", inspect.getfile(value)))
    except (TypeError, OSError):
        pass
    if callable(value):
        fields.append(("Type", type(value).__name__))
    return _laid_out(fields)


def _describe_magic(session, name):
    bare = name.lstrip("%")
    manager = session.magics_manager
    function = manager.cells.get(bare) if name.startswith("%%") else manager.lines.get(bare) or manager.cells.get(bare)
    if function is None:
        return None
    import inspect

    return _laid_out([("Docstring", inspect.getdoc(function) or "<no docstring>"), ("Type", "Magic function")])


def _signature(name, value):
    import inspect

    try:
        return f"{name}{inspect.signature(value)}"
    except (TypeError, ValueError):
        return f"{name}(...)"


def _shortened(text):
    lines = text.split("\n")
    return text if len(text) <= 200 and len(lines) < 8 else "\n".join(lines[:6])[:200] + "..."


def source_of(value):
    """The source of an object, or None."""
    import inspect

    try:
        return inspect.getsource(value).rstrip()
    except (TypeError, OSError):
        return None


def _laid_out(fields):
    """Titles in red in a column; a text of several lines below its title."""
    lines = []
    for title, text in fields:
        if text is None:
            continue
        title = f"\x1b[31m{title}:\x1b[39m"
        lines.append(f"{title}\n{text}" if "\n" in text else f"{title:24}{text}")
    return "\n".join(lines)
