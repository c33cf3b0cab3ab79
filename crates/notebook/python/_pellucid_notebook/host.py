"""What the host offers to the session."""

import _pellucid_host
import pellucid


def publish(kind, content, metadata=None, buffers=()):
    """Shows something: type, content, metadata and buffers of a message of the Jupyter protocol."""
    _pellucid_host.call("publish", kind, content, metadata or {}, list(buffers))


def parent():
    """The header of the request that is being served; empty where there are no requests."""
    return _pellucid_host.call("parent") or {}


def read_line(prompt, password):
    """Asks the user for a line; None if there is nobody to ask."""
    if not _pellucid_host.call("ask", prompt, password):
        return None
    # The host waits a moment only, so that an interrupt is seen.
    while (answer := _pellucid_host.call("answer")) is None:
        pass
    return answer


def memory():
    """Bytes of the heap: live now, and the most since the peak was last reset."""
    figures = pellucid.memory()
    return figures.bytes_live, figures.bytes_peak


def reset_peak():
    """The peak starts again at what is live now."""
    _pellucid_host.reset_peak()
