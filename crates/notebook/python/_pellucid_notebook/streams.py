"""The standard streams of a session: what is written to them, or to their descriptors, belongs to the cell."""

import builtins
import io
import os
import sys
import tempfile

from . import host
from .errors import StdinNotImplementedError


class OutputStream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a session."""

    encoding = "UTF-8"
    errors = "backslashreplace"

    def __init__(self, name, descriptor):
        self._name = name
        self._descriptor = descriptor

    @property
    def name(self):
        return f"<{self._name}>"

    def fileno(self):
        return self._descriptor

    def writable(self):
        return True

    def isatty(self):
        return False

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        drain()
        if text:
            host.publish("stream", {"name": self._name, "text": _without_surrogates(text)})
        return len(text)

    def flush(self):
        drain()

    def __repr__(self):
        return f"<{type(self).__name__} {self.name}>"


def _without_surrogates(text):
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text


class _Descriptor:
    """A descriptor of the process that writes into a file of ours, for child processes and native code.

    A file and not a pipe: nobody has to read while others write, and what was written before a line of Python's own
    is shown before it.
    """

    def __init__(self, name, number):
        self.name = name
        self.number = number
        self._kept = os.dup(number)
        self._file, path = tempfile.mkstemp(prefix="pellucid-stream-")
        os.unlink(path)
        import fcntl

        flags = fcntl.fcntl(self._file, fcntl.F_GETFL)
        fcntl.fcntl(self._file, fcntl.F_SETFL, flags | os.O_APPEND)
        os.dup2(self._file, number)

    def drain(self):
        size = os.fstat(self._file).st_size
        if not size:
            return
        data = os.pread(self._file, size, 0)
        os.ftruncate(self._file, 0)
        host.publish("stream", {"name": self.name, "text": data.decode("utf-8", "backslashreplace")})

    def restore(self):
        self.drain()
        os.dup2(self._kept, self.number)
        os.close(self._kept)
        os.close(self._file)


_descriptors = []
_before = None


def drain():
    """Shows what was written to the descriptors themselves."""
    for descriptor in _descriptors:
        descriptor.drain()


def read_line(prompt="", /):
    """`input()` of a session: the front end asks the user."""
    return _ask(prompt, password=False)


def read_password(prompt="Password: ", stream=None, *, echo_char=None):
    """`getpass.getpass()` of a session."""
    return _ask(prompt, password=True)


def _ask(prompt, password):
    drain()
    answer = host.read_line(str(prompt), password)
    if answer is None:
        asked = "getpass" if password else "raw_input"
        raise StdinNotImplementedError(f"{asked} was called, but this frontend does not support input requests.")
    return answer


def install(session):
    """Takes over the streams."""
    global _before
    import getpass

    _before = sys.stdout, sys.stderr, sys.displayhook, builtins.input, getpass.getpass
    builtins.input, getpass.getpass = read_line, read_password
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    for name, number in (("stdout", 1), ("stderr", 2)):
        try:
            _descriptors.append(_Descriptor(name, number))
        except OSError:
            # A process without the stream: nothing to take over.
            pass
    sys.stdout = OutputStream("stdout", 1)
    sys.stderr = OutputStream("stderr", 2)
    sys.displayhook = session.display_hook
    os.register_at_fork(after_in_child=_after_fork)


def _after_fork():
    """A copy of the process writes to its descriptors, which the session reads: it has no host of its own."""
    if not _descriptors:
        return
    _descriptors.clear()
    for name, number in (("stdout", 1), ("stderr", 2)):
        raw = io.FileIO(number, "w", closefd=False)
        stream = io.TextIOWrapper(raw, "utf-8", "backslashreplace", write_through=True)
        setattr(sys, name, stream)


def uninstall():
    """Gives the streams back."""
    import getpass

    if _before is not None:
        sys.stdout, sys.stderr, sys.displayhook, builtins.input, getpass.getpass = _before
    while _descriptors:
        _descriptors.pop().restore()
