# minimum: 3.14
# What a class finds follows every change of its bases, however it was looked up before.


class A:
    pass


class B(A):
    pass


class C(A):
    pass


class D(B, C):
    pass


def call(instance):
    return instance.method()


for _ in range(3):
    instance = D()
    A.method = lambda self: "A"
    print(call(instance), end=" ")
    C.method = lambda self: "C"
    print(call(instance), end=" ")
    B.method = lambda self: "B"
    print(call(instance), end=" ")
    del B.method
    print(call(instance), end=" ")
    del C.method
    print(call(instance), end=" ")
    A.method = lambda self: "A again"
    print(call(instance))


# A class in the order of resolution that is no base.
class Stranger:
    def method(self):
        return 1


class Order(type):
    def mro(cls):
        order = super().mro()
        return [order[0], Stranger, *order[1:]]


class Led(metaclass=Order):
    pass


instance = Led()
print(call(instance), call(instance))
Stranger.method = lambda self: 2
print(call(instance), call(instance))


# A key that changes the bases while it is asked.
def ask():
    class Key:
        def __hash__(self):
            return hash("name")

        def __eq__(self, other):
            Asked.__bases__ = (Second,)
            return False

    class First:
        name = "first"

    class Second:
        name = "second"

    Asked = type("Asked", (First,), {Key(): 5})
    return Asked.name, Asked.name, Asked().name


import warnings

warnings.simplefilter("ignore")
print(ask())


# What a class's methods store in `self`, and what they change only.
class Stores:
    def first(self):
        self.plain = self.other = 1
        self.augmented += 1
        del self.deleted
        for self.loop in ():
            pass


print(Stores.__static_attributes__)


# A descriptor that is its own `__get__`.
class Bottomless:
    pass


bottomless = Bottomless()
Bottomless.__get__ = bottomless
Bottomless.name = bottomless
try:
    bottomless.name
except (RecursionError, TypeError):
    print("ended")
