def f(value):
    match value:
        case 0 | 1:
            return "small"
        case int(n) if n < 0:
            return f"negative {n}"
        case str():
            return "string"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [x, y]:
            return f"two {x} {y}"
        case [first, *rest]:
            return f"first {first}, rest {rest}"
        case {"kind": kind, **others}:
            return f"kind {kind}, {others}"
        case None | True | False:
            return "singleton"
        case _:
            return "other"
for value in [0, 1, -5, 7, "x", [], [1], (1, 2), [1, 2, 3], {"kind": "k", "a": 1}, {}, None, 2.5]:
    print(value, f(value))
