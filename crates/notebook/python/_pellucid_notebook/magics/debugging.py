"""%debug, %pdb, %prun, %automagic, %autocall: going through a program step by step, and where its time goes."""

from ..errors import StdinNotImplementedError, UsageError
from . import no_var_expand, options, own_cell, own_line


@own_line()
@no_var_expand
def debug(shell, line):
    """Look around where the last exception was raised; with a statement, go through it step by step."""
    import pdb

    if line.strip():
        _go_through(shell, line)
        return
    if shell.last_error is None or shell.last_error.__traceback__ is None:
        print("No traceback has been produced, nothing to debug.")
        return
    _with_somebody_to_ask(lambda: pdb.post_mortem(shell.last_error.__traceback__))


@own_cell("debug")
@no_var_expand
def debug_cell(shell, line, cell):
    """Go through a cell step by step."""
    _go_through(shell, cell)


def _go_through(shell, text):
    import pdb

    code = compile(shell.transform_cell(text), shell.remember_source(text, text), "exec")
    _with_somebody_to_ask(lambda: pdb.Pdb().run(code, shell.user_ns))


def _with_somebody_to_ask(function):
    try:
        function()
    except StdinNotImplementedError:
        raise UsageError("%debug: the debugger asks what to do next, and nobody is there to be asked") from None


@own_line("pdb")
def pdb_switch(shell, line):
    """The debugger is not entered by itself here; %debug enters it after an exception."""
    if line.strip().lower() in ("off", "0"):
        print("Automatic pdb calling has been turned OFF")
        return
    raise UsageError("%pdb: the debugger is not entered by itself here; %debug enters it after an exception")


@own_line("prun")
@own_cell("prun")
@no_var_expand
def prun(shell, line, cell=None):
    """Run a statement and tell how often each function was called, and the time in it.

    -s KEY: order by it; -l N: so many lines, or with a text those that match; -q: show nothing; -r: give the statistics;
    -T FILE, -D FILE: write the report, or the statistics.
    """
    import io
    import cProfile
    import pstats

    chosen, statement = options.read(line, "l:rs:T:D:q")
    text = shell.transform_cell(statement if cell is None else f"{statement}\n{cell}")
    code = compile(text, shell.remember_source(text, text), "exec")
    profiler = cProfile.Profile()
    try:
        profiler.runctx(code, shell.user_ns, shell.user_ns)
    except SystemExit:
        print("*** SystemExit exception caught in code being profiled.")
    report = io.StringIO()
    statistics = pstats.Stats(profiler, stream=report).strip_dirs().sort_stats(chosen.get("s", "time"))
    limits = [_limit(chosen["l"])] if "l" in chosen else []
    statistics.print_stats(*limits)
    if "q" not in chosen:
        shell.page(report.getvalue().rstrip())
    if "T" in chosen:
        with open(chosen["T"], "w", encoding="utf-8") as file:
            file.write(report.getvalue())
        print(f"\n*** Profile printout saved to text file {chosen['T']!r}.")
    if "D" in chosen:
        statistics.dump_stats(chosen["D"])
        print(f"\n*** Profile stats marshalled to file {chosen['D']!r}.")
    return statistics if "r" in chosen else None


def _limit(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


@own_line()
def automagic(shell, line):
    """Say or set whether magics go without their mark: `%automagic on`, `off`, or the other way round."""
    wanted = line.strip().lower()
    if wanted and wanted not in ("on", "1", "true", "off", "0", "false"):
        raise UsageError(f"%automagic takes on or off, not {line.strip()!r}")
    shell.automagic = wanted in ("on", "1", "true") if wanted else not shell.automagic
    print(
        "\nAutomagic is ON, % prefix IS NOT needed for line magics."
        if shell.automagic
        else "\nAutomagic is OFF, % prefix IS needed for line magics."
    )


@own_line()
def autocall(shell, line):
    """Calls need their brackets here."""
    if line.strip() not in ("", "0"):
        raise UsageError("%autocall: calls need their brackets here")
    print("Automatic calling is: Off")
