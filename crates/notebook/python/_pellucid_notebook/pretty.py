"""The pretty form of values: containers broken over lines where one line is too short.

A printer collects text, breakables and groups; the layout then breaks a group, outermost first, when what follows
would not fit. A class joins in by a method `_repr_pretty_(printer, cycle)`.
"""

import re
import sys
import types
from contextlib import contextmanager

WIDTH = 79
#: Items of a container that are shown.
LONGEST = 1000


class PrettyPrinter:
    """Collects what is to be laid out."""

    def __init__(self, width=WIDTH, newline="\n", max_seq_length=LONGEST):
        self.max_width = width
        self.max_seq_length = max_seq_length
        self._newline = newline
        self._tokens = []
        self._indents = []
        self._stack = []

    def text(self, text):
        """Literal text."""
        if text:
            self._tokens.append(("text", text))

    def breakable(self, separator=" "):
        """A place where the line may be broken; otherwise the separator stands there."""
        self._tokens.append(("breakable", separator))

    def break_(self):
        """A line break in any case."""
        self._tokens.append(("break", ""))

    def begin_group(self, indent=0, open=""):
        """Opens a group: its breakables are broken all together or not at all."""
        self.text(open)
        self._tokens.append(("begin", indent))

    def end_group(self, dedent=0, close=""):
        """Closes the innermost group."""
        self._tokens.append(("end", dedent))
        self.text(close)

    @contextmanager
    def group(self, indent=0, open="", close=""):
        self.begin_group(indent, open)
        try:
            yield
        finally:
            self.end_group(indent, close)

    @contextmanager
    def indent(self, indent):
        self.begin_group(indent)
        try:
            yield
        finally:
            self.end_group(indent)

    def pretty(self, value):
        """The pretty form of a value."""
        identity = id(value)
        cycle = identity in self._stack
        self._stack.append(identity)
        try:
            self._pretty(value, cycle)
        finally:
            self._stack.pop()

    def _pretty(self, value, cycle):
        for cls in type(value).__mro__:
            printer = _PRINTERS.get(cls) or _deferred(cls)
            if printer is not None:
                return printer(value, self, cycle)
            if cls is not object and callable(cls.__dict__.get("_repr_pretty_")):
                return cls._repr_pretty_(value, self, cycle)
            if cls is not object and "__repr__" in cls.__dict__:
                break
        _print_repr(value, self, cycle)

    def finish(self):
        """The text."""
        return _Layout(self._tokens, self.max_width, self._newline).text()


class _Layout:
    def __init__(self, tokens, width, newline):
        self._tokens = tokens
        self._width = width
        self._newline = newline
        self._ends = self._lengths()

    def _lengths(self):
        """For each group: its length on one line, with the text up to the next breakable after it."""
        lengths = [0] * len(self._tokens)
        open_groups, position, starts = [], 0, {}
        trailing = []
        infinite = 1 << 60
        for index, (kind, value) in enumerate(self._tokens):
            if kind == "text":
                position += len(value) if "\n" not in value else infinite
            elif kind in ("breakable", "break"):
                for group in trailing:
                    lengths[group] = position - starts[group]
                trailing.clear()
                position += len(value) if kind == "breakable" else infinite
            elif kind == "begin":
                starts[index] = position
                open_groups.append(index)
            elif open_groups:
                trailing.append(open_groups.pop())
        for group in trailing + open_groups:
            lengths[group] = position - starts[group]
        return lengths

    def text(self):
        output, column, indent = [], 0, 0
        groups = [(False, 0)]
        for index, (kind, value) in enumerate(self._tokens):
            if kind == "text":
                output.append(value)
                column = column + len(value) if "\n" not in value else len(value) - value.rindex("\n") - 1
            elif kind == "break" or (kind == "breakable" and groups[-1][0]):
                output.append(self._newline + " " * indent)
                column = indent
            elif kind == "breakable":
                output.append(value)
                column += len(value)
            elif kind == "begin":
                groups.append((column + self._ends[index] > self._width, value))
                indent += value
            elif len(groups) > 1:
                indent -= groups.pop()[1]
        return "".join(output)


#: Whether values are laid out at all (`%pprint`).
_laid_out = True


def switch():
    """Turns layout off or on again; gives whether it is on now."""
    global _laid_out
    _laid_out = not _laid_out
    return _laid_out


def set_float_form(form):
    """Shows floats by a `%` form; as they are without one."""
    _PRINTERS[float] = _print_repr if form is None else lambda value, printer, cycle: printer.text(form % value)


def pretty(value, max_width=WIDTH):
    """The pretty form of a value as text."""
    if not _laid_out:
        return repr(value)
    printer = PrettyPrinter(max_width)
    printer.pretty(value)
    return printer.finish()


def _print_repr(value, printer, cycle):
    if type(value).__repr__ is object.__repr__:
        return printer.text(f"<{_qualified(type(value))} at {id(value):#x}>")
    lines = repr(value).splitlines() or [""]
    with printer.group():
        for number, line in enumerate(lines):
            if number:
                printer.break_()
            printer.text(line)


def _has_own_repr(value, base):
    return type(value).__repr__ is not base.__repr__


def _separated(items, printer):
    """The items with commas between them, as many as are shown."""
    for number, item in enumerate(items):
        if number:
            printer.text(",")
            printer.breakable()
        if number == printer.max_seq_length:
            printer.text("...")
            return
        yield item


def _sequence(open, close, base):
    def print_sequence(value, printer, cycle):
        if _has_own_repr(value, base):
            return _print_repr(value, printer, cycle)
        if cycle:
            return printer.text(f"{open}...{close}")
        with printer.group(len(open), open, close):
            for item in _separated(value, printer):
                printer.pretty(item)
            if len(value) == 1 and base is tuple:
                printer.text(",")

    return print_sequence


def _ordered(members):
    """The members of a set in their order, or in that of their texts; in the set's own if they have neither."""
    for key in (None, str):
        try:
            return sorted(members, key=key)
        except Exception:
            continue
    return members


def _set(open, close, empty, base):
    def print_set(value, printer, cycle):
        if _has_own_repr(value, base):
            return _print_repr(value, printer, cycle)
        if cycle:
            return printer.text(f"{open}...{close}")
        if not value:
            return printer.text(empty)
        with printer.group(len(open), open, close):
            items = value
            if len(value) <= printer.max_seq_length:
                items = _ordered(value)
            for item in _separated(items, printer):
                printer.pretty(item)

    return print_set


def _mapping(open, close, base):
    def print_mapping(value, printer, cycle):
        if base is not None and _has_own_repr(value, base):
            return _print_repr(value, printer, cycle)
        if cycle:
            return printer.text("{...}")
        with printer.group(len(open), open, close):
            for key in _separated(value, printer):
                printer.pretty(key)
                printer.text(": ")
                printer.pretty(value[key])

    return print_mapping


def _call(name, printer, arguments):
    with printer.group(len(name) + 1, name + "(", ")"):
        for number, argument in enumerate(arguments):
            if number:
                printer.text(",")
                printer.breakable()
            printer.pretty(argument)


def _qualified(cls):
    module = getattr(cls, "__module__", None)
    name = getattr(cls, "__qualname__", cls.__name__)
    return name if module in (None, "builtins", "exceptions") else f"{module}.{name}"


def _print_type(value, printer, cycle):
    if type(value).__repr__ is not type.__repr__ and type(value) is not type:
        return _print_repr(value, printer, cycle)
    printer.text(_qualified(value))


def _print_function(value, printer, cycle):
    import inspect

    name = _qualified(value)
    try:
        printer.text(f"<function {name}{inspect.signature(value)}>")
    except (ValueError, TypeError):
        printer.text(f"<function {name}>")


def _print_exception(value, printer, cycle):
    cls = type(value)
    if cls.__repr__ is not BaseException.__repr__:
        return _print_repr(value, printer, cycle)
    if cycle:
        return printer.text(f"{_qualified(cls)}(...)")
    _call(_qualified(cls), printer, value.args)


def _print_super(value, printer, cycle):
    with printer.group(8, "<super: ", ">"):
        printer.pretty(value.__thisclass__)
        printer.text(",")
        printer.breakable()
        printer.pretty(value.__self__)


def _print_pattern(value, printer, cycle):
    printer.text("re.compile(")
    pattern = repr(value.pattern)
    printer.text(("r" + pattern if pattern[:1] in "'\"" else pattern).replace("\\\\", "\\"))
    flags = [flag.name for flag in re.RegexFlag if flag & value.flags]
    if flags:
        printer.text(",")
        printer.breakable()
        printer.text("|".join(f"re.{name}" for name in flags))
    printer.text(")")


def _print_namespace(value, printer, cycle):
    name = "namespace" if type(value) is types.SimpleNamespace else type(value).__name__
    with printer.group(len(name) + 1, name + "(", ")"):
        if cycle:
            return printer.text("...")
        for number, (key, item) in enumerate(value.__dict__.items()):
            if number:
                printer.text(",")
                printer.breakable()
            with printer.group(len(key) + 1, key + "="):
                printer.pretty(item)


def _print_default_dict(value, printer, cycle):
    name = type(value).__name__
    if cycle:
        return printer.text(f"{name}(...)")
    _call(name, printer, (value.default_factory, dict(value)))


def _print_ordered_dict(value, printer, cycle):
    name = type(value).__name__
    if cycle:
        return printer.text(f"{name}(...)")
    _call(name, printer, (list(value.items()),) if value else ())


def _print_deque(value, printer, cycle):
    name = type(value).__name__
    if cycle:
        return printer.text(f"{name}(...)")
    with printer.group(len(name) + 1, name + "(", ")"):
        printer.pretty(list(value))
        if value.maxlen is not None:
            printer.text(",")
            printer.breakable()
            printer.text(f"maxlen={value.maxlen}")


def _print_counter(value, printer, cycle):
    name = type(value).__name__
    if cycle:
        return printer.text(f"{name}(...)")
    _call(name, printer, (dict(value.most_common()),) if value else ())


_PRINTERS = {
    int: _print_repr,
    float: _print_repr,
    str: _print_repr,
    tuple: _sequence("(", ")", tuple),
    list: _sequence("[", "]", list),
    dict: _mapping("{", "}", dict),
    set: _set("{", "}", "set()", set),
    frozenset: _set("frozenset({", "})", "frozenset()", frozenset),
    super: _print_super,
    re.Pattern: _print_pattern,
    type: _print_type,
    types.FunctionType: _print_function,
    types.BuiltinFunctionType: _print_function,
    types.MethodType: _print_repr,
    types.MappingProxyType: _mapping("mappingproxy({", "})", None),
    types.SimpleNamespace: _print_namespace,
    BaseException: _print_exception,
}

#: By module and name, for classes whose module a program may never import.
_DEFERRED = {
    ("collections", "defaultdict"): _print_default_dict,
    ("collections", "OrderedDict"): _print_ordered_dict,
    ("collections", "deque"): _print_deque,
    ("collections", "Counter"): _print_counter,
}


def _deferred(cls):
    key = cls.__dict__.get("__module__"), cls.__name__
    try:
        printer = _DEFERRED.get(key)
    except TypeError:
        return None
    if printer is not None:
        _PRINTERS[cls] = printer
    return printer


def for_type(cls, function):
    """Sets the printer of a class and gives the one before."""
    before = _PRINTERS.get(cls)
    if function is not None:
        _PRINTERS[cls] = function
    return before


def for_type_by_name(module, name, function):
    """Sets the printer of a class that may not have been imported yet."""
    cls = getattr(sys.modules.get(module), name, None)
    if isinstance(cls, type):
        return for_type(cls, function)
    before = _DEFERRED.get((module, name))
    if function is not None:
        _DEFERRED[module, name] = function
    return before
