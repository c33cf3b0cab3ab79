# minimum: 3.14
name, n = "bob", 3
t = t"hi {name!r:>5} {n + 1} {{}} {n=}"
print(t)
print(t.strings, t.values)
for i in t.interpolations:
    print(i.value, i.expression, i.conversion, i.format_spec)
print([part if isinstance(part, str) else part.value for part in t])
print(type(t), (t"a" + t"b{n}").strings, (t"x" t"y").strings, t"".strings)
from string.templatelib import Template, Interpolation
print(Template("a", Interpolation(1, "x"), "b"), isinstance(t, Template))
try:
    t"a" + "b"
except TypeError as e:
    print(e)
print(t"{n:{n}}".interpolations[0].format_spec, rt"\n{n}".strings)
match t"{1}":
    case Template(strings=s): print(s)
