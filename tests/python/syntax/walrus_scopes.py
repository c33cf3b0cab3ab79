print([y := 1, y ** 2], y)
print([last := x for x in range(4)], last)
def f():
    total = 0
    return [total := total + x for x in range(4)], total
print(f())
print(any((hit := n) > 3 for n in range(10)), hit)
if (a := 1) and (b := a + 1): print(a, b)
print((c := 5) + c, f"{(d := 6)}", d, {(e := 1): (g := 2)}, e, g)
while (n := locals().get("n", 3) - 1) >= 0: print(n)
print([[z := j for i in range(2)] for j in range(3)], z)
lam = lambda: (q := 3) + q
print(lam(), "q" in globals())
for source in ("[i := 0 for i in x]", "[[(j := 0) for i in range(5)] for j in range(5)]", "class C: [a := 1 for x in y]", "[x for x in (y := [1])]", "def f(a=(b := 1)): pass", "[(a.b := 1)]", "(lambda: x := 1)", "{a := 1 for a in x}"):
    try:
        compile(source, "", "exec")
        print("fine", source)
    except SyntaxError as error:
        print(error.msg)
