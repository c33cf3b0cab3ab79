import operator as o
print(o.add(1, 2), o.sub(5, 3), o.mul(2, 3), o.truediv(1, 2), o.floordiv(7, 2), o.mod(7, 3), o.neg(1), o.pow(2, 3), o.lt(1, 2), o.eq(1, 1), o.not_(0), o.truth([]), o.is_(None, None), o.is_not(1, None), o.contains([1], 1), o.concat("a", "b"), o.getitem([1, 2], 1), o.index(True), o.matmul if False else "", o.and_(6, 3), o.xor(6, 3), o.invert(5), o.lshift(1, 3), o.countOf("aab", "a"), o.indexOf("abc", "c"), o.length_hint([1, 2]))
g = o.itemgetter(1, 0)
print(g("ab"), o.itemgetter("k")({"k": 5}), o.attrgetter("real", "imag")(3j), o.attrgetter("a.b")(type("X", (), {"a": type("Y", (), {"b": 7})})), o.methodcaller("split", ",")("a,b"), repr(g), repr(o.attrgetter("x")), repr(o.methodcaller("m", 1, k=2)))
l = [1]
print(o.iadd(l, [2]), l, o.setitem(l, 0, 9), l, o.delitem(l, 0), l, o.call(len, "abc"), o.iconcat([1], [2]), o.abs(-1), sorted([("b", 1), ("a", 2)], key=o.itemgetter(0)))
for f in (lambda: o.add(1), lambda: o.itemgetter(), lambda: o.itemgetter(5)([1]), lambda: o.attrgetter(1), lambda: o.index(1.5), lambda: o.indexOf([1], 2), lambda: o.length_hint(5, "x"), lambda: o.concat(1, 2)):
    try:
        print(f())
    except (TypeError, IndexError, ValueError) as e:
        print(type(e).__name__, e)
