# Slots that two methods share, of which a class has one.
class A:
    def __setitem__(s,k,v): pass
try: del A()[1]
except AttributeError as e: print(e)
class B:
    def __delitem__(s,k): pass
try: B()[1]=3
except AttributeError as e: print(e)
class C:
    def __set__(s,k,v): pass
class D:
    c=C()
try: del D().c
except AttributeError as e: print(e)
