"""%pinfo (`name?`), %pinfo2 (`name??`), %psearch, %pdoc, %psource, %tb, %xmode: looking at objects and errors."""

import fnmatch

from .. import errors, host, inspection
from . import no_var_expand, own_line


def _describe(shell, line, detail):
    name = line.strip().rstrip("?")
    text = inspection.describe(shell, name, detail)
    if text is None:
        print(f"Object `{name}` not found.")
    else:
        shell.page(text)


@own_line()
@no_var_expand
def pinfo(shell, line):
    """Say what an object is: `name?` does the same."""
    _describe(shell, line, detail=False)


@own_line("pinfo2", "psource")
@no_var_expand
def pinfo2(shell, line):
    """Say what an object is, with its source: `name??` does the same."""
    _describe(shell, line, detail=True)


@own_line()
@no_var_expand
def pdoc(shell, line):
    """Show the docstring of an object."""
    import inspect

    shell.page(inspect.getdoc(shell.ev(line.strip())) or "<no docstring>")


@own_line()
@no_var_expand
def psearch(shell, line):
    """List the names that match a pattern with `*`: `a*?` does the same."""
    import builtins

    pattern = line.strip().strip("?")
    before, dot, last = pattern.rpartition(".")
    if dot:
        names = [f"{before}.{name}" for name in dir(shell.ev(before)) if fnmatch.fnmatchcase(name, last)]
    else:
        everything = {*shell.user_ns, *vars(builtins)}
        names = sorted(name for name in everything if fnmatch.fnmatchcase(name, pattern))
    shell.page("\n".join(names))


@own_line()
def tb(shell, line):
    """Show the traceback of the last exception."""
    if shell.last_error is None:
        raise errors.UsageError("No traceback available to show.")
    error = shell.last_error
    content = errors.content_of(shell, error)
    host.publish("error", {**content, "traceback": errors.full(error)})


@own_line()
def xmode(shell, line):
    """Tracebacks have one form here; the magic says so."""
    print("Exception reporting mode: Context")


@own_line()
def colors(shell, line):
    """Colours are the front end's matter here; the magic does nothing."""
