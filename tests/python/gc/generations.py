# The functions of `gc`, generation by generation.
import gc, io, sys, weakref


def attempt(action):
    try:
        print(action())
    except Exception as problem:
        print(type(problem).__name__, problem)


class Node:
    def __init__(self, name=None): self.name = name


def cycle(length=1):
    nodes = [Node(i) for i in range(length)]
    for index, node in enumerate(nodes):
        node.next = nodes[index - 1]
    return nodes[0]


gc.disable()
print(gc.isenabled(), gc.collect() >= 0, gc.collect(), gc.garbage)
for length in (1, 2, 5):
    cycle(length)
    print(gc.collect() >= length)
cycle(3)
print(gc.collect(0) >= 3, gc.collect(0), gc.collect(1), gc.collect(2))
for bad in (-1, 3, 5):
    attempt(lambda: gc.collect(bad))
attempt(lambda: gc.collect("x"))
attempt(lambda: gc.collect(generation=1))
attempt(lambda: gc.collect(1, 2))
attempt(lambda: type(gc.get_objects(-1)))
attempt(lambda: gc.get_objects(3))

# Generations: what survives a collection grows older.
gc.collect()
old = Node("old")
def generation(thing):
    return [number for number in range(3) if any(thing is other for other in gc.get_objects(number))]
print(generation(old))
gc.collect(0)
print(generation(old))
gc.collect(0)
print(generation(old))
gc.collect(1)
print(generation(old))
young = Node("young")
old.young, young.old = young, old
watch = weakref.ref(old)
del old, young
print(gc.collect(0), watch() is not None, gc.collect(1), watch() is not None, gc.collect() >= 2, watch())

# Counts, thresholds, statistics.
gc.set_threshold(500, 5, 3)
print(gc.get_threshold())
gc.set_threshold(600)
print(gc.get_threshold())
gc.set_threshold(0)
print(gc.get_threshold())
attempt(lambda: gc.set_threshold())
attempt(lambda: gc.set_threshold(1, 2, 3, 4))
attempt(lambda: gc.set_threshold("x"))
gc.set_threshold(700, 10, 10)
gc.collect()
before = gc.get_count()
keep = [[] for _ in range(100)]
print(gc.get_count()[0] - before[0] >= 100)
stats = gc.get_stats()
print(len(stats), [sorted(entry) for entry in stats])
cycle(7)
gc.collect()
after = gc.get_stats()
print(after[2]["collections"] - stats[2]["collections"], after[2]["collected"] - stats[2]["collected"] >= 7)
print(after[1]["collections"] - stats[1]["collections"])

# Callbacks.
def callback(phase, info):
    print(phase, sorted(info), info["generation"], info["collected"] >= 3 if phase == "stop" else info["collected"])
gc.callbacks.append(callback)
cycle(3)
gc.collect(0)
cycle(3)
gc.collect()
gc.callbacks.remove(callback)
print(gc.callbacks)

# Freezing.
gc.freeze()
print(gc.get_freeze_count() > 100)
frozen = cycle(2)
watch = weakref.ref(frozen)
gc.freeze()
del frozen
gc.collect()
print(watch() is not None)
gc.unfreeze()
print(gc.get_freeze_count())
gc.collect()
print(watch() is not None)

# Referrers and referents.
target = Node("target")
holder = [target]
table = {"t": target}
print(sorted(type(r).__name__ for r in gc.get_referrers(target) if r is holder or r is table))
print(gc.get_referents([1, 2], (3,), {4: 5}), gc.get_referents(7), gc.get_referents())
print(gc.get_referents(iter([1])), sorted(map(repr, gc.get_referents({"a": "b"}))))
def function(a=[1]): pass
print([1] in [list(r) for r in gc.get_referents(function) if isinstance(r, tuple) for r in r])

# Tracking.
for value in (1, "x", b"x", 1.5, None, True, int, list, range(3), [], [1], set(), frozenset([1]), Node(), Node, function, print, gc, sys, (x for x in []), ()):
    print(type(value).__name__, gc.is_tracked(value), end="; ")
print()
plain, nested, holding = tuple([1, 2]), tuple([(1, 2), "a"]), tuple([1, []])
gc.collect()
print(gc.is_tracked(plain), gc.is_tracked(nested), gc.is_tracked(holding))

# Finalized objects.
class Lazarus:
    def __del__(self):
        global raised
        raised = self
lazarus = Lazarus()
print(gc.is_finalized(lazarus), gc.is_finalized(3))
lazarus.me = lazarus
del lazarus
gc.collect()
print(gc.is_finalized(raised), raised.me is raised)
del raised
print(gc.collect() > 0, "raised" in globals())

# Debugging output, with addresses taken out.
import re
class Log(io.StringIO): pass
sys.stderr = log = Log()
gc.set_debug(gc.DEBUG_COLLECTABLE)
print(gc.get_debug())
cycle(2)
gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)
cycle(2)
gc.collect()
gc.set_debug(0)
sys.stderr = sys.__stderr__
print(sorted(type(g).__name__ for g in gc.garbage)[:2], len(gc.garbage))
gc.garbage.clear()
print(gc.collect() >= 2)
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
gc.enable()
print(gc.isenabled())
