def f(*args, **kwargs):
    return args, sorted(kwargs.items())
print(f(*[1, 2], *(3,), 4, *range(2)))
print(f(**{"a": 1}, b=2, **{"c": 3}))
print(f(*"ab", x=1, *"cd"))
class Mapping:
    def keys(self): return ["p", "q"]
    def __getitem__(self, key): return key * 2
print(f(**Mapping()))
class Iterable:
    def __iter__(self): return iter([7, 8])
print(f(*Iterable()))
def gen():
    yield 1
    yield 2
print(f(*gen()), f(*{}, **{}), f(*{"k": 1}))
