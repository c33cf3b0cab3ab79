"""Comms by the names that they had before they were a package of their own."""

import comm
from comm.base_comm import BaseComm, CommManager

__all__ = ["BaseComm", "Comm", "CommManager", "get_comm_manager"]


def Comm(*arguments, **keywords):
    """A comm."""
    return comm.create_comm(*arguments, **keywords)


def get_comm_manager():
    """The comms that are open."""
    return comm.get_comm_manager()
