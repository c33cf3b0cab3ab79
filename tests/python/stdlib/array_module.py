from array import array
a = array("i", [1, 2, 3])
a.append(4)
a.extend([5])
print(a, a[1], a[-1], a[1:3], len(a), a.typecode, a.itemsize, a.tolist(), a.index(3), a.count(1), 2 in a, a + a, a * 2, a == array("l", [1, 2, 3, 4, 5]))
a[0] = 9
del a[1]
a.insert(0, 7)
print(a, a.pop(), a.remove(9), a.reverse(), a, a.tobytes(), array("d", [1.5, 2]), array("u", "héé") if False else array("w", "hé"), array("B", b"ab"))
b = array("h")
b.frombytes(b"\x01\x00\x02\x00")
b.byteswap()
print(b, memoryview(b).tolist(), bytes(b), array("f", [0.1]), sorted(array("i", [3, 1, 2])), a.buffer_info()[1])
for f in (lambda: array("z"), lambda: array("i", ["a"]), lambda: array("b", [200]), lambda: a[100], lambda: a + [1], lambda: array("B", [-1]), lambda: array(), lambda: a.remove(99), lambda: hash(a), lambda: array("i", 5)):
    try:
        print(f())
    except (ValueError, TypeError, OverflowError, IndexError) as e:
        print(type(e).__name__, e)
