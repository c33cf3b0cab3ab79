# functools.lru_cache: what it keeps, what it forgets, what it keeps alive.
import copy, functools, gc, pickle, sys, threading, weakref


@functools.lru_cache(maxsize=3)
def square(x):
    print("computing", x)
    return x * x


print([square(n) for n in (1, 2, 3, 1, 4, 2, 1)])
print(square.cache_info(), square.cache_parameters(), square.__wrapped__(5))
square.cache_clear()
print(square.cache_info(), square.__name__, square.__doc__, square.__module__)
print(type(square).__name__, repr(square).startswith("<functools._lru_cache_wrapper object at 0x"))


@functools.lru_cache
def plain(*args, **kwargs):
    return args, kwargs


print(plain(1), plain(1.0), plain(True), plain.cache_info())
plain.cache_clear()
print(plain(a=1, b=2), plain(b=2, a=1), plain.cache_info(), plain.cache_parameters())


@functools.lru_cache(maxsize=None, typed=True)
def typed(x):
    return type(x).__name__


print(typed(1), typed(1.0), typed(True), typed("1"), typed(b"1"), typed.cache_info(), typed.cache_parameters())


@functools.lru_cache(maxsize=0)
def nothing(x):
    return x


print(nothing(1), nothing(1), nothing.cache_info())


@functools.lru_cache(maxsize=-5)
def negative(x):
    return x


print(negative(1), negative(1), negative.cache_info())
for bad in (lambda: functools.lru_cache("x"), lambda: functools.lru_cache(1.5)(len), lambda: plain([]), lambda: functools.lru_cache(3)(5)):
    try:
        bad()
    except TypeError as problem:
        print(problem)


@functools.cache
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


print(fibonacci(90), fibonacci.cache_info())


@functools.lru_cache(maxsize=2)
def failing(x):
    print("trying", x)
    if x < 0:
        raise ValueError(x)
    return x


for x in (1, -1, -1, 1):
    try:
        failing(x)
    except ValueError as problem:
        print("failed", problem)
print(failing.cache_info())


# The order of use decides what goes.
@functools.lru_cache(maxsize=2)
def order(x):
    print("computing", x)
    return x


for x in "abacab":
    order(x)


# The function may use its own cache, and so may the comparison of keys.
@functools.lru_cache(maxsize=3)
def countdown(n):
    return 0 if n == 0 else 1 + countdown(n - 1)


print(countdown(10), countdown.cache_info())


class Key:
    def __init__(self, value): self.value = value
    def __hash__(self): return 5
    def __eq__(self, other):
        order.cache_clear()
        order("x")
        return self.value == other.value


print(order.cache_info())
print(plain(Key(1))[0][0].value, plain(Key(2))[0][0].value, plain(Key(1))[0][0].value)


# The leak: a cached method keeps its instances.
class Service:
    @functools.lru_cache(maxsize=4)
    def answer(self, n): return n
    def __del__(self): print("service gone")


service = Service()
watch = weakref.ref(service)
print(service.answer(1), service.answer(1), Service.answer.cache_info())
print(sys.getrefcount(service))
del service
gc.collect()
print(watch() is not None)
Service.answer.cache_clear()
print(watch())
for n in range(6):
    Service().answer(n)
print(Service.answer.cache_info().currsize)
Service.answer.cache_clear()


# Results and keys live as long as they are remembered.
class Result:
    def __init__(self, n): self.n = n
    def __del__(self): print("result gone", self.n)


@functools.lru_cache(maxsize=2)
def make(n): return Result(n)


make(1), make(2)
print("two")
make(3)
print("three")
make.cache_clear()
print("cleared")


# Weak references, copies, pickles, attributes, subclasses.
print(weakref.ref(square)() is square, copy.copy(square) is square, copy.deepcopy(square) is square)
print(pickle.loads(pickle.dumps(square)) is square)
square.note = 1
print(square.note, square.__dict__["note"], callable(square))
print(functools.lru_cache(1)(len)("abc"))


class Both:
    @staticmethod
    @functools.lru_cache
    def static(x): return x
    @classmethod
    @functools.lru_cache
    def of_class(cls, x): return cls.__name__, x


print(Both.static(1), Both.of_class(2), Both().of_class(2), Both.__dict__["of_class"].__func__.cache_info())


# Threads share a cache.
@functools.lru_cache(maxsize=50)
def shared(x): return x


def work():
    for i in range(500):
        assert shared(i % 60) == i % 60


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
info = shared.cache_info()
print(info.hits + info.misses, info.currsize, info.maxsize)


# partial, cmp_to_key, reduce
p = functools.partial(print, 1, 2, sep="-")
p(3)
q = functools.partial(p, 4, end="!\n")
print(q.func is print, q.args, sorted(q.keywords.items()), repr(functools.partial(int, base=2)))
q(5)
print(pickle.loads(pickle.dumps(functools.partial(int, base=2)))("101"))
key = functools.cmp_to_key(lambda a, b: b - a)
print(sorted([3, 1, 2], key=key), key(1) > key(2), key(1).obj)
print(functools.reduce(lambda a, b: a + b, [1, 2, 3]), functools.reduce(lambda a, b: a + b, [], 7))
try:
    functools.reduce(lambda a, b: a, [])
except TypeError as problem:
    print(problem)
