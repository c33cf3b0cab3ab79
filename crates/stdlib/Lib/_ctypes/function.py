"""Functions: those that are made here, and callables of Python; those of shared libraries cannot be called."""

import weakref

import _pellucid_memory as memory

from .data import (CArgObject, CType_Type, Layout, POINTER_SIZE, _CData, get_value, keep_reference, layout_of, read_pointer,
                   write_pointer)
from .python_api import FUNCTIONS as PYTHON_API
from .simple import PyCSimpleType, decode_wide, simple_value

ARGUMENTS_MAX = 1024
FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI, FUNCFLAG_USE_ERRNO, FUNCFLAG_USE_LASTERROR = 1, 4, 8, 16


class ArgumentError(Exception):
    __module__ = "ctypes"


def address_of_argument(value):
    """The number that an argument is passed as."""
    from .array import Array
    if value is None:
        return 0
    if isinstance(value, CArgObject):
        return value._value
    if isinstance(value, int):
        return value
    if isinstance(value, Array):
        return value._b_address_
    return int.from_bytes(memory.read(value._b_address_, min(value._b_size_, 8)), "little")


def untyped(value):
    """An argument of which no type has been said."""
    from .simple import text_parameter
    if isinstance(value, int) and not -1 << 63 <= value < 1 << 64:
        raise OverflowError("int too long to convert")
    if value is None or isinstance(value, (int, _CData, CArgObject)):
        return value
    if isinstance(value, (bytes, str)):
        return text_parameter("z" if isinstance(value, bytes) else "Z", value)
    adapted = getattr(value, "_as_parameter_", None)
    if adapted is not None:
        return untyped(adapted)
    raise TypeError("Don't know how to convert parameter")


def move(target, source, size):
    size &= (1 << 64) - 1
    memory.write(target, memory.read(source, size))
    return target


def fill(target, byte, size):
    size &= (1 << 64) - 1
    memory.check(target, size)
    memory.write(target, bytes([byte & 255]) * size)
    return target


def check_size(size):
    if size < -1:
        raise SystemError("Negative size passed to PyBytes_FromStringAndSize")


def string_at(address, size=-1):
    check_size(size)
    return memory.read_terminated(address, 1) if size == -1 else memory.read(address, size)


def wide_string_at(address, size=-1):
    check_size(size)
    return decode_wide(memory.read_terminated(address, 4) if size == -1 else memory.read(address, 4 * size))


def cast(address, source, type_, converted):
    from .array import Array
    from .data import container
    from .pointer import _Pointer
    layout = layout_of(type_)
    fits = layout is not None and (issubclass(type_, (_Pointer, CFuncPtr))
                                   or isinstance(type_, PyCSimpleType) and type_._type_ in "sPzUZXO")
    if not fits:
        name = type_.__name__ if isinstance(type_, type) else type(type_).__name__
        raise TypeError("cast() argument 2 must be a pointer type, not %s" % name)
    made = type_()
    if isinstance(source, _CData):
        holder = container(source)
        if holder._objects is None:
            holder._objects = {}
        made._objects = holder._objects
        if isinstance(made._objects, dict):
            made._objects[id(source)] = source
    elif isinstance(converted, CArgObject):
        # The bytes of a text lie in a block that was made for the call.
        made._b_texts_ = {0: converted._keep}
    write_pointer(made._b_address_, address)
    return made


def view_at(address, size, readonly=False):
    window = memory.read(address, size)
    return memoryview(window)


class Builtin:
    """A function at an address of its own, for as long as it lives."""

    def __init__(self, call, gives_object=True):
        self.call, self.gives_object, self.block = call, gives_object, memory.Block(1)
        BUILTINS[self.block.address] = self


BUILTINS = weakref.WeakValueDictionary()
_python_api = {}


def address_of_symbol(name):
    """Where a function of `pythonapi` is; None if there is none of that name."""
    if name not in _python_api and name in PYTHON_API:
        _python_api[name] = Builtin(*PYTHON_API[name])
    found = _python_api.get(name)
    return found and found.block.address


_permanent = [Builtin(call) for call in (move, fill, string_at, wide_string_at, cast, view_at)]
(_memmove_addr, _memset_addr, _string_at_addr, _wstring_at_addr, _cast_addr,
 _memoryview_at_addr) = (made.block.address for made in _permanent)


class PyCFuncPtrType(CType_Type):
    """metatype for C function pointers"""

    __module__ = "_ctypes"

    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace, **keywords)
        if namespace.get("__module__") == "_ctypes":
            return
        flags = getattr(cls, "_flags_", None)
        if not isinstance(flags, int):
            raise TypeError("class must define _flags_ which must be an integer")
        argtypes = getattr(cls, "_argtypes_", None)
        if argtypes is not None:
            check_argtypes(argtypes, "_argtypes_ must be a sequence of types")
        restype = getattr(cls, "_restype_", None)
        if restype is not None and layout_of(restype) is None and not callable(restype):
            raise TypeError("_restype_ must be a type, a callable, or None")
        cls._b_layout_ = Layout(POINTER_SIZE, POINTER_SIZE, length=1, format="X{}", has_pointer=True, flags=flags,
                                argtypes=argtypes, restype=restype)


def check_argtypes(argtypes, message):
    if not isinstance(argtypes, (tuple, list)):
        raise TypeError(message)
    if len(argtypes) > ARGUMENTS_MAX:
        raise ArgumentError("_argtypes_ has too many arguments (%d), maximum is %d" % (len(argtypes), ARGUMENTS_MAX))
    for index, type_ in enumerate(argtypes):
        if not hasattr(type_, "from_param"):
            raise TypeError("item %d in _argtypes_ has no from_param method" % (index + 1))


class CFuncPtr(_CData, metaclass=PyCFuncPtrType):
    """Function Pointer"""

    __module__ = "_ctypes"
    __slots__ = ("_b_callable", "_b_argtypes", "_b_restype", "_b_errcheck", "__name__")

    def _b_begin_(self, layout):
        self._b_callable, self._b_errcheck, self.__name__ = None, None, None
        self._b_argtypes, self._b_restype = layout.argtypes, layout.restype

    def __init__(self, target=None, *more):
        if target is None:
            return
        if isinstance(target, tuple):
            self._b_look_up(*target)
        elif isinstance(target, int):
            write_pointer(self._b_address_, target)
        elif callable(target):
            layout = layout_of(type(self))
            if layout.argtypes is None:
                raise TypeError("cannot construct instance of this class: no argtypes")
            result = layout.restype
            if result is not None and (layout_of(result) is None or layout_of(result).set is None):
                raise TypeError("invalid result type for callback function")
            self._b_callable = target
            made = Builtin(None)
            made.call = lambda *values: call_back(type(self), target, values)
            made.call.direct = True
            write_pointer(self._b_address_, made.block.address)
            self._objects = {"0": made}
        else:
            raise TypeError("argument must be callable or integer function address")

    def _b_look_up(self, name, library):
        handle = getattr(library, "_handle", None)
        if not isinstance(handle, int):
            raise TypeError("the _handle attribute of the second argument must be an integer")
        if not isinstance(name, (str, bytes)):
            raise TypeError("function name must be string, bytes object or integer")
        name = name if isinstance(name, str) else name.decode()
        address, placeholder = address_of_symbol(name), None
        if address is None:
            # What belongs to CPython's C interface can be looked up and described, but not called.
            if not name.startswith(("Py", "_Py")):
                raise AttributeError("pellucid: undefined symbol: " + name)
            placeholder = memory.Block(1)
            address = placeholder.address
        self.__name__ = name
        write_pointer(self._b_address_, address)
        self._objects = {"0": library} if placeholder is None else {"0": library, "1": placeholder}

    @property
    def argtypes(self):
        """specify the argument types"""
        return self._b_argtypes if self._b_argtypes is None else tuple(self._b_argtypes)

    @argtypes.setter
    def argtypes(self, argtypes):
        if argtypes is not None:
            check_argtypes(argtypes, "_argtypes_ must be a sequence of types")
            argtypes = tuple(argtypes)
        self._b_argtypes = argtypes

    @argtypes.deleter
    def argtypes(self):
        self._b_argtypes = layout_of(type(self)).argtypes

    @property
    def restype(self):
        """specify the result type"""
        return self._b_restype

    @restype.setter
    def restype(self, restype):
        if restype is not None and layout_of(restype) is None and not callable(restype):
            raise TypeError("restype must be a type, a callable, or None")
        self._b_restype = restype

    @restype.deleter
    def restype(self):
        self._b_restype = layout_of(type(self)).restype

    @property
    def errcheck(self):
        """a function to check for errors"""
        return self._b_errcheck

    @errcheck.setter
    def errcheck(self, errcheck):
        if errcheck is not None and not callable(errcheck):
            raise TypeError("the errcheck attribute must be callable")
        self._b_errcheck = errcheck

    @errcheck.deleter
    def errcheck(self):
        self._b_errcheck = None

    def __bool__(self):
        return read_pointer(self._b_address_) != 0

    def __repr__(self):
        return "<%s object at %#x>" % (type(self).__name__, id(self))

    def __call__(self, *arguments):
        address = read_pointer(self._b_address_)
        found = BUILTINS.get(address)
        if found is None:
            if not address:
                raise ValueError("NULL function pointer access")
            name = self.__name__ or "function at address %#x" % address
            raise NotImplementedError("%s: calling into shared libraries is not supported" % name)
        if len(arguments) > ARGUMENTS_MAX:
            raise ArgumentError("too many arguments (%d), maximum is %d" % (len(arguments), ARGUMENTS_MAX))
        arguments = self._b_convert(arguments)
        if hasattr(found.call, "direct"):
            return self._b_checked(found.call(*arguments), arguments)
        result = found.call(*self._b_plain(arguments, found), *arguments[:1] if found.call is cast else ())
        return self._b_checked(self._b_result(result, found), arguments)

    def _b_result(self, result, found):
        """What a function made here has given, as a value of the result type."""
        if self._b_restype is None:
            return None
        if found.gives_object:
            if layout_of(self._b_restype) is not None and self._b_restype._type_ == "O" or found in _permanent:
                return result
            result = id(result)
        if layout_of(self._b_restype) is None:
            return self._b_restype(result)
        return simple_value(self._b_restype, result)

    def _b_plain(self, arguments, found):
        """Arguments as numbers; for the functions of `ctypes` itself those of py_object as the objects."""
        types = self._b_argtypes or ()
        for index, value in enumerate(arguments):
            type_ = types[index] if index < len(types) else None
            if found in _permanent and isinstance(type_, PyCSimpleType) and type_._type_ == "O":
                yield memory.object_at(value._value) if isinstance(value, CArgObject) else value.value
            else:
                yield address_of_argument(value)

    def _b_convert(self, arguments):
        argtypes = self._b_argtypes or ()
        if len(arguments) < len(argtypes):
            raise TypeError("this function takes at least %d argument%s (%d given)"
                            % (len(argtypes), "" if len(argtypes) == 1 else "s", len(arguments)))
        converted = []
        for index, value in enumerate(arguments):
            try:
                converted.append(argtypes[index].from_param(value) if index < len(argtypes) else untyped(value))
            except Exception as error:
                raise ArgumentError("argument %d: %s: %s" % (index + 1, type(error).__name__, error)) from None
        return converted

    def _b_checked(self, result, arguments):
        if self._b_errcheck is not None:
            return self._b_errcheck(result, self, tuple(arguments))
        return result


def call_back(type_, target, values):
    """Calls a Python callable as C would: with values of the argument types, for a value of the result type."""
    layout = layout_of(type_)
    given = []
    for argtype, value in zip(layout.argtypes, values):
        block = memory.Block(layout_of(argtype).size)
        if isinstance(value, CArgObject) or value is None:
            number = 0 if value is None else value._value
            if isinstance(number, float):
                layout_of(argtype).set(block.address, number)
            else:
                size = layout_of(argtype).size
                memory.write(block.address, (number & (1 << 8 * size) - 1).to_bytes(size, "little"))
        else:
            from .array import Array
            if isinstance(value, Array):
                write_pointer(block.address, value._b_address_)
            else:
                memory.write(block.address, memory.read(value._b_address_, layout_of(argtype).size))
        from .data import copy_of
        given.append(get_value(argtype, None, None, 0, block.address) if layout_of(argtype).get is not None
                     and argtype.__base__.__name__ == "_SimpleCData" else copy_of(argtype, block.address))
    try:
        result = target(*given)
    except BaseException as error:
        memory.ignore(error, "Exception ignored while calling ctypes callback function %r" % target)
        result = None
    if layout.restype is None:
        return None
    made = layout.restype()
    try:
        if isinstance(result, layout.restype):
            made = result
        elif result is not None:
            layout_of(layout.restype).set(made._b_address_, result)
    except BaseException as error:
        memory.ignore(error, "Exception ignored while converting result of ctypes callback function %r" % target)
    return made.value if isinstance(layout.restype, PyCSimpleType) and layout.restype.__base__.__name__ == "_SimpleCData" else made
