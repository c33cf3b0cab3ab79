# How many objects a collection finds: classes hold themselves by their order of resolution, code is not looked at.
# minimum: 3.14
import gc


def function():
    exec("def f(): pass\n", {})


def closure():
    exec("def f(x=1): return (lambda: [x, 'abc', 4.5])\n", {})


def plain_class():
    class Plain:
        pass


def class_with_contents():
    class Full:
        x = [1]

        def f(self):
            return 1


def slots():
    class Slots:
        __slots__ = ("a", "b")


def derived():
    class Base:
        pass

    class Derived(Base):
        pass

    derived = Derived()
    derived.itself = derived


def materialised():
    class Plain:
        pass

    plain = Plain()
    plain.itself = plain
    vars(plain)


def itself():
    items = []
    items.append(items)


for make in (function, closure, plain_class, class_with_contents, slots, derived, materialised, itself):
    make()
    gc.collect()
    make()
    print(make.__name__, gc.collect())
