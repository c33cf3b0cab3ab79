"""Under --memory-limit everything that a program can make grow ends in MemoryError, not in a process that grows."""
import codecs
import collections
import functools
import gc
import io
import itertools
import mmap
import pellucid
import queue
import random
import re
import resource
import select
import struct
import sys
import types
import zlib

# With the limit of the test this is what would go far beyond it.
MANY = 8_000_000
nothing = iter(())


def growing(make):
    """Keeps what is made, again and again."""
    kept = []
    for number in range(MANY):
        kept.append(make(number))


def each(do):
    for number in range(MANY):
        do(number)


def unused_data():
    stream = zlib.decompressobj()
    stream.decompress(zlib.compress(b"a"))
    while True:
        stream.decompress(bytes(100_000))


def unconsumed_tail():
    data, kept = zlib.compress(random.randbytes(1_000_000)), []
    while True:
        kept.append(zlib.decompressobj())
        kept[-1].decompress(data, 10)


WAYS = {
    "cycle": lambda: collections.deque(itertools.cycle(itertools.repeat(1)), 0),
    "product": lambda: itertools.product(itertools.repeat(1)),
    "product repeated": lambda: itertools.product([1], repeat=1 << 32),
    "products": lambda: growing(lambda number: itertools.product([1], repeat=10_000)),
    "combinations": lambda: growing(lambda number: itertools.combinations(range(200, 256), 2)),
    "combinations of repeats": lambda: itertools.combinations_with_replacement([1], 1 << 40),
    "permutations": lambda: growing(lambda number: itertools.permutations(range(1000, 2000))),
    "tee": lambda: [pair := itertools.tee(itertools.repeat(1)), collections.deque(pair[0], 0)],
    "zip": lambda: growing(lambda number: zip(*[nothing] * 1000)),
    "zip_longest": lambda: growing(lambda number: itertools.zip_longest(*[nothing] * 1000)),
    "map": lambda: growing(lambda number: map(max, *[nothing] * 1000)),
    "set": lambda: set(itertools.count()),
    "tuple": lambda: tuple(itertools.repeat(1)),
    "list": lambda: list(itertools.repeat(1)),
    "arguments": lambda: print(*itertools.repeat(1)),
    "join": lambda: "".join(itertools.repeat("a")),
    "regular expressions": lambda: growing(lambda number: re._compiler.compile("b" * 1000)),
    "unused data": unused_data,
    "unconsumed tail": unconsumed_tail,
    "compressors": lambda: growing(lambda number: zlib.compressobj()),
    "decompressors": lambda: growing(lambda number: zlib.decompressobj()),
    "BytesIO": lambda: each(functools.partial(lambda stream, number: stream.write(bytes(1000)), io.BytesIO())),
    "BytesIO seek": lambda: [stream := io.BytesIO(), stream.seek(1 << 33), stream.write(b"a")],
    "StringIO": lambda: each(functools.partial(lambda stream, number: stream.write("x" * 1000), io.StringIO())),
    "structures": lambda: growing(lambda number: struct.Struct("ih" * 1000)),
    "lru_cache": lambda: each(functools.lru_cache(None)(lambda number: None)),
    "limited lru_cache": lambda: each(functools.lru_cache(MANY)(lambda number: None)),
    "deque": lambda: collections.deque(itertools.repeat(1)),
    "queue": lambda: each(queue.SimpleQueue().put),
    "generators of numbers": lambda: growing(lambda number: random.Random(0)),
    "code": lambda: growing(lambda number: compile("x=" + "+".join(["y"] * 100), "f", "exec")),
    "poll": lambda: growing(lambda number: [poll := select.poll(), [poll.register(other) for other in range(200)]]),
    "mappings": lambda: growing(lambda number: mmap.mmap(-1, 1 << 16)),
    "namespace": lambda: types.SimpleNamespace(**{str(number): number for number in range(MANY)}),
    # The last: they stay.
    "error handlers": lambda: each(lambda number: codecs.register_error(f"{number:0500}", print)),
}


def ends(way):
    try:
        way()
    except MemoryError:
        return True
    return False


for name, way in WAYS.items():
    assert ends(way), name
    gc.collect()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    if sys.argv[1:]:
        print(name, peak, pellucid.memory().bytes_live >> 20, file=sys.stderr)
    assert peak < 400, (name, peak)
print("held")
