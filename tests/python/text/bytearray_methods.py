b = bytearray(b"hello")
b[0] = 72
b.append(33)
b.extend(b"??")
b.extend([65, 66])
b.insert(0, 60)
print(b, b.pop(), b.pop(0), b, len(b), b[1:3], b == b"Hello!??A", bytes(b))
b[1:3] = b"EEE"
print(b)
b[::2] = b"....."
print(b)
del b[0], b[1:3]
print(b, b.remove(46), b, b.reverse(), b, b.copy() is b)
b += b"tail"
b *= 2
print(b, b.find(b"tail"), b.upper(), b.split(b"."), b.replace(b"t", b"T"), b.decode(), b.clear(), b)
print(bytearray(3), bytearray("é", "utf-8"), bytearray([1, 2]), bytearray(b"a") + b"b", b"a" + bytearray(b"b"), type(b"a" + bytearray(b"b")), type(bytearray(b"a") + b"b"), bytearray(b"x") in {b"x": 1} if False else "", bytearray(b"ab") < b"b", bytearray.fromhex("ff00"))
for f in (lambda: hash(b), lambda: b.append(256), lambda: b.append("a"), lambda: b.pop(), lambda: b.remove(1), lambda: bytearray("a"), lambda: b.extend("a"), lambda: b.extend([300]), lambda: b.__setitem__(5, 1), lambda: bytearray(b"abc").__setitem__(0, 300), lambda: bytearray(b"abc").__setitem__(slice(0, 3, 2), b"x"), lambda: b.insert(0, "a")):
    try:
        print(f())
    except (TypeError, ValueError, IndexError) as error:
        print(type(error).__name__, error)
m = memoryview(b := bytearray(b"locked"))
try:
    b.append(1)
except BufferError as error:
    print(error)
m.release()
b.append(33)
print(b)
