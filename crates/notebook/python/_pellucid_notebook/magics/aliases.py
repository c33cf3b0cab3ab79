"""%ls, %cat, %mkdir and others: commands of the shell that people type without a mark; %alias, %alias_magic."""

import re

from ..errors import UsageError
from . import options, own_line

_COMMANDS = {
    "cat": "cat",
    "cp": "cp",
    "ldir": "ls -F -o | grep /$",
    "less": "cat",
    "ll": "ls -F -o",
    "ls": "ls -F",
    "man": "man",
    "mkdir": "mkdir",
    "more": "cat",
    "mv": "mv",
    "rm": "rm",
    "rmdir": "rmdir",
}


def _alias(name, command):
    def run(shell, line):
        shell.system(f"{command} {line}")

    run.__doc__ = f"Run `{command}` in the shell."
    own_line(name)(run)


for _name, _command in _COMMANDS.items():
    _alias(_name, _command)


class _Alias:
    """A magic that stands for a command: each `%s` takes a word of the line, `%l` all of it."""

    def __init__(self, shell, name, command):
        self.shell, self.name, self.command = shell, name, command
        self.__doc__ = f"Run `{command}` in the shell."

    def __call__(self, line):
        self.shell.system(self._filled(line))

    def _filled(self, line):
        command = self.command
        if "%l" in command:
            command, line = command.replace("%l", line), ""
        count = len(re.findall("%s", command.replace("%%s", "")))
        if count == 0:
            return f"{command.replace('%%s', '%s')} {line}"
        words = line.split(None, count)
        if len(words) < count:
            raise UsageError(f"Alias <{self.name}> requires {count} arguments, {len(words)} given.")
        return " ".join([command % tuple(words[:count]), *words[count:]])


@own_line()
def alias(shell, line):
    """Make a magic of a shell command: `%alias NAME COMMAND`; without a command, list them."""
    name, _, command = line.strip().partition(" ")
    lines = shell.magics_manager.lines
    own = {key: value.command for key, value in lines.items() if isinstance(value, _Alias)}
    if not name:
        print("Total number of aliases:", len(_COMMANDS | own))
        return sorted((_COMMANDS | own).items())
    if not command:
        print(own.get(name, _COMMANDS.get(name, f"there is no alias {name}")))
        return None
    if name in lines and name not in _COMMANDS and name not in own:
        raise UsageError(f"The name {name} can't be aliased because it is another magic command.")
    lines[name] = _Alias(shell, name, command.strip())
    return None


@own_line()
def unalias(shell, line):
    """Take an alias away."""
    name = line.strip()
    if not isinstance(shell.magics_manager.lines.get(name), _Alias) and name not in _COMMANDS:
        raise UsageError(f"{name} is not an alias")
    shell.magics_manager.lines.pop(name, None)


@own_line()
def alias_magic(shell, line):
    """Give a magic another name: `%alias_magic NEW OLD`. -l: of the line magic; -c: of the cell magic; -p TEXT: before its line."""
    chosen, rest = options.read(line, "lcp:")
    names = [name.lstrip("%") for name in rest.split()]
    if len(names) != 2:
        raise UsageError("%alias_magic needs a new name and the magic that it stands for")
    new, old = names
    before = chosen["p"].strip("'\"") + " " if "p" in chosen else ""
    manager = shell.magics_manager
    made = False
    for letter, mark, table in (("l", "%", manager.lines), ("c", "%%", manager.cells)):
        if old not in table or (letter not in chosen and {"l", "c"} & chosen.keys()):
            continue
        target = table[old]
        table[new] = lambda line, *cell, target=target: target(before + line, *cell)
        table[new].__doc__ = f"Alias for `{mark}{old}`."
        print(f"Created `{mark}{new}` as an alias for `{mark}{old}`.")
        made = True
    if not made:
        raise UsageError(f"magic function `%{old}` not found.")
