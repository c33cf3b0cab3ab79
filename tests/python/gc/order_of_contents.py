# minimum: 3.14
class T:
    def __init__(s,n): s.n=n
    def __del__(s): print(s.n,end=' ')
d={'a':T(1),'b':T(2),'c':T(3)}; d=None; print()
d={1:T(1),2:T(2),3:T(3)}; d=None; print()
d={'a':T(1),'b':T(2),'c':T(3)}; d.clear(); print()
l=[T(1),T(2),T(3)]; l=None; print()
l=[T(1),T(2),T(3)]; l.clear(); print()
l=(T(1),T(2),T(3)); l=None; print()
class H: pass
h=H(); h.a=T(1); h.b=T(2); h.__dict__; h=None; print()
h=H(); h.a=T(1); h.b=T(2); h.c=T(3); h=None; print()
class S: __slots__='a','b','c'
h=S(); h.c=T(1); h.b=T(2); h.a=T(3); h=None; print()
import collections
d=collections.deque([T(1),T(2),T(3)]); d=None; print()
d=collections.OrderedDict(a=T(1),b=T(2),c=T(3)); d=None; print()
class D(dict): pass
d=D(a=T(1),b=T(2)); d.x=T(3); d=None; print()
class L(list): pass
d=L([T(1),T(2)]); d.x=T(3); d.y=T(4); d=None; print()
e=ValueError(T(1),T(2)); e.x=T(3); e=None; print()
def f(a=T(1),b=T(2),*,c=T(3)): pass
f=None; print()
def mk():
    a,b,c=T(1),T(2),T(3)
    return lambda: (c,b,a)
m=mk(); m=None; print()
class C: a=T(1); b=T(2)
C=None; import gc; gc.collect(); print()
def g():
    a=T(1); b=T(2); yield; c=T(3)
x=g(); next(x); x=None; print()
def loc():
    c=T(1); a=T(2); b=T(3); (lambda: c)
loc(); print()
def args(a,b,*c,**d): x=T(9)
args(T(1),T(2),T(3),k=T(4)); print()
print([T(1),T(2)] and 1, (T(3),T(4)) and 2)
import itertools
z=itertools.chain([T(1)],[T(2)]); z=None; print()
class M:
    def m(self): pass
import functools
p=functools.partial(T(1).__init__, T(2), k=T(3)); p=None; print()
def exc():
    a=T(1); b=T(2); raise KeyError
try: exc()
except KeyError as e: pass
print()
