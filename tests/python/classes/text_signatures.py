# minimum: 3.14
import builtins, types, collections, functools, itertools
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
for n in sorted(vars(builtins)):
    o = getattr(builtins, n)
    if isinstance(o, type):
        print(n, repr(o.__text_signature__))
for o in types.FunctionType, types.MethodType, types.CodeType, types.CellType, types.ModuleType, types.MappingProxyType, types.SimpleNamespace, types.GenericAlias, types.CoroutineType, types.GeneratorType, types.FrameType, types.TracebackType, collections.OrderedDict, collections.deque, collections.defaultdict, functools.partial, itertools.chain, type(None), type(...), type(NotImplemented), types.UnionType:
    print(o.__name__, repr(o.__text_signature__))
class C:
    "C(a, b)\n--\n\ndoc"
class D: pass
class E(int): pass
class F:
    __text_signature__ = '(x)'
t(lambda: C.__text_signature__); t(lambda: D.__text_signature__); t(lambda: E.__text_signature__); t(lambda: F.__text_signature__)
t(lambda: C.__doc__)
t(lambda: type.__dict__['__text_signature__'].__get__(int))
t(lambda: type.__dict__['__text_signature__'].__get__(C))
t(lambda: type.__dict__['__text_signature__'])
def st(c):
    c.__text_signature__ = 'x'
t(lambda: st(D)); t(lambda: D.__text_signature__)
t(lambda: st(int))
t(lambda: type.__text_signature__)
import inspect
for n in 'int', 'float', 'list', 'tuple', 'dict', 'set', 'str', 'bytes', 'object', 'type', 'range', 'zip', 'map', 'enumerate', 'property', 'super', 'complex', 'memoryview', 'slice', 'bool':
    t(lambda: str(inspect.signature(getattr(builtins, n))))
