# In which order the attributes of instances die, and what their dicts take: names are kept by the class, in the order in which
# its methods' assignments sort and others first came up.
# minimum: 3.14
import gc
import sys
import weakref


class Noisy:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name

    def __del__(self):
        print(self.name, end=" ")


def fill(target, names):
    for name in names:
        setattr(target, name, Noisy(name))
    return target


class Assigned:
    def __init__(self):
        self.z = Noisy("z")
        self.a = Noisy("a")
        self.m = Noisy("m")
        self.b = Noisy("b")


class Plain:
    pass


class Derived(Assigned):
    def more(self):
        self.c = self.y = None


class Items(list):
    pass


def die(title, target):
    print(title, *vars(target), end=": ")
    del target
    print()


print(Assigned.__static_attributes__)
target = Assigned()
del target
print()
die("assigned", Assigned())
die("one more", fill(Assigned(), "kc"))
target = fill(Assigned(), "ck")
del target.a
print()
target.a = Noisy("a2")
die("deleted and set", target)
del target
print()
die("derived", fill(Derived(), "yx"))

print("-- first names win")
target = fill(Plain(), "qcx")
del target
print()
for names in ("xqc", "cx", "axq", "z", "zaq"):
    target = fill(Plain(), names)
    print(names, list(vars(target)), end=": ")
    del target
    print()


class Plain:
    pass


target = fill(Plain(), "qaz")
target = fill(Plain(), "zaq")
print()
print(gc.get_referents(target))
mapping = vars(target)
print(gc.get_referents(mapping))
del target
print("kept", mapping, sys.getsizeof(mapping))
mapping["b"] = Noisy("b")
mapping["x"] = Noisy("x")
del mapping["a"]
print(mapping)
copy = mapping.copy()
print(copy, sys.getsizeof(copy))
del mapping
del copy
print()

print("-- sizes")
for count in range(0, 34, 3):

    class Local:
        pass

    target = fill(Local(), ["n%d" % number for number in range(count)])
    mapping = vars(target)
    sizes = [sys.getsizeof(mapping)]
    others = [Local() for _ in range(count)]
    sizes.append(sys.getsizeof(mapping))
    sizes.append(sys.getsizeof(vars(fill(Local(), ["n%d" % number for number in reversed(range(count))]))))
    print()
    mapping["x" * count] = 1
    sizes.append(sys.getsizeof(mapping))
    mapping.pop("x" * count)
    sizes.append(sys.getsizeof(mapping))
    mapping.clear()
    print()
    sizes.append(sys.getsizeof(mapping))
    target.n0 = 1
    sizes.append(sys.getsizeof(mapping))
    if mapping:
        mapping.popitem()
    sizes.append(sys.getsizeof(mapping))
    print(count, sizes)

print("-- keys that do not fit")
for key in (1, (), "a" * 40, "not interned"[::-1]):
    target = fill(Plain(), "xcq")
    vars(target)[key] = Noisy("value")
    print(list(vars(target)), sys.getsizeof(vars(target)), end=": ")
    del target
    print()


class Key(str):
    def __eq__(self, other):
        print("asked for", other, end="; ")
        return str.__eq__(self, other)

    __hash__ = str.__hash__


target = fill(Plain(), "xcq")
print(vars(target)[Key("c")], Key("nothing") in vars(target), sys.getsizeof(vars(target)))
vars(target)[Key("x")] = 1
print([type(key).__name__ for key in vars(target)], sys.getsizeof(vars(target)))
del target
print()

print("-- while iterating")
target = fill(Plain(), "xcq")
for name in vars(target):
    print(name, end=" ")
    if name == "x":
        vars(target)["c"] = None
print()
try:
    for name in vars(target):
        del target.q
except RuntimeError as error:
    print(error)
print(*reversed(vars(target).items()))
del target
print()

print("-- the class goes first")
mapping = vars(fill(Local(), "abc"))
watch = weakref.ref(Local)
del Local, others
gc.collect()
print(watch() is None, mapping, "b" in mapping, mapping.get("z"))
mapping["later"] = Noisy("later")
mapping["a"] = 1
print(mapping)
del mapping
print()


class One:
    pass


class Two:
    pass


print("-- another class")
target = fill(One(), "abc")
target.__class__ = Two
fill(target, "dba")
print(vars(target))
other = fill(Two(), "dcb")
del target
print()
del other
print()
