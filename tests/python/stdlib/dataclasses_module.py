from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError, KW_ONLY, make_dataclass, InitVar, is_dataclass
@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)
p = P(1, 2)
print(p, p == P(1, 2), p != P(1, 3), asdict(p), astuple(p), replace(p, x=5), [f.name for f in fields(p)], is_dataclass(P), P.__match_args__, P.__doc__)
@dataclass(frozen=True, order=True)
class F:
    a: int
    b: str = "b"
f = F(1)
print(f, hash(f) == hash(F(1)), F(1) < F(2), sorted([F(2), F(1, "c"), F(1)]))
for g in (lambda: setattr(f, "a", 2), lambda: delattr(f, "a"), lambda: P(), lambda: P(1, 2, [], 4), lambda: hash(p), lambda: P(1) < P(2), lambda: f.c, lambda: replace(p, q=1), lambda: asdict(5)):
    try:
        print(g())
    except (FrozenInstanceError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int = 2
    c: int = field(default=3, repr=False, compare=False)
    d: InitVar[int] = 4
    def __post_init__(self, d): self.e = d * 2
k = K(1, b=5)
print(k, k.c, k.e, K(1, c=9) == K(1))
@dataclass(slots=True)
class S:
    x: int = 1
print(S(), hasattr(S(), "__dict__"), S.__slots__)
@dataclass
class Child(P):
    z: int = 9
print(Child(1), Child.__mro__[1].__name__, make_dataclass("M", ["a", ("b", int, 5)])(1))
for source in ("@dataclass\nclass X:\n  a: int = 1\n  b: int", "@dataclass\nclass X:\n  a: list = []", "@dataclass(order=True, eq=False)\nclass X: pass"):
    try:
        exec(source)
    except (TypeError, ValueError) as e:
        print(e)
print(repr(F.__dataclass_params__))
