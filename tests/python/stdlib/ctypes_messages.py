# minimum: 3.14
from ctypes import *
def t(f,*a,**k):
    try: return f(*a,**k)
    except Exception as e: return type(e).__name__, str(e)
print(t(c_char.from_param,b"abc"), t(c_char,"x"), t(c_char, 300), t(c_wchar,"abc"), t(c_wchar,b"a"), t(c_wchar.from_param,"abc"))
print(t(c_char_p,1.5), t(c_wchar_p,b"a"), t(c_void_p,"a"), t(c_int,"a"), t(c_float,"a"), t(c_char_p.from_param,1.5),t(c_void_p.from_param,1.5),t(c_wchar_p.from_param,b"s"))
class S(Structure): _fields_=[("a",c_char*3),("w",c_wchar*2)]
s=S(); print(t(setattr,s,"a",b"abcd"), t(setattr,s,"a","x"), t(setattr,s,"w","abc"), t(setattr,s,"w",b"a"), repr(S.a))
print(t(S,1,2,3),t(S,b"a",a=b"b"), type(S(q=1)))
a=(c_int*3)(); print(t(a.__setitem__,0,"x"), t(a.__getitem__,5), t(a.__getitem__,"x"), t(a.__setitem__,slice(0,2),[1]), t(c_int*3,1,2,3,4), t(lambda:c_int*-1), t(lambda: c_int*1.5))
p=POINTER(c_int)(); print(t(lambda:p.contents), t(lambda:p[0]), t(lambda:p[:]), t(setattr,p,"contents",c_long(1)), t(POINTER(c_int),5))
print(t(cast,5,c_int), t(cast,b"a",POINTER(c_char))[0], t(addressof,5), t(sizeof,5), t(alignment,5), t(byref,5), t(resize,5,1))
print(t(c_int.from_buffer,b"abcd"), t(c_int.from_buffer,bytearray(2)), t(c_int.from_buffer,bytearray(8),6), t(c_int.from_buffer_copy,b"ab"), t(c_int.from_address,"x"))
print(t(lambda: py_object().value), repr(py_object()), t(Structure), t(Array), )
print(repr(byref(c_int(1)))[:12], repr(c_bool.from_param(True))[:16], repr(c_int.from_param(3)), repr(c_char.from_param(b"a")), repr(c_double.from_param(1.5)), repr(py_object.from_param(1))[:14])
class B(Structure): _fields_=[("x",c_int,3),("y",c_int,5)]
print(B.x, B.y, B.x.size, t(lambda: type("Q",(Structure,),{"_fields_":[("x",c_float,3)]})), t(lambda: type("Q",(Structure,),{"_fields_":[("x",c_int,40)]})))
print(t(lambda: type("Q",(Structure,),{"_fields_":[("x",)]})), t(lambda: type("Q",(Structure,),{"_fields_":[("x",int)]})), t(lambda: type("Q",(Structure,),{"_fields_":5})))
print(memoryview(c_int(3)).format, memoryview(B()).format, memoryview(POINTER(c_int)()).format, memoryview((c_int*2*3)()).shape, memoryview(c_wchar("a")).format, memoryview(c_bool()).format)
print(p.__class__.__mro__[1:], type(c_int).__mro__, c_int.__ctype_be__, S.a.__class__)
