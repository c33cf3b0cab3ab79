"""pellucid.sizeof never says more than sys.getsizeof, as CPython's allocator would round that: to 16 bytes.

Prints nothing but the types for which it does; those known to be bigger are named, with the reason.
"""
import array
import collections
import gc
import io
import itertools
import sys
import types
import weakref

import pellucid

BIGGER = {
    "code": "holds positions, handlers and inline caches as well",
    "type": "native slots lie in the type",
    "generator": "registers lie in a list of their own",
    "coroutine": "as generator",
    "async_generator": "as generator",
    "_abc_data": "its registries and caches lie in it, not in sets",
    "array": "what the buffer protocol needs lies in it",
    "bytearray": "its shortest buffers are rounded to 16 bytes apart from it",
    "StringIO": "CPython does not count its text",
    "BytesIO": "its buffer has room to spare",
    "int": "beyond 64 bits the value lies in a box",
    "tuple": "long objects take whole pages",
}
HEAP_TYPE = 1 << 9


def rounded(size):
    return (size + 15) // 16 * 16


def samples():
    for n in (0, 1, 2, 5, 8, 30, 100, 1000):
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

    class Plain:
        def __init__(self, n=0):
            for i in range(n):
                setattr(self, "a%d" % i, i)

        def method(self):
            pass

    class Slotted:
        __slots__ = ("a", "b", "c")

    yield from (Plain(), Plain(3), Slotted(), Plain().method, super(Plain, Plain()))


def main():
    bigger = {}
    for sample in itertools.chain(samples(), gc.get_objects()):
        held, told = pellucid.sizeof(sample), sys.getsizeof(sample, 0)
        name = type(sample).__name__
        # CPython does not count the values that instances keep in themselves.
        keeps_values = type(sample).__flags__ & HEAP_TYPE and type(sample).__dictoffset__
        if keeps_values:
            continue
        if held > rounded(told) and name not in BIGGER:
            bigger.setdefault(name, []).append((held, told))
    for name, found in bigger.items():
        print(name, len(found), "held and told:", *sorted(set(found))[:8])


main()
