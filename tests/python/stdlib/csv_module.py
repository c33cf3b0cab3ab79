import _csv
import copy
import csv
import io
import pickle


def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)


def read(lines, **parameters):
    attempt(lambda: list(csv.reader(lines, **parameters)))


def written(row, **parameters):
    file = io.StringIO()
    csv.writer(file, **parameters).writerow(row)
    return file.getvalue()


def write(row, **parameters):
    attempt(written, row, **parameters)


# The states of the parser.
read(["a,b,c", '"a","b ""x""",c', "", ",", "\r\n", "a,b\r\n"])
read(['"two\n', 'lines",x', "next"])
read(['"joined', 'lines"', "next"])
read(["a\\\n", "b"], escapechar="\\")
read(["a\\", "b"], escapechar="\\")
read(['"a\\"b",c\\,d'], escapechar="\\")
read(['a "b" c', '"a" ,b', ' "a"', '"ab"c'])
read(['"ab"c', '"a""b"'], doublequote=False)
read(["a,b\rc"])
read(["a\nb"])
read(["a,\0b,\U0001f600;\ud800"])
read(['"open'])
read(['"open'], strict=True)
read(['"a"b'], strict=True)
read(["a,\\"], escapechar="\\", strict=True)
read([b"a"])
read([1])
read(['a|"b|c"'], delimiter="|", quoting=csv.QUOTE_NONE)
read(['a, "b" c', ' , "x"', "  ", "1, 2"], skipinitialspace=True)
read(['1,,"x",-inf, 5 ,1_0'], quoting=csv.QUOTE_NONNUMERIC)
read(["1,a"], quoting=csv.QUOTE_NONNUMERIC)
read(['1,,"",2.5,"3"'], quoting=csv.QUOTE_STRINGS)
read(['1,,"",abc'], quoting=csv.QUOTE_NOTNULL)
read(["1, 2,", ',"" , "" '], skipinitialspace=True, quoting=csv.QUOTE_NOTNULL)

# Writing, by way of quoting.
row = [1.5, None, True, "x", "", 2j, b"x", "a,b", 'say "hi"', "line\n"]
for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC, csv.QUOTE_STRINGS, csv.QUOTE_NOTNULL):
    write(row, quoting=quoting)
write(row, quoting=csv.QUOTE_NONE, escapechar="\\")
write(row, quoting=csv.QUOTE_NONE)
write(['a"b'], doublequote=False)
write(['a"b', "c\\"], doublequote=False, escapechar="\\")
write(['"'], quoting=csv.QUOTE_NONE, quotechar=None)
write(["a b", " a", ""], delimiter=" ")
write([" ", "", None], delimiter=" ", skipinitialspace=True)
write(["", "x"], delimiter=" ", skipinitialspace=True, quoting=csv.QUOTE_NONE)
write([""])
write([])
write([None], quoting=csv.QUOTE_STRINGS)
write([""], quoting=csv.QUOTE_STRINGS)
write([""], quoting=csv.QUOTE_NONE)
write(["\r", "\n", "!"], lineterminator="!")
write(["\u20ac", "\U0001f600,"])
write("abc")
write(5)
attempt(csv.writer(io.StringIO()).writerows, [[1], 2])
attempt(csv.writer(io.StringIO()).writerows, 1)
attempt(csv.writer, 1)


class Part:
    def __str__(self):
        raise OSError("no text")


write([1, Part()])

# Dialects.
print(csv.list_dialects(), _csv._dialects is not None)
csv.register_dialect("semicolons", delimiter=";", quotechar=None, strict=1)
dialect = csv.get_dialect("semicolons")
for name in ("delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"):
    print(name, repr(getattr(dialect, name)), type(getattr(type(dialect), name)).__name__)
print(_csv.Dialect(dialect) is dialect, _csv.Dialect(dialect, delimiter=":").delimiter)
print(list(csv.reader(["a;b"], "semicolons")), csv.reader([], "semicolons").dialect is dialect)
csv.unregister_dialect("semicolons")
attempt(csv.get_dialect, "semicolons")
attempt(csv.unregister_dialect, "semicolons")
attempt(csv.register_dialect, 1)
attempt(csv.register_dialect, "a", "unheard of")
attempt(copy.copy, dialect)
attempt(pickle.dumps, dialect)
attempt(setattr, dialect, "delimiter", ",")
attempt(setattr, dialect, "strict", True)
attempt(_csv.Dialect, other=1)
attempt(_csv.Dialect, *range(10))
attempt(_csv.Dialect, quoting=7)
attempt(_csv.Dialect, quoting=10**30)
attempt(_csv.Dialect, quotechar=None, quoting=csv.QUOTE_ALL)
for name in ("delimiter", "quotechar", "escapechar"):
    attempt(_csv.Dialect, **{name: "\n"})
    attempt(_csv.Dialect, skipinitialspace=True, **{name: " "}) if name != "delimiter" else None
    attempt(_csv.Dialect, lineterminator="<>", **{name: ">"})
attempt(_csv.Dialect, delimiter="^", quotechar="^")
attempt(_csv.Dialect, delimiter="^", escapechar="^")
attempt(_csv.Dialect, escapechar="^", quotechar="^")

# The rest of the module.
print(csv.field_size_limit(), csv.field_size_limit(5), csv.field_size_limit())
read(["12345,1", "123456"])
print(csv.field_size_limit(131072))
attempt(csv.field_size_limit, "a")
attempt(csv.field_size_limit, 1.5)
reader = csv.reader(['"a', 'b"', "c"])
print(reader.line_num, next(reader), reader.line_num, next(reader), reader.line_num, next(reader, "end"))
attempt(setattr, reader, "line_num", 3)
attempt(type(reader))
print(type(reader), _csv.Reader is type(reader), _csv.Writer, csv.Error.__mro__)

# csv.py itself.
file = io.StringIO()
writer = csv.DictWriter(file, ["name", "age"], restval="?", extrasaction="ignore")
writer.writeheader()
writer.writerows([{"name": "Ann", "age": 5}, {"name": "B, C", "other": 1}])
print(repr(file.getvalue()))
print(list(csv.DictReader(io.StringIO(file.getvalue()))))
print(list(csv.DictReader(["a,b", "1", "1,2,3"], restkey="more", restval="none")))
found = csv.Sniffer().sniff("'a';'b';'c'\n'd';'e''s';'f'\n")
print(found.delimiter, found.quotechar, found.doublequote)
print(csv.Sniffer().has_header("name,age\nAnn,5\nBob,7\n"))
