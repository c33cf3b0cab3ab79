# minimum: 3.14
s = {1, 2, 3}
print(s.add(4), s.discard(9), s.remove(1), s, s.pop(), s, s.copy() == s)
s.update([5, 6], "a", {7: 1})
print(sorted(s, key=str))
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, a ^ b, b - a)
print(a.union([9], (8,)), a.intersection([1, 2], [2]), a.difference([1], [2]), a.symmetric_difference([1, 9]))
print(a <= {1, 2, 3, 4}, a < a, a > {1}, a.issubset(range(10)), a.issuperset([1]), a.isdisjoint([7]), a == frozenset(a))
c = set(a)
c &= b; print(c)
c |= {1}; print(c)
c -= {3}; print(c)
c ^= {1, 2}; print(c)
c = {1, 2, 3}
c.intersection_update([1, 2], [2, 3]); print(c)
c.difference_update([2]); print(c)
c.symmetric_difference_update([4, 4, 5]); print(c)
f = frozenset([1, 2])
print(f, f | {3}, {3} | f, type(f | {3}), type({3} | f), hash(f) == hash(frozenset([2, 1])), frozenset(f) is f, f.copy() is f, frozenset(), set())
print({1, 1.0, True}, len({"a", "b", "a"}), {frozenset([1]): 2}[frozenset([1])], {1} in {frozenset([1])})
for g in (lambda: set().pop(), lambda: set().remove("k"), lambda: {[]}, lambda: hash(set()), lambda: a | [1], lambda: a < [1], lambda: set(1), lambda: frozenset().add, lambda: set(1, 2), lambda: {1}.union(5), lambda: a[0]):
    try:
        print(g())
    except (KeyError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
it = iter(a)
a.add(100)
try:
    next(it)
except RuntimeError as error:
    print(error)
