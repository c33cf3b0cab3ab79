"""Memory that is not this interpreter's is a ValueError, whatever is done with its address. CPython ends with a signal here."""
import ctypes
import random
import sys
from ctypes import (POINTER, Structure, Union, addressof, c_byte, c_char, c_char_p, c_double, c_int, c_long, c_longdouble, c_short,
                    c_ubyte, c_uint64, c_void_p, c_wchar, c_wchar_p, cast, create_string_buffer, memmove, memset, pointer, py_object,
                    sizeof, string_at, wstring_at)

ALLOWED = (ValueError, TypeError, OverflowError, MemoryError, BufferError, IndexError, SystemError, ctypes.ArgumentError,
           UnicodeError, AttributeError, NotImplementedError)


class Pair(Structure):
    _fields_ = [("number", c_int), ("text", c_char * 5), ("bits", c_int, 3), ("next", POINTER(c_int)), ("name", c_char_p)]


class Either(Union):
    _fields_ = [("pair", Pair), ("number", c_uint64), ("wide", c_wchar * 3)]


TYPES = [c_byte, c_short, c_int, c_long, c_double, c_longdouble, c_char, c_wchar, c_char_p, c_wchar_p, c_void_p, py_object, Pair,
         Either, c_int * 3, c_char * 7, c_wchar * 2, POINTER(c_int), POINTER(Pair), (c_short * 2) * 3, c_int.__ctype_be__]


def dead_addresses():
    block = create_string_buffer(100)
    objects = [object() for _ in range(5)] + ["x" * 5000, [1] * 5000]
    return [addressof(block)] + [id(made) for made in objects]


random.seed(18)
ROUNDS = int(sys.argv[1]) if sys.argv[1:] else 60
alive = create_string_buffer(64)
DEAD = dead_addresses()
FOREIGN = [0, 1, 7, 8, 4096, 0x400000, 1 << 31, 1 << 46, (1 << 47) - 1, 1 << 47, 1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, (1 << 64) - 8,
           -1, -8, -4096, 1 << 64, 1 << 100, -(1 << 63), -(1 << 70)]
SIZES = [0, 1, 3, 8, 64, 65, 4096, 1 << 20, 1 << 31, (1 << 31) - 1, 1 << 40, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, 1 << 70, -1, -2, -(1 << 31),
         -(1 << 63), -(1 << 70)]


def address():
    chosen = random.random()
    if chosen < 0.4:
        return random.choice(FOREIGN)
    if chosen < 0.6:
        return random.choice(DEAD) + random.randrange(-3, 100)
    if chosen < 0.8:
        return addressof(alive) + random.randrange(-70, 70)
    return random.getrandbits(random.randrange(1, 66))


def use(made):
    """Reads and writes data of any type in every way that it offers."""
    for act in (lambda: made.value, lambda: made.contents, lambda: made[random.choice((0, 1, -1, 1 << 40, -(1 << 62), 1 << 70))],
                lambda: made[0:random.choice((3, 1 << 20, -5))], lambda: made[::-1], lambda: setattr(made, "value", 1),
                lambda: setattr(made, "value", b"abc"), lambda: made.__setitem__(random.choice((0, -1, 5, 1 << 61)), 3),
                lambda: made.number, lambda: setattr(made, "number", 5), lambda: made.text, lambda: made.bits, lambda: setattr(made, "bits", 2),
                lambda: made.next[0], lambda: made.name, lambda: made.pair.name, lambda: made.wide, lambda: bytes(made), lambda: bool(made),
                lambda: memoryview(made).tobytes(), lambda: pointer(made)[0], lambda: pointer(made).contents, lambda: cast(made, c_char_p).value,
                lambda: ctypes.resize(made, random.choice((1, 100))), lambda: type(made).from_buffer_copy(made), lambda: made.raw,
                lambda: repr(made), lambda: made.__reduce__()):
        attempt(act)


def attempt(act):
    try:
        return act()
    except ALLOWED:
        return None


def from_address():
    made = random.choice(TYPES).from_address(address())
    use(made)


def casts():
    use(cast(address(), random.choice([c_char_p, c_wchar_p, c_void_p, POINTER(c_int), POINTER(Pair), POINTER(c_int * 1000), py_object])))


def strings():
    attempt(lambda: string_at(address(), random.choice(SIZES)))
    attempt(lambda: wstring_at(address(), random.choice(SIZES)))
    attempt(lambda: string_at(address()))
    attempt(lambda: ctypes.memoryview_at(address(), random.choice(SIZES)))


def moves():
    attempt(lambda: memmove(address(), address(), random.choice(SIZES)))
    attempt(lambda: memset(address(), random.choice((0, 255, -1, 1 << 40)), random.choice(SIZES)))
    attempt(lambda: memmove(alive, address(), random.choice(SIZES)))
    attempt(lambda: memmove(address(), b"abc", random.choice(SIZES)))


def objects():
    attempt(lambda: use(cast(address(), py_object)))
    attempt(lambda: ctypes.PyDLL(None).PyLong_AsLong(c_void_p(address())))
    attempt(lambda: ctypes.pythonapi.PyBytes_FromStringAndSize(c_void_p(address()), random.choice(SIZES)))
    attempt(lambda: ctypes.pythonapi.PyOS_snprintf(c_void_p(address()), random.choice(SIZES), b"%s %d", c_void_p(address()), 5))


def functions():
    function = ctypes.CFUNCTYPE(c_int, c_int)
    attempt(lambda: function(address())(3))
    attempt(lambda: function.from_address(address())(3))


def arrays():
    attempt(lambda: use((random.choice(TYPES) * random.choice(SIZES)).from_address(address())))
    attempt(lambda: use((c_ubyte * 16).from_buffer(bytearray(20), random.choice(SIZES))))


def chains():
    """Structures whose pointers lead anywhere."""
    pair = Pair()
    attempt(lambda: memmove(addressof(pair), bytes(random.choices(range(256), k=sizeof(pair))), sizeof(pair)))
    use(pair)
    attempt(lambda: pair.next.contents)
    attempt(lambda: use(pair.next))


MUST_BE_VALUE_ERRORS = [lambda place=place: act(place) for place in (0, 1, 4096, 1 << 46, (1 << 64) - 8, *DEAD[:1]) for act in (
    lambda place: c_int.from_address(place).value, lambda place: setattr(c_int.from_address(place), "value", 1),
    lambda place: string_at(place, 8), lambda place: memmove(place, b"abc", 3), lambda place: memset(place, 0, 8),
    lambda place: cast(place or 1, POINTER(c_int))[0], lambda place: (c_int * 3).from_address(place)[1],
    lambda place: cast(place or 1, c_char_p).value, lambda place: cast(place or 1, py_object).value)]

for act in MUST_BE_VALUE_ERRORS:
    try:
        act()
    except ValueError:
        continue
    raise AssertionError("no ValueError")
for round_ in range(ROUNDS):
    for probe in (from_address, casts, strings, moves, objects, functions, arrays, chains):
        attempt(probe)
print("alive")
