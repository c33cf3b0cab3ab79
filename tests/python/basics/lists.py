a = [1, 2, 3]
print(a, len(a), a[0], a[-1], a[1:], a[::-1])
a.append(4)
a.extend([5, 6])
a.insert(0, 0)
print(a)
print(a.pop(), a.pop(0), a)
a[0] = "one"
a[1:3] = ["two", "three", "more"]
print(a)
del a[0]
del a[1:3]
print(a)
a.remove(4)
print(a, a + [1], a * 2, 5 in a)
b = a
b.append(9)
print(a is b, a == [5, 9], a)
c = a[:]
c.append(1)
print(a, c)
print(sorted([3, 1, 2]), sorted("hello"), sorted([3, 1, 2], reverse=True))
d = [3, 1, 2]
d.sort()
d.reverse()
print(d, sum(d), min(d), max(d), d.index(2), d.count(1))
print([[0] * 2 for _ in range(2)], list("abc"), list((1, 2)))
matrix = [[1, 2], [3, 4]]
matrix[1][0] = 5
print(matrix)
try:
    a[10]
except IndexError as error:
    print(error)
