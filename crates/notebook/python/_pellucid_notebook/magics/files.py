"""%%writefile, %run, %load: from and to files."""

import os
import sys

from ..errors import UsageError
from . import options, own_cell, own_line


@own_cell("writefile", "file")
def writefile(shell, line, cell):
    """Write the cell into a file. -a: append."""
    chosen, name = options.read(line, "a")
    if not name:
        raise UsageError("%%writefile needs the name of a file")
    name = os.path.expanduser(name.strip("'\""))
    if "a" in chosen:
        print(f"Appending to {name}")
    else:
        print(f"{'Overwriting' if os.path.exists(name) else 'Writing'} {name}")
    with open(name, "a" if "a" in chosen else "w", encoding="utf-8") as file:
        file.write(cell)


@own_line()
def run(shell, line):
    """Run a Python file and take its names into the namespace.

    -i: in the namespace of the session; -n: `__name__` is not "__main__"; -m: a module; -e: ignore sys.exit().
    """
    import shlex

    chosen, rest = options.read(line, "inemt")
    words = shlex.split(rest)
    if not words:
        raise UsageError("%run needs the name of a file")
    arguments, sys.argv = sys.argv, words
    before = sys.path[:]
    try:
        names = _run_module(words[0]) if "m" in chosen else _run_file(shell, words, chosen)
    finally:
        sys.argv = arguments
        sys.path[:] = before
    shell.user_ns.update({name: value for name, value in names.items() if not name.startswith("__")})


def _run_module(name):
    import runpy

    return runpy.run_module(name, run_name="__main__", alter_sys=True)


def _run_file(shell, words, chosen):
    path = os.path.expanduser(words[0])
    if not os.path.exists(path) and os.path.exists(path + ".py"):
        path += ".py"
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError:
        raise Exception(f"File `{words[0]!r}` not found.") from None
    if path.endswith(".ipynb"):
        return _run_notebook(shell, source)
    sys.argv[0] = path
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    names = shell.user_ns if "i" in chosen else {}
    stem = os.path.splitext(os.path.basename(path))[0]
    kept = names.get("__name__")
    names.update(__name__=stem if "n" in chosen else "__main__", __file__=path)
    try:
        exec(compile(source, path, "exec"), names)
    except SystemExit as ending:
        if "e" not in chosen and ending.code not in (None, 0):
            raise
    finally:
        if names is shell.user_ns:
            names["__name__"] = kept
            names.pop("__file__", None)
    return dict(names)


def _run_notebook(shell, source):
    import json

    for cell in json.loads(source).get("cells", ()):
        if cell.get("cell_type") == "code":
            shell.run_cell("".join(cell["source"])).raise_error()
    return {}


@own_line()
def load(shell, line):
    """Offer the text of a file as the next cell."""
    path = os.path.expanduser(line.strip())
    with open(path, encoding="utf-8") as file:
        shell.set_next_input(f"# %load {line.strip()}\n{file.read()}", replace=True)
