"""%%bash, %%sh, %%script, %%python, %sx, %system: other programs."""

import shlex

from ..errors import UsageError
from . import own_cell, own_line


def _run(shell, arguments, cell):
    program = shell.environment.host_program(arguments[0])
    own = shell.executable if arguments[0] in ("python", "python3") else None
    if program is None and own is None:
        raise UsageError(f"%%script: there is no program {arguments[0]!r} on PATH")
    status = shell.environment.run_program([own or program, *arguments[1:]], cell)
    if status:
        import subprocess

        raise subprocess.CalledProcessError(status, cell.encode("utf-8"))


@own_cell()
def script(shell, line, cell):
    """Give the cell to a program as its input."""
    arguments = shlex.split(line)
    if not arguments:
        raise UsageError("%%script needs the name of a program")
    _run(shell, arguments, cell)


def _interpreter(name):
    def run(shell, line, cell):
        _run(shell, [name, *shlex.split(line)], cell)

    run.__doc__ = f"Give the cell to {name} as its input."
    own_cell(name)(run)


for _name in ("bash", "sh", "perl", "ruby", "python", "python3"):
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
