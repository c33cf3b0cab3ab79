# unicodedata.ucd_3_2_0, and what is built upon it: stringprep and the codec of domain names.
import stringprep
import unicodedata

old = unicodedata.ucd_3_2_0
print(old.unidata_version, type(old).__name__, type(old).__module__)
try:
    type(old)()
except TypeError as error:
    print(error)

FUNCTIONS = "category bidirectional combining east_asian_width mirrored decomposition".split()
added = changed = 0
for character in map(chr, range(0x110000)):
    before = [getattr(old, name)(character) for name in FUNCTIONS]
    if before[0] == "Cn" != unicodedata.category(character):
        added += 1
    elif before != [getattr(unicodedata, name)(character) for name in FUNCTIONS]:
        changed += 1
print(added, changed)

for character in "7\u09f4\u09f8\u1369\u4e24\u2155\u1090":
    print(ascii(character), old.decimal(character, None), old.digit(character, None), old.numeric(character, None))
try:
    old.numeric("\u1090")
except ValueError as error:
    print(error)
print(old.name("a"), old.name("\U0001f600", None), old.lookup("LATIN SMALL LETTER A"))

for text in ("\U0002f868", "\u1e9e\u0301", "A\u030a\ufb01", "\u1100\u1161\u11a8", "\u1b06\u1b35"):
    print(*[(form, ascii(old.normalize(form, text)), old.is_normalized(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")])

print(stringprep.in_table_a1("\u0221"), stringprep.in_table_d1("\u0627"), ascii(stringprep.map_table_b2("\xdf")))
print("B\xdccher.example".encode("idna"), b"xn--bcher-kva.example".decode("idna"), "fa\xdf.de".encode("idna"))
for name in ("\U0001f600.example", "a" * 64, "a\u0627"):
    try:
        print(name.encode("idna"))
    except UnicodeError as error:
        print(type(error).__name__, ascii(str(error)))
