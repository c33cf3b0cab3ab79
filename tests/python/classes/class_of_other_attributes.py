# An object may get another class whatever attributes the methods of the two classes set.
class Few:
    pass


class Many:
    def __init__(self):
        self.a = self.b = self.c = self.d = self.e = self.f = self.g = self.h = 1
        self.i = self.j = self.k = self.l = self.m = self.n = self.o = self.p = 2


class More(Many):
    def __init__(self):
        super().__init__()
        self.q = self.r = self.s = self.t = 3


class Slotted:
    __slots__ = ("a", "b", "__weakref__")


class First(Slotted, Few):
    __slots__ = ()


class Second(First):
    def __init__(self):
        self.x = self.y = self.z = self.u = self.v = 1
        self.a = "slot"
        self.__class__ = First


earlier = [Many() for _ in range(3)]
for new in (Many, More):
    few = Few()
    few.first = 0
    few.__class__ = new
    new.__init__(few)
    print(type(few).__name__, vars(few))
del earlier[0].a
earlier[0].a = "last"
print(list(vars(earlier[0])), earlier[1].p, vars(earlier[2]) == vars(Many()))
earlier[1].__dict__ = {"only": 1}
del earlier[2].__dict__
earlier[2].z = 5
print(vars(earlier[1]), vars(earlier[2]), [getattr(one, "p", None) for one in (*earlier, Many())])

many = Many()
many.__class__ = Few
many.new = 1
print(many.a, many.p, many.new, len(vars(many)))
many.__class__ = More
many.__class__ = Many
print(many.a, many.p, many.new, len(vars(many)))

second = Second()
print(type(second).__name__, second.a, vars(second))


def read(one):
    return one.p


def write(one):
    one.p = one.o = 7


for one in [Many(), Many(), few, many, Many(), More(), earlier[0]] * 20:
    write(one)
    read(one)
print(read(few), read(many), vars(few)["o"])


class Point:
    def __init__(self):
        self.x = self.y = self.z = 0
        self.__class__ = Frozen


class Frozen(Point):
    def __init__(self):
        super().__init__()
        self.u = self.v = self.w = self.k = self.l = self.m = 0

    def __repr__(self):
        return f"Frozen({vars(self)})"


print([Point(), Frozen()])


class Number(int):
    pass


class Named(Number):
    def __init__(self, *_):
        self.a = self.b = self.c = self.d = self.e = self.f = 1


number = Number(10**30)
number.own = 1
number.__class__ = Named
number.a = 2
print(number + 1, vars(number), vars(Named(5)))
for old, new in ((Slotted(), Few), (Few(), Slotted), (First(), Few), (Number(1), Few)):
    try:
        old.__class__ = new
    except TypeError as error:
        print(error)
