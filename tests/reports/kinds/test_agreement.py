"""The report on one agreement: what fell due under it with its sums, quotas, measures, who takes part, and the rules asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Link, Participation
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import KeyFigures, Prose, Section
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_contact, a_notification, an_agreement, an_exercise, an_inspection, at, day, obligation_note
from tests.reports.kinds.read_content import plain, tables

REQUEST = ReportRequest(
    "agreement", date(2027, 4, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC), agreements=("vd11",),
)


def sections(services: Services, request: ReportRequest = REQUEST) -> dict[str, Section]:
    return {section.id: section for section in services.reports.content(request, Silent()).sections}


@pytest.fixture
def notified(services: Services) -> Services:
    """An exercise from 1 June, notified on 10 April and so in time; nobody was invited to observe it."""
    exercise = services.records.record(an_exercise())
    services.records.record(a_notification(links=(Link(relation="notifies", target=exercise),)))
    return services


def test_the_finding_counts_what_was_met_late_and_open(notified: Services) -> None:
    notified.records.record(an_inspection(replied_at=at("2027-05-04T09:00:00Z"), report_sent_at=at("2027-05-20T12:00:00Z")))
    made = sections(notified)["compliance"]
    assert plain(made.lead) == (
        "5 obligations under Vienna Document 2011 have a due date in the period 1 April to 30 June 2027: met or settled 3, met late 1, "
        "open 1.")
    figures = next(block for block in made.blocks if isinstance(block, KeyFigures))
    assert [(value, what) for value, what, _ in figures.items] == [
        ("3", "obligations met or settled"), ("1", "obligations met late"), ("1", "obligations open"), ("1", "quotas used up")]
    assert figures.items[2][2] == "1 of them overdue"
    assert figures.items[3][2] == "of 2 in use"


def test_obligations_add_up_by_rule_in_the_order_of_the_agreement(notified: Services) -> None:
    notified.records.record(an_inspection(report_sent_at=at("2027-05-20T12:00:00Z")))
    rows = tables(sections(notified)["compliance"])["Obligations of the period by rule"]
    assert [row[0].split("|")[0] for row in rows] == [
        "Prior notification", "Invitation of observers", "Reply to a request for inspection", "Length of an inspection",
        "Report on an inspection", "All"]
    assert rows[0] == ("Prior notification|Vienna Document 2011, par. 38", "1", "–", "–", "–", "–", "–", "1")
    assert rows[-1] == ("All", "4", "–", "1", "–", "–", "–", "5")
    assert int(rows[-1][-1]) == sum(int(row[-1]) for row in rows[:-1])


def test_each_obligation_stands_with_its_sum_and_margin(notified: Services) -> None:
    notified.records.record(an_inspection(replied_at=at("2027-05-04T09:00:00Z")))
    told = tables(sections(notified)["obligations"])
    assert [row for row in told["Met"] if row[0].startswith("Prior notification")] == [(
        "Prior notification|Vienna Document 2011, par. 38; verified", "Germany|", "2027-04-20|2027-06-01 − 42 days = 2027-04-20",
        "2027-04-10|07:30 UTC", "● met|+10 d")]
    (late,) = [row for row in told["Met late"] if len(row) == 5]
    assert late[2:] == ("2027-05-04 08:00|2027-05-03 08:00 + 24 hours = 2027-05-04 08:00", "2027-05-04|09:00 UTC", "▲ late|−1 h 00")
    assert [row[4].split("|")[0] for row in told["Open, what is overdue first"] if len(row) == 5] == ["○ open, overdue"] * 2


def test_what_facts_are_missing_for_is_told_with_the_facts(services: Services) -> None:
    services.records.record(an_exercise(divisional_structure=None))
    rows = tables(sections(services)["obligations"])["Undetermined, as facts are missing"]
    assert ("Prior notification|Vienna Document 2011, par. 38", "NORTHERN ARC 27|EX/27/01", "2027-04-20", "divisional structure") in rows
    gaps = sections(services)["gaps"]
    told = {head: text for block in gaps.blocks if isinstance(block, Prose) for head, text, _ in block.items}
    assert told["Undetermined"] == "For 2 obligations facts are missing that decide whether they are owed."


def test_an_activity_that_the_agreement_binds_is_judged_even_where_it_does_not_name_it(services: Services) -> None:
    services.records.record(an_exercise(agreements=()))
    made = sections(services)
    rows = tables(made["compliance"])["Obligations of the period by rule"]
    assert [row[0].split("|")[0] for row in rows[:2]] == ["Prior notification", "Invitation of observers"]
    told = {head: text for block in made["gaps"].blocks if isinstance(block, Prose) for head, text, _ in block.items}
    assert told["Not named"] == "1 record with an obligation in the period does not name the agreement, which binds a State of it."
    assert plain(made["measures"].lead).startswith("The register holds no measure")


def test_a_waiver_is_told_apart(services: Services) -> None:
    visit = services.records.record(an_inspection())
    services.records.record(obligation_note(
        rule="inspection-report", state="POL", period="", reason="Handed over on paper.", links=(Link(relation="settles", target=visit),),
        decided_at=at("2027-05-24T10:00:00Z")))
    rows = tables(sections(services)["obligations"])["Waived, or declared as nothing"]
    assert "Waived: Handed over on paper." in rows[1][0]
    assert rows[1][4].startswith("– waived")


def test_quotas_stand_with_their_sums(services: Services) -> None:
    services.records.record(an_inspection())
    quotas = sections(services)["quotas"]
    rows = [row for told in tables(quotas).values() for row in told]
    assert "3 − 1 used = 2 left|" in [row[-1] for row in rows]
    assert "1 − 1 used = 0 left|" in [row[-1] for row in rows]


def test_measures_are_listed_by_kind_in_order_and_only_those_of_the_agreement(notified: Services) -> None:
    notified.records.record(an_inspection())
    notified.records.record(a_contact(opened_at=at("2027-05-11T04:31:00Z"), answered_at=None, closed_at=None, outcome=""))
    made = sections(notified)["measures"]
    assert plain(made.lead) == (
        "For the period 1 April to 30 June 2027 the register holds 1 exercise, 1 notification and 1 inspection or visit under the "
        "agreement.")
    rows = tables(made)["Measures under the agreement"]
    assert [row[0] for row in rows] == [
        "Exercises", "2027-06-01", "Notifications", "2027-04-10", "Inspections, evaluations", "2027-05-06"]
    assert rows[1] == ("2027-06-01", "NORTHERN ARC 27|Field exercise; EX/27/01; draft", "France, Germany|", "13 000 troops")
    assert rows[5][3] == "Conducted full"


def test_parties_add_up_and_changes_of_the_period_are_told(services: Services) -> None:
    services.records.record(an_agreement(participations=(
        Participation(state="DEU", status="in_force", from_on=day("2001-05")),
        Participation(state="POL", status="in_force", from_on=day("2027-05-02")),
        Participation(state="FRA", status="suspended_full", from_on=day("2023-11-07"), note="Note verbale of that day"),
        Participation(state="ITA", status="in_force", from_on=day("2028-01-01")),
    )))
    made = sections(services, replace(REQUEST, agreements=("river-2001",)))
    assert plain(made["parties"].lead) == "2 States are bound or committed on 30 June 2027."
    told = tables(made["parties"])
    assert told["How States stood on 30 June 2027"] == [
        ("In force", "2", "Germany, Poland"), ("Not yet, or no longer", "1", "Italy"), ("Suspended full", "1", "France"),
        ("All", "4", "2 + 1 + 1 = 4")]
    assert [(row[0], row[2], row[4]) for row in told["Changes, notes, and States that are not bound"]] == [
        ("France", "2023-11-07", "Note verbale of that day"), ("Poland", "2027-05-02", "–")]
    assert ("Adopted or signed", "2001-03-09") in told["The agreement as recorded"]


def test_an_agreement_without_rules_says_that_nothing_was_judged(services: Services) -> None:
    services.records.record(an_agreement())
    made = sections(services, replace(REQUEST, agreements=("river-2001",)))
    assert made["rules"].lead == "No rule pack is kept for the agreement; nothing was judged by rules."
    assert plain(made["compliance"].lead) == (
        "The register knows no obligation under Agreement on the River Line with a due date in the period 1 April to 30 June 2027.")
    assert made["obligations"].lead == "No obligation has a due date in the period."
    assert made["quotas"].lead == "No quota under the agreement was in use in the period."
    assert plain(made["measures"].lead) == "The register holds no measure of the period 1 April to 30 June 2027 under the agreement."


def test_rules_are_told_with_version_paragraph_and_certainty(notified: Services) -> None:
    made = sections(notified)["rules"]
    pack = notified.rules.packs()["vd11"]
    rows = tables(made)["Rules of the pack, in the order of the agreement"]
    certain = [sum(rule.certainty == word for rule in pack.rules) for word in ("verified", "established", "provisional")]
    assert sum(certain) == len(pack.rules) == len(rows) - 1
    assert made.lead == (
        f"Version {pack.version} of the rule pack has {len(pack.rules)} rules for the period: verified {certain[0]}, "
        f"established {certain[1]}, provisional {certain[2]}.")
    assert ("38", "Prior notification|", "Exercise", "verified", "1") in rows
    assert rows[0][2].startswith("Calendar")
    assert rows[-1][-1] == "2"


def test_a_document_that_was_followed_by_another_says_which_days_it_judges(services: Services) -> None:
    made = sections(services, replace(REQUEST, agreements=("vd99",)))["rules"]
    assert made.lead.endswith("It judges what begins from 2000-01-01 to 2011-11-30; of other days it only informs.")


def test_what_is_withheld_is_counted_and_nothing_else(services: Services) -> None:
    services.records.record(an_inspection(reference="SECRET 7", releasable_to=("POL",)))
    made = sections(services, replace(REQUEST, recipient="FRA"))
    assert made["gaps"].lead == "1 measure of the period is withheld from the recipient; nothing in this report counts or shows it."
    assert "SECRET 7" not in str(made)
    assert made["obligations"].lead == "No obligation has a due date in the period."


def test_an_agreement_that_is_unknown_or_withheld_is_refused_in_the_same_words(services: Services) -> None:
    services.records.record(an_agreement(agreement="secret-1", name="Secret Annex", releasable_to=("POL",)))
    for asked in ("secret-1", "nothing-1"):
        with pytest.raises(CbmTrackerError, match=f"no agreement “{asked}” for this recipient"):
            sections(services, replace(REQUEST, agreements=(asked,), recipient="FRA"))
    with pytest.raises(CbmTrackerError, match="several are named"):
        sections(services, replace(REQUEST, agreements=("vd11", "vd99")))
