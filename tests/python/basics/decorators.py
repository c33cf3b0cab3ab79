def twice(function):
    def wrapper(*args):
        return function(*args) * 2
    return wrapper
def times(n):
    def decorate(function):
        def wrapper(*args):
            return function(*args) * n
        return wrapper
    return decorate
@twice
def three():
    return 3
@times(5)
@twice
def ten(x):
    return x
print(three(), ten(1))
def register(cls):
    cls.registered = True
    return cls
@register
class Thing:
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls): return cls.__name__
    @property
    def p(self): return "property"
print(Thing.registered, Thing.s(1), Thing().s(2), Thing.c(), Thing().p)
