# minimum: 3.14
import types, builtins, sys
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
class M:
    def __getitem__(self, k):
        if k == 'len': return lambda x: 'my len'
        if k == '__build_class__': return builtins.__build_class__
        if k == '__import__': return lambda *a: ('import', a[0])
        raise KeyError(k)
t(lambda: eval('len([])', {'__builtins__': M()}))
t(lambda: eval('nope', {'__builtins__': M()}))
t(lambda: eval('print', {'__builtins__': M()}))
t(lambda: eval('[len(1) for x in (1,)]', {'__builtins__': M()}))
t(lambda: eval('(lambda: len(1))()', {'__builtins__': M()}))
t(lambda: eval('len([])', {'__builtins__': {}}))
t(lambda: eval('len([])', {'__builtins__': {'len': lambda x: 'dict len'}}))
m = types.ModuleType('m'); m.len = lambda x: 'module len'
t(lambda: eval('len([])', {'__builtins__': m}))
t(lambda: eval('(lambda: len(1))()', {'__builtins__': m}))
t(lambda: eval('len([])', {'__builtins__': 3}))
t(lambda: eval('len([])', {'__builtins__': None}))
def run(s, b):
    g = {'__builtins__': b}
    try: exec(s, g)
    except BaseException as e: print(type(e).__name__, e); return
    g.pop('__builtins__'); print(g)
run('import sys', M()); run('import sys', {}); run('import sys', 3); run('class A: pass\nx = A.__name__\ndel A', M()); run('class A: pass', {}); run('class A: pass', 3); run('x = len(1)', types.MappingProxyType({'len': lambda x: 'proxy'}))
class D(dict):
    def __getitem__(self, k): return 'D' + k
run('x = abc', D()); run('def f(): return abc\nx = f()\ndel f', D()); run('def f(): return abc\nx = f()\ndel f', M())
class D2(dict):
    def __missing__(self, k): return 'missing ' + k
run('x = abc', D2()); run('def f(): return abc\nx = f()\ndel f', D2())
f = types.FunctionType((lambda: len(1)).__code__, {'__builtins__': M()})
t(f); t(lambda: type(f.__builtins__))
run('assert 0', {}); run('assert 0', 3); run('raise ValueError', M())
run('try: 1/0\nexcept ZeroDivisionError: pass', M())
