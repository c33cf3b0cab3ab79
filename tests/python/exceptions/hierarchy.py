import builtins
def show(cls, depth=0):
    print("  " * depth + cls.__name__)
    for sub in sorted((s for s in cls.__subclasses__() if s.__module__ == "builtins" and getattr(builtins, s.__name__, None) is s), key=lambda c: c.__name__):
        show(sub, depth + 1)
show(BaseException)
print(IOError is OSError, EnvironmentError is OSError)
