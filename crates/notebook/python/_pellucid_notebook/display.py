"""What an object looks like: the bundle of its forms by MIME type, and `display()`."""

import base64
import binascii
import os
import warnings

from . import host, pretty, streams

#: The methods that a class may have, and the type of what each gives.
METHODS = {
    "_repr_html_": "text/html",
    "_repr_markdown_": "text/markdown",
    "_repr_svg_": "image/svg+xml",
    "_repr_png_": "image/png",
    "_repr_pdf_": "application/pdf",
    "_repr_jpeg_": "image/jpeg",
    "_repr_latex_": "text/latex",
    "_repr_json_": "application/json",
    "_repr_javascript_": "application/javascript",
}
_BINARY = ("_repr_png_", "_repr_pdf_", "_repr_jpeg_")
_CANARY = "_ipython_canary_method_should_not_exist_"

#: Functions set for a class by a program: `formatter.for_type(cls, function)`.
_functions = {}


def method_of(value, name):
    """The method of that name, unless the object is a class or answers to every name."""
    if isinstance(value, type):
        return None
    try:
        if getattr(value, _CANARY, None) is not None:
            return None
        method = getattr(value, name, None)
    except Exception:
        return None
    return method if callable(method) else None


def _call(method, *arguments, **keywords):
    """What the method gives; an error is shown and the form left out."""
    try:
        return method(*arguments, **keywords)
    except NotImplementedError:
        return None
    except Exception:
        import traceback

        traceback.print_exc()
        return None


def _text_of(data):
    """Bytes as base64, as the protocol carries them."""
    if isinstance(data, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(data)).decode("ascii")
    return data


def plain(value):
    """The pretty form; an error in a `__repr__` goes on as it is."""
    return pretty.pretty(value)


def bundle(value, include=None, exclude=None):
    """All forms of a value, and their metadata."""
    data, metadata = {}, {}
    data["text/plain"] = plain(value)
    method = method_of(value, "_repr_mimebundle_")
    if method is not None:
        forms = _call(method, include=include, exclude=exclude)
        if isinstance(forms, tuple) and len(forms) == 2:
            forms, more = forms
            metadata.update(more or {})
        for mime, form in (forms or {}).items():
            data[mime] = _text_of(form)
    for name, mime in METHODS.items():
        if mime in data:
            continue
        form = _form(value, name, mime)
        if isinstance(form, tuple) and len(form) == 2 and isinstance(form[1], dict):
            form, metadata[mime] = form
        if form is not None and _is_of_its_type(form, name, mime, value):
            data[mime] = _text_of(form)
    return _selected(data, include, exclude), _selected(metadata, include, exclude)


class FormatterWarning(UserWarning):
    """A method for display has given something that cannot be shown."""


def _is_of_its_type(form, name, mime, value):
    """Whether a method has given what its type of form is made of."""
    expected = (dict, list) if mime == "application/json" else (str, bytes) if name in _BINARY else str
    if isinstance(form, expected):
        return True
    warnings.warn(
        f"{mime} formatter returned invalid type {type(form)} (expected {expected}) for object: {value!r}",
        FormatterWarning,
        stacklevel=2,
    )
    return False


def _form(value, name, mime):
    for cls in type(value).__mro__:
        function = _functions.get((mime, cls))
        if function is not None:
            return _call(function, value)
    method = method_of(value, name)
    return _call(method) if method is not None else None


def _selected(forms, include, exclude):
    if include:
        forms = {mime: form for mime, form in forms.items() if mime in include}
    if exclude:
        forms = {mime: form for mime, form in forms.items() if mime not in exclude}
    return forms


def publish(data, metadata=None, transient=None, update=False):
    """Sends a bundle."""
    streams.drain()
    kind = "update_display_data" if update else "display_data"
    data = {mime: _text_of(form) for mime, form in data.items()}
    content = {"data": data, "metadata": metadata or {}, "transient": transient or {}}
    collector = _collectors[-1] if _collectors else None
    if collector is None:
        host.publish(kind, content)
    else:
        collector.append(content)


#: Where display() goes to while `%%capture` runs.
_collectors = []


def _transient(display_id):
    return {} if display_id is None else {"display_id": display_id}


def _new_identifier():
    return binascii.hexlify(os.urandom(16)).decode("ascii")


def display(
    *values,
    include=None,
    exclude=None,
    metadata=None,
    transient=None,
    display_id=None,
    raw=False,
    clear=False,
    update=False,
    **keywords,
):
    """Shows values in their richest form.

    With `raw` the values are bundles by MIME type already. With `display_id` (True for a new one) the result is a
    handle whose `update()` replaces what is shown.
    """
    if clear:
        clear_output(wait=True)
    if display_id is True:
        display_id = _new_identifier()
    transient = {**(transient or {}), **_transient(display_id)}
    if update and "display_id" not in transient:
        raise TypeError("display_id required for update_display")
    for value in values:
        if raw:
            publish(value, metadata, transient, update)
            continue
        own = method_of(value, "_ipython_display_")
        if own is not None:
            try:
                own(**keywords)
                continue
            except NotImplementedError:
                pass
        data, more = bundle(value, include, exclude)
        if metadata:
            more.update(metadata)
        if not data:
            continue
        publish(data, more, transient, update)
    return DisplayHandle(display_id) if display_id is not None else None


def update_display(value, *, display_id, **keywords):
    """Replaces what is shown under an id."""
    display(value, display_id=display_id, update=True, **keywords)


def clear_output(wait=False):
    """Takes away what the cell has shown; with `wait`, only when something new is shown."""
    streams.drain()
    host.publish("clear_output", {"wait": bool(wait)})


class DisplayHandle:
    """What display() gives when it was asked for an id."""

    def __init__(self, display_id=None):
        self.display_id = display_id or _new_identifier()

    def __repr__(self):
        return f"<{type(self).__name__} display_id={self.display_id}>"

    def display(self, value, **keywords):
        """Shows a value under this id."""
        display(value, display_id=self.display_id, **keywords)

    def update(self, value, **keywords):
        """Replaces what is shown under this id."""
        update_display(value, display_id=self.display_id, **keywords)


def show_result(value, count):
    """Shows the value of a cell's last expression."""
    own = method_of(value, "_ipython_display_")
    if own is not None:
        try:
            own()
            return
        except NotImplementedError:
            pass
    data, metadata = bundle(value)
    streams.drain()
    content = {"execution_count": count, "data": data, "metadata": metadata}
    if _collectors:
        _collectors[-1].append(content)
    else:
        host.publish("execute_result", content)


class MimeFormatter:
    """The functions by class for one MIME type, as `get_ipython().display_formatter.formatters[mime]` has them."""

    def __init__(self, mime):
        self.mime = mime

    def for_type(self, cls, function=None):
        """Sets the function that gives this form for instances of a class; gives the one before."""
        if self.mime == "text/plain":
            return pretty.for_type(cls, function)
        before = _functions.get((self.mime, cls))
        if function is not None:
            _functions[self.mime, cls] = function
        return before

    def __call__(self, value):
        return bundle(value)[0].get(self.mime)


class DisplayFormatter:
    """All formatters."""

    def __init__(self):
        self.formatters = {mime: MimeFormatter(mime) for mime in ("text/plain", *METHODS.values())}

    def format(self, value, include=None, exclude=None):
        """The bundle and its metadata."""
        return bundle(value, include, exclude)


def collect(into):
    """From now on what is displayed is appended to the list; None ends it."""
    if into is None:
        _collectors.pop()
    else:
        _collectors.append(into)


