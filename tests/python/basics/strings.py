s = "hello"
print(s, len(s), s[0], s[-1], s[1:3], s[::-1], s[:2] + s[2:])
print(s * 3, "-" * 10, s + " " + "world")
print('single', "double", '''triple
lines''', "tab\tquote\"back\\slash")
print(r"raw\n", "\x41\u00e9\N{BULLET}\101\0end".replace("\0", "0"))
print("con" "cat")
print(s.upper(), s.title(), s.find("l"), s.count("l"), s.replace("l", "L"))
print(s.split("e"), " a b ".strip(), ",".join(["x", "y"]))
print("h" in s, "z" in s, s == "hello", s != "x", s < "world")
for c in "añ€😀":
    print(c, ord(c), chr(ord(c)))
print(str(5), str(1.5), str(None), str([1, "a"]))
print(repr("it's"), repr('say "x"'), repr("both ' and \""), repr("\n\t\x00\x7f\xe9"))
print("%d %s %r %5.2f|%-5d|%05d|%x" % (1, "a", "b", 3.14159, 42, 42, 255))
print("{} {1!r} {name}".replace("{1!r}", "{!r}").format(1, "two", name=3))
print(f"{s} {len(s)} {s!r} {3.14159:.2f} {42:>6} {s:*^11}")
