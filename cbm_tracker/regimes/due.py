"""Due moments: a span before or after a moment that a record tells, worked out with its sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date

from cbm_tracker.regimes.conditions import Condition
from cbm_tracker.regimes.findings import Moment, Sum, Term, short_moment
from cbm_tracker.regimes.recurrence import MonthDay, read_month_day, spoken_day
from cbm_tracker.regimes.rules import Case
from cbm_tracker.regimes.spans import Span, move, sum_of
from cbm_tracker.regimes.table import Table


@dataclass(frozen=True)
class Due:
    """When something is due: a span before or after a moment, or at it.

    Args:
        anchors: facts that name the moment, the first that is known counts.
        direction: -1 before it, 1 after it, 0 at it.
        cases: spans by class of activity, the first whose condition holds counts; then `span`.
        desirable: a longer notice that the agreement wishes for; less than it is an advisory.
        on: month and day that the span of years leads to: one year before 2028-02-01 on 15 November is 2027-11-15.
        utc: days are those of UTC, not of the place.
    """

    anchors: tuple[str, ...]
    direction: int
    span: Span | None
    cases: tuple[tuple[Condition, Span], ...] = ()
    desirable: Span | None = None
    anchor_label: str = ""
    label: str = ""
    calendar: str = ""
    on: MonthDay | None = None
    utc: bool = False

    def facts(self) -> Iterator[str]:
        yield from self.anchors
        for condition, _ in self.cases:
            yield from condition.facts()


@dataclass(frozen=True)
class Worked:
    """A due moment with its anchor and sum; `missing` where it could not be worked out."""

    due: Moment | None = None
    anchor: Moment | None = None
    sum: Sum | None = None
    missing: tuple[str, ...] = ()


def known_moment(case: Case, names: tuple[str, ...]) -> tuple[str, Moment | None]:
    """Return the first of some facts that is known as a moment, with its name; the first name where none is."""
    for name in names:
        value = case.fact(name).value
        if isinstance(value, date):
            return name, value
    return names[0], None


def work_out(case: Case, due: Due, what: str = "") -> Worked:
    """Work out a due moment and its sum for the record in hand."""
    anchor_name = next((name for name in due.anchors if case.fact(name).value is not None), None)
    if anchor_name is None:
        return Worked(missing=case.fact(due.anchors[0]).missing or due.anchors[:1])
    anchor = case.fact(anchor_name).value
    if not isinstance(anchor, date):
        return Worked(missing=(anchor_name,))
    span, missing = _span(case, due)
    if missing:
        return Worked(anchor=anchor, missing=missing)
    if span is None or due.direction == 0:
        text = short_moment(anchor)
        first = Term("", text, _start_label(due, anchor_name))
        return Worked(anchor, anchor, Sum((first,), Term("=", text, due.label or what)))
    work = case.view.pack.work_calendar(due.calendar)
    zone = UTC if due.utc else case.zone()
    if due.on is not None:
        return _on_the_day(anchor, anchor_name, due, span, what)
    try:
        moment = move(anchor, span, due.direction, zone, work)
    except OverflowError:
        return Worked(anchor=anchor, missing=(anchor_name,))
    told = sum_of(anchor, span, due.direction, moment, zone=zone, work=work, start_label=_start_label(due, anchor_name),
                  result_label=due.label or what)
    return Worked(moment, anchor, told)


def _start_label(due: Due, anchor_name: str) -> str:
    """Say what a due moment is counted from; where another fact stands in for the first, by that fact's name."""
    return due.anchor_label if due.anchor_label and anchor_name == due.anchors[0] else spoken_fact(anchor_name)


def _on_the_day(anchor: Moment, anchor_name: str, due: Due, span: Span, what: str) -> Worked:
    """Work out a fixed day of the year, some years from that of the anchor."""
    assert due.on is not None
    try:
        day = date(anchor.year + due.direction * span.amount, *due.on)
    except ValueError:
        return Worked(anchor=anchor, missing=(anchor_name,))
    start = Term("", short_moment(anchor), _start_label(due, anchor_name))
    step = Term("-" if due.direction < 0 else "+", f"{span}, on {spoken_day(day).rpartition(' ')[0]}", "the same day each year")
    return Worked(day, anchor, Sum((start, step), Term("=", day.isoformat(), due.label or what)))


def _span(case: Case, due: Due) -> tuple[Span | None, tuple[str, ...]]:
    """Return the span of the class that the record belongs to, or what is missing to know it."""
    for condition, span in due.cases:
        verdict = condition.judge(case)
        if verdict.holds:
            return span, ()
        if verdict.holds is None:
            return None, verdict.missing
    if due.span is None and due.cases:
        return None, tuple(dict.fromkeys(name for condition, _ in due.cases for name in condition.facts()))
    return due.span, ()


def spoken_fact(name: str) -> str:
    """Say a fact's name as a person reads it: `starts_on` → “starts on”."""
    return name.rpartition(".")[2].replace("_", " ").removesuffix(" on").removesuffix(" at")


def read_due(table: Table) -> Due:
    """Read `{before = "starts_on", days = 42}`, `{after = …, hours = 24}`, `{at = …}`, with `cases` where the span depends."""
    ways = [(way, direction) for way, direction in (("before", -1), ("after", 1), ("at", 0)) if way in table]
    if len(ways) != 1:
        raise table.wrong("exactly one of before, after, at is needed.")
    way, direction = ways[0]
    cases = []
    for entry in table.tables("cases"):
        cases.append((entry.condition("when"), entry.span()))
        entry.done()
    span, anchors = table.optional_span(), table.texts(way)
    if not anchors:
        raise table.wrong(f"“{way}” names no fact.")
    if direction and span is None and not cases:
        raise table.wrong("a span is needed, such as days = 42.")
    on = read_month_day(table, "on", table.text("on")) if "on" in table else None
    if on is not None and (cases or not direction or span is None or span.unit != "years"):
        raise table.wrong("“on” goes with a span of years before or after.")
    found = Due(anchors, direction, span, tuple(cases), table.span_at("desirable"), table.text("anchor_label", ""),
                table.text("label", ""), table.text("calendar", ""), on, table.flag("utc"))
    table.done()
    return found
