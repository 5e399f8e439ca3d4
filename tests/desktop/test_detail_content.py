"""What the detail pane says of a record, without a window."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cbm_tracker.desktop.records.detail_content import Chronology, Entries, Facts, FigureTable, Prose, detail_of
from cbm_tracker.domain.forces import Contingent
from cbm_tracker.domain.measures import Promise
from cbm_tracker.services.reference_data import state_names
from tests.builders import (
    a_case,
    a_contact,
    a_contribution,
    a_notification,
    a_state,
    an_agreement,
    an_exercise,
    an_inspection,
    at,
    day,
    facts,
    obligation_note,
)

NOW = datetime(2027, 4, 20, 9, 40, tzinfo=UTC)


def test_exercise_is_told_in_one_sentence_and_summed() -> None:
    exercise = an_exercise(
        designation="STILL MEADOW 27", starts_on=day("2027-06-01"), ends_on=day("2027-06-12"), host_states=("AUT",),
        contingents=(Contingent(state="AUT", troops=6200, battle_tanks=48), Contingent(state="HUN", troops=3900, battle_tanks=None)))
    content = detail_of(exercise, state_names(), NOW)
    assert content.title == "STILL MEADOW 27"
    assert content.sentence.startswith("1 – 12 Jun 2027")
    assert content.sentence.endswith("Austria (in 42 days)")
    forces = next(block for block in content.blocks if isinstance(block, FigureTable))
    assert forces.rows[0] == ("Austria", "6\u202f200", "48")
    assert forces.rows[1] == ("Hungary", "3\u202f900", "–")
    assert forces.rows[-1] == ("All States", "10\u202f100", "48")
    assert forces.total


def test_many_figures_stand_in_two_tables() -> None:
    contingent = Contingent(state="AUT", troops=1, battle_tanks=2, armoured_combat_vehicles=3, artillery=4, anti_tank_launchers=5,
                            combat_aircraft=6, attack_helicopters=7, helicopters=8, ships=9)
    content = detail_of(an_exercise(contingents=(contingent,)), state_names(), NOW)
    tables = [block for block in content.blocks if isinstance(block, FigureTable)]
    assert [table.rows[0][1:] for table in tables] == [("1", "2", "3", "4", "5"), ("6", "7", "8", "9")]
    assert not any(table.total for table in tables)


@pytest.mark.parametrize(("starts", "ends", "said"), [
    ("2027-06-01", "2027-06-01", "1 Jun 2027"), ("2027-06", None, "Jun 2027"), ("2027", None, "2027"),
    ("2026-12-30", "2027-01-02", "30 Dec 2026 – 2 Jan 2027"), ("2027-06-28", "2027-07-02", "28 Jun – 2 Jul 2027")])
def test_period_is_told_as_far_as_it_is_known(starts: str, ends: str | None, said: str) -> None:
    exercise = an_exercise(starts_on=day(starts), ends_on=day(ends) if ends else None, completed_on=None)
    assert detail_of(exercise, state_names(), NOW).sentence.startswith(f"{said},")


def test_chronology_stands_in_the_order_of_time_with_distances() -> None:
    inspection = an_inspection(
        requested_at=at("2027-03-01T06:00:00Z"), request_received_at=at("2027-03-01T07:15:00+01:00", "Europe/Vienna"),
        replied_at=at("2027-03-01T20:16:00Z"), reply="accepted", entry_planned_at=None, arrived_at=None, started_at=None, ended_at=None,
        report_sent_at=None, outcome="")
    content = detail_of(inspection, state_names(), NOW)
    chronology = next(block for block in content.blocks if isinstance(block, Chronology))
    assert chronology.steps == (
        ("1 Mar 2027, 06:00 UTC", "", "Requested", ""),
        ("1 Mar 2027, 06:15 UTC", "07:15 Vienna", "Request received", "+ 15 min"),
        ("1 Mar 2027, 20:16 UTC", "", "Replied", "+ 14 h 01"))


def test_promises_say_whose_when_and_whether_kept() -> None:
    contact = a_contact(promises=(Promise(by="KAZ", text="Send the map", due_at=at("2027-04-24T12:00:00Z")),
                                  Promise(text="Call back", kept_at=at("2027-04-20T08:00:00Z"))))
    promises = next(block for block in detail_of(contact, state_names(), NOW).blocks if isinstance(block, Entries))
    assert promises.items == (
        ("open", "Send the map", "by Kazakhstan, due 24 Apr 2027, 12:00 UTC"),
        ("met", "Call back", "no date was given, kept 20 Apr 2027, 08:00 UTC"))


@pytest.mark.parametrize("build", [
    a_notification, an_inspection, a_contact, an_exercise, a_contribution, an_agreement, a_state, a_case], ids=lambda build: build.__name__)
def test_every_kind_is_told_without_codes_of_its_own(build: object) -> None:
    assert callable(build)
    content = detail_of(build(), state_names(), NOW)
    assert content.title
    assert content.blocks
    told = " ".join(value for block in content.blocks if isinstance(block, Facts) for _, value in block.items)
    assert "None" not in told
    assert "Decimal" not in told


def test_facts_of_an_agreement_stand_in_tables_and_a_year_is_not_grouped() -> None:
    content = detail_of(facts(holdings={"battle_tanks": 56, "artillery": 12.5}, base_holdings={"battle_tanks": 1050},
                              shares={"CHE": 100}, facts={"line": {"name": "A"}}), state_names(), NOW)
    assert (content.caption, content.sentence) == ("Facts of an agreement", "2027, Austria")
    holdings, shares = (block for block in content.blocks if isinstance(block, FigureTable))
    assert holdings.rows == (("Battle tanks", "1\u202f050", "56"), ("Artillery", "–", "12.50"))
    assert shares.rows == (("Switzerland", "100"),)
    further, stated = (dict(block.items) for block in content.blocks if isinstance(block, Facts))
    assert further == {"line": "name A"}
    assert (stated["Year"], stated["Units and formations"], stated["Budget approved"]) == ("2027", "61", "10 Dec 2026")
    (plain,) = (block for block in detail_of(facts(holdings={"ships": 1}), state_names(), NOW).blocks if isinstance(block, FigureTable))
    assert plain.heads == ("Category", "Holdings")


def test_a_note_says_what_was_decided_and_why() -> None:
    content = detail_of(obligation_note(), state_names(), NOW)
    assert (content.caption, content.title) == ("Waived", "annual-exchange, vd11: AUT 2027")
    assert content.sentence.endswith("Austria")
    assert Prose("Reason", "The exchange was made at the meeting itself.") in content.blocks
    (stated,) = (block for block in content.blocks if isinstance(block, Facts))
    assert ("Agreements", "VD 11") in stated.items


def test_the_hours_of_an_exercise_and_of_a_flight_stand_in_the_chronology() -> None:
    exercise = an_exercise(starts_at=at("2027-06-01T06:00:00Z"), ends_at=at("2027-06-14T16:00:00Z"))
    flight = an_inspection(plan_received_at=at("2027-05-06T08:00:00Z"), flight_started_at=at("2027-05-07T08:00:00Z"))
    of_the_flight = ["Arrived", "Mission plan handed over", "Started", "Flight started"]
    for record, said in ((exercise, ["Begins at", "Ends at"]), (flight, of_the_flight)):
        chronology = next(block for block in detail_of(record, state_names(), NOW).blocks if isinstance(block, Chronology))
        told = [what for _, _, what, _ in chronology.steps]
        assert [what for what in told if what in said] == said
