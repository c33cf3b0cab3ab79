"""The Python half of a notebook session.

The host calls the functions below; what a cell shows goes back to it through `host.publish`. Everything a user
would call IPython is here: cells, magics, display, tracebacks. Sockets, files of notebooks and clocks are the host's.
"""

from . import completion, comms as comm_messages, history, host, inspection, streams
from ipykernel.zmqshell import ZMQInteractiveShell

_session = None


def start(options):
    """Opens the session. `options`: `front_end` ("run" or "kernel"), `folder`, `executable`."""
    global _session
    _session = ZMQInteractiveShell(options)
    streams.install(_session)
    _session.open()


def finish():
    """Closes the session: the process has its own streams back."""
    global _session
    session, _session = _session, None
    if session is not None:
        session.close()
    streams.uninstall()


def run_cell(source, silent, store_history, user_expressions):
    """Runs a cell and gives the reply: status, execution_count, payload and so on."""
    return _session.answer_execute(source, silent, store_history, user_expressions)


def advance():
    """Lets tasks that cells have left behind go on for a moment; gives whether there are any."""
    return _session.advance()


def complete(code, cursor):
    """Matches for what stands before the cursor, and the part of the text that they replace."""
    return completion.complete(_session, code, cursor)


def inspect(code, cursor, detail):
    """The documentation of the name at the cursor, or None."""
    return inspection.inspect_at(_session, code, cursor, detail)


def is_complete(code):
    """Whether a cell is ready to run: "complete", "incomplete" or "invalid", and the next line's indent."""
    return _session.is_complete(code)


def take_comm(message, buffers):
    """Gives a message of the front end's side of a comm to whom it is for."""
    comm_messages.take(message, buffers)


def comms(target):
    """What a `comm_info_request` asks for: of one target, or with an empty name of all."""
    return comm_messages.opened(target)


def recall(request):
    """What a `history_request` asks for."""
    return history.recall(_session, request)


def forget_interrupt():
    """An interrupt that has come while nothing ran is of no concern to the next cell."""
    try:
        for _ in range(3):
            pass
    except KeyboardInterrupt:
        pass
