"""%memit: what running a statement costs in memory. The figures are the heap's own: counted, not sampled."""

import ast
import gc

from .. import host
from . import no_var_expand, options, own_cell, own_line


#: What is measured to know the cost of measuring.
_NOTHING = compile("", "<nothing>", "exec")


class MemoryResult:
    """`start`, `peak` and `end`: live bytes of the heap before, at most during, and after."""

    def __init__(self, start, peak, end):
        self.start, self.peak, self.end = start, peak, end

    def without(self, nothing):
        """The same, less what running nothing at all costs."""
        return MemoryResult(self.start, self.peak - nothing.increment, self.end - nothing.kept)

    @property
    def increment(self):
        """By how much the peak lies above the start."""
        return self.peak - self.start

    @property
    def kept(self):
        """What is still there afterwards."""
        return self.end - self.start

    def __str__(self):
        return (
            f"peak memory: {self.peak / 2**20:.2f} MiB, increment: {self.increment:,} bytes, "
            f"kept: {self.kept:,} bytes"
        )

    def _repr_pretty_(self, printer, cycle):
        printer.text(f"<MemoryResult : {self}>")


@own_line("memit")
@own_cell("memit")
@no_var_expand
def memit(shell, line, cell=None):
    """Tell the peak of the heap while a statement runs, how far that is above the start, and what is kept.

    -r R: run R times and show the highest increment (1); -o: give the result; -c, -t, -i are taken and do nothing.
    As a cell magic its line is run once before, and is not measured.
    """
    chosen, statement = options.read(line, "r:t:i:coq")
    if cell is not None:
        if statement:
            shell.ex(shell.transform_cell(statement))
        statement = cell
    text = shell.transform_cell(statement)
    code = compile(ast.parse(text), shell.remember_source(text, text), "exec")
    runs = max(options.number(chosen, "r", 1, "memit"), 1)
    _measured(_NOTHING, shell.user_ns)
    nothing = _measured(_NOTHING, shell.user_ns)
    results = [_measured(code, shell.user_ns).without(nothing) for _ in range(runs)]
    result = max(results, key=lambda each: each.increment)
    return options.outcome(chosen, result)


def _measured(code, namespace):
    gc.collect()
    host.reset_peak()
    start, _ = host.memory()
    exec(code, namespace)
    end, peak = host.memory()
    return MemoryResult(start, max(peak, end, start), end)
