# minimum: 3.14
class Own:
    def __getattr__(self, name):
        raise AttributeError("no")


class Everything:
    def __getattribute__(self, name):
        raise AttributeError("never")


class Computed:
    @property
    def size(self):
        raise AttributeError("not measured")


class Named:
    def __getattr__(self, name):
        raise AttributeError("said already", name="other")


def show(thing, get):
    try:
        get(thing)
    except AttributeError as error:
        print(error, error.name, error.obj is thing)


for cls in (Own, Named):
    show(cls(), lambda thing: thing.size)
for cls in (Own, Everything, Computed, Named):
    show(cls(), lambda thing: getattr(thing, "size"))
print(hasattr(Own(), "size"), getattr(Own(), "size", 3))
numbers = [1, 2]
try:
    numbers[0:1] = 5
except TypeError as error:
    print(error)
try:
    numbers[::2] = 5
except TypeError as error:
    print(error)
