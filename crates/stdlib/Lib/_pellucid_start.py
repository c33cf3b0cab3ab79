"""What is done in Python when an interpreter starts: the standard streams, and site."""

import sys
import _library


def _locale_errors():
    """What becomes of bytes that are no UTF-8, by the locale: PEP 538 and PEP 540 let them pass in the plain ones."""
    import os

    environ = os.environ
    name = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "C"
    plain = sys.flags.utf8_mode == 1 or name in ("C", "POSIX", "C.UTF-8", "C.utf8")
    return "surrogateescape" if plain else "strict"


def _stream(number, mode, errors, name):
    import io
    import os

    try:
        os.fstat(number)
    except OSError:
        return None
    if _library.was_closed(number):
        return None
    encoding = "utf-8"
    wanted = None if sys.flags.ignore_environment else os.environ.get("PYTHONIOENCODING")
    if wanted:
        chosen, _, handler = wanted.partition(":")
        encoding = chosen or encoding
        if name != "<stderr>":
            errors = handler or ("strict" if chosen else errors)
    try:
        unbuffered = mode == "w" and sys._unbuffered
        raw = io.FileIO(number, mode, closefd=False)
        terminal = raw.isatty()
        if mode == "r":
            buffer = io.BufferedReader(raw)
        elif unbuffered:
            buffer = raw
        else:
            buffer = io.BufferedWriter(raw)
        raw.name = name
        stream = io.TextIOWrapper(
            buffer,
            encoding=encoding,
            errors=errors,
            newline="\n" if mode == "w" else None,
            line_buffering=terminal or name == "<stderr>",
            write_through=unbuffered,
        )
        stream.mode = mode
        return stream
    except OSError:
        return None


def start():
    import _contextvars
    import _warnings
    import builtins
    import encodings
    import io

    builtins.open = io.open
    # Without this name `warnings` would take nothing of `_warnings`.
    _warnings._warnings_context = _contextvars.ContextVar("warnings_context")

    errors = _locale_errors()
    sys.stdin = sys.__stdin__ = _stream(0, "r", errors, "<stdin>")
    sys.stdout = sys.__stdout__ = _stream(1, "w", errors, "<stdout>")
    sys.stderr = sys.__stderr__ = _stream(2, "w", "backslashreplace", "<stderr>")
    if sys.warnoptions:
        import warnings
    if not sys.flags.no_site:
        import site

        site.main()
