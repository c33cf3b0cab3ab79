"""pellucid.sizeof never says more than sys.getsizeof, as CPython's allocator would round that: to 16 bytes, a block that lies apart from
its object on its own.

Prints nothing but the types for which it does; those known to be bigger are named, with the reason.
"""
import array
import collections
import contextvars
import datetime
import functools
import gc
import hashlib
import io
import itertools
import operator
import random
import re
import struct
import sys
import threading
import types
import weakref
import zlib

import pellucid

BIGGER = {
    "code": "holds positions, handlers and inline caches as well",
    "type": "of static types CPython counts no slots",
    "_abc_data": "its registries and caches lie in it; CPython counts no sets of it",
    "StringIO": "CPython does not count its text",
    "TextIOWrapper": "CPython does not count what is decoded and pending",
    "_local": "the table of its threads lies in it",
    "SHA256Type": "CPython does not count the state",
    "Compress": "CPython does not count zlib's windows",
    "Struct": "its format and fields lie in it",
    "_lru_cache_wrapper": "what is cached lies in a table of its own, which CPython counts as a dict's",
}
APART = (array.array, bytearray)
HEAP_TYPE = 1 << 9


def rounded(size):
    return (size + 15) // 16 * 16


def samples():
    for n in (0, 1, 2, 5, 8, 30, 100, 1000, 4100, 10_000, 100_000, 300_000):
        yield from (1 << n, "a" * n, "\xe9" * n, "\u0416" * n, "\U0001f600" * n, b"a" * n, bytearray(n), [0] * n, (0,) * n)
        yield from (list(range(n)), set(range(n)), frozenset(range(n)), dict.fromkeys(range(n)), {"k%d" % i: 1 for i in range(n)})
        yield from (collections.deque(range(n)), array.array("i", range(n)), io.BytesIO(b"a" * n), io.StringIO("a" * n))
        yield collections.defaultdict(int, {i: i for i in range(n)})
    yield from (1.5, 1j, None, ..., NotImplemented, True, object(), slice(1), range(9), range(10 ** 30))
    yield from (iter([]), iter(()), iter(""), iter(b""), iter({}), iter({}.items()), iter(set()), iter(range(3)), reversed([]))
    yield from ({}.keys(), {}.values(), {}.items(), zip(), map(len, []), filter(None, []), enumerate([]), iter(len, 1))
    yield from (len, [].append, list.append, list.__add__, [].__add__, dict.__dict__["fromkeys"], type.__dict__["__dict__"])
    yield from (lambda: 0, (lambda x: lambda: x)(1).__closure__[0], property(len), classmethod(len), staticmethod(len))
    yield from (types.SimpleNamespace(), types.MappingProxyType({}), types.ModuleType("m"), memoryview(b"abc"), weakref.ref(set))
    yield from (itertools.count(), itertools.chain(), itertools.cycle([]), itertools.repeat(1), list[int], int | str)
    yield from (Exception(), ValueError("a"), OSError(1, "a"), KeyError(1), StopIteration(2), SyntaxError("a"), UnicodeDecodeError("a", b"", 0, 1, ""))

    yield from (numbers(), (n for n in []), asynchronous(), numbers.__code__, sys._getframe(), re.compile("a+(b)"), re.match("(a)", "a"))
    yield from (threading.Lock(), threading.RLock(), struct.Struct("i3s"), random.Random(), hashlib.sha256(), zlib.compressobj(), contextvars.Context())
    yield from (functools.partial(len), functools.lru_cache(len), functools.cmp_to_key(len), operator.itemgetter(1), collections.OrderedDict(a=1))
    yield from (itertools.product("ab", repeat=3), itertools.permutations("abc"), itertools.combinations("abc", 2), itertools.pairwise([]), itertools.tee([])[0])
    yield from (map(max, *[[1]] * 9), zip(*[[1]] * 9), itertools.zip_longest(*[[1]] * 9), itertools.combinations_with_replacement("ab", 2))
    long = itertools.cycle(range(1000))
    [next(long) for _ in range(1500)]
    yield long

    yield from (datetime.date.min, datetime.time(1), datetime.time(1, tzinfo=datetime.UTC), datetime.datetime.min, datetime.datetime.now(datetime.UTC))
    yield from (datetime.timedelta(1), datetime.UTC, datetime.timezone.max, datetime.date.min.isocalendar(), datetime.datetime_CAPI)

    class Plain:
        def __init__(self, n=0):
            for i in range(n) or range(-n, 0, -1):
                setattr(self, "a%d" % i, i)

        def method(self):
            pass

    class Slotted:
        __slots__ = ("a", "b", "c")

    for n in (1, 5, 9, 10, 11, 12, 15, 20, 21, 28, 29, 30, 40):
        full = type("Full", (Plain,), {})(n)
        yield from (full, vars(full), vars(type("Turned", (Plain,), {})(-n)), vars(full).copy())
        others = [Plain() for i in range(n)]
        yield vars(full)
    yield from (Plain(), Plain(3), Slotted(), Plain().method, super(Plain, Plain()))


def numbers():
    yield 1


async def asynchronous():
    yield 1


def main():
    bigger = {}
    for sample in itertools.chain(samples(), gc.get_objects()):
        held, told = pellucid.sizeof(sample), sys.getsizeof(sample, 0)
        name = type(sample).__name__
        # The values that instances keep in themselves CPython counts with their __dict__.
        if type(sample).__flags__ & HEAP_TYPE and type(sample).__dictoffset__ and hasattr(sample, "__dict__"):
            told += sys.getsizeof(sample.__dict__)
        if held > rounded(told) + 16 * isinstance(sample, APART) and name not in BIGGER:
            bigger.setdefault(name, []).append((held, told))
    for name, found in bigger.items():
        print(name, len(found), "held and told:", *sorted(set(found))[:8])


main()
