# minimum: 3.14
cases = ["x = ", "f(a=1, 2)", "1 = x", "def f(a, a): pass", "return", "a b", "(1, 2", "x = 1\ny = )", "if x = 1: pass", "'abc", "break", "nonlocal x", "x + 1 = 2", "  x", "for x in y:\npass", "print 'a'", "class C:\n  def f(self):\n    yield from await x", "def f(x):\n  global x", "del f()", "f(**a, *b)", "x = [1,\n 2\n y = 3", "日本 = é ?", "from __future__ import nope", "{1: 2, 3}"]
for source in cases:
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "fine")
    except SyntaxError as e:
        print(repr(source), e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
