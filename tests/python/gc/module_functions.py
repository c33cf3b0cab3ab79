import gc
gc.collect()
class A: pass
a = A()
a.l = [1, {"k": a}]
print(gc.is_tracked(a), gc.is_tracked(1), gc.is_tracked("s"), gc.is_tracked([]), gc.is_tracked(A), gc.is_finalized(a))
print(any(o is a for o in gc.get_objects()), [type(o).__name__ for o in gc.get_referents(a.l)], any(o is a.l[1] for o in gc.get_referrers(a)))
print(gc.get_threshold()[:1] != (0,), gc.get_debug(), gc.garbage, len(gc.get_stats()), sorted(gc.get_stats()[0]), gc.callbacks)
events = []
gc.callbacks.append(lambda phase, info: events.append((phase, sorted(info))))
gc.collect()
gc.callbacks.clear()
print(events)
for g in (0, 1, 2): print(gc.collect(g) >= 0)
for f in (lambda: gc.collect(3), lambda: gc.collect("x"), lambda: gc.set_threshold("x"), lambda: gc.collect(-1)):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
gc.set_threshold(500, 5, 5)
print(gc.get_threshold()[:1])
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count())
gc.set_debug(gc.DEBUG_SAVEALL)
x = []
x.append(x)
del x
gc.collect()
print(gc.garbage)
gc.set_debug(0)
gc.garbage.clear()
