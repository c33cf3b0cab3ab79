ﬁ = 1
print(fi)
µ = 2
print(μ)
class Ä:
    ö = 3
print(Ä.ö, "ﬁ" in globals(), "fi" in globals())
import unicodedata as u
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    print(form, ascii(u.normalize(form, "é ﬁ ² Å 한")))
print(u.name("é"), u.lookup("SNOWMAN"), u.category("A"), u.category("é"), u.category(" "), u.bidirectional("א"), u.combining("\u0301"), u.east_asian_width("日"), u.mirrored("("), u.decomposition("é"), u.numeric("½"), u.digit("٣"), u.decimal("7"), u.name("\x00", "none"))
for f in (lambda: u.name("\x00"), lambda: u.lookup("NOPE"), lambda: u.digit("a"), lambda: u.normalize("X", "a"), lambda: u.category("ab"), lambda: u.is_normalized("NFC", "e\u0301")):
    try:
        print(f())
    except (ValueError, KeyError, TypeError) as error:
        print(type(error).__name__, error)
