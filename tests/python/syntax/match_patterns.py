def f(x):
    match x:
        case -1 | 1.5 | 2j | 1 + 2j | -3 - 4j: return "number"
        case "a" "b" | b"c": return "text"
        case (1, 2, *_): return "starts 1 2"
        case [1, [2, [3, *rest]]]: return rest
        case (("x", y) | (y, "x")) as whole: return y, whole
        case {"a": {"b": [c, *_]}}: return c
        case {"k": 1 | 2 as v, **rest}: return v, rest
        case {}: return "mapping"
        case bool(b): return "bool", b
        case int() | float() as n: return "n", n
        case [*_, "end"]: return "ends"
        case [_, _]: return "pair"
        case str(s) if len(s) > 5: return "long"
        case None: return "none"
    return "fell through"
for x in (-1, 1.5, 2j, 1 + 2j, -3 - 4j, "ab", b"c", (1, 2, 3), [1, [2, [3, 4, 5]]], ("x", 9), (9, "x"), {"a": {"b": [7, 8]}}, {"k": 2, "z": 1}, {}, {"q": 1}, True, 7, 7.5, [1, 2, "end"], [0, 0], "longer string", "s", None, range(2), bytearray(b"xy"), set(), iter([1])):
    print(x if not hasattr(x, "__next__") else "iterator", f(x))
match 5:
    case x: print("captured", x)
match = case = type = _ = 1
print(match, case, type, _)
match [1, 2]:
    case [a, b] if (c := a + b) == 3: print(a, b, c)
match (1,):
    case 1,: print("one tuple")
match {"a": None}:
    case {"a": None}: print("none value")
from collections import OrderedDict, deque, defaultdict
print(f(deque([1, 2, 9])), f(OrderedDict(k=1)), f(defaultdict(int)))
class S(str): pass
match S("ab"):
    case "ab": print("equal subclass")
import enum
class Colour(enum.Enum): RED = 1
match Colour.RED:
    case Colour.RED: print("dotted")
