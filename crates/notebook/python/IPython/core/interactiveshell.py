"""The class of the session."""

import _pellucid_notebook
from _pellucid_notebook.shell import Shell as InteractiveShell

__all__ = ["InteractiveShell"]
