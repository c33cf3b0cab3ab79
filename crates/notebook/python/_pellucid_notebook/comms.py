"""Comms: what the package `comm` creates in a session talks with the front end through the host."""

import sys

from . import host, streams


class Finder:
    """Finds the package `comm`, wherever it comes from, and has it create comms of the session when it is imported."""

    def find_spec(self, name, path=None, target=None):
        """See `importlib.abc.MetaPathFinder`."""
        if name != "comm" or self not in sys.meta_path:
            return None
        import importlib.util

        place = sys.meta_path.index(self)
        del sys.meta_path[place]
        try:
            spec = importlib.util.find_spec(name)
        finally:
            sys.meta_path.insert(place, self)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader:
    """The loader of the package, and what is to be done after it."""

    def __init__(self, loader):
        self._loader = loader

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        self._loader.exec_module(module)
        module.create_comm = _create


def _create(*arguments, **keywords):
    """A comm whose messages the host takes."""
    global _create
    from comm.base_comm import BaseComm

    class HostComm(BaseComm):
        """A comm of the session."""

        def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
            streams.drain()
            content = {"data": data or {}, "comm_id": self.comm_id, **keys}
            host.publish(msg_type, content, metadata or {}, [bytes(buffer) for buffer in buffers or ()])

    _create = sys.modules["comm"].create_comm = HostComm
    return HostComm(*arguments, **keywords)


def take(message, buffers):
    """A message of the front end's side of a comm."""
    kind = message["header"]["msg_type"]
    if kind != "comm_open" and "comm" not in sys.modules:
        return
    from comm import get_comm_manager

    message["buffers"] = [memoryview(buffer) for buffer in buffers]
    try:
        getattr(get_comm_manager(), kind)(None, None, message)
    finally:
        streams.drain()


def opened(target):
    """The comms that are open, of a target or of all."""
    if "comm" not in sys.modules:
        return {}
    from comm import get_comm_manager

    found = get_comm_manager().comms.items()
    return {name: {"target_name": comm.target_name} for name, comm in found if target in ("", comm.target_name)}
