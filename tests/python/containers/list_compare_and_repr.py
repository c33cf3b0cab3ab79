print([1, 2] == [1, 2], [1] == (1,), [1, 2] < [1, 3], [2] > [1, 5], [] < [0], [1, 2] <= [1, 2], [1] != [2])
a = [1]
a.append(a)
print(a, repr([a]), str(a))
b = [1, [2, [3, [4]]]]
print(b, len(b))
print([None, True, 1.0, 1j, "q'", b"b", ..., int, [], (), {}, set()])
nan = float("nan")
print([nan] == [nan], [nan] == [float("nan")], nan in [nan], [nan].index(nan), [nan].count(nan))
c = [a]
try:
    d = [d] if (d := [1]) else 0
    x = []; x.append(x); y = []; y.append(y)
    x == y
except RecursionError as error:
    print("RecursionError")
print([1, 2] * 0, [1] * -5, 3 * [0], [[]] * 2)
m = [[0] * 2] * 2
m[0][0] = 1
print(m)
a = [1, 2]
b = a
a += [3]
a *= 2
print(b, a is b)
a = a + [9]
print(a is b)
