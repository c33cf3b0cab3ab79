"""The class of the session under the name by which libraries know that they run in a notebook."""

from _pellucid_notebook.shell import Shell


class ZMQInteractiveShell(Shell):
    """The session of a notebook."""
