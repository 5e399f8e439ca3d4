"""The report of two States side by side: facing figures with their difference, records of both, pairs, and what stands alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Contribution, JointExercise, Link, Notification, Promise
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import KeyFigures, Prose, Section, Stacked, Table
from cbm_tracker.reports.kinds.bilateral import pair_of
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_contact, a_contingent, a_contribution, a_notification, an_exercise, an_inspection, at, day
from tests.reports.kinds.read_content import plain

REQUEST = ReportRequest("bilateral", date(2027, 1, 1), date(2027, 12, 31), datetime(2027, 7, 5, 10, tzinfo=UTC), states=("POL",))


def sections(services: Services, *states: str, recipient: str = "") -> dict[str, Section]:
    """Return the sections of the report on Germany, whose register it is, and Poland, by id."""
    request = replace(REQUEST, states=states or REQUEST.states, recipient=recipient)
    content = services.reports.content(request, Silent())
    return {section.id: replace(section, lead=plain(section.lead)) for section in content.sections}


def rows(section: Section, caption: str) -> list[tuple[str, ...]]:
    """Return the cells of a table as text, the second line of a cell after a bar."""
    table = next(block for block in section.blocks if isinstance(block, Table) and block.caption == caption)
    return [
        tuple(plain(f"{cell.main}|{cell.below}" if isinstance(cell, Stacked) and cell.below else cell.main if isinstance(cell, Stacked) else
                    str(cell)) for cell in row.cells) for row in table.rows
    ]


def common(**fields: Any) -> JointExercise:
    told: dict[str, Any] = {"contingents": (a_contingent(), a_contingent(state="POL", troops=5_000, battle_tanks=None))}
    return an_exercise(**{**told, **fields})


def from_poland(**fields: Any) -> Notification:
    return a_notification(**{"direction": "received", "from_state": "POL", "to": ("DEU",), "subject": "", "content": {}, **fields})


def to_poland(**fields: Any) -> Notification:
    return a_notification(**{"to": ("POL",), "subject": "", "content": {}, **fields})


def troops_of_poland(exercise: str, quantity: int) -> Contribution:
    return a_contribution(
        state="POL", from_state="POL", direction="received", quantity=Decimal(quantity), links=(Link(relation="part_of", target=exercise),))


# ---------------------------------------------------------------- which two


@pytest.mark.parametrize(("states", "pair"), [
    (("POL",), ("DEU", "POL")), (("POL", "DEU"), ("DEU", "POL")), (("DEU", "POL"), ("DEU", "POL")), (("POL", "FRA"), ("POL", "FRA")),
    (("POL", "POL"), ("DEU", "POL")),
])
def test_the_owner_of_the_register_stands_first_and_may_be_left_out(states: tuple[str, ...], pair: tuple[str, str]) -> None:
    assert pair_of(states, "DEU") == pair


@pytest.mark.parametrize(("states", "owner"), [(("DEU",), "DEU"), (("POL",), ""), (("POL", "FRA", "DEU"), "DEU"), ((), "DEU")])
def test_anything_but_two_states_is_refused_in_a_sentence(states: tuple[str, ...], owner: str) -> None:
    with pytest.raises(CbmTrackerError, match="about two States"):
        pair_of(states, owner)


def test_one_state_or_both_named_in_any_order_make_the_same_report(services: Services) -> None:
    services.records.record(an_inspection(status="issued"))
    services.records.record(common())
    assert sections(services, "POL") == sections(services, "POL", "DEU") == sections(services, "DEU", "POL")


@pytest.mark.parametrize(("other", "spanners"), [("DEU", ["Ours", "Theirs"]), ("FRA", [])])
def test_ours_and_theirs_stand_above_the_names_where_one_of_the_two_is_the_owner(
    other: str, spanners: list[str], services: Services
) -> None:
    services.records.record(common(contingents=tuple(a_contingent(state=state) for state in ("DEU", "FRA", "POL"))))
    table = next(block for block in sections(services, other, "POL")["exercises"].blocks if isinstance(block, Table))
    names = {"DEU": "Germany", "FRA": "France"}
    assert [column.head for column in table.columns] == ["Exercise, force or contribution", names[other], "", "Poland", "Difference"]
    assert [spanner.head for spanner in table.spanners] == spanners


# ---------------------------------------------------------------- nil


def test_a_register_without_dealings_says_so_in_every_section(services: Services) -> None:
    made = sections(services)
    assert made["summary"].lead == (
        "The register holds no dealing of Germany with Poland in the period 1 January to 31 December 2027.")
    assert made["exercises"].lead == "No exercise in which both take part is recorded."
    assert made["records"].lead.endswith("there are no two records to compare.")
    assert made["alone"].lead == "The register holds no matter of which one of the two alone tells."
    assert not any(section.blocks for name, section in made.items() if name != "method")


# ---------------------------------------------------------------- forces


def test_forces_face_each_other_with_their_difference_as_a_sum(services: Services) -> None:
    services.records.record(common())
    exercises = sections(services)["exercises"]
    assert rows(exercises, "Forces and contributions that each brings") == [
        ("NORTHERN ARC 27", "from 2027-06-01; Germany"), ("Troops", "7 000", "≠", "5 000", "+2 000|7 000 − 5 000"),
        ("Battle tanks", "120", "–", "–", "not stated for Poland"), ("Armoured combat vehicles", "300", "=", "300", "–"),
        ("Artillery, 100 mm and above", "80", "=", "80", "–"),
    ]
    assert exercises.lead == (
        "Both take part in 1 exercise. Where the troops of both are stated, Germany brings 7 000 in all, Poland 5 000.")


def test_several_exercises_add_up_where_both_state_a_figure(services: Services) -> None:
    services.records.record(common(designation="SECOND", starts_on=day("2027-06-20"), ends_on=day("2027-06-21")))
    services.records.record(common(designation="FIRST", contingents=(
        a_contingent(troops=100, battle_tanks=None, armoured_combat_vehicles=None, artillery=9),
        a_contingent(state="POL", troops=None, battle_tanks=7, armoured_combat_vehicles=None, artillery=1))))
    services.records.record(common(designation="NOT OF BOTH", contingents=(a_contingent(state="FRA"),)))
    exercises = sections(services)["exercises"]
    told = rows(exercises, "Forces and contributions that each brings")
    assert [row[0] for row in told if len(row) == 2] == ["FIRST", "SECOND"]
    assert [row for row in told if row[0].startswith("Sum: ")] == [
        ("Sum: Troops|in 1 of 2 exercises", "7 000", "≠", "5 000", "+2 000|7 000 − 5 000"),
        ("Sum: Armoured combat vehicles|in 1 of 2 exercises", "300", "=", "300", "–"),
        ("Sum: Artillery, 100 mm and above|in 2 of 2 exercises", "89", "≠", "81", "+8|89 − 81"),
    ]
    assert exercises.lead.endswith("stated, Germany brings 7 000 in all, Poland 5 000.")


def test_an_exercise_without_any_figure_is_said(services: Services) -> None:
    bare = {"troops": None, "battle_tanks": None, "armoured_combat_vehicles": None, "artillery": None}
    services.records.record(common(contingents=(a_contingent(**bare), a_contingent(state="POL", **bare))))
    exercises = sections(services)["exercises"]
    assert rows(exercises, "Forces and contributions that each brings")[1] == ("Troops", "–", "–", "–", "not stated for either")
    assert exercises.lead == "Both take part in 1 exercise."


def test_what_each_contributes_to_an_exercise_stands_below_its_forces(services: Services) -> None:
    exercise = services.records.record(common())
    link = (Link(relation="part_of", target=exercise),)
    told: dict[str, Any] = {"contribution_kind": "equipment", "unit": "vehicles", "amount": None, "currency": "", "links": link}
    services.records.record(a_contribution(state="DEU", quantity=Decimal(17), **told))
    services.records.record(a_contribution(state="POL", quantity=Decimal(20), **told))
    services.records.record(a_contribution(state="FRA", quantity=Decimal(1), **told))
    services.records.record(a_contribution(state="DEU", quantity=Decimal(9), **{**told, "links": ()}))
    brought = rows(sections(services)["exercises"], "Forces and contributions that each brings")
    assert brought[-1] == ("Equipment|vehicles", "17", "≠", "20", "−3|17 − 20")


# ---------------------------------------------------------------- two records of one activity


def test_two_records_of_one_activity_are_compared_and_counted_once(services: Services) -> None:
    ours = services.records.record(common(reference="OURS"))
    services.records.record(common(
        reference="THEIRS", from_state="POL", direction="received", designation="PÓŁNOCNY ŁUK 27", ends_on=day("2027-06-13"),
        contingents=(a_contingent(troops=7_025), a_contingent(state="POL", troops=5_000, battle_tanks=3)),
        links=(Link(relation="part_of", target=ours),)))
    made = sections(services)
    assert made["exercises"].lead.startswith("Both take part in 1 exercise.")
    told = {row[0]: row[1:] for row in rows(made["records"], "Activities in the records of both States")}
    assert told["Name"] == ("NORTHERN ARC 27", "≠", "PÓŁNOCNY ŁUK 27", "one activity, two names")
    assert told["First day"] == ("2027-06-01", "=", "2027-06-01", "–")
    assert told["Last day"] == ("2027-06-14", "≠", "2027-06-13", "1 d|2027-06-14 ≠ 2027-06-13")
    assert told["Troops, all States"] == ("12 000", "≠", "12 025", "−25|12 000 − 12 025")
    assert told["Troops of Germany"] == ("7 000", "≠", "7 025", "−25|7 000 − 7 025")
    assert told["Troops of Poland"] == ("5 000", "=", "5 000", "–")
    assert made["records"].lead == "Entries that both record: 9; 4 agree and 5 differ."
    assert "NORTHERN ARC 27" not in str(made["alone"])  # both tell of it


@pytest.mark.parametrize(("fields", "twins"), [
    ({}, True), ({"designation": "Northern Arc 27"}, True), ({"designation": "OTHER"}, False),
    ({"designation": "OTHER", "reference": "EX/27/01"}, True),
    ({"starts_on": day("2027-09-01"), "ends_on": day("2027-09-02")}, False), ({"from_state": "FRA"}, False),
])
def test_records_belong_to_one_activity_by_reference_or_by_name_and_time(fields: dict[str, Any], twins: bool, services: Services) -> None:
    services.records.record(common())
    services.records.record(common(**{"reference": "X", "from_state": "POL", "direction": "received", **fields}))
    assert bool(sections(services)["records"].blocks) is twins


def test_a_contingent_is_compared_with_what_the_other_records_as_contributed(services: Services) -> None:
    exercise = services.records.record(common())
    services.records.record(troops_of_poland(exercise, 4_000))
    services.records.record(troops_of_poland(exercise, 1_200))
    services.records.record(a_contribution(
        state="POL", from_state="DEU", quantity=Decimal(1), links=(Link(relation="part_of", target=exercise),)))
    told = rows(sections(services)["records"], "Activities in the records of both States")
    assert told[1:] == [("Troops of Poland|as contingent and as contribution", "5 000", "≠", "5 200", "−200|5 000 − 5 200")]


# ---------------------------------------------------------------- messages


def test_messages_are_compared_by_the_day_of_sending_and_of_receipt(services: Services) -> None:
    services.records.record(from_poland(
        reference="SAME", sent_at=at("2027-03-11T08:00:00Z"), received_at=at("2027-03-11T20:00:00Z")))
    services.records.record(from_poland(
        reference="LATER", sent_at=at("2027-05-04T08:00:00Z"), received_at=at("2027-05-06T09:00:00Z")))
    services.records.record(to_poland(reference="OURS", sent_at=at("2027-06-01T08:00:00Z")))
    told = rows(sections(services)["notifications"], "Messages, as sent and as received")
    assert [row[1:] for row in told] == [
        ("received 2027-03-11|20:00 UTC", "=", "sent 2027-03-11|08:00 UTC", "–"),
        ("received 2027-05-06|09:00 UTC", "≠", "sent 2027-05-04|08:00 UTC", "2 d 1 h between sending and receipt"),
        ("sent 2027-06-01|08:00 UTC", "–", "–", "time of receipt not stated"),
    ]


def test_messages_belong_together_by_link_or_reference_with_the_time_between(services: Services) -> None:
    asked = services.records.record(to_poland(reference="ASK 1", subject="A question", sent_at=at("2027-03-01T08:00:00Z")))
    services.records.record(from_poland(
        reference="ANSWER 1", sent_at=at("2027-03-01T20:30:00Z"), links=(Link(relation="answers", target=asked),)))
    services.records.record(from_poland(reference="ASK 22", subject="Another", sent_at=at("2027-04-01T08:00:00Z")))
    services.records.record(to_poland(reference="ANSWER 2", subject="Reply to ASK 22", sent_at=at("2027-04-04T08:00:00Z")))
    services.records.record(to_poland(reference="ALONE", subject="Reply to ASK 221", sent_at=at("2027-04-05T08:00:00Z")))
    made = sections(services)
    told = rows(made["notifications"], "Messages that belong together")
    assert [(row[0], row[2], row[4]) for row in told] == [
        ("A question", "=", "Poland after 12 h 30"), ("Another", "=", "Germany after 3 d 0 h")]
    assert "ASK 1" in told[0][1]
    assert "ANSWER 1" in told[0][3]
    assert made["notifications"].lead == (
        "Notifications of Germany to Poland: 3; of Poland to Germany: 2. Pairs that belong together: 2; messages without a counterpart: 1.")
    assert rows(made["alone"], "What one tells of and the other does not") == [
        ("Reply to ASK 221", "Notification|ALONE", "≠", "–", "no message of Poland belongs to it")]


def test_an_answer_belongs_to_what_was_sent_to_all(services: Services) -> None:
    invitation = services.records.record(to_poland(to=("OSCE",), reference="TO ALL", subject="Invitation"))
    services.records.record(from_poland(
        reference="ANSWER", sent_at=at("2027-04-12T08:00:00Z"), links=(Link(relation="answers", target=invitation),)))
    made = sections(services)
    assert [row[0] for row in rows(made["notifications"], "Messages that belong together")] == ["Invitation"]
    assert made["notifications"].lead.startswith("Notifications of Germany to Poland: 0; of Poland to Germany: 1.")
    assert made["alone"].blocks == ()


def test_a_pair_outlives_a_correction_of_the_question(services: Services) -> None:
    asked = services.records.record(to_poland(reference="ASK 1", status="issued"))
    services.records.record(from_poland(
        reference="ANSWER", sent_at=at("2027-04-12T08:00:00Z"), links=(Link(relation="answers", target=asked),)))
    services.records.correct(asked, to_poland(reference="ASK 1A"), "Reference.")
    told = rows(sections(services)["notifications"], "Messages that belong together")
    assert len(told) == 1
    assert "ASK 1A" in told[0][1]


# ---------------------------------------------------------------- visits, promises, contributions, obligations


def test_visits_are_counted_by_kind_for_each(services: Services) -> None:
    services.records.record(an_inspection())
    services.records.record(an_inspection(inspection_kind="evaluation_visit"))
    services.records.record(an_inspection(inspecting_states=("DEU",), receiving_state="POL", from_state="DEU", to=("POL",)))
    visits = sections(services)["visits"]
    assert visits.lead == "Visits of Germany to Poland: 1; of Poland to Germany: 2; of both to others: 0."
    assert rows(visits, "Visits to the other by kind") == [
        ("Evaluation visit", "0", "≠", "1", "−1|0 − 1"), ("Specified area", "1", "=", "1", "–"), ("All", "1", "≠", "2", "−1|1 − 2")]
    assert len(rows(visits, "Poland in Germany")) == 2


def test_promises_of_each_add_up(services: Services) -> None:
    due = at("2027-02-12T04:30:00Z")
    services.records.record(a_contact(with_states=("POL",), from_state="POL", initiated_by="POL", promises=(
        Promise(by="POL", text="Past", due_at=due), Promise(by="POL", text="Ahead", due_at=at("2027-08-12T04:30:00Z")),
        Promise(by="POL", text="Slow", due_at=due, kept_at=at("2027-02-13T00:00:00Z")), Promise(by="DEU", text="Kept", kept_at=due))))
    contacts = sections(services)["contacts"]
    told = {row[0]: (row[1], row[3]) for row in rows(contacts, "Contacts and promises of each")}
    assert told == {
        "Contacts begun": ("0", "1"), "Promises kept": ("1", "1"), "Promises open, not overdue": ("0", "1"),
        "Promises open, overdue": ("0", "1"), "Promises in all": ("1", "3"),
    }
    assert [row[4] for row in rows(contacts, "Promises made in contacts")] == ["○ open, overdue", "○ open", "▲ late", "● met"]


def test_contributions_are_compared_in_the_same_unit_alone(services: Services) -> None:
    exercise = services.records.record(common())
    link = (Link(relation="part_of", target=exercise),)
    told: dict[str, Any] = {"links": link, "amount": None, "currency": ""}
    services.records.record(a_contribution(state="DEU", contribution_kind="transport", quantity=Decimal("2.5"), unit="wagons", **told))
    services.records.record(a_contribution(state="DEU", contribution_kind="transport", quantity=Decimal("1"), unit="wagons", **told))
    services.records.record(a_contribution(state="POL", contribution_kind="transport", quantity=Decimal("4"), unit="lorries", **told))
    services.records.record(a_contribution(
        state="POL", contribution_kind="funds", quantity=None, unit="", links=link, amount=Decimal("100.50"), currency="EUR"))
    services.records.record(a_contribution(state="DEU", contribution_kind="medical", quantity=None, unit="", **told))
    contributions = sections(services)["contributions"]
    assert contributions.lead == "Contributions of Germany: 3; of Poland: 2."
    assert rows(contributions, "What each gives, by kind") == [
        ("Funds|EUR", "–", "–", "100.5", "not stated for Germany"),
        ("Medical|contributions without a figure", "1", "–", "–", "not stated for Poland"),
        ("Transport|lorries", "–", "–", "4", "not stated for Germany"), ("Transport|wagons", "3.5", "–", "–", "not stated for Poland"),
        ("Number of contributions", "3", "≠", "2", "+1|3 − 2"),
    ]


def test_the_summary_faces_what_the_sections_count(services: Services) -> None:
    services.records.record(common(status="issued"))
    services.records.record(an_inspection(status="issued", replied_at=None, reply=""))
    services.records.record(from_poland(reference="ONE", received_at=at("2027-04-10T09:30:00Z")))
    made = sections(services)
    told = {row[0]: (row[1], row[3]) for row in rows(made["summary"], "Both sides at a glance")}
    assert told["Troops for exercises of both"] == ("7 000", "5 000")
    assert told["Exercises of both, as host"] == ("1", "0")
    assert told["Notifications to the other"] == ("0", "1")
    assert told["Visits to the other"] == ("0", "1")
    owed = {row[0]: row[1:] for row in rows(made["obligations"], "What each owes the other, with a due date in the period")}
    assert told["Obligations open"] == tuple(
        str(sum(int(owed[state][at].replace("–", "0")) for at in (2, 3))) for state in ("Germany", "Poland"))
    figures = next(block for block in made["summary"].blocks if isinstance(block, KeyFigures))
    assert [figure for figure, _, _ in figures.items] == ["1", "0", "1", "3"]
    assert "the register holds 3 records of the dealings of Germany with Poland. Entries that both state: 1; 1 agree and 0 differ." in (
        made["summary"].lead)


# ---------------------------------------------------------------- what stands alone, what is withheld


def test_what_one_tells_of_alone_stands_on_its_side_until_the_other_tells_of_it(services: Services) -> None:
    exercise = services.records.record(common())
    caption = "What one tells of and the other does not"
    assert rows(sections(services)["alone"], caption) == [
        ("NORTHERN ARC 27", "Exercise|EX/27/01", "≠", "–", "no record or message of Poland about it")]
    services.records.record(from_poland(reference="ABOUT IT", to=("FRA",), links=(Link(relation="notifies", target=exercise),)))
    assert sections(services)["alone"].blocks == ()


def test_what_is_withheld_is_counted_and_nothing_else(services: Services) -> None:
    asked = services.records.record(to_poland(reference="ASK 1", sent_at=at("2027-03-01T08:00:00Z")))
    services.records.record(from_poland(
        reference="SECRET 7", sent_at=at("2027-03-02T08:00:00Z"), releasable_to=("FRA",), links=(Link(relation="answers", target=asked),)))
    made = sections(services, recipient="Poland")
    assert "SECRET 7" not in str(made)
    method = next(block for block in made["method"].blocks if isinstance(block, Prose))
    assert any(plain(str(text)).startswith("1 record is not releasable to the recipient") for _, text, _ in method.items)
    assert made["notifications"].lead.endswith("Pairs that belong together: 0; messages without a counterpart: 1.")
