s = {1, 2, 3}
print(s, len(s), 2 in s, 5 in s)
s.add(4)
s.add(2)
print(s)
s.discard(1)
s.discard(100)
print(s, set(), {1, 1, 1})
print({1, 2} | {2, 3}, {1, 2} & {2, 3}, {1, 2} - {2, 3}, {1, 2} ^ {2, 3})
print({1} < {1, 2}, {1, 2} <= {1, 2}, {1, 2} == {2, 1}, {3}.isdisjoint({4}))
print(sorted(set("mississippi")), frozenset([1]) in {frozenset([1])})
try:
    s.remove(77)
except KeyError as error:
    print("KeyError", error)
