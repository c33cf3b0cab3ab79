def attempt(action):
    try:
        result = action()
    except ZeroDivisionError:
        return "zero"
    except (TypeError, ValueError) as error:
        return type(error).__name__
    else:
        return result
    finally:
        print("finally")
print(attempt(lambda: 1 / 0))
print(attempt(lambda: int("x")))
print(attempt(lambda: 1 + "a"))
print(attempt(lambda: "fine"))
try:
    try:
        raise KeyError("inner")
    except ValueError:
        print("wrong")
    finally:
        print("cleanup")
except KeyError as error:
    print("outer", error, error.args)
class MyError(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code
try:
    raise MyError(5)
except Exception as error:
    print(error, error.code, isinstance(error, MyError))
try:
    raise ValueError
except ValueError as error:
    print(repr(error))
def reraise():
    try:
        1 / 0
    except ZeroDivisionError:
        raise
try:
    reraise()
except ArithmeticError as error:
    print("again", error)
try:
    assert 1 == 2, "not equal"
except AssertionError as error:
    print(error)
try:
    error
except NameError as e:
    print(e)
