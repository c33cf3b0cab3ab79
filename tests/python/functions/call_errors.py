def f(a, b, c=3, *, d):
    pass
def p(a, /, b): pass
def none(): pass
def kw(*, x, y): pass
def one(a): pass
calls = [
    lambda: f(),
    lambda: f(1),
    lambda: f(1, 2),
    lambda: f(1, 2, 3, 4, d=5),
    lambda: f(1, 2, d=1, e=2),
    lambda: f(1, a=2, d=1),
    lambda: p(a=1, b=2),
    lambda: p(1, 2, 3),
    lambda: none(1),
    lambda: none(1, 2),
    lambda: none(x=1),
    lambda: kw(),
    lambda: kw(1, x=1, y=2),
    lambda: kw(x=1),
    lambda: one(),
    lambda: one(1, 2),
    lambda: one(*[1], **{"a": 2}),
    lambda: one(**{1: 2}),
    lambda: one(*5),
    lambda: one(**5),
    lambda: one(1, **{"b": 1}),
    lambda: f(**{"a": 1}, **{"a": 2}),
    lambda: calls(2),
    lambda: len(),
    lambda: len(1, 2),
    lambda: len(x=1),
    lambda: "a".join(1),
    lambda: "a".upper(1),
    lambda: [].append(),
    lambda: {}.get(),
    lambda: int(1, 2, 3),
    lambda: isinstance(1),
    lambda: sorted(),
    lambda: sorted([1], 2),
    lambda: print(1, foo=2),
]
for call in calls:
    try:
        call()
        print("no error")
    except TypeError as error:
        print(error)
class C:
    def m(self, x): pass
    def n(): pass
for call in (lambda: C().m(), lambda: C().m(1, 2), lambda: C.m(), lambda: C().n(), lambda: C(1)):
    try:
        call()
    except TypeError as error:
        print(error)
