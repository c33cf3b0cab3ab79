a = 1
b = a
a = 2
print(a, b)
a, b = b, a
print(a, b)
x = y = z = 7
print(x, y, z)
(p, q), r = (1, 2), 3
print(p, q, r)
[m, n] = "xy"
print(m, n)
first, *rest = [1, 2, 3, 4]
print(first, rest)
*start, last = (1, 2, 3)
print(start, last)
one, *middle, two = range(6)
print(one, middle, two)
del a
try:
    print(a)
except NameError as error:
    print(error)
longer_name_2 = "x"
print(longer_name_2)
naïve = 3
print(naïve)
