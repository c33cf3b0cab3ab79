# What mappingproxy takes for a mapping, what dir() says of generic aliases, and what groups hold.
# minimum: 3.14
import collections
import itertools
import sys
import types


class Sequence(collections.deque):
    pass


class Mapping(collections.deque):
    def __getitem__(self, key):
        return key


for made in (
    collections.deque(), Sequence(), Mapping(), [], (), {}, "a", b"", set(), range(3), 5, int, collections.deque,
    collections.OrderedDict(), collections.UserList(), collections.UserDict(), bytearray(b""), list[int],
):
    try:
        print(types.MappingProxyType(made))
    except TypeError as error:
        print(error)

proxy = types.MappingProxyType({})
try:
    proxy |= {}
except TypeError as error:
    print(error)

print(sorted(set(dir(list[int])) ^ set(dir(list))))
print(sorted(set(dir(collections.deque[int])) ^ set(dir(collections.deque))))

groups = itertools.groupby([[1], [1], [2]])
for key, group in groups:
    print(sys.getrefcount(key), sys.getrefcount(group), end=" ")
    next(group)
    print(sys.getrefcount(key), sys.getrefcount(group), list(group), sys.getrefcount(key))

for kind in (ValueError, KeyError, OSError, UnicodeDecodeError, ExceptionGroup, BaseExceptionGroup, StopIteration, type(None)):
    print(kind.__name__, "__new__" in vars(kind), "__init__" in vars(kind), "__eq__" in vars(kind))
