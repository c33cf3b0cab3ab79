"""%%bash, %%sh, %%script, %%python, %sx, %system: other programs."""

import shlex

from ..errors import UsageError
from . import own_cell, own_line


#: Options of `%%script` and its kin, which stand before everything else; some take a name.
_NAMED, _BARE = ("--out", "--err", "--proc"), ("--bg", "--no-raise-error", "--raise-error")


def _split(line):
    """Options and program of a line."""
    chosen, words = {}, shlex.split(line)
    rest = []
    while words:
        name, equals, value = words.pop(0).partition("=")
        if name in _NAMED:
            if not equals and not words:
                raise UsageError(f"argument {name}: expected one argument")
            chosen[name] = value if equals else words.pop(0)
        elif name in _BARE and not equals:
            chosen[name] = True
        else:
            rest.append(name + equals + value)
            if not name.startswith("-"):
                # From the program on everything is its own.
                rest += words
                break
    return chosen, rest


def _run(shell, line, cell, name=None):
    chosen, arguments = _split(line)
    if name is not None:
        arguments.insert(0, name)
    if not arguments:
        raise UsageError("%%script needs the name of a program")
    program = shell.environment.host_program(arguments[0])
    own = shell.executable if arguments[0] in ("python", "python3") else None
    if program is None and own is None:
        print(f"Couldn't find program: {arguments[0]!r}")
        return
    if "--bg" in chosen or "--proc" in chosen:
        raise UsageError("%%script: --bg and --proc: programs in the background are not run here")
    kept = {option: [] for option in ("--out", "--err") if option in chosen}
    taken = [kept[option].append if option in kept else None for option in ("--out", "--err")]
    status = shell.environment.run_program([own or program, *arguments[1:]], cell, *taken)
    for option, parts in kept.items():
        shell.user_ns[chosen[option]] = "".join(parts)
    if status and "--no-raise-error" not in chosen:
        import subprocess

        raise subprocess.CalledProcessError(status, cell.encode("utf-8"))


@own_cell()
def script(shell, line, cell):
    """Give the cell to a program as its input.

    --out NAME, --err NAME: what it writes goes into a variable; --no-raise-error: its status does not matter.
    """
    _run(shell, line, cell)


def _interpreter(name):
    def run(shell, line, cell):
        _run(shell, line, cell, name)

    run.__doc__ = f"Give the cell to {name} as its input."
    own_cell(name)(run)


for _name in ("bash", "sh", "perl", "ruby", "python", "python3", "pypy"):
    _interpreter(_name)


@own_line("sx", "system", "sc")
def sx(shell, line):
    """Run a shell command and give what it has written, as a list of lines."""
    return shell.getoutput(line)


@own_cell("sx", "system", "!")
def sx_cell(shell, line, cell):
    """Run a cell in the shell and give what it has written, as a list of lines."""
    return shell.getoutput(f"{line}\n{cell}")


@own_cell("html", "HTML")
def html(shell, line, cell):
    """Show the cell as HTML."""
    from IPython.display import HTML, display

    display(HTML(cell))


@own_cell()
def markdown(shell, line, cell):
    """Show the cell as Markdown."""
    from IPython.display import Markdown, display

    display(Markdown(cell))


@own_cell()
def latex(shell, line, cell):
    """Show the cell as LaTeX."""
    from IPython.display import Latex, display

    display(Latex(cell))


@own_cell("svg", "SVG")
def svg(shell, line, cell):
    """Show the cell as a drawing."""
    from IPython.display import SVG, display

    display(SVG(cell))


@own_cell("javascript", "js")
def javascript(shell, line, cell):
    """Show the cell as a script of the page."""
    from IPython.display import Javascript, display

    display(Javascript(cell))
