"""%pip: pure-Python packages, by a pip of the host, into the folder of the notebook."""

import importlib
import os
import shlex
import subprocess
import sys

from ..errors import UsageError
from ..process import follow
from . import own_line

#: Wheels for every Python 3 alone: extension modules of CPython cannot be loaded.
_PURE = ["--python-version", "3.14", "--implementation", "py", "--abi", "none", "--platform", "any"]
_MISSING = (
    "%pip needs pip or uv of the host, and neither is on PATH. Install one (https://pip.pypa.io, https://docs.astral.sh/uv), "
    "or put the package's folder on sys.path."
)


@own_line("pip")
def pip(shell, line):
    """Install pure-Python packages for this notebook: `%pip install name`. Also: list, freeze, show, uninstall."""
    words = shlex.split(line)
    if not words:
        raise UsageError("usage: %pip install PACKAGE ... | list | freeze | show PACKAGE | uninstall PACKAGE")
    command, rest = words[0], words[1:]
    folder = shell.environment.packages
    if command == "install":
        _install(shell, rest, folder)
    elif command in ("list", "freeze"):
        _run(shell, [command, "--path", folder, *rest])
    elif command == "show":
        _show(rest, folder)
    elif command == "uninstall":
        _uninstall([word for word in rest if not word.startswith("-")], folder)
    else:
        _run(shell, words)


@own_line("uv")
def uv(shell, line):
    """`%uv pip install name` is `%pip install name`."""
    words = line.split(maxsplit=1)
    if words[:1] != ["pip"]:
        raise UsageError("%uv: only `%uv pip ...` has a meaning in a notebook")
    pip(shell, words[1] if len(words) > 1 else "")


@own_line("conda", "mamba", "micromamba")
def conda(shell, line):
    """Conda's packages are made for CPython."""
    raise UsageError("%conda: packages of conda are built for CPython; pure-Python packages come by %pip install")


def _installer(shell):
    """The command line of a pip: that of the virtual environment, the host's, one that uv brings, or a Python's module."""
    find = shell.environment.host_program
    own = os.path.join(os.environ.get("VIRTUAL_ENV", ""), "bin", "pip")
    if "VIRTUAL_ENV" in os.environ and os.access(own, os.X_OK):
        return [own]
    for name in ("pip3", "pip"):
        if program := find(name):
            return [program]
    if program := find("uv"):
        return [program, "tool", "run", "pip"]
    for name in ("python3", "python"):
        if (program := find(name)) and _has_pip(program):
            return [program, "-m", "pip"]
    raise UsageError(_MISSING)


def _has_pip(program):
    """Whether that Python can run its pip; ours, by whatever name, has none."""
    return subprocess.run([program, "-c", "import pip"], capture_output=True).returncode == 0


def _run(shell, arguments):
    environment = dict(os.environ)
    # The host's pip runs under the host's Python, which has packages of its own.
    environment.pop("PYTHONPATH", None)
    environment.update(
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_NO_COLOR="1",
        PIP_NO_INPUT="1",
        # The folder is the notebook's own: there is nothing of the system to break.
        PIP_ROOT_USER_ACTION="ignore",
    )
    environment["PATH"] = shell.environment.host_path
    return follow([*_installer(shell), *arguments], sys.stdout.write, environment)


def _install(shell, arguments, folder):
    if not any(not word.startswith("-") for word in arguments) and "-r" not in arguments:
        raise UsageError("%pip install needs the name of a package")
    os.makedirs(folder, exist_ok=True)
    fixed = ["--target", folder, "--upgrade", "--only-binary", ":all:", "--progress-bar", "off", "--no-warn-conflicts"]
    status = _run(shell, ["install", *fixed, *_PURE, *arguments])
    importlib.invalidate_caches()
    sys.path_importer_cache.pop(folder, None)
    shell.user_ns["_exit_code"] = status
    if status:
        print(
            "%pip: nothing was installed. Pellucid takes packages that are pure Python and have a wheel; "
            "without a network, or for packages with C extensions, this is as far as it goes.",
            file=sys.stderr,
        )
    else:
        print("Note: you may need to restart the kernel to use updated packages.")


def _distribution(name, folder):
    # Not for everybody: it brings half the library with it.
    import importlib.metadata

    wanted = _normal(name)
    for found in importlib.metadata.distributions(path=[folder]):
        if _normal(found.metadata["Name"] or "") == wanted:
            return found
    return None


def _distributions(names, folder, missing):
    """The installed ones of these names; of the others it is said that they are missing."""
    for name in names:
        found = _distribution(name, folder)
        if found is not None:
            yield name, found
        else:
            print("WARNING: " + missing.format(name), file=sys.stderr)


def _normal(name):
    return name.lower().replace("_", "-").replace(".", "-")


def _show(names, folder):
    for _, found in _distributions(names, folder, "Package(s) not found: {}"):
        for field in ("Name", "Version", "Summary", "Home-page", "Author", "License"):
            print(f"{field}: {found.metadata[field] or ''}")
        print(f"Location: {folder}")


def _uninstall(names, folder):
    for name, found in _distributions(names, folder, "Skipping {} as it is not installed."):
        version, folders = found.version, set()
        for file in found.files or ():
            path = os.path.normpath(os.path.join(folder, file))
            if path.startswith(folder + os.sep) and os.path.exists(path):
                os.unlink(path)
                folders.add(os.path.dirname(path))
        for emptied in sorted(folders, key=len, reverse=True):
            _remove_empty(emptied, folder)
        importlib.invalidate_caches()
        print(f"Successfully uninstalled {name}-{version}")


def _remove_empty(path, top):
    import shutil

    shutil.rmtree(os.path.join(path, "__pycache__"), ignore_errors=True)
    while path != top and os.path.isdir(path) and not os.listdir(path):
        os.rmdir(path)
        path = os.path.dirname(path)
