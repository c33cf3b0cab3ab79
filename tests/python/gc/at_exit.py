class F:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
import atexit
atexit.register(print, "atexit")
a = F("a")
b = F("b")
class C: keep = F("in class")
def f(x=F("default")): pass
_under = F("underscore")
print("end")
