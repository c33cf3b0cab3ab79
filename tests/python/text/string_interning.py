import sys
a = "identifier"
b = "identifier"
print(a is b, "".join(["a", "b"]) is "".join(["a", "b"]), sys.intern("".join(["a", "b"])) is sys.intern("ab"))
x = "a b"
y = "".join(["a", " b"])
print(x == y, x is y, sys.intern(y) == x)
def f(): return "constant"
print(f() is f(), f() is sys.intern("constant"))
print(chr(120) is chr(120), "é" * 1 == "é", chr(233) is chr(233), str() is "".strip())
class C: attribute = 1
print(next(k for k in C.__dict__ if k == "attribute") is sys.intern("attribute"))
try:
    sys.intern(5)
except TypeError as error:
    print(error)
s = "abc"
t = s
s += "d"
print(s, t, s is t)
def fold(): return "ab" + "cd", "-" * 5, "ab" "cd"
p, _, q = fold()
print(p is q, p is fold()[0])
