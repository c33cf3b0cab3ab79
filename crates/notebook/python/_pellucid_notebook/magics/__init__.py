"""Magics: what `%name` and `%%name` do. Each file beside this one holds one magic or a family.

A magic of the session is a function `(shell, line)` or `(shell, line, cell)` under `@line_magic_of_session` and
`@cell_magic_of_session`. Those of programs come by the decorators that IPython has.
"""

import functools
import importlib

from ..errors import UsageError

#: The files beside this one that hold magics.
_FAMILIES = (
    "aliases",
    "capture",
    "debugging",
    "extensions",
    "files",
    "folders",
    "inputs",
    "inspecting",
    "listing",
    "memory",
    "names",
    "packages",
    "reloading",
    "scripts",
    "showing",
    "storing",
    "timing",
)
_own = {"line": {}, "cell": {}}


def own_line(*names):
    """Declares a line magic of the session."""

    def declare(function):
        for name in names or (function.__name__,):
            _own["line"][name] = function
        return function

    return declare


def own_cell(*names):
    """Declares a cell magic of the session."""

    def declare(function):
        for name in names or (function.__name__,):
            _own["cell"][name] = function
        return function

    return declare


class Manager:
    """The magics of a session, by name."""

    def __init__(self, shell):
        self.shell = shell
        for family in _FAMILIES:
            importlib.import_module(f"{__name__}.{family}")
        self.lines = {name: _bound(function, shell) for name, function in _own["line"].items()}
        self.cells = {name: _bound(function, shell) for name, function in _own["cell"].items()}

    @property
    def magics(self):
        """Both tables, by kind."""
        return {"line": self.lines, "cell": self.cells}

    def run_line(self, name, line, frame):
        """Runs a line magic; `frame` is where it stands."""
        function = self.lines.get(name)
        if function is None:
            hint = f" (But cell magic `%%{name}` exists, did you mean that instead?)" if name in self.cells else ""
            raise UsageError(f"Line magic function `%{name}` not found{hint}.")
        return function(self._expanded(function, line, frame))

    def run_cell(self, name, line, cell, frame):
        """Runs a cell magic over the text of a cell."""
        function = self.cells.get(name)
        if function is None:
            hint = f" (But line magic `%{name}` exists, did you mean that instead?)" if name in self.lines else ""
            raise UsageError(f"Cell magic `%%{name}` not found{hint}.")
        if cell == "":
            hint = f" Did you mean the line magic %{name} (single %)?" if name in self.lines else ""
            raise UsageError(f"%%{name} is a cell magic, but the cell body is empty.{hint}")
        return function(self._expanded(function, line, frame), cell)

    def _expanded(self, function, line, frame):
        if getattr(function, "_ipython_magic_no_var_expand", False):
            return line
        from ..source import expand

        return expand(line, self.shell.user_ns, frame)

    def register(self, *classes):
        """Takes the magics of classes or of their instances."""
        for given in classes:
            instance = given(self.shell) if isinstance(given, type) else given
            for kind, names in getattr(instance, "magics", {}).items():
                table = self.lines if kind == "line" else self.cells
                for name, function in names.items():
                    table[name] = getattr(instance, function) if isinstance(function, str) else function

    def register_function(self, function, kind, name=None):
        """Takes a function as a magic."""
        for table in _tables(self, kind):
            table[name or function.__name__] = function


def _tables(manager, kind):
    if kind not in ("line", "cell", "line_cell"):
        raise ValueError(f"magic_kind must be one of ('line', 'cell', 'line_cell'), {kind!r} given")
    return [manager.magics[part] for part in kind.split("_")]


def _bound(function, shell):
    bound = functools.partial(function, shell)
    functools.update_wrapper(bound, function)
    del bound.__wrapped__
    return bound


# What IPython.core.magic offers to programs.


def needs_local_scope(function):
    """The magic wants the caller's variables; here it has them in its line already."""
    return function


def no_var_expand(function):
    """The magic wants its line as it stands."""
    function._ipython_magic_no_var_expand = True
    return function


def _registering(kind):
    def decorate(name):
        from IPython.core.getipython import get_ipython

        shell = get_ipython()
        if shell is None:
            raise NameError("Decorator can only run in context where `get_ipython` exists")
        if callable(name):
            shell.register_magic_function(name, kind)
            return name

        def register(function):
            shell.register_magic_function(function, kind, name)
            return function

        return register

    decorate.__doc__ = f"Decorator: the function is a {kind.replace('_', ' and ')} magic from now on."
    return decorate


register_line_magic = _registering("line")
register_cell_magic = _registering("cell")
register_line_cell_magic = _registering("line_cell")


def _marking(kinds):
    def decorate(name):
        if callable(name):
            name._magic_kinds = (kinds, name.__name__)
            return name

        def mark(function):
            function._magic_kinds = (kinds, name or function.__name__)
            return function

        return mark

    return decorate


line_magic = _marking(("line",))
cell_magic = _marking(("cell",))
line_cell_magic = _marking(("line", "cell"))


def magics_class(cls):
    """Collects the marked methods of a class of magics."""
    cls.magics = {"line": {}, "cell": {}}
    for owner in reversed(cls.__mro__):
        for attribute, function in vars(owner).items():
            for kind in getattr(function, "_magic_kinds", ((), ""))[0]:
                cls.magics[kind][function._magic_kinds[1]] = attribute
    return cls


class Magics:
    """The base of classes of magics."""

    magics = {"line": {}, "cell": {}}

    def __init__(self, shell=None, **keywords):
        self.shell = shell
