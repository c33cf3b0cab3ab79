def run(make):
    try:
        try:
            raise make()
        except* ValueError as e:
            print("values", repr(e))
        except* (TypeError, KeyError) as e:
            print("types", repr(e))
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as e:
        print("left", repr(e), repr(e.__context__))
run(lambda: ExceptionGroup("g", [ValueError(1), TypeError(2)]))
run(lambda: ExceptionGroup("g", [ValueError(1), OSError(2), ExceptionGroup("h", [ValueError(3), RuntimeError(4)])]))
run(lambda: ValueError("naked"))
run(lambda: KeyboardInterrupt())
run(lambda: OSError(9))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("new")
except* KeyError as e:
    print(repr(e))
except* TypeError as e:
    print(repr(e))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as e:
        raise
except ExceptionGroup as e:
    print("reraised", repr(e))
try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
try:
    pass
except* ValueError:
    pass
else:
    print("quiet")
def loop():
    for i in range(2):
        try:
            raise ExceptionGroup("g", [ValueError(i)])
        except* ValueError as e:
            print(e.exceptions)
    return "done"
print(loop())
