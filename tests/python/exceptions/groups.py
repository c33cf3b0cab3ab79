eg = ExceptionGroup("group", [ValueError(1), TypeError(2), ExceptionGroup("inner", [ValueError(3), KeyError(4)])])
print(eg, repr(eg), eg.message, eg.exceptions)
print(eg.subgroup(ValueError), eg.subgroup(OSError), eg.split(ValueError), eg.subgroup(lambda e: isinstance(e, KeyError)), eg.subgroup((ValueError, KeyError)).exceptions)
print(eg.derive([OSError()]), isinstance(eg, Exception), isinstance(eg, BaseExceptionGroup), type(BaseExceptionGroup("b", [ValueError()])), type(BaseExceptionGroup("b", [KeyboardInterrupt()])))
for args in (("m",), ("m", []), ("m", 5), (1, [ValueError()]), ("m", [5]), ("m", [KeyboardInterrupt()]), ("m", [ValueError]), ()):
    try:
        print(ExceptionGroup(*args))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup("derived", excs)
g = MyGroup("mine", [ValueError(1), TypeError(2)])
print(repr(g.split(ValueError)))
eg.add_note("n")
print(eg.subgroup(ValueError).__notes__)
try:
    eg.message = "x"
except AttributeError as error:
    print(error)
print(ExceptionGroup[int] if hasattr(ExceptionGroup, "__class_getitem__") else "", eg.split(lambda e: True)[1])
