"""What `pythonapi` offers of CPython's C interface: a few functions, and the flags of the command line.

Nothing of it is C. A function takes the numbers and addresses that a C function would be given, and returns an object or a
number, as its row says.
"""

import sys

import _pellucid_memory as memory


def format_text(buffer, size, form, *values):
    """`PyOS_snprintf`: as much of a text as fits the buffer, and how long the whole text is."""
    import re
    rest = iter(values)

    def convert(found):
        flags, code = found.groups()
        if code == b"%":
            return b"%"
        value = next(rest, None)
        if value is None:
            raise TypeError("not enough arguments for the format")
        if code == b"s":
            value = memory.read_terminated(value, 1)
        return (b"%" + flags + code.replace(b"u", b"d")) % (value,)

    text = re.sub(rb"%([-+ #0-9.]*)(?:hh|h|ll|l|z)?([sdiuxXoc%])", convert, memory.read_terminated(form, 1))
    if size:
        memory.write(buffer, text[:size - 1] + b"\0")
    return len(text)


def bytes_of(address, size=None):
    return memory.read_terminated(address, 1) if size is None else memory.read(address, size)


def long_of(address):
    value = memory.object_at(address).__index__()
    if not -1 << 63 <= value < 1 << 63:
        raise OverflowError("Python int too large to convert to C long")
    return value


def signed(value):
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def text_at(address):
    return memory.read_terminated(address, 1) + b"\0" if address else None


def capsule_at(address, asked):
    from _types import CapsuleType
    found = memory.object_at(address) if address else None
    if not isinstance(found, CapsuleType) or not memory.capsule_state(found)[0]:
        raise ValueError("%s called with invalid PyCapsule object" % asked)
    return found


def refuse_destructor(address):
    if address:
        raise NotImplementedError("destructors of capsules are not supported")


def new_capsule(pointer, name, destructor):
    if not pointer:
        raise ValueError("PyCapsule_New called with null pointer")
    refuse_destructor(destructor)
    made = memory.capsule()
    memory.set_capsule_state(made, pointer, 0, text_at(name))
    return made


def is_capsule(address, name):
    try:
        found = capsule_at(address, "")
    except ValueError:
        return 0
    return int(memory.capsule_state(found)[2] == text_at(name))


def capsule_pointer(address, name):
    found = capsule_at(address, "PyCapsule_GetPointer")
    if memory.capsule_state(found)[2] != text_at(name):
        raise ValueError("PyCapsule_GetPointer called with incorrect name")
    return memory.capsule_state(found)[0]


def set_capsule_pointer(address, pointer):
    if not pointer:
        raise ValueError("PyCapsule_SetPointer called with null pointer")
    found = capsule_at(address, "PyCapsule_SetPointer")
    memory.set_capsule_state(found, pointer, *memory.capsule_state(found)[1:])
    return 0


def capsule_name(address):
    name = memory.capsule_state(capsule_at(address, "PyCapsule_GetName"))[2]
    return 0 if name is None else memory.content_address(name)


def set_capsule_name(address, name):
    found = capsule_at(address, "PyCapsule_SetName")
    pointer, context, _ = memory.capsule_state(found)
    memory.set_capsule_state(found, pointer, context, text_at(name))
    return 0


def set_capsule_context(address, context):
    found = capsule_at(address, "PyCapsule_SetContext")
    pointer, _, name = memory.capsule_state(found)
    memory.set_capsule_state(found, pointer, context, name)
    return 0


def capsule_destructor(address):
    capsule_at(address, "PyCapsule_GetDestructor")
    return 0


def set_capsule_destructor(address, destructor):
    capsule_at(address, "PyCapsule_SetDestructor")
    refuse_destructor(destructor)
    return 0


# Each with whether it gives an object.
FUNCTIONS = {
    "PyBytes_FromString": (bytes_of, True),
    "PyBytes_FromStringAndSize": (bytes_of, True),
    "PyBytes_Size": (lambda address: len(memory.object_at(address)), False),
    "PyCapsule_GetContext": (lambda address: memory.capsule_state(capsule_at(address, "PyCapsule_GetContext"))[1], False),
    "PyCapsule_GetDestructor": (capsule_destructor, False),
    "PyCapsule_GetName": (capsule_name, False),
    "PyCapsule_GetPointer": (capsule_pointer, False),
    "PyCapsule_IsValid": (is_capsule, False),
    "PyCapsule_New": (new_capsule, True),
    "PyCapsule_SetContext": (set_capsule_context, False),
    "PyCapsule_SetDestructor": (set_capsule_destructor, False),
    "PyCapsule_SetName": (set_capsule_name, False),
    "PyCapsule_SetPointer": (set_capsule_pointer, False),
    "PyLong_AsLong": (long_of, False),
    "PyLong_FromLong": (signed, True),
    "PyObject_Repr": (lambda address: repr(memory.object_at(address)), True),
    "PyObject_Str": (lambda address: str(memory.object_at(address)), True),
    "PyOS_snprintf": (format_text, False),
}

FLAGS = {
    "Py_BytesWarningFlag": "bytes_warning",
    "Py_DebugFlag": "debug",
    "Py_DontWriteBytecodeFlag": "dont_write_bytecode",
    "Py_IgnoreEnvironmentFlag": "ignore_environment",
    "Py_InspectFlag": "inspect",
    "Py_InteractiveFlag": "interactive",
    "Py_IsolatedFlag": "isolated",
    "Py_NoSiteFlag": "no_site",
    "Py_NoUserSiteDirectory": "no_user_site",
    "Py_OptimizeFlag": "optimize",
    "Py_QuietFlag": "quiet",
    "Py_VerboseFlag": "verbose",
}
_flags = {}


def flag(name):
    """The memory of a flag of the command line; None if there is no such flag."""
    block = _flags.get(name)
    if block is None and name in FLAGS:
        block = _flags[name] = memory.Block(4)
        memory.write(block.address, int(getattr(sys.flags, FLAGS[name])).to_bytes(4, "little"))
    return block
