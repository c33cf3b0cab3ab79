import doctest
def f(x):
    """
    >>> f(2)
    4
    >>> f("a")
    Traceback (most recent call last):
    TypeError: can't multiply sequence by non-int of type 'str'
    >>> f(3)
    10
    """
    return x * x
r = doctest.run_docstring_examples(f, {"f": f}, name="f")
import sys
print(doctest.testmod(sys.modules["__main__"], verbose=False, report=False).failed)
