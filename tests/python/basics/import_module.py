import sys
import sys as system
from sys import maxsize
from sys import maxsize as biggest, version_info
print(sys is system, maxsize == biggest, sys.maxsize)
print(version_info[0], version_info >= (3, 8), type(sys).__name__, sys.__name__)
def local_import():
    import sys as s
    return s is sys
print(local_import(), __name__)
try:
    import no_such_module
except ImportError as error:
    print(type(error).__name__, error, error.name)
try:
    from sys import no_such_name
except ImportError as error:
    print(type(error).__name__, str(error).split(" (")[0])
try:
    import sys.nothing
except ModuleNotFoundError as error:
    print(error)
