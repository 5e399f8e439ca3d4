"""What a person types into a search field, as an FTS5 expression; typed words are never FTS5 syntax."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

CodesOf = Callable[[str], Sequence[str]]
"""Returns the codes of the States that a word or words may name, in any shipped language; () where none."""

_PARTS = re.compile(r'"([^"]*)"?|(\S+)')
_UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")  # FTS5 reads to the first NUL; halves of UTF-16 pairs are no text
_LONGEST_NAME = 4  # words that are tried together as a State's name


def no_codes(_: str) -> Sequence[str]:
    return ()


def expression(text: str, codes_of: CodesOf = no_codes) -> str:
    """Return the FTS5 expression for all words of `text`, each found by its beginning; "" where nothing is asked.

    “In quotation marks” asks for the words beside each other. A State's name in any language also finds its code, which
    is what records hold.
    """
    parts: list[str] = []
    words: list[str] = []
    for quoted, word in _PARTS.findall(_UNWRITABLE.sub(" ", text)):
        if quoted.strip():
            parts.extend(_words(words, codes_of))
            words = []
            parts.append(_phrase(quoted))
        elif word and any(character.isalnum() for character in word):
            words.append(word)
    parts.extend(_words(words, codes_of))
    return " AND ".join(parts)


def _words(words: Sequence[str], codes_of: CodesOf) -> list[str]:
    parts: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            taken = words[at : at + length]
            codes = codes_of(" ".join(taken)) if length > 1 or len(taken[0]) > 1 else ()
            if codes or length == 1:
                typed = " AND ".join(f"{_phrase(word)}*" for word in taken)
                found = [f"({typed})" if length > 1 else typed, *(_phrase(code) for code in codes)]
                parts.append(f"({' OR '.join(found)})" if len(found) > 1 else typed)
                at += length
                break
    return parts


def _phrase(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
