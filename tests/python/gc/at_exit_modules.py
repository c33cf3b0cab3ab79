# The order in which modules, `builtins` and what is held by cycles go at the end.
import builtins, sys, types

SOURCE = '''
class T:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
public = T("helper.public")
_private = T("helper._private")
__dunder = T("helper.__dunder")
def function(): return function
'''
helper = types.ModuleType("helper")
sys.modules["helper"] = helper
exec(SOURCE, helper.__dict__)
sys.kept = helper
sys.own = helper.T("on sys: nobody hears of it")
builtins.thing = helper.T("on builtins")
me = sys.modules["__main__"]
x = helper.T("main x")
_y = helper.T("main _y")


def f(default=helper.T("default")): return g


def g(): return f


class C:
    attr = helper.T("class attribute")
    def m(self): return C


items = [helper.T("in a list")]
items.append(items)


def generator():
    local = helper.T("generator's local")
    try:
        yield local
    finally:
        print("finally")


suspended = generator()
next(suspended)
print("end")
