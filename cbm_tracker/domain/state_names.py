"""Which State a name means: codes, names in every shipped language, former and variant names. Doubt is told, never hidden."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from cbm_tracker.domain.moments import PartialDate

_FOOTNOTE = re.compile(r"(\[\w{1,3}\]|\(\d{1,2}\)|[*†‡§¹²³⁴-⁹]+|(?<=[a-z])\d{1,2})+\s*$")
_SIGNS = re.compile(r"[^\w\s]+|_")
_BLANKS = re.compile(r"\s+")
_CLOSE = 0.84  # likeness from which a name is offered as a candidate (difflib ratio)


@dataclass(frozen=True)
class StateName:
    """A name, its language, how it is used (short, official, former, variant), and when; "" where always."""

    name: str
    language: str
    use: str
    from_on: str = ""
    to_on: str = ""

    def in_use(self, on: date) -> bool:
        return (not self.from_on or PartialDate.parse(self.from_on).first_day <= on) and (
            not self.to_on or on <= PartialDate.parse(self.to_on).last_day
        )


@dataclass(frozen=True)
class StateEntry:
    """A State, former State, territory or organisation; being listed says nothing about its status."""

    code: str
    alpha2: str
    kind: str
    names: tuple[StateName, ...]
    capital: str = ""
    zone: str = ""
    ended_on: str = ""
    successors: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> StateEntry:
        return cls(
            data["code"], data["alpha2"], data["kind"], tuple(StateName(**name) for name in data["names"]),
            data.get("capital", ""), data.get("zone", ""), data.get("ended_on", ""), tuple(data.get("successors", ())),
        )

    def name(self, language: str = "en", on: date | None = None) -> str:
        """Return its short name in a language, as it was on a day; English, then the code, where there is none."""
        for wanted in dict.fromkeys((language, "en")):
            names = [name for name in self.names if name.language == wanted]
            if on is not None:
                former = next((name for name in names if name.use == "former" and name.to_on and name.in_use(on)), None)
                if former:
                    return former.name
            short = next((name for name in names if name.use == "short"), None)
            if short:
                return short.name
        return self.code


@dataclass(frozen=True)
class Resolution:
    """What a name means: `code` where that is certain, else None and the `candidates` it may mean."""

    code: str | None
    candidates: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        return self.code is not None


def normalise(text: str) -> str:
    """Fold case, diacritics, signs and footnote marks; “St.” is “saint”, “&” is “and”, a leading “the” goes."""
    text = _FOOTNOTE.sub("", text.strip()).replace("&", " and ")
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(character for character in decomposed if not unicodedata.combining(character))
    words = _BLANKS.sub(" ", _SIGNS.sub(" ", folded.replace("'", "").replace("’", ""))).split()
    words = ["saint" if word == "st" else word for word in words]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 1 and words[-1] == "the":
        words = words[:-1]
    return " ".join(words)


class StateNames:
    """All known names, ready to be asked."""

    def __init__(self, entries: Iterable[StateEntry]) -> None:
        self.entries = tuple(entries)
        self._by_code = {entry.code: entry for entry in self.entries}
        self._codes = {**{entry.alpha2: entry.code for entry in self.entries if entry.alpha2}, **{c: c for c in self._by_code}}
        self._found: dict[str, Resolution] = {}

    @cached_property
    def _meanings(self) -> dict[str, tuple[str, ...]]:
        """The codes that each name may mean; folding all names takes longer than all else, and who writes codes needs none."""
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.entries:
            for name in entry.names:
                key = normalise(name.name)
                meant = found.get(key, ())
                if entry.code not in meant:
                    found[key] = (*meant, entry.code)
        return found

    def get(self, code: str) -> StateEntry | None:
        return self._by_code.get(code)

    def name(self, code: str, language: str = "en", on: date | None = None) -> str:
        """Return the name of a code; the code itself where it is not known."""
        entry = self._by_code.get(code)
        return entry.name(language, on) if entry else code

    def is_organisation(self, code: str) -> bool:
        entry = self._by_code.get(code)
        return entry is not None and entry.kind == "organisation"

    def resolve(self, text: str) -> Resolution:
        """Return what a code or name means.

        Codes count in capitals only (“NA” is Namibia, “na” is not); a name counts when it is one name of one entry.
        What is merely like a name is a candidate.
        """
        known = self._found.get(text)
        if known is None:
            known = self._resolve(text)
            if len(self._found) < 50_000:
                self._found[text] = known
        return known

    def code(self, text: str) -> str | None:
        """Return the code where a text means one State with certainty."""
        return self.resolve(text).code

    def _resolve(self, text: str) -> Resolution:
        code = self._codes.get(text.strip())
        if code:
            return Resolution(code)
        key = normalise(text)
        if not key or len(key) > 200:
            return Resolution(None)
        meant = self._meanings.get(key, ())
        if not meant and "," in text:
            last, _, first = text.partition(",")
            meant = self._meanings.get(normalise(f"{first} {last}"), ())
        if len(meant) == 1:
            return Resolution(meant[0])
        if meant:
            return Resolution(None, meant)
        return Resolution(None, self._like(key))

    def _like(self, key: str) -> tuple[str, ...]:
        if len(key) < 4:
            return ()
        near = difflib.get_close_matches(key, self._meanings, 5, _CLOSE)
        near.extend(name for name in self._meanings if name.startswith(f"{key} ") or f" {key}" in f" {name}")
        return tuple(dict.fromkeys(code for name in near for code in self._meanings[name]))[:5]

    def search(self, typed: str, language: str = "en", limit: int = 20) -> list[StateEntry]:
        """Return the entries that what was typed may begin to name, the nearest first; the same order each time."""
        key = normalise(typed)
        if not key:
            return []
        ranked: dict[str, int] = {}
        for entry in self.entries:
            if key in (entry.code.casefold(), entry.alpha2.casefold()):
                ranked[entry.code] = 0
        for name, codes in self._meanings.items():
            if name.startswith(key):
                rank = 1
            elif f" {key}" in name:
                rank = 2
            elif len(key) > 2 and key in name:
                rank = 3
            else:
                continue
            for code in codes:
                ranked[code] = min(rank, ranked.get(code, 9))
        found = [self._by_code[code] for code in ranked]
        found.sort(key=lambda entry: (ranked[entry.code], entry.kind != "state", normalise(entry.name(language))))
        return found[:limit]

    def codes_for_search(self, words: str) -> tuple[str, ...]:
        """Return the codes that words of a search may name: a whole name, or from four letters the beginning of one."""
        code = self.resolve(words).code
        if code:
            return (code,)
        key = normalise(words)
        if len(key) < 4:
            return ()
        return tuple(dict.fromkeys(code for name, codes in self._meanings.items() if name.startswith(key) for code in codes))[:8]
