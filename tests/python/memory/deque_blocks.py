"""A deque has blocks of 64 items, and its size says how the items lie in them: on every way on which they come, go and turn."""
# minimum: 3.14
import random
import sys
from collections import deque
from zlib import crc32


class Own(deque):
    pass


def change(d, action, n):
    match action:
        case 0 | 1:
            d.append(n)
        case 2:
            d.appendleft(n)
        case 3:
            d.pop()
        case 4:
            d.popleft()
        case 5:
            d.rotate(n - 500)
        case 6:
            d.insert(n - 500, n)
        case 7:
            del d[n % (2 * len(d) + 1) - len(d)]
        case 8 if d:
            d.remove(d[n % len(d)])
        case 9:
            d.extend(range(n % 200))
        case 10:
            d.extendleft(range(n % 200))
        case 11 if len(d) < 2000:
            d *= n % 4
        case 12:
            d = d.copy()
        case 13 if len(d) < 2000:
            d = d * (n % 3)
        case 14 if n % 10 == 0:
            d.clear()
        case 15 if len(d) < 500:
            d += d
        case 16 if len(d) < 500:
            d = d + d
        case 17:
            d.reverse()
    return d


numbers = random.Random(5)
for round in range(30):
    maxlen = None if round % 3 else numbers.randrange(300)
    kind = Own if round % 5 == 4 else deque
    d = kind(range(numbers.choice([0, 1, 2, 70, 500])), maxlen)
    sizes = []
    for step in range(200):
        try:
            d = change(d, numbers.randrange(18 if round % 2 else 9), numbers.randrange(1000))
        except IndexError as error:
            sizes.append(str(error))
        sizes.append(sys.getsizeof(d))
    contents = crc32(repr(list(d)).encode()), crc32(repr(list(reversed(d))).encode())
    print(round, maxlen, len(d), *contents, crc32(repr(sizes).encode()), sizes[-1])
