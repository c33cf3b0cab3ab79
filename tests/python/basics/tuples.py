t = (1, "two", 3.0)
print(t, len(t), t[1], t[-1], t[:2])
print((), (1,), 1, (1, 2))
single = 5,
print(single)
a, b, c = t
print(a, b, c)
print(t + (4,), (0,) * 3, 1 in t, t == (1, "two", 3.0))
print((1, 2) < (1, 3), hash((1, 2)) == hash((1, 2)), t.index("two"), t.count(1))
try:
    t[0] = 2
except TypeError as error:
    print(error)
try:
    a, b = t
except ValueError as error:
    print(error)
try:
    a, b, c, d = t
except ValueError as error:
    print(error)
