class K:
    def __init__(self, name, h): self.name, self.h = name, h
    def __hash__(self): return self.h
    def __eq__(self, o): print("eq", self.name, o.name); return self.name == o.name
    def __repr__(self): return self.name
d = {K("a", 1): 1}
d[K("b", 1)] = 2
print(d[K("b", 1)], len(d), K("c", 2) in d)
class Clearing:
    def __init__(self, d): self.d = d
    def __hash__(self): return 5
    def __eq__(self, o): self.d.clear(); return False
d = {}
d[Clearing(d)] = 1
try:
    d[Clearing(d)] = 2
except RuntimeError as e:
    print(e)
print(len(d))
class BadHash:
    def __hash__(self): raise ValueError("no hash")
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise KeyError("no eq")
for f in (lambda: {BadHash(): 1}, lambda: {}.get(BadHash()), lambda: {BadEq(): 1, BadEq(): 2}, lambda: {1: 1}[BadEq()]):
    try:
        f()
    except (ValueError, KeyError) as error:
        print(type(error).__name__, error)
d = {}
d["self"] = d
print(d, repr([d]))
