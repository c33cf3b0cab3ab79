"""The interactive interpreter: reads statements from a terminal or a pipe and runs them in __main__."""

import code
import linecache
import sys


class _Console(code.InteractiveConsole):
    """A console whose tracebacks show the statements, and whose SystemExit ends the program."""

    def __init__(self, namespace):
        super().__init__(namespace, "<stdin>")
        self._typed = ""

    def raw_input(self, prompt=""):
        if _at_terminal():
            return _read_from_terminal(prompt)
        sys.stderr.write(prompt)
        sys.stderr.flush()
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            raise EOFError
        return line.removesuffix("\n")

    def runsource(self, source, filename="<input>", symbol="single"):
        self._typed = source
        return super().runsource(source, filename, symbol)

    def runcode(self, statement):
        linecache._register_code(statement, self._typed, "<stdin>")
        super().runcode(statement)


def _at_terminal():
    try:
        return sys.stdin.isatty() and sys.stdout.isatty()
    except (AttributeError, ValueError):
        return False


def _is_incomplete(source):
    import codeop

    try:
        return codeop.compile_command(source, "<stdin>", "single") is None
    except (OverflowError, SyntaxError, ValueError):
        return False


def _complete(name):
    import __main__
    import rlcompleter

    completer = rlcompleter.Completer(__main__.__dict__)
    found = []
    while (text := completer.complete(name, len(found))) is not None:
        found.append(text)
    return found


def _has_colours():
    import _colorize

    return _colorize.can_colorize()


def _read_from_terminal(prompt):
    import _pellucid_terminal

    sys.stdout.flush()
    return _pellucid_terminal.read(prompt, _is_incomplete, _complete, _has_colours())


def _history_path():
    import os

    path = None if sys.flags.ignore_environment else os.environ.get("PYTHON_HISTORY")
    return path or os.path.join(os.path.expanduser("~"), ".pellucid_history")


def _run_startup(namespace):
    import os

    path = None if sys.flags.ignore_environment else os.environ.get("PYTHONSTARTUP")
    if not path:
        return
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError:
        sys.stderr.write("Could not open PYTHONSTARTUP\n")
        sys.excepthook(*sys.exc_info())
        return
    try:
        exec(compile(source, path, "exec"), namespace)
    except SystemExit:
        raise
    except BaseException:
        sys.excepthook(*sys.exc_info())


def interact():
    import __main__

    banner = ""
    if _at_terminal():
        if not sys.flags.quiet:
            hint = 'Type "help", "copyright", "credits" or "license" for more information.'
            banner = f"Python {sys.version} on {sys.platform}\n{hint}"
        _run_startup(__main__.__dict__)
        hook = getattr(sys, "__interactivehook__", None)
        if hook is not None:
            try:
                hook()
            except Exception:
                sys.excepthook(*sys.exc_info())
    if not _at_terminal():
        _Console(__main__.__dict__).interact(banner, exitmsg="")
        return
    import _pellucid_terminal

    _pellucid_terminal.load_history(_history_path())
    try:
        _Console(__main__.__dict__).interact(banner, exitmsg="")
    finally:
        _pellucid_terminal.save_history(_history_path())
