# minimum: 3.14
d = dict(a=1, b=2, c=3)
print(d.get("a"), d.get("x"), d.get("x", 9), d.setdefault("a", 5), d.setdefault("n"), d)
print(d.pop("n"), d.pop("zz", "default"), d.popitem(), d)
d.update([("k", 1), ("l", 2)], m=3)
d.update({"a": 100})
print(d, list(reversed(d)), d.copy() == d, d.copy() is d)
print(dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), dict([[1, 2], "ab"]), dict({"x": 1}, y=2), dict(zip("ab", [1, 2])))
print(d | {"z": 1}, {"z": 0} | d)
d |= [("q", 7)]
print(d, len(d), d.clear(), d)
for f in (lambda: {}.popitem(), lambda: {}.pop("x"), lambda: {}[1], lambda: {}[(1, "a")], lambda: dict(1), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {}.update(5), lambda: {[]: 1}, lambda: {} | 5, lambda: {} < {}, lambda: hash({}), lambda: dict(1, 2), lambda: {}.get([]), lambda: dict.fromkeys(5), lambda: dict(["abc"])):
    try:
        print(f())
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
print({1: "a", 1.0: "b", True: "c"}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {1: 2} != {1: 3})
