import traceback, sys, io
def f(): raise ValueError("v")
try:
    f()
except ValueError as e:
    print(traceback.format_exc())
    te = traceback.TracebackException.from_exception(e)
    print(list(te.format_exception_only()), te.stack[0].name, te.exc_type_str)
    s = traceback.extract_tb(e.__traceback__)
    print(s[-1].line, s[-1].lineno, s[-1].name, [x.strip() for x in s.format()])
    out = io.StringIO()
    traceback.print_exception(e, file=out, limit=1)
    print(out.getvalue(), traceback.format_list([("f.py", 1, "n", "code")]))
def g(): return traceback.extract_stack()
print([x.name for x in g()], traceback.format_exception_only(KeyError("k")), traceback.format_exception_only(SyntaxError("m", ("f", 1, 2, "abc", 1, 3))))
print(traceback.format_tb(None), traceback.walk_stack(None).__class__.__name__, next(traceback.walk_tb(sys.exc_info()[2]), None))
traceback.clear_frames(te.stack and None) if False else None
