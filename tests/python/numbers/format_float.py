for spec in ("", "f", ".0f", ".3f", "#.0f", "e", ".2e", "E", "g", ".3g", "#g", "G", "%", ".1%", "10.2f", "<10.2f", "^10.2f", "=+10.2f", "010.2f", "+", " ", ",", ",.2f", "_.3f", "n", ".10", ".3", "z.1f", "+.1e", "012,.1f", ".20f"):
    print(repr(spec), *(repr(format(x, spec)) for x in (3.14159, -1234567.891, 0.0, 1e-7, 1e22, float("inf"), float("-nan"), -0.04)))
for spec in ("d", "x", "s", "c", "5.f", ".1.2f", "q", "b"):
    try:
        print(format(1.5, spec))
    except ValueError as error:
        print(error)
