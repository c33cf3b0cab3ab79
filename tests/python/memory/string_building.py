s = ""
for i in range(20000): s += "x"
print(len(s), s[:3])
t = s
s += "y"
print(len(t), len(s), t[-1], s[-1])
parts = []
for i in range(1000): parts.append(str(i))
joined = "".join(parts)
print(len(joined), joined[-5:])
class C: text = ""
c = C()
for i in range(1000): c.text += "é"
print(len(c.text))
b = b""
for i in range(1000): b += b"z"
print(len(b))
d = {"s": ""}
for i in range(100): d["s"] += str(i % 10)
print(d["s"][:20])
w = ""
for ch in ("a", "é", "日", "😀"):
    w += ch
    print(w, len(w))
def f():
    a = "start"
    b = a
    a += "more"
    return a, b
print(f())
l = []
for i in range(100): l += [i]
m = l
l += [100]
print(len(m), m is l)
