import html, shlex, urllib.parse as u, getopt, string, keyword
print(html.escape("<a href='x'>&\"</a>"), html.unescape("&lt;&eacute;&#65;&#x42;&amp;amp;&nope;"), shlex.split("a 'b c' d\\ e \"f g\""), shlex.quote("it's"), shlex.join(["a b", "c"]))
r = u.urlparse("http://user@host:80/path;p?q=1&r=%20#frag")
print(r, r.port, r.hostname, u.parse_qs("a=1&a=2&b="), u.urlencode({"k": "v w", "é": 1}), u.quote("a b/é"), u.unquote("%C3%A9"), u.urljoin("http://a/b/c", "../d"), u.urlsplit("//h/p").netloc, u.quote_plus("a b"), u.urlunparse(r))
print(getopt.getopt(["-a", "-b", "x", "--long=5", "rest"], "ab:", ["long="]), keyword.iskeyword("match"), keyword.iskeyword("for"), keyword.softkwlist)
print(string.Template("$a ${b} $$").substitute(a=1, b=2), string.ascii_letters, string.punctuation, string.capwords("a b"), string.Formatter().format("{0} {x}", 1, x=2), list(string.Formatter().parse("a{b!r:c}d")))
try:
    shlex.split("'unclosed")
except ValueError as e:
    print(e)
try:
    string.Template("$a").substitute()
except KeyError as e:
    print(e)
