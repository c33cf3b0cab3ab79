from abc import ABC, abstractmethod, ABCMeta
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    @classmethod
    @abstractmethod
    def make(cls): ...
class Square(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
    name = "square"
    @classmethod
    def make(cls): return cls(1)
class Half(Shape):
    def area(self): return 1
for cls in (Shape, Half):
    try:
        cls()
    except TypeError as error:
        print(error)
print(Square(3).area(), Square.make().name, sorted(Shape.__abstractmethods__), isinstance(Square(1), Shape))
class One(metaclass=ABCMeta):
    @abstractmethod
    def only(self): ...
try:
    One()
except TypeError as error:
    print(error)
@One.register
class Virtual: pass
print(issubclass(Virtual, One), isinstance(Virtual(), One), Virtual.__mro__)
class Sized(ABC):
    @classmethod
    def __subclasshook__(cls, other): return hasattr(other, "size") or NotImplemented
class Has: size = 1
print(issubclass(Has, Sized), issubclass(int, Sized))
