def first[T](xs: list[T]) -> T: return xs[0]
class Box[T, *Ts, **P]:
    def get[U: int](self, x: U) -> U: return x
type Pair[A, B] = tuple[A, B]
type Rec = list[Rec] | int
type Lazy = undefined_until_asked
print(first([1]), first.__type_params__, Box.__type_params__, Box.get.__type_params__)
print(Pair, Pair.__value__, Pair.__type_params__, Pair[int, str], Rec.__value__, Pair.__name__)
T = first.__type_params__[0]
print(T.__name__, T.__bound__, T.__constraints__, T.__covariant__, T.__infer_variance__, type(T))
print(Box.get.__type_params__[0].__bound__, Box.__orig_bases__, Box.__parameters__)
def c[T: (int, str)](x: T): return T
print(c(1).__constraints__, Box[int, str, [int]].__class__.__name__)
try:
    Lazy.__value__
except NameError as e:
    print(e)
class Sub[T](dict[str, T]): pass
print(Sub.__bases__, Sub.__orig_bases__, Sub[int])
def outer[T]():
    def inner[U](): return T, U
    return inner()
print(outer())
class K[T]:
    x: T
    def m(self): return T
print(K().m())
