"""The simple types: numbers, characters, pointers to text, objects."""

import math
import struct

import _pellucid_memory as memory

from .data import (CArgObject, CType_Type, Layout, POINTER_SIZE, Text, _CData, at_address, begin, container, copy_of, keep_reference,
                   layout_of, put, read_pointer, write_pointer)

CODES = "cbBhHiIlLdfuzZqQPXOv?g"
INTEGERS = {"b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8}


def integer_functions(size, signed, order):
    bits = (1 << 8 * size) - 1

    def get(address):
        return int.from_bytes(memory.read(address, size), order, signed=signed)

    def set_(address, value):
        if isinstance(value, float):
            raise TypeError("int expected instead of float instance")
        if not hasattr(type(value), "__index__"):
            raise TypeError("'%s' object cannot be interpreted as an integer" % type(value).__name__)
        memory.write(address, (value.__index__() & bits).to_bytes(size, order))

    return get, set_


def float_functions(code, order):
    form = struct.Struct((">" if order == "big" else "<") + code)

    def get(address):
        return form.unpack(memory.read(address, form.size))[0]

    def set_(address, value):
        if not hasattr(type(value), "__float__") and not hasattr(type(value), "__index__"):
            raise TypeError("must be real number, not " + type(value).__name__)
        memory.write(address, form.pack(float(value)))

    return get, set_


def get_long_double(address):
    content = memory.read(address, 10)
    mantissa, head = int.from_bytes(content[:8], "little"), int.from_bytes(content[8:], "little")
    sign, exponent = (-1.0 if head >> 15 else 1.0), head & 0x7fff
    if exponent == 0x7fff:
        return math.nan if mantissa << 1 & (1 << 64) - 1 else sign * math.inf
    try:
        return sign * math.ldexp(mantissa, exponent - 16383 - 63)
    except OverflowError:
        return sign * math.inf


def set_long_double(address, value):
    value = float(value)
    head = 0x8000 if math.copysign(1.0, value) < 0 else 0
    if math.isnan(value) or math.isinf(value):
        mantissa, head = (3 if math.isnan(value) else 2) << 62, head | 0x7fff
    elif value == 0:
        mantissa = 0
    else:
        fraction, exponent = math.frexp(abs(value))
        mantissa, head = int(fraction * (1 << 53)) << 11, head | exponent - 1 + 16383
    memory.write(address, mantissa.to_bytes(8, "little") + head.to_bytes(2, "little") + bytes(6))


def get_bool(address):
    return memory.read(address, 1) != b"\0"


def set_bool(address, value):
    memory.write(address, b"\1" if value else b"\0")


def get_char(address):
    return memory.read(address, 1)


def set_char(address, value):
    if isinstance(value, (bytes, bytearray)) and len(value) == 1:
        return memory.write(address, bytes(value))
    if isinstance(value, int) and 0 <= value < 256:
        return memory.write(address, bytes([value]))
    if isinstance(value, (bytes, bytearray)):
        raise TypeError("one character bytes, bytearray, or an integer in range(256) expected, not %s of length %d"
                        % (type(value).__name__, len(value)))
    if isinstance(value, int):
        raise TypeError("integer not in range(256)")
    raise TypeError("one character bytes, bytearray, or an integer in range(256) expected, not " + type(value).__name__)


def get_wide_char(address):
    return decode_wide(memory.read(address, 4))


def set_wide_char(address, value):
    if not isinstance(value, str):
        raise TypeError("a unicode character expected, not instance of " + type(value).__name__)
    if len(value) != 1:
        raise TypeError("a unicode character expected, not a string of length %d" % len(value))
    memory.write(address, ord(value).to_bytes(4, "little"))


def decode_wide(content):
    codes = [int.from_bytes(content[at:at + 4], "little") for at in range(0, len(content), 4)]
    for code in codes:
        if code > 0x10ffff:
            raise ValueError("character U+%x is not in range [U+0000; U+10ffff]" % code)
    return "".join(map(chr, codes))


def encode_wide(text):
    return b"".join(ord(letter).to_bytes(4, "little") for letter in text)


def get_text(address):
    target = read_pointer(address)
    return memory.read_terminated(target, 1) if target else None


def set_text(address, value):
    if value is None:
        return write_pointer(address, 0)
    if isinstance(value, bytes):
        block = memory.Block(len(value) + 1)
        memory.write(block.address, value)
        write_pointer(address, block.address)
        return Text(value, block)
    if isinstance(value, int):
        return write_pointer(address, value)
    raise TypeError("bytes or integer address expected instead of %s instance" % type(value).__name__)


def get_variant_bool(address):
    return memory.read(address, 2) != b"\0\0"


def set_variant_bool(address, value):
    memory.write(address, b"\xff\xff" if value else b"\0\0")


def get_wide_text(address):
    target = read_pointer(address)
    return decode_wide(memory.read_terminated(target, 4)) if target else None


def set_wide_text(address, value):
    if value is None:
        return write_pointer(address, 0)
    if isinstance(value, int):
        return write_pointer(address, value)
    if not isinstance(value, str):
        raise TypeError("unicode string or integer address expected instead of %s instance" % type(value).__name__)
    content = encode_wide(value) + bytes(4)
    block = memory.Block(len(content))
    memory.write(block.address, content)
    write_pointer(address, block.address)
    return block


def get_pointer(address):
    return read_pointer(address) or None


def set_pointer(address, value):
    if value is None:
        return write_pointer(address, 0)
    if not isinstance(value, int):
        raise TypeError("cannot be converted to pointer")
    write_pointer(address, value)


def get_object(address):
    target = read_pointer(address)
    if not target:
        raise ValueError("PyObject is NULL")
    return memory.object_at(target)


def set_object(address, value):
    write_pointer(address, id(value))
    return value


FUNCTIONS = {
    "?": (1, get_bool, set_bool), "v": (2, get_variant_bool, set_variant_bool), "c": (1, get_char, set_char), "u": (4, get_wide_char, set_wide_char),
    "z": (8, get_text, set_text), "Z": (8, get_wide_text, set_wide_text), "P": (8, get_pointer, set_pointer),
    "O": (8, get_object, set_object), "g": (16, get_long_double, set_long_double),
}
FORMATS = {"l": "l", "L": "L", "u": "w", "g": "g", "z": "z", "Z": "Z"}


def functions_of(code, order="little"):
    if code in INTEGERS:
        return (INTEGERS[code], *integer_functions(INTEGERS[code], code.islower(), order))
    if code in "fd":
        return (4 if code == "f" else 8, *float_functions(code, order))
    return FUNCTIONS.get(code)


class PyCSimpleType(CType_Type):
    """metatype for the PyCSimpleType Objects"""

    __module__ = "_ctypes"

    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        if namespace.get("__module__") == "_ctypes":
            return
        try:
            code = namespace.get("_type_") or cls._type_
        except AttributeError:
            raise AttributeError("class must define a '_type_' attribute") from None
        if not isinstance(code, str):
            raise TypeError("class must define a '_type_' string attribute")
        if len(code) != 1:
            raise ValueError("class must define a '_type_' attribute which must be a string of length 1")
        found = functions_of(code) if code in CODES else None
        if found is None:
            raise AttributeError("class must define a '_type_' attribute which must be\n"
                                 "a single character string containing one of '%s'." % CODES)
        size, get, set_ = found
        swapped = namespace.get("_b_swapped_", False)
        if swapped:
            get, set_ = functions_of(code, "big")[1:]
        form = (">" if swapped else "<") + {"l": "q", "L": "Q"}.get(code, code)
        cls._b_layout_ = Layout(size, size, code=code, get=get, set=set_, format=form,
                                has_pointer=code in "zZPO")
        if type(cls) is PyCSimpleType and not swapped and (code in INTEGERS or code in "fd"):
            cls.__ctype_le__ = cls
            members = {"_type_": code, "_b_swapped_": True, "__module__": cls.__module__}
            other = PyCSimpleType(name, bases, members)
            type.__setattr__(cls, "__ctype_be__", other)
            other.__ctype_be__, other.__ctype_le__ = other, cls

    def from_param(cls, value, /):
        """Convert a Python object into a function call parameter."""
        layout = layout_of(cls)
        if layout is None:
            raise TypeError("abstract class")
        code = layout.code
        if isinstance(value, cls):
            return value
        if code in "zZP":
            return pointer_parameter(cls, code, value)
        try:
            block = memory.Block(layout.size)
            kept = layout.set(block.address, value)
        except TypeError as error:
            adapted = getattr(value, "_as_parameter_", None)
            if adapted is not None:
                return cls.from_param(adapted)
            raise error
        shown = layout.get(block.address) if code not in "cO" else int.from_bytes(memory.read(block.address, layout.size), "little")
        return CArgObject(code, shown, value, (block, kept))


def text_parameter(code, value):
    """Bytes or text as a pointer to a copy that ends with zero."""
    block = memory.Block(POINTER_SIZE)
    kept = FUNCTIONS[code][2](block.address, value)
    return CArgObject(code, read_pointer(block.address), value, (block, kept))


def simple_value(type_, number):
    """A number that a function has given, as its result type shows it."""
    made = type_()
    if isinstance(number, float):
        layout_of(type_).set(made._b_address_, number)
    else:
        content = (number & (1 << 8 * made._b_size_) - 1).to_bytes(made._b_size_, "little")
        memory.write(made._b_address_, content)
    return made.value if type_.__base__ is _SimpleCData else made


def pointer_parameter(cls, code, value):
    """`from_param` of the types that are pointers to something untyped."""
    from .array import Array
    from .function import CFuncPtr
    from .pointer import _Pointer
    if value is None:
        return None
    if isinstance(value, bytes if code != "Z" else str) or code == "P" and isinstance(value, str):
        return text_parameter(code if code != "P" else "Z" if isinstance(value, str) else "z", value)
    if code == "P" and isinstance(value, int):
        return CArgObject("P", value & (1 << 64) - 1, None)
    items = {"z": "c", "Z": "u"}.get(code)
    if isinstance(value, (Array, _Pointer)):
        item = layout_of(type(value)).item
        if code == "P" or getattr(item, "_type_", None) == items and isinstance(item, PyCSimpleType):
            return value
    if isinstance(value, CArgObject):
        if code == "P":
            if value._tag in "PzZ":
                return value
        elif value._tag == "P" and getattr(type(value._obj), "_type_", None) == items:
            return value
    if code == "P" and isinstance(value, CFuncPtr):
        return CArgObject("P", read_pointer(value._b_address_), value)
    if code == "P" and isinstance(value, _SimpleCData) and value._type_ in "zZ":
        return CArgObject("Z", read_pointer(value._b_address_), value)
    adapted = getattr(value, "_as_parameter_", None)
    if adapted is not None:
        return cls.from_param(adapted)
    raise TypeError("'%s' object cannot be interpreted as ctypes.%s" % (type(value).__name__, NAMES[code]))


NOTHING = object()
NAMES = {"z": "c_char_p", "Z": "c_wchar_p", "P": "c_void_p"}


class _SimpleCData(_CData, metaclass=PyCSimpleType):
    """XXX to be provided"""

    __module__ = "_ctypes"
    __slots__ = ()

    def __init__(self, value=NOTHING, /):
        if value is not NOTHING:
            self.value = value

    @property
    def value(self):
        """current value"""
        return layout_of(type(self)).get(self._b_address_)

    @value.setter
    def value(self, value):
        keep_reference(self, 0, layout_of(type(self)).set(self._b_address_, value))

    @value.deleter
    def value(self):
        raise TypeError("can't delete attribute")

    def __bool__(self):
        return any(memory.read(self._b_address_, self._b_size_))

    def __repr__(self):
        if type(self).__base__ is not _SimpleCData:
            return "<%s object at %#x>" % (type(self).__name__, id(self))
        return "%s(%r)" % (type(self).__name__, self.value)

    def __ctypes_from_outparam__(self):
        """default __ctypes_from_outparam__ method returns self."""
        if type(self).__base__ is not _SimpleCData:
            return self
        return self.value
