import contextvars
v = contextvars.ContextVar("v", default=1)
w = contextvars.ContextVar("w")
print(v.get(), v.name, w.get("given"))
t = v.set(2)
print(v.get(), t.old_value is t.MISSING, t.var is v)
v.reset(t)
print(v.get())
ctx = contextvars.copy_context()
def f():
    v.set(50)
    return v.get()
print(ctx.run(f), v.get(), ctx[v], v in ctx, len(ctx), dict(ctx) == {v: 50})
for g in (lambda: w.get(), lambda: v.reset(t), lambda: ctx.run(lambda: ctx.run(f)), lambda: ctx[w]):
    try:
        print(g())
    except (LookupError, RuntimeError) as e:
        print(type(e).__name__)
