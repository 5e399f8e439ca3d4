"""Worked examples as data: a record as `assess` reads it, and what one rule finds of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from cbm_tracker.domain.record_json import from_json
from cbm_tracker.regimes.findings import Finding, short_moment
from tests.regimes.situations import calendar_of, findings_of

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    """What is left empty is not asserted; an empty `outcome` means that the rule says nothing.

    Args:
        rule: the pack and the rule, such as `open-skies/flight-notice`.
        also: other records of the register.
        informs: the result only informs, since a State involved is not bound.
        says: part of a note.
    """

    rule: str
    what: str
    record: Json
    outcome: str
    at: str = "2027-03-01T08:00:00Z"
    also: Sequence[Json] = ()
    due: str = ""
    state: str = ""
    sum: str = ""
    missing: tuple[str, ...] = ()
    value: Any = None
    informs: bool = False
    says: str = ""
    certainty: str = ""

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}"

    def check(self) -> None:
        pack, _, rule = self.rule.partition("/")
        record = from_json(self.record)
        found = [each for each in findings_of(record, pack, *map(from_json, self.also), at=self.at) if each.rule == rule]
        assert [each.outcome for each in found] == ([self.outcome] if self.outcome else [])
        if found:
            self._check(found[0])

    def _check(self, found: Finding) -> None:
        assert bool(found.gate) == self.informs
        owed = found.obligation or found.if_required
        due = short_moment(owed.due) if owed and owed.due is not None else ""
        told = {
            "due": due, "state": owed.state if owed else "", "sum": str(found.sum), "missing": found.missing,
            "value": found.because[0].value if found.because else None, "certainty": found.certainty,
        }
        wanted = {key: getattr(self, key) for key in told if getattr(self, key) not in ("", (), None)}
        assert {key: told[key] for key in wanted} == wanted
        assert self.says in " ".join(found.notes)


@dataclass(frozen=True)
class YearExample:
    """What a rule of the calendar asks of a State in a year, after these records."""

    rule: str
    what: str
    state: str
    owed: tuple[tuple[str, str, str], ...]  # due day, period, how it stands
    at: str = "2027-12-31T12:00:00Z"
    records: Sequence[Json] = ()
    informs: bool = False
    year: int = 2027
    certainty: str = ""

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}"

    def check(self) -> None:
        pack, _, rule = self.rule.partition("/")
        found = calendar_of(pack, *map(from_json, self.records), state=self.state, at=self.at, rule=rule,
                            year=self.year)
        told = [(str(each.obligation.due), each.period, each.obligation.state) for each in found if each.obligation is not None]
        assert told == list(self.owed)
        assert all(bool(each.gate) == self.informs for each in found)
        assert all(self.certainty in ("", each.certainty) for each in found)


def examples(*given: Example | YearExample) -> pytest.MarkDecorator:
    """Return the parameters of a test that checks each example; its id names rule and example."""
    return pytest.mark.parametrize("example", given, ids=str)
