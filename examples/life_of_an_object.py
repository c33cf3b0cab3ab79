"""How Python keeps its objects: counts, ids, cycles, weak references, sharing and sizes.

Everything printed here is asked of the running interpreter, nothing is drawn by hand.
"""

import gc
import sys
import weakref


def title(text):
    print(f"\n{text}\n{'-' * len(text)}")


def row(label, *values):
    print(f"  {label:<44}" + "".join(f"{value!s:>10}" for value in values))


class Parcel:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(f"      (the parcel {self.name!r} is gone)")


def references(thing):
    # The parameter and the argument of getrefcount are two references of their own;
    # the caller's name has lent its reference to the parameter.
    return sys.getrefcount(thing) - 2


def counting():
    title("1. A reference count goes up with each name and down with each name that goes")
    basket = []
    row("basket = []", references(basket))
    other = basket
    row("other = basket", references(basket))
    shelf = [basket, basket]
    row("shelf = [basket, basket]", references(basket))
    shelf.clear()
    row("shelf.clear()", references(basket))
    del other
    row("del other", references(basket))


def dying():
    title("2. At zero an object dies at once, not later")
    parcel = Parcel("books")
    print("  del parcel")
    del parcel
    print("  ... and only then does the next line run")


def circling():
    title("3. Two objects that hold each other wait for the collector")
    gc.collect()
    gc.disable()
    left, right = Parcel("left"), Parcel("right")
    left.friend, right.friend = right, left
    watcher = weakref.ref(left)
    print("  del left, right")
    del left, right
    row("still alive?", watcher() is not None)
    print("  gc.collect()")
    gc.collect()
    row("still alive?", watcher() is not None)
    gc.enable()


def watching():
    title("4. A weak reference looks at an object without keeping it")
    parcel = Parcel("lamp")
    watcher = weakref.ref(parcel, lambda reference: print("      (the watcher is told)"))
    row("watcher() is parcel", watcher() is parcel)
    row("references to the parcel", references(parcel))
    del parcel
    row("watcher()", watcher())


def sharing():
    title("5. Small integers and names are shared, other values are made anew")
    for number in (5, 256, 257, 10**6):
        again = int(str(number))
        row(f"int('{number}') is {number}", again is number)
    made = "".join(["he", "llo"])
    row("a joined 'hello' is 'hello'", made is "hello".lower().strip())
    row("sys.intern of both is one object", sys.intern(made) is sys.intern("".join(["hel", "lo"])))


def weighing():
    title("6. What things weigh, in bytes")
    row("", "empty", "1 item", "10 items", "100 items")
    kinds = {
        "list": list,
        "tuple": tuple,
        "set": set,
        "dict": lambda items: dict.fromkeys(items),
        "str": lambda items: "x" * len(items),
        "bytes": lambda items: b"x" * len(items),
    }
    for name, make in kinds.items():
        row(name, *(sys.getsizeof(make(range(count))) for count in (0, 1, 10, 100)))
    print()
    row("", "ascii", "é", "日", "😀")
    row("a str of 10 of these characters", *(sys.getsizeof(c * 10) for c in "aé日😀"))
    row("", "0", "2**30", "2**60", "2**600")
    row("int", *(sys.getsizeof(n) for n in (0, 2**30, 2**60, 2**600)))


def growing():
    title("7. A list grows in steps, so that append is cheap")
    items, sizes = [], []
    for number in range(40):
        if not sizes or sys.getsizeof(items) != sizes[-1][1]:
            sizes.append((number, sys.getsizeof(items)))
        items.append(number)
    for length, size in sizes:
        print(f"  {length:>3} items {size:>5} bytes  {'#' * (size // 16)}")


def slimming():
    title("8. __slots__ does away with the dictionary of each instance")

    class Loose:
        def __init__(self):
            self.x, self.y = 1, 2

    class Slim:
        __slots__ = ("x", "y")

        def __init__(self):
            self.x, self.y = 1, 2

    loose, slim = Loose(), Slim()
    row("", "object", "its dict", "together")
    ours, dictionary = sys.getsizeof(loose), sys.getsizeof(loose.__dict__)
    row("with a dictionary", ours, dictionary, ours + dictionary)
    row("with slots", sys.getsizeof(slim), "-", sys.getsizeof(slim))


for chapter in (counting, dying, circling, watching, sharing, weighing, growing, slimming):
    chapter()
