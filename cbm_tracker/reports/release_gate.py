"""The release gate: before a report is handed out, its finished file is searched for everything its recipient may not have.

Texts are compared by their letters and figures alone, so that a line break, spaces between words, a hyphen, case or the
shapes of Arabic letters hide nothing. A number counts when it has at least 7 figures that matter, or when another number of
the same record stands beside it; both have at least 4. Dates, States and words of a vocabulary are in every report: they tell
nothing by themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cbm_tracker.errors import GateRefused
from cbm_tracker.reports.finished_text import text_in

_NEAR = 160  # characters between two numbers that stand beside each other
_FEW_FIGURES, _MANY_FIGURES = 4, 7
_NOT_A_LETTER = re.compile(r"[\W_]+")
_BETWEEN = r"[\W_]*"
_NUMBER = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009,.'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d{4,}(?:[.,]\d+)?|\d+[.,]\d+")
_GROUPS = re.compile(r"[\u00a0\u202f\u2009'’]")
_RIGHT_TO_LEFT = ("R", "AL")


@dataclass(frozen=True)
class WithheldValue:
    """Something that may not go out: the record and the field it stands in, as the office calls them, and what stands there.

    Args:
        text: a text, or a number as figures with at most one point.
        is_number: compared as a number.
    """

    record: str
    field: str
    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Hit:
    """A withheld value and where it was found."""

    value: WithheldValue
    place: str


def check_release(
    path: Path, name: str, withheld: Iterable[WithheldValue], recipient: str,
    released: Callable[[Collection[WithheldValue]], set[WithheldValue]], step: Callable[[], None],
) -> None:
    """Search a finished file.

    Args:
        name: the name the file will have.
        released: returns those of what was found that stand in something else that the recipient may have as well.
        step: told before each part of the file; may raise Cancelled.
    Raises:
        GateRefused: names record, field and place of the first thing found.
    """
    found: dict[WithheldValue, str] = {}
    for hit in hits_in(text_in(path, name), Searched.of(withheld), step):
        found.setdefault(hit.value, hit.place)
    others = released(found) if found else set()
    for value, place in found.items():
        if value not in others:
            raise GateRefused(
                f"The report is not issued: {place} tells “{value.field}” of {value.record}, which is withheld from {recipient}.",
                "Release it to this recipient, or leave out the section that tells it; nothing was written.",
            )


# ---------------------------------------------------------------- what is searched


class _Class:
    """Values of at least so many letters, known by pieces of them: of a text only every n-th piece has to be looked at."""

    def __init__(self, piece: int, every: int) -> None:
        self.piece, self.every = piece, every
        self.shortest = piece + every - 1
        self.places: dict[str, set[tuple[int, int]]] = {}  # by piece: where in a value it stands, and how long that is
        self.values: dict[str, WithheldValue] = {}

    def add(self, letters: str, value: WithheldValue) -> None:
        self.values.setdefault(letters, value)
        for at in range(self.every):
            self.places.setdefault(letters[at : at + self.piece], set()).add((at, len(letters)))

    def found_in(self, letters: str) -> Iterator[str]:
        places, piece, values = self.places, self.piece, self.values
        if not places:
            return
        for at in [at for at in range(0, len(letters) - piece + 1, self.every) if letters[at : at + piece] in places]:
            for before, length in places[letters[at : at + piece]]:
                if at >= before and (found := letters[at - before : at - before + length]) in values:
                    yield found


@dataclass(frozen=True)
class Searched:
    """Withheld values, prepared: long texts, shorter ones, those of a few letters, and numbers by their figures."""

    classes: tuple[_Class, ...]
    short: Mapping[str, WithheldValue]
    numbers: Mapping[str, tuple[WithheldValue, ...]]

    @classmethod
    def of(cls, withheld: Iterable[WithheldValue]) -> Searched:
        classes = (_Class(6, 6), _Class(4, 2))
        short: dict[str, WithheldValue] = {}
        numbers: dict[str, list[WithheldValue]] = {}
        for value in withheld:
            if value.is_number:
                if _figures(value.text) >= _FEW_FIGURES:
                    numbers.setdefault(value.text, []).append(value)
                continue
            for letters in _ways_to_show(squeezed(value.text)):
                fitting = next((each for each in classes if len(letters) >= each.shortest), None)
                if fitting is not None:
                    fitting.add(letters, value)
                elif letters:
                    short.setdefault(letters, value)
        return cls(classes, short, {number: tuple(values) for number, values in numbers.items()})


def squeezed(text: str) -> str:
    """Return the letters and figures of a text, one case, compatible shapes as one."""
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def standing_in(values: Iterable[WithheldValue], text: str) -> set[WithheldValue]:
    """Return the values that a text holds; numbers are looked for alone."""
    shown = unicodedata.normalize("NFKC", text).casefold()
    letters, numbers = _NOT_A_LETTER.sub("", shown), {number for number, _ in _numbers_in(text)}
    found = set()
    for value in values:
        wanted = squeezed(value.text)
        if value.text in numbers if value.is_number else wanted in letters and _stands_alone(wanted, shown):
            found.add(value)
    return found


def _ways_to_show(letters: str) -> tuple[str, ...]:
    """A page shows right-to-left script from the left: there its letters stand the other way round."""
    if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in letters):
        return letters, letters[::-1]
    return (letters,)


# ---------------------------------------------------------------- search


def hits_in(told: Iterable[tuple[str, str]], searched: Searched, step: Callable[[], None]) -> Iterator[Hit]:
    """Yield what is found, each value once in each place."""
    for place, text in told:
        step()
        found: dict[WithheldValue, None] = {}
        found.update(dict.fromkeys(_texts_found(text, searched)))
        if searched.numbers:
            found.update(dict.fromkeys(_numbers_found(text, searched.numbers)))
        for value in found:
            yield Hit(value, place)


def _texts_found(text: str, searched: Searched) -> Iterator[WithheldValue]:
    shown = unicodedata.normalize("NFKC", text).casefold()
    letters = _NOT_A_LETTER.sub("", shown)
    for each in searched.classes:
        for found in dict.fromkeys(each.found_in(letters)):
            if _stands_alone(found, shown):
                yield each.values[found]
    for found, value in searched.short.items():
        if found in letters and _stands_alone(found, shown):
            yield value


def _stands_alone(letters: str, shown: str) -> bool:
    """Tell whether a value is there as whole words; between its letters anything may stand that is none."""
    pattern = _BETWEEN.join(map(re.escape, letters))
    if letters[0].isascii() or letters[0].islower():  # scripts without case, such as Chinese, part no words
        pattern = rf"(?<![^\W_]){pattern}(?![^\W_])"
    return re.search(pattern, shown) is not None


def _numbers_found(text: str, numbers: Mapping[str, Sequence[WithheldValue]]) -> Iterator[WithheldValue]:
    there = numbers.keys() & set(map(plain_number, set(_NUMBER.findall(text))))
    if len(there) < 2 and not any(_figures(number) >= _MANY_FIGURES for number in there):
        return
    seen: list[tuple[int, WithheldValue]] = []
    for number, at in _numbers_in(text):
        for value in numbers.get(number, ()):
            if _figures(number) >= _MANY_FIGURES:
                yield value
                continue
            seen = [(place, other) for place, other in seen if at - place <= _NEAR]
            for _, other in seen:
                if other.record == value.record and other.text != value.text:
                    yield value
                    break
            seen.append((at, value))


def _numbers_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield numbers as figures with at most one point, and where they stand."""
    for match in _NUMBER.finditer(text):
        yield plain_number(match[0]), match.start()


@lru_cache(maxsize=1 << 16)
def plain_number(text: str) -> str:
    """1 250 000,50 and 1,250,000.5 are 1250000.5."""
    text = _GROUPS.sub("", text)
    marks = [mark for mark in text if mark in ",."]
    if len(marks) > 1 or (marks and re.fullmatch(r"\d{1,3}[,.]\d{3}", text)):
        last = text.rfind(marks[-1])
        is_group = len(set(marks)) == 1
        whole, rest = (text, "") if is_group else (text[:last], text[last + 1 :])
        text = re.sub("[,.]", "", whole) + (f".{rest}" if rest else "")
    else:
        text = text.replace(",", ".")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _figures(number: str) -> int:
    """Return how many figures of a number matter: those of 13,000 are 2."""
    return len(number.replace(".", "").strip("0"))
