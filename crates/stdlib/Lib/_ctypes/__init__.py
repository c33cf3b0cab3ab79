"""Create and manipulate C compatible data types in Python."""

import _pellucid_memory as memory

from .array import Array, PyCArrayType
from .data import CArgObject, CType_Type, POINTER_SIZE, _CData, final_layout_of, layout_of, read_pointer, unpickle as _unpickle
from .function import (ARGUMENTS_MAX, ArgumentError, CFuncPtr, FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI, FUNCFLAG_USE_ERRNO, FUNCFLAG_USE_LASTERROR,
                       PyCFuncPtrType, _cast_addr, _memmove_addr, _memoryview_at_addr, _memset_addr, _string_at_addr,
                       _wstring_at_addr)
from .pointer import PyCPointerType, _Pointer
from .simple import PyCSimpleType, _SimpleCData
from .structure import CField, PyCStructType, Structure, Union, UnionType

for _type in (CType_Type, PyCArrayType, PyCPointerType, PyCSimpleType, PyCStructType, UnionType, PyCFuncPtrType, CArgObject, CField,
              _CData, _SimpleCData, Array, _Pointer, Structure, Union, CFuncPtr):
    memory.seal(_type)

__version__ = "1.1.0"
RTLD_LOCAL, RTLD_GLOBAL = 0, 256
SIZEOF_TIME_T = 8
CTYPES_MAX_ARGCOUNT = ARGUMENTS_MAX
_numbers = {"errno": 0}


def sizeof(type_or_data, /):
    """sizeof(C type) -> integer
    sizeof(C instance) -> integer
    Return the size in bytes of a C instance"""
    layout = layout_of(type_or_data) if isinstance(type_or_data, type) else None
    if layout is not None:
        return layout.size
    if isinstance(type_or_data, _CData):
        return type_or_data._b_size_
    raise TypeError("this type has no size")


def alignment(type_or_data, /):
    """alignment(C type) -> integer
    alignment(C instance) -> integer
    Return the alignment requirements of a C instance"""
    layout = layout_of(type_or_data if isinstance(type_or_data, type) else type(type_or_data))
    if layout is None:
        raise TypeError("no alignment info")
    return layout.align


def addressof(data, /):
    """Return the address of the C instance internal buffer"""
    if not isinstance(data, _CData):
        raise TypeError("addressof() argument must be _ctypes._CData, not %s" % type(data).__name__)
    return data._b_address_


def byref(data, offset=0, /):
    """Return a pointer lookalike to a C instance, only usable as function argument."""
    if not isinstance(data, _CData):
        raise TypeError("byref() argument 1 must be _ctypes._CData, not %s" % type(data).__name__)
    return CArgObject("P", data._b_address_ + offset, data)


def resize(data, size, /):
    if not isinstance(data, _CData):
        raise TypeError("resize() argument 1 must be _ctypes._CData, not %s" % type(data).__name__)
    layout = layout_of(type(data))
    if size < layout.size:
        raise ValueError("minimum size is %d" % layout.size)
    if not data._b_needsfree_:
        raise ValueError("Memory cannot be resized because this object doesn't own it")
    if size == data._b_size_:
        return
    block = memory.Block(size)
    memory.write(block.address, memory.read(data._b_address_, min(size, data._b_size_)))
    data._b_address_, data._b_memory_, data._b_size_ = block.address, block, size


def buffer_info(type_or_data, /):
    """Return buffer interface information"""
    layout = layout_of(type_or_data if isinstance(type_or_data, type) else type(type_or_data))
    if layout is None:
        raise TypeError("not a ctypes type or object")
    return layout.format, len(layout.shape), layout.shape


def get_errno():
    return _numbers["errno"]


def set_errno(value, /):
    if not isinstance(value, int):
        raise TypeError("'%s' object cannot be interpreted as an integer" % type(value).__name__)
    old, _numbers["errno"] = _numbers["errno"], value
    return old


def dlopen(name, flag=RTLD_LOCAL, /):
    """dlopen(name, flag={RTLD_GLOBAL|RTLD_LOCAL}) open a shared library"""
    if name is not None:
        raise OSError("%s: loading shared libraries is not supported" % name)
    return 1


def dlclose(handle, /):
    return 0


def dlsym(handle, name, /):
    raise OSError("%s: symbols of shared libraries cannot be looked up" % name)


def call_function(address, arguments, /):
    raise NotImplementedError("calling into shared libraries is not supported")


call_cdeclfunction = call_function


def PyObj_FromPtr(address, /):
    return memory.object_at(address)
