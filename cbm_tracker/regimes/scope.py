"""Which records a pack and its rules have a say about, and which of them a rule counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from cbm_tracker.domain.measures import Record
from cbm_tracker.regimes.facts import ROLES, states_of
from cbm_tracker.regimes.rules import Case, Rule, View

T = TypeVar("T")


def involved(record: Record) -> tuple[str, ...]:
    """Return every State that plays a part in a record."""
    return tuple(dict.fromkeys(state for role in ROLES for state in states_of(record, role)))


def names_or_binds(view: View, record: Record, states: tuple[str, ...]) -> bool:
    """Tell whether a pack has a say about a record in which these States are involved, whenever it took place.

    An exercise is judged under every agreement that binds a State involved; any other record under those it names, or, where it
    names none, under those that bind a State involved.
    """
    named: str = getattr(record, "agreement", "")
    if named:
        return named == view.pack.id
    if view.pack.id in record.agreements:
        return True
    if record.agreements and record.kind != "exercise":
        return False
    return any(view.takes_part(state) for state in states)


def holds_for(case: Case) -> bool:
    """Tell whether the pack is the document that judges what begins on the day of the record; today where that is not known."""
    pack = case.view.pack
    return pack.holds_on(case.day or case.situation.at.date()) or pack.id in case.record.agreements


def corrects(record: Record) -> tuple[str, ...]:
    """Return the ids of the records that a record corrects."""
    return tuple(link.target for link in record.links if link.relation == "supersedes")


def stands_for(record: Record) -> frozenset[str]:
    """Return the ids under which a record may already be recorded: its own, and those of what it corrects."""
    return frozenset((record.id, *corrects(record)))


def counted_case(view: View, rule: Rule, record: Record) -> Case | None:
    """Return the case of a record that a rule counts beside the one in hand; None where the rule has no say about it.

    A draft that is to correct a record which still stands is not counted beside it. What began under the document that a pack
    continues is counted as well.
    """
    earlier = view.pack.continues
    if not rule.concerns(record):
        return None
    if not names_or_binds(view, record, involved(record)) and not (earlier and earlier in record.agreements):
        return None
    if any(view.situation.records.stands(target) for target in corrects(record)):
        return None
    case = Case(view, record)
    return case if (holds_for(case) or _holds_before(case)) and rule.holds_on(case.day) else None


def _holds_before(case: Case) -> bool:
    """Tell whether a record began before the pack did, which goes on counting from the document before it."""
    pack = case.view.pack
    return bool(pack.continues) and case.day is not None and pack.valid_from is not None and case.day < pack.valid_from


def remembered(view: View, rule: Rule, name: str, work_out: Callable[[], T], at: datetime | None = None) -> T:
    """Return what was worked out of all records for a rule, once for each set of records, and for the instant `at` where it matters."""
    records, participations = view.situation.records, view.situation.participations
    key = (id(view.pack), id(participations), rule.id, name)
    entry: tuple[Any, Any, datetime | None, T] | None = records.remembered.get(key)
    if entry is None or entry[2] != at:
        # Pack and participations are kept, so that no other object takes their ids.
        entry = records.remembered[key] = (view.pack, participations, at, work_out())
    return entry[3]
