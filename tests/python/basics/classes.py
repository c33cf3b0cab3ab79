class Point:
    kind = "point"
    def __init__(self, x, y=0):
        self.x = x
        self.y = y
    def move(self, dx, dy):
        self.x += dx
        self.y += dy
        return self
    def __repr__(self):
        return f"Point({self.x}, {self.y})"
    def __eq__(self, other):
        return self.x == other.x and self.y == other.y
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)
p = Point(1, 2)
print(p, p.x, p.kind, Point.kind)
print(p.move(1, 1), p == Point(2, 3), p != Point(0), p + p)
p.extra = "new"
print(p.extra, p.__dict__)
del p.extra
try:
    p.extra
except AttributeError as error:
    print(error)
class Empty: pass
e = Empty()
e.value = 1
Empty.shared = 2
print(e.value, e.shared, type(e) is Empty, isinstance(e, Empty), isinstance(p, Empty))
m = p.move
m(10, 10)
print(p)
print(getattr(p, "x"), getattr(p, "zz", "default"), hasattr(p, "y"))
setattr(p, "x", 99)
print(p.x, type(p).__name__, Point.__name__)
