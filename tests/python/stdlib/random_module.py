import random
r = random.Random(42)
print([r.random() for _ in range(5)], [r.randint(1, 100) for _ in range(10)], r.choice("abcdef"), r.sample(range(100), 5), r.uniform(1, 2), r.gauss(0, 1), r.getrandbits(100), r.randrange(0, 100, 7))
l = list(range(10)); r.shuffle(l); print(l, r.choices("ab", [1, 3], k=5), r.expovariate(1), r.betavariate(1, 2), r.triangular(), r.normalvariate(), r.lognormvariate(0, 1), r.vonmisesvariate(0, 1), r.gammavariate(2, 1), r.paretovariate(2), r.weibullvariate(1, 2), r.randbytes(4), r.binomialvariate(10, 0.5))
for seed in (0, 1, -1, 2 ** 100, "text", b"bytes", 1.5, None and 0):
    if seed is not None: print(seed, random.Random(seed).random())
s = r.getstate(); a = r.random(); r.setstate(s); print(a == r.random(), len(s[1]), s[0])
random.seed(7); print(random.random(), random.randint(0, 9), random.sample(["a", "b", "c"], counts=[2, 1, 1], k=2))
for f in (lambda: r.choice([]), lambda: r.randint(5, 1), lambda: r.sample([1], 2), lambda: r.sample({1}, 1), lambda: r.randrange(0), lambda: r.randrange(1.5), lambda: r.choices([]), lambda: r.getrandbits(-1), lambda: random.seed([]), lambda: r.setstate(5), lambda: r.randrange(1, 2, 0)):
    try:
        print(f())
    except (IndexError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
