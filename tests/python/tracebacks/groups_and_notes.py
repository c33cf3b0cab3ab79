# stderr: yes
def fail(x):
    raise ValueError(x)
errors = []
for x in (1, "two"):
    try:
        fail(x)
    except ValueError as e:
        e.add_note(f"note for {x}")
        e.add_note("and\nlines")
        errors.append(e)
try:
    raise ExceptionGroup("inner", errors)
except ExceptionGroup as e:
    inner = e
raise ExceptionGroup("outer", [TypeError("plain"), inner])
