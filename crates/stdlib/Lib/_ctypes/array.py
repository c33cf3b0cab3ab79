"""Arrays of C data."""

import sys

import _pellucid_memory as memory

from .data import CType_Type, Layout, _CData, final_layout_of, get_value, keep_reference, layout_of, set_value
from .simple import PyCSimpleType, decode_wide, encode_wide

_array_types = {}


def array_type(item, length):
    """The type of arrays of so many items, always the same one."""
    if not isinstance(length, int):
        raise TypeError("can't multiply sequence by non-int of type '%s'" % type(length).__name__)
    if length < 0:
        raise ValueError("Array length must be >= 0, not %d" % length)
    if length > sys.maxsize:
        raise OverflowError("Python int too large to convert to C ssize_t")
    found = _array_types.get((item, length))
    if found is None:
        name = "%s_Array_%d" % (item.__name__, length)
        members = {"_length_": length, "_type_": item, "__module__": sys._getframemodulename(2)}
        found = _array_types[item, length] = PyCArrayType(name, (Array,), members)
    return found


class PyCArrayType(CType_Type):
    """metatype for the Array Objects"""

    __module__ = "_ctypes"

    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        if namespace.get("__module__") == "_ctypes":
            return
        length = getattr(cls, "_length_", None)
        if length is None:
            raise AttributeError("class must define a '_length_' attribute")
        if not isinstance(length, int):
            raise TypeError("The '_length_' attribute must be an integer")
        if length < 0:
            raise ValueError("The '_length_' attribute must not be negative")
        if length > sys.maxsize:
            raise OverflowError("The '_length_' attribute is too large")
        item = getattr(cls, "_type_", None)
        if item is None:
            raise AttributeError("class must define a '_type_' attribute")
        inner = layout_of(item)
        if inner is None:
            raise TypeError("_type_ must have storage info")
        if inner.size * length > sys.maxsize:
            raise OverflowError("array too big")
        inner.final = True
        cls._b_layout_ = Layout(inner.size * length, inner.align, length=length, item=item, item_size=inner.size,
                                format=inner.format, shape=(length, *inner.shape), has_pointer=inner.has_pointer)
        code = getattr(item, "_type_", None) if isinstance(item, PyCSimpleType) else None
        if code == "c":
            type.__setattr__(cls, "raw", RAW)
            type.__setattr__(cls, "value", CHARACTERS)
        elif code == "u":
            type.__setattr__(cls, "value", WIDE_CHARACTERS)


class Array(_CData, metaclass=PyCArrayType):
    """Abstract base class for arrays.

    The recommended way to create concrete array types is by multiplying any
    ctypes data type with a non-negative integer. Alternatively, you can subclass
    this type and define _length_ and _type_ class variables. Array elements can
    be read and written using standard subscript and slice accesses for slice
    reads, the resulting object is not itself an Array."""

    __module__ = "_ctypes"
    __slots__ = ()

    def __init__(self, *values):
        for index, value in enumerate(values):
            self[index] = value

    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)

    def __len__(self):
        return layout_of(type(self)).length

    def __iter__(self):
        for index in range(len(self)):
            yield self[index]

    def __getitem__(self, index):
        layout = layout_of(type(self))
        if isinstance(index, slice):
            return items_of(layout.item, range(*index.indices(layout.length)), self._b_address_, self.__getitem__)
        index, address = self._b_place(layout, index)
        return get_value(layout.item, None, self, index, address)

    def __setitem__(self, index, value):
        layout = layout_of(type(self))
        if isinstance(index, slice):
            places = range(*index.indices(layout.length))
            if len(value) != len(places):
                raise ValueError("Can only assign sequence of same size")
            for place, item in zip(places, value):
                self[place] = item
            return
        index, address = self._b_place(layout, index)
        set_value(self, layout.item, None, value, index, layout.item_size, address)

    def __delitem__(self, index):
        raise TypeError("Array does not support item deletion")

    def _b_place(self, layout, index):
        if not hasattr(type(index), "__index__"):
            raise TypeError("indices must be integers")
        index = index.__index__()
        if index < 0:
            index += layout.length
        if not 0 <= index < layout.length:
            raise IndexError("invalid index")
        return index, self._b_address_ + index * layout.item_size


def items_of(item, places, address, get):
    """What a slice of an array or pointer gives: text, bytes or a list."""
    code = item._type_ if isinstance(item, PyCSimpleType) else None
    size = layout_of(item).size
    if places:
        first, last = sorted((places[0], places[-1]))
        memory.check(address + first * size, (last - first + 1) * size)
    if code == "c":
        return b"".join(memory.read(address + place, 1) for place in places) if places.step != 1 \
            else memory.read(address + places.start, len(places)) if places else b""
    if code == "u":
        return decode_wide(b"".join(memory.read(address + 4 * place, 4) for place in places))
    found = [None] * len(places)
    for index, place in enumerate(places):
        found[index] = get(place)
    return found


def get_raw(array):
    return memory.read(array._b_address_, array._b_size_)


def set_raw(array, value):
    content = memoryview(value)
    if content.nbytes > array._b_size_:
        raise ValueError("byte string too long")
    memory.write(array._b_address_, content.tobytes())


def get_characters(array):
    return get_raw(array).partition(b"\0")[0]


def set_characters(array, value):
    if not isinstance(value, bytes):
        raise TypeError("bytes expected instead of %s instance" % type(value).__name__)
    if len(value) > array._b_size_:
        raise ValueError("byte string too long")
    memory.write(array._b_address_, value + b"\0" if len(value) < array._b_size_ else value)


def get_wide_characters(array):
    return decode_wide(get_raw(array)).partition("\0")[0]


def set_wide_characters(array, value):
    if not isinstance(value, str):
        raise TypeError("unicode string expected instead of %s instance" % type(value).__name__)
    if 4 * len(value) > array._b_size_:
        raise ValueError("string too long")
    content = encode_wide(value)
    memory.write(array._b_address_, content + bytes(4) if len(content) < array._b_size_ else content)


def refuse(array):
    raise TypeError("can't delete attribute")


RAW = property(get_raw, set_raw, doc="value")
CHARACTERS = property(get_characters, set_characters, refuse, "string value")
WIDE_CHARACTERS = property(get_wide_characters, set_wide_characters, refuse, "string value")
