# minimum: 3.14
class Box:
    def __init__(self): self.log = []; self.data = {}
    def __getitem__(self, k): self.log.append(("get", k)); return self.data.get(k, "none")
    def __setitem__(self, k, v): self.log.append(("set", k, v)); self.data[k] = v
    def __delitem__(self, k): self.log.append(("del", k)); self.data.pop(k, None)
    def __len__(self): return 3
    def __contains__(self, k): return k == "in"
    def __iter__(self): return iter("xyz")
    def __reversed__(self): return iter("zyx")
    def __missing__(self, k): return "missing"
b = Box()
b[1] = "one"
b["a", 2] = 5
print(b[1], b[1:2], b[::3], b[1, 2], b[...], b[1:2, 3])
del b[1]
b[1:5] = "slice"
b[1] += "!"
print(b.log)
print(len(b), "in" in b, "out" in b, list(b), list(reversed(b)), bool(b), [*b])
class Old:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
print(list(Old()), 4 in Old(), 5 in Old(), [x for x in Old()], tuple(Old()))
for f in (lambda: object()[1], lambda: len(object()), lambda: iter(object()), lambda: 1 in object()):
    try:
        f()
    except TypeError as error:
        print(error)
def assign(): object()[1] = 2
def delete(): del object()[1]
for f in (assign, delete):
    try:
        f()
    except TypeError as error:
        print(error)
class BadLen:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
for n in (-1, "x", 2 ** 70, 1.5):
    try:
        print(len(BadLen(n)))
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
