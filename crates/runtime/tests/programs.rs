//! Programs run from source: what the virtual machine makes of each kind of instruction.
#![allow(clippy::unwrap_used)]

mod machine;

use machine::evaluate;

#[test]
fn functions_and_loops() {
    let source = "
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
total = 0
i = 0
while i < 100:
    total += i
    i += 1
result = (fib(15), total)
";
    assert_eq!(evaluate(source), "(610, 4950)");
}

#[test]
fn parameters_of_every_kind() {
    let source = "
def f(a, b, /, c, d=4, *args, e, g=7, **kw):
    return (a, b, c, d, args, e, g, kw)
result = (f(1, 2, 3, e=5), f(1, 2, 3, 10, 11, 12, e=5, g=6, h=8), f(*[1, 2], **{'c': 3, 'e': 4}))
";
    assert_eq!(
        evaluate(source),
        "((1, 2, 3, 4, (), 5, 7, {}), (1, 2, 3, 10, (11, 12), 5, 6, {'h': 8}), (1, 2, 3, 4, (), 4, 7, {}))"
    );
}

#[test]
fn argument_errors() {
    let source = "
def f(x, y=1): pass
def g(a, *, k): pass
result = []
for call in (lambda: f(), lambda: f(1, 2, 3), lambda: f(1, z=2), lambda: f(1, x=2), lambda: g(1), lambda: g(1, 2, k=3)):
    try:
        call()
    except TypeError as e:
        result.append(e.args[0])
";
    assert_eq!(
        evaluate(source),
        r#"["f() missing 1 required positional argument: 'x'", 'f() takes from 1 to 2 positional arguments but 3 were given', "f() got an unexpected keyword argument 'z'", "f() got multiple values for argument 'x'", "g() missing 1 required keyword-only argument: 'k'", 'g() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given']"#
    );
}

#[test]
fn closures() {
    let source = "
def counter():
    n = 0
    def bump():
        nonlocal n
        n += 1
        return n
    return bump
c = counter()
c()
result = (c(), c(), [f() for f in [lambda i=i: i * i for i in (1, 2, 3)]])
";
    assert_eq!(evaluate(source), "(2, 3, [1, 4, 9])");
}

#[test]
fn exceptions() {
    let source = "
log = []
def f(x):
    try:
        log.append('try')
        if x:
            raise x
        return 'fine'
    except KeyError as e:
        log.append(e.args)
        return 'key'
    finally:
        log.append('finally')
def g():
    try:
        f(ValueError('v'))
    except ValueError as e:
        try:
            1 .x
        except AttributeError as inner:
            return (inner.__context__ is e, e.__traceback__.tb_lineno)
result = (f(None), f(KeyError('k')), g(), log)
";
    assert_eq!(
        evaluate(source),
        "('fine', 'key', (True, 16), ['try', 'finally', 'try', ('k',), 'finally', 'try', 'finally'])"
    );
}

#[test]
fn generators() {
    let source = "
def count(n):
    i = 0
    while i < n:
        got = yield i
        if got: i = got
        i += 1
    return 'end'
def outer():
    r = yield from count(2)
    yield r
g = count(10)
first = (next(g), g.send(5), next(g))
def closing():
    try:
        yield 1
    finally:
        log.append('closed')
log = []
h = closing(); next(h); h.close()
k = closing(); next(k); del k
result = (first, [x for x in outer()], log, (lambda g: [x for x in g])(x * x for x in (1, 2, 3)))
";
    assert_eq!(evaluate(source), "((0, 6, 7), [0, 1, 'end'], ['closed', 'closed'], [1, 4, 9])");
}

#[test]
fn classes() {
    let source = "
class A:
    x = 1
    def __init__(self, n): self.n = n
    def get(self): return self.n + self.x
    @property
    def double(self): return self.n * 2
class B(A):
    def get(self): return super().get() * 10
    def __del__(self): log.append('del')
log = []
b = B(4)
r = (b.get(), b.double, A.get(b))
b = None
result = (r, log)
";
    assert_eq!(evaluate(source), "((50, 8, 5), ['del'])");
}

#[test]
fn with_and_matching() {
    let source = "
log = []
class C:
    def __enter__(self): log.append('in'); return 5
    def __exit__(self, *a): log.append(a[0] is ValueError); return True
with C() as c:
    log.append(c)
    raise ValueError
def kind(v):
    match v:
        case 1: return 'one'
        case [a, *rest]: return (a, rest)
        case {'k': w}: return w
        case str(s): return s
        case _: return None
result = (log, kind(1), kind([1, 2, 3]), kind({'k': 9}), kind('s'), kind(2.5))
";
    assert_eq!(evaluate(source), "(['in', 5, True], 'one', (1, [2, 3]), 9, 's', None)");
}

#[test]
fn coroutines() {
    let source = "
async def inner(x):
    return x + 1
async def outer():
    return await inner(1) + await inner(2)
async def agen():
    yield 1
    yield await inner(1)
async def collect():
    return [x async for x in agen()]
def run(c):
    try:
        c.send(None)
    except StopIteration as e:
        return e.args[0]
result = (run(outer()), run(collect()))
";
    assert_eq!(evaluate(source), "(5, [1, 2])");
}

#[test]
fn recursion_is_bounded() {
    let source = "
def f(): return f()
try:
    f()
except RecursionError as e:
    result = e.args[0]
";
    assert_eq!(evaluate(source), "'maximum recursion depth exceeded'");
}

#[test]
fn no_code_has_the_word_that_stands_for_traced_ones() {
    let trace = pellucid_bytecode::Opcode::TRACE as u8;
    let source = format!(
        "code = (lambda: 1).__code__\n\
         result = code.replace(co_code=bytes([{trace}] + [0] * 7) + code.co_code)\n"
    );
    assert_eq!(evaluate(&source), format!("ValueError: code: unknown opcode {trace}"));
}
