# minimum: 3.14
e = ValueError("v")
e.add_note("first")
e.add_note("second")
print(e.__notes__, e)
for bad in (1, None):
    try:
        e.add_note(bad)
    except TypeError as error:
        print(error)
print(hasattr(ValueError(), "__notes__"))
e.__notes__ = 5
try:
    e.add_note("x")
except TypeError as error:
    print(error)
