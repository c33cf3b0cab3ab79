"""Comms: messages between objects of a program and their counterparts in the front end.

The interface of the package `comm`, for where that is not installed. The session puts its own `create_comm` into either.
"""

from .base_comm import BaseComm, CommManager

__version__ = "0.2.3"
__all__ = ["__version__", "create_comm", "get_comm_manager"]

_manager = None


class DummyComm(BaseComm):
    """A comm without a front end."""

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        pass


def create_comm(*arguments, **keywords):
    """A comm; unless `primary=False`, the front end is told to open its side."""
    return DummyComm(*arguments, **keywords)


def get_comm_manager():
    """The comms that are open, and who takes those that the front end opens."""
    global _manager
    if _manager is None:
        _manager = CommManager()
    return _manager
