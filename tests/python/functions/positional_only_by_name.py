# All positional-only parameters that were given by name are named.
def function(a, b, c, /, d=0):
    pass


class Class:
    def method(self, x, y=1, /):
        pass


for call in (
    lambda: function(a=1, b=2, c=3),
    lambda: function(1, c=3, b=2),
    lambda: function(1, wrong=1, b=2, d=3),
    lambda: function(1, 2, 3, wrong=1),
    lambda: Class().method(y=1, x=2),
    lambda: Class.method(x=1, self=2),
):
    try:
        call()
    except TypeError as error:
        print(error)
