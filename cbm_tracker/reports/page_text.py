"""The text of a finished page as its fonts show it, and what its marked content says in place of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from cbm_tracker.reports.conformance.objects import string_bytes

_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)|<(?!<)[0-9A-Fa-f\s]*>"
_STEP = re.compile(
    rb"/(?P<property>ActualText|Alt|E|T|Lang)\s*(?P<said>" + _STRING + rb")|(?P<shown>" + _STRING + rb")"
    rb"|/(?P<font>[^\s()<>\[\]{}/%]+)\s+[-+.\d]+\s+Tf\b|(?P<x>[-+.\d]+)\s+[-+.\d]+\s+T[mdD]\b"
    rb"|(?<![^\s])(?P<kept>[qQ])(?![^\s])|/(?P<form>[^\s()<>\[\]{}/%]+)\s+Do\b",
    re.DOTALL,
)
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_DEEPEST = 8  # forms within forms


class _Font:
    """What the codes of a font stand for; codes without a meaning are taken as Latin."""

    def __init__(self, font: pikepdf.Object) -> None:
        self.wide = font.get("/Subtype") == "/Type0"
        self.meaning = _meaning(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}

    def text(self, shown: bytes) -> str:
        if self.wide:
            codes = (shown[at] << 8 | shown[at + 1] for at in range(0, len(shown) - 1, 2))
            return "".join(self.meaning.get(code, "\ufffd") for code in codes)
        return shown.decode("latin-1").translate(self.meaning)


def _meaning(to_unicode: bytes) -> dict[int, str]:
    meaning: dict[int, str] = {}
    for block in _CHARS.findall(to_unicode):
        for code, text in _PAIR.findall(block):
            meaning[int(code, 16)] = _signs(text)
    for block in _RANGES.findall(to_unicode):
        for low, high, start, listed in _RANGE.findall(block):
            first, last = int(low, 16), min(int(high, 16), 0xFFFF)
            texts = re.findall(rb"<([0-9A-Fa-f\s]+)>", listed)
            for step in range(last - first + 1):
                if texts:
                    meaning[first + step] = _signs(texts[step]) if step < len(texts) else ""
                else:
                    meaning[first + step] = chr(int(start, 16) + step) if len(start) <= 4 else _signs(start)
    return meaning


def _signs(digits: bytes) -> str:
    units = bytes.fromhex(digits.decode("ascii"))
    return chr(units[0]) if len(units) == 1 else units.decode("utf-16-be", "replace")


class PageReader:
    """Reads pages one after another; `streams` are the numbers of the objects that were read as content."""

    def __init__(self) -> None:
        self.streams: set[int] = set()
        self._fonts: dict[tuple[int, int], _Font] = {}
        self._forms: dict[tuple[int, int], tuple[str, ...]] = {}

    def texts_of(self, page: pikepdf.Object) -> tuple[str, ...]:
        """Return the text of a page in the order it is drawn, and once more column by column: a cell that wraps stands together there."""
        contents = page.get("/Contents")
        streams = [] if contents is None else list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        self.streams.update(stream.objgen[0] for stream in streams)
        held = page
        while "/Resources" not in held and "/Parent" in held:
            held = held.Parent
        content = b"\n".join(stream.read_bytes() for stream in streams)
        return tuple(self._texts(content, held.get("/Resources", pikepdf.Dictionary()), 0))

    def _texts(self, content: bytes, resources: pikepdf.Object, depth: int) -> Iterator[str]:
        fonts = resources.get("/Font", pikepdf.Dictionary())
        named: dict[bytes, _Font] = {}
        font: _Font | None = None
        kept: list[_Font | None] = []
        drawn: list[str] = []
        columns: dict[bytes, list[str]] = {}
        column = columns.setdefault(b"", [])
        forms: list[str] = []
        for step in _STEP.finditer(content):
            kind = step.lastgroup
            if kind == "shown":
                shown = string_bytes(step["shown"])
                text = font.text(shown) if font is not None else shown.decode("latin-1")
                drawn.append(text)
                column.append(text)
            elif kind == "x":
                column = columns.setdefault(step["x"], [])
                drawn.append(" ")
                column.append(" ")
            elif kind == "font":
                name = step["font"]
                if name not in named:
                    named[name] = self._font(fonts, name)
                font = named[name]
            elif kind == "kept":
                if step["kept"] == b"q":
                    kept.append(font)
                elif kept:
                    font = kept.pop()
            elif kind == "form":
                forms.extend(self._form(resources, step["form"], depth))
            else:
                forms.append(text_of(step["said"]))
        yield "".join(drawn)
        if len(columns) > 1:
            yield " \u2029 ".join("".join(texts) for texts in columns.values())
        yield from forms

    def _font(self, fonts: pikepdf.Object, name: bytes) -> _Font:
        found = fonts.get("/" + name.decode("latin-1"))
        if found is None:
            return _Font(pikepdf.Dictionary())
        key = found.objgen
        if key not in self._fonts or key == (0, 0):
            self._fonts[key] = _Font(found)
        return self._fonts[key]

    def _form(self, resources: pikepdf.Object, name: bytes, depth: int) -> tuple[str, ...]:
        found = resources.get("/XObject", pikepdf.Dictionary()).get("/" + name.decode("latin-1"))
        if found is None or found.get("/Subtype") != "/Form" or depth >= _DEEPEST:
            return ()
        key = found.objgen
        if key not in self._forms:
            self.streams.add(key[0])
            self._forms[key] = tuple(self._texts(found.read_bytes(), found.get("/Resources", resources), depth + 1))
        return self._forms[key]


def text_of(token: bytes) -> str:
    """Return what a text string says (ISO 32000-1, 7.9.2.2)."""
    told = string_bytes(token)
    if told.startswith(b"\xfe\xff"):
        return told[2:].decode("utf-16-be", "replace")
    if told.startswith(b"\xef\xbb\xbf"):
        return told[3:].decode("utf-8", "replace")
    return told.decode("latin-1")
