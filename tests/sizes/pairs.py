"""Prints what sys.getsizeof says of very many objects, a line for each way to make them.

Each line is a name and sizes, one for each length or step; `56*4` stands for four times 56. Recorded from the interpreters whose versions the files
beside this one are named for:  python3.11 pairs.py > 3.11.txt
"""
import array
import ast
import collections
import contextvars
import csv
import datetime
import functools
import io
import itertools
import operator
import os
import random
import re
import struct
import sys
import threading
import time
import types
import weakref
import zlib

size = sys.getsizeof
SOME = list(range(70)) + [85, 86, 100, 127, 128, 170, 171, 172, 255, 256, 257, 341, 342, 343, 500, 683, 684, 1000]
MANY = SOME + [1366, 1367, 2000, 2731, 4000, 5462, 10000, 22000, 44000, 70000]


def show(name, sizes):
    runs = [(value, len(list(run))) for value, run in itertools.groupby(sizes)]
    print(name + ":", *[value if count == 1 else "%d*%d" % (value, count) for value, count in runs])


def each(name, make, lengths=SOME):
    show(name, [size(make(n)) for n in lengths])


def steps(name, start, step, count):
    sizes = [size(start)]
    for i in range(count):
        step(start, i)
        sizes.append(size(start))
    show(name, sizes)


def texts(n):
    return ["k%d" % i for i in range(n)]


def generated(n):
    return (i for i in range(n))


class Unsized:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return iter(range(self.n))


class Hinted(Unsized):
    def __init__(self, n, hint):
        self.n, self.hint = n, hint

    def __length_hint__(self):
        return self.hint


def numbers():
    show("int.bits", [size(1 << n) for n in range(0, 2000, 7)])
    show("int.edges", [size(v) for n in range(0, 300, 15) for v in ((1 << n) - 1, 1 << n, -(1 << n), 1 - (1 << n))])
    show("int.small", [size(v) for v in (0, 1, -1, 5, 256, 257, -5, -6, True, False)])
    show("int.results", [size(v) for v in (7 ** 100, 7 ** 100 // 7 ** 99, 2 ** 60 - 2 ** 60, int("9" * 50), ~0, 0 * -5)])
    show("float", [size(v) for v in (0.0, 1.5, -2.0, float("inf"), float("nan"))])
    show("complex", [size(v) for v in (0j, 1 + 2j)])


def strings():
    for name, letter in (("ascii", "a"), ("latin", "\xe9"), ("two", "\u0416"), ("four", "\U0001f600")):
        each("str." + name, lambda n: letter * n, SOME)
        each("str.join." + name, lambda n: "".join([letter] * n), SOME[1:])
        each("str.mixed." + name, lambda n: "a" * n + letter, SOME)
    each("str.format", lambda n: "%d" % 10 ** n, SOME)
    each("bytes", lambda n: b"x" * n)
    each("bytes.join", lambda n: b",".join([b"ab"] * n))
    each("bytes.encode", lambda n: ("\xe9" * n).encode())


def bytearrays():
    each("bytearray", bytearray)
    each("bytearray.bytes", lambda n: bytearray(b"x" * n))
    each("bytearray.iterable", lambda n: bytearray([1] * n))
    each("bytearray.generator", lambda n: bytearray(1 for _ in range(n)))
    steps("bytearray.append", bytearray(), lambda b, i: b.append(1), 600)
    steps("bytearray.extend", bytearray(), lambda b, i: b.extend(b"abc"), 300)
    steps("bytearray.add", bytearray(), lambda b, i: b.__iadd__(b"abcdefg"), 300)
    steps("bytearray.insert", bytearray(), lambda b, i: b.insert(0, 1), 100)
    steps("bytearray.pop", bytearray(500), lambda b, i: b.pop(), 500)
    steps("bytearray.pop.first", bytearray(500), lambda b, i: b.pop(0), 500)
    steps("bytearray.delete", bytearray(500), lambda b, i: b.__delitem__(slice(0, 7)), 70)
    steps("bytearray.delete.end", bytearray(500), lambda b, i: b.__delitem__(slice(-7, None)), 70)
    steps("bytearray.assign", bytearray(10), lambda b, i: b.__setitem__(slice(2, 3), b"1234"), 100)
    each("bytearray.sum", lambda n: bytearray(n) + b"abc")
    each("bytearray.times", lambda n: bytearray(3) * n)
    each("bytearray.copy", lambda n: bytearray(n).copy())
    each("bytearray.slice", lambda n: bytearray(2 * n)[:n])

    def cleared(n):
        made = bytearray(n)
        made.clear()
        return made

    each("bytearray.clear", cleared)


def lists():
    steps("list.append", [], lambda l, i: l.append(i), 3000)
    steps("list.insert", [], lambda l, i: l.insert(0, i), 500)
    steps("list.insert.middle", [], lambda l, i: l.insert(i // 2, i), 200)
    for width in (1, 2, 3, 5, 8, 13, 40):
        steps("list.extend.%d" % width, [], lambda l, i: l.extend([0] * width), 100)
        steps("list.extend.tuple.%d" % width, [], lambda l, i: l.extend((0,) * width), 100)
        steps("list.extend.generator.%d" % width, [], lambda l, i: l.extend(generated(width)), 60)
        steps("list.extend.range.%d" % width, [], lambda l, i: l.extend(range(width)), 60)
        steps("list.extend.set.%d" % width, [], lambda l, i: l.extend(set(range(width))), 60)
        steps("list.extend.dict.%d" % width, [], lambda l, i: l.extend(dict.fromkeys(range(width))), 60)
        steps("list.assign.%d" % width, [0], lambda l, i: l.__setitem__(slice(0, 1), [0] * width), 100)
        steps("list.assign.end.%d" % width, [], lambda l, i: l.__setitem__(slice(i, None), [0] * width), 60)
    each("list.multiply", lambda n: [None] * n, MANY)
    each("list.multiply.three", lambda n: [1, 2, 3] * n)
    each("list.range", lambda n: list(range(n)), MANY)
    each("list.tuple", lambda n: list((0,) * n), MANY)
    each("list.list", lambda n: list([0] * n), MANY)
    each("list.generator", lambda n: list(generated(n)), MANY)
    each("list.unsized", lambda n: list(Unsized(n)))
    each("list.hinted", lambda n: list(Hinted(n, 20)))
    each("list.hinted.exactly", lambda n: list(Hinted(n, n)))
    each("list.iterator", lambda n: list(iter([0] * n)))
    each("list.set", lambda n: list(set(range(n))))
    each("list.dict", lambda n: list(dict.fromkeys(range(n))))
    each("list.items", lambda n: list(dict.fromkeys(range(n)).items()))
    each("list.str", lambda n: list("a" * n))
    each("list.bytes", lambda n: list(b"a" * n))
    each("list.map", lambda n: list(map(str, range(n))))
    each("list.filter", lambda n: list(filter(None, range(n))))
    each("list.zip", lambda n: list(zip(range(n), range(n))))
    each("list.enumerate", lambda n: list(enumerate([0] * n)))
    each("list.reversed", lambda n: list(reversed([0] * n)))
    each("list.islice", lambda n: list(itertools.islice(itertools.count(), n)))
    each("list.repeat", lambda n: list(itertools.repeat(1, n)))
    each("list.comprehension", lambda n: [i for i in range(n)], MANY)
    each("list.comprehension.condition", lambda n: [i for i in range(n) if i % 3])
    each("list.slice", lambda n: ([0] * (2 * n))[:n])
    each("list.slice.step", lambda n: ([0] * (2 * n))[::2])
    each("list.copy", lambda n: [0] * n + [])
    each("list.copy.method", lambda n: ([0] * n).copy())
    each("list.sum", lambda n: [0] * n + [1, 2, 3])
    each("list.sorted", lambda n: sorted(range(n)))
    each("list.sorted.generator", lambda n: sorted(generated(n)))
    each("list.split", lambda n: ("a " * n).split(), MANY)
    each("list.split.comma", lambda n: ("a," * n).split(","), MANY)
    each("list.splitlines", lambda n: ("a\n" * n).splitlines())
    each("list.keys", lambda n: [*dict.fromkeys(range(n))])
    each("list.unpack", lambda n: [*range(n)])
    each("list.unpack.two", lambda n: [*range(n), *range(n)])
    each("list.unpack.more", lambda n: [1, *[0] * n, 2])
    each("list.star", lambda n: (lambda first, *rest: list(rest))(*range(n + 1)))

    def rest(n):
        first, *others = range(n + 1)
        return others

    each("list.rest", rest)

    def added(n):
        made = []
        made += range(n)
        return made

    each("list.add.range", added)

    def sort(n):
        made = []
        for i in range(n):
            made.append(-i)
        made.sort()
        return made

    each("list.sort", sort)

    def cleared(n):
        made = [0] * n
        made.clear()
        return made

    each("list.clear", cleared)

    def delete_half(n):
        made = list(range(n))
        del made[::2]
        return made

    each("list.delete.step", delete_half)
    steps("list.pop", list(range(1000)), lambda l, i: l.pop(), 1000)
    steps("list.pop.first", list(range(300)), lambda l, i: l.pop(0), 300)
    steps("list.remove", list(range(300)), lambda l, i: l.remove(i), 300)
    steps("list.delete", list(range(300)), lambda l, i: l.__delitem__(slice(3, 10)), 40)
    steps("list.delete.item", list(range(300)), lambda l, i: l.__delitem__(-1), 300)
    steps("list.empty.assign", list(range(100)), lambda l, i: l.__setitem__(slice(0, 3), []), 33)
    steps("list.times", [1], lambda l, i: l.__imul__(2), 12)
    for n in range(0, 34):
        constant = eval("[" + ",".join(map(str, range(n))) + "]")
        named = eval("lambda x: [" + ",".join("x" * n) + "]")(1)
        show("list.literal.%d" % n, [size(constant), size(named)])


def tuples():
    each("tuple.multiply", lambda n: (None,) * n, MANY)
    each("tuple.range", lambda n: tuple(range(n)), MANY)
    each("tuple.generator", lambda n: tuple(generated(n)))
    each("tuple.list", lambda n: tuple([0] * n))
    each("tuple.slice", lambda n: tuple(range(n))[1:])


def dicts():
    def insert(d, i):
        d[i] = i

    def insert_text(d, i):
        d["k%d" % i] = i

    steps("dict.insert.int", {}, insert, 3000)
    steps("dict.insert.str", {}, insert_text, 3000)
    steps("dict.insert.tuple", {}, lambda d, i: d.__setitem__((i,), i), 200)
    steps("dict.insert.alternating", {}, lambda d, i: d.__setitem__(i if i % 2 else "k%d" % i, i), 200)
    steps("dict.insert.late", dict.fromkeys(texts(20)), insert, 100)
    steps("dict.setdefault", {}, lambda d, i: d.setdefault("k%d" % i, i), 200)
    each("dict.fromkeys.range", lambda n: dict.fromkeys(range(n)), MANY)
    each("dict.fromkeys.texts", lambda n: dict.fromkeys(texts(n)), MANY)
    each("dict.fromkeys.set", lambda n: dict.fromkeys(set(range(n))))
    each("dict.fromkeys.dict", lambda n: dict.fromkeys(dict.fromkeys(texts(n))))
    each("dict.pairs.int", lambda n: dict([(i, i) for i in range(n)]))
    each("dict.pairs.str", lambda n: dict([(k, k) for k in texts(n)]))
    each("dict.zip", lambda n: dict(zip(texts(n), range(n))))
    each("dict.keywords", lambda n: dict(**dict.fromkeys(texts(n))))
    each("dict.received", lambda n: (lambda **k: k)(**dict.fromkeys(texts(n))))
    each("dict.comprehension.int", lambda n: {i: i for i in range(n)}, MANY)
    each("dict.comprehension.str", lambda n: {k: 1 for k in texts(n)})
    for kind, make in (("int", lambda n: {i: i for i in range(n)}), ("str", lambda n: {k: 1 for k in texts(n)})):
        each("dict.dict." + kind, lambda n: dict(make(n)), MANY)
        each("dict.copy." + kind, lambda n: make(n).copy(), MANY)
        each("dict.unpack." + kind, lambda n: {**make(n)})
        each("dict.unpack.more." + kind, lambda n: {"a": 1, **make(n)})

        def update(n):
            made = {}
            made.update(make(n))
            return made

        each("dict.update." + kind, update, MANY)

        def update_some(n):
            made = {"x": 1, "y": 2, "z": 3}
            made.update(make(n))
            return made

        each("dict.update.some." + kind, update_some, MANY)

        def emptied(n):
            made = make(n)
            for key in list(made):
                del made[key]
            return made

        each("dict.emptied." + kind, emptied)

        def half(n):
            made = make(n)
            for key in list(made)[::2]:
                del made[key]
            return made

        each("dict.half." + kind, half)
        each("dict.half.copy." + kind, lambda n: half(n).copy())
        each("dict.half.dict." + kind, lambda n: dict(half(n)))

        def refilled(n):
            made = half(n)
            for i in range(n // 2):
                made["new%d" % i] = 1
            return made

        each("dict.refilled." + kind, refilled)

        def cleared(n):
            made = make(n)
            made.clear()
            return made

        each("dict.clear." + kind, cleared)

        def popped(n):
            made = make(n)
            while made:
                made.popitem()
            return made

        each("dict.popped." + kind, popped)

        def popped_and_filled(n):
            made = popped(n)
            made["a"] = 1
            return made

        each("dict.popped.filled." + kind, popped_and_filled)

    def churn(d, i):
        d[i] = 1
        if i > 5:
            del d[i - 5]

    steps("dict.churn", {}, churn, 300)
    for n in range(0, 34):
        show("dict.literal.%d" % n, [
            size(eval("{" + ",".join("%d:1" % i for i in range(n)) + "}")),
            size(eval("{" + ",".join("'k%d':1" % i for i in range(n)) + "}")),
            size(eval("lambda x: {" + ",".join("'k%d':x" % i for i in range(n)) + "}")(1)),
            size(eval("dict(" + ",".join("k%d=1" % i for i in range(n)) + ")")),
        ])


def sets():
    for kind, make in (("int", range), ("str", texts)):
        each("set." + kind, lambda n: set(make(n)))
        each("frozenset." + kind, lambda n: frozenset(make(n)))
    steps("set.add", set(), lambda s, i: s.add(i), 3000)
    each("set.many", lambda n: set(range(n)), MANY)
    each("set.comprehension", lambda n: {i for i in range(n)}, MANY)
    each("set.copy", lambda n: set(range(n)).copy(), MANY)
    each("set.set", lambda n: set(set(range(n))))
    each("set.frozenset", lambda n: set(frozenset(range(n))))
    each("set.dict", lambda n: set(dict.fromkeys(range(n))))
    each("set.generator", lambda n: set(generated(n)))
    each("set.union", lambda n: set(range(n)) | set(range(n, 2 * n)))
    each("set.intersection", lambda n: set(range(n)) & set(range(n // 2)))
    each("set.difference", lambda n: set(range(n)) - set(range(n // 2)))
    each("set.exclusive", lambda n: set(range(n)) ^ set(range(n // 2)))

    def update(n):
        made = {1, 2, 3}
        made.update(set(range(n)))
        return made

    each("set.update", update)

    def removed(n):
        made = set(range(n))
        for i in range(n):
            made.remove(i)
        return made

    each("set.removed", removed)

    def refilled(n):
        made = removed(n)
        for i in range(n // 2):
            made.add(-i - 2)
        return made

    each("set.refilled", refilled)

    def popped(n):
        made = set(range(n))
        while made:
            made.pop()
        return made

    each("set.popped", popped)

    def cleared(n):
        made = set(range(n))
        made.clear()
        return made

    each("set.clear", cleared)
    for n in range(1, 34):
        show("set.literal.%d" % n, [size(eval("{" + ",".join(map(str, range(n))) + "}"))])


class Plain:
    pass


class Growing:
    pass


class Assigning:
    def __init__(self):
        self.a = self.b = self.c = 1


class Slotted:
    __slots__ = ("a", "b", "c")


class SlottedMore(Slotted):
    __slots__ = ("d",)


class SlottedEmpty:
    __slots__ = ()


class SlottedDict:
    __slots__ = ("a", "__dict__")


class SlottedWeak:
    __slots__ = ("a", "__weakref__")


class SlottedBoth:
    __slots__ = ("a", "__dict__", "__weakref__")


class SlottedThenPlain(Slotted):
    pass


class Child(Assigning):
    pass


class Point(collections.namedtuple("Point", "x y")):
    __slots__ = ()


def derive(base, **members):
    return type("Derived", (base,), members)


def instances():
    for made in (Plain, Assigning, Child, Slotted, SlottedMore, SlottedEmpty, SlottedDict, SlottedWeak, SlottedBoth, SlottedThenPlain):
        show("instance." + made.__name__, [size(made()), made.__basicsize__, made.__itemsize__])
    for base in (int, float, complex, str, bytes, tuple, list, dict, set, frozenset, bytearray, Exception, ValueError, OSError,
                 SyntaxError, StopIteration, KeyError, collections.deque, collections.OrderedDict, collections.defaultdict):
        derived = derive(base)
        show("derived." + base.__name__, [size(derived()), derived.__basicsize__, derived.__itemsize__])
        if not base.__itemsize__:
            slotted = derive(base, __slots__=("a", "b"))
            show("derived.slots." + base.__name__, [size(slotted()), slotted.__basicsize__])
        empty = derive(base, __slots__=())
        show("derived.empty." + base.__name__, [size(empty()), empty.__basicsize__])
    for name, make in (("int", lambda n: derive(int)(1 << 20 * n)), ("str", lambda n: derive(str)("a" * n)),
                       ("str.wide", lambda n: derive(str)("\u0416" * n)), ("bytes", lambda n: derive(bytes)(b"a" * n)),
                       ("tuple", lambda n: derive(tuple)([0] * n)), ("list", lambda n: derive(list)([0] * n)),
                       ("dict", lambda n: derive(dict)(dict.fromkeys(range(n)))), ("set", lambda n: derive(set)(range(n)))):
        each("derived.long." + name, make)
    show("named", [size(Point(1, 2)), size(Point), Point.__basicsize__])
    steps("instance.grown", Growing(), lambda p, i: setattr(p, "a%d" % i, i), 40)


def attributes(n):
    """The dict of the first instance of a class that has n attributes."""
    made = type("Attributes", (), {})()
    for i in range(n):
        setattr(made, "a%d" % i, i)
    return made.__dict__


def instance_dicts():
    each("instance.dict", attributes, range(31))
    show("instance.dict.next", [size(vars(made)) for made in [Assigning() for _ in range(40)]])
    each("instance.dict.copy", lambda n: attributes(n).copy(), range(31))
    each("instance.dict.dict", lambda n: dict(attributes(n)), range(31))
    steps("instance.dict.converted", attributes(3), lambda d, i: d.__setitem__(i, i), 30)
    steps("instance.dict.deleted", attributes(10), lambda d, i: d.__delitem__("a%d" % i), 10)
    steps("instance.dict.popped", attributes(3), lambda d, i: d.popitem(), 3)

    def function():
        pass

    steps("function.dict", vars(function), lambda d, i: setattr(function, "a%d" % i, i), 20)
    steps("exception.dict", vars(Exception()), lambda d, i: d.__setitem__("a%d" % i, i), 20)
    steps("namespace.dict", vars(types.SimpleNamespace()), lambda d, i: d.__setitem__("a%d" % i, i), 20)


def fixed():
    def function(a, b=1, *, c=2):
        return a

    def closure():
        return function

    def generator():
        yield 1

    generate = generator()
    next(generate)

    class WithProperty:
        @property
        def value(self):
            return 1

        @classmethod
        def of(cls):
            pass

        @staticmethod
        def static():
            pass

        def method(self):
            pass

    made = {
        "function": function, "closure": closure, "lambda": lambda: 0, "cell": closure.__closure__[0],
        "method": WithProperty().method, "builtin": len, "builtin.method": [].append, "slot.wrapper": list.__add__,
        "method.wrapper": [].__add__, "method.descriptor": list.append, "classmethod.descriptor": dict.__dict__["fromkeys"],
        "getset": type.__dict__["__dict__"], "member": type.__dict__["__basicsize__"], "property": WithProperty.__dict__["value"],
        "classmethod": WithProperty.__dict__["of"], "staticmethod": WithProperty.__dict__["static"],
        "slice": slice(1, 2, 3), "range": range(10), "range.long": range(10 ** 30), "range.iterator": iter(range(10)),
        "range.iterator.long": iter(range(10 ** 30)), "list.iterator": iter([]), "list.reversed": reversed([]),
        "tuple.iterator": iter(()), "str.iterator": iter(""), "str.iterator.wide": iter("\u0416"), "bytes.iterator": iter(b""), "bytearray.iterator": iter(bytearray()),
        "set.iterator": iter(set()), "dict.keys": {}.keys(), "dict.values": {}.values(), "dict.items": {}.items(),
        "dict.key.iterator": iter({}), "dict.value.iterator": iter({}.values()), "dict.item.iterator": iter({}.items()),
        "dict.reversed": reversed({}), "enumerate": enumerate([]), "zip": zip([], []), "map": map(len, []), "filter": filter(None, []),
        "reversed": reversed(()), "iterator.callable": iter(len, 1), "iterator": iter(Sequence()),
        "module": types.ModuleType("m"), "namespace": types.SimpleNamespace(), "proxy": types.MappingProxyType({}),
        "none": None, "ellipsis": ..., "not.implemented": NotImplemented, "object": object(), "super": super(Plain, Plain()),
        "weakref": weakref.ref(Plain), "weak.proxy": weakref.proxy(Plain), "memoryview": memoryview(b"abc"),
        "memoryview.cast": memoryview(b"abcd").cast("B", (2, 2)),
        "deque.iterator": iter(collections.deque()), "deque.reversed": reversed(collections.deque()),
        "defaultdict": collections.defaultdict(int), "ordered": collections.OrderedDict(),
        "partial": functools.partial(len), "lru": functools.lru_cache(function),
        "count": itertools.count(), "cycle": itertools.cycle([]), "chain": itertools.chain(), "repeat": itertools.repeat(1),
        "islice": itertools.islice([], 1), "tee": itertools.tee([])[0], "product": itertools.product(), "starmap": itertools.starmap(len, []),
        "date": datetime.date(2000, 1, 1), "time": datetime.time(), "time.zone": datetime.time(tzinfo=datetime.timezone.utc), "datetime": datetime.datetime(2000, 1, 1), "datetime.zone": datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc), "timedelta": datetime.timedelta(1),
        "timezone": datetime.timezone(datetime.timedelta(hours=1)), "utc": datetime.timezone.utc,
        "array.iterator": iter(array.array("b")), "struct.sequence": sys.version_info, "float.info": sys.float_info,
    }
    if hasattr(types, "GenericAlias"):
        made["alias"] = types.GenericAlias(list, (int,))
    for name, thing in made.items():
        show("fixed." + name, [size(thing)])
    for thing in (BaseException, Exception, ValueError, OSError, UnicodeDecodeError, UnicodeEncodeError, SyntaxError, ImportError,
                  StopIteration, SystemExit, KeyError, AttributeError, NameError, RuntimeError, RecursionError):
        show("exception." + thing.__name__, [thing.__basicsize__])
    show("exception.made", [size(Exception()), size(ValueError("a")), size(OSError(1, "a")), size(StopIteration(1)), size(KeyError(1))])
    show("class", [size(type), size(object), size(int), size(list), size(dict), size(OSError)])
    show("class.python", [size(Plain), size(Slotted), size(SlottedDict), size(Child), size(derive(int)), size(derive(list)), size(derive(type))])


class Sequence:
    def __getitem__(self, index):
        raise IndexError


def library():
    for code in "bBhHiIlLqQfd":
        if code in "lL" and array.array(code).itemsize == 4:
            continue
        each("array." + code, lambda n: array.array(code, [0] * n), SOME[:70])
        steps("array.append." + code, array.array(code), lambda a, i: a.append(0), 100)
    steps("array.pop", array.array("i", [0] * 100), lambda a, i: a.pop(), 100)
    steps("array.extend", array.array("i"), lambda a, i: a.extend([1, 2, 3]), 60)
    steps("array.extend.array", array.array("i"), lambda a, i: a.extend(array.array("i", [1, 2, 3])), 60)
    steps("deque.append", collections.deque(), lambda d, i: d.append(i), 300)
    steps("deque.left", collections.deque(), lambda d, i: d.appendleft(i), 300)
    steps("deque.pop", collections.deque(range(300)), lambda d, i: d.pop(), 300)
    steps("deque.popleft", collections.deque(range(300)), lambda d, i: d.popleft(), 300)
    each("deque", lambda n: collections.deque(range(n)))
    each("deque.limited", lambda n: collections.deque(range(n), 10))
    each("ordered", lambda n: collections.OrderedDict.fromkeys(range(n)))
    each("ordered.texts", lambda n: collections.OrderedDict.fromkeys(texts(n)))
    steps("ordered.insert", collections.OrderedDict(), lambda d, i: d.__setitem__(i, i), 300)
    each("counter", lambda n: collections.Counter(range(n)))
    steps("defaultdict", collections.defaultdict(int), lambda d, i: d[i], 100)
    each("memoryview.dimensions", lambda n: memoryview(bytes(1)).cast("B", (1,) * n) if n else memoryview(b""), range(1, 20))
    each("bytesio", lambda n: io.BytesIO(b"x" * n), range(2, 50))
    each("stringio", lambda n: io.StringIO("x" * n), [0, 1, 10, 100])
    for name in ("combinations", "combinations_with_replacement", "permutations"):
        each(name, lambda n: getattr(itertools, name)(range(n), n // 2), range(20))
    each("product", lambda n: itertools.product("ab", repeat=n), range(20))
    each("struct", lambda n: struct.Struct("<" + "ib3sx" * n), range(20))
    each("struct.counted", lambda n: struct.Struct("%dq" % n), range(20))
    each("match", lambda n: re.match("()" * n, ""), range(20))
    each("buffered", lambda n: io.BufferedReader(io.BytesIO(), n + 1))
    made = {
        "lock": threading.Lock(), "rlock": threading.RLock(), "random": random.Random(), "struct": struct.Struct("i"),
        "compress": zlib.compressobj(), "decompress": zlib.decompressobj(), "stat": os.stat("."), "time": time.gmtime(0),
        "local": threading.local(), "context": contextvars.Context(), "context.variable": contextvars.ContextVar("a"),
        "key": functools.cmp_to_key(len), "item": operator.itemgetter(1), "attribute": operator.attrgetter("a"),
        "caller": operator.methodcaller("a"), "reader": csv.reader([]), "writer": csv.writer(io.StringIO()), "newlines": io.IncrementalNewlineDecoder(None, False),
        "text": io.TextIOWrapper(io.BytesIO()), "pair": io.BufferedRWPair(io.BytesIO(), io.BytesIO()), "unpack": struct.iter_unpack("i", b"abcd"),
        "scanner": re.compile("a").scanner("a"), "node": ast.parse("1"), "accumulate": itertools.accumulate([]), "compress.items": itertools.compress([], []),
        "dropwhile": itertools.dropwhile(len, []), "filterfalse": itertools.filterfalse(len, []), "groupby": itertools.groupby([]),
        "takewhile": itertools.takewhile(len, []), "zip.longest": itertools.zip_longest(),
    }
    for name, thing in made.items():
        show("library." + name, [size(thing)])


def made_by(source):
    names = {"sys": sys, "nothing": lambda *given, **named: None}
    exec(source, names)
    return names["made"]


def frames():
    def locals_of(n):
        return "".join("    a%d = 0\n" % i for i in range(n))

    def nested(n):
        return "nothing(1, " * n + "2" + ")" * n

    def cells(n):
        return locals_of(n) + "    def inner():\n        return (0, %s)\n" % "".join("a%d, " % i for i in range(n))

    kinds = [("generator", "def", "yield"), ("coroutine", "async def", "return 0"), ("async.generator", "async def", "yield"),
             ("frame", "def", "return sys._getframe()")]
    for name, define, end in kinds:
        def made(body, parameters="", given=""):
            thing = made_by("%s function(%s):\n%s    %s\nmade = function(%s)\n" % (define, parameters, body, end, given))
            told = size(thing)
            if hasattr(thing, "cr_code"):
                thing.close()
            return told

        few = range(12)
        show(name + ".locals", [made(locals_of(n)) for n in few])
        show(name + ".parameters", [made("", ", ".join("p%d=0" % i for i in range(n))) for n in few])
        show(name + ".given", [made("", "a, b=0, *c, d=0, **e", "1"), made("", "self, *args", "1, 2, 3, 4")])
        show(name + ".nested", [made("    %s\n" % nested(n)) for n in few])
        show(name + ".cells", [made(cells(n)) for n in few])
        show(name + ".tuple", [made("    x = (nothing, %s)\n" % ("nothing, " * n)) for n in few])
        show(name + ".keywords", [made("    nothing(%s)\n" % "".join("k%d=nothing, " % i for i in range(n))) for n in few])
        show(name + ".loop", [made("    for i in ():\n        nothing(i)\n    while nothing():\n        pass\n")])
        show(name + ".try", [made("    try:\n        nothing()\n    except ValueError as error:\n        nothing(error)\n    finally:\n        nothing()\n")])
        show(name + ".with", [made("    if nothing():\n        with nothing() as x:\n            nothing(x)\n")])
        show(name + ".comprehension", [made("    x = [i for i in ()]\n"), made("    x = [[j for j in ()] for i in ()]\n")])
        show(name + ".text", [made("    x = f'{nothing}a{nothing!r:>9}b'\n"), made("    x = '%s%s' % (nothing, nothing)\n")])
    show("generator.expression", [size(i for i in ()), size((i, j) for i in () for j in ()), size(size(i) for i in () if i)])


for part in (numbers, strings, bytearrays, lists, tuples, dicts, sets, instances, instance_dicts, frames, fixed, library):
    part()
