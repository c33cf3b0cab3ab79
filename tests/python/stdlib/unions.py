print(int | str, int | None, (int | str) | float, int | int, isinstance(1, int | str), issubclass(bool, int | None), (int | str).__args__, int | list[int], (int | str) == (str | int), hash(int | str) == hash(str | int), None | int)
for f in (lambda: 1 | int, lambda: int | 1, lambda: isinstance(1, int | list[int]), lambda: int | "x"):
    try:
        print(f())
    except TypeError as e:
        print(e)
match 5:
    case int() | str(): print("matched")
from typing import TypeVar
T = TypeVar("T")
print(list[T] | int, (list[T] | int)[str])
