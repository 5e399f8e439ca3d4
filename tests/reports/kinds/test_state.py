"""The report of one State's dealings with us: both directions with their sums, what is owed, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Link, Notification, Promise
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import ColumnChart, KeyFigures, Prose, Section, Stacked, Table
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_contact, a_contingent, a_contribution, a_notification, an_exercise, an_inspection, at, day, fixed_desk
from tests.reports.kinds.read_content import plain

REQUEST = ReportRequest("state", date(2027, 1, 1), date(2027, 12, 31), datetime(2027, 7, 5, 10, tzinfo=UTC), states=("POL",))


def sections(services: Services, recipient: str = "") -> dict[str, Section]:
    """Return the sections of the report on Poland in a register of Germany, by id."""
    content = services.reports.content(replace(REQUEST, recipient=recipient), Silent())
    return {section.id: replace(section, lead=plain(section.lead)) for section in content.sections}


def rows(section: Section, caption: str) -> list[tuple[str, ...]]:
    table = next(block for block in section.blocks if isinstance(block, Table) and block.caption == caption)
    return [tuple(plain(cell.main if isinstance(cell, Stacked) else str(cell)) for cell in row.cells) for row in table.rows]


def told(section: Section) -> dict[str, str]:
    """Return the paragraphs of a section by their heads."""
    prose = next(block for block in section.blocks if isinstance(block, Prose))
    return {head: plain(str(text)) for head, text, _ in prose.items}


def from_poland(**fields: Any) -> Notification:
    return a_notification(**{"direction": "received", "from_state": "POL", "to": ("DEU",), **fields})


def test_a_register_without_dealings_says_so_in_every_section(services: Services) -> None:
    made = sections(services)
    assert made["summary"].lead == (
        "The register holds no dealing of Poland with Germany in the period 1 January to 31 December 2027.")
    assert made["notifications"].lead == "No notification of one to the other is recorded."
    assert made["obligations"].lead == "No obligation of Germany and Poland towards each other has a due date in the period."
    assert made["quotas"].lead == "No visit of one to the other counts against a quota in the years of the period."
    assert not any(section.blocks for name, section in made.items() if name != "method")


def test_messages_stand_by_direction_in_order_of_time_and_others_are_counted_apart(services: Services) -> None:
    services.records.record(from_poland(reference="SECOND", sent_at=at("2027-05-02T08:00:00Z")))
    services.records.record(from_poland(reference="FIRST", sent_at=at("2027-05-01T08:00:00Z")))
    services.records.record(a_notification(reference="OURS", to=("POL", "OSCE")))
    services.records.record(from_poland(reference="NOT TO US", to=("FRA",)))
    services.records.record(from_poland(reference="TO ALL", to=("OSCE",)))
    made = sections(services)
    assert made["notifications"].lead == "Notifications of Poland to Germany: 2; of Germany to Poland: 1."
    assert [row[2] for row in rows(made["notifications"], "From Poland")] == ["FIRST", "SECOND"]
    assert [row[2] for row in rows(made["notifications"], "To Poland")] == ["OURS"]
    assert told(made["method"])["With others"].startswith("2 further records of the period name Poland")
    assert "NOT TO US" not in str(made)


def test_what_was_received_without_an_addressee_came_to_us(services: Services) -> None:
    services.records.record(from_poland(reference="BARE", to=()))
    assert [row[2] for row in rows(sections(services)["notifications"], "From Poland")] == ["BARE"]


def test_the_table_of_kinds_adds_up(services: Services) -> None:
    services.records.record(from_poland())
    services.records.record(an_inspection())
    services.records.record(an_inspection(inspecting_states=("DEU",), receiving_state="POL", from_state="DEU", to=("POL",)))
    services.records.record(an_inspection(inspecting_states=("DEU", "POL"), receiving_state="FRA", to=("FRA",)))
    services.records.record(a_contact(with_states=("POL",), from_state="", initiated_by=""))
    services.records.record(an_exercise(host_states=("POL",), contingents=(a_contingent(), a_contingent(state="POL"))))
    summary = sections(services)["summary"]
    assert rows(summary, "Dealings by kind") == [
        ("Notifications, by sender", "1", "–", "–", "1"), ("Inspections and visits, by who visits", "1", "1", "1", "3"),
        ("Hotline contacts, by who began", "–", "–", "1", "1"), ("Exercises of both, by host", "1", "–", "–", "1"),
        ("Contributions, by who gives", "–", "–", "–", "–"), ("All", "3", "1", "2", "6"),
    ]
    figures = next(block for block in summary.blocks if isinstance(block, KeyFigures))
    assert figures.items[1] == ("1", "visits to us", "ours to it: 1")
    assert summary.lead.startswith("For the period 1 January to 31 December 2027 the register holds 6 records")


def test_dealings_are_counted_by_month_where_their_month_is_known(services: Services) -> None:
    services.records.record(from_poland(sent_at=at("2027-02-03T08:00:00Z")))
    services.records.record(from_poland(sent_at=at("2027-02-28T08:00:00Z")))
    services.records.record(from_poland(to=("FRA",), sent_at=at("2027-02-28T08:00:00Z")))
    services.records.record(an_exercise(starts_on=day("2027"), ends_on=day("2027"), contingents=(
        a_contingent(), a_contingent(state="POL"))))
    chart = next(block for block in sections(services)["summary"].blocks if isinstance(block, ColumnChart))
    assert dict(chart.lines)["Notifications"] == (0, 2, *[0] * 10)
    assert "Not shown: 1 record of which the month is not known." in chart.notes[0]


def test_visits_stand_by_who_visits(services: Services) -> None:
    services.records.record(an_inspection(reference="THEIRS"))
    services.records.record(an_inspection(
        reference="OURS", inspecting_states=("DEU",), receiving_state="POL", from_state="DEU", to=("POL",)))
    services.records.record(an_inspection(reference="BOTH", inspecting_states=("DEU", "POL"), receiving_state="FRA", to=("FRA",)))
    services.records.record(an_inspection(reference="OF OTHERS", inspecting_states=("POL",), receiving_state="FRA", to=("FRA",)))
    visits = sections(services)["visits"]
    assert visits.lead == "Visits of Poland to Germany: 1; of Germany to Poland: 1; of both to others: 1."
    assert [len(rows(visits, caption)) for caption in ("By Poland", "To Poland", "By both together")] == [1, 1, 1]
    assert "THEIRS" in str(visits.blocks[0])
    assert "OF OTHERS" not in str(visits)


def test_promises_in_contacts_are_counted_and_stand_with_their_status(services: Services) -> None:
    due = at("2027-02-12T04:30:00Z")
    services.records.record(a_contact(with_states=("POL",), from_state="POL", initiated_by="POL", promises=(
        Promise(by="POL", text="Past", due_at=due), Promise(by="DEU", text="Kept", due_at=due, kept_at=due))))
    services.records.record(a_contact(promises=()))
    contacts = sections(services)["contacts"]
    assert contacts.lead == "1 hotline contact with Poland is recorded; promises made: 2, still open: 1, past the due time: 1."
    assert [(row[0], row[1], row[4]) for row in rows(contacts, "Promises made in contacts")] == [
        ("Past", "Poland", "○ open, overdue"), ("Kept", "Germany", "● met")]


def test_exercises_with_us_stand_before_those_without_and_contingents_add_up(services: Services) -> None:
    services.records.record(an_exercise(designation="WITHOUT", host_states=("POL",), contingents=(a_contingent(state="POL", troops=500),)))
    services.records.record(an_exercise(designation="LATER", starts_on=day("2027-07-01"), ends_on=day("2027-07-02"), contingents=(
        a_contingent(troops=None), a_contingent(state="POL", troops=1_000, phase="arrival"),
        a_contingent(state="POL", troops=1_500, phase="field"))))
    services.records.record(an_exercise(
        designation="WITH", contingents=(a_contingent(troops=7_000), a_contingent(state="POL", troops=300))))
    services.records.record(an_exercise(designation="OF OTHERS"))
    exercises = sections(services)["exercises"]
    table = rows(exercises, "Exercises in which Poland takes part")
    assert [(row[1], *row[3:]) for row in table if len(row) == 6] == [
        ("WITH", "300", "7 000", "7 300"), ("LATER", "1 500", "–", "1 500"), ("WITHOUT", "500", "–", "500"),
        ("", "2 300", "7 000", ""),
    ]
    assert [row for row in table if len(row) == 2] == [("With Germany", "2 exercises"), ("Without Germany", "1 exercise")]
    assert exercises.lead == (
        "Poland takes part in 3 exercises; Germany takes part in 2 of them. The contingents of Poland come to 2 300 troops.")


def test_contributions_to_an_exercise_of_both_are_dealings_and_others_are_not(services: Services) -> None:
    common = services.records.record(an_exercise(contingents=(a_contingent(), a_contingent(state="POL"))))
    link = (Link(relation="part_of", target=common),)
    services.records.record(a_contribution(state="POL", description="Of Poland", links=link))
    services.records.record(a_contribution(state="DEU", description="Of Germany", links=link))
    services.records.record(a_contribution(state="FRA", description="Of France", links=link))
    services.records.record(a_contribution(state="POL", description="To a mission"))
    services.records.record(a_contribution(state="DEU", beneficiary="POL", description="For Poland"))
    made = sections(services)
    text = str(made["contributions"])
    assert [name for name in ("Of Poland", "Of Germany", "For Poland", "Of France", "To a mission") if name in text] == [
        "Of Poland", "Of Germany", "For Poland"]
    assert told(made["method"])["With others"].startswith("1 further record of the period")


def test_what_each_owes_the_other_is_counted_and_listed_with_its_sum(services: Services) -> None:
    services.records.record(an_inspection(replied_at=None, reply="", status="issued"))
    owed = sections(services)["obligations"]
    counts = {row[0]: row[1:] for row in rows(owed, "What each owes the other, with a due date in the period")}
    assert counts["Germany"][2] == "1"  # the reply, overdue
    assert [int(one.replace("–", "0")) + int(other.replace("–", "0")) for one, other in zip(
        counts["Germany"], counts["Poland"], strict=True)] == [int(both.replace("–", "0")) for both in counts["Both"]]
    reply = next(row for row in rows(owed, "Owed by Germany") if row[0].startswith("Reply"))
    assert reply[1] == "Germany"
    assert reply[4] == "○ open, overdue"
    assert "24 hours" in str(owed)


def test_quotas_show_the_visits_of_the_two_alone(services: Services) -> None:
    services.records.record(an_inspection(reference="THEIRS", status="issued"))
    services.records.record(an_inspection(
        reference="OF FRANCE", status="issued", inspecting_states=("FRA",), from_state="FRA", requested_at=at("2027-06-03T08:00:00Z"),
        request_received_at=None, replied_at=None, arrived_at=None, started_at=at("2027-06-06T09:00:00Z"),
        ended_at=at("2027-06-07T09:00:00Z")))
    quotas = sections(services)["quotas"]
    assert quotas.lead == "1 visit of one to the other is counted by quotas of the agreements."
    assert "THEIRS" in str(quotas)
    assert "OF FRANCE" not in str(quotas)


def test_what_is_withheld_undated_or_a_draft_is_said(services: Services) -> None:
    services.records.record(from_poland(reference="SECRET 7", releasable_to=("FRA",)))
    services.records.record(from_poland(reference="DRAFTED"))
    services.records.record(an_exercise(designation="SOME DAY", starts_on=None, ends_on=None, contingents=(a_contingent(state="POL"),)))
    made = sections(services, recipient="Poland")
    method = told(made["method"])
    assert method["Withheld"].startswith("1 record is not releasable to the recipient")
    assert method["Without a date"] == "1 record that names Poland has no date and lies in no period: Exercise SOME DAY."
    assert method["Drafts"].startswith("1 record is a draft")
    assert "SECRET 7" not in str(made)


@pytest.mark.parametrize(("states", "said"), [(("POL", "FRA"), "several are named"), (("DEU",), "whose register this is")])
def test_another_number_of_states_or_our_own_is_refused_in_a_sentence(states: tuple[str, ...], said: str, services: Services) -> None:
    with pytest.raises(CbmTrackerError, match=said):
        services.reports.content(replace(REQUEST, states=states), Silent())


@pytest.fixture
def of_nobody(tmp_path: Path) -> Iterator[Services]:
    made = bootstrap.new_register(tmp_path / "nobody.cbm", fixed_desk(), owner="", name="Register", office="")
    yield made
    made.close()


def test_a_register_without_an_owner_tells_all_dealings_of_the_state(of_nobody: Services) -> None:
    of_nobody.records.record(from_poland(reference="THEIRS", to=("FRA",)))
    of_nobody.records.record(a_notification(reference="TO THEM", to=("POL",)))
    made = sections(of_nobody)
    assert made["notifications"].lead == (
        "Notifications of Poland to the State of this register: 1; of the State of this register to Poland: 1.")
    assert rows(made["summary"], "Dealings by kind")[-1] == ("All", "1", "1", "0", "2")


def test_a_figure_withheld_from_the_recipient_is_said_to_be_and_not_taken_as_unknown(services: Services) -> None:
    services.records.record(a_contribution(state="POL", to=("DEU",), fields_releasable_to={"quantity": ["FRA"]}))
    assert [row[4] for row in rows(sections(services, "Poland")["contributions"], "Contributions of the period")] == ["withheld"]
    assert [row[4] for row in rows(sections(services)["contributions"], "Contributions of the period")] == ["6 000"]
