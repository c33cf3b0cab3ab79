"""`text += more` may grow a text where it is: nobody who has it otherwise must see that."""


def grow(start, more, steps):
    text = start
    kept = []
    for step in range(steps):
        if step % 7 == 0:
            kept.append(text)
        text += more
        text = text + more
    return text, kept


for start in ("", "a", "ab", "é", "€", "\U0001f600", "ab" * 40):
    for more in ("", "x", "xyz", "é", "€", "\U0001f600"):
        text, kept = grow(start, more, 60)
        assert text == start + more * 120, (start, more)
        assert all(part == start + more * (14 * index) for index, part in enumerate(kept))
        assert hash(text) == hash(start + more * 120)
        assert text in {start + more * 120: 1}
        assert text.isascii() == (start + more).isascii()


def doubled():
    text = "abc"
    for _ in range(10):
        text += text
    return text


print(len(doubled()), doubled() == "abc" * 1024)


def hashed():
    text = "ab" * 5
    seen = set()
    for _ in range(20):
        seen.add(hash(text))
        text += "c"
    return len(seen)


print(hashed())


def as_key():
    text, table = "key", {}
    for number in range(5):
        text += "!"
        table[text] = number
    return table


print(as_key())


def long():
    text = ""
    for number in range(30000):
        text += str(number)
    return text


print(len(long()), long() == "".join(map(str, range(30000))))


class Text(str):
    pass


def derived():
    text = Text("abc")
    text += "d"
    return type(text).__name__, text


print(derived())
words = ["a" * n + tail for n in range(12) for tail in ("", "\0", "b", "\xff")]
print(sorted(words, reverse=True) == sorted(words)[::-1], sorted(words)[:6], sorted(words + ["€"])[-1])
print(sorted(words) == sorted(words, key=lambda word: [ord(c) for c in word]))
for text in ("plain", "it's", 'say "it\'s"', "a\nb\\c\x7f", "é\u200b€\U0001f600\ud800", "\0" * 3):
    print(repr(text).encode("unicode_escape"), ascii(text))
print("a1b1c".replace("1", "22"), "a1b1c".replace("1", ""), "1" * 5 == "11111".replace("1", "1"), "€1€".split("1"))
for text in ("0", "007", "999999999999999999", "9999999999999999999", " 12 ", "-5", "1_0", "٣"):
    print(int(text), end=" ")
print()
