class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def f(p):
    match p:
        case P(0, 0): return "origin"
        case P(0, y=yy): return f"on y at {yy}"
        case P(x=x1) if x1 > 100: return "far"
        case P(a, b): return a + b
        case int(i): return i
        case str(s) | bytes(s): return s
        case float(): return "float"
    return None
print([f(v) for v in (P(0, 0), P(0, 5), P(101, 0), P(1, 2), 7, "s", b"b", 1.0, [])])
def g():
    match P(1, 2):
        case P(1, 2, 3): pass
class N: pass
def h():
    match N():
        case N(1): pass
def dup():
    match P(1, 2):
        case P(1, x=1): pass
def notype():
    x = 5
    match P(1, 2):
        case x.y(): pass
class BadArgs: __match_args__ = [1]
def bad():
    match BadArgs():
        case BadArgs(1): pass
for test in (g, h, dup, bad, notype):
    try:
        test()
    except (TypeError, AttributeError) as error:
        print(error)
