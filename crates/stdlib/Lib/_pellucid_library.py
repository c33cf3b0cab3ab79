"""Imports modules of the packed standard library.

The library looks like a folder, as the inside of a zip file does: its name stands on sys.path, and this
path hook knows what lies below it.
"""

import posix
import sys

import _frozen_importlib
import _library

_ROOT = _library.root()


def _path_of(name, is_package):
    path = f"{_ROOT}/{name.replace('.', '/')}"
    return f"{path}/__init__.py" if is_package else f"{path}.py"


class LibraryLoader:
    """Loads one module of the library."""

    def __init__(self, name, is_package):
        self.name = name
        self.path = _path_of(name, is_package)
        self._is_package = is_package

    def __repr__(self):
        return f"<LibraryLoader {self.name!r} of {_ROOT!r}>"

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        code = _library.code(self.name, self.path)
        _frozen_importlib._call_with_frames_removed(exec, code, module.__dict__)

    def get_code(self, fullname=None):
        return _library.code(self.name, self.path)

    def get_source(self, fullname=None):
        return _library.source(self.name).decode("utf-8")

    def get_data(self, path):
        if path == self.path:
            return _library.source(self.name)
        name = _name_of(path)
        if name is None:
            import errno

            raise OSError(errno.ENOENT, "No such file or directory", path)
        return _library.source(name)

    def get_filename(self, fullname=None):
        return self.path

    def is_package(self, fullname=None):
        return self._is_package


def _name_of(path):
    """The module whose source has this path; None if there is none."""
    if not path.startswith(_ROOT + "/") or not path.endswith(".py"):
        return None
    name = path[len(_ROOT) + 1 : -3].replace("/", ".").removesuffix(".__init__")
    is_package = _library.find(name)
    if is_package is None or _path_of(name, is_package) != path:
        return None
    return name


class LibraryFinder:
    """Finds modules in one folder of the library."""

    def __init__(self, path):
        if path == _ROOT:
            self._prefix = ""
        elif path.startswith(_ROOT + "/"):
            self._prefix = path[len(_ROOT) + 1 :].replace("/", ".") + "."
        else:
            raise ImportError("only for the packed library", path=path)
        self.path = path

    def __repr__(self):
        return f"LibraryFinder({self.path!r})"

    def find_spec(self, fullname, target=None):
        name = self._prefix + fullname.rpartition(".")[2]
        is_package = _library.find(name)
        if is_package is None:
            return None
        loader = LibraryLoader(name, is_package)
        spec = _frozen_importlib.ModuleSpec(fullname, loader, origin=loader.path, is_package=is_package)
        spec._set_fileattr = True
        if is_package:
            spec.submodule_search_locations.append(loader.path.removesuffix("/__init__.py"))
        return spec

    def invalidate_caches(self):
        pass

    def iter_modules(self, prefix=""):
        for name, is_package in _library.names(self._prefix):
            yield prefix + name, is_package


def _archive_hook(path):
    """Finds modules in zip archives. Only a path through a file can be in one: for others nothing is imported."""
    start = path
    while start:
        try:
            mode = posix.stat(start).st_mode
        except (OSError, ValueError):
            start = start.rpartition("/")[0]
            continue
        if mode & 0o170000 == 0o100000:
            return _zip_importer()(path)
        break
    raise ImportError(f"not a zip archive: {path!r}", path=path)


def _zip_importer():
    """The importer for archives, which takes the place of the hook above. While it is imported nobody looks there."""
    place = sys.path_hooks.index(_archive_hook)
    del sys.path_hooks[place]
    import zipimport

    sys.path_hooks.insert(place, zipimport.zipimporter)
    return zipimport.zipimporter


def install():
    """Makes the library importable from sys.path."""
    sys.path_hooks.insert(0, LibraryFinder)
    sys.path_hooks.insert(0, _archive_hook)
    sys.path_importer_cache[_ROOT] = LibraryFinder(_ROOT)
