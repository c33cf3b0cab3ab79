for i in range(3):
    print(i)
for c in "abc":
    print(c, end=" ")
print()
for a, b in [(1, 2), (3, 4)]:
    print(a + b)
for i in range(10):
    if i % 2:
        continue
    if i > 6:
        break
    print(i)
else:
    print("not reached")
for i in []:
    pass
else:
    print("empty", i)
for x in [1, 2, 3]:
    for y in (4, 5):
        if y == 5:
            break
        print(x, y)
    else:
        print("no")
for key in {"k": 1, "l": 2}:
    print(key)
for i, *rest in [(1, 2, 3), (4,)]:
    print(i, rest)
values = [1, 2, 3]
for values[0] in range(3):
    pass
print(values)
total = 0
for i in range(1000):
    total += i
print(total)
