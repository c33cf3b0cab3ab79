import types, sys
def f(): yield
async def co(): pass
c = co(); c.close()
print([t.__name__ for t in (types.FunctionType, types.LambdaType, types.GeneratorType, types.CoroutineType, types.CodeType, types.CellType, types.MethodType, types.BuiltinFunctionType, types.WrapperDescriptorType, types.MethodWrapperType, types.MethodDescriptorType, types.ClassMethodDescriptorType, types.ModuleType, types.TracebackType, types.FrameType, types.GetSetDescriptorType, types.MemberDescriptorType, types.MappingProxyType, types.SimpleNamespace, types.GenericAlias, types.UnionType, types.EllipsisType, types.NoneType, types.NotImplementedType)])
n = types.SimpleNamespace(a=1, b="x")
n.c = [n]
print(n, n == types.SimpleNamespace(a=1), n.a, types.SimpleNamespace({"k": 1}, z=2), sorted(vars(n)))
m = types.MappingProxyType({"a": 1})
print(m, m["a"], dict(m), m | {"b": 2}, len(m), list(m.items()), m == {"a": 1}, m.get("z"), hash(m) if False else "", m.copy())
for g in (lambda: m.__setitem__, lambda: types.MappingProxyType(5), lambda: types.MethodType(1, 2), lambda: types.MethodType(len, None), lambda: n.nothing, lambda: types.SimpleNamespace(1, 2), lambda: types.CellType().cell_contents, lambda: types.FunctionType(), lambda: types.ModuleType(), lambda: types.GeneratorType(), lambda: type(None)(1), lambda: types.CodeType()):
    try:
        print(g())
    except (TypeError, AttributeError, ValueError) as e:
        print(type(e).__name__, e)
b = types.MethodType(lambda self, x: (self, x), "self")
print(b(1), b.__self__, b == types.MethodType(b.__func__, "self"), types.CellType(5).cell_contents, types.new_class("N", (int,), {}, lambda ns: ns.update(v=1)).v, types.prepare_class("X")[0], types.resolve_bases((list[int],)), type(None)() is None, type(...)() is ..., type(NotImplemented)())
mod = types.ModuleType("m", "doc"); print(mod, mod.__doc__, mod.__name__, vars(mod)["__spec__"])
g = list[int]
print(g, g.__origin__, g.__args__, g([1]), g == list[int], hash(g) == hash(list[int]), dict[str, list[int]], isinstance(g, types.GenericAlias), g.__parameters__, list[int].append, tuple[()], [*tuple[int, ...].__args__])
try:
    isinstance([], list[int])
except TypeError as e:
    print(e)
class D:
    @types.DynamicClassAttribute
    def x(self): return 1
print(D().x)
