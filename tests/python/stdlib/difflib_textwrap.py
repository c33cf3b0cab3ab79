import difflib, textwrap
a = "one\ntwo\nthree\n".splitlines(True)
b = "ore\ntree\nemu\n".splitlines(True)
print("".join(difflib.ndiff(a, b)))
print("".join(difflib.unified_diff(a, b, "a", "b")))
print(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), difflib.get_close_matches("appel", ["ape", "apple", "peach"]))
print(textwrap.fill("The quick brown fox jumps over the lazy dog near the river bank", 20))
print(textwrap.dedent("""\
    a
      b
    c"""), textwrap.indent("x\ny", "> "), textwrap.shorten("hello big world", 11), textwrap.wrap("aaaaaaaaaa bb", 4))
