class C[T: int, *Ts, **P]:
    def f[U](self, x: T, y: U = 3, *, z=4) -> U:
        match x:
            case [1, 2, *rest] if rest: return rest
            case {"a": a, **kw}: return a, kw
            case C(q, w=e) | D(q, w=e): return q
            case (1 | 2) as n: return n
            case [_, *_, last]: return last
            case None | True: pass
            case str(): pass
            case _: pass
type A[T] = list[T]
def g():
    try:
        a()
    except* ValueError as e:
        print(e)
    except* (TypeError, KeyError):
        raise
    else:
        b()
    finally:
        c()
    x = t"a{x!r:>{w}}b{y}"
    return [lambda: x for x in [lambda: y for y in z]]
async def k():
    return [x async for x in y], {a: b async for a, b in c}, (i async for i in j)
