"""What `get_ipython().kernel` gives."""

from . import host


class Kernel:
    """The kernel as libraries see it."""

    def __init__(self, session):
        self.shell = session

    @property
    def comm_manager(self):
        """The comms that are open."""
        from comm import get_comm_manager

        return get_comm_manager()

    def get_parent(self, channel=None):
        """The request that is being served: its header, as far as anybody asks."""
        return {"header": host.parent()}

    @property
    def _parent_header(self):
        return self.get_parent()
