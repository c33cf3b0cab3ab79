"""Pointers to C data."""

from .data import (CArgObject, CType_Type, Layout, POINTER_SIZE, _CData, at_address, final_layout_of, get_value, keep_reference,
                   kept_objects, layout_of, read_pointer, set_value, write_pointer)


class PyCPointerType(CType_Type):
    """metatype for the Pointer Objects"""

    __module__ = "_ctypes"

    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        if namespace.get("__module__") == "_ctypes":
            return
        cls._b_layout_ = Layout(POINTER_SIZE, POINTER_SIZE, length=1, format="&B", has_pointer=True)
        target = namespace.get("_type_")
        if target is not None:
            cls._b_set_target(target)

    def _b_set_target(cls, target):
        inner = layout_of(target) if isinstance(target, type) else None
        if not isinstance(target, type):
            raise TypeError("_type_ must be a type")
        if inner is None:
            raise TypeError("_type_ must have storage info")
        layout = layout_of(cls)
        shape = "(%s)" % ",".join(map(str, inner.shape)) if inner.shape else ""
        layout.item, layout.format = target, "&" + shape + (inner.format or "B")
        if "_b_pointer_type_" not in target.__dict__:
            target.__pointer_type__ = cls

    def set_type(cls, target, /):
        cls._b_set_target(target)
        type.__setattr__(cls, "_type_", target)

    def from_param(cls, value, /):
        """Convert a Python object into a function call parameter."""
        from .array import Array
        if value is None:
            return None
        target = final_layout_of(cls).item
        if target is None:
            raise TypeError("abstract class")
        if isinstance(value, target):
            return CArgObject("P", value._b_address_, value)
        if isinstance(value, (_Pointer, Array)):
            other = layout_of(type(value)).item
            if other is not None and issubclass(other, target):
                return value
        return CType_Type.from_param(cls, value)


class _Pointer(_CData, metaclass=PyCPointerType):
    """XXX to be provided"""

    __module__ = "_ctypes"
    __slots__ = ()

    def __new__(cls, *arguments, **keywords):
        layout = layout_of(cls)
        if layout is None or layout.item is None:
            raise TypeError("Cannot create instance: has no _type_")
        return _CData.__new__(cls)

    def __init__(self, target=None, /):
        if target is not None:
            self.contents = target

    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)

    @property
    def contents(self):
        """the object this pointer points to (read-write)"""
        address = read_pointer(self._b_address_)
        if not address:
            raise ValueError("NULL pointer access")
        kept = kept_objects(self)
        if isinstance(kept, dict) and "0" in kept and self._b_base_ is None:
            found = kept.get("1")
            if found is not None and found._b_address_ == address and type(found) is layout_of(type(self)).item:
                return found
        return at_address(layout_of(type(self)).item, address, self, 0)

    @contents.setter
    def contents(self, value):
        target = layout_of(type(self)).item
        if not isinstance(value, _CData):
            raise TypeError("expected %s instead of %s" % (target.__name__, type(value).__name__))
        write_pointer(self._b_address_, value._b_address_)
        keep_reference(self, 1, value)
        keep_reference(self, 0, kept_objects(value))

    @contents.deleter
    def contents(self):
        raise TypeError("Pointer does not support item deletion")

    def __bool__(self):
        return read_pointer(self._b_address_) != 0

    def _b_place(self, index):
        if not hasattr(type(index), "__index__"):
            raise TypeError("Pointer indices must be integer")
        index, address = index.__index__(), read_pointer(self._b_address_)
        if not address:
            raise ValueError("NULL pointer access")
        size = final_layout_of(layout_of(type(self)).item).size
        return index, size, address + index * size & (1 << 64) - 1

    def __getitem__(self, index):
        item = layout_of(type(self)).item
        if not isinstance(index, slice):
            index, size, address = self._b_place(index)
            return get_value(item, None, self, index, address)
        from .array import items_of
        step = 1 if index.step is None else index.step.__index__()
        if step == 0:
            raise ValueError("slice step cannot be zero")
        if index.start is None and step < 0:
            raise ValueError("slice start is required for step < 0")
        if index.stop is None:
            raise ValueError("slice stop is required")
        start = 0 if index.start is None else index.start.__index__()
        address = read_pointer(self._b_address_)
        return items_of(item, range(start, index.stop.__index__(), step), address, self.__getitem__)

    def __setitem__(self, index, value):
        index, size, address = self._b_place(index)
        set_value(self, layout_of(type(self)).item, None, value, index, size, address)

    def __delitem__(self, index):
        raise TypeError("Pointer does not support item deletion")
