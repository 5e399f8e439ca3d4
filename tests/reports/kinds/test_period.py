"""What the report of a period says, told from records alone; no PDF is made here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from cbm_tracker.domain.measures import Agreement, Record
from cbm_tracker.reports.content import Bar, ColumnChart, KeyFigures, Prose, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.kinds.period import Holdings, period_report
from cbm_tracker.reports.material import Issuer
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names
from cbm_tracker.services.report_release import Recipient
from tests.builders import (
    a_case,
    a_contact,
    a_contingent,
    a_contribution,
    a_notification,
    an_agreement,
    an_exercise,
    an_inspection,
    at,
    day,
)

REQUEST = ReportRequest("period", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC))
ISSUER = Issuer("AUT", "Federal Ministry", "Verification", "For participating States only", False)
VIENNA = an_agreement(agreement="vd11", name="Vienna Document 2011", participations=())


def report(
    *records: Record, request: ReportRequest = REQUEST, undated: Iterable[Record] = (), agreements: tuple[Agreement, ...] = (VIENNA,),
    superseded: dict[str, int] | None = None,
) -> ReportContent:
    states = state_names()
    recipient = Recipient.of(request.recipient, states)
    by_kind: dict[str, list[Record]] = {}
    withheld: dict[str, int] = {}
    for record in records:
        if recipient.may_have(record):
            by_kind.setdefault(record.kind, []).append(record)
        else:
            withheld[record.kind] = withheld.get(record.kind, 0) + 1
    drafts = {kind: sum(record.status == "draft" for record in of_kind) for kind, of_kind in by_kind.items()}
    counts = {kind: len(of_kind) for kind, of_kind in by_kind.items()}
    told = [record for record in undated if recipient.may_have(record)]
    holdings = Holdings(
        lambda kind: by_kind.get(kind, []), counts, told, agreements, drafts, superseded or {}, withheld=lambda kind: withheld.get(kind, 0)
    )
    names = Names(states, {agreement.agreement: agreement.name for agreement in agreements}, request.language)
    return period_report(request, ISSUER, holdings, names)


def section(content: ReportContent, title: str) -> Section:
    return next(one for one in content.sections if one.title == title)


def table(content: ReportContent, caption: str) -> Table:
    tables = [block for one in content.sections for block in one.blocks if isinstance(block, Table)]
    return next(one for one in tables if one.caption.startswith(caption))


def said(row: Row) -> list[str]:
    """Cells as text; what stands below follows after a bar."""
    cells: Iterable[Any] = (cell for cell in row.cells if not isinstance(cell, Bar))
    return [f"{cell.main}|{cell.below}" if isinstance(cell, Stacked) else cell for cell in cells]


def issued(record: Record, **fields: Any) -> Any:
    return replace(record, status="issued", **fields)


def test_the_summary_counts_by_kind_and_agreement() -> None:
    content = report(
        an_exercise(), an_exercise(agreements=("vd11", "river-2001")), a_notification(), an_inspection(agreements=()), a_contact(),
        agreements=(VIENNA, an_agreement()),
    )
    assert section(content, "Summary").lead == (
        "For the period 1\u00a0January to 30\u00a0June\u00a02027 the register holds 2\u00a0exercises, 1\u00a0notification, "
        "1\u00a0inspection or visit and 1\u00a0hotline contact."
    )
    assert [said(row) for row in table(content, "Records of the period").rows] == [
        ["Agreement on the River Line", "1", "–", "–", "–", "–", "1"],
        ["in-pk-1991-airspace", "–", "–", "–", "1", "–", "1"],
        ["Vienna Document 2011", "2", "1", "–", "–", "–", "3"],
        ["No agreement named", "–", "–", "1", "–", "–", "1"],
        ["All, each record once", "2", "1", "1", "1", "–", "5"],
    ]


def test_a_period_without_records_says_so() -> None:
    content = report()
    assert section(content, "Summary").lead == "The register holds no measure of the period 1\u00a0January to 30\u00a0June\u00a02027."
    assert [one.title for one in content.sections] == ["Summary", "Sources and gaps"]


def test_the_chart_counts_by_month_where_a_measure_begins() -> None:
    content = report(
        an_exercise(starts_on=day("2026-12-20"), ends_on=day("2027-01-03")), an_exercise(starts_on=day("2027-03"), ends_on=day("2027-03")),
        an_exercise(starts_on=day("2027"), ends_on=day("2027")), a_contact(opened_at=at("2027-02-28T23:59:00Z"), answered_at=None,
                                                                             closed_at=None),
    )
    chart = next(block for block in section(content, "Summary").blocks if isinstance(block, ColumnChart))
    assert chart.labels == ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
    assert chart.lines == (("Exercises", (1, 0, 1, 0, 0, 0)), ("Hotline contacts", (0, 1, 0, 0, 0, 0)))
    assert "also the 1 that began before the period" in chart.notes[0]
    assert "1 record of which the month is not known" in chart.notes[0]


def test_a_long_period_is_counted_by_year_and_the_cover_carries_the_chart() -> None:
    request = replace(REQUEST, from_on=date(1980, 1, 1), to_on=date(1983, 12, 31))
    content = report(
        an_exercise(starts_on=day("1981"), ends_on=None), an_exercise(starts_on=day("1983-12-31"), ends_on=day("1984-01-02")),
        request=request,
    )
    assert content.cover.chart is not None
    assert content.cover.chart.labels == ("1980", "1981", "1982", "1983")
    assert content.cover.chart.lines == (("Exercises", (0, 1, 0, 1)),)
    assert content.cover.strip == ()
    groups = [row.cells for row in table(content, "Exercises of the period").rows if row.kind == "group"]
    assert groups == [("1981", "1\u00a0exercise"), ("1983", "1\u00a0exercise")]


def test_the_cover_marks_each_measure_of_a_short_period() -> None:
    content = report(an_exercise(), a_notification())
    assert content.cover.chart is None
    assert [(event.kind, event.starts, event.ends) for event in content.cover.strip] == [
        ("exercise", date(2027, 6, 1), date(2027, 6, 15)), ("notification", date(2027, 4, 10), date(2027, 4, 11)),
    ]
    assert content.cover.names[0] == ("exercise", "Exercises", 1)
    assert content.cover.owner == "Austria"


def test_an_exercise_tells_place_period_states_and_troops() -> None:
    content = report(issued(an_exercise(series="Northern Arc", other_participants=("NATO",), purpose="march and river crossing")))
    assert [said(row) for row in table(content, "Exercises of the period").rows] == [[
        "2027-06-01|to 2027-06-14",
        "NORTHERN ARC 27|Field exercise; level of command: division; EX/27/01\nMarch and river crossing",
        "Baumholder|Germany", "France, Germany|with NATO", "13\u202f000",
    ]]
    figures = next(block for block in section(content, "Summary").blocks if isinstance(block, KeyFigures))
    assert ("13\u202f000", "troops in the largest exercise", "NORTHERN ARC 27") in figures.items


def test_contingents_stand_by_phase_with_the_total_of_the_largest() -> None:
    exercise = an_exercise(contingents=(
        a_contingent(state="FRA", phase="I", troops=300, battle_tanks=0), a_contingent(state="AUT", phase="II", troops=900),
        a_contingent(state="DEU", phase="II", troops=600, battle_tanks=None, artillery=None, armoured_combat_vehicles=None),
    ))
    forces = table(report(exercise), "Forces by State and phase")
    assert [column.head for column in forces.columns] == ["State", "Phase or role", "Troops", "Battle tanks", "ACV", "Artillery"]
    assert [said(row) for row in forces.rows] == [
        ["NORTHERN ARC 27", "field exercise, Germany, 2027-06-01"],
        ["France", "I", "300", "0", "300", "80"],
        ["Austria", "II", "900", "120", "300", "80"],
        ["Germany", "II", "600", "–", "–", "–"],
        ["Total, largest phase", "", "1\u202f500", "120", "300", "80"],
    ]
    assert sum(column.width for column in forces.columns) == 168


def test_exercises_without_figures_have_no_table_of_forces() -> None:
    bare = a_contingent(troops=None, battle_tanks=None, armoured_combat_vehicles=None, artillery=None)
    content = report(an_exercise(contingents=(bare,)))
    assert "No record states the strength of a contingent." in section(content, "Exercises").lead
    assert [column.head for column in table(content, "Exercises of the period").columns][-1] == "States taking part"


def test_more_than_a_few_exercises_are_counted_by_state() -> None:
    exercises = [an_exercise(contingents=(a_contingent(state=state),)) for state in ("FRA", "FRA", "DEU", "ALB")]
    assert [said(row) for row in table(report(*exercises), "States taking part").rows] == [
        ["France", "2"], ["Albania", "1"], ["Germany", "1"],
    ]


def test_the_states_after_the_first_stand_three_to_a_line() -> None:
    codes = [entry.code for entry in state_names().entries if entry.kind == "state"][:29]
    content = report(*(an_exercise(contingents=tuple(a_contingent(state=code) for code in codes)) for _ in range(4)))
    rest = table(content, "The other States taking part")
    assert len(table(content, "States taking part").rows) == 24
    assert [len([cell for cell in row.cells if cell]) for row in rest.rows] == [6, 4]


def test_a_state_is_called_by_its_name_of_the_day() -> None:
    request = replace(REQUEST, from_on=date(2021, 1, 1), to_on=date(2023, 12, 31))
    content = report(
        an_exercise(starts_on=day("2021-05-01"), ends_on=None, host_states=("TUR",), area=None),
        an_exercise(starts_on=day("2023-05-01"), ends_on=None, host_states=("TUR",), area=None), request=request,
    )
    places = [row.cells[2] for row in table(content, "Exercises of the period").rows if row.kind == "plain"]
    assert places == ["Turkey", "Türkiye"]
    assert [said(row) for row in table(content, "Names of States that changed").rows] == [["2022-06", "Turkey", "renamed", "Türkiye"]]


def test_notifications_inspections_and_contacts_have_their_tables() -> None:
    content = report(issued(a_notification()), issued(an_inspection()), issued(a_contact()))
    assert said(table(content, "Notifications of the period").rows[0]) == [
        "2027-04-10|07:30 UTC", "Exercise advance|Northern Arc 27\nVienna Document 2011", "CBM/DE/27/0031/F25/O|format F25", "Germany",
        "France, OSCE, Poland|",
    ]
    assert said(table(content, "Inspections, evaluations and visits").rows[0]) == [
        "2027-05-06|09:00 UTC", "Specified area|Grafenwöhr\nCBM/PL/27/0014/F33/O\nVienna Document 2011", "Poland|", "Germany",
        "Conducted full|reply: accepted; quota: consumed both",
    ]
    assert said(table(content, "Course of each").rows[0])[1:] == [
        "2027-05-03|08:00 UTC", "2027-05-04|06:00 UTC", "2027-05-06|07:00 UTC", "2027-05-08|09:00 UTC", "–",
    ]
    assert said(table(content, "Hotline contacts").rows[0]) == [
        "2027-02-11|04:31 UTC", "Airspace matter|Helicopter near the line\nHotline voice\nin-pk-1991-airspace", "Pakistan|", "Pakistan",
        "1\u202fmin", "Agreed action|",
    ]
    assert said(table(content, "Promises made").rows[0])[0] == "Send the flight log|Helicopter near the line, 2027-02-11"


def test_what_was_said_on_the_hotline_and_remarks_are_not_printed() -> None:
    content = report(a_contact(summary="SECRET WORDS", remarks="DESK NOTE"), an_inspection(findings="FINDING", remarks="DESK NOTE"))
    text = repr(content)
    assert "SECRET WORDS" not in text
    assert "DESK NOTE" not in text
    assert "FINDING" not in text


def test_contributions_are_added_up_by_state_kind_unit_and_currency_only() -> None:
    content = report(
        a_contribution(), a_contribution(quantity=Decimal("10.5"), amount=Decimal(5), currency="USD"),
        a_contribution(amount=None, currency=""),
        a_contribution(state="DEU", contribution_kind="funds", quantity=None, unit="", amount=Decimal(7)),
    )
    assert [said(row) for row in table(content, "Contributions by State").rows] == [
        ["France", "3\u00a0contributions"], ["Troops", "1", "6\u202f000", "persons", "–"],
        ["Troops", "1", "6\u202f000", "persons", "1\u202f250\u202f000.50 EUR"], ["Troops", "1", "10.5", "persons", "5 USD"],
        ["Germany", "1\u00a0contribution"], ["Funds", "1", "–", "", "7 EUR"],
        ["All", "4", "", "", "", ""],
    ]
    assert section(content, "Contributions").lead.startswith("4 contributions are recorded; number of contributing States: 2.")


def test_a_case_is_told_as_a_story() -> None:
    blocks = section(report(a_case(members=("1" * 8 + "-1111-4111-8111-" + "1" * 12,))), "Cases").blocks
    assert isinstance(blocks[0], Table)
    assert said(blocks[0].rows[0]) == ["Helicopter incident of February 2027|", "2027-02-11", "2027-02-13", "1"]
    assert isinstance(blocks[1], Prose)
    assert blocks[1].items[0][1] == "How it began, and how it was settled."


def test_participation_that_changed_in_the_period_is_told_for_the_states_of_the_report() -> None:
    request = replace(REQUEST, from_on=date(2023, 1, 1), to_on=date(2024, 12, 31), agreements=("river-2001",))
    exercise = an_exercise(agreements=("river-2001",), starts_on=day("2023-06-01"), ends_on=None)
    content = report(exercise, request=request, agreements=(an_agreement(),))
    assert [said(row) for row in table(content, "Changes of participation").rows] == [
        ["2023-11-07", "Agreement on the River Line", "France", "Suspended full|Note verbale of that day"],
    ]
    assert said(table(content, "Agreements of the measures").rows[0])[-1] == "1"
    assert content.cover.scope.endswith("Records under Agreement on the River Line.")


def test_gaps_are_counted_with_their_reasons() -> None:
    content = report(
        an_exercise(starts_on=day("2027-03"), ends_on=None), an_exercise(designation="", contingents=()),
        a_contact(outcome="unanswered", answered_at=None), a_contribution(valuation="unvalued", amount=None, currency=""),
    )
    gaps = [said(row) for row in table(content, "State of knowledge").rows]
    assert ["Designation", "1", "1", "–", "–", ""] in gaps
    assert ["First day", "1", "1", "–", "–", "only the month: 1"] in gaps
    assert ["Last day", "1", "1", "–", "–", "not stated: 1"] in gaps
    assert ["Troops of each contingent", "1", "1", "–", "–", "no contingent stated: 1"] in gaps
    assert ["Time of the answer", "–", "–", "1", "–", ""] in gaps
    assert ["Value", "–", "–", "1", "–", "not valued, as recorded: 1"] in gaps


def test_sources_are_counted_and_their_absence_told() -> None:
    content = report(an_exercise(sources=("Note 131", "Bulletin")), an_exercise(sources=("Bulletin",)), an_exercise())
    assert [said(row) for row in table(content, "Sources cited").rows] == [
        ["Bulletin", "2"], ["Note 131", "1"], ["No source cited: known to the office that keeps the register", "1"],
    ]


def test_undated_records_are_listed_and_counted_nowhere_else() -> None:
    content = report(an_exercise(), undated=[an_exercise(designation="SOMETIME", starts_on=None, ends_on=None)])
    assert [said(row) for row in table(content, "Records without a date").rows] == [["SOMETIME|Exercise", "France, Germany"]]
    assert said(table(content, "Records of the period").rows[-1])[-1] == "1"


def test_what_the_recipient_may_not_have_is_withheld_and_counted() -> None:
    hidden = an_exercise(designation="HIDDEN", releasable_to=("POL",))
    open_to_all = an_exercise(designation="OPEN")
    for recipient, shown in (("", True), ("Poland", True), ("POL", True), ("France", False), ("the press", False)):
        content = report(hidden, open_to_all, request=replace(REQUEST, recipient=recipient), undated=[hidden])
        assert ("HIDDEN" in repr(content)) is shown, recipient
        assert "OPEN" in repr(content)
        withheld = [said(row)[4] for row in table(content, "State of knowledge").rows if row.cells[0] == "Whole records"]
        assert withheld == ([] if shown else ["1"])


def test_drafts_are_marked_one_by_one_only_where_others_are_issued() -> None:
    def notes(content: ReportContent) -> str:
        return " ".join(table(content, "Exercises of the period").notes)

    mixed = report(an_exercise(), issued(an_exercise()))
    assert "draft" in str(table(mixed, "Exercises of the period").rows[0].cells[1])
    assert "1 of 2 entries is a draft" in notes(mixed)
    drafts = report(an_exercise(), an_exercise())
    assert "draft" not in str(table(drafts, "Exercises of the period").rows[0].cells[1])
    assert "All entries are drafts" in notes(drafts)
    assert "draft" not in notes(report(issued(an_exercise())))


def test_superseded_records_are_counted_as_left_out() -> None:
    prose = [block for block in section(report(superseded={"exercise": 2}), "Sources and gaps").blocks if isinstance(block, Prose)]
    told = {head: text for head, text, _ in prose[0].items}
    assert "2 records are left out because a correction stands in the place of each." in told["Drafts and corrections"]


def test_codes_stand_in_no_running_text() -> None:
    content = report(an_exercise(), a_notification(), an_inspection(), a_contact(), a_contribution())
    words = repr(content).replace('"', " ").replace("'", " ").replace(",", " ").split()
    assert not {"DEU", "FRA", "POL", "PAK", "AUT"} & set(words)


def test_states_asked_for_are_named_on_the_cover_or_counted_where_they_are_many() -> None:
    few = report(request=replace(REQUEST, states=("DEU", "FRA")))
    assert few.cover.scope.endswith("Records that name France or Germany.")
    many = report(request=replace(REQUEST, states=("DEU", "FRA", "POL", "ITA", "ESP", "NLD", "BEL")))
    assert many.cover.scope.endswith("that name any of 7 States.")


def test_the_fingerprint_holds_the_data_and_not_the_number() -> None:
    exercise = an_exercise()
    content = report(exercise)
    assert content.fingerprint() == replace(content, number="2027/014").fingerprint()
    assert content.fingerprint() == report(exercise).fingerprint()
    assert content.fingerprint() != report(replace(exercise, designation="NORTHERN ARC 28")).fingerprint()


def test_many_measures_of_a_kind_are_also_counted_by_their_words() -> None:
    kinds = ("exercise_advance", "annual_calendar", "annual_calendar", "")
    content = report(*(a_notification(notification_kind=kind) for kind in kinds))
    assert [said(row) for row in table(content, "Notifications by kind").rows] == [
        ["Annual calendar", "2"], ["Not stated", "1"], ["Exercise advance", "1"],
    ]
