a = 1
print(1 < 2, 2 <= 2, 3 > 4, 4 >= 5, 1 == 1, 1 != 1)
print(1 < 2 < 3, 1 < 3 < 2, 1 < 2 > 0, 1 == 1.0 == True)
print("a" < "b", "abc" < "abd", "abc" < "ab", "" < "a")
print([1, 2] < [1, 3], [1] < [1, 0], (1, 2) == (1, 2))
print(a is a, None is None, None is not None)
print(not 1, not 0, not "", not [])
print(1 in [1, 2], 3 in [1, 2], 3 not in [1, 2], "b" in "abc")
def show(value):
    print("show", value)
    return value
print(show(1) < show(2) < show(3))
print(show(3) < show(2) < show(1))
