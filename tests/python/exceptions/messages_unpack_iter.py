# minimum: 3.14
import warnings
warnings.simplefilter("ignore")
cases = ["a, b = 1", "a, b = [1]", "a, b = [1, 2, 3]", "a, b = 'x'", "a, *b, c = [1]", "(a, b), c = 1, 2", "[a] = []", "a, b = None", "a, b = {}", "for x in 5: pass", "[*5]", "(*None,)", "{**5}", "{**[1]}", "print(*5)", "print(**5)", "x = iter(5)", "list(5)", "sum(5)", "1 in 5", "dict([1])", "max(5)", "max()", "max([])", "min(1, 'a')", "sorted(5)", "a, b = iter([1])", "a, b = range(5)", "''.join(5)", "zip(5)", "set(5)", "[][:'a']", "with 5: pass", "with open: pass", "async_x = None; import os; os.fspath(5)", "del undefined", "del [][0]", "raise 5", "assert False", "assert 0, 'message'", "assert (), (1, 2)", "1()", "'a'()", "None[0]", "5[0]", "(5)['k']", "int[0]", "len[0]", "(lambda: 1)[0]", "print.x", "import nothing.here", "from os import nothing_here", "from . import x", "f'{1:z}'", "hash([])", "{[]: 1}", "{{}}", "isinstance(1, 5)", "issubclass(1, int)", "isinstance(1, [int])", "open('/no/such/file')", "open('x', 'q')", "int('z', 40)", "chr(-5)", "abs('x')", "round('x')", "divmod('a', 1)", "pow('a', 1)", "ord('xx')", "bin(1.5)", "range(1.5)", "slice()", "type()", "object(5)", "super()", "vars(5)", "dir(1, 2)", "getattr(1)", "setattr(1, 'x', 2)", "eval(5)", "exec(5)", "compile('1', '', 'nope')", "__import__(5)", "__import__('')", "input(1, 2)", "print(sep=5)", "print(end=5)", "id()", "callable()", "format(1, 2)", "next(5)", "enumerate(5)", "map(1)", "filter(1)", "reversed(5)", "memoryview(5)", "bytes('a')", "bytearray('a')", "complex('z')", "float('z')", "str(1, 2)", "staticmethod()", "property(1, 2, 3, 4, 5)", "globals(1)", "locals(1)", "breakpoint" ]
for source in cases:
    try:
        exec(source.replace("import nothing.here", "import nothing_x.here") if "nothing.here" in source else source, {})
        print(source, "-> fine")
    except Exception as error:
        text = str(error)
        print(source, "->", type(error).__name__, text.split(" (/")[0] if "cannot import" in text else text)
