"""Scripts beyond Latin, Cyrillic and Greek: joined Arabic letters, lines that run from right to left, where Chinese may be parted."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from arabic_reshaper import ArabicReshaper
from bidi import get_display
from pyphen import Pyphen

NON_JOINER = "\u200c"  # has no shape, but parts Arabic letters that would join (Persian)
DICTIONARIES = {"de": "de_DE", "es": "es", "fr": "fr", "it": "it_IT", "ru": "ru_RU"}
SHORTEST_PARTED = 7  # letters: llegada
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
ARABIC_LETTER = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5-\u06ff\u0750-\u077f\u0870-\u08c9]")
HEBREW_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
IDEOGRAPH = re.compile("[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_EAST_ASIAN = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e"
_OPENING = "\u3008\u300a\u300c\u300e\u3010\u3014\uff08\uff3b\uff5b"
_CLOSING = "\u3001\u3002\u3005\u3009\u300b\u300d\u300f\u3011\u3015\u30fb\u30fc\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d"
# One sign, with the brackets that open before it and the marks that close after it: no line begins or ends badly.
_PIECE = re.compile(f"[{_OPENING}]*(?:[{_EAST_ASIAN}]|[^{_EAST_ASIAN}]+)[{_CLOSING}]*")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_WORD = re.compile(r"[/@\\_]|\w\.\w|\d[^\W\d_]|[^\W\d_]\d")  # an address, the name of a file, a reference
_WITNESS = "\u034f"  # combining grapheme joiner
_BRACKET = re.compile(r"[()\[\]{}<>«»‹›]")
_WITNESSED = re.compile(rf"{_WITNESS}({_BRACKET.pattern})|({_BRACKET.pattern}){_WITNESS}")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


@cache
def _reshaper() -> ArabicReshaper:
    return ArabicReshaper({"delete_harakat": True, "support_ligatures": True})


def joined(text: str) -> str:
    """Return text, still in the order it is read, with Arabic letters in the forms they join in.

    Vowel points are left out, as in any print but scripture and schoolbooks: there is nothing here that could place them.
    A letter without such forms (of Pashto, Sindhi, Uyghur) stays as it is; `unjoinable` finds it.
    """
    if not RIGHT_TO_LEFT.search(text):
        return text.replace(NON_JOINER, "")
    return HEBREW_POINTS.sub("", str(_reshaper().reshape(text)).replace(NON_JOINER, ""))


def unjoinable(text: str) -> str:
    """Return the first Arabic letter of a joined text that is not in a joining form; nothing if there is none."""
    found = ARABIC_LETTER.search(text)
    return found.group() if found else ""


def in_drawn_order(text: str) -> str:
    """Return a joined line as it stands from left to right; its first letter decides which way the line runs.

    The library orders brackets but does not mirror them. A sign without shape set behind each comes out before it where the
    bracket runs from right to left (Unicode Standard Annex 9, rules N0, W1 and L4).
    """
    if not RIGHT_TO_LEFT.search(text):
        return text
    ordered = str(get_display(_BRACKET.sub(rf"\g<0>{_WITNESS}", text.replace(_WITNESS, ""))))
    return _WITNESSED.sub(lambda found: found[1].translate(_MIRRORED) if found[1] else found[2], ordered)


def pieces(word: str) -> list[str]:
    """Part a word where a line may end within it: around each sign of Chinese or Japanese."""
    return _PIECE.findall(word) if IDEOGRAPH.search(word) else [word]


def blank_between(line: str, following: str) -> bool:
    """Tell whether the end of this line stood for a blank: in Chinese, and after a hyphen, it did not."""
    if not line or not following:
        return False
    east = IDEOGRAPH.search(line[-1] + following[0]) or unicodedata.east_asian_width(line[-1]) in "WF"
    return not east and line[-1] not in "-\u2010/"


@cache
def _hyphenation(dictionary: str) -> Pyphen:
    return Pyphen(lang=dictionary, left=3, right=3)


def syllable_breaks(word: str, language: str) -> list[int]:
    """Return where a long word may be parted, from its end to its beginning; nowhere in languages without a dictionary here."""
    dictionary = DICTIONARIES.get(language[:2])
    if not dictionary or len(word) < SHORTEST_PARTED or _NO_WORD.search(word):
        return []
    parts = [found for found in _LETTERS.finditer(word) if len(found[0]) >= SHORTEST_PARTED]  # behind an article: d’interprétation
    places = (found.start() + int(place) for found in parts for place in _hyphenation(dictionary).positions(found[0]))
    return sorted(places, reverse=True)
