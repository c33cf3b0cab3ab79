"""%cd, %pwd, %pushd, %env, %set_env, %dhist: where the session works, and its environment variables."""

import os

from ..errors import UsageError
from . import options, own_line


@own_line()
def pwd(shell, line):
    """Give the folder in which the session works."""
    return os.getcwd()


@own_line()
def cd(shell, line):
    """Change the folder; without one, to the home folder; `-` for the one before. -q: quietly."""
    chosen, target = options.read(line, "q") if line.strip() != "-" else ({}, "-")
    target = target.strip("'\"")
    if target == "-":
        if len(shell.history.folders) < 2:
            raise UsageError("%cd -: No previous directory to change to.")
        target = shell.history.folders[-2]
    target = os.path.expanduser(target or "~")
    try:
        os.chdir(target)
    except OSError as error:
        print(error)
        return
    folder = os.getcwd()
    if folder != shell.history.folders[-1]:
        shell.history.folders.append(folder)
    if "q" not in chosen:
        print(folder)


@own_line()
def pushd(shell, line):
    """Put the folder on a stack and change to the one named."""
    shell.folder_stack.insert(0, os.getcwd())
    if line.strip():
        cd(shell, line)
    return dirs(shell, "")


@own_line()
def popd(shell, line):
    """Change to the folder that was last put on the stack."""
    if not shell.folder_stack:
        raise UsageError("%popd on empty stack")
    target = shell.folder_stack.pop(0)
    cd(shell, target)
    print("popd ->", target)


@own_line()
def dirs(shell, line):
    """Give the stack of folders."""
    return list(shell.folder_stack)


@own_line()
def dhist(shell, line):
    """Print the folders that the session has worked in."""
    print("Directory history (kept in _dh)")
    for number, folder in enumerate(shell.history.folders):
        print(f"{number}: {folder}")


@own_line()
def env(shell, line):
    """Give all environment variables, or the one named; with `name=value` or `name value`, set it."""
    text = line.strip()
    if not text:
        return dict(os.environ)
    name, mark, _ = text.partition("=") if "=" in text else text.partition(" ")
    if mark:
        return set_env(shell, line)
    if name not in os.environ:
        raise UsageError(f"Environment does not have key: {name}")
    return os.environ[name]


@own_line()
def set_env(shell, line):
    """Set an environment variable: `name=value` or `name value`."""
    text = line.strip()
    name, mark, value = text.partition("=") if "=" in text.split(" ")[0] + "=" * ("=" in text) else text.partition(" ")
    name, value = name.strip(), value.strip()
    if not mark or not name:
        raise UsageError("usage: set_env var=val")
    if any(blank in name for blank in " \t"):
        raise UsageError(f"refusing to set env var {name!r} with whitespace")
    os.environ[name] = value
    print(f"env: {name}={value}")
