"""%%capture: what a cell shows goes into a variable."""

import sys

from .. import display, streams
from . import own_cell


class _Collected:
    """A stream that keeps what is written to it."""

    encoding = "UTF-8"

    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False


class RichOutput:
    """One thing that was displayed."""

    __module__ = "IPython.utils.capture"

    def __init__(self, content):
        self.data = content["data"]
        self.metadata = content.get("metadata", {})

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.data, self.metadata

    def display(self):
        """Shows it now."""
        display.publish(self.data, self.metadata)


class CapturedIO:
    """What was captured: `stdout`, `stderr`, `outputs`; calling it shows everything."""

    def __init__(self, stdout, stderr, outputs=None):
        self._stdout, self._stderr, self._outputs = stdout, stderr, outputs

    def __str__(self):
        return self.stdout

    @property
    def stdout(self):
        return "".join(self._stdout.parts) if self._stdout is not None else ""

    @property
    def stderr(self):
        return "".join(self._stderr.parts) if self._stderr is not None else ""

    @property
    def outputs(self):
        return [RichOutput(content) for content in self._outputs or ()]

    def show(self):
        """Shows everything now."""
        sys.stdout.write(self.stdout)
        sys.stderr.write(self.stderr)
        for output in self.outputs:
            output.display()

    __call__ = show


class capture_output:
    """A context in which nothing is shown; its value has what was."""

    def __init__(self, stdout=True, stderr=True, display=True):
        self._wanted = stdout, stderr, display

    def __enter__(self):
        stdout, stderr, shown = self._wanted
        streams.drain()
        self._before = sys.stdout, sys.stderr
        captured = CapturedIO(
            _Collected() if stdout else None, _Collected() if stderr else None, [] if shown else None
        )
        sys.stdout = captured._stdout or sys.stdout
        sys.stderr = captured._stderr or sys.stderr
        if shown:
            display.collect(captured._outputs)
        return captured

    def __exit__(self, *ignored):
        sys.stdout, sys.stderr = self._before
        if self._wanted[2]:
            display.collect(None)


@own_cell("capture")
def capture(shell, line, cell):
    """Run the cell and keep what it shows in the variable named.

    --no-stdout, --no-stderr, --no-display: leave these as they are.
    """
    words = line.split()
    kept = [word for word in words if not word.startswith("--")]
    wanted = {part: f"--no-{part}" not in words for part in ("stdout", "stderr", "display")}
    with capture_output(**wanted) as captured:
        result = shell.run_cell(cell)
    if kept:
        shell.user_ns[kept[0]] = captured
    result.raise_error()


