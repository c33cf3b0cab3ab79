# Nested `and` and `or` ask each operand for its truth at most once.


class Asked:
    def __init__(self, name, truth):
        self.name, self.truth = name, truth

    def __bool__(self):
        print("?" + self.name, end=" ")
        return self.truth

    def __repr__(self):
        return self.name


for bits in range(16):
    a, b, c, d = (Asked(name, bool(bits >> place & 1)) for place, name in enumerate("abcd"))
    print(bits, a and b or c)
    print((a or b) and c)
    print((a and b) and c or d)
    print((a or b) or (c and d))
    print(((a and b) or c) and d)
    print((a and (b or c)) or d)
    print((a or b and c) and (d or a))
    print(not (a and b) or c)
    print(a if a and b or c else d)
    while (a and b or c) and d:
        break
    print([x for x in (1,) if a and b or c])

# Docstrings lose the margin, tabs first.


def tabbed():
    """	First.
	  Second	word.
	    Third.

    """


print(repr(tabbed.__doc__))
exec("def lines():\r\n    '''one\r\n    two\r    three'''\r\nprint(repr(lines.__doc__), repr('''a\rb\r\nc'''))")
