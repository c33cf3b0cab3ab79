class D:
    def __set_name__(self, owner, name): self.name = name; print("name", owner.__name__, name)
    def __get__(self, obj, owner): return ("get", obj is not None, owner.__name__)
    def __set__(self, obj, value): print("set", value)
    def __delete__(self, obj): print("delete")
class NonData:
    def __get__(self, obj, owner=None): return "nondata"
class C:
    d = D()
    n = NonData()
c = C()
print(c.d, C.d, c.n)
c.d = 5
del c.d
c.__dict__["d"] = "hidden"
print(c.d)
c.n = "instance"
print(c.n, C.n)
class ReadOnly:
    def __get__(self, obj, owner): return 1
    def __set__(self, obj, value): raise AttributeError("read only")
class E: r = ReadOnly()
try:
    E().r = 1
except AttributeError as error:
    print(error)
f = C.__init_subclass__
print(type(C.__dict__["d"]).__name__)
def method(self): return "bound to " + type(self).__name__
print(method.__get__(c, C)(), method.__get__(c)())
class Failing:
    def __set_name__(self, owner, name): raise ValueError("refused")
try:
    class F: x = Failing()
except ValueError as error:
    print(error, error.__notes__)
