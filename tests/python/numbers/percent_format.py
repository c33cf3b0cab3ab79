# minimum: 3.14
print("%d %i %u %s %r %a" % (1, 2, 3, "s", "r", "é"), "%5d|%-5d|%05d|%+d|% d" % (42, 42, 42, 42, 42), "%x %X %#x %o %#o" % (255, 255, 255, 8, 8))
print("%f %.2f %10.3f|%-10.1f|%+.1f" % (1.5, 2.345, 3.14159, 2.5, 1.0), "%e %.1E %g %G %.3g" % (12345.678, 0.00012, 1e10, 1e-10, 3.14159))
print("%c%c" % ("a", 98), "%%", "%5s|%-5s|%.2s" % ("ab", "cd", "efg"), "%*d|%.*f" % (5, 42, 2, 3.14159), "%(a)s %(b)05.1f" % {"a": 1, "b": 2.55}, "%s" % (1,), "%s" % [1, 2], "%s %s" % ("a", (1, 2)), "%d" % 3.99, "%d" % True, "%x" % -255, "%s" % None, "%#X" % 255, "%i" % 10 ** 2)
for t, v in (("%d", "a"), ("%d", ()), ("%s %s", 1), ("%s", (1, 2)), ("%q", 1), ("%(a)s", 1), ("%(a)s", {"b": 1}), ("%x", 1.5), ("%c", "ab"), ("%c", -1), ("%", 1), ("%(a", {}), ("a", 1), ("a", {}), ("%.2147483648f", 1.0), ("%*d", ("a", 1)), ("%f", "x"), ("%c", 1.5), ("%d", None), ("%5", 1)):
    try:
        print(repr(t % v))
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        print(type(error).__name__, error)
print(b"%d %s %b %x %c %a %r" % (1, b"s", b"b", 255, 65, "é", "r"), b"%5.1f|%-4d|" % (2.25, 3))
for t, v in ((b"%s", "str"), (b"%b", 1), (b"%c", 300), (b"%(a)s", {b"a": 1})):
    try:
        print(t % v)
    except (TypeError, KeyError, OverflowError) as error:
        print(type(error).__name__, error)
