"""Structures and unions."""

import _pellucid_memory as memory

from .data import CType_Type, Layout, _CData, final_layout_of, get_value, layout_of, set_value
from .simple import PyCSimpleType, decode_wide, encode_wide


def text_code(type_):
    """`c` or `u` for a type of arrays of characters, which as fields are text."""
    layout = layout_of(type_)
    item = layout.item if layout.shape else None
    code = item._type_ if isinstance(item, PyCSimpleType) else None
    return code if code in ("c", "u") else None


def set_text(address, code, size, value):
    """Puts text into a field of characters."""
    if code == "c":
        if not isinstance(value, bytes):
            raise TypeError("expected bytes, %s found" % type(value).__name__)
        content = value.partition(b"\0")[0]
        length, most, name = len(content), size, "bytes"
    else:
        if not isinstance(value, str):
            raise TypeError("unicode string expected instead of %s instance" % type(value).__name__)
        content, length, most = encode_wide(value), len(value), size // 4
        name = "string"
    if length > most:
        raise ValueError("%s too long (%d, maximum length %d)" % (name, length, most))
    memory.write(address, (content + bytes(1 if code == "c" else 4))[:size])


class CField:
    """Structure/Union member"""

    __module__ = "ctypes"
    __slots__ = ("name", "type", "byte_offset", "byte_size", "_b_bits", "_b_bit_offset", "_b_index", "_b_layout", "is_anonymous")

    def __new__(cls, *, name, type, byte_size, byte_offset, index, _internal_use, bit_size=None, bit_offset=None):
        layout = layout_of(type)
        if layout is None:
            raise TypeError("type of field %r must be a C type" % name)
        if not isinstance(name, str):
            raise TypeError("name must be str, not %s" % name.__class__.__name__)
        if bit_size is not None and (layout.code is None or layout.code not in "bBhHiIlLqQ?"):
            raise TypeError("bit fields not allowed for type %s" % type.__name__)
        made = object.__new__(cls)
        made.name, made.type, made.byte_offset, made.byte_size = name, type, byte_offset, byte_size
        made._b_bits, made._b_bit_offset, made._b_index, made._b_layout = bit_size, bit_offset, index, layout
        made.is_anonymous = False
        return made

    def _b_at(self, offset, index, type_=None):
        moved = object.__new__(CField)
        for name in CField.__slots__:
            setattr(moved, name, getattr(self, name))
        moved.byte_offset, moved._b_index = self.byte_offset + offset, index
        return moved

    offset = property(lambda self: self.byte_offset, doc="offset in bytes of this field (same as byte_offset)")
    is_bitfield = property(lambda self: self._b_bits is not None, doc="true if this is a bit-field")
    bit_size = property(lambda self: self._b_bits if self.is_bitfield else self.byte_size * 8, doc="size of this field in bits")
    bit_offset = property(lambda self: self._b_bit_offset if self.is_bitfield else 0,
                          doc="additional offset in bits (relative to byte_offset); zero for non-bitfields")

    @property
    def size(self):
        """size in bytes of this field. For bitfields, this is a legacy packed value; use byte_size instead"""
        return self._b_bits << 16 | self._b_bit_offset if self.is_bitfield else self.byte_size

    def __repr__(self):
        place = "type=%s, ofs=%d, size=%d" % (self.type.__name__, self.byte_offset, self.byte_size)
        if self.is_bitfield:
            place = "type=%s, ofs=%d, bit_size=%d, bit_offset=%d" % (self.type.__name__, self.byte_offset, self._b_bits, self._b_bit_offset)
        return "<ctypes.CField %r %s>" % (self.name, place)

    def __get__(self, data, owner=None):
        if data is None:
            return self
        if not isinstance(data, _CData):
            raise TypeError("not a ctype instance")
        address = data._b_address_ + self.byte_offset
        if self._b_bits is not None:
            return self._b_get_bits(address)
        text = text_code(self.type)
        if text is not None:
            content = memory.read(address, self.byte_size)
            return content.partition(b"\0")[0] if text == "c" else decode_wide(content).partition("\0")[0]
        return get_value(self.type, None, data, self._b_index, address)

    def __set__(self, data, value):
        if not isinstance(data, _CData):
            raise TypeError("not a ctype instance")
        address = data._b_address_ + self.byte_offset
        if self._b_bits is not None:
            return self._b_set_bits(address, value)
        text = text_code(self.type)
        if text is not None and not isinstance(value, self.type):
            return set_text(address, text, self.byte_size, value)
        set_value(data, self.type, None, value, self._b_index, self.byte_size, address)

    def __delete__(self, data):
        raise TypeError("can't delete attribute")

    def _b_order(self):
        return "big" if self._b_layout.format.startswith(">") else "little"

    def _b_get_bits(self, address):
        content = int.from_bytes(memory.read(address, self.byte_size), self._b_order())
        value = content >> self._b_bit_offset & (1 << self._b_bits) - 1
        code = self._b_layout.code
        if code == "?":
            return bool(value)
        if code in "bhilq" and value >> self._b_bits - 1:
            value -= 1 << self._b_bits
        return value

    def _b_set_bits(self, address, value):
        if self._b_layout.code == "?":
            value = int(bool(value))
        if not isinstance(value, int):
            raise TypeError("int expected instead of %s instance" % value.__class__.__name__)
        mask = (1 << self._b_bits) - 1 << self._b_bit_offset
        content = int.from_bytes(memory.read(address, self.byte_size), self._b_order())
        content = content & ~mask | value << self._b_bit_offset & mask
        memory.write(address, content.to_bytes(self.byte_size, self._b_order()))


class StructOrUnionType(CType_Type):
    """What the metatypes of structures and unions share."""

    _b_is_struct = True

    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        if namespace.get("__module__") == "_ctypes" or "_abstract_" in namespace:
            return
        base = layout_of(cls.__base__)
        if "_fields_" in namespace:
            cls._b_layout_ = Layout(0, 1, format="B", fields=[])
            # By the class's own way to set attributes, which may exchange the types.
            cls._fields_ = namespace["_fields_"]
            return
        cls._b_layout_ = Layout(0, 1, format="B", fields=[])
        if base is not None:
            for slot in Layout.__slots__:
                setattr(cls._b_layout_, slot, getattr(base, slot))
            cls._b_layout_.final = False
            base.final = True

    def __setattr__(cls, name, value):
        if name == "_fields_":
            layout = layout_of(cls)
            if layout is None:
                raise TypeError("ctypes state is not initialized")
            if layout.final:
                raise AttributeError("_fields_ is final")
            cls._b_lay_out(value)
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name == "_fields_":
            raise AttributeError("_fields_")
        super().__delattr__(name)

    def _b_lay_out(cls, fields):
        from ctypes._layout import get_layout
        fields = list(fields)
        if any(isinstance(field, tuple) and cls in field for field in fields):
            raise AttributeError("Structure or union cannot contain itself")
        base_type = cls.__base__
        base = layout_of(base_type)
        found = get_layout(cls, fields, cls._b_is_struct, base_type if base is not None and base.size is not None and base.fields is not None and base.size else None)
        layout = Layout(found.size, found.align, format=found.format_spec, fields=[],
                        length=len(fields) + (base.length if base else 0),
                        has_pointer=bool(base and base.has_pointer))
        if getattr(cls, "_swappedbytes_", None) is not None and "_swappedbytes_" in dir(cls):
            layout.big_endian = True
        if base is not None:
            base.final = True
        for field in found.fields:
            inner = layout_of(field.type)
            inner.final = True
            layout.has_pointer |= inner.has_pointer
            field._b_index += base.length if base else 0
            layout.fields.append(field)
            type.__setattr__(cls, field.name, field)
        old = layout_of(cls)
        if old is not None and old.final:
            raise AttributeError("Structure or union cannot contain itself")
        layout.final = True
        cls._b_layout_ = layout
        cls._b_spread_anonymous(layout)

    def _b_spread_anonymous(cls, layout):
        names = cls.__dict__.get("_anonymous_", ())
        if not hasattr(names, "__iter__"):
            raise TypeError("_anonymous_ must be a sequence")
        for name in names:
            field = cls.__dict__.get(name)
            if field is None:
                raise AttributeError(name)
            if not isinstance(field, CField) or not isinstance(field.type, StructOrUnionType):
                raise AttributeError("'%s' is specified in _anonymous_ but not in _fields_" % name)
            field.is_anonymous = True
            for inner in getattr(field.type, "_fields_", ()):
                member = getattr(field.type, inner[0])
                type.__setattr__(cls, inner[0], member._b_at(field.byte_offset, field._b_index))
            for inner in getattr(field.type, "_anonymous_", ()):
                for name in dir(field.type):
                    member = field.type.__dict__.get(name)
                    if isinstance(member, CField) and name not in cls.__dict__:
                        type.__setattr__(cls, name, member._b_at(field.byte_offset, field._b_index))


class PyCStructType(StructOrUnionType):
    """metatype for the CData Objects"""

    __module__ = "_ctypes"


class UnionType(StructOrUnionType):
    """metatype for the Union Objects"""

    __module__ = "_ctypes"
    _b_is_struct = False


def initialise(self, *values, **named):
    """Initial values by position and by name."""
    names = [field[0] for type_ in reversed(type(self).__mro__) for field in type_.__dict__.get("_fields_", ())]
    for name, value in zip(names, values):
        if name in named:
            raise TypeError("duplicate values for field %r" % name)
        setattr(self, name, value)
    if len(values) > len(names):
        raise TypeError("too many initializers")
    for name, value in named.items():
        setattr(self, name, value)


class Structure(_CData, metaclass=PyCStructType):
    """Structure base class"""

    __module__ = "_ctypes"
    __slots__ = ()
    __init__ = initialise


class Union(_CData, metaclass=UnionType):
    """Union base class"""

    __module__ = "_ctypes"
    __slots__ = ()
    __init__ = initialise
