s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(3), slice(-2, None).indices(10), slice(None, None, -1).indices(4))
print(slice(5), slice(1, 2) == slice(1, 2), slice(1) < slice(2), hash(slice(1, 2)) == hash(slice(1, 2)))
class Show:
    def __getitem__(self, k): return k
x = Show()
print(x[1:2], x[:], x[::], x[1:2:3], x[1:2, ...], x["a":"b"], x[-1:])
for f in (lambda: slice(), lambda: slice(1, 2, 0).indices(5), lambda: slice("a").indices(5), lambda: slice(1).indices(-1), lambda: slice(1).indices("x"), lambda: setattr(s, "start", 3), lambda: [][slice("a")]):
    try:
        print(f())
    except (TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__, error)
