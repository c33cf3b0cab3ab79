a = [1, 2, 3, 4]
seen = []
for x in a:
    seen.append(x)
    if x < 4 and len(a) < 8:
        a.append(x * 10)
print(seen, a)
a = [1, 2, 3, 4]
for x in a:
    a.remove(x)
print(a)
it = iter([1, 2, 3])
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__(), list(it))
a = [1, 2, 3]
r = reversed(a)
a.append(4)
print(list(r), list(reversed(a)))
it = iter(a)
a.clear()
print(list(it))
a.append(5)
print(list(it))
class Evil:
    def __init__(self, items): self.items = items
    def __eq__(self, other): self.items.clear(); return False
items = []
items += [Evil(items), 2, 3]
print(5 in items, items)
items = [1, 2, 3]
try:
    items.sort(key=lambda x: items.append(x))
except (ValueError, TypeError) as error:
    print(type(error).__name__, error)
items = [3, 2, 1]
def key(x):
    items.clear()
    return x
try:
    items.sort(key=key)
    print(items)
except ValueError as error:
    print(error, items)
a = [1, 2, 3]
a[:] = (x for x in a)
a.extend(a)
print(a)
