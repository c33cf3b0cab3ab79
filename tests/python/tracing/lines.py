# minimum: 3.14
# What a trace function hears of: calls, lines, exceptions, returns, with the lines they happen on.
import sys
out=[]
def tracer(frame, event, arg):
    if frame.f_code.co_filename != __file__: return None
    if event=='exception': arg=arg[0].__name__
    out.append((frame.f_code.co_name, event, frame.f_lineno-frame.f_code.co_firstlineno, arg if isinstance(arg,(int,str,type(None))) else type(arg).__name__))
    return tracer
def show(f,*a):
    out.clear()
    sys.settrace(tracer)
    try: f(*a)
    except Exception as e: pass
    finally: sys.settrace(None)
    print('==', f.__name__)
    for o in out: print('  ', *o)
def simple(a):
    x = 1
    y = a
    return x+y
def loop(n):
    for i in range(n):
        x = i
    while n:
        n -= 1
    while True:
        n += 1
        if n > 2: break
    return 3
def oneline(n):
    for i in range(n): x = i
    return [i for i in range(3)]
def multiline():
    l = [i for i in range(2)]
    return dict(a=1,
         b=2,
         c=len(
            l))
def trying():
    try:
        x = 1
        1/0
    except ZeroDivisionError as e:
        y = 2
    else:
        z = 1
    finally:
        w = 3
    try:
        a = 1
    finally:
        b = 2
    return w
def gen():
    x = yield 1
    try:
        yield 2
    finally:
        print
def usegen():
    for i in gen(): pass
    g = gen()
    next(g); g.close()
def deleg():
    yield from [1, 2]
    return 5
def usedeleg():
    return list(deleg())
class CM:
    def __enter__(self): return self
    def __exit__(self, *a): return True
def withs():
    with CM() as c:
        x = 1
        raise ValueError
    with CM(): pass
    return 1
def decorated():
    @show.__class__.__call__ if 0 else (lambda f: f)
    def inner(
        a=1,
        b=2):
        return a
    class K(object):
        x = 1
        def m(self): return 2
    return inner(K().m())
def conds(a, b):
    if a:
        x = 1
    elif b:
        x = 2
    else:
        x = 3
    x = 1 if a else 2
    if a and b or \
       x:
        pass
    assert x, "m"
    for i in ():
        pass
    else:
        z = 1
    global q
    return (a
            and b)
def matching(v):
    match v:
        case 1:
            return 1
        case [a, b]:
            x = a
        case _:
            x = 2
    return x
def raising():
    def inner():
        raise KeyError
    inner()
def cont():
    for i in range(3):
        if i:
            continue
        x = 1
    for i in range(2):
        try:
            if i: break
        finally:
            pass
def nested():
    c = 1
    def f(): return c
    return f() + (lambda: c)()
for f,a in ((simple,(1,)),(loop,(2,)),(oneline,(2,)),(multiline,()),(trying,()),(usegen,()),(usedeleg,()),(withs,()),(decorated,()),(conds,(1,0)),(conds,(0,1)),(conds,(0,0)),(matching,(1,)),(matching,([1,2],)),(matching,(3,)),(raising,()),(cont,()),(nested,())):
    show(f,*a)
