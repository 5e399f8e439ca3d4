"""What the register knows of a period and what it does not: by kind and item, with the records that leave most open."""

from __future__ import annotations

from collections import Counter
from heapq import nlargest

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.summary import label, summarise
from cbm_tracker.reports.content import Block, Column, KeyFigures, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.kinds.grounds import query_of
from cbm_tracker.reports.knowledge import UNKNOWN, Knowledge, marks, sources_table
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.wording import MEASURES, NOT_STATED, Names

_MOST = 30  # records listed that leave most open
Open = tuple[Record, tuple[str, ...]]  # a record and the items it does not state


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return what is known, unknown, not applicable and withheld of the measures of a period."""
    knowledge, total, withheld, sources = Knowledge(), Counter[str](), Counter[str](), Counter[str]()
    left_open: list[Open] = []
    without_source = 0
    for kind in MEASURES:
        query = query_of(request, (kind,))
        for record in material.records(query):
            total[kind] += 1
            unknown = knowledge.take(record)
            sources.update(dict.fromkeys(record.sources, 1))
            without_source += not record.sources
            if unknown:
                left_open.append((record, unknown))
        withheld[kind] = material.withheld(query)
    sections = [
        _summary(knowledge, total, withheld, len(left_open), request, names),
        _items(knowledge, total, withheld, request, material, names), _records(left_open, names),
        _sources(sources, without_source, names),
    ]
    return assembled(
        request, material, names, sections, title=names.say("Report on gaps"),
        scope=names.say("What the register knows of the measures of a period, what it does not, and where it is known from"),
        facts=((names.say("Data cut-off"), names.instant(request.at)),),
    )


def _summary(
    knowledge: Knowledge, total: Counter[str], withheld: Counter[str], with_gaps: int, request: ReportRequest, names: Names
) -> Section:
    head, period = names.say("Completeness"), names.period(request.from_on, request.to_on)
    if not total.total():
        return Section(head, names.say("The register holds no measure of the period {period}.", period=period), id="completeness")
    by_answer = Counter[str]()
    for (_, _, answer), count in knowledge.answers.items():
        by_answer[answer] += count
    known, unknown = by_answer["known"], by_answer[UNKNOWN]
    lead = names.count(
        "Of {count} expected detail, {known} known and {unknown} unknown.",
        "Of {count} expected details, {known} are known and {unknown} unknown.",
        known + unknown, known=number(known), unknown=number(unknown),
    )
    rows = []
    for kind in MEASURES:
        if total[kind]:
            of_kind = Counter[str]()
            for (kind_of, _, answer), count in knowledge.answers.items():
                of_kind[answer] += count if kind_of == kind else 0
            rows.append(_sum_row(names.plural(kind), of_kind["known"], of_kind[UNKNOWN], names))
    rows.append(_sum_row(names.say("All"), known, unknown, names, "total"))
    columns = (
        Column(names.say("Kind"), 50), Column(names.say("Known"), 22, "right"), Column(names.say("Unknown"), 22, "right"),
        Column(names.say("Sum"), 50), Column(names.say("Completeness"), 24, "right", strong=True),
    )
    return Section(head, lead, (
        KeyFigures((
            (number(total.total()), names.say("measures"), names.say("in the period")),
            (number(unknown), names.say("details not known"), names.say("expected, not stated")),
            (number(with_gaps), names.say("records with a gap"), names.say("at least one detail")),
            (number(withheld.total()), names.say("records withheld"), names.say("from the recipient")),
        )),
        Table(names.say("Completeness by kind"), columns, tuple(rows), (names.say(
            "Completeness = known ÷ (known + unknown), rounded down to a tenth; what is not applicable or withheld does not count."
        ),)),
    ), "completeness")


def _sum_row(head: str, known: int, unknown: int, names: Names, kind: str = "plain") -> Row:
    expected = known + unknown
    share = f"{names.number(known * 1000 // expected / 10, 1)}\u00a0%" if expected else NOT_STATED
    told = f"{number(known)} ÷ ({number(known)} + {number(unknown)})" if expected else NOT_STATED
    return Row((head, number(known), number(unknown), told, share), kind)


def _items(
    knowledge: Knowledge, total: Counter[str], withheld: Counter[str], request: ReportRequest, material: Material, names: Names
) -> Section:
    owner = names.state(material.issuer.owner, request.at.date()) if material.issuer.owner else ""
    blocks: list[Block] = [marks(owner, names)]
    if total.total() or withheld.total():
        blocks.append(knowledge.table(names.instant(request.at), withheld, total, names))
    return Section(names.say("Known and unknown"), names.say("Each detail that a record of its kind is expected to state."),
                   tuple(blocks), "items")


def _records(left_open: list[Open], names: Names) -> Section:
    head = names.say("Records with the most gaps")
    if not left_open:
        return Section(head, names.say("No record of the period leaves an expected detail open."), id="records")
    most = nlargest(_MOST, left_open, key=lambda each: len(each[1]))
    rows = tuple(
        Row((Stacked(names.title(record), record.reference), summarise(record).when[:10] or NOT_STATED, number(len(items)),
             ", ".join(names.say(item) for item in items)), source=label(record))
        for record, items in most
    )
    lead = names.count(
        "{count} record leaves at least one expected detail open.", "{count} records leave at least one expected detail open.",
        len(left_open),
    )
    columns = (Column(names.say("Record"), 64), Column(names.say("Date"), 26), Column(names.say("Gaps"), 16, "right"),
               Column(names.say("Not stated"), 62))
    notes = () if len(most) == len(left_open) else (names.say(
        "The first {shown} of {all}, those with the most gaps first.", shown=number(len(most)), all=number(len(left_open))),)
    return Section(head, lead, (Table(names.say("Records and what they do not state"), columns, rows, notes),), "records")


def _sources(sources: Counter[str], without: int, names: Names) -> Section:
    head = names.say("Sources")
    if not sources and not without:
        return Section(head, names.say("There is no record of the period that could cite a source."), id="sources")
    lead = names.count("The records of the period cite {count} source.", "The records of the period cite {count} sources.", len(sources))
    return Section(head, lead, (sources_table(sources, without, names),), "sources")
