import sys, traceback
def f():
    g()
def g():
    local = 5
    raise ValueError("v")
try:
    f()
except ValueError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_lasti >= 0, sorted(k for k in tb.tb_frame.f_locals if not k.startswith("__"))[:3])
        tb = tb.tb_next
    print([(s.name, s.lineno, s.line) for s in traceback.extract_tb(e.__traceback__)])
    print(traceback.format_exception_only(e), traceback.format_exception(e)[-1])
    try:
        e.__traceback__.tb_next = e.__traceback__
    except ValueError as x:
        print(x)
    print(e.with_traceback(None) is e, e.__traceback__)
def frames():
    f = sys._getframe()
    out = []
    while f:
        out.append((f.f_code.co_name, f.f_lineno, f.f_back is not None))
        f = f.f_back
    return out
print(frames())
f = sys._getframe()
print(f.f_globals is globals(), f.f_builtins["len"] is len, type(f), f.f_code.co_filename.endswith("objects.py"))
def loc():
    a = 1
    frame = sys._getframe()
    b = 2
    return dict(frame.f_locals) .keys()
print(loc())
