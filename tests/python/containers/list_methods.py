# minimum: 3.14
a = [3, 1, 2]
print(a.append(4), a.extend("ab"), a, a.insert(-1, "i"), a, a.insert(100, "end"), a)
print(a.pop(), a.pop(0), a.pop(-2), a)
print(a.index(2), a.index("a", 1), a.count(1), a.copy() is a, a.reverse(), a, a.clear(), a)
for f in (lambda: [].pop(), lambda: [1].pop(5), lambda: [].remove(1), lambda: [1].index(2), lambda: [1, 2].index(1, 1), lambda: a["a"], lambda: [1][5], lambda: [] + (), lambda: [] * "a", lambda: [1] * 2 ** 62 if False else [1].__mul__("x"), lambda: [].extend(1), lambda: [1].insert("a", 1), lambda: list(1), lambda: list(1, 2), lambda: [1, "a"].sort(), lambda: hash([]), lambda: a.__getitem__(), lambda: list(x=1)):
    try:
        print(f())
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
