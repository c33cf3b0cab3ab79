"""%who, %whos, %reset, %xdel: the names that cells have made."""

import sys

from ..errors import StdinNotImplementedError
from . import options, own_line

_WIDEST = 50


def _chosen(shell, line):
    """The names whose values are of one of the types named."""
    wanted = line.split()
    names = shell.user_names()
    if not wanted:
        return names
    return [name for name in names if type(shell.user_ns[name]).__name__ in wanted]


@own_line()
def who_ls(shell, line):
    """Give the names that cells have made, as a list; with types, only those of these types."""
    return _chosen(shell, line)


@own_line()
def who(shell, line):
    """Print the names that cells have made; with types, only those of these types."""
    names = _chosen(shell, line)
    if not names:
        print(f"No variables match your requested type." if line.strip() else "Interactive namespace is empty.")
        return
    # A full line of nine is followed by another one, if only by an empty one.
    for start in range(0, len(names) + 1, 9):
        print("".join(f"{name}\t " for name in names[start : start + 9]))


@own_line()
def whos(shell, line):
    """Print the names that cells have made, with the type of each value and what is in it."""
    names = _chosen(shell, line)
    if not names:
        print(f"No variables match your requested type." if line.strip() else "Interactive namespace is empty.")
        return
    rows = [(name, type(shell.user_ns[name]).__name__, _content(shell.user_ns[name])) for name in names]
    first = max(len("Variable"), *(len(row[0]) for row in rows)) + 3
    second = max(len("Type"), *(len(row[1]) for row in rows)) + 4
    print(f"{'Variable':{first}}{'Type':{second}}Data/Info")
    print("-" * (first + second + len("Data/Info")))
    for name, kind, content in rows:
        print(f"{name:{first}}{kind:{second}}{content}")


def _content(value):
    if isinstance(value, (dict, list, tuple, set, frozenset)):
        return f"n={len(value)}"
    try:
        text = str(value).replace("\n", "\\n")
    except Exception:
        return "<no text form>"
    half = _WIDEST // 2 - 1
    return text if len(text) < _WIDEST else f"{text[:half + 1]}<...>{text[-half:]}"


@own_line()
def reset(shell, line):
    """Take away every name that cells have made, and all outputs.

    -f: without asking; -s: leave the outputs. With `in`, `out` or `dhist` only these.
    """
    chosen, rest = options.read(line, "fs")
    if "f" not in chosen:
        try:
            sure = shell.ask("Once deleted, variables cannot be recovered. Proceed (y/[n])?", default="n")
        except StdinNotImplementedError:
            # Nobody is there to be asked, and the cell says what it wants.
            sure = True
        if not sure:
            print("Nothing done.")
            return
    if not rest:
        shell.reset(new_session=False, outputs="s" not in chosen)
        return
    for target in rest.lower().split():
        _reset_part(shell, target)


def _reset_part(shell, target):
    if target == "out":
        print(f"Flushing output cache ({len(shell.history.outputs)} entries)")
        shell.history.forget_outputs()
    elif target == "in":
        print("Flushing input history")
        shell.history.forget_inputs()
    elif target == "dhist":
        del shell.history.folders[:-1]
    else:
        print(f"Don't know how to reset {target}, please run `%reset?` for details")


@own_line()
def reset_selective(shell, line):
    """Take away the names that match a regular expression. -f: without asking."""
    import re

    chosen, pattern = options.read(line, "f")
    expression = re.compile(pattern)
    for name in [name for name in shell.user_names() if expression.search(name)]:
        del shell.user_ns[name]


@own_line()
def xdel(shell, line):
    """Take a name away, and every place where the session itself remembers its value."""
    name = line.strip()
    if name not in shell.user_ns:
        print(f"NameError: name {name!r} is not defined")
        return
    value = shell.user_ns.pop(name)
    outputs = shell.history.outputs
    for count in [count for count, kept in outputs.items() if kept is value]:
        del outputs[count]
    for own in [own for own, kept in shell.user_ns.items() if kept is value and own.startswith("_")]:
        shell.user_ns[own] = ""
    shell.history.forget_value(value)
    sys.last_value = sys.last_exc = None
