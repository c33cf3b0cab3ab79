"""Prints the layouts of native types: name, __basicsize__, __itemsize__, whether the collector watches their objects (c), whether the
type is made at run time (h).

    python3.11 layouts.py > FOLDER/3.11.txt         records those of one interpreter
    python3 layouts.py merge FOLDER > layouts.txt   makes the table of crates/runtime/src/object/sizes
"""
import pathlib
import sys

MODULES = """_io io itertools functools collections _collections datetime array weakref types json re random struct select
    socket threading _thread zlib bz2 lzma hashlib csv operator queue contextvars typing abc tokenize string os posix ast
    ctypes decimal sqlite3 pickle unicodedata asyncio ssl xml.etree.ElementTree mmap codecs uuid signal time resource"""
VERSIONS = "3.8 3.9 3.10 3.11 3.12 3.13 3.14 3.10-32 3.11-32 3.12-32 3.13-32 3.14-32".split()
# Types that had other names.
EARLIER = {"_ast.AST": "ast.AST", "weakref": "weakref.ReferenceType", "weakproxy": "weakref.ProxyType", "weakcallableproxy": "weakref.CallableProxyType",
           "_collections._deque_iterator": "collections._deque_iterator",
           "_collections._deque_reverse_iterator": "collections._deque_reverse_iterator", "types.UnionType": "typing.Union", "_frozen_importlib.memory_iterator": "memory_iterator"}
# Made at run time and open to change, but not by a class statement.
OPEN = {"ast.AST"}
COLLECTED, HEAP_TYPE, IMMUTABLE = 1 << 14, 1 << 9, 1 << 8


def all_types():
    import importlib

    for name in MODULES.split():
        try:
            importlib.import_module(name)
        except ImportError:
            pass
    found, rest = {object}, [object]
    while rest:
        for derived in type.__subclasses__(rest.pop()):
            if derived not in found:
                found.add(derived)
                rest.append(derived)
    return found


def show():
    rows = set()
    for found in all_types():
        module = found.__module__
        name = found.__qualname__ if module == "builtins" else "%s.%s" % (module, found.__qualname__)
        native = not found.__flags__ & HEAP_TYPE or found.__flags__ & IMMUTABLE or name in OPEN
        layout = "%d+%d" % (found.__basicsize__, found.__itemsize__) + "c" * bool(found.__flags__ & COLLECTED) + "h" * bool(found.__flags__ & HEAP_TYPE)
        rows.add("%s %s %s" % (name, layout.replace("+0", ""), "native" if native else "class"))
    print(*sorted(rows), sep="\n")


def merge(folder):
    columns = {}
    for version in VERSIONS:
        rows = (line.split() for line in (folder / (version + ".txt")).read_text().splitlines())
        columns[version] = {EARLIER.get(row[0], row[0]): row for row in rows if len(row) == 3}
    names = {name for name, row in columns["3.14"].items() if row[2] == "native"}
    print("type", *VERSIONS)
    for name in sorted(names):
        print(name, *(columns[version].get(name, ["", "-"])[1] for version in VERSIONS))


if sys.argv[1:2] == ["merge"]:
    merge(pathlib.Path(sys.argv[2]))
else:
    show()
