"""A comm, and the table of comms."""

import contextlib
import importlib
import sys
import traceback
import uuid

import comm as package

__all__ = ["BaseComm", "CommManager"]


class BaseComm:
    """One end of a connection with the front end; what is sent goes out by `publish_msg`, which a subclass has."""

    def __init__(
        self,
        target_name="comm",
        data=None,
        metadata=None,
        buffers=None,
        comm_id=None,
        primary=True,
        target_module=None,
        topic=None,
        _open_data=None,
        _close_data=None,
        **keywords,
    ):
        super().__init__(**keywords)
        self.comm_id = comm_id or uuid.uuid4().hex
        self.primary = primary
        self.target_name = target_name
        self.target_module = target_module
        self.topic = topic or f"comm-{self.comm_id}".encode("ascii")
        self._open_data = _open_data or {}
        self._close_data = _close_data or {}
        self._msg_callback = None
        self._close_callback = None
        self._closed = True
        if primary:
            self.open(data=data, metadata=metadata, buffers=buffers)
        else:
            self._closed = False

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        """Sends a message of this type."""
        raise NotImplementedError("publish_msg Comm method is not implemented")

    def __del__(self):
        # The session may have ended, and its modules with it.
        with contextlib.suppress(Exception):
            self.close(deleting=True)

    def open(self, data=None, metadata=None, buffers=None):
        """Opens the front end's side."""
        manager = package.get_comm_manager()
        manager.register_comm(self)
        data = self._open_data if data is None else data
        names = {"target_name": self.target_name, "target_module": self.target_module}
        try:
            self.publish_msg("comm_open", data=data, metadata=metadata, buffers=buffers, **names)
        except Exception:
            manager.unregister_comm(self)
            raise
        self._closed = False

    def close(self, data=None, metadata=None, buffers=None, deleting=False):
        """Closes both sides."""
        if self._closed:
            return
        self._closed = True
        data = self._close_data if data is None else data
        self.publish_msg("comm_close", data=data, metadata=metadata, buffers=buffers)
        if not deleting:
            package.get_comm_manager().unregister_comm(self)

    def send(self, data=None, metadata=None, buffers=None):
        """Sends a message to the front end's side."""
        self.publish_msg("comm_msg", data=data, metadata=metadata, buffers=buffers)

    def on_close(self, callback):
        """The function that is given the message when the front end closes the comm."""
        self._close_callback = callback

    def on_msg(self, callback):
        """The function that is given each message of the front end."""
        self._msg_callback = callback

    def handle_close(self, msg):
        """The front end has closed the comm."""
        if self._close_callback:
            self._close_callback(msg)

    def handle_msg(self, msg):
        """The front end has sent a message."""
        if not self._msg_callback:
            return
        from IPython import get_ipython

        session = get_ipython()
        if session:
            session.events.trigger("pre_execute")
        self._msg_callback(msg)
        if session:
            session.events.trigger("post_execute")


class CommManager:
    """The comms that are open by their ids, and by the names of targets who takes those that the front end opens."""

    def __init__(self):
        self.comms = {}
        self.targets = {}

    def register_target(self, target_name, f):
        """Gives comms of this target to a function, or to one that can be imported by this name."""
        if isinstance(f, str):
            module, _, name = f.rpartition(".")
            f = getattr(importlib.import_module(module), name) if module else importlib.import_module(name)
        self.targets[target_name] = f

    def unregister_target(self, target_name, f):
        """Takes the function of a target away, and gives it."""
        return self.targets.pop(target_name)

    def register_comm(self, comm):
        """Adds a comm, and gives its id."""
        self.comms[comm.comm_id] = comm
        return comm.comm_id

    def unregister_comm(self, comm):
        """Takes a comm away."""
        del self.comms[comm.comm_id]

    def get_comm(self, comm_id):
        """The comm with this id, or None with a word about it."""
        found = self.comms.get(comm_id)
        if found is None:
            print(f"No such comm: {comm_id}", file=sys.stderr)
        return found

    def comm_open(self, stream, ident, msg):
        """The front end opens a comm; where nobody takes it, it is closed."""
        content = msg["content"]
        comm_id, target_name = content["comm_id"], content["target_name"]
        opened = package.create_comm(comm_id=comm_id, primary=False, target_name=target_name)
        self.register_comm(opened)
        take = self.targets.get(target_name)
        if take is None:
            print(f"No such comm target registered: {target_name}", file=sys.stderr)
        elif _succeeds(take, opened, msg):
            return
        _succeeds(opened.close)

    def comm_msg(self, stream, ident, msg):
        """The front end sends a message."""
        found = self.get_comm(msg["content"]["comm_id"])
        if found is not None:
            _succeeds(found.handle_msg, msg)

    def comm_close(self, stream, ident, msg):
        """The front end closes a comm."""
        found = self.get_comm(msg["content"]["comm_id"])
        if found is not None:
            found._closed = True
            self.comms.pop(found.comm_id, None)
            _succeeds(found.handle_close, msg)


def _succeeds(function, *arguments):
    """Calls a function of the program; what goes wrong there is shown."""
    try:
        function(*arguments)
    except Exception:
        traceback.print_exc()
        return False
    return True
