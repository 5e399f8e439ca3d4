"""What an inspection does to a quota: whether it uses it, is planned against it, or leaves it as it is, and in which year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from cbm_tracker.domain.measures import Inspection
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.vocabulary import VOCABULARIES
from cbm_tracker.regimes.facts import fact
from cbm_tracker.regimes.table import Table

YEAR_OF = ("started_at", "arrived_at", "entry_planned_at", "requested_at")
NOT_CONSUMED = (
    "refused_quota", "refused_right", "refused_security", "prohibited", "cancelled_by_requester", "cancelled_force_majeure", "no_show",
)
_LAST = datetime.max.replace(tzinfo=UTC)
_CARRIED_OUT = ("conducted_full", "conducted_partial", "curtailed", "completed_report_pending", "completed", "disputed")
_ACCEPTED = ("accepted", "accepted_with_changes")
DENIED = ("refused", "prohibited")


def read_year_of(table: Table) -> tuple[str, ...]:
    """Read the moments of which the first known one says in which year an inspection counts. Raises InvalidRule."""
    year_of = table.texts("year_of", list(YEAR_OF))
    if not year_of:
        raise table.wrong("“year_of” names no moment.")
    return year_of


def read_not_consumed(table: Table) -> tuple[str, ...]:
    """Read the outcomes that leave a quota as it is. Raises InvalidRule."""
    outcomes = table.texts("not_consumed_outcomes", list(NOT_CONSUMED))
    unknown = sorted(set(outcomes) - set(VOCABULARIES["inspection_outcome"]))
    if unknown:
        raise table.wrong(f"“not_consumed_outcomes” names “{unknown[0]}”, which is no outcome of an inspection.")
    return outcomes


@dataclass(frozen=True)
class Effect:
    """`used`, `reserved` (asked for or planned) or `not_consumed`, with the reason where it is not plain."""

    name: str
    note: str = ""

    @property
    def counts(self) -> bool:
        return self.name != "not_consumed"


def moment_of(inspection: Inspection, names: tuple[str, ...] = YEAR_OF) -> tuple[datetime, str] | None:
    """Return the first known of some moments, and its name; the calendar year (UTC) of it is the one that is charged."""
    for name in names:
        value = fact(inspection, name).value
        if isinstance(value, datetime):
            return value, name
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day, tzinfo=UTC), name
    return None


def order_of(inspection: Inspection) -> tuple[datetime, str]:
    """Return what puts inspections that use a quota in their order: when they were asked for, then the id.

    One that is only planned, and that nobody asked for yet, stands after all others: it takes what they leave.
    """
    if inspection.requested_at is not None:
        return inspection.requested_at.utc, inspection.id
    known = (inspection.request_received_at, inspection.replied_at, inspection.arrived_at, inspection.started_at, inspection.ended_at)
    asked = next((moment for moment in known if moment is not None), None)
    return asked.utc if asked is not None else _LAST, inspection.id


def effect(inspection: Inspection, now: datetime, side: str, not_consumed: tuple[str, ...] = NOT_CONSUMED) -> Effect:
    """Return what an inspection does to a quota, as far as it has happened by `now`.

    Args:
        side: `passive` for the quota of the receiving State, `active` for that of the inspecting one.
        not_consumed: outcomes that leave the quota as it is.
    """
    stated = inspection.quota_effect
    if stated in ("consumed_both", f"consumed_{side}"):
        return Effect("used", "As recorded with the inspection.")
    if stated:
        return Effect("not_consumed", f"Recorded as {stated.replace('_', ' ')}.")
    reason = dropped(inspection, not_consumed)
    if reason:
        return Effect("not_consumed", reason)
    if _carried_out(inspection, now) or _accepted_by(inspection, now):
        return Effect("used")
    return Effect("reserved")


def dropped(inspection: Inspection, outcomes: tuple[str, ...] = NOT_CONSUMED) -> str:
    """Return why an inspection does not take place or does not count; empty where it does or may."""
    if inspection.outcome in outcomes:
        return f"{_spoken(inspection.outcome)}."
    if inspection.force_majeure and inspection.outcome not in _CARRIED_OUT:
        return "Hindered by force majeure."
    if inspection.reply in DENIED and inspection.outcome not in _CARRIED_OUT:
        return f"{_spoken(inspection.reply)}."
    return ""


def _carried_out(inspection: Inspection, now: datetime) -> bool:
    told = [moment for moment in (inspection.arrived_at, inspection.started_at, inspection.ended_at) if moment is not None]
    return any(_happened(moment, now) for moment in told) or (not told and inspection.outcome in _CARRIED_OUT)


def _accepted_by(inspection: Inspection, now: datetime) -> bool:
    """Tell whether it was accepted and its entry lies behind us, or is not known."""
    if inspection.reply not in _ACCEPTED and inspection.outcome not in _ACCEPTED:
        return False
    if inspection.replied_at is not None and not _happened(inspection.replied_at, now):
        return False
    entry = inspection.arrived_at or inspection.entry_planned_at or inspection.started_at
    return entry is None or _happened(entry, now)


def _happened(moment: Instant, now: datetime) -> bool:
    return moment.utc <= now


def _spoken(word: str) -> str:
    text = word.replace("_", " ")
    return text[:1].upper() + text[1:]
