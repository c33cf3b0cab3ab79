"""A pairwise iterator whose source steps it keeps the item that it had before it asked."""
from itertools import pairwise


def check(reenter_at, count):
    class Source:
        taken = 0

        def __iter__(self):
            return self

        def __next__(self):
            self.taken += 1
            if self.taken in reenter_at:
                return next(pairs)
            return [self.taken]

    pairs = pairwise(Source())
    print(reenter_at, [next(pairs) for _ in range(count)])


for places in (1,), (2,), (3,), (1, 2), (1, 3), (1, 4), (2, 3):
    check(places, 3)
