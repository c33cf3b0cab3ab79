"""%autoreload, %aimport: modules whose files have changed are loaded again before a cell runs."""

import importlib
import os
import sys
import types

from ..errors import UsageError
from . import own_line

_MODES = {
    "": "now",
    "now": "now",
    "0": "off",
    "off": "off",
    "1": "explicit",
    "explicit": "explicit",
    "2": "all",
    "all": "all",
    "3": "all",
    "complete": "all",
}


class Reloader:
    """Which modules are watched, and how their files were when they were last looked at."""

    def __init__(self, shell):
        self._shell = shell
        self._mode = "off"
        self._times = {}
        self._listens = False
        self.wanted, self.skipped = [], []

    def set_mode(self, mode):
        """From now on: "off", "explicit" (those of `%aimport`) or "all"."""
        self._mode = mode
        if not self._listens:
            self._listens = True
            self._shell.events.register("pre_run_cell", self._before_cell)
        # What is loaded by now is as its file is.
        self._look(self._watched())

    def _before_cell(self, info):
        if self._mode != "off":
            self.reload(self._watched())

    def _watched(self):
        if self._mode == "explicit":
            return [name for name in self.wanted if name in sys.modules]
        return [name for name in list(sys.modules) if name not in self.skipped and name != "__main__"]

    def _look(self, names):
        """The modules whose files are newer than when they were last looked at."""
        changed = []
        for name in names:
            path = getattr(sys.modules.get(name), "__file__", None)
            try:
                time = os.stat(path).st_mtime_ns
            except (OSError, TypeError, ValueError):
                continue
            before = self._times.setdefault(name, time)
            if time != before:
                self._times[name] = time
                changed.append(name)
        return changed

    def reload(self, names):
        """Loads those that have changed again; what others have taken from them is changed in place."""
        for name in self._look(names):
            module = sys.modules[name]
            before = dict(vars(module))
            try:
                importlib.reload(module)
            except Exception as error:
                print(f"[autoreload of {name} failed: {type(error).__name__}: {error}]", file=sys.stderr)
                vars(module).update(before)
                continue
            for key, old in before.items():
                _update(old, vars(module).get(key), name)


def _update(old, new, module):
    """Gives an old function or class of a module what the new one has."""
    if old is new or getattr(old, "__module__", None) != module:
        return
    if isinstance(old, types.FunctionType) and isinstance(new, types.FunctionType):
        for name in ("__code__", "__defaults__", "__kwdefaults__", "__doc__", "__dict__"):
            try:
                setattr(old, name, getattr(new, name))
            except (AttributeError, TypeError, ValueError):
                # A function with other free variables stays as it is.
                pass
    elif isinstance(old, type) and isinstance(new, type):
        _update_class(old, new, module)


def _update_class(old, new, module):
    for name, value in list(vars(old).items()):
        fresh = vars(new).get(name)
        if isinstance(value, types.FunctionType) and isinstance(fresh, types.FunctionType):
            _update(value, fresh, module)
            continue
        try:
            if name not in vars(new):
                delattr(old, name)
            elif fresh is not value:
                setattr(old, name, fresh)
        except (AttributeError, TypeError):
            # Such as `__dict__` and the members of `__slots__`.
            pass
    for name in vars(new).keys() - vars(old).keys():
        try:
            setattr(old, name, vars(new)[name])
        except (AttributeError, TypeError):
            pass


def _reloader(shell):
    if shell.reloader is None:
        shell.reloader = Reloader(shell)
    return shell.reloader


@own_line()
def autoreload(shell, line):
    """Load changed modules again, now or before each cell.

    Without anything or `now`: once; `all` or 2: all modules before each cell; `explicit` or 1: those of %aimport;
    `off` or 0: none. Functions and classes that a cell has taken from them change too.
    """
    mode = _MODES.get(line.strip().split(" ")[0].lower())
    if mode is None:
        raise UsageError(f"%autoreload: unrecognized parameter {line.strip()!r}; it takes now, off, explicit or all")
    reloader = _reloader(shell)
    if mode == "now":
        reloader.reload(list(sys.modules))
    else:
        reloader.set_mode(mode)


@own_line()
def aimport(shell, line):
    """Import modules and watch them for `%autoreload explicit`; `-NAME`: do not watch; without a name, list them."""
    reloader = _reloader(shell)
    names = [name.strip() for name in line.split(",") if name.strip()]
    if not names:
        shown = " ".join(reloader.wanted) if reloader.wanted else "all-except-skipped"
        print(f"Modules to reload:\n{shown}\n\nModules to skip:\n{' '.join(reloader.skipped)}")
    for name in names:
        if name.startswith("-"):
            reloader.skipped.append(name[1:].strip())
            continue
        importlib.import_module(name)
        reloader.wanted.append(name)
        top = name.split(".")[0]
        shell.push({top: sys.modules[top]})
