class A:
    __x = 1
    def __init__(self): self.__y = 2
    def get(self): return self.__x, self.__y
    def __method(self): return "private"
    def call(self): return self.__method()
    def local(self):
        __z = 3
        return locals()
a = A()
print(a.get(), a._A__x, a._A__y, a.call(), a.local().keys() - {"self"})
try:
    a.__x
except AttributeError as error:
    print(error)
class _Under:
    __v = 1
    def get(self): return self.__v
print(_Under().get(), _Under._Under__v, "__v" in vars(_Under))
class __:
    __w = 5
print(__._____w if hasattr(__, "_____w") else sorted(k for k in vars(__) if "w" in k and "weak" not in k))
