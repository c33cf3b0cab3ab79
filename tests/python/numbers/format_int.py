for spec in ("", "d", "5", "<5", ">5", "^5", "=5", "05", "+", " ", "-", "+05", ",", "_", "x", "X", "#x", "#010x", "b", "#b", "o", "#o", "c", "e", "f", ".2f", "g", "%", "n", "*^9", "08,", "_x", "_b", "=+8", "é>4", "<08", "z.1f"):
    out = []
    for n in (65, -1234567):
        try:
            out.append(repr(format(n, spec)))
        except (ValueError, OverflowError) as error:
            out.append(str(error))
    print(repr(spec), *out)
for spec in ("q", ".2", ".2d", "5.5x", ",x", ",c", "+c", "#c", "_c", "s", "==5d", "5d5", ",_", "__", ".", ".f", "10000000000000000000d", "\0"):
    try:
        print(repr(spec), format(42, spec))
    except (ValueError, OverflowError) as error:
        print(error)
