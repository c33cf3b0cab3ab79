# minimum: 3.14
def f(x):
    try:
        raise x
    except ValueError, TypeError:
        return "two"
    except KeyError:
        return "one"
print(f(ValueError()), f(TypeError()), f(KeyError()))
try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except* ValueError, TypeError:
    print("star")
try:
    compile("try: pass\nexcept A, B as e: pass", "", "exec")
except SyntaxError as e:
    print(e.msg)
