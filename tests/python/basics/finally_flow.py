def f(n):
    try:
        if n == 0:
            return "try"
        if n == 1:
            raise ValueError
        if n == 2:
            1 / 0
    except ValueError:
        return "except"
    finally:
        print("finally", n)
    return "end"
for n in (0, 1, 3):
    print(f(n))
try:
    f(2)
except ZeroDivisionError:
    print("went on")
def loop():
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            print("body", i)
        finally:
            print("after", i)
    return i
print(loop())
def nested():
    try:
        try:
            return 1
        finally:
            print("inner")
    finally:
        print("outer")
print(nested())
