for s in ("hello World", "ÀÉÎ straße ǆ", "ﬁ İ ı", "123 abc", "", "Ω ς σ ΑΣ", "éÉ", "they're bill's"):
    print(repr(s), s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold())
    print(s.isupper(), s.islower(), s.istitle())
