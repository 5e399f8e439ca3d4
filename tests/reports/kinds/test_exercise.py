"""The report of one exercise: forces with their sums, what the rules ask, who was told and who answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Link
from cbm_tracker.domain.record import Area
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import Figure, Section, Stacked, Table
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_contact, a_contingent, a_contribution, a_notification, an_exercise, at, facts

REQUEST = ReportRequest("exercise", date(2027, 1, 1), date(2027, 12, 31), datetime(2027, 7, 5, 10, tzinfo=UTC))


def sections(services: Services, record: str, recipient: str = "") -> dict[str, Section]:
    content = services.reports.content(replace(REQUEST, record=record, recipient=recipient), Silent())
    return {section.id: section for section in content.sections}


def rows(section: Section, caption: str) -> list[tuple[str, ...]]:
    """Return the cells of the table of this caption as text, the second line of a cell after a bar."""
    tables = [block.table if isinstance(block, Figure) else block for block in section.blocks]
    table = next(one for one in tables if isinstance(one, Table) and one.caption == caption)
    return [tuple(f"{cell.main}|{cell.below}" if isinstance(cell, Stacked) else str(cell) for cell in row.cells) for row in table.rows]


def test_forces_add_up_in_each_phase_and_the_largest_is_named(services: Services) -> None:
    record = services.records.record(an_exercise(contingents=(
        a_contingent(phase="deployment", troops=2_000), a_contingent(phase="exercise", troops=7_000),
        a_contingent(state="FRA", phase="exercise", troops=6_000, battle_tanks=None),
    )))
    forces = sections(services, record)["forces"]
    assert forces.lead == "3 contingents are recorded; 3 state their troops. The largest phase has 13\u202f000 troops."
    assert [row[:4] for row in rows(forces, "Sums by phase")] == [
        ("deployment", "1", "2\u202f000", "120"), ("exercise", "2", "13\u202f000", "120")]
    assert rows(forces, "Forces by State and phase")[-1][:3] == ("Total, largest phase", "", "13\u202f000")


def test_levels_are_shown_with_their_margin_and_what_they_ask_with_its_sum(services: Services) -> None:
    record = services.records.record(an_exercise())
    services.records.record(a_notification(links=(Link(relation="notifies", target=record),)))
    rules = sections(services, record)["rules"]
    assert ("13\u202f000 ≥ 9\u202f000|", "+4\u202f000", "● yes") in [row[1:] for row in rows(rules, "Levels compared") if len(row) == 4]
    due = next(row for row in rows(rules, "What it asks for, with sums") if row[0].startswith("Prior notification"))
    assert due[2].startswith("2027-04-20|2027-06-01 − 42 days = 2027-04-20")
    assert due[4].startswith("● met")


def test_facts_that_are_missing_are_told_in_words(services: Services) -> None:
    record = services.records.record(an_exercise(contingents=(
        a_contingent(troops=1_000, battle_tanks=None, armoured_combat_vehicles=20, artillery=4),
        a_contingent(state="FRA", troops=1_000, battle_tanks=None, armoured_combat_vehicles=20, artillery=4))))
    missing = rows(sections(services, record)["rules"], "Undetermined, as facts are missing")
    assert any(row[1].startswith("Battle tanks of France and Germany") for row in missing)
    assert not any(sign in row[1] for row in missing for sign in "[]_")


def test_a_draft_among_issued_notifications_is_marked(services: Services) -> None:
    record = services.records.record(an_exercise())
    for reference, status in (("SENT", "issued"), ("DRAFTED", "draft")):
        services.records.record(a_notification(reference=reference, status=status, links=(Link(relation="notifies", target=record),)))
    told = sections(services, record)["notifications"]
    assert {row[2] for row in rows(told, "In order of sending")} == {"SENT|format F25", "DRAFTED|format F25; draft"}
    assert any(isinstance(block, Table) and block.notes[-1].startswith("1 of 2 entries is a draft") for block in told.blocks)


def test_notifications_stand_in_order_with_the_days_before_the_activity(services: Services) -> None:
    record = services.records.record(an_exercise())
    link = (Link(relation="notifies", target=record),)
    services.records.record(a_notification(
        reference="LATER", notification_kind="exercise_change", sent_at=at("2027-06-03T08:00:00Z"), links=link))
    services.records.record(a_notification(reference="FIRST", links=link))
    made = sections(services, record)
    told = rows(made["notifications"], "In order of sending")
    assert [(row[2].split("|")[0], row[5]) for row in told] == [
        ("FIRST", "52\u202fd|2027-06-01 − 2027-04-10"), ("LATER", "−2\u202fd|2027-06-01 − 2027-06-03")]
    assert [row[2].split("|")[0] for row in rows(made["changes"], "In order of sending")] == ["LATER"]


def test_each_party_invited_stands_with_its_answer_or_without(services: Services) -> None:
    record = services.records.record(an_exercise())
    invitation = services.records.record(a_notification(
        notification_kind="observer_invitation", to=("FRA", "POL"), sent_at=at("2027-04-10T08:00:00Z"),
        links=(Link(relation="notifies", target=record),)))
    services.records.record(a_notification(
        notification_kind="observer_reply", from_state="POL", to=("DEU",), direction="received", sent_at=at("2027-04-11T09:30:00Z"),
        links=(Link(relation="answers", target=invitation),)))
    observers = sections(services, record)["observers"]
    assert observers.lead == "2 parties were invited to observe; 1 answered."
    assert [(row[0], row[2], row[3]) for row in rows(observers, "Observers invited, and their answers")] == [
        ("France", "no answer recorded", "–"), ("Poland", "2027-04-11|09:30 UTC", "25\u202fh 30")]


def test_an_activity_of_which_little_is_known_says_so(services: Services) -> None:
    record = services.records.record(an_exercise(
        contingents=(), area=None, host_states=(), agreements=(), starts_on=None, ends_on=None, level_of_command=""))
    made = sections(services, record)
    assert made["forces"].lead == "The register states no contingent."
    assert made["area"].lead == "The register does not state the area."
    assert made["rules"].lead == "No obligation follows from the facts that are recorded."
    assert made["contributions"].lead == "No contribution is linked with the activity."
    assert made["identity"].lead == "The register does not state both the dates and the place of NORTHERN ARC 27."


def test_coordinates_are_told_in_words(services: Services) -> None:
    record = services.records.record(an_exercise())
    assert rows(sections(services, record)["area"], "Points of the area") == [("1", "49.6000°\u00a0N", "7.3000°\u00a0E")]


def test_what_is_withheld_is_counted_and_nothing_else(services: Services) -> None:
    record = services.records.record(an_exercise())
    link = (Link(relation="notifies", target=record),)
    services.records.record(a_notification(reference="SECRET 7", releasable_to=("FRA",), links=link))
    made = sections(services, record, recipient="POL")
    assert made["sources"].lead == "1 record that links to it is withheld from the recipient."
    assert made["notifications"].lead == "No notification is linked with the activity."
    assert "SECRET 7" not in str(made)


def test_linked_contributions_are_told(services: Services) -> None:
    record = services.records.record(an_exercise())
    services.records.record(a_contribution(links=(Link(relation="part_of", target=record),)))
    assert rows(sections(services, record)["contributions"], "Contributions by State and kind, in order of their number")[-1][1] == "1"


def test_cost_shares_stand_beside_an_equal_share_and_the_scale_that_is_linked_with_the_activity(services: Services) -> None:
    record = services.records.record(an_exercise())
    part = {"links": (Link(relation="part_of", target=record),)}
    services.records.record(a_contribution(state="DEU", quantity=None, unit="", amount=Decimal(60), **part))
    services.records.record(a_contribution(state="FRA", quantity=None, unit="", amount=Decimal(30), **part))
    services.records.record(a_contribution(state="POL", quantity=None, unit="", amount=Decimal(10), **part))
    services.records.record(a_contribution(state="POL", quantity=None, unit="", amount=Decimal(5_000)))
    services.records.record(facts(state="DEU", agreement="exercise-cost-shares", shares={"DEU": 50, "FRA": 50}, **part))
    services.records.record(facts(state="DEU", year=2026, shares={"DEU": 50, "FRA": 50}))
    made = sections(services, record)["contributions"]
    assert [row[1:3] + row[4:] for row in rows(made, "Value of other contributions by State")][1:] == [
        ("60 EUR", "60.0", "33.3", "+26.7"), ("30 EUR", "30.0", "33.3", "−3.3"), ("10 EUR", "10.0", "33.3", "−23.3"),
        ("100 EUR", "100.0", "", "")]
    assert rows(made, "Beside the agreed scale, Cost shares of multinational exercises")[1:4] == [
        ("Germany", "60 EUR", "60.0", "50", "+10.0", "50 EUR", "+10 EUR"), ("France", "30 EUR", "30.0", "50", "−20.0", "50 EUR", "−20 EUR"),
        ("Poland", "10 EUR", "10.0", "–", "–", "–", "–")]
    assert made.lead.endswith("Their shares stand beside 1 agreed scale.")


def test_another_record_or_none_is_refused_in_a_sentence(services: Services) -> None:
    contact = services.records.record(a_contact())
    with pytest.raises(CbmTrackerError, match="no exercise of this id"):
        sections(services, contact)


def test_five_hundred_contingents_all_reach_the_pages(services: Services, tmp_path: Path) -> None:
    record = services.records.record(an_exercise(
        contingents=tuple(a_contingent(phase=f"Serial {at:03d}", troops=1_000 + at) for at in range(500))))
    path = tmp_path / "exercise.pdf"
    services.reports.print_pdf(replace(REQUEST, record=record), path, Silent())
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    assert all(f"Serial {at:03d}" in text for at in range(500))
    assert "1\u202f499" in text


def test_the_area_is_drawn_on_a_map_and_told_in_its_table(services: Services) -> None:
    record = services.records.record(an_exercise())
    (drawn,) = sections(services, record)["area"].blocks
    assert isinstance(drawn, Figure)
    assert drawn.picture.strokes
    assert "NORTHERN ARC 27" in drawn.alt


def test_where_no_map_is_true_to_scale_the_table_stands_alone(services: Services) -> None:
    record = services.records.record(an_exercise(area=Area(name="North Pole", points=((89.0, 7.3),))))
    (shown,) = sections(services, record)["area"].blocks
    assert isinstance(shown, Table)
