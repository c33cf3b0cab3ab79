# Capsules made by ctypes.pythonapi give back what was put into them.
import ctypes

api = ctypes.pythonapi
api.PyCapsule_New.restype = ctypes.py_object
api.PyCapsule_New.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
for name, result, arguments in (
    ("GetPointer", ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)),
    ("GetName", ctypes.c_char_p, (ctypes.py_object,)),
    ("GetContext", ctypes.c_void_p, (ctypes.py_object,)),
    ("GetDestructor", ctypes.c_void_p, (ctypes.py_object,)),
    ("IsValid", ctypes.c_bool, (ctypes.py_object, ctypes.c_char_p)),
    ("SetPointer", ctypes.c_int, (ctypes.py_object, ctypes.c_void_p)),
    ("SetName", ctypes.c_int, (ctypes.py_object, ctypes.c_char_p)),
    ("SetContext", ctypes.c_int, (ctypes.py_object, ctypes.c_void_p)),
):
    function = getattr(api, "PyCapsule_" + name)
    function.restype, function.argtypes = result, arguments

first, second = b"module.first", b"module.second"
capsule = api.PyCapsule_New(1234, first, None)
print(type(capsule), repr(capsule).partition(" at ")[0])


def show():
    print(api.PyCapsule_GetName(capsule), api.PyCapsule_GetContext(capsule), api.PyCapsule_GetDestructor(capsule),
          api.PyCapsule_IsValid(capsule, first), api.PyCapsule_IsValid(capsule, second), api.PyCapsule_IsValid([], first))


show()
print(api.PyCapsule_GetPointer(capsule, first))
print(api.PyCapsule_SetName(capsule, second), api.PyCapsule_SetContext(capsule, 5), api.PyCapsule_SetPointer(capsule, 4321))
show()
for wrong in (lambda: api.PyCapsule_GetPointer(capsule, first), lambda: api.PyCapsule_GetPointer(capsule, None),
              lambda: api.PyCapsule_GetName([]), lambda: api.PyCapsule_New(None, first, None)):
    try:
        wrong()
    except ValueError as error:
        print(error)
print(api.PyCapsule_GetPointer(capsule, second), repr(api.PyCapsule_New(1, None, None)).partition(" at ")[0])
