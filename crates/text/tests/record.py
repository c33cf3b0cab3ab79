"""Records what a real CPython computes, as tables that the tests compare with.

    python record.py DIRECTORY NAME...

`hash` and `power` need a 64-bit CPython 3.13 or later; everything else is recorded with CPython 3.14.
A table is a text file: one case a line, fields separated by tabs. In a text field, what is not printable
ASCII, and the backslash, is written as a backslash, the code point in hexadecimal, and a semicolon.
"""
import math
import os
import random
import struct
import subprocess
import sys
import zlib

RANDOM = random.Random(20260101)


def text(value):
    return "".join(c if " " <= c <= "~" and c != "\\" else f"\\{ord(c):x};" for c in value)


def bits(value):
    return struct.pack(">d", value).hex()


def outcome(function, *arguments, show=lambda value: value):
    """The result, or the exception as `!Type: message`."""
    try:
        return text(show(function(*arguments)))
    except Exception as error:
        return "!" + text(f"{type(error).__name__}: {error}")


def some_floats():
    values = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 0.1, 1 / 3, 1e16, 1e15, 9999999999999998.0, 1e-4, 1e-5, 123456789.0,
              0.15, 0.25, 0.35, 2.675, 1e22, 1e23, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e100,
              -1e-7, 4503599627370497.5, 9007199254740993.0, 0.045, 1e21, 999999.5, 99999.95, 0.00001234, math.pi,
              float("inf"), float("-inf"), float("nan")]
    for _ in range(60):
        values.append(struct.unpack(">d", RANDOM.randbytes(8))[0])
        values.append(round(RANDOM.uniform(-1000, 1000), RANDOM.randrange(6)))
        values.append(RANDOM.randrange(10 ** 6) / 8)
    return values


def some_integers():
    values = [0, 1, -1, 2, 7, -7, 255, 256, -128, 10 ** 18, 2 ** 61 - 1, 2 ** 61, 1 - 2 ** 61, 2 ** 63 - 1, -2 ** 63, 2 ** 63, 2 ** 64,
              2 ** 64 - 1, -2 ** 64, 10 ** 30, -10 ** 50 - 1, 2 ** 53 + 1, 2 ** 54 + 2, 2 ** 54 + 6, 2 ** 1023, 2 ** 1024 - 2 ** 970,
              2 ** 1024 - 2 ** 970 - 1, 2 ** 1024, -2 ** 2000, 3 ** 700]
    for size in (8, 16, 31, 32, 33, 63, 64, 65, 100, 128, 200, 1000):
        values += [RANDOM.getrandbits(size), -RANDOM.getrandbits(size)]
    return values


def record_hash():
    rows = []
    samples = ["", "a", "abc", "hello world", "\xe9t\xe9", "\u20ac", "\ud800", "a\u4e2d\u6587", "\U0001f600x", "x" * 100, "12345678", "1234567"]
    code = "import sys\nfor s in eval(sys.argv[1]):\n print(hash(s))\nfor s in eval(sys.argv[1]):\n print(hash(s.encode('utf-8', 'surrogatepass')))"
    for seed in (0, 1, 42, 4294967295):
        output = subprocess.run([sys.executable, "-c", code, repr(samples)], capture_output=True, text=True,
                                check=True, env=dict(os.environ, PYTHONHASHSEED=str(seed))).stdout.split()
        for index, sample in enumerate(samples):
            rows.append(["str", str(seed), text(sample), output[index]])
            rows.append(["bytes", str(seed), text(sample), output[index + len(samples)]])
    rows += [["int", str(value), str(hash(value))] for value in some_integers()]
    rows += [["float", bits(value), str(hash(value))] for value in some_floats() if value == value]
    rows += [["complex", bits(a), bits(b), str(hash(complex(a, b)))] for a in (0.0, 1.5, -1.0, math.inf) for b in (0.0, 2.5, -1.0, -math.inf)]
    for size in (0, 1, 2, 3, 10, 100):
        items = [RANDOM.randrange(-2 ** 60, 2 ** 60) for _ in range(size)]
        numbers = " ".join(str(hash(item)) for item in items)
        rows.append(["tuple", numbers, str(hash(tuple(items)))])
        rows.append(["frozenset", numbers, str(hash(frozenset(items)))])
        if size == 3:
            rows.append(["slice", numbers, str(hash(slice(*items)))])
    return rows


def record_integer():
    rows = []
    values = some_integers()
    for value in values:
        rows.append(["spell", str(value), bin(value), oct(value), hex(value), str(value.bit_length()), str(value.bit_count())])
        rows.append(["float", str(value), outcome(float, value, show=bits)])
        for length in (0, 1, 2, 4, 8, 9, 16):
            for order in ("little", "big"):
                for signed in (False, True):
                    result = outcome(lambda: value.to_bytes(length, order, signed=signed), show=bytes.hex)
                    rows.append(["to_bytes", str(value), str(length), order, str(signed), result])
                    if not result.startswith("!"):
                        rows.append(["from_bytes", result, order, str(signed), str(int.from_bytes(bytes.fromhex(result), order, signed=signed))])
        for digits in (0, 1, 2, 3, 18, 30, 700):
            rows.append(["round", str(value), str(digits), str(round(value, -digits))])
        rows.append(["sqrt", str(value), outcome(math.isqrt, value, show=str)])
    for value in (5, 15, 25, -5, -15, -25, 50, 150, 250, 49, 51, -51, 500, 1500, -2500):
        for digits in (1, 2, 3, 4):
            rows.append(["round", str(value), str(digits), str(round(value, -digits))])
    for _ in range(400):
        a, b = RANDOM.choice(values), RANDOM.choice(values)
        rows.append(["divmod", str(a), str(b), outcome(divmod, a, b, show=lambda r: f"{r[0]} {r[1]}")])
        rows.append(["truediv", str(a), str(b), outcome(lambda: a / b, show=bits)])
        rows.append(["gcd", str(a), str(b), str(math.gcd(a, b)), str(math.lcm(a, b))])
        c = RANDOM.choice(values)
        rows.append(["pow3", str(a), str(b), str(c), outcome(pow, a, b, c, show=str)])
    for _ in range(200):
        size, other = RANDOM.randrange(1, 1200), RANDOM.randrange(1, 1200)
        a, b = RANDOM.getrandbits(size), RANDOM.getrandbits(other) | 1
        rows.append(["truediv", str(a), str(b), outcome(lambda: a / b, show=bits)])
    for base in (0, 1, 2, -2, 10, 2 ** 64):
        for exponent in (0, 1, 2, 5, 62, 63, 64):
            rows.append(["pow", str(base), str(exponent), str(base ** exponent)])
    texts = ["0", "1", "-1", "+1", " 12 ", "1_000", "_1", "1_", "1__0", "0x1f", "0X_1F", "0x", "0x_", "0b101", "0o17", "017", "00", "0_0", "-0x10", "- 1",
             "\u0661\u0662", "\u00a012\u2003", "\x1c1", "\x1c\u0661", "1\x00", "", " ", "z", "Zz", "0b2", "0b12", "1e5", "1.0", "\ud800", "\xb2", "9" * 30, "1" * 4301, "1" * 4300,
             "1" * 4301 + "x", "f" * 5000, "\u2460", "0_7", "+-1", "0x-1", "--1", "1 2", "\t\n\x0b\x0c\r1"]
    for sample in texts:
        for base in (0, 2, 7, 8, 10, 16, 32, 36):
            rows.append(["parse", str(base), text(sample), outcome(int, sample, base, show=hex)])
    rows.append(["parse", "1", "1", outcome(int, "1", 1, show=hex)])
    rows.append(["parse", "37", "1", outcome(int, "1", 37, show=hex)])
    for length in (4299, 4300, 4301, 5000, 20000):
        rows.append(["limit", str(length), outcome(lambda: str(10 ** length - 1), show=lambda s: str(len(s)))])
    for value in values:
        for other in RANDOM.sample(some_floats(), 20) + [float(value) if abs(value) < 2 ** 1000 else math.inf]:
            rows.append(["compare", str(value), bits(other), str((value > other) - (value < other) if other == other else 9)])
    return rows


def record_float():
    rows = []
    values = some_floats()
    for value in values:
        rows.append(["repr", bits(value), repr(value), value.hex()])
        rows.append(["ratio", bits(value), outcome(value.as_integer_ratio, show=lambda r: f"{r[0]} {r[1]}")])
        rows.append(["int", bits(value), outcome(int, value, show=str)])
        for digits in (-400, -308, -5, -2, -1, 0, 1, 2, 3, 10, 20, 330):
            rows.append(["round", bits(value), str(digits), outcome(round, value, digits, show=bits)])
    rows.append(["round", bits(1.7976931348623157e308), "-308", outcome(round, 1.7976931348623157e308, -308, show=bits)])
    for a in values[:70]:
        for b in values[:12] + [RANDOM.choice(values) for _ in range(6)] + values[34:37]:
            rows.append(["divmod", bits(a), bits(b), outcome(divmod, a, b, show=lambda r: bits(r[0]) + " " + bits(r[1]))])
    texts = ["1", "1.5", " 1.5 ", "1e5", "1E+5", "1e-5", ".5", "5.", ".", "", "e5", "1e", "1e+", "inf", "-INF", "Infinity", "infinit", "nan", "+nan", "nan_", "1_0.0_1e1_0",
             "1__0", "_1", "1_", "1_.5", "1._5", "0x10", "\u0661\u0662.\u0665", "\u00a01\u2003", "\x1c1", "1 2", "1e400", "-1e400", "1e-400", "9" * 400, "0." + "0" * 400 + "1", "1e99999999999999999999",
             "1e-99999999999999999999", "0e99999999999999999999", "2.2250738585072011e-308", "179769313486231580793728971405301e276", "\ud800", "1\x00", "--1", "+-1", "1f", "infx", "1j"]
    for sample in texts:
        rows.append(["parse", text(sample), outcome(float, sample, show=bits)])
    for sample in texts + ["1+2j", "1-2J", "(1+2j)", " ( 1+2j ) ", "j", "-j", "+j", "1+j", "1-j", "1+-2j", "1 +2j", "infj", "nan+infj", "1e5+1e5j", "1j+2", "1+2", "(1", "1)", "()", "1_0+2_0j", "1+2jj", "++j", "1.5e3j", "1ej", "-1-1e-3j", "inf-infinityj"]:
        rows.append(["complex", text(sample), outcome(complex, sample, show=lambda r: bits(r.real) + " " + bits(r.imag))])
    for sample in texts + ["0x1p0", "0x1.8p1", "1.8", "0x.8", "0x8.", "0x.", "0x1p", "0x1p+", "-0x1.fffffffffffff8p0", "0x1.fffffffffffff7p0", "0x1.00000000000008p0", "0x1.000000000000081p0", "0x1p-1074", "0x1p-1075", "0x1.8p-1075",
                           "0x1p1023", "0x1p1024", "0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "0x0p99999999999999999999", "0x1p-99999999999999999999", "0x1p99999999999999999999", "0x" + "f" * 100, "0x0." + "0" * 300 + "1p1200", "0x1P5", "0X1.aBcP-3", "0xg", "0x1p1_0", "+0x1p3", "- 0x1"]:
        rows.append(["fromhex", text(sample), outcome(float.fromhex, sample, show=bits)])
    # In the midst of two decimals that both read back as the float, or nearly so.
    for size in range(40, 54):
        for fraction in range(2, 30):
            value = (RANDOM.getrandbits(size) | 1 << size - 1 | 1) / (1 << fraction)
            rows.append(["repr", bits(value), repr(value), value.hex()])
    return rows


def record_power():
    rows = []
    values = some_floats()
    for a in values[:70]:
        for b in values[:12] + RANDOM.sample(values, 6) + values[34:37]:
            rows.append(["pow", bits(a), bits(b), outcome(lambda: a ** b, show=lambda r: bits(r) if isinstance(r, float) else "complex")])
    return rows


def record_unicode():
    import unicodedata as ud
    rows = []

    def digest(name, function):
        state = 0
        for code in range(0x110000):
            state = zlib.crc32((text(str(function(chr(code)))) + "\n").encode(), state)
        rows.append(["digest", name, str(state)])

    for name in "isalpha isalnum isdecimal isdigit isnumeric isspace isprintable isidentifier isupper islower istitle upper lower title casefold swapcase capitalize".split():
        digest(name, getattr(str, name))
    digest("identifier_continue", lambda c: ("a" + c).isidentifier())
    digest("category", ud.category)
    digest("bidirectional", ud.bidirectional)
    digest("combining", ud.combining)
    digest("east_asian_width", ud.east_asian_width)
    digest("mirrored", lambda c: bool(ud.mirrored(c)))
    digest("decomposition", ud.decomposition)
    digest("decimal", lambda c: ud.decimal(c, ""))
    digest("digit", lambda c: ud.digit(c, ""))
    digest("numeric", lambda c: bits(ud.numeric(c)) if ud.numeric(c, None) is not None else "")
    digest("name", lambda c: ud.name(c, ""))
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        digest(form, lambda c: ud.normalize(form, c))
        digest("is_" + form, lambda c: ud.is_normalized(form, c))
    samples = ["", "hello wORLD", "\u03a3", "A\u03a3", "A\u03a3B", "A\u03a3.", "A.\u03a3", "\u0391\u03a3\u0301 x", "stra\xdfe", "\u01c6ABC \u01c5x", "\ufb01ne", "\u1e9e", "\xaaB \u02b0A", "they're bill's",
               "\u0130I\u0131", "\u1f80 \u1fb3", "1a2b", "x\ud800Y", "\u1ea0\u0302", "e\u0301\u0323", "\ud800\u0301e\u0301", "\uac01\u11a8", "\u1100\u1161\u11a8", "\u212b", "\xb5\xb2", "a\u0315\u0300\u05ae\u0300b", "\U0001d160", "A_1", "1A", "Hello World", "Hello world", "HELLO1"]
    for _ in range(200):
        alphabet = "aBcD \u03a3\u03c3\u0301\u0323\u0315.'\u01c5\xdf\u1100\u1161\u11a8\uac00\u0130\u1e0b\xb4\ufb01"
        samples.append("".join(RANDOM.choice(alphabet) for _ in range(RANDOM.randrange(1, 9))))
    for sample in samples:
        for name in "upper lower title casefold swapcase capitalize isupper islower istitle isidentifier isprintable isspace isalpha".split():
            rows.append([name, text(sample), text(str(getattr(sample, name)()))])
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            rows.append([form, text(sample), text(ud.normalize(form, sample))])
            rows.append(["is_" + form, text(sample), str(ud.is_normalized(form, sample))])
    for name in ["SPACE", "latin small letter a", "LATIN SMALL LETTER GHA", "LINE FEED", "LF", "NULL", "HANGUL SYLLABLE GAG", "CJK UNIFIED IDEOGRAPH-4E00", "cjk unified ideograph-4e00", "CJK UNIFIED IDEOGRAPH-323AF", "CJK UNIFIED IDEOGRAPH-A000", "SNOWMAN", "NO SUCH NAME", "",
                 "EURO SIGN", "BYTE ORDER MARK", "VARIATION SELECTOR-17", "VS17", " SPACE", "LATINSMALLLETTERA", "LATIN-SMALL-LETTER-A", "TANGUT IDEOGRAPH-17000", "HANGUL SYLLABLE ", "HANGUL SYLLABLE A", "CJK COMPATIBILITY IDEOGRAPH-F900"]:
        rows.append(["lookup", text(name), outcome(lambda: ud.lookup(name), show=lambda c: f"{ord(c):x}")])
    return rows


def some_specifications():
    whole = ["", "d", "5", "<5", ">12", "^12", "=12", "012", "*^15", "+", " ", "-", "+012d", "#x", "#X", "x", "o", "#o", "b", "#b", "#012x", "#_b", "_x", "_b", "_o", "012_x", ",", "_", ",d", "_d", "010,", "011,", "012,", "013,", "014_", "c", "5c", "n", "012n",
             "e", ".2e", "E", ".0e", "f", ".2f", "F", ".0f", "#.0f", "g", ".3g", "G", "#g", "#.3g", "%", ".1%", ".0%", "020f", "+.3f", " .3e", "z", "zf", "z.1f", "z.0f", ".3", ".0", ".1", "10.3", ",.2f", "_.2f", "020,.2f", "021,.2f", "x>20,.2f", ".50f", ".50e", ".50g", ".17g", ".16", ".17", ".1f", ".25", "#.5", "#",
             ".3_f", ".,f", "._f", ".6,e", ".9_g", "_.9_f", "030,.9,f", ".8_%", ".3_n", "._d", ".,", ".6_", "._s", ".,s", "s", ".1s", "10s", "<10.1s", "^7s", "\xe9>6", "\U0001f600^8", "05s", "=s", "+s", " s", "-s", "zs", "#s", ",s", "_s", "_c", "_n", ",n", ",x", ",b", ",_f", "_,f", ",,", "__", ".", ".x", "d.", ".3,_f", "._,f", ".3,,f",
             "Z", "\x01", "\xfc", "\u20ac", "aaa", "10.2.3", "<<<", ">>", "<", "=", "^", "0", "00", "000005", "00<5", "\u0661\u0662", ".\u0663f", "+-", "-+5", "z#", "#z", "+z#010.2f", "yy", "+c", "#c", ".1c", ".3d", "zd", "0=", "0<9", "<09", "^09", "+,", " _", "1_000", "-010", "!r", "0^9,", "A=9,", "0=9,"]
    return whole


def record_format():
    rows = []
    specifications = some_specifications()
    for specification in specifications:
        for value in (0, 7, -7, 65, 1234567, -123456789, 2 ** 70, -2 ** 70, 0x110000, True):
            rows.append(["int", str(int(value)), type(value).__name__, text(specification), outcome(type(value).__format__ if specification else int.__repr__, *((value, specification) if specification else (value,)))])
        for value in (0.0, -0.0, 1.0, -1.5, 1234567.891, 0.000012345, 1e16, 123456789012345680.0, 0.5, 2.5, 0.05, -0.04, 1e300, float("inf"), float("-inf"), float("nan"), 99999.95, 5e-324):
            rows.append(["float", bits(value), text(specification), outcome(format, value, specification)])
        for value in (0j, 1 + 2j, -0.0 - 1.5j, 1234567.891j, complex("nan+infj"), 1e20 - 0j, 0.5 + 1e-7j):
            rows.append(["complex", bits(value.real), bits(value.imag), text(specification), outcome(format, value, specification)])
        for value in ("", "a", "hello", "\u20acuro\ud800"):
            rows.append(["str", text(value), text(specification), outcome(format, value, specification)])
    for value in some_floats():
        for specification in (".0f", ".1f", ".2f", ".3f", ".0e", ".1e", ".5e", ".16e", ".1g", ".3g", ".15g", ".17g", ".20f", ".100e", "g", "", "r", ",", ".400f", "z.2f", "#.4g"):
            rows.append(["float", bits(value), text(specification), outcome(format, value, specification)])
    return rows


def record_percent():
    rows = []
    formats = ["%d", "%5d|", "%-5d|", "%05d", "%+d", "% d", "%+05d|", "%-+5d|", "%.5d", "%8.5d", "%08.5d", "%x", "%X", "%#x", "%#X", "%#10x|", "%-#10x|", "%#010x", "%+#010x", "%o", "%#o", "%#.5x", "%i", "%u", "%ld", "%hd", "%Lx", "%lld", "%-05d|",
               "%f", "%.2f", "%10.3f|", "%-10.3f|", "%010.3f", "%+.1e", "%E", "%g", "%G", "%#g", "%#.0f", "%.0f", "% f", "%.15g", "%.300f", "%s", "%10s|", "%-10s|", "%.2s|", "%010s|", "%r", "%c", "%5c|",
               "%", "%5", "%.", "%z", "%l", "%\xe9", "%\x01", "a%5!", "%99999999999999999999d", "%.99999999999d", "%5%", "%-%", "%.3%", "%hhd", "%%", "a%%b%d", "%y", "%#5", "%\u20ac", "\u20ac%d\u20ac"]
    for sample in formats:
        for value in (0, 42, -42, 2 ** 66, -2 ** 66):
            rows.append(["int", text(sample), str(value), outcome(lambda: sample % value)])
        for value in (0.0, -0.0, 3.14159, -2.5, 1e100, float("inf"), float("-inf"), float("nan")):
            if not any(letter in sample for letter in "dxXoiuc"):
                rows.append(["float", text(sample), bits(value), outcome(lambda: sample % value)])
    for sample in ["%(a", "%(a)", "%(a)d", "%(a(b)c)d", "%()s", "%(a)5.2f|", "%(a)%", "%(a)z"]:
        rows.append(["keys", text(sample), outcome(lambda: sample % {"a": 5, "a(b)c": 7, "": 9})])
        rows.append(["nokeys", text(sample), outcome(lambda: sample % 5)])
    return rows


def record_search():
    rows = []

    def spans(pieces):
        return text("\x00".join(pieces))

    def case(alphabet, size, needle_size):
        make = lambda n: "".join(RANDOM.choice(alphabet) for _ in range(n))
        return make(RANDOM.randrange(size)), make(RANDOM.randrange(needle_size)), make(RANDOM.randrange(4))

    for alphabet in ("ab", "a\u20ac", "a\u20ac\U0001f600", " \t\na", "\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029a", "ab\xa0\u2003 "):
        for index in range(160):
            subject, needle, new = case(alphabet, 60 if index % 2 else 12, 12 if index % 4 == 1 else 4)
            common = [text(subject), text(needle)]
            rows.append(["find", *common, str(subject.find(needle)), str(subject.rfind(needle)), str(subject.count(needle))])
            most = RANDOM.choice([-1, 0, 1, 2, 5])
            rows.append(["replace", *common, text(new), str(most), text(subject.replace(needle, new, most))])
            if needle:
                rows.append(["split", *common, str(most), spans(subject.split(needle, most)), spans(subject.rsplit(needle, most))])
                rows.append(["strip", *common, text(subject.strip(needle)), text(subject.lstrip(needle)), text(subject.rstrip(needle))])
            rows.append(["words", text(subject), str(most), spans(subject.split(None, most)), spans(subject.rsplit(None, most))])
            rows.append(["trim", text(subject), text(subject.strip()), text(subject.lstrip()), text(subject.rstrip())])
            rows.append(["lines", text(subject), spans(subject.splitlines()), spans(subject.splitlines(True))])
            if max(map(ord, subject + "a")) < 256:
                data = subject.encode("latin-1")
                decode = lambda pieces: spans([piece.decode("latin-1") for piece in pieces])
                rows.append(["byte_words", text(subject), str(most), decode(data.split(None, most)), decode(data.rsplit(None, most))])
                rows.append(["byte_lines", text(subject), decode(data.splitlines()), decode(data.splitlines(True))])
    return rows


def record_codec():
    rows = []
    encodings = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-7", "latin-1", "ascii", "unicode_escape", "raw_unicode_escape"]
    handlers = ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass"]

    def result(function, show):
        try:
            return show(function())
        except UnicodeError as error:
            return f"!{error.encoding} {error.start} {error.end} {error.reason}"
        except TypeError:
            return None  # a handler that is not for this direction

    def decode(encoding, data):
        for handler in handlers:
            found = result(lambda: data.decode(encoding, handler), text)
            if found is not None:
                rows.append(["decode", encoding, handler, data.hex(), found])

    def encode(encoding, sample):
        for handler in handlers:
            found = result(lambda: sample.encode(encoding, handler), bytes.hex)
            if found is not None:
                rows.append(["encode", encoding, handler, text(sample), found])

    escapes = [rb"\x4", rb"\x", rb"\u12", rb"\U0001", rb"\U00110000", rb"\N{", rb"\N{SPACE}", rb"\N{foo}x", rb"\N", rb"\N{}", b"\\", rb"\8\777\400\1234", rb"\q\z", b"\\\n", rb"\xzz", rb"\ud800", rb"a\u123z", b"\xe9\\u0041", b"\\\\u0041", b"a\\n\\t\\'\\\"\\a\\b\\f\\v\\r\\0"]
    shifts = [b"+AGE-", b"+AGE", b"+", b"+-", b"+A", b"+AG-", b"a+!b", b"\x80", b"+AGF-", b"+2AHcAA-", b"+2AE-", b"+AGEAYg!x", b"~\\", b"+AGE\x80", b"+2AE+AGE-", b"+2AE", b"+AGE+AGI-", b"a+AGE-b+-c"]
    narrow = [b"", b"abc", b"a\xffb", b"\xc3\xa9", b"\xe2\x82", b"\xe2\x82a", b"\xf0\x9f\x98\x80", b"\xf0\x9f\x98", b"\xf0\x9f\x41", b"\xed\xa0\x80", b"\xed\xa0", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xf5", b"\x80\x80", b"\xe0\x80\x80", b"\xff" * 6, b"\xed\xb2\x80\xed\xa0\x80z"]
    wide = [b"a\0", b"\0\xd8", b"\0\xd8a\0", b"\0\xdca\0", b"\0\xd8\0", b"=\xd8\0\xdex", b"a\0\0\0", b"\0\0\x11\0", b"\0\xd8\0\0", b"\xff\xfe\0\0", b"\0\0\0a", b"\xd8\0\xdc\0", b"\0\0\xd8\0\0a"]
    for encoding in encodings:
        extra = escapes if "escape" in encoding else shifts if encoding == "utf-7" else wide
        random = [bytes(RANDOM.choice(b"a\x80\xe2\x82\xac\xd8\0\xf0\x9f\xed\xa0+-A\\u0x1") for _ in range(RANDOM.randrange(1, 14))) for _ in range(60)]
        for data in narrow + extra + random:
            decode(encoding, data)
        for sample in ["", "abc", "a\xe9", "+", "\U0001f600", "~\\", "\u20ac-", "\u20aca", "\ud800", "a\u20ac!b", "\udc80", "\udc80\udcff", "\udc41", "x\ud83d\ude00y", "\ud800\ud801a\u20ac\u20ac\xe9", "\x00\t\n\r\x7f\x80'\"", "\ue000\U0010ffff", "a\u20ac\u20ac-b+c\U0001f600+"]:
            encode(encoding, sample)
    return rows


def record_repr():
    rows = []
    samples = ["", "abc", "it's", 'say "hi"', "both ' and \"", "\\", "\t\n\r\0\x1f\x7f\x80\xa0\xad\xe9", "\u20ac\u200b\ud800\ue000", "\U0001f600\U0010ffff\U000e0001", "\u0378", "'" * 3, "\u20ac'"]
    for sample in samples:
        data = sample.encode("utf-8", "surrogatepass")
        rows.append(["str", text(sample), text(repr(sample)), text(ascii(sample))])
        rows.append(["bytes", data.hex(), text(repr(data)), text(repr(bytearray(data)))])
    return rows


def record_mersenne():
    rows = []
    for seed in (0, 1, -1, 42, 2 ** 32, 2 ** 64 - 1, 3 ** 200, 2 ** 32 * 700, 7 ** 8000):
        generator = random.Random(seed)
        floats = " ".join(bits(generator.random()) for _ in range(5))
        numbers = " ".join(str(generator.getrandbits(count)) for count in (0, 1, 5, 31, 32, 33, 63, 64, 65, 100, 1000, 10000))
        version, state, gauss = generator.getstate()
        rows.append([str(seed) if seed < 10 ** 300 else "7**8000", floats, numbers, str(zlib.crc32(" ".join(map(str, state)).encode())), bits(generator.random())])
    return rows


def record_structure():
    rows = []
    formats = ["", "q", "5", "5 i", "i5", "<z", "z", "-i", "iQ", "<iQ", "0i", "i0Q", "9" * 20 + "i", "9" * 19 + "i", "xq", "?", "p", "0s", "3p", "F", "D", "<D", "bD", "bF", "  i\\ni", "!h", "=q", "<n", ">P", "3x", "bxh", "ehfd", "<ehfd", "10s3p2x?", "cc", "b0h", "2147483647x"]
    for sample in formats:
        rows.append(["size", text(sample), outcome(struct.calcsize, sample, show=str)])
    integers = [0, 1, -1, 127, 128, -128, -129, 255, 256, 32767, 32768, -32769, 65535, 65536, 2 ** 31 - 1, 2 ** 31, -2 ** 31 - 1, 2 ** 32 - 1, 2 ** 32, 2 ** 63 - 1, 2 ** 63, -2 ** 63, -2 ** 63 - 1, 2 ** 64 - 1, 2 ** 64, 2 ** 200]
    for prefix in ("", "<", ">", "=", "!"):
        for letter in "bBhHiIqQ":
            for value in integers:
                rows.append(["int", prefix + letter, str(value), outcome(struct.pack, prefix + letter, value, show=bytes.hex)])
        for letter in "efd":
            for value in some_floats()[:60] + [65519.0, 65520.0, 65504.0, 1e39, 3.4028235e38, 3.4028235677973366e38, 6e-8, 2.9e-8, 2.98023223876953125e-8, 5.96e-8, 6.097555160522461e-05, 2049.0, 2051.0, 1.0009765625, 1.00048828125, 1.000488281250001]:
                if value == value:
                    rows.append(["float", prefix + letter, bits(value), outcome(struct.pack, prefix + letter, value, show=bytes.hex)])
        for letter in ("c", "s", "3s", "p", "3p", "0p", "0s", "300p", "5s"):
            for value in (b"", b"a", b"ab", b"abcdef", b"z" * 400):
                rows.append(["bytes", prefix + letter, value.hex(), outcome(struct.pack, prefix + letter, value, show=bytes.hex)])
    for bits16 in list(range(0, 65536, 37)):
        value = struct.unpack("<e", struct.pack("<H", bits16))[0]
        rows.append(["half", str(bits16), bits(value)])
    for offset in (-9, -3, -2, -1, 0, 1, 2, 5):
        rows.append(["unpack_from", str(offset), outcome(struct.unpack_from, "h", b"abc", offset, show=lambda r: str(r[0]))])
        rows.append(["pack_into", str(offset), outcome(struct.pack_into, "h", bytearray(3), offset, 1, show=lambda r: "done")])
    return rows


def record_binary():
    import binascii
    rows = []

    def case(name, data, function, *flags):
        rows.append([name, data.hex(), " ".join(str(int(flag)) for flag in flags), outcome(function, show=bytes.hex)])

    def samples(alphabet, count, size):
        return [bytes(RANDOM.choice(alphabet) for _ in range(RANDOM.randrange(size))) for _ in range(count)]

    for data in [b"=", b"YQ==", b"YQ=", b"Y", b"YWJj=", b"YW=I", b"Y Q==", b"YQ==a", b"ab=c=", b"abcd====", b"ab==cd==", b""] + samples(b"aZ09+/= \n\x80", 200, 14):
        for strict in (False, True):
            case("a2b_base64", data, lambda: binascii.a2b_base64(data, strict_mode=strict), strict)
    for data in samples(bytes(range(256)), 60, 20):
        for newline in (False, True):
            case("b2a_base64", data, lambda: binascii.b2a_base64(data, newline=newline), newline)
            case("b2a_uu", data, lambda: binascii.b2a_uu(data, backtick=newline), newline)
        for group in (-3, -2, -1, 0, 1, 2, 3, 50):
            case("hexlify", data, lambda: binascii.hexlify(data, b"-", group), group)
        case("hexlify_plain", data, lambda: binascii.hexlify(data))
        case("crc32", data, lambda: binascii.crc32(data).to_bytes(4, "big"))
        case("crc_hqx", data, lambda: binascii.crc_hqx(data, 77).to_bytes(2, "big"))
    case("b2a_uu", b"a" * 45, lambda: binascii.b2a_uu(b"a" * 45), False)
    case("b2a_uu", b"a" * 46, lambda: binascii.b2a_uu(b"a" * 46), False)
    for data in samples(b"0aF9 \tgz", 100, 9) + [b"0", b"0a\xa0", b"z\xa0"]:
        case("unhexlify", data, lambda: binascii.unhexlify(data))
        case("fromhex", data, lambda: bytes.fromhex(data.decode("latin-1")))
    for data in [b"#86)C\n", b"#86)C", b" ", b"a", b"#86)C  \n", b"#86)Cz\n", b"#8\x7f", b"`", b"#86"] + samples(b" #`!_M86)C\n\r\x7f", 150, 10):
        if data:
            case("a2b_uu", data, lambda: binascii.a2b_uu(data))
    quoted = [b"a=", b"a=4", b"a=41", b"a=\nb", b"a=\r\nb", b"a= \nb", b"a_b", b"a==b", b"a=\rb\nc", b"a=x"] + samples(b"a=4Fg_\r\n ", 150, 12)
    for data in quoted:
        for header in (False, True):
            case("a2b_qp", data, lambda: binascii.a2b_qp(data, header=header), header)
    plain = [b"a b", b"a ", b"a\t", b"a \n", b".\nx", b".", b"..", b"a" * 80, b"a" * 75 + b"\n", b"a" * 76, b"a_b", b"a\r\nb", b"\xff" * 40, b" " * 80, b"a \r\nb\xe9", b"\n.\n", b"a" * 74 + b"=b", b"a" * 75 + b"\r\n"] + samples(b"ab =._\t\r\n\xe9", 100, 12) + samples(b"abcdefgh =.\n\xe9", 60, 200)
    for data in plain:
        for flags in range(8):
            tabs, istext, header = bool(flags & 1), bool(flags & 2), bool(flags & 4)
            case("b2a_qp", data, lambda: binascii.b2a_qp(data, quotetabs=tabs, istext=istext, header=header), tabs, istext, header)
    return rows


def main():
    directory, *names = sys.argv[1:]
    for name in names:
        RANDOM.seed(name)
        rows = globals()["record_" + name]()
        with open(os.path.join(directory, name + ".tsv"), "w", newline="\n") as file:
            file.writelines("\t".join(row) + "\n" for row in rows)


if __name__ == "__main__":
    main()
