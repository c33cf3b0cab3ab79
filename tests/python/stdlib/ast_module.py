import ast
t = ast.parse("x = 1 + 2 * y\nif x > 3: print(f'{x!r}', *a, k=2)")
print(ast.dump(t))
print(ast.dump(t.body[0], indent=2))
print(ast.unparse(t))
print(ast.literal_eval("{'a': [1, 2.5, (True, None)], -1: {b'x'}}"), ast.literal_eval("1+2j"))
for bad in ("f()", "1 + a", "x", "[1,", "__import__('os')"):
    try:
        ast.literal_eval(bad)
    except (ValueError, SyntaxError) as e:
        print(type(e).__name__)
class Double(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value * 2), n) if isinstance(n.value, int) else n
tree = ast.fix_missing_locations(Double().visit(ast.parse("print(1, 'a', 2 + 3)")))
exec(compile(tree, "<ast>", "exec"))
class Names(ast.NodeVisitor):
    def visit_Name(self, n): print(n.id, type(n.ctx).__name__, n.lineno, n.col_offset, n.end_col_offset)
Names().visit(ast.parse("a = b(c, d)"))
print([type(n).__name__ for n in ast.walk(ast.parse("a.b[1]"))], ast.get_docstring(ast.parse("'doc'")), ast.get_source_segment("a + bb", ast.parse("a + bb").body[0].value.right))
for source in ("def f(a, /, b: int = 1, *c, d=2, **e) -> str:\n    return [x for x in y if z]", "class A(B, metaclass=C):\n    @d\n    async def g(self): await h", "match x:\n    case [1, *r] | {'k': v, **w}: pass", "try:\n    pass\nexcept* E as e:\n    raise\nelse:\n    pass\nfinally:\n    del x", "with a as b, c: pass", "lambda *a, b=1: (yield)", "type X[T] = list[T]", "a = b if c else d; e: int = 1; f += 1; (g := 2)", "for i in x:\n    continue\nelse:\n    break", "from . import a as b; import c.d; global q; assert x, 'm'", "not a and b or c < d <= e is not f not in g", "x[1:2, ::3]; {**a, 'b': 1}; {1, *c}; -~+x ** 2; a @ b; 'a' f'{b:>{c}}'"):
    print(ast.unparse(ast.parse(source)))
    print(ast.dump(ast.parse(source)))
e = compile(ast.Expression(ast.BinOp(ast.Constant(2), ast.Mult(), ast.Constant(21), lineno=1, col_offset=0)) if False else ast.fix_missing_locations(ast.Expression(ast.BinOp(ast.Constant(2), ast.Mult(), ast.Constant(21)))), "", "eval")
print(eval(e))
try:
    compile(ast.Module([ast.Expr(5)], []), "", "exec")
except (TypeError, ValueError) as x:
    print(type(x).__name__)
