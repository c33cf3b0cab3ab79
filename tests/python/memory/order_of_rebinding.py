# minimum: 3.14
# The order in which the old values of names die that are bound together.
class D:
    def __init__(s,n): s.n=n
    def __del__(s): print('del', s.n)
def f():
    a, b = D('a'), D('b')
    print('--2'); a, b = 1, 2
    a, b, c = D('a'), D('b'), D('c')
    print('--3'); a, b, c = 1, 2, 3
    a, b, c, d = D('a'), D('b'), D('c'), D('d')
    print('--4'); a, b, c, d = 1, 2, 3, 4
    a, b = D('a'), D('b')
    print('--swap'); a, b = b, a
    print('--list'); [a, b] = [1, 2]
    a, b = D('a'), D('b')
    t = (1, 2)
    print('--t'); a, b = t
    a, b = D('a'), D('b')
    print('--star'); a, *b = 1, 2, 3
    a = b = D('a')
    print('--chain'); a = b = 3
    a, b = D('a'), D('b')
    x, y = 1, 2
    print('--names'); a, b = x, y
    a, b = D('a'), D('b')
    print('--for')
    for a, b in [(1, 2)]: print('body')
    a, b = D('a'), D('b')
    print('--lists'); a, b = [1, 2]
    a, b = D('a'), D('b')
    print('--calls'); a, b = len(''), len('a')
    class O: pass
    o = O(); o.a = D('oa'); o.b = D('ob')
    print('--attrs'); o.a, o.b = 1, 2
    print('--with del'); a, b = D('a'), D('b'); del a, b
    print('--func')
    def g(x, y): pass
    g(D('x'), D('y'))
    print('--end')
    a, b, c = D('a'), D('b'), D('c')
f()
a, b = D('ga'), D('gb')
print('--g'); a, b = 1, 2
a, b, c = D('ga'), D('gb'), D('gc')
print('--g3'); a, b, c = 1, 2, 3
