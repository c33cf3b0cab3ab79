def numbers(n):
    for i in range(n): yield i
def squares(it):
    for x in it: yield x * x
def evens(it): return (x for x in it if x % 2 == 0)
print(sum(evens(squares(numbers(1000)))))
def window(it, n):
    w = []
    for x in it:
        w.append(x)
        if len(w) > n: w.pop(0)
        if len(w) == n: yield tuple(w)
print(list(window("abcde", 3)))
def coroutine_average():
    total = count = 0
    average = None
    while True:
        value = yield average
        total += value
        count += 1
        average = total / count
c = coroutine_average()
next(c)
print([c.send(x) for x in (10, 20, 60)])
def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1
import itertools
print(list(itertools.islice(primes(), 15)))
def flatten(x):
    if isinstance(x, list):
        for y in x: yield from flatten(y)
    else: yield x
print(list(flatten([1, [2, [3, [4]], 5], [[[]]], 6])))
def permute(items):
    if not items: yield ()
    for i in range(len(items)):
        for rest in permute(items[:i] + items[i + 1:]): yield (items[i],) + rest
print(len(list(permute("abcde"))), next(permute("xyz")))
