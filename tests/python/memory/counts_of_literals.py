# minimum: 3.14
# The counts of literals: what is compiled and run at once keeps its literals until it ends; what is folded is not kept.
import sys
x = 1.5
print(sys.getrefcount(x))
y = 1.5
print(sys.getrefcount(x), x is y)
z = 123456
print(sys.getrefcount(z))
s = "hello world!"
print(sys.getrefcount(s))
t = (1, 2, "a b")
print(sys.getrefcount(t))
b = b"xyz."
print(sys.getrefcount(b))
c = 3j
print(sys.getrefcount(c))
f = 2.0 * 3
print(sys.getrefcount(f))
fs = frozenset()
print(sys.getrefcount(fs) > 5)
n = -7.5
print(sys.getrefcount(n))
big = 10**30
print(sys.getrefcount(big), sys.getrefcount(1.25), sys.getrefcount(10**20))
def g():
    q = 7.25
    return q
w = g()
print(sys.getrefcount(w))
l = [7.5, 7.5]
print(sys.getrefcount(l[0]))
print(sys.getrefcount("ab cd"), sys.getrefcount((1, 2)), sys.getrefcount([]))

for i in [1001, 1002]:
    print(sys.getrefcount(i))
t = (4001, "x y z")
print(sys.getrefcount(t[0]), sys.getrefcount(t[1]))
d = {"key one": 9999.5}
print(sys.getrefcount(d["key one"]))
exec("q = 98765; print(sys.getrefcount(q))")
print(sys.getrefcount(q))
print(eval("sys.getrefcount(4567.5)"))
exec(compile("r = 98765; print(sys.getrefcount(r))", "", "exec"))
import ast
tree = ast.parse("v = 55555; print(sys.getrefcount(v))")
code = compile(tree, "", "exec")
exec(code)
print(tree.body[0].value.value is v, code.co_consts[0] is v or code.co_consts[1] is v)
del tree
exec(code)
del code
print(sys.getrefcount(v))


def two():
    return 71717


def three():
    return 71717


print(two() is three())
