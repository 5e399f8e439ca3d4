"""A corrigendum: what changed of a report since it was issued, old and new values of each record and field."""

from __future__ import annotations

from collections.abc import Iterator

from cbm_tracker.domain.summary import label
from cbm_tracker.reports.content import Block, Column, KeyFigures, Prose, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.corrections import ADDED, CHANGED, CORRECTED, DELETED, JOINED, LEFT, Change, CorrectedReport, CorrigendumMaterial
from cbm_tracker.reports.field_changes import FieldTexts
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.kinds.catalogue import kind_of
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.provenance import grouped
from cbm_tracker.reports.wording import NOT_STATED, Names, to_say

_SAYS = {
    CHANGED: to_say("changed"), CORRECTED: to_say("replaced by a correction"), ADDED: to_say("not in the report as issued"),
    DELETED: to_say("no longer recorded"), JOINED: to_say("recorded then, but told by the report only now"),
    LEFT: to_say("recorded, but no longer told by the report"),
}


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return what changed of the report that the request corrects."""
    assert isinstance(material, CorrigendumMaterial), "the service gives what a corrigendum is made from"
    report = material.corrected
    kind = kind_of(report.kind)
    called = names.say(kind.name) if kind else report.kind
    named = names.say(
        "{kind} {number} of {day}, fingerprint {fingerprint}", kind=called, number=report.number,
        day=names.day(report.issued_at.date()), fingerprint=grouped(report.fingerprint),
    )
    sections = (_summary(report, called, names), _records(request, report, material, names), _rules(report, material, names))
    return assembled(
        request, material, names, sections, title=names.say("Corrigendum"),
        scope=names.say("What changed of report {number} since it was issued, with old and new values", number=report.number),
        facts=((names.say("Corrects"), named),),
    )


def _summary(report: CorrectedReport, called: str, names: Names) -> Section:
    counts = {what: sum(change.what == what for change in report.changes) for what in _SAYS}
    lead = names.count(
        "Of report {number} as issued, {count} record differs from what the register says now.",
        "Of report {number} as issued, {count} records differ from what the register says now.", len(report.changes), number=report.number,
    ) if report.changes else names.say(
        "No record of report {number} as issued differs; what it was judged by or who issued it does.", number=report.number
    )
    blocks: list[Block] = [KeyFigures((
        (number(counts[CHANGED] + counts[CORRECTED]), names.say("changed"), names.say("records, by themselves or by a correction")),
        (number(counts[ADDED] + counts[JOINED]), names.say("added"), names.say("records not in the report as issued")),
        (number(counts[DELETED] + counts[LEFT]), names.say("gone"), names.say("records told by the report as issued")),
        (number(report.withheld), names.say("withheld"), names.say("records told then, not released now")),
    ))]
    told = [(names.say("What is corrected"), names.say(
        "{kind} {number}, issued on {instant}, fingerprint {fingerprint}.", kind=called, number=report.number,
        instant=names.instant(report.issued_at), fingerprint=grouped(report.fingerprint),
    ), ""), (names.say("What holds"), names.say(
        "Where this corrigendum and the report differ, this corrigendum holds; what it does not name stands as issued."), "")]
    if report.earlier:
        told.append((names.say("Before this one"), names.say(
            "Corrigenda issued before: {numbers}. This one tells all that changed since the report and takes their place.",
            numbers=names.joined(report.earlier),
        ), ""))
    if report.withheld:
        told.append((names.say("Withheld"), names.count(
            "{count} record that the report told is not released to its recipient any more; nothing of it is told here.",
            "{count} records that the report told are not released to its recipient any more; nothing of them is told here.",
            report.withheld,
        ), ""))
    return Section(names.say("What is corrected"), lead, (*blocks, Prose(tuple(told))), "summary")


def _records(request: ReportRequest, report: CorrectedReport, material: Material, names: Names) -> Section | None:
    if not report.changes:
        return None

    def title_of(record_id: str) -> str:
        found = material.record(record_id)
        return names.title(found) if found is not None else ""

    texts = FieldTexts(names, request.at.date(), title_of, bool(request.recipient.strip()))
    rows = tuple(row for change in report.changes for row in _rows(change, texts, names))
    columns = (Column(names.say("Field"), 36, strong=True), Column(names.say("As issued"), 66), Column(names.say("As it stands"), 66))
    return Section(names.say("Records"), names.say("Each record that differs, with each field that differs."), (
        Table(names.say("Old and new values"), columns, rows, (
            names.say("– = not stated. Of lists only what differs is shown. Times are in UTC."),
        )),
    ), "records")


def _rows(change: Change, texts: FieldTexts, names: Names) -> Iterator[Row]:
    source = label(change.record)
    shown = change.before or change.record
    title = names.title(shown)
    head = " · ".join(dict.fromkeys(part for part in (names.kind_name(shown.kind), title, shown.reference) if part))
    yield Row((head, names.say(_SAYS[change.what])), "group", source)
    if change.after is None:
        yield Row((names.say("Record"), Stacked(title, shown.reference), names.say(_SAYS[DELETED])), source=source)
    for field in texts.changes(change.before, change.after):
        yield Row((field.name, field.before, field.after), source=source)


def _rules(report: CorrectedReport, material: Material, names: Names) -> Section | None:
    """What the report was judged by and who issued it, where that is not what it was."""
    then, now = report.issuer, material.issuer
    said = [
        (names.say("State"), *(names.state(each.owner, report.issued_at.date()) if each.owner else NOT_STATED for each in (then, now))),
        (names.say("Office"), then.office or NOT_STATED, now.office or NOT_STATED),
        (names.say("Register"), then.register or NOT_STATED, now.register or NOT_STATED),
        (names.say("Marking"), then.marking or NOT_STATED, now.marking or NOT_STATED),
    ]
    rows = [Row(cells) for cells in said if cells[1] != cells[2]]
    rows.extend(
        Row((names.say("Rules: {agreement}", agreement=names.agreement(pack.pack)), *(
            names.say("version {version}", version=version) if version else NOT_STATED for version in (pack.before, pack.after)
        ))) for pack in report.packs
    )
    if not rows:
        return None
    columns = (Column(names.say("What"), 48, strong=True), Column(names.say("As issued"), 60), Column(names.say("As it stands"), 60))
    return Section(names.say("Issuer and rules"), names.say("What the report was issued under and judged by, where it differs."), (
        Table(names.say("Issuer and rules, old and new"), columns, tuple(rows)),
    ), "rules")
