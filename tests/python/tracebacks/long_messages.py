# stderr: yes
class Long(Exception):
    pass
Long.__module__ = "some.module"
class Bad(Exception):
    def __str__(self): raise ValueError("no text")
import traceback
for e in (Long("multi\nline\nmessage"), Long(), Bad("x"), KeyError("k"), KeyError("a\nb"), SystemExit(5), ValueError("")):
    traceback.print_exception(e)
class Outer:
    class Inner(Exception): pass
raise Outer.Inner(1, 2)
