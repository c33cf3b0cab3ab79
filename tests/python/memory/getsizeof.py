import sys
for x in (0, 1, -1, 2 ** 30 - 1, 2 ** 30, 2 ** 60, 2 ** 100, 10 ** 100, True, 1.5, 1j, None, ..., NotImplemented, "", "a", "abc", "é", "日", "😀", "abc" * 100, "日" * 10, b"", b"abc", (), (1,), (1, 2, 3), [], [1], [1, 2, 3, 4], {}, {"a": 1}, {1: 2}, set(), {1}, {1, 2, 3, 4, 5}, frozenset(), frozenset([1]), range(5), slice(1), bytearray(), bytearray(b"abc"), memoryview(b"a"), object(), iter([]), iter(()), iter("a"), iter({}), reversed([]), enumerate([]), zip(), map(int, []), filter(None, [])):
    print(type(x).__name__, repr(x)[:20] if not " at 0x" in repr(x) else "", sys.getsizeof(x))
class Plain: pass
class Slots: __slots__ = ("a", "b")
class Empty: __slots__ = ()
print(sys.getsizeof(Plain()), sys.getsizeof(Slots()), sys.getsizeof(Empty()))
print([].__sizeof__(), (1).__sizeof__(), "a".__sizeof__(), {}.__sizeof__())
class S:
    def __sizeof__(self): return 100
class T:
    def __sizeof__(self): return "x"
class U:
    def __sizeof__(self): return -1
print(sys.getsizeof(S()))
for x in (T(), U()):
    try:
        sys.getsizeof(x)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(sys.getsizeof(T(), "default") if False else "", [c.__basicsize__ for c in (object, int, float, str, bytes, tuple, list, dict, set, type(None), complex, bool, range, slice)], [c.__itemsize__ for c in (int, tuple, bytes, str, list)])
