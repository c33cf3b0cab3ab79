"""%store, %save: names and inputs that outlive the session."""

import os
import pickle

from ..errors import UsageError
from . import options, own_line


def _folder():
    """Where stored values lie, a file each."""
    base = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return os.path.join(base, "pellucid", "stored")


def _stored():
    """The names that are stored."""
    try:
        return sorted(name.removesuffix(".pickle") for name in os.listdir(_folder()) if name.endswith(".pickle"))
    except FileNotFoundError:
        return []


def _load(name):
    with open(os.path.join(_folder(), name + ".pickle"), "rb") as file:
        return pickle.load(file)


@own_line()
def store(shell, line):
    """Keep the values of names for later sessions; without a name, list what is kept.

    -r NAMES: take them back into this session, without names all; -d NAMES: forget them; -z: forget all.
    """
    chosen, rest = options.read(line, "rdz")
    names = rest.split()
    if "z" in chosen or "d" in chosen:
        if "d" in chosen and not names:
            raise UsageError("You must provide the variable to forget")
        _forget(_stored() if "z" in chosen else names)
    elif "r" in chosen:
        _restore(shell, names)
    elif names:
        _keep(shell, names)
    else:
        _list()


def _keep(shell, names):
    for name in names:
        if not name.isidentifier() or name not in shell.user_ns:
            raise UsageError(f"Unknown variable '{name}'")
    os.makedirs(_folder(), exist_ok=True)
    for name in names:
        value = shell.user_ns[name]
        data = pickle.dumps(value)
        with open(os.path.join(_folder(), name + ".pickle"), "wb") as file:
            file.write(data)
        print(f"Stored {name!r} ({type(value).__name__})")


def _restore(shell, names):
    known = _stored()
    for name in names or known:
        if name not in known:
            print(f"no stored variable or alias {name}")
            continue
        shell.user_ns[name] = _load(name)


def _forget(names):
    for name in names:
        try:
            os.remove(os.path.join(_folder(), name + ".pickle"))
        except FileNotFoundError:
            raise UsageError(f"Unknown variable '{name}'") from None


def _list():
    names = _stored()
    width = max(map(len, names), default=0)
    print("Stored variables and their in-db values:")
    for name in names:
        try:
            text = repr(_load(name))[:50]
        except Exception:
            text = "<unavailable>"
        print(f"{name:{width + 13}}-> {text}")


@own_line()
def save(shell, line):
    """Write inputs into a file: `%save NAME 1-3 5`. -a: append; -f: over what is there; -r: as they were typed."""
    chosen, rest = options.read(line, "afr")
    name, *ranges = rest.split() or [""]
    if not name:
        raise UsageError("%save needs the name of a file and inputs")
    if not name.endswith((".py", ".ipy")):
        name += ".ipy" if "r" in chosen else ".py"
    name = os.path.expanduser(name)
    if os.path.isfile(name) and not {"a", "f"} & chosen.keys():
        if not shell.ask(f"File `{name}` exists. Overwrite (y/[N])?", default="n"):
            print("Operation cancelled.")
            return
    text = "\n".join(text for _, text in shell.history.pick(ranges, raw="r" in chosen))
    new = "a" not in chosen or not os.path.exists(name)
    with open(name, "w" if new else "a", encoding="utf-8") as file:
        file.write(("# coding: utf-8\n" if new else "") + text + "\n")
    print(f"The following commands were written to file `{name}`:\n{text}")
