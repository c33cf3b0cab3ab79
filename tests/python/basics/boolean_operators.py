print(1 and 2, 0 and 2, 1 or 2, 0 or 2, "" or [] or "last", 1 and [] and 3)
def yes(name):
    print("yes", name)
    return True
def no(name):
    print("no", name)
    return False
print(yes("a") and no("b"))
print(no("a") and yes("b"))
print(yes("a") or no("b"))
print(no("a") or yes("b"))
print(not no("a") and (no("b") or yes("c")))
x = 5
print("big" if x > 3 else "small")
print("big" if x > 30 else "middle" if x > 4 else "small")
if not (x == 5 and x != 6):
    print("wrong")
else:
    print("right")
