"""Iterators over tuples keep what they have given last, and fill the tuple again where nobody else has it: when contents die."""
# minimum: 3.14
import itertools, sys
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
class It:
    def __init__(self, *v): self.v = list(v)
    def __iter__(self): return self
    def __next__(self):
        if not self.v: raise StopIteration
        return self.v.pop(0)
def show(name, it, unpack=True):
    print(name)
    for t in it:
        print("got")
        del t
        print("gone")
    print("end")
    del it
    print("--")
def pair(name, it):
    print(name)
    for a, b in it:
        print("got")
        del a, b
        print("gone")
    print("end")
    del it
    print("--")
for f in (show, pair):
    f("zip", zip(It(D(1), D(2), D(3)), It(D(4), D(5), D(6))))
    f("enumerate", enumerate(It(D(1), D(2), D(3))))
    f("pairwise", itertools.pairwise(It(D(1), D(2), D(3))))
    f("zip_longest", itertools.zip_longest(It(D(1), D(2), D(3)), It(D(4))))
    f("batched", itertools.batched(It(D(1), D(2), D(3)), 2)) if f is show else 0
    d = {1: D(1), 2: D(2)}
    i = iter(d.items());
    print("items")
    for t in i:
        d.clear() if 0 else None
        print("got"); del t
        print("gone")
    del d; print("dd"); del i; print("--")
    f("product", itertools.product(It(D(1), D(2)), It(D(4))))
    f("permutations", itertools.permutations(It(D(1), D(2)), 2))
z = zip(It(D(1)), It(D(2))); list(z); print("listed"); del z
e = enumerate(It(D(1), D(2))); list(e); print("listed"); del e
e = enumerate(It(D(1), D(2))); a = next(e); b = next(e); del a; print("a"); del b; print("b"); del e
z = zip(It(D(1), D(2)), It(D(3), D(4))); a = next(z); b = next(z); del a; print("a"); del b; print("b"); del z
z = zip(It(D(1), D(2)), It(D(3), D(4))); a = next(z); x = a[0]; del a; next(z); del x; print("x"); del z
z = itertools.pairwise(It(D(1), D(2), D(3))); a = next(z); b = next(z); del a; print("a"); del b; print("b"); del z
print("dict")
d = {1: D(1), 2: D(2)}; i = iter(d.items()); x = next(i); del x; d[1] = None; print("replaced"); next(i); del i, d
