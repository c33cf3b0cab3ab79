# What ctypes sees of objects in memory.
import ctypes
import sys


def count(address):
    return ctypes.c_long.from_address(address).value


x = [1, 2, 3]
print(count(id(x)), sys.getrefcount(x) - 1)
y = x
z = (x, x)
print(count(id(x)))
del y, z
print(count(id(x)))
print(ctypes.cast(id(x), ctypes.py_object).value is x, count(id(x)))
kind = ctypes.c_void_p.from_address(id(x) + 8).value
print(kind == id(list))
address = id(x)
holder = ctypes.py_object(x)
print(count(address), holder.value is x)
del x
print(count(address))
del holder

text = ctypes.create_string_buffer(b"hello", 10)
print(text.raw, text.value, ctypes.sizeof(text), ctypes.string_at(text), ctypes.string_at(ctypes.addressof(text) + 1, 3))
ctypes.memmove(text, b"HEL", 3)
ctypes.memset(ctypes.addressof(text) + 4, ord("!"), 1)
print(text.value)
pointer = ctypes.cast(text, ctypes.POINTER(ctypes.c_char))
print(pointer[:5], pointer[4:0:-1], ctypes.cast(text, ctypes.c_void_p).value == ctypes.addressof(text))
wide = ctypes.create_unicode_buffer("h\xe4\U0001f600", 5)
print(wide.value, wide[:], ctypes.wstring_at(wide), ctypes.sizeof(wide))

shared = bytearray(8)
number = ctypes.c_int.from_buffer(shared, 4)
number.value = -2
print(shared)
shared[4] = 7
print(number.value)
try:
    shared.append(1)
except BufferError as error:
    print(error)
copied = (ctypes.c_short * 4).from_buffer_copy(shared)
print(list(copied))


class Pair(ctypes.BigEndianStructure):
    _fields_ = [("first", ctypes.c_uint16), ("second", ctypes.c_int32)]


class Either(ctypes.Union):
    _anonymous_ = ["pair"]
    _fields_ = [("pair", Pair), ("raw", ctypes.c_ubyte * 8)]


class Bits(ctypes.Structure):
    _fields_ = [("a", ctypes.c_uint, 3), ("b", ctypes.c_int, 5), ("c", ctypes.c_ubyte)]


either = Either()
either.first, either.second = 0x0102, -2
print(bytes(either), either.raw[:], Either.second.offset, ctypes.sizeof(Either), ctypes.alignment(Either))
bits = Bits(5, -3, 200)
print(bits.a, bits.b, bits.c, bytes(bits))
bits.a = 9
print(bits.a, bits.b)
matrix = (ctypes.c_double * 2 * 3)()
matrix[1][1] = 2.5
print([list(row) for row in matrix], memoryview(matrix).shape, memoryview(matrix).format)
node = ctypes.POINTER(ctypes.c_int)(ctypes.c_int(5))
node.contents.value += 1
node[0] += 1
print(node[0], bool(node), bool(ctypes.POINTER(ctypes.c_int)()))
print(ctypes.c_byte(300).value, ctypes.c_ubyte(-1).value, ctypes.c_bool(5).value, ctypes.c_float(0.1).value, ctypes.c_longdouble(1.1).value)
print(ctypes.c_char_p(b"abc").value, ctypes.c_wchar_p("abc").value, ctypes.c_char_p().value, ctypes.c_void_p(7).value)
callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int)(lambda a, b: a * b)
print(callback(6, 7))
