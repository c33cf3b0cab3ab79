"""What notebooks show: `display()` and the objects that carry a form of their own."""

from IPython.core.display import *
from IPython.core.display import __all__ as _of_core
from IPython.lib.display import *
from IPython.lib.display import __all__ as _of_lib

__all__ = [*_of_core, *_of_lib]
