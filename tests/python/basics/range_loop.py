print(list(range(5)), list(range(2, 8)), list(range(0, 10, 3)))
print(list(range(5, 0, -1)), list(range(5, 0)), list(range(-3, 3, 2)))
print(range(10), range(1, 2), range(1, 10, 2))
print(len(range(0, 100, 7)), 14 in range(0, 100, 7), 15 in range(0, 100, 7))
print(range(10)[3], range(10)[-1], range(10)[2:5], range(10)[::-1])
try:
    range(1, 2, 0)
except ValueError as error:
    print(error)
