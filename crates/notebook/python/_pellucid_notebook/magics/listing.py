"""%lsmagic, %magic, %quickref: which magics there are."""

from . import own_line


class MagicsList:
    """The names of all magics."""

    def __init__(self, lines, cells):
        self.lines, self.cells = lines, cells

    def __str__(self):
        lines = "  ".join(f"%{name}" for name in self.lines)
        cells = "  ".join(f"%%{name}" for name in self.cells)
        return (
            f"Available line magics:\n{lines}\n\nAvailable cell magics:\n{cells}\n\n"
            "Automagic is ON, % prefix IS NOT needed for line magics."
        )

    def _repr_pretty_(self, printer, cycle):
        printer.text(str(self))


@own_line()
def lsmagic(shell, line):
    """List the magics that there are."""
    manager = shell.magics_manager
    return MagicsList(sorted(manager.lines), sorted(manager.cells))


@own_line("magic", "quickref")
def magic(shell, line):
    """Say what each magic does."""
    manager = shell.magics_manager
    for mark, table in (("%", manager.lines), ("%%", manager.cells)):
        for name in sorted(table):
            first = (table[name].__doc__ or "").strip().split("\n")[0]
            print(f"{mark + name:20} {first}")
