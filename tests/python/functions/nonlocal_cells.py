def account(balance):
    def deposit(x):
        nonlocal balance
        balance += x
        return balance
    def show():
        return balance
    def clear():
        nonlocal balance
        del balance
    return deposit, show, clear
deposit, show, clear = account(10)
print(deposit(5), show())
clear()
try:
    show()
except NameError as error:
    print(type(error).__name__, error)
try:
    show.__closure__[0].cell_contents
except ValueError as error:
    print(error)
cell = deposit.__closure__[0]
cell.cell_contents = 100
print(show(), cell == show.__closure__[0])
def chain():
    a = 1
    def b():
        def c():
            def d():
                nonlocal a
                a += 1
                return a
            return d()
        return c()
    return b() + a
print(chain())
def loop():
    out = []
    for i in range(3):
        def f(): return i
        out.append(f)
    return [f() for f in out]
print(loop())
