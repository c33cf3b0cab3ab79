# stderr: yes
class Point:
    def __init__(self): self.height = 1
try:
    Point().heigth
except AttributeError as e:
    import traceback
    traceback.print_exc()
def f():
    counter = 1
    return countre
try:
    f()
except NameError:
    traceback.print_exc()
try:
    prnit
except NameError:
    traceback.print_exc()
try:
    from sys import maxsise
except ImportError:
    traceback.print_exc(limit=0)
class A:
    def __init__(self): self.blech = 1
    def m(self): return blech
try:
    A().m()
except NameError:
    traceback.print_exc()
try:
    sys
except NameError:
    traceback.print_exc()
