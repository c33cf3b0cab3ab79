t = (1, 2, 3, 2)
print(t.count(2), t.index(2), t.index(2, 2), t[1:3], t[::-1], t * 2, t + (4,), 2 in t, hash(t) == hash((1, 2, 3, 2)))
print(tuple("ab"), tuple([1]), tuple(), tuple((1,)) , t is tuple(t), t[:] is t, tuple() is tuple([]))
print(repr((1,)), repr(()), repr((1, (2, (3,)))), str(("a", 1)))
print((1, 2) < (1, 2, 0), (1, "a") == (1, "a"), (2,) > (1, 9))
for f in (lambda: t.index(9), lambda: t[10], lambda: t["a"], lambda: t + [1], lambda: t.__setitem__, lambda: hash(([],)), lambda: tuple(1), lambda: (1,) < (2, "a") < 5):
    try:
        print(f())
    except (ValueError, IndexError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
def swap(a, b): return b, a
print(swap(1, 2), *map(tuple, ["ab", "cd"]))
a = (1, [])
try:
    a[1] += [5]
except TypeError as error:
    print(error, a)
