"""Things with a form in HTML that are made of others: sounds, pages inside the page, links to files, programs."""

import os

from IPython.core.display import DisplayObject, TextDisplayObject

__all__ = ["Audio", "Code", "FileLink", "FileLinks", "IFrame", "ScribdDocument", "VimeoVideo", "YouTubeVideo"]


class Audio(DisplayObject):
    """A sound: bytes or the name of a file, an address, or with `rate` a list of samples."""

    _binary = True

    def __init__(
        self,
        data=None,
        filename=None,
        url=None,
        embed=None,
        rate=None,
        autoplay=False,
        normalize=True,
        *,
        element_id=None,
    ):
        self.autoplay, self.element_id = autoplay, element_id
        # What is only at an address stays there.
        self.embed = embed if embed is not None else url is None
        super().__init__(data, url, filename)
        if self.data is not None and not isinstance(self.data, (bytes, bytearray)):
            if rate is None:
                raise ValueError("rate must be specified when data is a numpy array or list of audio samples.")
            self.data = _wave(list(self.data), rate, normalize)

    def _is_file(self, data):
        return os.path.isfile(data)

    def reload(self):
        if self.embed:
            super().reload()

    def _repr_html_(self):
        import base64
        import mimetypes

        place = self.filename or self.url or ""
        kind = mimetypes.guess_type(place)[0] or "audio/wav"
        source = place
        if self.embed:
            source = f"data:{kind};base64,{base64.b64encode(self.data).decode('ascii')}"
        attributes = "".join(
            [
                f' id="{self.element_id}"' if self.element_id else "",
                ' controls="controls"',
                ' autoplay="autoplay"' if self.autoplay else "",
            ]
        )
        return f'<audio{attributes}><source src="{source}" type="{kind}" /></audio>'


def _wave(samples, rate, normalize):
    """The samples of one channel, between -1 and 1, as a file."""
    import array
    import io
    import wave

    highest = max(map(abs, samples), default=0)
    if not normalize:
        if highest > 1:
            raise ValueError("Audio data must be between -1 and 1 when normalize=False.")
        highest = 1
    scaled = array.array("h", [int(sample / (highest or 1) * 32767) for sample in samples])
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(scaled.tobytes())
    return file.getvalue()


class IFrame:
    """Another page inside the notebook."""

    def __init__(self, src, width, height, extras=None, **parameters):
        self.src, self.width, self.height = src, width, height
        self.extras, self.params = list(extras or []), parameters

    def _repr_html_(self):
        from urllib.parse import urlencode

        query = "?" + urlencode(self.params) if self.params else ""
        extras = "".join(" " + extra for extra in self.extras)
        return (
            f'<iframe width="{self.width}" height="{self.height}" src="{self.src}{query}" frameborder="0" '
            f'allowfullscreen referrerpolicy="strict-origin-when-cross-origin"{extras}></iframe>'
        )


class YouTubeVideo(IFrame):
    """A film of YouTube, by its id."""

    def __init__(self, id, width=400, height=300, allow_autoplay=False, **parameters):
        self.id = id
        if allow_autoplay:
            parameters = {**parameters, "autoplay": 1}
        extras = ['allow="autoplay"'] if allow_autoplay else []
        super().__init__(f"https://www.youtube.com/embed/{id}", width, height, extras, **parameters)


class VimeoVideo(IFrame):
    """A film of Vimeo, by its id."""

    def __init__(self, id, width=400, height=300, **parameters):
        self.id = id
        super().__init__(f"https://player.vimeo.com/video/{id}", width, height, **parameters)


class ScribdDocument(IFrame):
    """A document of Scribd, by its id."""

    def __init__(self, id, width=400, height=300, **parameters):
        self.id = id
        super().__init__(f"https://www.scribd.com/embeds/{id}/content", width, height, **parameters)


class FileLink:
    """A link to a file beside the notebook."""

    def __init__(
        self, path, url_prefix="", result_html_prefix="", result_html_suffix="<br>", *, url_suffix=""
    ):
        if os.path.isdir(path):
            raise ValueError(
                f"Cannot display a directory using FileLink. Use FileLinks to display {os.fspath(path)!r}."
            )
        self.path = os.fspath(path)
        self.url_prefix, self.url_suffix = url_prefix, url_suffix
        self.result_html_prefix, self.result_html_suffix = result_html_prefix, result_html_suffix

    def __repr__(self):
        return os.path.abspath(self.path)

    def _repr_html_(self):
        import html

        if not os.path.exists(self.path):
            return f"There is no file <tt>{html.escape(self.path)}</tt>; it may come yet."
        link = _link(self.url_prefix + self.path + self.url_suffix, self.path)
        return f"{self.result_html_prefix}{link}{self.result_html_suffix}"


def _link(address, text):
    import html

    return f"<a href='{html.escape(address)}' target='_blank'>{html.escape(text)}</a>"


class FileLinks:
    """Links to the files of a folder and of those below it."""

    def __init__(
        self,
        path,
        url_prefix="",
        included_suffixes=None,
        result_html_prefix="",
        result_html_suffix="<br>",
        recursive=True,
    ):
        if os.path.isfile(path):
            raise ValueError(f"Cannot display a file using FileLinks. Use FileLink to display {os.fspath(path)!r}.")
        self.path = os.fspath(path).rstrip("/")
        self.url_prefix, self.included_suffixes, self.recursive = url_prefix, included_suffixes, recursive
        self.result_html_prefix, self.result_html_suffix = result_html_prefix, result_html_suffix

    def _folders(self):
        """Each folder that has files to show, and their names."""
        suffixes = tuple(self.included_suffixes or ("",))
        for folder, below, names in os.walk(self.path):
            below.sort()
            if not self.recursive:
                below.clear()
            shown = sorted(name for name in names if name.endswith(suffixes))
            if shown:
                yield folder, shown

    def __repr__(self):
        lines = []
        for folder, names in self._folders():
            lines += [folder + "/", *("  " + name for name in names)]
        return "\n".join(lines)

    def _repr_html_(self):
        lines = []
        for folder, names in self._folders():
            lines.append(f"{self.result_html_prefix}{folder}/{self.result_html_suffix}")
            for name in names:
                link = _link(f"{self.url_prefix}{folder}/{name}", name)
                lines.append(f"{self.result_html_prefix}&nbsp;&nbsp;{link}{self.result_html_suffix}")
        return "\n".join(lines)


class Code(TextDisplayObject):
    """A program's text."""

    def __init__(self, data=None, url=None, filename=None, language=None):
        self.language = language
        super().__init__(data, url, filename)

    def __repr__(self):
        return self.data

    def _repr_html_(self):
        import html

        return f"<pre><code>{html.escape(self.data)}</code></pre>"

    def _repr_markdown_(self):
        return f"```{self.language or 'python'}\n{self.data}\n```"
