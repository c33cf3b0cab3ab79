x, y, name = 10, 3.14159, "bob"
print(f"{x} {y:.2f} {name!r} {name!s:>5} {x:05d} {x + 1} {x = } {x=:>5} {name = !s}", f"{'nested ' + f'{x}'}", f"{{literal}} {{{x}}}", f"{x:{'>'}{8}}|", f"{[i for i in range(3)]}", f"{ {'a': 1}['a'] }", f"{(lambda a: a * 2)(4)}")
print(f"{x!r:^10}|" f"{y}" "plain" f"{name}", rf"\n{x}", f"\n{x}\x41".strip(), f"{'a' if x else 'b'}", f"{x:{x}}|", f"{x,}", f"{x, y}", f"{*[1, 2],}")
print(f"""multi
{x
 + 1}
line""")
print(f"{x!a} {'é'!a} {1_000:,} {255:#x}", f"{x:%Y}" if False else "", f'{name["0" == "1"]}', f"{'\n'.join(['a', 'b'])}", f"{f"{f"{x}"}"}", f"{x:=+5}", f"{name:{'<'}{6}}|", f"{yes}" if (yes := "walrus") else "")
class F:
    def __format__(self, s): return f"[{s}]"
    def __repr__(self): return "R"
print(f"{F()} {F():x} {F()!r} {F():{x}{name}} {F()!r:>4} {F()=} {F()=:z}")
print(f"{x:d}{y}" f"" f"{''}", f"{None} {True} {...}", f"{1 if True else 2:>3}", f"{x!s}" + "é" + f"日{name}😀")
for source in ("f'{'", "f'{}'", "f'}'", "f'{x!z}'", "f'{x:{y:{z}}}'", "f'{a b}'", "f'{lambda x: 1}'", "f'{x!}'", "f'{=}'", "f'{*x}'", "f'{x = !}'", "f'{x'", "f'{!r}'", "f'{yield}'"):
    try:
        eval(source, {"x": 1, "y": 2, "z": 3})
        print(source, "fine")
    except (SyntaxError, NameError, ValueError) as error:
        print(source, type(error).__name__)
try:
    f"{name:d}"
except ValueError as error:
    print(error)
