import importlib, inspect, sys, types
m = importlib.import_module("collections.abc")
print(m.__name__, importlib.util.find_spec("json").name if importlib.import_module("importlib.util") else "", importlib.util.find_spec("no_such") is None)
def f(a, b: int = 2, /, *c, d=3, **e) -> str:
    "doc"
s = inspect.signature(f)
print(s, list(s.parameters), s.parameters["b"].default, s.parameters["b"].kind, s.return_annotation, s.bind(1, 2, 3, d=4).arguments)
print(inspect.getdoc(f), inspect.isfunction(f), inspect.isclass(int), inspect.isbuiltin(len), inspect.ismodule(sys), inspect.ismethod([].append), inspect.isroutine(len), inspect.getmro(bool), inspect.getsource(f))
print(inspect.getfullargspec(f), inspect.signature(lambda x, *, y=1: 0), inspect.signature(print), inspect.signature(len), inspect.signature(int.from_bytes), inspect.cleandoc("a\n   b"))
class C:
    x = 1
    def m(self, q): pass
    @classmethod
    def c(cls): pass
    @property
    def p(self): pass
print(inspect.signature(C), inspect.signature(C.m), inspect.signature(C().m), [n for n, _ in inspect.getmembers(C) if not n.startswith("__")], inspect.classify_class_attrs(C)[-1].kind, inspect.getattr_static(C, "p"). __class__)
print(inspect.stack()[0].function, inspect.currentframe().f_lineno > 0, inspect.getmodule(f).__name__, inspect.unwrap(f) is f)
mod = types.ModuleType("made", "doc")
mod.v = 1
sys.modules["made"] = mod
import made
print(made.v, made, made.__doc__)
try:
    s.bind()
except TypeError as e:
    print(e)
try:
    inspect.signature(5)
except TypeError as e:
    print(e)
