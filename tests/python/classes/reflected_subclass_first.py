class A:
    def __add__(self, o): return "A.add"
    def __radd__(self, o): return "A.radd"
    def __eq__(self, o): print("A.eq"); return NotImplemented
    def __lt__(self, o): print("A.lt"); return NotImplemented
    def __gt__(self, o): print("A.gt"); return NotImplemented
class B(A):
    def __radd__(self, o): return "B.radd"
    def __eq__(self, o): print("B.eq"); return NotImplemented
    def __gt__(self, o): print("B.gt"); return NotImplemented
class C(A): pass
print(A() + B(), A() + C(), B() + A(), A() + A())
print(A() == B())
print(A() != B())
try:
    A() < B()
except TypeError as error:
    print(error)
