"""The text of a finished page as its fonts show it, and what its marked content says in place of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from cbm_tracker.reports.conformance import objects
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.objects import LITERAL, Name, Reference, Stream, Value, string_bytes
from cbm_tracker.reports.conformance.unicode_map import unicode_of

_STRING = LITERAL + rb"|<(?!<)[0-9A-Fa-f\s]*+>"
_NAME = rb"([^\s()<>\[\]{}/%]++)"
_STEP = re.compile(
    rb"(" + _STRING + rb")|1 0 0 1 ([-.\d]++) [-.\d]++ Tm|/(?:(?:ActualText|Alt|E|T|Lang)\s*+(" + _STRING + rb")"
    rb"|" + _NAME + rb"\s++(?:[-+.\d]++\s++(Tf)|(Do)))|(?<![^\s])([qQ])(?![^\s])",
    re.DOTALL,
)
_DEEPEST = 8  # forms within forms
_MOST_KEPT = 20_000  # texts of one font


class _Font:
    """What the codes of a font stand for; codes without a meaning are taken as Latin."""

    def __init__(self, wide: bool, meaning: dict[int, str]) -> None:
        self._wide, self._meaning = wide, meaning
        self._kept: dict[bytes, str] = {}

    def text(self, spelled: bytes) -> str:
        text = self._kept.get(spelled)
        if text is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            text = self._kept[spelled] = self._read(string_bytes(spelled))
        return text

    def _read(self, shown: bytes) -> str:
        if self._wide:
            codes = (shown[at] << 8 | shown[at + 1] for at in range(0, len(shown) - 1, 2))
            return "".join(self._meaning.get(code, "\ufffd") for code in codes)
        return shown.decode("latin-1").translate(self._meaning)


class PageReader:
    """Reads the pages of a file; `streams` are the numbers of the objects that were read as content."""

    def __init__(self, file: FinishedFile) -> None:
        self._file = file
        self.streams: set[int] = set()
        self._fonts: dict[Reference, _Font] = {}
        self._named: dict[tuple[Reference, bytes], _Font] = {}
        self._plain = _Font(False, {})

    def pages(self) -> Iterator[tuple[str, ...]]:
        """Yield the texts of each page: as they are drawn, and once more column by column, where a cell that wraps stands together.

        Raises:
            Unreadable: the pages are not written as this program writes them.
        """
        for _, page in self._file.pages():
            parts = self._file.listed(page.get("Contents"))
            self.streams.update(part.number for part in parts if isinstance(part, Reference))
            read = [self._file.value(part) for part in parts]
            content = b"\n".join(part.data() for part in read if isinstance(part, Stream))
            yield tuple(self._texts(content, page.get("Resources"), 0))

    def _texts(self, content: bytes, resources: Value, depth: int) -> Iterator[str]:
        font = self._plain
        kept: list[_Font] = []
        drawn: list[str] = []
        columns: dict[bytes, list[str]] = {}
        column = columns.setdefault(b"", [])
        more: list[str] = []
        for shown, x, said, name, is_font, is_form, state in _STEP.findall(content):
            if shown:
                text = font.text(shown)
                drawn.append(text)
                column.append(text)
            elif x:
                column = columns.setdefault(x, [])
            elif is_font:
                font = self._font(resources, name)
            elif is_form:
                more.extend(self._form(resources, name, depth))
            elif state == b"q":
                kept.append(font)
            elif state:
                font = kept.pop() if kept else font
            else:
                more.append(text_of(said))
        yield " ".join(drawn)
        if len(columns) > 1:
            yield " \u2029 ".join(" ".join(texts) for texts in columns.values())
        yield from more

    def _font(self, resources: Value, name: bytes) -> _Font:
        key = (resources, name) if isinstance(resources, Reference) else None
        if key in self._named:
            return self._named[key]
        fonts = self._file.at(resources, "Font")
        found = fonts.get(name.decode("latin-1")) if isinstance(fonts, dict) else None
        font = self._fonts.get(found) if isinstance(found, Reference) else None
        if font is None:
            told = self._file.at(found, "ToUnicode")
            wide = self._file.at(found, "Subtype") == Name("Type0")
            font = _Font(wide, unicode_of(told.data()) if isinstance(told, Stream) else {})
            if isinstance(found, Reference):
                self._fonts[found] = font
        if key is not None:
            self._named[key] = font
        return font

    def _form(self, resources: Value, name: bytes, depth: int) -> Iterator[str]:
        forms = self._file.at(resources, "XObject")
        named = forms.get(name.decode("latin-1")) if isinstance(forms, dict) else None
        found = self._file.value(named)
        if isinstance(found, Stream) and found.entries.get("Subtype") == Name("Form") and depth < _DEEPEST:
            if isinstance(named, Reference):
                self.streams.add(named.number)
            yield from self._texts(found.data(), found.entries.get("Resources", resources), depth + 1)


def text_of(spelled: bytes) -> str:
    """Return what a text string says (ISO 32000-1, 7.9.2.2), or one in UTF-8 as later versions of PDF have."""
    told = string_bytes(spelled)
    return told[3:].decode("utf-8", "replace") if told.startswith(codecs.BOM_UTF8) else objects.text_of(told)
