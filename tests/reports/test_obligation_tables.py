"""Obligations and quotas as a report says them: who owes what, the sum, how it was met, what is counted and what is only counted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cbm_tracker.domain.measures import Record
from cbm_tracker.regimes.findings import Finding, Obligation, QuotaEntry, QuotaUse, Sum, Term
from cbm_tracker.reports.content import Run, Section, Stacked, Table
from cbm_tracker.reports.obligation_tables import MOST_OF_OTHERS, Judged, obligation_section, rule_text
from cbm_tracker.reports.quota_tables import quota_section
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names
from tests.builders import an_exercise, an_inspection

FROM, TO = date(2027, 1, 1), date(2027, 12, 31)
NARROW = "\u202f"


def names() -> Names:
    return Names(state_names(), {"vd11": "Vienna Document 2011"})


def a_finding(
    state: str = "met", due: date | datetime | None = date(2027, 4, 20), by: tuple[str, ...] = ("DEU",), **fields: Any
) -> Finding:
    met_at = fields.pop("met_at", None)
    to = fields.pop("to", ())
    told: dict[str, Any] = {
        "record": "a", "agreement": "vd11", "rule": "prior-notification", "paragraph": "38", "certainty": "verified", "outcome": "required",
        "title": "Prior notification", "text": "Told before.", "pack_version": "1",
        "obligation": Obligation("prior notification", by, due, state, met_at=met_at, to=to),
        "sum": Sum((Term("", "2027-06-01"), Term("-", "42 days")), Term("", "2027-04-20")),
    }
    return Finding(**{**told, **fields})


def section(*findings: Finding, owner: str = "DEU", record: Record | None = None) -> Section:
    made = obligation_section([Judged(finding, record) for finding in findings], owner, names(), FROM, TO)
    assert made is not None
    return made


def tables(of: Section) -> list[Table]:
    return [block for block in of.blocks if isinstance(block, Table)]


def said(table: Table) -> list[list[str]]:
    return [
        [f"{cell.main}|{cell.below}".removesuffix("|") if isinstance(cell, Stacked) else str(cell) for cell in row.cells]
        for row in table.rows if row.kind != "group"
    ]


def test_an_obligation_shows_rule_sum_margin_and_status() -> None:
    record = an_exercise()
    of_owner = tables(section(a_finding(met_at=date(2027, 4, 14)), record=record))[1]
    assert said(of_owner) == [[
        "Prior notification|Vienna Document 2011, par. 38; verified", "Germany", "2027-04-20|2027-06-01 − 42 days = 2027-04-20",
        "2027-04-14", f"● met|+6{NARROW}d",
    ]]
    assert of_owner.rows[0].cells == ("NORTHERN ARC 27", "on the territory of Germany; EX/27/01")


@pytest.mark.parametrize(("paragraph", "told"), [
    ("38", "Vienna Document 2011, par. 38"), ("40.1.1", "Vienna Document 2011, par. 40.1.1"),
    ("Art. VI, s. I, para. 5", "Vienna Document 2011, Art. VI, s. I, para. 5"), ("-", "Vienna Document 2011"),
])
def test_only_a_number_is_called_a_paragraph(paragraph: str, told: str) -> None:
    assert rule_text(a_finding(paragraph=paragraph), names()) == told


def test_hours_that_lack_are_told_to_the_minute() -> None:
    due, met = datetime(2027, 5, 4, 8, 5, tzinfo=UTC), datetime(2027, 5, 4, 12, 25, tzinfo=UTC)
    row = said(tables(section(a_finding("met_late", due, met_at=met, sum=None)))[1])[0]
    assert row[2:] == ["2027-05-04\u00a008:05", "2027-05-04|12:25 UTC", f"▲ late|−4{NARROW}h 20"]


def test_the_tally_counts_each_obligation_once() -> None:
    findings = [
        a_finding("met", record="a"), a_finding("met_late", record="b"), a_finding("overdue", record="c"), a_finding("due", record="d"),
        a_finding("upcoming", record="e"), a_finding("waived", record="f"), a_finding("nil_declared", record="g"),
        a_finding("informational", record="h"), a_finding("superseded", record="i"),
    ]
    made = section(*findings)
    assert said(tables(made)[0]) == [["Vienna Document 2011", "1", "1", "1", "2", "2", "–"], ["All", "1", "1", "1", "2", "2", "–"]]
    assert made.lead == (
        "7 obligations have a due date in the period: met or settled 3, met late 1, open 3. Of these, owed by Germany: 7."
    )


def test_only_what_falls_due_in_the_period_counts() -> None:
    dues = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 1), None)
    made = section(*(a_finding("met", due, record=str(number)) for number, due in enumerate(dues)))
    assert [row[2][:10] for row in said(tables(made)[1])] == ["2027-01-01", "2027-12-31"]
    assert obligation_section([Judged(a_finding("met", None))], "DEU", names(), FROM, TO) is None


def test_what_missing_facts_leave_open_is_undetermined_and_not_listed() -> None:
    unsure = a_finding(outcome="undetermined", obligation=None, missing=("divisional_structure",),
                       if_required=Obligation("prior notification", ("DEU",), date(2027, 4, 20), "overdue"))
    made = section(unsure)
    assert said(tables(made)[0])[0] == ["Vienna Document 2011", "–", "–", "–", "–", "–", "1"]
    assert len(tables(made)) == 1


def test_of_other_states_the_late_and_open_are_listed_and_the_met_are_counted() -> None:
    made = section(
        a_finding("met", by=("FRA",), record="a"), a_finding("met_late", by=("FRA",), record="b"),
        a_finding("overdue", by=("POL",), record="c"), a_finding("met", by=("POL",), to=("DEU",), record="d"),
    )
    tally, own, others = tables(made)
    assert tally.rows[-1].cells[1:4] == ("2", "1", "1")
    assert [row[1] for row in said(own)] == ["Poland"]
    assert [(row[1], row[4].split("|")[0]) for row in said(others)] == [("France", "▲ late"), ("Poland", "○ open, overdue")]


def test_a_long_list_of_others_is_cut_and_says_so() -> None:
    findings = [a_finding("overdue", by=("FRA",), record=f"{number:04d}") for number in range(MOST_OF_OTHERS + 7)]
    listed = tables(section(*findings, owner=""))[1]
    assert len(said(listed)) == MOST_OF_OTHERS
    assert "The first 200 of 207" in listed.notes[1]
    assert listed.caption == "Obligations of the period"


def test_what_the_calendar_asks_for_stands_last() -> None:
    made = section(a_finding("met", date(2027, 1, 15), record="", period="2026"), a_finding("met", date(2027, 4, 20)))
    assert [row[0].split("|")[1][:8] for row in said(tables(made)[1])] == ["Vienna D", "for 2026"]


def test_a_waiver_says_its_reason_and_a_provisional_rule_says_what_it_is() -> None:
    finding = a_finding("waived", certainty="provisional", notes=("Paragraph to be checked.", "Waived: told in the meeting."))
    own = tables(section(finding))[1]
    assert "provisional; Waived: told in the meeting." in said(own)[0][0]
    assert "not confirmed by the authentic text" in own.notes[0]
    assert "Provisional" not in tables(section(a_finding()))[1].notes[0]


def test_the_order_of_findings_does_not_matter() -> None:
    findings = [a_finding("met", date(2027, month, 1), record=str(month)) for month in (5, 3, 9)]
    assert section(*findings) == section(*reversed(findings))


# ---------------------------------------------------------------- quotas


def no_record(record_id: str) -> Record | None:
    return None


def a_use(state: str = "DEU", of: str = "", used: int = 1, **fields: Any) -> QuotaUse:
    told: dict[str, Any] = {
        "agreement": "vd11", "rule": "inspection-quota", "year": 2027, "limit": 3, "reserved": 1,
        "entries": (QuotaEntry("visit", "used", date(2027, 5, 6), "POL", ""),), "sum": "3 - 1 used - 1 planned = 1 left", "paragraph": "76",
        "certainty": "verified", "title": "Inspections to accept", "pack_version": "1",
    }
    return QuotaUse(state=state, of=of, used=used, **{**told, **fields})


def test_a_ledger_shows_limit_use_and_what_is_left() -> None:
    visit = an_inspection(id="00000000-0000-4000-8000-000000000001")
    made = quota_section([a_use()], "DEU", names(), {"visit": visit}.get, {})
    assert made is not None
    ledger, entries = tables(made)
    assert said(ledger) == [["Germany", "–", "3", "1", "1", "1", "3 − 1 used − 1 planned = 1 left"]]
    assert ledger.rows[0].cells == ("Inspections to accept, 2027", "Vienna Document 2011, par. 76; verified")
    assert said(entries) == [[
        "2027-05-06", "Specified area, Grafenwöhr|CBM/PL/27/0014/F33/O", "Poland", "Germany", "used|Inspections to accept",
    ]]


def test_a_visit_that_two_quotas_count_is_one_entry() -> None:
    made = quota_section([a_use(of="POL", title="By the same State"), a_use()], "DEU", names(), no_record, {})
    assert made is not None
    assert [row[-1] for row in said(tables(made)[-1])] == ["used|Inspections to accept"]


def test_unused_quotas_of_others_and_those_that_bind_nobody_stay_out() -> None:
    made = quota_section([a_use("FRA", entries=()), a_use("POL"), a_use("ITA", gate="suspended")], "DEU", names(), no_record, {})
    assert made is not None
    assert tables(made)[0].caption == "Quotas of other States in use"
    assert [row[0] for row in said(tables(made)[0])] == ["Poland"]
    assert quota_section([a_use("FRA", entries=())], "DEU", names(), no_record, {}) is None


def test_a_limit_that_is_not_known_is_a_dash_and_what_lies_beyond_is_said() -> None:
    uses = [a_use(limit=None, sum="not known (passive_quota) - 1 used = not known"), a_use(limit=1, used=2, reserved=0, rule="other")]
    made = quota_section(uses, "DEU", names(), no_record, {})
    assert made is not None
    first, second = said(tables(made)[0])
    assert (first[2], first[5]) == ("–", "–")
    assert "passive quota" in first[6]
    assert second[6].endswith("|1 beyond the limit")


def test_a_group_is_named_by_its_members() -> None:
    made = quota_section([a_use("BENELUX")], "BEL", names(), no_record, {("vd11", "BENELUX"): ("BEL", "NLD", "LUX")})
    assert made is not None
    assert said(tables(made)[0])[0][0] == "Belgium, Luxembourg and Netherlands"
    assert "Belgium" in tables(made)[0].caption


def test_what_the_rules_say_is_marked_as_english_in_another_edition_alone() -> None:
    german = Names(state_names(), {"vd11": "Vienna Document 2011"}, "de", shipped=frozenset({"Vienna Document 2011"}))
    made = obligation_section([Judged(a_finding())], "DEU", german, FROM, TO)
    ledger = quota_section([a_use()], "DEU", german, no_record, {})
    assert made is not None
    assert ledger is not None
    tally, listed = tables(made)[:2]
    assert tally.rows[0].cells[0] == Run("Vienna Document 2011", language="en")
    (cell,) = [row.cells[0] for row in listed.rows if row.kind == "plain"]
    assert isinstance(cell, Stacked)
    assert (cell.main, cell.language, cell.below_language) == ("Prior notification", "en", "")
    assert tables(ledger)[0].rows[0].cells[0] == Run("Inspections to accept, 2027", language="en")
    english = [cell for table in tables(section(a_finding())) for row in table.rows for cell in row.cells]
    assert not any(isinstance(cell, Run) or (isinstance(cell, Stacked) and cell.language) for cell in english)


def test_a_name_that_the_office_wrote_is_not_taken_for_english() -> None:
    french = Names(state_names(), {"vd11": "Document de Vienne 2011"}, "fr", shipped=frozenset({"Vienna Document 2011"}))
    made = obligation_section([Judged(a_finding())], "DEU", french, FROM, TO)
    assert made is not None
    assert tables(made)[0].rows[0].cells[0] == "Document de Vienne 2011"
