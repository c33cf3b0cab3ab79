print(list(zip("abc", [1, 2], range(9))), list(zip("ab", [1, 2], strict=True)))
print(list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(filter(lambda x: x > 1, [0, 1, 2, 3])))
print(list(enumerate("ab", start=5)), list(reversed("abc")), list(iter(lambda c=iter([1, 2, 0, 3]): next(c), 0)))
e = enumerate(["x"])
print(next(e), next(e, "done"), type(e), iter(e) is e)
z = zip([1, 2, 3], [1])
print(next(z), list(z))
for f in (lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: list(zip([1, 2], [1, 2], [1], strict=True)), lambda: zip(1), lambda: map(len), lambda: map(), lambda: enumerate(), lambda: enumerate(5), lambda: reversed({1}), lambda: next([]), lambda: next(iter([])), lambda: iter(5, 6), lambda: filter(None), lambda: iter(), lambda: reversed(5)):
    try:
        print(f())
    except StopIteration:
        print("StopIteration")
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
class It:
    def __iter__(self): return 5
class It2:
    def __iter__(self): return self
    def __next__(self): raise StopIteration("value")
try:
    iter(It())
except TypeError as error:
    print(error)
print(list(It2()), next(It2(), "d"))
it = iter("ab")
print([(a, b) for a in it for b in it], type(iter("é")), type(iter([])), type(iter(())), type(iter(b"")), type(iter(set())))
