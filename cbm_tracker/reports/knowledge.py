"""What is known, unknown, not applicable or withheld: counted for each kind of record while the records pass by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from cbm_tracker.domain.measures import Contribution, HotlineContact, Inspection, JointExercise, Notification, Record
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.domain.release import left_out
from cbm_tracker.reports.content import Column, Marks, Row, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import MEASURES, NOT_STATED, Names, to_say

KNOWN, UNKNOWN, NOT_APPLICABLE, WITHHELD = "known", "unknown", "not applicable", "withheld"
Judged = tuple[str, str, str]  # item, answer, remark that is counted; item and remark are messages yet to be said


def _stated(item: str, value: object) -> Judged:
    return item, KNOWN if value not in (None, "", ()) else UNKNOWN, ""


def _day(item: str, day: PartialDate | None) -> Judged:
    """A date counts as known when its day is."""
    if day is None:
        return item, UNKNOWN, to_say("not stated")
    if day.is_complete:
        return item, KNOWN, ""
    return item, UNKNOWN, to_say("only the month") if day.month else to_say("only the year")


def _exercise(record: JointExercise) -> Iterator[Judged]:
    yield _stated(to_say("Designation"), record.designation)
    yield _day(to_say("First day"), record.starts_on)
    yield _day(to_say("Last day"), record.ends_on)
    yield _stated(to_say("Place"), (record.area.name or record.area.points) if record.area else record.host_states)
    yield _stated(to_say("States taking part"), record.contingents)
    if not record.contingents:
        yield to_say("Troops of each contingent"), UNKNOWN, to_say("no contingent stated")
    elif all(contingent.troops is not None for contingent in record.contingents):
        yield to_say("Troops of each contingent"), KNOWN, ""
    else:
        some = any(contingent.troops is not None for contingent in record.contingents)
        yield to_say("Troops of each contingent"), UNKNOWN, to_say("of some contingents") if some else to_say("of none")


def _notification(record: Notification) -> Iterator[Judged]:
    yield _stated(to_say("Reference"), record.reference)
    yield _stated(to_say("Time of sending"), record.sent_at)
    if record.direction == "given":
        yield to_say("Time of receipt"), KNOWN if record.received_at else NOT_APPLICABLE, ""
    else:
        yield _stated(to_say("Time of receipt"), record.received_at)
    yield _stated(to_say("Sender"), record.from_state)
    yield _stated(to_say("Addressees"), record.to)


def _inspection(record: Inspection) -> Iterator[Judged]:
    conducted = not record.outcome.startswith(("refused", "cancelled", "postponed", "prohibited", "no_show", "requested"))
    yield _stated(to_say("Time of the request"), record.requested_at or record.request_received_at)
    yield _stated(to_say("Reply"), record.reply or record.replied_at)
    for item, moment in ((to_say("Arrival or start"), record.arrived_at or record.started_at), (to_say("End"), record.ended_at),
                         (to_say("Report sent"), record.report_sent_at)):
        yield item, KNOWN if moment else UNKNOWN if conducted else NOT_APPLICABLE, ""
    yield _stated(to_say("Outcome"), record.outcome)


def _contact(record: HotlineContact) -> Iterator[Judged]:
    yield _stated(to_say("Time of opening"), record.opened_at)
    silent = record.outcome in ("unanswered", "technical_failure", "refused")
    yield to_say("Time of the answer"), KNOWN if record.answered_at else NOT_APPLICABLE if silent else UNKNOWN, ""
    yield _stated(to_say("Time of closing"), record.closed_at)
    yield _stated(to_say("Outcome"), record.outcome)


def _contribution(record: Contribution) -> Iterator[Judged]:
    yield _day(to_say("First day"), record.from_on or record.delivered_on or record.pledged_on)
    yield _stated(to_say("Quantity or amount"), record.quantity if record.quantity is not None else record.amount)
    if record.valuation == "unvalued":
        yield to_say("Value"), NOT_APPLICABLE, to_say("not valued, as recorded")
    else:
        yield _stated(to_say("Value"), record.amount)
    if record.settlement == "costs_lie_where_they_fall":
        yield to_say("Settlement"), NOT_APPLICABLE, to_say("costs lie where they fall")
    else:
        yield _stated(to_say("Settlement"), record.settlement or record.settled_on)


_FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "exercise": {
        "Designation": ("designation",), "First day": ("starts_on",), "Last day": ("ends_on",), "Place": ("area",),
        "States taking part": ("contingents",), "Troops of each contingent": ("contingents",),
    },
    "notification": {
        "Reference": ("reference",), "Time of sending": ("sent_at",), "Time of receipt": ("received_at",), "Sender": ("from_state",),
        "Addressees": ("to",),
    },
    "inspection": {
        "Time of the request": ("requested_at", "request_received_at"), "Reply": ("reply", "replied_at"),
        "Arrival or start": ("arrived_at", "started_at"), "End": ("ended_at",), "Report sent": ("report_sent_at",), "Outcome": ("outcome",),
    },
    "contact": {
        "Time of opening": ("opened_at",), "Time of the answer": ("answered_at",), "Time of closing": ("closed_at",),
        "Outcome": ("outcome",),
    },
    "contribution": {
        "First day": ("from_on", "delivered_on", "pledged_on"), "Quantity or amount": ("quantity", "amount"), "Value": ("amount",),
        "Settlement": ("settlement", "settled_on"),
    },
}
"""The fields in which each item is stated."""


def judged(record: Record) -> Iterator[Judged]:
    """Yield how each expected item of a record is known; one of which a field is withheld from the recipient is withheld."""
    hidden = left_out(record)
    for item, answer, remark in _judged(record):
        if hidden.isdisjoint(_FIELDS[record.kind][item]):
            yield item, answer, remark
        else:
            yield item, WITHHELD, ""


def _judged(record: Record) -> Iterator[Judged]:
    if isinstance(record, JointExercise):
        return _exercise(record)
    if isinstance(record, Notification):
        return _notification(record)
    if isinstance(record, Inspection):
        return _inspection(record)
    if isinstance(record, HotlineContact):
        return _contact(record)
    if isinstance(record, Contribution):
        return _contribution(record)
    return iter(())


@dataclass
class Knowledge:
    """Counts of one period: how often each item of each kind is known, and why it is not."""

    answers: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # (kind, item, answer)
    remarks: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # (kind, item, remark)
    items: dict[tuple[str, str], None] = field(default_factory=dict)  # (kind, item), in the order met

    def take(self, record: Record) -> tuple[str, ...]:
        """Count a record; returns the items that it is expected to state and does not."""
        unknown = []
        for item, answer, remark in judged(record):
            if answer == UNKNOWN:
                unknown.append(item)
            self.items[record.kind, item] = None
            self.answers[record.kind, item, answer] += 1
            if remark:
                self.remarks[record.kind, item, remark] += 1
        return tuple(unknown)

    @property
    def unknown(self) -> int:
        """How many details are not known, in all records."""
        return sum(count for (_, _, answer), count in self.answers.items() if answer == UNKNOWN)

    def table(self, instant: str, withheld: Counter[str], total: Counter[str], names: Names) -> Table:
        """A row for each item; withheld records are counted in a row of their own, for nothing of them is told."""
        say = names.say
        rows: list[Row] = []
        for kind in MEASURES:
            if not total[kind] and not withheld[kind]:
                continue
            rows.append(Row((names.plural(kind), names.counted(total[kind], "record")), "group"))
            rows.extend(
                Row((
                    say(item), *(_count(self.answers[kind, item, answer]) for answer in (KNOWN, UNKNOWN, NOT_APPLICABLE, WITHHELD)),
                    self._why(kind, item, names),
                ))
                for of_kind, item in self.items if of_kind == kind
            )
            if withheld[kind]:
                rows.append(Row((say("Whole records"), "", "", "", number(withheld[kind]), say("not releasable to the recipient"))))
        columns = (
            Column(say("Item"), 44), Column(say("Known"), 19, "right"), Column(say("Unknown"), 19, "right"),
            Column(say("Not applicable"), 22, "right"), Column(say("Withheld"), 19, "right"),
            Column(say("What is known, or the reason"), 45),
        )
        return Table(say("State of knowledge on {instant}", instant=instant), columns, tuple(rows), (
            say("Each figure counts records. A date is known when its day is. – = none."),
        ))

    def _why(self, kind: str, item: str, names: Names) -> str:
        told = [(remark, count) for (of_kind, of_item, remark), count in self.remarks.items() if (of_kind, of_item) == (kind, item)]
        told.sort(key=lambda one: (-one[1], one[0]))
        return names.parted(*(names.told(names.say(remark), number(count)) for remark, count in told))


def _count(count: int) -> str:
    return number(count) if count else NOT_STATED


def marks(owner: str, names: Names) -> Marks:
    say = names.say
    held = say("Known to {holder}, not releasable to the recipient.", holder=owner) if owner else say(
        "Known to the issuing office, not releasable to the recipient.")
    return Marks((
        (KNOWN, say("Known"), say("Stated in the record.")),
        (UNKNOWN, say("Unknown"), say("Expected, but not stated in the record.")),
        (NOT_APPLICABLE, say("Not applicable"), say("The course of the measure does not call for it.")),
        (WITHHELD, say("Withheld"), held),
    ))


def sources_table(sources: Counter[str], without: int, names: Names) -> Table:
    say = names.say
    rows = [Row((source, number(count))) for source, count in sorted(sources.items(), key=lambda one: (-one[1], one[0]))]
    if without:
        rows.append(Row((say("No source cited: known to the office that keeps the register"), number(without))))
    return Table(say("Sources cited, in order of the records that cite them"), (
        Column(say("Source"), 144), Column(say("Records"), 24, "right"),
    ), tuple(rows), (say("A record may cite several sources."),))


def undated_table(rows: list[Row], names: Names) -> Table:
    say = names.say
    columns = (Column(say("Record"), 110), Column(say("States"), 58))
    return Table(say("Records without a date, in no period"), columns, tuple(rows), (names.count(
        "{count} record fits the request but for the missing date; it is not counted elsewhere in this report.",
        "{count} records fit the request but for the missing date; they are not counted elsewhere in this report.", len(rows),
    ),))
