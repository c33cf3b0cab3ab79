"""%ls, %cat, %mkdir and others: commands of the shell that people type without a mark."""

from . import own_line

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
