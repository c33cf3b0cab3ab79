import pprint, reprlib
data = {"name": "x" * 30, "list": list(range(30)), "nested": {"a": ["long string number one", "long string number two", "three"], "b": {1, 2, 3}}, "t": (1,)}
pprint.pprint(data)
pprint.pprint(data, width=40, compact=True)
pprint.pprint({"b": 1, "a": 2}); pprint.pprint({"b": 1, "a": 2}, sort_dicts=False); pprint.pprint([[1, [2, [3]]]], depth=2); pprint.pprint("word " * 30, width=40)
print(pprint.pformat([1, 2]), pprint.isreadable([1]), pprint.isrecursive([]), pprint.saferepr({"k": 1}))
l = [1]; l.append(l)
print(pprint.pformat(l).split(" with")[0])
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(10)}), reprlib.repr([[[[[[[1]]]]]]]), reprlib.repr(10 ** 100))
class C:
    @reprlib.recursive_repr()
    def __repr__(self): return f"<{self.x!r}>"
c = C(); c.x = c
print(c)
