"""The fonts a document shows text in: embedded, as wide as they say, with a way back to Unicode and no empty boxes."""

from __future__ import annotations

import re

from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.font_program import FontProgram
from cbm_tracker.reports.conformance.objects import Name, Reference, Stream, Unreadable, Value
from cbm_tracker.reports.conformance.page_content import shown_bytes
from cbm_tracker.reports.conformance.unicode_map import unicode_of

_NOT_UNICODE = re.compile("[\0\ufeff\ufffe]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SYMBOLIC = 4
_UNICODE = "ISO 19005-3, 6.2.11.7"


class ShownFonts:
    """Each font of a document, by the number of its object, with the codes shown in it."""

    def __init__(self, file: FinishedFile, faults: Faults) -> None:
        self._file, self._faults = file, faults
        self._codes: dict[int, set[int]] = {}
        self._wide: dict[int, bool] = {}

    def show(self, font: Value, texts: list[bytes], where: str) -> None:
        """Note what a page shows in a font."""
        if not isinstance(font, Reference):
            self._faults.say("font", where, "text is shown in a font that the page does not hold", "ISO 32000-1, 9.3.1")
            return
        codes = self._codes.get(font.number)
        if codes is None:
            codes = self._codes[font.number] = set()
            self._wide[font.number] = self._file.at(font, "Subtype") == Name("Type0")
        shown = shown_bytes(texts)
        codes.update({high << 8 | low for high, low in zip(shown[0::2], shown[1::2], strict=False)} if self._wide[font.number] else shown)

    def check(self) -> None:
        for number, codes in self._codes.items():
            try:
                self._check(Reference(number), codes)
            except Unreadable as error:
                self._faults.say("font program", f"font object {number}", str(error), "ISO 19005-3, 6.2.11.2")

    def _check(self, font: Reference, codes: set[int]) -> None:
        file, wide = self._file, self._wide[font.number]
        where = f"font {_named(file.at(font, 'BaseFont'))}"
        bearer = file.listed(file.at(font, "DescendantFonts"))[0] if wide and file.listed(file.at(font, "DescendantFonts")) else font
        if file.at(font, "Type") != Name("Font") or file.at(font, "Subtype") not in (Name("Type0"), Name("TrueType")):
            self._say("font kind", where, "it is no TrueType font", "ISO 19005-3, 6.2.11.2")
            return
        descriptor = file.at(bearer, "FontDescriptor")
        if file.at(descriptor, "FontName") != file.at(font, "BaseFont"):
            self._say("font name", where, "its descriptor is that of another font", "ISO 32000-1, 9.8.1")
        self._check_meanings(where, file.at(font, "ToUnicode"), codes)
        held = file.at(descriptor, "FontFile2")
        if not isinstance(held, Stream):
            self._say("font not embedded", where, "the font is not inside the file", "ISO 19005-3, 6.2.11.4")
            return
        program = FontProgram(held.data())
        glyphs = self._glyphs_of_wide(where, font, bearer, codes) if wide else self._glyphs(where, font, descriptor, program)
        if empty := sorted(code for code in codes if not 0 < glyphs.get(code, 0) < program.count):
            self._say("sign without glyph", where, f"the code {empty[0]} shows no glyph", "ISO 19005-3, 6.2.11.8")
        widths = self._wide_widths(bearer, codes) if wide else self._widths(where, font)
        unlike = sorted(code for code in codes if abs(widths.get(code, -9.0) - program.width(glyphs.get(code, 0))) > 1)
        if unlike:
            self._say("font widths", where, f"the width of the code {unlike[0]} is not given as the font has it", "ISO 19005-3, 6.2.11.5")

    def _say(self, rule: str, where: str, says: str, clause: str) -> None:
        self._faults.say(rule, where, says, clause)

    # -------------------------------------------------- codes and glyphs

    def _glyphs(self, where: str, font: Value, descriptor: Value, program: FontProgram) -> dict[int, int]:
        flags = self._file.at(descriptor, "Flags")
        if not isinstance(flags, int) or not flags & _SYMBOLIC or self._file.at(font, "Encoding") is not None:
            self._say("font encoding", where, "its codes are not those of a symbolic font", "ISO 19005-3, 6.2.11.6")
        if len(program.maps) != 1 and (3, 0) not in program.maps:
            self._say("font encoding", where, "the font inside has no code map of its own", "ISO 19005-3, 6.2.11.6")
        return program.glyphs_by_code()

    def _glyphs_of_wide(self, where: str, font: Value, bearer: Value, codes: set[int]) -> dict[int, int]:
        if self._file.at(font, "Encoding") not in (Name("Identity-H"), Name("Identity-V")):
            self._say("font encoding", where, "its encoding is not Identity", "ISO 19005-3, 6.2.11.3")
        mapped = self._file.at(bearer, "CIDToGIDMap")
        if isinstance(mapped, Stream):
            table = mapped.data()
            return {code: int.from_bytes(table[2 * code : 2 * code + 2], "big") for code in codes}
        if mapped != Name("Identity"):
            self._say("font encoding", where, "it lacks the map from codes to glyphs", "ISO 19005-3, 6.2.11.3")
        return {code: code for code in codes}

    # -------------------------------------------------- widths

    def _widths(self, where: str, font: Value) -> dict[int, float]:
        first, last = self._file.at(font, "FirstChar"), self._file.at(font, "LastChar")
        widths = self._file.listed(self._file.at(font, "Widths"))
        if not isinstance(first, int) or not isinstance(last, int) or len(widths) != last - first + 1:
            self._say("font widths", where, "its widths are not those of its first to its last code", "ISO 19005-3, 6.2.11.2")
            return {}
        return {first + at: float(width) for at, width in enumerate(widths) if isinstance(width, int | float)}

    def _wide_widths(self, bearer: Value, codes: set[int]) -> dict[int, float]:
        usual = self._file.at(bearer, "DW")
        widths = dict.fromkeys(codes, float(usual) if isinstance(usual, int | float) else 1000.0)
        listed = [self._file.value(one) for one in self._file.listed(self._file.at(bearer, "W"))]
        at = 0
        while at + 1 < len(listed):
            first, next_one = listed[at], listed[at + 1]
            if isinstance(first, int) and isinstance(next_one, list):
                widths |= {first + step: float(width) for step, width in enumerate(next_one) if isinstance(width, int | float)}
                at += 2
            else:
                width = listed[at + 2] if at + 2 < len(listed) else None
                if not isinstance(first, int) or not isinstance(next_one, int) or not isinstance(width, int | float):
                    raise Unreadable("the widths of a composite font cannot be read")
                widths |= dict.fromkeys(range(first, min(next_one, 0xFFFF) + 1), float(width))
                at += 3
        return widths

    # -------------------------------------------------- meanings

    def _check_meanings(self, where: str, to_unicode: Value, codes: set[int]) -> None:
        if not isinstance(to_unicode, Stream):
            self._say("font without ToUnicode", where, "its codes do not lead back to Unicode", _UNICODE)
            return
        meaning = unicode_of(to_unicode.data())
        if lost := sorted(codes - meaning.keys()):
            self._say("sign without Unicode", where, f"the code {lost[0]} is shown and means nothing", _UNICODE)
        if bare := sorted(code for code, text in meaning.items() if not text or _NOT_UNICODE.search(text)):
            self._say("sign without Unicode", where, f"the code {bare[0]} means no character", "ISO 14289-1, 7.21.7")
        if private := sorted(code for code in codes & meaning.keys() if _PRIVATE.search(meaning[code])):
            self._say("sign of private use", where, f"the code {private[0]} means a sign of private use", _UNICODE)


def _named(name: Value) -> str:
    return str(name) if isinstance(name, Name) else "without a name"
