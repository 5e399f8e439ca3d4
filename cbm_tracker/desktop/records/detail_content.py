"""What the detail pane says of a record, as values: a heading, facts, tables, a chronology, what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from typing import Any

from cbm_tracker.desktop.date_words import distance_in_words, instant_in_words, partial_in_words, period_in_words
from cbm_tracker.desktop.number_words import number_in_words
from cbm_tracker.desktop.rules.agreement_words import short_name
from cbm_tracker.desktop.translation import tr
from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.forces import COUNTED, Contingent, total
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
    Promise,
    Record,
    StateRecord,
)
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.summary import KIND_NAMES, KINDS_WITH_AN_ID_FOR_WORD, summarise, title
from cbm_tracker.domain.vocabulary import spoken

K = FieldKind
_SAID_ELSEWHERE = ("status", "links", "attachments", "members", "remarks")


@dataclass(frozen=True)
class Facts:
    title: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Prose:
    title: str
    text: str


@dataclass(frozen=True)
class FigureTable:
    """Figures stand right, the first column left; the last row is a sum where `total`."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False
    words: int = 1  # how many columns hold words, from the left


@dataclass(frozen=True)
class Chronology:
    """(when in UTC, the hour in the zone of entry or "", what, since the step before)."""

    title: str
    steps: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Entries:
    """Things told one by one: (status, what, what more is known of it)."""

    title: str
    items: tuple[tuple[str, str, str], ...]


Block = Facts | Prose | FigureTable | Chronology | Entries


@dataclass(frozen=True)
class DetailContent:
    """`sentence` says in one line when, where and who."""

    caption: str
    title: str
    sentence: str
    blocks: tuple[Block, ...]


def detail_of(record: Record, names: StateNames, now: datetime) -> DetailContent:
    summary = summarise(record)
    parts = [part for part in (period_in_words(summary.begins, summary.ends, summary.when) if summary.begins else "",
                               *_sentence(record, names)) if part]
    distance = distance_in_words(summary.begins, summary.ends, now) if record.kind in ("exercise", "inspection") else ""
    sentence = ", ".join(parts) + (f" ({distance})" if distance else "")
    is_named = bool(summary.word) and record.kind not in KINDS_WITH_AN_ID_FOR_WORD
    caption = tr(spoken(summary.word)) if is_named else tr(KIND_NAMES[record.kind])
    used, blocks = _blocks(record, names)
    facts = Facts(tr("Facts"), tuple(_facts(record, names, (*_SAID_ELSEWHERE, *used))))
    remarks = Prose(tr("Remarks"), record.remarks)
    return DetailContent(caption, title(record), sentence, tuple(block for block in (*blocks, facts, remarks) if _says(block)))


def _says(block: Block) -> bool:
    match block:
        case Facts() | Entries():
            return bool(block.items)
        case Prose():
            return bool(block.text)
        case FigureTable():
            return bool(block.rows)
        case Chronology():
            return bool(block.steps)


# ---------------------------------------------------------------- one value in words


def value_in_words(spec: FieldSpec, value: Any, names: StateNames) -> str:
    """Say the value of a field as a person reads it; "" where nothing is stated."""
    if value is None or value == "" or value == () or value == {}:
        return ""
    match spec.kind:
        case K.WORD:
            return tr(spoken(value))
        case K.STATE:
            return names.name(value)
        case K.STATES | K.PARTIES:
            return ", ".join(names.name(code) for code in value)
        case K.AGREEMENTS:
            return ", ".join(map(short_name, value))
        case K.TEXTS:
            return ", ".join(value)
        case K.FLAG:
            return tr("yes") if value else tr("no")
        case K.COUNT if spec.key == "year":
            return str(value)
        case K.COUNT | K.AMOUNT:
            return number_in_words(float(value))
        case K.DATE:
            return partial_in_words(str(value))
        case K.INSTANT:
            return instant_with_zone(value)
        case K.POINTS:
            return "; ".join(point_in_words(latitude, longitude) for latitude, longitude in value)
        case K.OBJECT:
            return "\n".join(f"{key}: {_plain(part)}" for key, part in value.items())
        case K.ONE:
            return _nested_in_words(value, names)
        case K.MANY:
            return "; ".join(_nested_in_words(item, names) for item in value)
        case _:
            return str(value)


def _nested_in_words(value: Any, names: StateNames) -> str:
    said = (value_in_words(spec, getattr(value, spec.key), names) for spec in field_specs(type(value)))
    return ", ".join(part for part in said if part)


def _plain(part: Any) -> str:
    if isinstance(part, dict):
        return ", ".join(f"{key} {_plain(item)}" for key, item in part.items())
    if isinstance(part, list | tuple):
        return ", ".join(_plain(item) for item in part)
    if isinstance(part, bool):
        return tr("yes") if part else tr("no")
    return str(part)


def instant_with_zone(moment: Instant) -> str:
    """10 Jun 2027, 06:00 UTC; with the local hour where it was entered in another zone."""
    text = instant_in_words(moment.utc)
    return text if moment.zone == "UTC" else f"{text} ({local_hour(moment)})"


def local_hour(moment: Instant) -> str:
    """08:00 Vienna, in the zone in which it was entered."""
    return f"{moment.local:%H:%M} {moment.zone.rpartition('/')[2].replace('_', ' ')}"


def point_in_words(latitude: float, longitude: float) -> str:
    """48°40′ N 15°19′ E."""
    return f"{_degrees(latitude)} {'N' if latitude >= 0 else 'S'} {_degrees(longitude)} {'E' if longitude >= 0 else 'W'}"


def _degrees(value: float) -> str:
    minutes = round(abs(value) * 60)
    return f"{minutes // 60}°{minutes % 60:02d}′"


# ---------------------------------------------------------------- by kind


def _facts(record: Record, names: StateNames, without: Sequence[str]) -> Iterator[tuple[str, str]]:
    for spec in field_specs(type(record)):
        if spec.key in without:
            continue
        said = value_in_words(spec, getattr(record, spec.key), names)
        if said:
            yield tr(spec.label), said


def _sentence(record: Record, names: StateNames) -> list[str]:
    match record:
        case JointExercise():
            return [record.area.name if record.area else "", ", ".join(names.name(code) for code in record.host_states)]
        case Inspection():
            by = ", ".join(names.name(code) for code in record.inspecting_states)
            at = names.name(record.receiving_state) if record.receiving_state else ""
            return [tr("by {states}").format(states=by) if by else "", tr("in {state}").format(state=at) if at else ""]
        case Notification():
            to = ", ".join(names.name(code) for code in record.to)
            return [tr("from {state}").format(state=names.name(record.from_state)) if record.from_state else "",
                    tr("to {states}").format(states=to) if to else ""]
        case HotlineContact():
            return [tr("with {states}").format(states=", ".join(names.name(code) for code in record.with_states))
                    if record.with_states else "", tr(spoken(record.channel))]
        case Contribution() | AgreementFacts() | ObligationNote():
            return [names.name(record.state) if record.state else ""]
        case _:
            return []


@singledispatch
def _blocks(record: Record, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    """Return (keys of fields said by the blocks, the blocks)."""
    return (), ()


@_blocks.register
def _(record: JointExercise, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    return (
        ("designation", "activity_type", "starts_on", "ends_on", "starts_at", "ends_at", "contingents", "purpose", "host_states"),
        (*_forces(record.contingents, names), _chronology(record, ("starts_at", "ends_at")), Prose(tr("General purpose"), record.purpose)),
    )


def _forces(contingents: Sequence[Contingent], names: StateNames) -> tuple[FigureTable, ...]:
    """Return one table, or two where more figures are stated than fit beside each other."""
    stated = [key for key in COUNTED if any(getattr(contingent, key) is not None for contingent in contingents)]
    if len(stated) <= _MOST_FIGURES:
        return (_force_table(tr("Forces") if stated else tr("Participants"), contingents, stated, names),)
    land = [key for key in stated if key in COUNTED[:_MOST_FIGURES]]
    other = [key for key in stated if key not in land]
    return (_force_table(tr("Forces on land"), contingents, land, names), _force_table(tr("Aircraft and ships"), contingents, other, names))


_MOST_FIGURES = 5


def _force_table(said: str, contingents: Sequence[Contingent], stated: Sequence[str], names: StateNames) -> FigureTable:
    with_phase = any(contingent.phase for contingent in contingents)
    with_role = any(contingent.role for contingent in contingents)
    labels = {spec.key: spec.label for spec in field_specs(Contingent)}
    heads = [tr("State"), *([tr("Phase")] if with_phase else []), *([tr("Role")] if with_role else []),
             *(tr(_SHORT.get(key, labels[key])) for key in stated)]
    rows = []
    for contingent in contingents:
        words = [names.name(contingent.state), *([contingent.phase or tr("all")] if with_phase else []),
                 *([tr(spoken(contingent.role))] if with_role else [])]
        rows.append((*words, *(_count(getattr(contingent, key)) for key in stated)))
    words_wide = 1 + with_phase + with_role
    if stated and len(contingents) > 1:
        whole = tr("All States, largest phase") if with_phase else tr("All States")
        sums = tuple(_count(total(tuple(contingents), key)) for key in stated)
        rows.append((whole, *([""] * (words_wide - 1)), *sums))
    return FigureTable(said, tuple(heads), tuple(rows), total=bool(stated) and len(contingents) > 1, words=words_wide)


_SHORT = {"armoured_combat_vehicles": "ACV", "battle_tanks": "Tanks", "artillery": "Artillery", "anti_tank_launchers": "ATGM",
          "combat_aircraft": "Aircraft", "attack_helicopters": "Attack hel."}


def _count(count: int | None) -> str:
    return number_in_words(count)


def _chronology(record: Record, keys: Sequence[str]) -> Chronology:
    told = {spec.key: tr(spec.label) for spec in field_specs(type(record))}
    moments = [(getattr(record, key), told[key]) for key in keys if getattr(record, key) is not None]
    moments.sort(key=lambda pair: pair[0].utc)
    steps = []
    for at, (moment, what) in enumerate(moments):
        since = _elapsed((moment.utc - moments[at - 1][0].utc).total_seconds()) if at else ""
        local = local_hour(moment) if moment.zone != "UTC" else ""
        steps.append((instant_in_words(moment.utc), local, what, since))
    return Chronology(tr("Chronology"), tuple(steps))


def _elapsed(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 60:
        return tr("+ {minutes} min").format(minutes=minutes) if minutes else tr("+ {seconds} s").format(seconds=int(seconds))
    hours = minutes // 60
    if hours < 100:
        return tr("+ {hours} h {minutes:02d}").format(hours=hours, minutes=minutes % 60)
    return tr("+ {days} days").format(days=hours // 24)


_INSPECTION_MOMENTS = ("requested_at", "request_received_at", "replied_at", "entry_planned_at", "arrived_at", "plan_received_at",
                       "plan_answered_at", "designated_at", "started_at", "flight_started_at", "ended_at", "report_sent_at")


@_blocks.register
def _(record: Inspection, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    team = tuple((member.name or "–", names.name(member.state) if member.state else "–", member.function or "–") for member in record.team)
    return (
        ("inspection_kind", "inspecting_states", "receiving_state", "team", "findings", *_INSPECTION_MOMENTS),
        (_chronology(record, _INSPECTION_MOMENTS), FigureTable(tr("Team"), (tr("Name"), tr("State"), tr("Function")), team, words=3),
         Prose(tr("Findings"), record.findings)),
    )


@_blocks.register
def _(record: HotlineContact, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    moments = ("scheduled_at", "opened_at", "answered_at", "closed_at")
    promises = tuple(("met" if promise.kept_at else "open", promise.text, _promise_in_words(promise, names)) for promise in record.promises)
    return (
        ("subject", "purpose", "with_states", "promises", "summary", *moments),
        (Prose(tr("Summary"), record.summary), Entries(tr("Promises"), promises), _chronology(record, moments)),
    )


def _promise_in_words(promise: Promise, names: StateNames) -> str:
    parts = [tr("by {state}").format(state=names.name(promise.by)) if promise.by else "",
             tr("due {when}").format(when=instant_with_zone(promise.due_at)) if promise.due_at else tr("no date was given"),
             tr("kept {when}").format(when=instant_with_zone(promise.kept_at)) if promise.kept_at else ""]
    return ", ".join(part for part in parts if part)


@_blocks.register
def _(record: Notification, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    content = tuple((str(key), _plain(value)) for key, value in record.content.items())
    return (("subject", "notification_kind", "from_state", "to", "content", "sent_at", "received_at"),
            (_chronology(record, ("sent_at", "received_at")), Facts(tr("Content"), content)))


@_blocks.register
def _(record: Contribution, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    return ("contribution_kind", "state", "from_on", "to_on"), ()


@_blocks.register
def _(record: Agreement, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    rows = tuple(
        (names.name(part.state), tr(spoken(part.status)), partial_in_words(str(part.from_on)) if part.from_on else "–",
         partial_in_words(str(part.to_on)) if part.to_on else "–", part.note or "–")
        for part in record.participations
    )
    heads = (tr("State"), tr("Status"), tr("From"), tr("To"), tr("Note"))
    return ("name", "participations"), (FigureTable(tr("Participation"), heads, rows, words=5),)


@_blocks.register
def _(record: StateRecord, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    rows = tuple(
        (part.name, part.language or "–", tr(spoken(part.use)), partial_in_words(str(part.from_on)) if part.from_on else "–",
         partial_in_words(str(part.to_on)) if part.to_on else "–")
        for part in record.names
    )
    heads = (tr("Name"), tr("Language"), tr("Use"), tr("From"), tr("To"))
    return ("name", "names"), (FigureTable(tr("Names in time"), heads, rows, words=5),)


@_blocks.register
def _(record: Case, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    return ("title", "narrative"), (Prose(tr("Narrative"), record.narrative),)


@_blocks.register
def _(record: AgreementFacts, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    categories = dict.fromkeys((*record.holdings, *record.base_holdings))
    before = bool(record.base_holdings)
    heads = (tr("Category"), *([tr("To compare with")] if before else []), tr("Holdings"))
    rows = tuple(
        (tr(spoken(category)), *([number_in_words(record.base_holdings.get(category))] if before else []),
         number_in_words(record.holdings.get(category)))
        for category in categories
    )
    shares = tuple((names.name(code), number_in_words(share)) for code, share in record.shares.items())
    further = tuple((str(key), _plain(value)) for key, value in record.facts.items())
    return (
        ("agreement", "state", "holdings", "base_holdings", "shares", "facts"),  # the agreement stands among `agreements`
        (FigureTable(tr("Holdings"), heads, rows), FigureTable(tr("Shares"), (tr("State"), tr("Per cent")), shares),
         Facts(tr("Further facts"), further)),
    )


@_blocks.register
def _(record: ObligationNote, names: StateNames) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    return ("agreement", "decision", "state", "reason"), (Prose(tr("Reason"), record.reason),)
