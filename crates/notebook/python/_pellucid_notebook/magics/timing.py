"""%time, %timeit and their cell forms."""

import ast
import math
import time as clock

from ..errors import UsageError
from . import no_var_expand, options, own_cell, own_line

_UNITS = (("s", 1), ("ms", 1e-3), ("μs", 1e-6), ("ns", 1e-9))


def _span(seconds, precision=3):
    """A time in words."""
    if seconds >= 60:
        parts = []
        for length, suffix in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
            count, seconds = divmod(seconds, length)
            if count:
                parts.append(f"{int(count)}{suffix}")
        return " ".join(parts)
    if seconds <= 0:
        return f"{0:.{precision}g} ns"
    place = min(-int(math.floor(math.log10(seconds)) // 3), 3)
    name, unit = _UNITS[max(place, 0)]
    return f"{seconds / unit:.{precision}g} {name}"


def _report(user, system, wall):
    print(f"CPU times: user {_span(user)}, sys: {_span(system)}, total: {_span(user + system)}")
    print(f"Wall time: {_span(wall)}")


@own_line("time")
@own_cell("time")
@no_var_expand
def time(shell, line, cell=None):
    """Time one run of a statement or an expression, or of a cell.

    The value of the expression is the value of the magic.
    """
    if cell is not None and line.strip():
        raise UsageError("Can't use statement directly after '%%time'!")
    text = shell.transform_cell(line if cell is None else cell)
    file_name = shell.remember_source(text, text)
    tree = ast.parse(text, file_name)
    value_code = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        value_code = compile(ast.Expression(tree.body.pop().value), file_name, "eval")
    code = compile(tree, file_name, "exec")
    value = None
    before, wall = _processor(), clock.perf_counter()
    try:
        exec(code, shell.user_ns)
        if value_code is not None:
            value = eval(value_code, shell.user_ns)
    finally:
        wall = clock.perf_counter() - wall
        user, system = (now - then for now, then in zip(_processor(), before))
        _report(user, system, wall)
    return value


def _processor():
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime, usage.ru_stime


class TimeitResult:
    """The times of `%timeit`: `best`, `worst`, `average`, `stdev`, all in seconds a loop."""

    def __init__(self, loops, repeat, times, precision):
        self.loops, self.repeat = loops, repeat
        self.all_runs = times
        self.timings = [total / loops for total in times]
        self.best, self.worst = min(self.timings), max(self.timings)
        self._precision = precision

    @property
    def average(self):
        return math.fsum(self.timings) / len(self.timings)

    @property
    def stdev(self):
        mean = self.average
        return (math.fsum((time - mean) ** 2 for time in self.timings) / len(self.timings)) ** 0.5

    def __str__(self):
        runs, loops = "run" + "s" * (self.repeat != 1), "loop" + "s" * (self.loops != 1)
        return (
            f"{_span(self.average, self._precision)} ± {_span(self.stdev, self._precision)} per loop "
            f"(mean ± std. dev. of {self.repeat} {runs}, {self.loops:,} {loops} each)"
        )

    def _repr_pretty_(self, printer, cycle):
        printer.text(f"<TimeitResult : {self}>")


@own_line("timeit")
@own_cell("timeit")
@no_var_expand
def timeit(shell, line, cell=None):
    """Time a statement, run often enough to be sure of it.

    -n N: loops a run; -r R: runs (7); -p P: digits; -q: show nothing; -o: give the result; -v NAME: keep it there.
    As a cell magic its line is run once before, and is not timed.
    """
    import timeit as library

    chosen, statement = options.read(line, "n:r:tcp:qov:")
    if cell is None and not statement:
        return None
    setup = "pass"
    if cell is not None:
        setup, statement = statement or "pass", cell
    repeat = options.number(chosen, "r", 7, "timeit")
    loops = options.number(chosen, "n", 0, "timeit")
    if repeat < 1 or loops < 0:
        raise UsageError("%timeit: -n and -r take numbers above zero")
    statement, setup = shell.transform_cell(statement), shell.transform_cell(setup)
    timer = library.Timer(statement, setup, globals=shell.user_ns)
    if not loops:
        for exponent in range(10):
            loops = 10**exponent
            if timer.timeit(loops) >= 0.2:
                break
    result = TimeitResult(loops, repeat, timer.repeat(repeat, loops), options.number(chosen, "p", 3, "timeit"))
    if "q" not in chosen:
        if result.worst > 4 * result.best > 0 and result.worst > 1e-6:
            print(
                f"The slowest run took {result.worst / result.best:.2f} times longer than the fastest. "
                "This could mean that an intermediate result is being cached."
            )
    if "v" in chosen:
        shell.user_ns[chosen["v"]] = result
    return options.outcome(chosen, result)
