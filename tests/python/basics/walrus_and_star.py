if (n := len("abc")) > 2:
    print(n)
while (line := input_lines.pop() if (input_lines := globals().setdefault("input_lines", ["b", "a"])) else None):
    print(line)
print([*range(3), *"ab"], (*[1], 2), {*[1, 2], 3}, {**{"a": 1}, "b": 2})
def f(*args, **kwargs):
    return args, kwargs
print(f(*[1, 2], 3, *(4,), **{"a": 1}, b=2))
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
def g():
    return 1, *[2, 3]
print(g())
for x in 1, *[2]:
    print(x)
