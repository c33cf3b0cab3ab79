# minimum: 3.14
class MyKey(object):
    def __hash__(self):
        return hash('mykey')
    def __eq__(self, other):
        X.__bases__ = (Base2,)
class Base(object):
    mykey = 'from Base'
    mykey2 = 'from Base'
class Base2(object):
    mykey = 'from Base2'
    mykey2 = 'from Base2'
import warnings
warnings.simplefilter('ignore')
X = type('X', (Base,), {MyKey(): 5})
print(X.mykey)
print(X.mykey2)
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return hash(self.n)
    def __eq__(self, other): return other == self.n
class S(str):
    __hash__ = str.__hash__
    def __eq__(self, o): return str.__eq__(self, o)
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    Y = type('Y', (), {K('a'): 1, S('b'): 2, K('__len__'): lambda s: 7, 'c': 3, S('__call__'): lambda s: 'called'})
    print([str(x.message) for x in w])
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
for o in Y, Y():
    t(lambda: o.a); t(lambda: o.b); t(lambda: o.c); t(lambda: hasattr(o, 'd')); t(lambda: getattr(o, 'a')); t(lambda: o.__len__.__name__)
t(lambda: len(Y())); t(lambda: Y()())
class Z(Y): pass
t(lambda: Z.a); t(lambda: Z().b); t(lambda: Z().a)
Z.a = 5
t(lambda: Z.a); t(lambda: Y.a)
Y.a = 6
t(lambda: Y.a); t(lambda: len(Y.__dict__)); t(lambda: Z().c)
del Y.a
t(lambda: Y.a); t(lambda: Y.c); t(lambda: super(Z, Z()).b)
class Bad:
    def __hash__(self): return hash('bad')
    def __eq__(self, o): raise ZeroDivisionError('no')
B = type('B', (), {Bad(): 1})
t(lambda: B.bad)
t(lambda: B().bad)
t(lambda: hasattr(B, 'bad'))
o = Y(); o.__dict__[K('inst')] = 8
t(lambda: o.inst)
t(lambda: eval('q', {K('q'): 1}))
t(lambda: eval('q', {}, {K('q'): 1}))
t(lambda: isinstance(Y(), __import__('collections.abc').abc.Sized))
match Y():
    case Y(a=1): print('m')
    case _: print('no')
