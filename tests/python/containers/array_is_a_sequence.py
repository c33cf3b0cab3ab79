# Arrays are registered as mutable sequences.
import array
import collections.abc

print(issubclass(array.array, collections.abc.MutableSequence), isinstance(array.array("b"), collections.abc.Sequence))
