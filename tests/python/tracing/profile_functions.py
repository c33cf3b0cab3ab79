# minimum: 3.14
# What a profile function hears of: calls and returns, of native functions as well.
import sys
def prof(frame, event, arg):
    if frame.f_code.co_filename!=__file__: return
    print('  ', frame.f_code.co_name, event, getattr(arg,'__qualname__',arg) if event.startswith('c_') else arg)
class A:
    def __init__(self): self.x=[]
    def m(self, *a, **k):
        self.x.append(1); return len(self.x)
def f():
    a=A()
    a.m(1)
    a.m(*[1], **{'b':2})
    print("x".upper(), sorted([3,1], key=lambda v: -v))
    try: int("x")
    except ValueError: pass
    try: [].pop()
    except IndexError: pass
    list(map(str, [1,2]))
    g=(i for i in range(2))
    next(g); sum(g)
    return 7
sys.setprofile(prof)
f()
sys.setprofile(None)
print(sys.getprofile(), sys.gettrace())
