"""%load_ext, %unload_ext, %reload_ext, %matplotlib: extensions, and what is not there."""

import importlib
import importlib.util
import sys

from ..errors import UsageError
from . import own_line

#: Extensions whose magics the session has itself.
_BUILT_IN = {"memory_profiler": "%memit and %%memit", "storemagic": "%store", "autoreload": "%autoreload"}
_loaded = set()


@own_line()
def load_ext(shell, line):
    """Load an extension: a module with a function `load_ipython_extension`."""
    name = line.strip()
    if not name:
        raise UsageError("Missing module name.")
    if name in _loaded:
        print(f"The {name} extension is already loaded. To reload it, use:\n  %reload_ext {name}")
        return
    _loaded.add(name)
    if name in _BUILT_IN:
        return
    try:
        module = importlib.import_module(name)
    except BaseException:
        _loaded.discard(name)
        raise
    if not hasattr(module, "load_ipython_extension"):
        _loaded.discard(name)
        print(f"The {name} module is not an IPython extension.")
        return
    module.load_ipython_extension(shell)


@own_line()
def unload_ext(shell, line):
    """Unload an extension."""
    name = line.strip()
    if name not in _loaded:
        print(f"The {name} extension is not loaded.")
        return
    unload = getattr(sys.modules.get(name), "unload_ipython_extension", None)
    if unload is None and name not in _BUILT_IN:
        print(f"The {name} extension doesn't define how to unload it.")
        return
    _loaded.discard(name)
    if unload is not None:
        unload(shell)


@own_line()
def reload_ext(shell, line):
    """Load an extension again."""
    name = line.strip()
    if name in _loaded and name not in _BUILT_IN:
        unload_ext(shell, name)
        _loaded.discard(name)
        if name in sys.modules:
            importlib.reload(sys.modules[name])
    _loaded.discard(name)
    load_ext(shell, name)


@own_line("matplotlib", "pylab")
def matplotlib(shell, line):
    """Say whether matplotlib can draw here."""
    if importlib.util.find_spec("matplotlib") is None:
        raise UsageError(
            "%matplotlib: matplotlib is not installed. It is built on C extensions, which Pellucid does not load; "
            "show SVG or HTML by display() instead."
        )
    try:
        importlib.import_module("matplotlib.pyplot")
    except ImportError as error:
        raise UsageError(
            f"%matplotlib: matplotlib cannot be imported: {error}. It is built on C extensions, which Pellucid does "
            "not load; show SVG or HTML by display() instead."
        ) from None

