import re
m = re.match(r"(?P<y>\d{4})-(\d\d)", "2024-05 rest")
print(m, m.group(), m.group(1), m["y"], m.groups(), m.groupdict(), m.start(2), m.end(), m.span("y"), m.string, m.re.pattern, m.lastindex, m.lastgroup, m.expand(r"\2/\g<y>"), m.pos, bool(m))
print(re.search("b+", "aabbb"), re.fullmatch("a*", "aab"), re.findall(r"\w+", "a bc d"), re.findall(r"(\w)(\d)", "a1 b2"), [x.span() for x in re.finditer("a", "banana")], re.split(r"[,;]\s*", "a, b;c"), re.split("(-)", "a-b"), re.split("x*", "axbc"), re.sub(r"(\w)(\w)", r"\2\1", "abcd"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.subn("a", "", "banana"), re.escape("a.b*[c]"))
for p, s in (("a|ab", "ab"), ("(a+)+b", "aaab"), ("^b", "a\nb"), (r"\bfoo\b", "a foo b"), ("(?i)HeLLo", "hello"), ("(?s).+", "a\nb"), ("(?m)^b$", "a\nb\nc"), ("(?x) a  b # c", "ab"), ("a{2,3}?", "aaaa"), ("a.*?b", "axxbxb"), ("(?=a)a", "a"), ("(?!b)a", "a"), ("(?<=x)a", "xa"), ("(?<!x)a", "xa"), (r"(.)\1", "abba"), ("(?P<q>['\"]).*?(?P=q)", "say 'hi'"), ("(?:ab)+", "ababx"), ("[^a-c]+", "abcdef"), (r"[\d\-x]+", "12-x"), ("(a)?(?(1)b|c)", "c"), ("é+", "éé"), (r"\w+", "日本_1"), ("(?a)\\w+", "é a"), ("a++b", "aab"), ("(?>a+)a", "aaa"), ("x*", ""), ("(?i:a)B", "AB"), ("\\Z", "a"), ("(a)|(b)", "b"), (r"\x41\u0042\n", "AB\n"), ("(|a)+", "aa"), ("[😀-😂]", "😁")):
    m = re.search(p, s)
    print(p, m and (m.span(), m.groups()))
for p in ("(", ")", "[", "a**", "*", "(?P<1>a)", r"\1", "(?P=x)", "a{3,2}", "(?<=a*)b", "[z-a]", "\\", "(?z)", "(?P<a>x)(?P<a>y)", "(?", r"\q", "x{99999999999}", "(?i", "a(?i)b"):
    try:
        re.compile(p)
        print(p, "fine")
    except (re.error, OverflowError) as e:
        print(p, e)
c = re.compile("a(b)", re.I | re.M)
print(c, c.flags, c.groups, c.groupindex, c.match("xAB", 1), c.search("xxab", 0, 3), c == re.compile("a(b)", re.I | re.M), c.sub("-", "abAB"), re.compile(b"a").findall(b"banana"), re.I, re.ASCII | re.DOTALL, c.scanner("ab").match())
for f in (lambda: re.match("a", b"a"), lambda: re.match(b"a", "a"), lambda: m.group(9), lambda: re.sub("a", r"\9", "a"), lambda: re.compile(5), lambda: re.sub("(a)", r"\g<x>", "a")):
    try:
        print(f())
    except (TypeError, IndexError, re.error) as e:
        print(type(e).__name__, e)
print(len(re.findall("a*b?", "aab" * 100)), re.match("(?:a|b)*c", "ab" * 10000 + "c").end(), re.match("(a?){20}a{20}", "a" * 20).end())
