"""%precision, %pprint, %config: how values are shown."""

from .. import pretty
from ..errors import UsageError
from . import own_line


@own_line()
def precision(shell, line):
    """Show floats with so many digits after the point, or by a form such as `%.2e`; without either, in full."""
    form = _float_form(line.strip())
    pretty.set_float_form(None if form == "%r" else form)
    return form


def _float_form(text):
    if not text:
        return "%r"
    try:
        if "%" not in text:
            digits = int(text)
            if digits < 0:
                raise ValueError(f"int precision must be non-negative, not {digits}")
            return f"%.{digits}f"
        text % 3.14159
    except (TypeError, ValueError) as error:
        if str(error).startswith("int precision"):
            raise
        raise ValueError(f"Precision must be int or format string, not {text!r}") from None
    return text


@own_line()
def pprint(shell, line):
    """Turn the layout of containers over several lines off or on."""
    print("Pretty printing has been turned", "ON" if pretty.switch() else "OFF")


#: The names under which a program may know the session.
_SESSION = ("InteractiveShell", "ZMQInteractiveShell", "TerminalInteractiveShell")
_OBJECTS = ("InlineBackend", "IPCompleter", *_SESSION)


@own_line()
def config(shell, line):
    """Give or set a setting: `%config Class.name`, `%config Class.name = value`.

    Of the session that is `ast_node_interactivity`; settings of others are kept and do nothing here.
    """
    line = line.strip()
    if not line:
        print("Available objects for config:")
        for name in _OBJECTS:
            print("   ", name)
        return None
    place, equals, value = line.partition("=")
    owner, dot, name = place.strip().partition(".")
    if not dot or not name.isidentifier():
        raise UsageError(f"Invalid config statement: {line!r}, should be `Class.trait = value`.")
    from ..shell import Shell

    # Programs set the session's own on its class.
    target = Shell if owner in _SESSION else shell.settings.setdefault(owner, _Settings())
    if equals:
        setattr(target, name, eval(value.strip(), shell.user_ns))
        return None
    return getattr(target, name)


class _Settings:
    """What a program has set for something that is not there."""
