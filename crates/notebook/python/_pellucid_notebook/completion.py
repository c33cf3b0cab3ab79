"""What can stand where the cursor is: names, attributes, keys, modules, magics."""

import builtins
import keyword
import re
import sys

_DOTTED = re.compile(r"(?P<object>(?:[A-Za-z_]\w*(?:\.|\[[^\[\]]*\]\.))*)(?P<name>[A-Za-z_]?\w*)$")
_KEY = re.compile(r"(?P<object>[A-Za-z_][\w.]*)\[(?P<quote>['\"])(?P<key>[^'\"]*)$")
_IMPORT = re.compile(r"^\s*(?:import|from)\s+(?P<name>[\w.]*)$")
_FROM = re.compile(r"^\s*from\s+(?P<module>[\w.]+)\s+import\s+(?:[\w\s,]*,\s*)?(?P<name>\w*)$")
_MAGIC = re.compile(r"^\s*(?P<marks>%%?)(?P<name>\w*)$")
#: More are of no use to anybody.
_MOST = 1000


def complete(session, code, cursor):
    """Matches, and the part of the text that they replace."""
    before = code[:cursor]
    line = before.rpartition("\n")[2]
    try:
        start, matches = _matches(session, line)
    except Exception:
        # A property may fail, an object may not want to be asked: then there is nothing to offer.
        start, matches = len(line), []
    matches = list(dict.fromkeys(matches))[:_MOST]
    return {
        "matches": matches,
        "cursor_start": cursor - (len(line) - start),
        "cursor_end": cursor,
        "metadata": {},
        "status": "ok",
    }


def _matches(session, line):
    if match := _MAGIC.match(line):
        manager = session.magics_manager
        table = manager.cells if match["marks"] == "%%" else {**manager.lines, **manager.cells}
        names = [match["marks"] + name for name in sorted(table) if name.startswith(match["name"])]
        return match.start("marks"), names
    if match := _FROM.match(line):
        return match.start("name"), _of_module(match["module"], match["name"])
    if match := _IMPORT.match(line):
        return match.start("name"), _modules(match["name"])
    if match := _KEY.search(line):
        return match.start("key"), _keys(session, match)
    match = _DOTTED.search(line)
    if match["object"]:
        return match.start("name"), _attributes(session, match["object"][:-1], match["name"])
    return match.start("name"), _names(session, match["name"])


def _names(session, start):
    if not start:
        return []
    names = [*session.user_ns, *vars(builtins), *keyword.kwlist, *keyword.softkwlist]
    return sorted((name for name in set(names) if name.startswith(start)), key=_order)


def _order(name):
    """Public names before private ones."""
    return name.startswith("_"), name.startswith("__"), name


def _attributes(session, expression, start):
    if "(" in expression:
        return []
    value = eval(expression, session.user_ns)
    names = [name for name in dir(value) if isinstance(name, str) and name.startswith(start)]
    if not start:
        names = [name for name in names if not name.startswith("_")]
    return sorted(names, key=_order)


def _keys(session, match):
    value = eval(match["object"], session.user_ns)
    keys = value.keys() if hasattr(value, "keys") else ()
    return [key for key in keys if isinstance(key, str) and key.startswith(match["key"])]


def _modules(start):
    import importlib
    import pkgutil

    package, dot, _ = start.rpartition(".")
    if dot:
        path = getattr(importlib.import_module(package), "__path__", [])
        names = [f"{package}.{module.name}" for module in pkgutil.iter_modules(path)]
    else:
        names = [module.name for module in pkgutil.iter_modules()] + list(sys.builtin_module_names)
    return sorted((name for name in set(names) if name.startswith(start)), key=_order)


def _of_module(module, start):
    import importlib

    found = importlib.import_module(module)
    names = [name for name in dir(found) if name.startswith(start)]
    names += [name.rpartition(".")[2] for name in _modules(f"{module}.{start}") if hasattr(found, "__path__")]
    return sorted(set(names), key=_order)
