"""%pinfo (`name?`), %pinfo2 (`name??`), %psearch, %pdoc, %pdef, %psource, %pfile, %tb, %xmode: objects and errors."""

import fnmatch

from .. import errors, host, inspection
from . import no_var_expand, options, own_line


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


@own_line()
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
def pdef(shell, line):
    """Show how an object is called."""
    import inspect

    name = line.strip()
    try:
        shell.page(f"{name}{inspect.signature(shell.ev(name))}")
    except (TypeError, ValueError):
        print(f"No definition found for {name}")


@own_line()
@no_var_expand
def psource(shell, line):
    """Show the source of an object."""
    name = line.strip()
    source = inspection.source_of(shell.ev(name))
    if source is None:
        print(f"No source found for {name}")
    else:
        shell.page(source)


@own_line()
@no_var_expand
def pfile(shell, line):
    """Show the file in which an object is defined."""
    import inspect

    name = line.strip()
    try:
        path = name if name.endswith(".py") else inspect.getfile(shell.ev(name))
        with open(path, encoding="utf-8") as file:
            shell.page(file.read())
    except (TypeError, OSError):
        print(f"No file found for {name}")


@own_line()
def pycat(shell, line):
    """Show a file of Python."""
    try:
        with open(line.strip(), encoding="utf-8") as file:
            shell.page(file.read())
    except OSError as error:
        print(f"Error: no such file, variable, URL, history range or macro: {error}")


@own_line()
def page(shell, line):
    """Show an object in the pager. -r: its text instead of its pretty form."""
    from .. import pretty

    chosen, name = options.read(line, "r")
    try:
        value = shell.ev(name or "_")
    except NameError:
        print(f"Object `{name}` not found")
        return
    shell.page(str(value) if "r" in chosen else pretty.pretty(value))


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
    host.publish("error", {**content, "traceback": errors.full(shell, error)})


@own_line()
def xmode(shell, line):
    """Show exceptions in the form named, or in the next one: Plain, Context, Verbose, Minimal, Docs."""
    modes = errors.MODES
    wanted = line.strip().capitalize() or modes[(modes.index(shell.exception_mode) + 1) % len(modes)]
    if wanted not in modes:
        raise errors.UsageError(f"Unrecognized mode: {line.strip()!r}; there are {', '.join(modes)}")
    shell.exception_mode = wanted
    print(f"Exception reporting mode: {wanted}")


@own_line()
def colors(shell, line):
    """Colours are the front end's matter here; the magic does nothing."""
