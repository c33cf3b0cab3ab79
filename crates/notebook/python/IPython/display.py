"""What notebooks show: `display()` and the objects that carry a form of their own."""

from IPython.core.display import *
from IPython.core.display import __all__
