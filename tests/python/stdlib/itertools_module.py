from itertools import *
print(list(islice(count(5, 2), 3)), list(islice(cycle("ab"), 5)), list(repeat(1, 3)), list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=10)), list(chain([1], "a")), list(chain.from_iterable(["ab", "c"])), list(compress("abcd", [1, 0, 1, 0])))
print(list(dropwhile(lambda x: x < 2, [1, 2, 1])), list(takewhile(lambda x: x < 2, [1, 2, 1])), list(filterfalse(None, [0, 1])), list(starmap(pow, [(2, 3), (3, 2)])), list(zip_longest("ab", [1], fillvalue="-")), list(pairwise("abc")), list(batched("abcde", 2)), [(k, list(g)) for k, g in groupby("aabbca")], [(k, list(g)) for k, g in groupby([1, 3, 2, 4], key=lambda x: x % 2)])
print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(permutations("abc", 2)), list(combinations("abcd", 2)), list(combinations_with_replacement("ab", 2)), len(list(permutations(range(5)))))
a, b = tee([1, 2, 3])
print(next(a), list(b), list(a), list(islice("abcdefg", 1, 6, 2)), list(islice("abc", None)), count(1.5), repeat("x"), next(count(10 ** 30)), repeat(5, 2).__length_hint__())
for f in (lambda: islice([], -1), lambda: count("a"), lambda: list(combinations("a", -1)), lambda: batched("a", 0), lambda: cycle(5), lambda: product([1], repeat=-1), lambda: list(batched("abc", 2, strict=True)), lambda: accumulate(5), lambda: islice([], 1, 2, 0), lambda: next(repeat(1, 0)), lambda: starmap(pow, 5)):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
    except StopIteration:
        print("stop")
g = groupby("aab")
k, first = next(g)
k, second = next(g)
print(list(first), list(second))
