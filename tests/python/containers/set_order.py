# minimum: 3.14
print({"apple", "banana", "cherry", "date", "elderberry", "fig"})
print(set("the quick brown fox"))
print({3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5})
print({100, 8, 16, 24, 32, -1, -2, 0})
print({1.5, "a", None, (1, 2), b"x", True, frozenset([1])} - {None})
print(set(range(20)), set(range(50, 0, -3)))
print(frozenset("hello world"), {"a", "b", "c"} | {"x", "y"}, set("abc") & set("bcd"), set("abcdef") - set("ace"), set("abc") ^ set("cde"))
s = set()
for i in range(0, 2000, 37):
    s.add(i)
for i in range(0, 2000, 74):
    s.discard(i)
print(s)
print([s.pop() for _ in range(5)], list({str(i) for i in range(30)}))
print({(i, str(i)) for i in range(8)}, {i / 3 for i in range(8)}, {2 ** i for i in range(60, 70)})
a = {"k%d" % i for i in range(12)}
b = a.copy()
b.remove("k3")
b.add("k99")
print(a, b, sep="\n")
