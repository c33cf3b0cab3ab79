import typing
from typing import *
T = TypeVar("T"); K = TypeVar("K", bound=int); P = ParamSpec("P")
print(List[int], Dict[str, Any], Callable[[int], str], Callable[..., T], Tuple[int, ...], Literal[1, "a"], Annotated[int, "meta"], ClassVar[int], Final[str], Type[int], Generic[T], T, K.__bound__, P, Concatenate[int, P], TypeVarTuple("Ts"), NewType("N", int)(5), Any, NoReturn, Self)
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
print(Box[int], Box[int](5).v, Box[int].__args__, Box.__parameters__, get_origin(Box[int]), get_args(Dict[str, int]), get_origin(list[int]), Box[int] == Box[int])
@runtime_checkable
class Closer(Protocol):
    def close(self) -> None: ...
class Has:
    def close(self): pass
print(isinstance(Has(), Closer), isinstance(5, Closer), issubclass(Has, Closer))
class TD(TypedDict, total=False):
    a: Required[int]
    b: str
print(TD(a=1), TD.__required_keys__, TD.__optional_keys__)
class NT(NamedTuple):
    x: int
    y: str = "d"
print(NT(1), NT._fields, NT.__annotations__ if False else NT._field_defaults)
def f(a: int, b: "str" = "x") -> List["int"]: ...
print({k: str(v) for k, v in get_type_hints(f).items()}, cast(int, "x"), overload.__name__, assert_type(5, int), reveal_type.__name__, is_typeddict(TD), final(Has) is Has, no_type_check.__name__)
@overload
def o(x: int) -> int: ...
@overload
def o(x: str) -> str: ...
def o(x): return x
print(o(5), len(get_overloads(o)))
for g in (lambda: Box[int, str], lambda: Generic[int], lambda: List[1, 2], lambda: TypeVar("A", int), lambda: Literal[1]() , lambda: isinstance(1, List[int]), lambda: Closer(), lambda: Any(), lambda: ClassVar[1, 2], lambda: TypeVar("B", bound=1, covariant=True, contravariant=True), lambda: assert_never(1)):
    try:
        print(g())
    except (TypeError, ValueError, AssertionError) as e:
        print(type(e).__name__, e)
try:
    class Bad(Generic[T], Generic[K]): pass
except TypeError as e:
    print(e)
print(typing.TYPE_CHECKING, isinstance("", typing.Sized), ForwardRef("x"), typing.get_protocol_members(Closer))
