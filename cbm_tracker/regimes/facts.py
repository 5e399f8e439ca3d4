"""What a record says about one measure, and what it leaves out: the values that conditions compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from cbm_tracker.domain.fields import FieldKind, field_specs
from cbm_tracker.domain.forces import COUNTED, Contingent
from cbm_tracker.domain.measures import Inspection, JointExercise, Notification, Record, TeamMember
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.regimes.findings import utc_day

LEVELS = ("squad", "platoon", "company", "battalion", "regiment", "brigade", "brigade_group", "division", "corps", "above_corps")


@dataclass(frozen=True)
class Fact:
    """A value, or None where it is not known; `missing` names the fields that would say it.

    A number with something missing is a lower bound: what is stated already comes to that much.
    """

    value: Any = None
    missing: tuple[str, ...] = ()

    @property
    def is_bound(self) -> bool:
        return self.value is not None and bool(self.missing)


Numbered = tuple[tuple[int, Contingent], ...]
"""Contingents with their places in the record."""


def fact(record: Record, name: str, only: Numbered | None = None) -> Fact:
    """Return what a record says of a measure.

    Args:
        name: a field (`in_company`), a path into one (`distances_km.LoC`, `launch.impact_area_km`, `content.tonnage`), a force
            count (`troops`, over all contingents), or one of the derived measures: `team_size`, `inspector_count` (the team without
            interpreters, drivers and crews), `guest_lead`, `unit_count`, `duration_days`, `duration_hours`, `content_items`,
            `first_day`.
        only: count these contingents and no others.
    """
    if name in COUNTED and isinstance(record, JointExercise):
        return _count(record, name, only)
    derived = _DERIVED.get(name)
    if derived is not None:
        return derived(record)
    head, _, rest = name.partition(".")
    value = _inside(getattr(record, head, None), rest)
    return _plain(_moment_told(value) if head == "content" and isinstance(value, str) else value, name)


def knows(record_class: type[Record], name: str) -> bool:
    """Tell whether records of a class can say this measure at all; what lies inside a field with keys of its own is left open."""
    if name in _DERIVED or name == "in_zone" or (name in COUNTED and issubclass(record_class, JointExercise)):
        return True
    head, _, rest = name.partition(".")
    spec = next((spec for spec in field_specs(record_class) if spec.key == head), None)
    if spec is None or not rest:
        return spec is not None
    if spec.of is not None:
        return any(inner.key == rest for inner in field_specs(spec.of))
    return spec.kind is FieldKind.OBJECT


def _inside(part: Any, path: str) -> Any:
    for key in path.split(".") if path else ():
        part = part.get(key) if isinstance(part, Mapping) else getattr(part, key, None)
    return part


def _moment_told(text: str) -> str | date | datetime:
    """Return the date, or the instant with its offset, that an item of content spells; other text as it is."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if moment.tzinfo is None else moment.astimezone(UTC)


def _plain(value: Any, name: str) -> Fact:
    if isinstance(value, PartialDate):
        return Fact(value.first_day) if value.is_complete else Fact(None, (name,))
    if isinstance(value, Instant):
        return Fact(value.utc)
    if isinstance(value, Decimal):
        return Fact(int(value) if value == value.to_integral_value() else float(value))
    if value is None or value in ("", (), {}, []):
        return Fact(None, (name,))
    if isinstance(value, Mapping):
        return Fact(tuple(value))  # what an object names: its keys
    if is_dataclass(value):
        return Fact("stated")  # one with fields of its own, such as an area
    if isinstance(value, tuple) and is_dataclass(value[0]):
        return Fact(len(value))  # how many there are
    if isinstance(value, list):
        return Fact(tuple(item if isinstance(item, str | int | float) else str(item) for item in value))
    return Fact(value)


def numbered(record: Record) -> dict[str, Numbered]:
    """Return the contingents of each State, with their places in the record."""
    found: dict[str, list[tuple[int, Contingent]]] = {}
    for at, contingent in enumerate(record.contingents if isinstance(record, JointExercise) else ()):
        found.setdefault(contingent.state, []).append((at, contingent))
    return {state: tuple(each) for state, each in found.items()}


def _count(record: JointExercise, name: str, only: Numbered | None) -> Fact:
    """Add up the contingents, phase by phase the largest; a contingent that leaves the count out makes it a lower bound.

    Phases follow each other; contingents without a phase are there in all of them. Ships may be told for the whole activity.
    """
    if name == "ships" and record.ships is not None and only is None:
        return Fact(record.ships)
    always, phases, missing, stated = 0, dict[str, int](), list[str](), False
    for at, contingent in enumerate(record.contingents) if only is None else only:
        if contingent.role == "observer":
            continue
        value: int | None = getattr(contingent, name)
        if value is None:
            missing.append(f"contingents[{at}].{name}")
            continue
        stated = True
        if contingent.phase:
            phases[contingent.phase] = phases.get(contingent.phase, 0) + value
        else:
            always += value
    if not stated:
        return Fact(None, tuple(missing) or ("contingents",))
    return Fact(always + max(phases.values(), default=0), tuple(missing))


def _team(record: Record) -> Fact:
    team = record.team if isinstance(record, Inspection) else ()
    return Fact(len(team)) if team else Fact(None, ("team",))


_AUXILIARY = ("interpret", "translat", "driver", "crew", "pilot", "auxiliary")


def _is_auxiliary(member: TeamMember) -> bool:
    return any(word in member.function.casefold() for word in _AUXILIARY)


def _inspectors(record: Record) -> Fact:
    """Count the team without its auxiliary personnel, such as interpreters, drivers and crews, as far as their functions tell them."""
    team = record.team if isinstance(record, Inspection) else ()
    return Fact(sum(not _is_auxiliary(each) for each in team)) if team else Fact(None, ("team",))


def _guest_lead(record: Record) -> Fact:
    """Return by how many the inspectors of the largest guest State outnumber those of the leading State; below 0 they are fewer."""
    if not isinstance(record, Inspection) or not record.inspecting_states or not all(each.state for each in record.team):
        return Fact(None, ("team",))
    lead, count = record.inspecting_states[0], dict[str, int]()
    for each in record.team:
        if not _is_auxiliary(each):
            count[each.state] = count.get(each.state, 0) + 1
    own = count.pop(lead, 0)
    return Fact(max(count.values()) - own) if count else Fact(None, ("team",))


def _units(record: Record) -> Fact:
    units = record.units if isinstance(record, Inspection) else ()
    return Fact(len(units)) if units else Fact(None, ("units",))


def _days(record: Record) -> Fact:
    """Count the days of an activity or stay, first and last included."""
    first, last = begins(record), ends(record)
    if first is None or last is None:
        return Fact(None, ("starts_on",) if first is None else ("ends_on",))
    return Fact((utc_day(last) - utc_day(first)).days + 1)


def _hours(record: Record) -> Fact:
    first, last = begins(record), ends(record)
    if isinstance(first, datetime) and isinstance(last, datetime):
        return Fact((last - first).total_seconds() / 3600)
    return Fact(None, ("starts_at",) if not isinstance(first, datetime) else ("ends_at",))


def _content(record: Record) -> Fact:
    stated = record.content if isinstance(record, Notification) else {}
    return Fact(tuple(key for key, value in stated.items() if value not in (None, "", [], {})))


def _level(record: Record) -> Fact:
    """Return the level of forces; the level of command says it where it is one of the same words."""
    if not isinstance(record, JointExercise):
        return Fact(None, ("level",))
    spoken = record.level_of_command.strip().lower().replace(" ", "_")
    return Fact(record.level) if record.level else Fact(spoken) if spoken in LEVELS else Fact(None, ("level",))


def _first_day(record: Record) -> Fact:
    """Return the earliest day on which anything of an activity begins: the transfer of a contingent counts."""
    starts: PartialDate | None = getattr(record, "starts_on", None)
    first = starts.first_day if starts is not None and starts.is_complete else begins(record)  # its own calendar before that of UTC
    days = [utc_day(first)] if first is not None else []
    for contingent in record.contingents if isinstance(record, JointExercise) else ():
        if contingent.from_on is not None and contingent.from_on.is_complete:
            days.append(contingent.from_on.first_day)
    return Fact(min(days)) if days else Fact(None, ("starts_on",))


_DERIVED: dict[str, Callable[[Record], Fact]] = {
    "first_day": _first_day,
    "team_size": _team, "inspector_count": _inspectors, "guest_lead": _guest_lead,
    "unit_count": _units, "duration_days": _days, "duration_hours": _hours, "content_items": _content, "level": _level,
}


_BEGINNINGS = ("starts_at", "starts_on", "started_at", "arrived_at", "entry_planned_at", "requested_at", "sent_at", "received_at",
               "opened_at", "scheduled_at", "on", "at", "from_on", "entry_on", "notified_entry_on", "takes_effect_on", "received_on")
_ENDINGS = ("ends_at", "ends_on", "ended_at", "closed_at", "to_on", "exit_on")


def begins(record: Record) -> date | datetime | None:
    """Return when what a record tells of begins: an instant (UTC) where one is told, else a whole date; None if neither."""
    return _first(record, _BEGINNINGS)


def ends(record: Record) -> date | datetime | None:
    """Return when it ends, as `begins`."""
    return _first(record, _ENDINGS)


def _first(record: Record, names: tuple[str, ...]) -> date | datetime | None:
    for name in names:
        value = getattr(record, name, None)
        if isinstance(value, Instant):
            return value.utc
        if isinstance(value, PartialDate) and value.is_complete:
            return value.first_day
    return None


def states_of(record: Record, role: str) -> tuple[str, ...]:
    """Return the States that play a role in a record.

    `role`: hosts, participants (States with contingents), inspecting, receiving, from, to, state, initiator.
    """
    found: tuple[str, ...]
    if role == "participants":
        contingents: tuple[Contingent, ...] = getattr(record, "contingents", ())
        found = tuple(each.state for each in contingents)
    elif role == "to":
        found = record.to
    else:
        value = getattr(record, _ROLE_FIELDS[role], ()) or ()
        found = (value,) if isinstance(value, str) else tuple(value)
    return tuple(dict.fromkeys(state for state in found if state))


_ROLE_FIELDS = {
    "hosts": "host_states", "inspecting": "inspecting_states", "receiving": "receiving_state", "from": "from_state", "state": "state",
    "initiator": "initiated_by",
}
ROLES = (*_ROLE_FIELDS, "participants", "to")
