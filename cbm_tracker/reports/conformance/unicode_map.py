"""What the codes of a font stand for, by its ToUnicode map (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re

_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")


def unicode_of(to_unicode: bytes) -> dict[int, str]:
    """Return the text each code stands for."""
    meaning: dict[int, str] = {}
    for block in _CHARS.findall(to_unicode):
        for code, text in _PAIR.findall(block):
            meaning[int(code, 16)] = _text(text)
    for block in _RANGES.findall(to_unicode):
        for low, high, start, listed in _RANGE.findall(block):
            first, last = int(low, 16), min(int(high, 16), 0xFFFF)
            texts = re.findall(rb"<([0-9A-Fa-f\s]+)>", listed)
            for step in range(last - first + 1):
                if texts:
                    meaning[first + step] = _text(texts[step]) if step < len(texts) else ""
                else:
                    meaning[first + step] = chr(int(start, 16) + step) if len(start) <= 4 else _text(start)
    return meaning


def _text(digits: bytes) -> str:
    digits = b"".join(digits.split())
    units = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return chr(units[0]) if len(units) == 1 else units.decode("utf-16-be", "replace")
