# minimum: 3.14
# The text of an interpolation is what is written between the braces.
x = 5
for field in (
    "{ 42 }", "{x !r}", "{ x }", "{x :>3}", "{ x = }", "{(x) }", "{x,}", "{ x , }", "{\n x # } ! \n}", "{'a' 'b' }", "{'#' + '!' }", "{ x=!r}",
    "{ (lambda: 1)() }", "{ x if x else '}' }",
):
    template = eval('t"""' + field + '"""')
    print(repr(field), repr(template.interpolations[0].expression), template.strings, template.interpolations[0].conversion)
for source in (
    "x = 1\x0b", "\x0bx=1", "a\x01b", "match 1:\n case 1+2: pass", "match 1:\n case 1+x: pass", "match 1:\n case 1j+2: pass",
    "match 1:\n case 1j+2j: pass", "match 1:\n case -1: pass", "match 1:\n case {1+2:3}: pass",
):
    try:
        compile(source, "<source>", "exec")
        print("fine")
    except SyntaxError as error:
        print(repr(source), error.args)
