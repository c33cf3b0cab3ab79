samples = ["abc", "ABC", "a1", "123", "１２", "½", "²", "٣", "", " ", "\n\t", "a b", "_x", "1x", "é", "日本", "for", "\x00", "a\u0301", "Ⅷ", "😀", "\xa0", "\u2028"]
for s in samples:
    print(ascii(s), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isspace(), s.isidentifier(), s.isprintable(), s.isascii(), s.isupper(), s.islower(), s.istitle())
