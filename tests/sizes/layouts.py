"""Prints the layouts of native types: name, __basicsize__, __itemsize__, whether the collector watches their objects (c), whether the
type is made at run time (h), whether words for a dict or weak references lie before the objects (m).

    python3.11 layouts.py > FOLDER/3.11.txt         records those of one interpreter
    python3 layouts.py merge FOLDER > layouts.txt   makes the table of crates/runtime/src/object/sizes
"""
import pathlib
import sys

MODULES = """_io io itertools functools collections _collections datetime array weakref types json re random struct select
    socket threading _thread zlib bz2 lzma hashlib csv operator queue contextvars typing abc tokenize string os posix ast
    ctypes decimal sqlite3 pickle unicodedata asyncio ssl xml.etree.ElementTree mmap codecs uuid signal time resource
    _random _md5 _sha1 _sha2 _sha3 _blake2 select _csv _pickle _json _lsprof _queue _interpreters _tokenize symtable tracemalloc faulthandler"""
VERSIONS = "3.8 3.9 3.10 3.11 3.12 3.13 3.14 3.10-32 3.11-32 3.12-32 3.13-32 3.14-32".split()
# Types that had other names.
EARLIER = {"_ast.AST": "ast.AST", "Struct": "_struct.Struct", "weakref": "weakref.ReferenceType", "weakproxy": "weakref.ProxyType", "weakcallableproxy": "weakref.CallableProxyType",
           "_collections._deque_iterator": "collections._deque_iterator",
           "_collections._deque_reverse_iterator": "collections._deque_reverse_iterator", "types.UnionType": "typing.Union", "_frozen_importlib.memory_iterator": "memory_iterator"}
COLLECTED, HEAP_TYPE, IMMUTABLE, MANAGED = 1 << 14, 1 << 9, 1 << 8, 3 << 3


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
        # Asked of 3.14 alone, where a class statement says its line. What is made at run time without one and adds nothing to its base
        # is sized like any class.
        base, fixed = found.__base__, not found.__flags__ & HEAP_TYPE or found.__flags__ & IMMUTABLE
        adds = base is None or found.__basicsize__ != base.__basicsize__ or found.__itemsize__ != base.__itemsize__
        native = fixed or adds and "__firstlineno__" not in vars(found)
        layout = "%d+%d" % (found.__basicsize__, found.__itemsize__) + "c" * bool(found.__flags__ & COLLECTED) + "h" * bool(found.__flags__ & HEAP_TYPE)
        layout += "m" * bool(found.__flags__ & MANAGED and sys.version_info >= (3, 11))
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
