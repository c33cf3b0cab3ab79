# What gc.callbacks allocate starts no collection, nor does gc.collect() in one.
import gc

seen = []
kept = []


def callback(phase, info):
    kept.extend([] for _ in range(3000))
    seen.append((phase, sorted(info), gc.collect()))


gc.collect()
gc.callbacks.append(callback)
gc.collect()
gc.callbacks.remove(callback)
print(seen)
