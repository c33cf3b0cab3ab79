"""Child processes: shell commands, the interpreter as their `python`, and the packages of the notebook."""

import codecs
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading


class SList(list):
    """What a command has written, line by line; `.s` joins by blanks, `.n` and `.nlstr` by line ends."""

    @property
    def s(self):
        return " ".join(self)

    spstr = s

    @property
    def n(self):
        return "\n".join(self)

    nlstr = n

    @property
    def l(self):
        return list(self)

    def grep(self, pattern, prune=False):
        """The lines that match, or with `prune` those that do not."""
        import re

        matches = pattern if callable(pattern) else lambda line: re.search(pattern, line, re.IGNORECASE)
        return SList(line for line in self if bool(matches(line)) != prune)

    def fields(self, *numbers):
        """Columns of the lines."""
        rows = [line.split() for line in self]
        if not numbers:
            return rows
        return SList(" ".join(row[number] for number in numbers if -len(row) <= number < len(row)) for row in rows)


class Environment:
    """The folder of a session, its packages, and what child processes find on PATH."""

    def __init__(self, session, folder):
        self._session = session
        self.folder = folder
        self.packages = os.path.join(folder, ".pellucid", "packages")
        self._programs = None
        self.host_path = os.environ.get("PATH", os.defpath)
        self._before = {}

    def open(self):
        """Makes packages importable, here and in child processes."""
        if "" not in sys.path:
            sys.path.insert(0, "")
        if self.packages not in sys.path:
            sys.path.append(self.packages)
        python_path = os.environ.get("PYTHONPATH")
        self._set("PYTHONPATH", os.pathsep.join(filter(None, (python_path, self.packages))))
        self._set("PAGER", "cat")
        self._set("GIT_PAGER", "cat")

    def _set(self, name, value):
        self._before.setdefault(name, os.environ.get(name))
        os.environ[name] = value

    def _open_programs(self):
        """A folder at the front of PATH in which `python` is this interpreter."""
        if self._programs is not None or not self._session.executable:
            return
        self._programs = tempfile.mkdtemp(prefix="pellucid-programs-")
        for name in ("python", "python3", "python3.14"):
            os.symlink(self._session.executable, os.path.join(self._programs, name))
        self._set("PATH", self._programs + os.pathsep + os.environ.get("PATH", os.defpath))

    def close(self):
        """Takes the folder and the variables away again."""
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        self._before.clear()
        if self._programs is not None:
            shutil.rmtree(self._programs, ignore_errors=True)
            self._programs = None

    def host_program(self, name):
        """A program of the host, looked for where the session has put nothing."""
        return shutil.which(name, path=self.host_path)

    def run(self, command):
        """Runs a shell command, shows what it writes as it comes, gives its status (negative: a signal)."""
        self._open_programs()
        return follow(["/bin/sh", "-c", command], show=sys.stdout.write)

    def output_of(self, command):
        """Runs a shell command; what it has written, and its status."""
        self._open_programs()
        parts = []
        status = follow(["/bin/sh", "-c", command], show=parts.append)
        return "".join(parts), status

    def run_program(self, arguments, script, show=None, show_errors=None):
        """Runs a program with a text as its input; both of its streams are shown, or go to the functions given."""
        self._open_programs()
        child = _started(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        writer = threading.Thread(target=_write, args=(child.stdin, script.encode("utf-8")))
        writer.start()
        try:
            _pass_both_on(
                {child.stdout: show or sys.stdout.write, child.stderr: show_errors or sys.stderr.write}
            )
            return child.wait()
        except BaseException:
            _end(child)
            raise
        finally:
            writer.join()


def _write(stream, data):
    """Gives a program its input. It need not read everything."""
    try:
        with stream:
            stream.write(data)
    except BrokenPipeError:
        pass


def _pass_both_on(shown):
    """Gives what is written to each stream to its function, as it comes; of what has come by now, the first stream's first."""
    decoders = {stream: codecs.getincrementaldecoder("utf-8")("replace") for stream in shown}
    with selectors.DefaultSelector() as selector:
        for stream in shown:
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map():
            ready = {key.fileobj for key, _ in selector.select()}
            for stream in [stream for stream in shown if stream in ready]:
                data = os.read(stream.fileno(), 65536)
                if text := decoders[stream].decode(data, final=not data):
                    shown[stream](text)
                if not data:
                    selector.unregister(stream)
                    stream.close()


def _started(arguments, **streams):
    """A child process with a process group of its own, which an interrupt can be sent to."""
    return subprocess.Popen(arguments, process_group=0, **streams)


def _end(child):
    """Interrupts a child process and all that it has started; who does not listen is killed after a moment."""
    for number, seconds in ((signal.SIGINT, 1), (signal.SIGKILL, None)):
        try:
            os.killpg(child.pid, number)
            child.wait(seconds)
            return
        except ProcessLookupError:
            child.wait()
            return
        except subprocess.TimeoutExpired:
            continue


def _pass_on(stream, show):
    """Gives what is written to a stream to a function, as it comes."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with stream:
        while data := os.read(stream.fileno(), 65536):
            if text := decoder.decode(data):
                show(text)
    if rest := decoder.decode(b"", final=True):
        show(rest)


def follow(arguments, show, environment=None):
    """Runs a program with its streams as one, gives each part of them to `show`, and the status at the end."""
    child = _started(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    )
    try:
        _pass_on(child.stdout, show)
        return child.wait()
    except BaseException:
        _end(child)
        raise
