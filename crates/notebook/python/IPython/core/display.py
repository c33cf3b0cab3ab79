"""Objects that carry a form of their own: HTML, Markdown, images."""

import base64
import json as _json
import os
import warnings

from _pellucid_notebook.display import (
    DisplayHandle,
    clear_output,
    display,
    publish as _publish,
    update_display,
)

__all__ = [
    "DisplayHandle",
    "DisplayObject",
    "GeoJSON",
    "HTML",
    "Image",
    "JSON",
    "Javascript",
    "Latex",
    "Markdown",
    "Math",
    "Pretty",
    "ProgressBar",
    "SVG",
    "TextDisplayObject",
    "Video",
    "clear_output",
    "display",
    "display_html",
    "display_javascript",
    "display_jpeg",
    "display_json",
    "display_latex",
    "display_markdown",
    "display_png",
    "display_pretty",
    "display_svg",
    "publish_display_data",
    "update_display",
]


def publish_display_data(data, metadata=None, *, transient=None, update=False, **keywords):
    """Shows a bundle of forms by MIME type."""
    _publish(data, metadata, transient, update)


class DisplayObject:
    """Data in one form: given, or read from a file or an address."""

    _binary = False

    def __init__(self, data=None, url=None, filename=None, metadata=None):
        if isinstance(data, os.PathLike):
            data = os.fspath(data)
        if data is not None and isinstance(data, str) and filename is None and url is None:
            if data.startswith(("http://", "https://")):
                url, data = data, None
            elif self._is_file(data):
                filename, data = data, None
        self.url = url
        self.filename = None if filename is None else os.fspath(filename)
        self.data = data
        self.metadata = metadata or {}
        self.reload()

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__qualname__} object>"

    def _is_file(self, data):
        return False

    def reload(self):
        """Reads the data again from where it came from."""
        if self.filename is not None:
            encoding = None if self._binary else "utf-8"
            with open(self.filename, "rb" if self._binary else "r", encoding=encoding) as file:
                self.data = file.read()
        elif self.url is not None and self.data is None:
            from urllib.request import urlopen

            with urlopen(self.url) as answer:
                data = answer.read()
            self.data = data if self._binary else data.decode("utf-8", "replace")

    def _with_metadata(self):
        return (self.data, dict(self.metadata)) if self.metadata else self.data


class TextDisplayObject(DisplayObject):
    """Data that is text."""

    def __init__(self, data=None, url=None, filename=None, metadata=None):
        if data is not None and not isinstance(data, (str, os.PathLike)):
            raise TypeError(f"{type(self).__name__} expects text, not {data!r}")
        super().__init__(data, url, filename, metadata)


class Pretty(TextDisplayObject):
    """Text that is shown as it is."""

    def _repr_pretty_(self, printer, cycle):
        printer.text(self.data)


class HTML(TextDisplayObject):
    """HTML."""

    def __init__(self, data=None, url=None, filename=None, metadata=None):
        super().__init__(data, url, filename, metadata)
        if self.data is not None and self.data.lower().startswith("<iframe ") and self.data.endswith("</iframe>"):
            warnings.warn("Consider using IPython.display.IFrame instead", stacklevel=2)

    def _repr_html_(self):
        return self._with_metadata()

    def __html__(self):
        return self.data


class Markdown(TextDisplayObject):
    """Markdown."""

    def _repr_markdown_(self):
        return self._with_metadata()


class Latex(TextDisplayObject):
    """LaTeX."""

    def _repr_latex_(self):
        return self._with_metadata()


class Math(Latex):
    """LaTeX that is one formula."""

    def _repr_latex_(self):
        text = r"$\displaystyle " + self.data.strip("$") + "$"
        return (text, dict(self.metadata)) if self.metadata else text


class SVG(DisplayObject):
    """A drawing in SVG."""

    def _is_file(self, data):
        return "<" not in data and data.endswith(".svg")

    def reload(self):
        super().reload()
        if isinstance(self.data, (bytes, bytearray)):
            self.data = bytes(self.data).decode("utf-8")
        if isinstance(self.data, str) and "<svg" in self.data:
            # What stands before the drawing (the XML declaration, a document type) has no place in a page.
            self.data = self.data[self.data.index("<svg") :]

    def _repr_svg_(self):
        return self._with_metadata()


class JSON(DisplayObject):
    """A value that is shown as a tree."""

    def __init__(self, data=None, url=None, filename=None, expanded=False, metadata=None, root="root", **keywords):
        super().__init__(data, url, filename, metadata)
        self.metadata = {"expanded": expanded, "root": root, **self.metadata, **keywords}

    def reload(self):
        super().reload()
        if isinstance(self.data, str):
            if self.filename is None and self.url is None:
                warnings.warn("JSON expects JSONable dict or list, not JSON strings", stacklevel=3)
            self.data = _json.loads(self.data)
        if self.data is not None and not isinstance(self.data, (dict, list)):
            raise TypeError(f"{type(self).__name__} expects JSONable dict or list, not {self.data!r}")

    def _repr_json_(self):
        return self._with_metadata()


class Javascript(TextDisplayObject):
    """A script."""

    def __init__(self, data=None, url=None, filename=None, lib=None, css=None):
        super().__init__(data, url, filename)
        self.lib = [lib] if isinstance(lib, str) else list(lib or [])
        self.css = [css] if isinstance(css, str) else list(css or [])

    def _repr_javascript_(self):
        styles = "".join(
            'document.head.insertAdjacentHTML("beforeend", '
            + _json.dumps(f'<link rel="stylesheet" href="{address}">')
            + ");\n"
            for address in self.css
        )
        return styles + self.data


_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8", "jpeg"),
    (b"GIF8", "gif"),
    (b"RIFF", "webp"),
)
_SUFFIXES = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp"}


class Image(DisplayObject):
    """A picture of dots."""

    _binary = True

    def __init__(
        self,
        data=None,
        url=None,
        filename=None,
        format=None,
        embed=None,
        width=None,
        height=None,
        retina=False,
        unconfined=False,
        metadata=None,
        alt=None,
    ):
        self.embed = embed if embed is not None else url is None and not _is_address(data)
        self.width, self.height, self.alt = width, height, alt
        self.unconfined, self.retina = unconfined, retina
        super().__init__(data, url, filename, metadata)
        self.format = _SUFFIXES.get(format.lower(), format.lower()) if format else self._own_format()
        if self.embed and self.format not in _SUFFIXES.values():
            raise ValueError(f"Cannot embed the {self.format!r} image format")

    def _is_file(self, data):
        return True

    def _own_format(self):
        for start, name in _SIGNATURES:
            if isinstance(self.data, bytes) and self.data.startswith(start):
                return name
        name = self.filename or self.url or ""
        return _SUFFIXES.get(name.rpartition(".")[2].lower(), "png")

    def reload(self):
        if self.embed or self.filename is not None:
            super().reload()

    def _forms(self):
        attributes = {"width": self.width, "height": self.height, "alt": self.alt}
        metadata = {name: value for name, value in attributes.items() if value is not None}
        if self.unconfined:
            metadata["unconfined"] = True
        return {**metadata, **self.metadata}

    def _repr_mimebundle_(self, include=None, exclude=None):
        if not self.embed:
            return {"text/html": self._repr_html_()}
        mime = f"image/{self.format}"
        metadata = self._forms()
        return {mime: self.data}, {mime: metadata} if metadata else {}

    def _repr_html_(self):
        if self.embed:
            return None
        sizes = "".join(f' {name}="{value}"' for name, value in self._forms().items() if name != "unconfined")
        return f'<img src="{self.url}"{sizes}/>'


def _is_address(data):
    return isinstance(data, str) and data.startswith(("http://", "https://"))


class Video(DisplayObject):
    """A film: beside the notebook, at an address, or with `embed` inside the notebook."""

    _binary = True

    def __init__(
        self,
        data=None,
        url=None,
        filename=None,
        embed=False,
        mimetype=None,
        width=None,
        height=None,
        html_attributes="controls",
    ):
        if isinstance(data, (bytes, bytearray)) and not embed:
            raise ValueError("To embed videos, you must pass embed=True (this may make your notebook files huge)")
        self.embed, self.mimetype = embed, mimetype
        self.width, self.height, self.html_attributes = width, height, html_attributes
        super().__init__(data, url, filename)

    def _is_file(self, data):
        return True

    def reload(self):
        if self.embed:
            super().reload()

    def _repr_html_(self):
        import mimetypes

        place = self.url or self.filename or ""
        sizes = [f'{name}="{size}"' for name, size in (("width", self.width), ("height", self.height)) if size]
        attributes = " ".join(filter(None, (self.html_attributes, *sizes)))
        if not self.embed:
            return f'<video src="{place}" {attributes}></video>'
        kind = self.mimetype or mimetypes.guess_type(place)[0] or "video/mp4"
        data = self.data if isinstance(self.data, str) else base64.b64encode(self.data).decode("ascii")
        return f'<video {attributes}><source src="data:{kind};base64,{data}" type="{kind}"></video>'


class GeoJSON(JSON):
    """Places on a map, where the front end can draw one."""

    def __init__(self, *arguments, url_template=None, layer_options=None, **keywords):
        super().__init__(*arguments, **keywords)
        if url_template is not None:
            self.metadata["url_template"] = url_template
        if layer_options is not None:
            self.metadata["layer_options"] = layer_options

    def _ipython_display_(self):
        form = {"application/geo+json": self.data, "text/plain": f"<{type(self).__module__}.GeoJSON object>"}
        _publish(form, {"application/geo+json": dict(self.metadata)})


class ProgressBar:
    """A bar that fills: set `progress`, or iterate."""

    def __init__(self, total):
        self.total = total
        self._progress = 0
        self._handle = DisplayHandle()

    def __repr__(self):
        filled = int(60 * self._progress / max(self.total, 1))
        return f"[{'=' * filled}{' ' * (60 - filled)}] {self._progress}/{self.total}"

    def _repr_html_(self):
        return f"<progress style='width:60ex' max='{self.total}' value='{self._progress}'></progress>"

    def display(self):
        """Shows the bar."""
        self._handle.display(self)

    @property
    def progress(self):
        return self._progress

    @progress.setter
    def progress(self, value):
        self._progress = value
        self._handle.update(self)

    def __iter__(self):
        self.display()
        self._progress = -1
        return self

    def __next__(self):
        self.progress += 1
        if self._progress >= self.total:
            raise StopIteration
        return self._progress


def _displayer(mime):
    def show(*values, raw=False, metadata=None, **keywords):
        if raw:
            values = [{mime: value} for value in values]
        include = None if raw else {mime}
        display(*values, raw=raw, metadata=metadata, include=include, **keywords)

    show.__doc__ = f"Shows values as {mime}; with `raw` they are that already."
    return show


display_pretty = _displayer("text/plain")
display_html = _displayer("text/html")
display_markdown = _displayer("text/markdown")
display_svg = _displayer("image/svg+xml")
display_png = _displayer("image/png")
display_jpeg = _displayer("image/jpeg")
display_latex = _displayer("text/latex")
display_json = _displayer("application/json")
display_javascript = _displayer("application/javascript")
