try:
    assert []
except AssertionError as e:
    print(repr(e))
try:
    assert 0, ("a", 1)
except AssertionError as e:
    print(repr(e))
assert True, 1 / 0
AssertionError = ValueError
try:
    assert False, "still the builtin"
except Exception as e:
    print(type(e).__module__, type(e).__name__)
print(__debug__)
