import sys
a = []
sizes = []
for i in range(40):
    sizes.append(sys.getsizeof(a))
    a.append(i)
print(sizes)
print(sys.getsizeof([]), sys.getsizeof([1]), sys.getsizeof([1, 2, 3]), sys.getsizeof(list(range(10))), sys.getsizeof([x for x in range(10)]), sys.getsizeof([0] * 10))
d = {}
steps = []
for i in range(100):
    if not steps or steps[-1][1] != sys.getsizeof(d):
        steps.append((i, sys.getsizeof(d)))
    d[i] = i
print(steps)
s = set()
steps = []
for i in range(200):
    if not steps or steps[-1][1] != sys.getsizeof(s):
        steps.append((i, sys.getsizeof(s)))
    s.add(i)
print(steps)
d = {}
steps = []
for i in range(100):
    if not steps or steps[-1][1] != sys.getsizeof(d):
        steps.append((i, sys.getsizeof(d)))
    d[str(i)] = i
print(steps, sys.getsizeof({"a": 1}), sys.getsizeof({1: 1}), sys.getsizeof(dict.fromkeys("abcdef")))
b = bytearray()
steps = []
for i in range(60):
    if not steps or steps[-1][1] != sys.getsizeof(b):
        steps.append((i, sys.getsizeof(b)))
    b.append(1)
print(steps)
