print("{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a} {b}".format(a=1, b=2), "{0.real} {0.imag}".format(3j), "{0[1]} {x[key]}".format([1, 2], x={"key": "v"}), "{{}} {}".format(5), "{!r} {!s} {!a}".format("é", "é", "é"))
print("{:>{w}}|{:{a}{w}}".format("x", "y", w=5, a="^"), "{:.{p}f}".format(3.14159, p=2), "{0:5}|{0:<5}|{0:>5}|{0:^5}".format("ab"), "{:,}".format(10 ** 7), "{:%}".format(0.5), "{:s}".format("s"), "{:.2}".format("abc"))
print("{a[0][k]} {a[1].real}".format(a=[{"k": 1}, 2]), "{:{}}".format("x", 4) + "|", "{0!r:>8}".format("x"), "{}".format(None), "{:>6}".format(True), "{:5}|".format(12), "{:5}|".format("ab"))
print("{x} {y}".format_map({"x": 1, "y": 2}))
class D(dict):
    def __missing__(self, k): return "<" + k + ">"
print("{x} {z}".format_map(D(x=1)))
class F:
    def __format__(self, spec): return "F:" + spec
print("{:abc} {0:x{y}z}".replace("{0:", "{:").format(F(), F(), y=1))
for t, a, k in (("{}", (), {}), ("{0} {}", (1, 2), {}), ("{} {0}", (1, 2), {}), ("{", (), {}), ("}", (), {}), ("{a}", (), {}), ("{0.x}", (1,), {}), ("{0[a]}", ([1],), {}), ("{0[9]}", ([1],), {}), ("{!x}", (1,), {}), ("{:d}", ("a",), {}), ("{:>>5}", ("a",), {}), ("{0!}", (1,), {}), ("{a b}", (), {}), ("{:{:{}}}", (1, 2, 3), {}), ("{0[}", (1,), {}), ("{0[]}", (1,), {}), ("{0.}", (1,), {}), ("{!r", (1,), {}), ("{:", (1,), {}), ("{:5}", ([],), {}), ("{:5}", (None,), {}), ("{:=5}", ("a",), {}), ("{:,}", ("a",), {}), ("{99}", (1,), {})):
    try:
        print(repr(t), t.format(*a, **k))
    except (IndexError, KeyError, ValueError, AttributeError, TypeError) as error:
        print(repr(t), type(error).__name__, error)
