"""Rule packs: an agreement, who takes part in it since when, and its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from cbm_tracker.domain.measures import Participation
from cbm_tracker.regimes.spans import MONDAY_TO_FRIDAY, WorkCalendar

if TYPE_CHECKING:
    from cbm_tracker.regimes.rules import Rule

OTHERS = "others"
"""Stands among the places for every State that is not named."""

BINDING = frozenset({"in_force", "politically_binding", "voluntary", "provisionally_applied", "in_abeyance_claimed", "disputed", "dormant"})
"""Statuses under which rules apply; a claim of abeyance and a dispute are noted, they end nothing by themselves."""


def is_code(text: str) -> bool:
    """Tell whether a text has the form of a State's code (ISO 3166-1 alpha-3)."""
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()


@dataclass(frozen=True)
class Group:
    """States that hold a quota or a part together, such as Benelux under the Treaty on Open Skies."""

    id: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """One agreement and its rules, as one file says them.

    `open` means that States which are not listed are taken to take part (the list is not known, or everybody does).
    `bilateral` means that the rules apply only while every party takes part.
    `continues` is the id of the document before it, with the same numbers: what was counted under that one counts on.
    `calendars` says by id which days are worked, for rules that count working days.
    `places` says of a State's territory whether it lies `in` the zone of application, `partly` or `out`.
    """

    id: str
    name: str
    version: str
    agreement_kind: str
    status: str
    file: str
    certainty: str = "verified"
    text_reference: str = ""
    remarks: str = ""
    sources: tuple[str, ...] = ()
    place: str = ""
    signed_on: str = ""
    in_force_on: str = ""
    ended_on: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    continues: str = ""
    open: bool = False
    bilateral: bool = False
    parties: tuple[Participation, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    calendars: Mapping[str, WorkCalendar] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def work_calendar(self, name: str) -> WorkCalendar:
        """Return the calendar of this id; Monday to Friday, without holidays, where none is named."""
        return self.calendars[name] if name else MONDAY_TO_FRIDAY

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def states(self) -> frozenset[str]:
        """The States that are listed, whatever their status."""
        return frozenset(party.state for party in self.parties)

    def group_of(self, state: str) -> Group:
        """Return the group a State belongs to; alone, it is its own."""
        return next((group for group in self.groups if state in group.members), Group(state, state, (state,)))

    def place_of(self, state: str) -> str:
        """Return how a State's territory lies to the zone of application: in, partly, out; empty where that is not known."""
        return self.places.get(state) or self.places.get(OTHERS, "")

    def holds_on(self, day: date) -> bool:
        """Tell whether the agreement is the one that judges what begins on a day."""
        return (self.valid_from is None or day >= self.valid_from) and (self.valid_until is None or day <= self.valid_until)

    @property
    def span_told(self) -> str:
        """Say on which days begins what it judges: “from 2000-01-01 to 2011-11-30”."""
        ends = (("from", self.valid_from), ("to", self.valid_until))
        return " ".join(f"{word} {day}" for word, day in ends if day is not None) or "on any day"

    @cached_property
    def _by_word(self) -> dict[tuple[str, str], tuple[Rule, ...]]:
        return {}

    def rules_about(self, kind: str, word: str) -> tuple[Rule, ...]:
        """Return the rules about records of a kind whose kind within it is `word`, such as exercises that are transfers."""
        found = self._by_word.get((kind, word))
        if found is None:
            found = tuple(rule for rule in self.by_subject.get(kind, ()) if not rule.words or word in rule.words)
            self._by_word[kind, word] = found
        return found

    @cached_property
    def by_subject(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules about each kind of record, and about the year."""
        subjects = dict.fromkeys(subject for rule in self.rules for subject in rule.subjects)
        return {subject: tuple(rule for rule in self.rules if subject in rule.subjects) for subject in subjects}


def standing(parties: tuple[Participation, ...], state: str, day: date) -> Participation | None:
    """Return how a State stands on a day: its latest entry that has begun, or None where it has none.

    An entry whose first or last day is known only in part counts from the first to the last day it may mean.
    """
    found: Participation | None = None
    for party in parties:
        if party.state != state:
            continue
        if party.from_on is not None and party.from_on.first_day > day:
            continue
        if party.to_on is not None and party.to_on.last_day < day:
            continue
        if found is None or (party.from_on is not None and (found.from_on is None or found.from_on <= party.from_on)):
            found = party
    return found
