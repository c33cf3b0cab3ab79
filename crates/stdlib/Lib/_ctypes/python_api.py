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


# Each with whether it gives an object.
FUNCTIONS = {
    "PyBytes_FromString": (bytes_of, True),
    "PyBytes_FromStringAndSize": (bytes_of, True),
    "PyBytes_Size": (lambda address: len(memory.object_at(address)), False),
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
