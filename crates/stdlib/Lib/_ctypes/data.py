"""What all C data has in common: an address, memory that is kept alive, and a type that knows the layout."""

import _pellucid_memory as memory

POINTER_SIZE = 8


class Layout:
    """What a C type knows of its instances. A type of its own for each class, never inherited."""

    __slots__ = ("size", "align", "length", "item", "format", "shape", "get", "set", "final", "code", "swapped",
                 "has_pointer", "item_size", "flags", "fields", "argtypes", "restype", "big_endian")

    def __init__(self, size, align, **more):
        for name in self.__slots__:
            setattr(self, name, None)
        self.size, self.align, self.length, self.final, self.has_pointer = size, align, 0, False, False
        self.format, self.shape = "B", ()
        for name, value in more.items():
            setattr(self, name, value)


def layout_of(type_):
    """The layout of a C type, or None."""
    try:
        return type.__getattribute__(type_, "__dict__").get("_b_layout_")
    except TypeError:
        return None


def final_layout_of(type_):
    layout = layout_of(type_)
    if layout is None:
        raise TypeError("abstract class")
    layout.final = True
    return layout


class CType_Type(type):
    """metatype for C types"""

    __module__ = "_ctypes"

    def __init__(cls, name, bases, namespace, **keywords):
        if layout_of(cls) is not None:
            raise SystemError("StgInfo of '%s' already initialized." % cls.__name__)
        super().__init__(name, bases, namespace, **keywords)

    def __mul__(cls, length):
        from .array import array_type
        return array_type(cls, length)

    def __rmul__(cls, length):
        return cls * length

    def from_address(cls, address):
        """C.from_address(integer) -> C instance

        access a C instance at the specified address"""
        final_layout_of(cls)
        if not isinstance(address, int):
            raise TypeError("integer expected")
        if not -1 << 63 <= address < 1 << 64:
            raise OverflowError("Python int too large to convert to C unsigned long" if address > 0 else
                                "Python int too large to convert to C long")
        return at_address(cls, address & (1 << 64) - 1)

    def from_buffer(cls, source, offset=0, /):
        """C.from_buffer(object, offset=0, /) -> C instance

        create a C instance from a writeable buffer"""
        layout = final_layout_of(cls)
        view = memoryview(source)
        if view.readonly:
            raise TypeError("underlying buffer is not writable")
        if not view.c_contiguous:
            raise TypeError("underlying buffer is not C contiguous")
        check_offset(layout, view, offset)
        window = memory.Window(view, offset, layout.size, True)
        made = at_address(cls, window.address)
        made._b_memory_ = window
        keep_reference(made, -1, view)
        return made

    def from_buffer_copy(cls, source, offset=0, /):
        """C.from_buffer_copy(object, offset=0, /) -> C instance

        create a C instance from a readable buffer"""
        layout = final_layout_of(cls)
        view = memoryview(source)
        check_offset(layout, view, offset)
        made = cls.__new__(cls)
        memory.write(made._b_address_, view.tobytes()[offset:offset + layout.size])
        return made

    def from_param(cls, value, /):
        """Convert a Python object into a function call parameter."""
        if isinstance(value, cls):
            return value
        layout = layout_of(cls)
        if layout is None:
            raise TypeError("abstract class")
        if isinstance(value, CArgObject):
            if layout.item is not None and isinstance(value._obj, layout.item):
                return value
            raise TypeError("expected %s instance instead of pointer to %s" % (cls.__name__, type(value._obj).__name__))
        adapted = getattr(value, "_as_parameter_", None)
        if adapted is not None:
            return cls.from_param(adapted)
        raise TypeError("expected %s instance instead of %s" % (cls.__name__, type(value).__name__))

    def in_dll(cls, library, name, /):
        """C.in_dll(dll, name) -> C instance

        access a C instance in a dll"""
        from .python_api import flag
        final_layout_of(cls)
        if not isinstance(getattr(library, "_handle", None), int):
            raise TypeError("the _handle attribute of the second argument must be an integer")
        block = flag(name)
        if block is None:
            raise ValueError("pellucid: undefined symbol: %s" % name)
        made = at_address(cls, block.address)
        made._b_memory_ = block
        return made

    @property
    def __pointer_type__(cls):
        try:
            return cls.__dict__["_b_pointer_type_"]
        except KeyError:
            raise AttributeError("type %s has no attribute '__pointer_type__'" % cls.__name__) from None

    @__pointer_type__.setter
    def __pointer_type__(cls, pointer_type):
        type.__setattr__(cls, "_b_pointer_type_", pointer_type)


def check_offset(layout, view, offset):
    if offset < 0:
        raise ValueError("offset cannot be negative")
    if layout.size > view.nbytes - offset:
        raise ValueError("Buffer size too small (%d instead of at least %d bytes)" % (view.nbytes, layout.size + offset))


class Text:
    """A bytes object, with a copy of its content, which ends with a zero, at an address."""

    __slots__ = ("value", "block")

    def __init__(self, value, block):
        self.value, self.block = value, block


class CArgObject:
    """What a function gets: a value and its type code."""

    __module__ = "_ctypes"
    __slots__ = ("_tag", "_value", "_obj", "_keep")

    def __init__(self, tag, value, object, keep=None):
        self._tag, self._value, self._obj, self._keep = tag, value, object, keep

    def __repr__(self):
        if self._tag in "bBhHiIlLqQ":
            return "<cparam '%s' (%d)>" % (self._tag, self._value)
        if self._tag in "fd":
            return "<cparam '%s' (%r)>" % (self._tag, self._value)
        if self._tag == "c":
            return "<cparam 'c' (%s)>" % repr(bytes([self._value]))[1:]
        if self._tag in "zZP":
            return "<cparam '%s' (%#x)>" % (self._tag, self._value)
        return "<cparam '%s' at %#x>" % (self._tag, id(self))


class _CData(metaclass=CType_Type):
    """The base of all C data."""

    __module__ = "_ctypes"
    __slots__ = ("_b_address_", "_b_memory_", "_b_size_", "_b_base_", "_b_index_", "_objects", "_b_needsfree_", "_b_texts_",
                 "__weakref__")
    __hash__ = None

    def __new__(cls, *arguments, **keywords):
        layout = layout_of(cls)
        if layout is None:
            raise TypeError("abstract class")
        layout.final = True
        made = object.__new__(cls)
        begin(made, layout, memory.Block(layout.size))
        return made

    def _b_begin_(self, layout):
        """What a type adds to the fields of new data."""

    def __ctypes_from_outparam__(self):
        """default __ctypes_from_outparam__ method returns self."""
        return self

    def __buffer__(self, flags, /):
        layout = layout_of(type(self))
        owner, offset = memory_of(self)
        item_size = innermost(type(self)).size
        if self._b_size_ != layout.size:
            return memory.view(owner, offset, "B", 1, (self._b_size_,), False)
        return memory.view(owner, offset, layout.format, item_size, layout.shape, False)

    def __reduce__(self):
        layout = layout_of(type(self))
        if layout.has_pointer:
            raise ValueError("ctypes objects containing pointers cannot be pickled")
        state = getattr(self, "__dict__", {})
        return unpickle, (type(self), (state, memory.read(self._b_address_, self._b_size_)))

    def __setstate__(self, state):
        members, content = state
        size = min(len(content), self._b_size_)
        memory.write(self._b_address_, content[:size])
        vars(self).update(members)

    def __copy__(self):
        return self.__reduce__()[0](*self.__reduce__()[1])


def unpickle(type_, state):
    made = type_.__new__(type_)
    made.__setstate__(state)
    return made


def innermost(type_):
    layout = layout_of(type_)
    while layout.shape and layout.item is not None:
        layout = layout_of(layout.item)
    return layout


def begin(made, layout, block):
    """The fields of new data in memory of its own."""
    made._b_address_, made._b_memory_ = block.address, block
    made._b_size_, made._b_base_, made._b_index_ = layout.size, None, 0
    made._objects, made._b_needsfree_ = None, 1
    made._b_begin_(layout)


def memory_of(data):
    """The block or window that data lies in, and where in it."""
    root = data
    while root._b_memory_ is None and root._b_base_ is not None:
        root = root._b_base_
    owner = root._b_memory_
    if owner is None or not owner.address <= data._b_address_ <= owner.address + root._b_size_:
        raise BufferError("the memory at address %#x has no owner" % data._b_address_)
    return owner, data._b_address_ - owner.address


def at_address(type_, address, base=None, index=0):
    """Data of a type at an address; with a base, a part of that."""
    layout = final_layout_of(type_)
    made = object.__new__(type_)
    made._b_address_, made._b_memory_ = address, None
    made._b_size_, made._b_base_, made._b_index_ = layout.size, base, index
    made._objects, made._b_needsfree_ = None, 0
    made._b_begin_(layout)
    return made


def copy_of(type_, address):
    """Data of a type with memory of its own, copied from an address."""
    layout = final_layout_of(type_)
    made = object.__new__(type_)
    begin(made, layout, memory.Block(layout.size))
    memory.write(made._b_address_, memory.read(address, layout.size))
    return made


def container(data):
    """The data whose `_objects` keep what data refers to alive."""
    while data._b_base_ is not None:
        data = data._b_base_
    if data._objects is None and layout_of(type(data)).length:
        data._objects = {}
    return data


def kept_objects(data):
    return container(data)._objects


def keep_reference(target, index, kept):
    """Keeps an object alive as long as the data that it was put into."""
    if kept is None:
        return
    holder = container(target)
    if type(kept) is Text:
        if getattr(holder, "_b_texts_", None) is None:
            holder._b_texts_ = {}
        holder._b_texts_[target._b_address_, index] = kept.block
        kept = kept.value
    if not isinstance(holder._objects, dict):
        holder._objects = kept
        return
    key = "%x" % (index & 0xffffffff)
    while target._b_base_ is not None:
        key += ":%x" % target._b_index_
        target = target._b_base_
    holder._objects[key] = kept


def is_simple_instance(type_):
    """Whether instances are shown as themselves, not as the Python values they hold."""
    from .simple import PyCSimpleType, _SimpleCData
    return isinstance(type_, PyCSimpleType) and type_.__base__ is not _SimpleCData


def get_value(type_, get, source, index, address):
    """The Python value of a part of data."""
    if get is not None:
        return get(address)
    layout = final_layout_of(type_)
    if layout.get is not None and not is_simple_instance(type_):
        return layout.get(address)
    return at_address(type_, address, source, index)


def set_value(target, type_, set_, value, index, size, address):
    """Puts a Python value into a part of data."""
    keep_reference(target, index, put(type_, set_, value, size, address))


def put(type_, set_, value, size, address):
    if set_ is not None:
        return set_(address, value)
    from .array import Array
    from .function import PyCFuncPtrType
    from .pointer import PyCPointerType
    if not isinstance(value, _CData):
        layout = final_layout_of(type_)
        if layout.set is not None:
            return layout.set(address, value)
        if isinstance(type_, PyCFuncPtrType):
            made = type_(value)
            memory.write(address, memory.read(made._b_address_, size))
            return made
        if isinstance(value, tuple):
            try:
                made = type_(*value)
            except Exception as error:
                text = "(%s) " % type_.__name__
                raise RuntimeError(text + "%s: %s" % (type(error).__name__, error)) from error
            return put(type_, None, made, size, address)
        if isinstance(type_, PyCPointerType) and value is None:
            memory.write(address, bytes(POINTER_SIZE))
            return None
        raise TypeError("expected %s instance, got %s" % (type_.__name__, type(value).__name__))
    if isinstance(value, type_):
        memory.write(address, memory.read(value._b_address_, size))
        return kept_objects(value)
    if isinstance(type_, PyCPointerType) and isinstance(value, Array):
        if layout_of(type(value)).item is not layout_of(type_).item:
            raise TypeError("incompatible types, %s instance instead of %s instance" % (type(value).__name__, type_.__name__))
        write_pointer(address, value._b_address_)
        kept = kept_objects(value)
        return value if kept is None else (kept, value)
    raise TypeError("incompatible types, %s instance instead of %s instance" % (type(value).__name__, type_.__name__))


def read_pointer(address):
    return int.from_bytes(memory.read(address, POINTER_SIZE), "little")


def write_pointer(address, value):
    memory.write(address, (value & (1 << 64) - 1).to_bytes(POINTER_SIZE, "little"))
