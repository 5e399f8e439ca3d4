"""A record in a few words: what lists show, sort by and search, worked out from the record alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import singledispatch
from typing import Any

from cbm_tracker.domain.checks import day_of
from cbm_tracker.domain.fields import FieldKind, field_specs
from cbm_tracker.domain.forces import total
from cbm_tracker.domain.measures import (
    Agreement,
    AgreementFacts,
    Case,
    Contribution,
    HotlineContact,
    Inspection,
    JointExercise,
    Notification,
    ObligationNote,
    Record,
    StateRecord,
)
from cbm_tracker.domain.moments import Instant, PartialDate, utc_text
from cbm_tracker.domain.vocabulary import spoken

KIND_NAMES = {
    "notification": "Notification", "inspection": "Inspection", "contact": "Hotline contact", "exercise": "Exercise",
    "contribution": "Contribution", "agreement": "Agreement", "state": "State", "case": "Case",
    "agreement_facts": "Facts of an agreement", "obligation_note": "Obligation note",
}
KINDS_WITH_AN_ID_FOR_WORD = ("agreement", "state", "agreement_facts")
"""Kinds whose `Summary.word` is the id of an agreement or State and stands as it is."""


@dataclass(frozen=True)
class Summary:
    """What a list shows of a record.

    `begins` and `ends` are ISO texts whose order is the order in time: a partial date sorts as its first (begins) or
    last (ends) possible day; "" where no date is known. `figure` is troops of an exercise, quantity or amount of a
    contribution, else None.
    """

    title: str
    word: str  # the vocabulary word that says what it is
    begins: str
    ends: str
    when: str  # the date as recorded, partial dates as they are
    outcome: str
    figure: float | None


def title(record: Record) -> str:
    """What a person calls the record; never empty."""
    return _summary(record).title


def label(record: Record) -> str:
    """Kind and name for menus and messages, such as “Inspection CBM/DE/27/0014/F30/O” or “Exercise NORTHERN ARC 27”."""
    name = title(record)
    if isinstance(record, AgreementFacts):
        return name
    if isinstance(record, Inspection | Notification | HotlineContact | Contribution):
        name = _name(record.reference, name)
    return f"{KIND_NAMES[record.kind]} {name}"


def summarise(record: Record) -> Summary:
    return _summary(record)


def _name(*told: str) -> str:
    """Return the first text that says something, on one line."""
    return next(words for text in told if (words := " ".join(text.split())))


def _first(*moments: Instant | PartialDate | None) -> Instant | PartialDate | None:
    return next((moment for moment in moments if moment is not None), None)


def _span(start: Instant | PartialDate | None, end: Instant | PartialDate | None) -> tuple[str, str, str]:
    """(begins, ends, when) of a period; an open end is the start's own last day."""
    start = start if start is not None else end
    end = end if end is not None else start
    first, last = day_of(start), day_of(end)
    if first is None or last is None:
        return "", "", ""
    begins = utc_text(start.utc) if isinstance(start, Instant) else first[0].isoformat()
    ends = utc_text(end.utc) if isinstance(end, Instant) else max(last[1], first[0]).isoformat()
    return begins, max(begins, ends) if isinstance(end, Instant) else ends, str(start)


@singledispatch
def _summary(record: Record) -> Summary:
    raise TypeError(f"no summary for {type(record).__name__}")


@_summary.register
def _(record: Notification) -> Summary:
    begins, ends, when = _span(_first(record.sent_at, record.received_at), record.received_at)
    name = _name(record.subject, record.reference, spoken(record.notification_kind), "Notification")
    return Summary(name, record.notification_kind, begins, ends, when, "", None)


@_summary.register
def _(record: Inspection) -> Summary:
    start = _first(record.started_at, record.arrived_at, record.entry_planned_at, record.requested_at, record.request_received_at,
                   record.ended_at)
    begins, ends, when = _span(start, record.ended_at if start and record.ended_at else None)
    what = spoken(record.inspection_kind) or "Inspection"
    where = record.site or (record.area.name if record.area else "")
    return Summary(_name(f"{what}, {where}" if where.strip() else what), record.inspection_kind, begins, ends, when, record.outcome, None)


@_summary.register
def _(record: HotlineContact) -> Summary:
    begins, ends, when = _span(_first(record.opened_at, record.scheduled_at), record.closed_at if record.opened_at else None)
    name = _name(record.subject, spoken(record.purpose), "Hotline contact")
    return Summary(name, record.purpose, begins, ends, when, record.outcome, None)


@_summary.register
def _(record: JointExercise) -> Summary:
    begins, ends, when = _span(_first(record.starts_on, record.starts_at), _first(record.ends_on, record.ends_at))
    place = record.area.name if record.area else ""
    name = _name(record.designation, f"Unnamed activity, {place}" if place.strip() else "Unnamed activity")
    troops = total(record.contingents, "troops")
    return Summary(name, record.activity_type, begins, ends, when, "", troops)


@_summary.register
def _(record: Contribution) -> Summary:
    begins, ends, when = _span(_first(record.from_on, record.delivered_on, record.pledged_on), record.to_on)
    what = _name(record.description, spoken(record.contribution_kind), "Contribution")
    name = _name(f"{what} to {', '.join(record.to)}" if record.to else what)
    figure = record.quantity if record.quantity is not None else record.amount
    return Summary(name, record.contribution_kind, begins, ends, when, "", None if figure is None else float(figure))


@_summary.register
def _(record: Agreement) -> Summary:
    begins, ends, when = _span(_first(record.in_force_on, record.signed_on), record.ended_on)
    return Summary(_name(record.name), record.agreement, begins, ends, when, record.agreement_status, None)


@_summary.register
def _(record: StateRecord) -> Summary:
    _, ends, when = _span(record.ended_on, None)
    return Summary(_name(record.name), record.code, "", ends, when, record.state_kind, None)


@_summary.register
def _(record: Case) -> Summary:
    begins, ends, when = _span(record.opened_on, record.closed_on)
    return Summary(_name(record.title), "", begins, ends, when, "closed" if record.closed_on else "open", None)


@_summary.register
def _(record: AgreementFacts) -> Summary:
    year = None if record.year is None else PartialDate(record.year)
    # Facts of a year lie in that year, even where a budget was approved before it began.
    event = _first(
        record.on, record.at, record.from_on, record.entry_on, record.notified_entry_on, year, record.received_on, record.deployed_on,
        record.takes_effect_on, record.entered_into_force_on, record.incorporated_on, record.contact_changed_on, record.exit_on,
        record.budget_approved_on, record.last_inspection_on,
    )
    begins, ends, when = _span(event, _first(record.to_on, record.exit_on) if event in (record.from_on, record.entry_on) else None)
    period = str(record.year) if record.year is not None else when[:10]
    name = _name(f"Facts of {record.state} {period}") + f", {record.agreement}"
    if record.subject.strip():
        name = _name(f"{name}: {record.subject}")
    return Summary(name, record.agreement, begins, ends, when, "", None)


@_summary.register
def _(record: ObligationNote) -> Summary:
    begins, ends, when = _span(record.decided_at, None)
    name = _name(f"{record.rule}, {record.agreement}: {record.state} {record.period}").rstrip(": ")
    return Summary(name, record.decision, begins, ends, when, "", None)


# ---------------------------------------------------------------- States in their roles


def states_of(record: Record) -> tuple[tuple[str, str], ...]:
    """Return (code, role) for each State the record names, in the record's order; role is the field's key."""
    found: dict[tuple[str, str], None] = {}
    for code, role in _states(record):
        if code:
            found[code, role] = None
    return tuple(found)


def _states(record: Record) -> Iterator[tuple[str, str]]:
    told = vars(record)
    for key, kind in _state_fields(type(record)):
        value = told[key]
        if not value:
            continue
        if kind is FieldKind.STATE:
            yield value, key
        else:
            for code in value:
                if _STATE_CODE.match(code):
                    yield code, key
    if isinstance(record, JointExercise):
        for contingent in record.contingents:
            yield contingent.state, "contingents"
    elif isinstance(record, Agreement):
        for participation in record.participations:
            yield participation.state, "participations"
    elif isinstance(record, StateRecord):
        yield record.code, "code"
    elif isinstance(record, AgreementFacts):
        for code in record.shares:
            yield code, "shares"


_STATE_FIELDS: dict[type, tuple[tuple[str, FieldKind], ...]] = {}


def _state_fields(cls: type) -> tuple[tuple[str, FieldKind], ...]:
    """Return (key, kind) of the fields in which a State plays a part."""
    fields = _STATE_FIELDS.get(cls)
    if fields is None:
        kinds = (FieldKind.STATE, FieldKind.STATES, FieldKind.PARTIES)
        left_out = ("releasable_to", "other_participants")
        fields = tuple((spec.key, spec.kind) for spec in field_specs(cls) if spec.kind in kinds and spec.key not in left_out)
        _STATE_FIELDS[cls] = fields
    return fields


_STATE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}\Z")


def agreements_of(record: Record) -> tuple[str, ...]:
    """Return the ids of the agreements the record stands under; an agreement stands under itself."""
    if isinstance(record, Agreement):
        return tuple(dict.fromkeys((record.agreement, *record.agreements)))
    return tuple(dict.fromkeys(record.agreements))


# ---------------------------------------------------------------- search


def searchable(record: Record, known_title: str = "") -> str:
    """Return everything a person would search a record by, as one text; `known_title` where the caller has it already."""
    words: list[str] = [known_title or title(record)]
    _collect(record, words)
    return "\n".join(dict.fromkeys(word for word in words if word))


def _collect(value: Any, words: list[str]) -> None:
    told = vars(value)
    for key, gather in _searched_fields(type(value)):
        part = told[key]
        if part:
            gather(part, words)


def _collect_many(part: Any, words: list[str]) -> None:
    for item in part:
        _collect(item, words)


_Gather = Callable[[Any, list[str]], None]
_GATHER: dict[FieldKind, _Gather] = {
    FieldKind.WORD: lambda part, words: words.append(spoken(part)),
    **dict.fromkeys((FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.STATE), lambda part, words: words.append(part)),
    **dict.fromkeys(
        (FieldKind.TEXTS, FieldKind.STATES, FieldKind.PARTIES, FieldKind.AGREEMENTS), lambda part, words: words.extend(part)
    ),
    FieldKind.DATE: lambda part, words: words.append(str(part)),
    FieldKind.INSTANT: lambda part, words: words.append(str(part)[:10]),
    FieldKind.OBJECT: lambda part, words: words.extend(_leaves(part)),
    FieldKind.ONE: _collect,
    FieldKind.MANY: _collect_many,
}


_SEARCHED_FIELDS: dict[type, tuple[tuple[str, _Gather], ...]] = {}


def _searched_fields(cls: type) -> tuple[tuple[str, _Gather], ...]:
    """Return the fields a person would search by, and how their words are gathered; figures and hashes are none."""
    fields = _SEARCHED_FIELDS.get(cls)
    if fields is None:
        specs = [spec for spec in field_specs(cls) if spec.kind in _GATHER and spec.key not in ("sha256", "links", "fields_releasable_to")]
        fields = _SEARCHED_FIELDS[cls] = tuple((spec.key, _GATHER[spec.kind]) for spec in specs)
    return fields


def _leaves(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, item in part.items():
            yield str(key)
            yield from _leaves(item)
    elif isinstance(part, list | tuple):
        for item in part:
            yield from _leaves(item)
    elif part is not None:
        yield str(part)


def period_of(record: Record) -> tuple[date, date] | None:
    """Return the first and last day the record may speak of; None where it has no date."""
    summary = _summary(record)
    if not summary.begins:
        return None
    return date.fromisoformat(summary.begins[:10]), date.fromisoformat(summary.ends[:10])
