from enum import Enum, IntEnum, Flag, IntFlag, auto, unique, StrEnum, member, nonmember
class C(Enum):
    RED = 1
    GREEN = auto()
    BLUE = "b"
    ALIAS = 1
    @property
    def low(self): return self.name.lower()
print(C.RED, repr(C.RED), C(1), C["GREEN"], C.GREEN.value, C.ALIAS is C.RED, list(C), len(C), C.RED.low, C.RED in C, isinstance(C.RED, C), C.__members__, C.RED == 1, {C.RED: "x"}[C.RED], C.BLUE.name, 1 in C, f"{C.RED}")
class I(IntEnum):
    A = 1
    B = 2
print(I.A + 1, I.A < I.B, I(2), sorted([I.B, I.A]), f"{I.A}", repr(I.A), I.A == 1, [10, 20][I.A])
class P(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
print(P.R | P.X, P.RW, ~P.R, P.R in P.RW, P(5), P(0), list(P.RW), P.R & P.W, bool(P(0)), P.R ^ P.RW, len(P.RW), P["R"].value)
class S(StrEnum):
    ONE = auto()
print(S.ONE, S.ONE == "one", S.ONE.upper())
class Planet(Enum):
    EARTH = (5.97e24, 6.37e6)
    def __init__(self, mass, radius): self.mass = mass
print(Planet.EARTH.mass, Planet.EARTH)
for f in (lambda: C(99), lambda: C["NO"], lambda: setattr(C, "RED", 5), lambda: C.NOPE, lambda: C.RED < C.GREEN, lambda: type("X", (C,), {}), lambda: P(100), lambda: delattr(C, "RED"), lambda: C()):
    try:
        print(f())
    except (ValueError, KeyError, AttributeError, TypeError) as e:
        print(type(e).__name__, e)
try:
    @unique
    class U(Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)
E = Enum("E", "X Y Z")
print(list(E), E.X._value_)
class M(Enum):
    @classmethod
    def _missing_(cls, v): return cls.D
    D = "default"
print(M("whatever"))
