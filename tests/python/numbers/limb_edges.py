"""Integers about the ends of one, two and three words: every operation, with what it gives or raises.

Only a check sum is shown of each operation, over all operands.
"""
import math
import operator
import struct
import zlib

EDGES = [0, 1, -1, 2, -2, 3, 7, -7, 255, 256, 257]
for power in (31, 32, 53, 62, 63, 64, 65, 126, 127, 128, 129, 191, 192, 255, 256, 257):
    for near in (-1, 0, 1):
        EDGES += [(1 << power) + near, -(1 << power) + near]

ONE = {
    "neg": operator.neg, "pos": operator.pos, "abs": abs, "invert": operator.invert, "bits": int.bit_length, "ones": int.bit_count,
    "hash": hash, "float": float, "str": str, "hex": hex, "bool": bool, "sqrt": math.isqrt, "format": lambda x: f"{x:,} {x:+d} {x:x} {x:e}",
    "percent": lambda x: "%d %x %o" % (x, x, x), "bytes": lambda x: x.to_bytes(40, "little", signed=True), "round": lambda x: (round(x, -3), round(x, -30)),
    "back": lambda x: (int(str(x)), int(hex(x), 16), int.from_bytes(x.to_bytes(40, "big", signed=True), "big", signed=True)),
    "range": lambda x: (list(range(x, x + 5)), list(range(x, x - 5, -2)), list(reversed(range(x, x + 7, 3))), range(x, x + 10, 2)[-1]),
    "within": lambda x: (x in range(x - 10, x + 10, 5), range(x - 1, x + 9).index(x)), "index": lambda x: range(x).index(x - 1),
    "slice": lambda x: ([1, 2, 3][x:], [1, 2, 3][:x], slice(x, None, x or 1).indices(10)), "item": lambda x: [1][x],
    "left": lambda x: (x << 1, x << 5, x << 64, x << 127), "right": lambda x: (x >> 1, x >> 3, x >> 63, x >> 64, x >> 100, x >> 400),
    "pack": lambda x: struct.pack("q", x), "sorted": lambda x: sorted([x, 0, -x, ~x]), "sum": lambda x: sum([x, x, 1]),
    "power": lambda x: (pow(x, 3), pow(x, 5, 1000007), (-x) ** 2), "times": lambda x: x * 1.5, "same": lambda x: x == float(x),
    "parts": lambda x: (x.as_integer_ratio(), x.conjugate(), x.real, x.imag), "by": lambda x: (x // -1, x % -1, divmod(x, -3), x // 10),
}
TWO = [operator.add, operator.sub, operator.mul, operator.floordiv, operator.mod, operator.truediv, divmod, operator.and_, operator.or_,
       operator.xor, operator.lt, operator.eq, operator.le, math.gcd]


def outcome(function, *operands):
    try:
        return repr(function(*operands))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for name, function in ONE.items():
    print(name, zlib.crc32("\n".join(outcome(function, edge) for edge in EDGES).encode()))
for function in TWO:
    print(function.__name__, zlib.crc32("\n".join(outcome(function, a, b) for a in EDGES for b in EDGES).encode()))


class Counted(int):
    """Its attributes lie behind the limbs."""


for edge in EDGES:
    counted = Counted(edge)
    counted.name = edge
    assert counted == edge == counted.name and int(counted) == edge and hash(counted) == hash(edge)
    assert type(counted + 0) is int and vars(counted) == {"name": edge}
print("derived")
