for n in range(-1, 4):
    if n < 0:
        print(n, "negative")
    elif n == 0:
        print(n, "zero")
    elif n == 1:
        print(n, "one")
    else:
        print(n, "many")
if []: print("wrong")
if [0]: print("list")
if 0.0: print("wrong")
elif "0": print("string")
if None:
    pass
else:
    print("none")
