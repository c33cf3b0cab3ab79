# minimum: 3.14
r = range(0, 20, 3)
print(r, len(r), r[2], r[-1], r[1:4], r[::-1], list(r), 9 in r, 10 in r, 9.0 in r, "a" in r)
print(r.start, r.stop, r.step, r.index(9), r.count(9), r.count(10), list(reversed(r)))
print(range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), hash(range(0)) == hash(range(5, 5)), range(5) != range(6))
print(range(10 ** 20)[10 ** 19], len(range(-5, 5)), range(2 ** 70, 2 ** 70 + 3)[-1], list(range(2 ** 64, 2 ** 64 + 2)))
print(range(5)[10:], range(5)[-2:], repr(range(1, 5)), repr(range(5)), bool(range(0)), max(range(5)), sum(range(101)))
for f in (lambda: range(), lambda: range(1, 2, 3, 4), lambda: range(1.5), lambda: range("a"), lambda: range(1, 2, 0), lambda: range(5)[5], lambda: range(5).index(7), lambda: len(range(2 ** 64)), lambda: range(5)["a"], lambda: range(5).start.x, lambda: range(stop=5), lambda: range(3) + range(2), lambda: setattr(range(3), "start", 1)):
    try:
        print(f())
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError) as error:
        print(type(error).__name__, error)
it = iter(range(3))
print(next(it), it.__length_hint__(), list(it), type(it), type(iter(range(2 ** 70))))
