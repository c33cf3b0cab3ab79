class Manager:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name
    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value)
        return self.swallow
with Manager("a") as a:
    print("body", a)
with Manager("b", swallow=True):
    raise ValueError("gone")
with Manager("c") as c, Manager("d") as d:
    print(c, d)
with (Manager("e") as e, Manager("f")):
    print(e)
try:
    with Manager("g"):
        1 / 0
except ZeroDivisionError:
    print("caught")
def f():
    with Manager("h"):
        return "returned"
print(f())
for i in range(2):
    with Manager(i):
        if i == 0:
            continue
        break
