# stderr: yes
def f():
    try:
        {}["key"]
    except KeyError as e:
        raise ValueError("no value") from e
try:
    f()
except ValueError:
    [][5]
