a, *b = 1, 2, 3
*c, = [4]
[d, *e] = "xyz"
f, (g, *h), *i = 1, (2, 3, 4), 5, 6
print(a, b, c, d, e, f, g, h, i)
print([*[], *"a"], (*(), *(1,)), {*[1]}, {**{}, **{"a": 1}}, *[1], *"b")
def r(): return *[1, 2], 3
def y(): yield *[1], 2
print(r(), list(y()))
for x in *[1], *[2]: print(x)
z = *[1], *[2]
print(z)
d = {}
d[*[1, 2]] = 3
print(d, d[1, 2])
def args(*a: int): return a
print(args(*[1], *[2]))
lst = [0, *range(1, 3), 9]
lst[0], *lst[1:3] = "abc"
print(lst)
