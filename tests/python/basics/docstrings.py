"""module doc"""
print(__doc__)
def f():
    "function doc"
class C:
    """class doc"""
    def m(self):
        "method doc"
def none():
    f"not a doc"
print(f.__doc__, C.__doc__, C.m.__doc__, none.__doc__)
