# What is said of escape sequences that mean nothing: as a warning, and as an error; and of a quote escaped by mistake.
import warnings

for source in (r"'\d'", r"b'\q'", r"'\400'", r"'''\
\w'''"):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        compile(source, "source", "eval")
    print(*[f"{warning.category.__name__}: {warning.message}" for warning in seen])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(source, "source", "eval")
        except SyntaxError as error:
            print(error.msg)
for source in (r"'a\'", r'x = "a\"', r"'a"):
    try:
        compile(source, "source", "exec")
    except SyntaxError as error:
        print(error)
