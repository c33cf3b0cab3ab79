"""Unpacking into locals that lie side by side: also where the value is one of them, and when the old values go."""
# minimum: 3.14


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def own_value():
    a = (1, 2)
    a, b = a
    print(a, b)
    b = [3, 4]
    a, b = b
    print(a, b)
    pair = ([5], 6)
    (a,), b = pair
    print(a, b)


def old_values():
    a, b = Loud("first a"), Loud("first b")
    pair = (Loud("second a"), Loud("second b"))
    print("unpack")
    a, b = pair
    print("unpacked")
    del pair
    a = None
    b = None
    print("end")


def wrong_length():
    a, b = 1, 2
    for value in ((), (1,), (1, 2, 3), 5, "xy", {"k": 1}, iter([7, 8])):
        try:
            a, b = value
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
        print(a, b)


def unbound():
    for a, b in []:
        pass
    try:
        print(a)
    except UnboundLocalError as error:
        print(error)


def loops():
    for a, b in zip("xy", [1, 2]):
        for b, a in enumerate([a, b]):
            print(a, b)
    print([x + y for x, y in {1: 2, 3: 4}.items()])


def order_of_names():
    (second, first) = 1, 2
    [third, fourth] = "ab"
    first, second = second, first


own_value()
old_values()
wrong_length()
unbound()
loops()
print(order_of_names.__code__.co_varnames)
