# minimum: 3.14
def names(cls):
    print([name for name in vars(cls) if name not in ("__firstlineno__", "__static_attributes__")])


class Plain:
    pass


class Documented:
    "What it is for."

    def method(self):
        self.x = 1


class Slotted:
    __slots__ = ("a", "b")


class SlottedWithDict:
    __slots__ = ("b", "a", "__dict__")
    limit = 3


class Compared:
    def __eq__(self, other):
        return True


class Below(Plain):
    @property
    def size(self):
        return 1


for cls in (Plain, Documented, Slotted, SlottedWithDict, Compared, Below, type("Made", (), {"x": 1})):
    names(cls)
print(Compared.__hash__, Slotted.__doc__, Documented.__doc__)
