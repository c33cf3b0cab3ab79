log = []
def note(value):
    log.append(value)
    return value
def target(*args, **kwargs):
    return args, kwargs
print(target(note(1), note(2), *[note(3)], x=note(4), **{"y": note(5)}))
print(log)
log.clear()
d = {}
d[note("key")] = note("value")
print(log)
log.clear()
x = [note(1), note(2)][note(0)] + note(3) * note(4)
print(x, log)
log.clear()
{note("k1"): note("v1"), note("k2"): note("v2")}
print(log)
log.clear()
a, b = note(1), note(2)
[note("i")][note(0)]
print(log)
