"""The release gate: before a report is handed out, its finished file is searched for everything its recipient may not have.

Texts are compared by their letters and figures alone, so that a line break, spaces between words, a hyphen, case or the
shapes of Arabic letters hide nothing. A number counts when it has at least 7 figures that matter, or when another number of
the same record stands beside it; both have at least 4. Dates, States and words of a vocabulary are in every report: they tell
nothing by themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cbm_tracker.errors import GateRefused
from cbm_tracker.reports.finished_text import text_in

_PREFIX = 5  # letters by which a place is looked at closer
_NEAR = 160  # characters between two numbers that stand beside each other
_FEW_FIGURES, _MANY_FIGURES = 4, 7
_NOT_A_LETTER = re.compile(r"[\W_]+")
_BETWEEN = r"[\W_]*"
_NUMBER = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009,.'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
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
    path: Path, name: str, withheld: Iterable[WithheldValue], recipient: str, goes_out: Callable[[WithheldValue], bool],
    step: Callable[[str], None],
) -> None:
    """Search a finished file.

    Args:
        name: the name the file will have.
        goes_out: tells whether a value stands in something that the recipient may have; asked of what was found alone.
        step: told of each place before it is searched; may raise Cancelled.
    Raises:
        GateRefused: names record, field and place of the first thing found.
    """
    for hit in hits_in(text_in(path, name), Searched.of(withheld), step):
        if not goes_out(hit.value):
            raise GateRefused(
                f"The report is not issued: {hit.place} tells “{hit.value.field}” of {hit.value.record}, "
                f"which is withheld from {recipient}.",
                "Release it to this recipient, or leave out the section that tells it; nothing was written.",
            )


# ---------------------------------------------------------------- what is searched


@dataclass(frozen=True)
class Searched:
    """Withheld values, prepared: long ones by their first letters, short ones apart, numbers by their figures."""

    by_prefix: Mapping[str, tuple[tuple[str, WithheldValue], ...]]
    short: tuple[tuple[str, WithheldValue], ...]
    numbers: Mapping[str, tuple[WithheldValue, ...]]

    @classmethod
    def of(cls, withheld: Iterable[WithheldValue]) -> Searched:
        by_prefix: dict[str, dict[str, WithheldValue]] = {}
        short: dict[str, WithheldValue] = {}
        numbers: dict[str, list[WithheldValue]] = {}
        for value in withheld:
            if value.is_number:
                if _figures(value.text) >= _FEW_FIGURES:
                    numbers.setdefault(value.text, []).append(value)
                continue
            for letters in _ways_to_show(squeezed(value.text)):
                if len(letters) >= _PREFIX:
                    by_prefix.setdefault(letters[:_PREFIX], {}).setdefault(letters, value)
                elif letters:
                    short.setdefault(letters, value)
        return cls(
            {prefix: tuple(values.items()) for prefix, values in by_prefix.items()}, tuple(short.items()),
            {number: tuple(values) for number, values in numbers.items()},
        )


def squeezed(text: str) -> str:
    """Return the letters and figures of a text, one case, compatible shapes as one."""
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def stands_in(value: WithheldValue, text: str) -> bool:
    """Tell whether a text holds a value; numbers are looked for alone."""
    if value.is_number:
        return any(number == value.text for number, _ in _numbers_in(text))
    return _stands_alone(squeezed(value.text), unicodedata.normalize("NFKC", text).casefold())


def _ways_to_show(letters: str) -> tuple[str, ...]:
    """A page shows right-to-left script from the left: there its letters stand the other way round."""
    if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in letters):
        return letters, letters[::-1]
    return (letters,)


# ---------------------------------------------------------------- search


def hits_in(told: Iterable[tuple[str, str]], searched: Searched, step: Callable[[str], None]) -> Iterator[Hit]:
    """Yield what is found, each value once in each place."""
    for place, text in told:
        step(place)
        found: dict[WithheldValue, None] = {}
        found.update(dict.fromkeys(_texts_found(text, searched)))
        if searched.numbers:
            found.update(dict.fromkeys(_numbers_found(text, searched.numbers)))
        for value in found:
            yield Hit(value, place)


def _texts_found(text: str, searched: Searched) -> Iterator[WithheldValue]:
    shown = unicodedata.normalize("NFKC", text).casefold()
    letters = _NOT_A_LETTER.sub("", shown)
    prefixes = searched.by_prefix
    for at in [at for at in range(len(letters) - _PREFIX + 1) if letters[at : at + _PREFIX] in prefixes]:
        for value_letters, value in prefixes[letters[at : at + _PREFIX]]:
            if letters.startswith(value_letters, at) and _stands_alone(value_letters, shown):
                yield value
    for value_letters, value in searched.short:
        if value_letters in letters and _stands_alone(value_letters, shown):
            yield value


def _stands_alone(letters: str, shown: str) -> bool:
    """Tell whether a value is there as whole words; between its letters anything may stand that is none."""
    pattern = _BETWEEN.join(map(re.escape, letters))
    if letters[0].isascii() or letters[0].islower():  # scripts without case, such as Chinese, part no words
        pattern = rf"(?<![^\W_]){pattern}(?![^\W_])"
    return re.search(pattern, shown) is not None


def _numbers_found(text: str, numbers: Mapping[str, Sequence[WithheldValue]]) -> Iterator[WithheldValue]:
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
