x = "module"
class Body:
    x = "class"
    y = x
    def method(self):
        return x
    z = [x for _ in range(1)]
print(Body.y, Body().method(), Body.z)
def f():
    x = "function"
    class Inner:
        y = x
        x = "inner"
        def g(self):
            return x
    return Inner.y, Inner.x, Inner().g()
try:
    print(f())
except NameError as error:
    print(error)
def g():
    x = "function"
    class Inner:
        y = x
        def h(self):
            return x
    return Inner.y, Inner().h()
print(g())
def order(log=[]):
    log.append(len(log))
    return log
print(order(), order(), order() is order())
