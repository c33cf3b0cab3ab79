import gc
saved = []
class R:
    count = 0
    def __del__(self):
        R.count += 1
        saved.append(self)
r = R()
del r
print(len(saved), R.count)
saved.clear()
print(len(saved), R.count)
a = R(); b = R()
a.b, b.a = b, a
del a, b
gc.collect()
print(len(saved), R.count)
saved.clear()
gc.collect()
print(len(saved), R.count)
