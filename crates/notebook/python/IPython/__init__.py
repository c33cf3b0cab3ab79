"""The part of IPython's interface that notebooks and libraries use, as this session has it."""

from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

#: The version whose behaviour is followed.
version_info = (9, 0, 0)
__version__ = "9.0.0"

__all__ = ["InteractiveShell", "display", "get_ipython", "version_info"]
