"""What is known, unknown, not applicable or withheld: counted for each kind of record while the records pass by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from cbm_tracker.domain.measures import Contribution, HotlineContact, Inspection, JointExercise, Notification, Record
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.reports.content import Column, Marks, Row, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import MEASURES, PLURALS, counted, first_capital

KNOWN, UNKNOWN, NOT_APPLICABLE = "known", "unknown", "not applicable"
Judged = tuple[str, str, str]  # item, answer, remark that is counted


def _stated(item: str, value: object) -> Judged:
    return item, KNOWN if value not in (None, "", ()) else UNKNOWN, ""


def _day(item: str, day: PartialDate | None) -> Judged:
    """A date counts as known when its day is."""
    if day is None:
        return item, UNKNOWN, "not stated"
    if day.is_complete:
        return item, KNOWN, ""
    return item, UNKNOWN, "only the month" if day.month else "only the year"


def _exercise(record: JointExercise) -> Iterator[Judged]:
    yield _stated("Designation", record.designation)
    yield _day("First day", record.starts_on)
    yield _day("Last day", record.ends_on)
    yield _stated("Place", (record.area.name or record.area.points) if record.area else record.host_states)
    yield _stated("States taking part", record.contingents)
    if not record.contingents:
        yield "Troops of each contingent", UNKNOWN, "no contingent stated"
    elif all(contingent.troops is not None for contingent in record.contingents):
        yield "Troops of each contingent", KNOWN, ""
    else:
        some = any(contingent.troops is not None for contingent in record.contingents)
        yield "Troops of each contingent", UNKNOWN, "of some contingents" if some else "of none"


def _notification(record: Notification) -> Iterator[Judged]:
    yield _stated("Reference", record.reference)
    yield _stated("Time of sending", record.sent_at)
    if record.direction == "given":
        yield "Time of receipt", KNOWN if record.received_at else NOT_APPLICABLE, ""
    else:
        yield _stated("Time of receipt", record.received_at)
    yield _stated("Sender", record.from_state)
    yield _stated("Addressees", record.to)


def _inspection(record: Inspection) -> Iterator[Judged]:
    conducted = not record.outcome.startswith(("refused", "cancelled", "postponed", "prohibited", "no_show", "requested"))
    yield _stated("Time of the request", record.requested_at or record.request_received_at)
    yield _stated("Reply", record.reply or record.replied_at)
    for item, moment in (("Arrival or start", record.arrived_at or record.started_at), ("End", record.ended_at),
                         ("Report sent", record.report_sent_at)):
        yield item, KNOWN if moment else UNKNOWN if conducted else NOT_APPLICABLE, ""
    yield _stated("Outcome", record.outcome)


def _contact(record: HotlineContact) -> Iterator[Judged]:
    yield _stated("Time of opening", record.opened_at)
    silent = record.outcome in ("unanswered", "technical_failure", "refused")
    yield "Time of the answer", KNOWN if record.answered_at else NOT_APPLICABLE if silent else UNKNOWN, ""
    yield _stated("Time of closing", record.closed_at)
    yield _stated("Outcome", record.outcome)


def _contribution(record: Contribution) -> Iterator[Judged]:
    yield _day("First day", record.from_on or record.delivered_on or record.pledged_on)
    yield _stated("Quantity or amount", record.quantity if record.quantity is not None else record.amount)
    if record.valuation == "unvalued":
        yield "Value", NOT_APPLICABLE, "not valued, as recorded"
    else:
        yield _stated("Value", record.amount)
    if record.settlement == "costs_lie_where_they_fall":
        yield "Settlement", NOT_APPLICABLE, "costs lie where they fall"
    else:
        yield _stated("Settlement", record.settlement or record.settled_on)


def judged(record: Record) -> Iterator[Judged]:
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

    def take(self, record: Record) -> None:
        for item, answer, remark in judged(record):
            self.items[record.kind, item] = None
            self.answers[record.kind, item, answer] += 1
            if remark:
                self.remarks[record.kind, item, remark] += 1

    def table(self, instant: str, withheld: Counter[str], total: Counter[str]) -> Table:
        """A row for each item; withheld records are counted in a row of their own, for nothing of them is told."""
        rows: list[Row] = []
        for kind in MEASURES:
            if not total[kind] and not withheld[kind]:
                continue
            rows.append(Row((PLURALS[kind], counted(total[kind], "record")), "group"))
            rows.extend(
                Row((
                    item, *(_count(self.answers[kind, item, answer]) for answer in (KNOWN, UNKNOWN, NOT_APPLICABLE)), "",
                    self._why(kind, item),
                ))
                for of_kind, item in self.items if of_kind == kind
            )
            if withheld[kind]:
                rows.append(Row(("Whole records", "", "", "", number(withheld[kind]), "not releasable to the recipient")))
        columns = (
            Column("Item", 44), Column("Known", 19, "right"), Column("Unknown", 19, "right"), Column("Not applicable", 22, "right"),
            Column("Withheld", 19, "right"), Column("What is known, or the reason", 45),
        )
        return Table(f"State of knowledge on {instant}", columns, tuple(rows), (
            "Each figure counts records. A date is known when its day is. – = none.",
        ))

    def _why(self, kind: str, item: str) -> str:
        told = [(remark, count) for (of_kind, of_item, remark), count in self.remarks.items() if (of_kind, of_item) == (kind, item)]
        return "; ".join(f"{remark}: {number(count)}" for remark, count in sorted(told, key=lambda one: (-one[1], one[0])))


def _count(count: int) -> str:
    return number(count) if count else "–"


def marks(owner: str) -> Marks:
    holder = owner or "the issuing office"
    return Marks((
        ("known", "Known", "Stated in the record."),
        ("unknown", "Unknown", "Expected, but not stated in the record."),
        ("not applicable", "Not applicable", "The course of the measure does not call for it."),
        ("withheld", "Withheld", f"Known to {holder}, not releasable to the recipient."),
    ))


def sources_table(sources: Counter[str], without: int) -> Table:
    rows = [Row((source, number(count))) for source, count in sorted(sources.items(), key=lambda one: (-one[1], one[0]))]
    if without:
        rows.append(Row(("No source cited: known to the office that keeps the register", number(without))))
    return Table("Sources cited, in order of the records that cite them", (
        Column("Source", 144), Column("Records", 24, "right"),
    ), tuple(rows), ("A record may cite several sources.",))


def undated_table(rows: list[Row]) -> Table:
    return Table("Records without a date, in no period", (Column("Record", 110), Column("States", 58)), tuple(rows), (
        f"{first_capital(counted(len(rows), 'record'))} {'fits' if len(rows) == 1 else 'fit'} the request but for the missing date; "
        f"{'it is' if len(rows) == 1 else 'they are'} not counted elsewhere in this report.",
    ))
