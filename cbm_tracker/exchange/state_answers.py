"""What the names of States in a file mean: what is certain, and what a person answered where it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import ascii_uppercase
from typing import Protocol

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.record_json import ResolveState
from cbm_tracker.domain.state_names import normalise
from cbm_tracker.errors import InvalidMeasure
from cbm_tracker.exchange.read_result import Problem

LEAVE_OUT = ""  # the answer that leaves out the lines which hold a name

_STAND_INS = tuple(f"ZZ{letter}" for letter in ascii_uppercase)  # no State's codes; no record is made with them


class Names(Protocol):
    """Who says what a State's name means."""

    def code(self, text: str) -> str | None: ...
    def is_organisation(self, code: str) -> bool: ...
    def hint(self, text: str) -> str: ...


class AnsweredNames:
    """Names and answers.

    An answer to exactly what is written counts first, so that the codes of somebody else's data set can be told; then
    what is certain; then an answer to the same name in other letters.
    """

    def __init__(self, names: Names, answers: Mapping[str, str]) -> None:
        self._names, self._answers = names, answers
        self._folded = {folded(name): code for name, code in answers.items()}

    def code(self, text: str) -> str | None:
        return self._answers.get(text.strip()) or self._names.code(text) or self._folded.get(folded(text)) or None

    def leaves_out(self, text: str) -> bool:
        return self._folded.get(folded(text)) == LEAVE_OUT

    def is_organisation(self, code: str) -> bool:
        return self._names.is_organisation(code)

    def hint(self, text: str) -> str:
        return self._names.hint(text)


def folded(name: str) -> str:
    """Return what two spellings of one name have in common."""
    return normalise(name) or name.strip().casefold()


def read_line(
    line: int, kind: str, names: AnsweredNames, build: Callable[[ResolveState], Record], standing_in: Callable[[str], str]
) -> Record | Problem | None:
    """Build the record of a line; None where an answer leaves the line out.

    Args:
        build: makes the record, asking what each State's name means.
        standing_in: returns what stands in the file for a field, by its path.
    """
    try:
        return build(names.code)
    except InvalidMeasure as error:
        doubts = _doubts(error, names, build)
        if any(names.leaves_out(name) for name in doubts):
            return None
        remedy = names.hint(error.value) if error.doubtful else error.hint
        value = error.value or standing_in(error.field)
        return Problem(line, error.field, value[:80], error.message, remedy, kind, doubts)


def _doubts(error: InvalidMeasure, names: AnsweredNames, build: Callable[[ResolveState], Record]) -> tuple[str, ...]:
    """Return all names of a line that are in doubt, so that they are asked at once."""
    found: dict[str, str] = {}
    while error.doubtful and error.value not in found and len(found) < len(_STAND_INS):
        found[error.value] = _STAND_INS[len(found)]
        try:
            build(lambda text: names.code(text) or found.get(text))
        except InvalidMeasure as next_error:
            error = next_error
    return tuple(found)
