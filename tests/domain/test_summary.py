"""A record in a few words: title, place in time, States in their roles, words to search by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from cbm_tracker.domain.forces import total
from cbm_tracker.domain.measures import Area, Notification, Record
from cbm_tracker.domain.summary import agreements_of, label, period_of, searchable, states_of, summarise, title
from tests.builders import (
    a_case,
    a_contact,
    a_contingent,
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
    one_of_each,
)
from tests.strategies import records


@settings(max_examples=150, deadline=None)
@given(records())
def test_a_summary_can_be_made_of_every_record(record: Record) -> None:
    summary = summarise(record)
    assert title(record).strip()
    assert label(record).strip()
    if summary.begins:
        assert summary.begins[:10] <= summary.ends[:10]
        period = period_of(record)
        assert period is not None
        assert period[0] <= period[1]
    assert searchable(record)


@pytest.mark.parametrize(
    ("record", "name", "begins", "ends", "when"),
    [
        (an_exercise(), "NORTHERN ARC 27", "2027-06-01", "2027-06-14", "2027-06-01"),
        (an_exercise(designation="", ends_on=None), "Unnamed activity, Baumholder", "2027-06-01", "2027-06-01", "2027-06-01"),
        (an_exercise(designation=" ", area=None, starts_on=None, ends_on=None), "Unnamed activity", "", "", ""),
        (an_exercise(starts_on=day("1980-01"), ends_on=None), "NORTHERN ARC 27", "1980-01-01", "1980-01-31", "1980-01"),
        (an_exercise(starts_on=day("1980-01-20"), ends_on=day("1980-01")), "NORTHERN ARC 27", "1980-01-20", "1980-01-31", "1980-01-20"),
        (an_exercise(starts_on=None), "NORTHERN ARC 27", "2027-06-14", "2027-06-14", "2027-06-14"),
        (a_notification(), "Northern Arc 27", "2027-04-10T07:30:00Z", "2027-04-10T07:30:00Z", "2027-04-10T07:30:00Z"),
        (a_notification(subject=""), "CBM/DE/27/0031/F25/O", "2027-04-10T07:30:00Z", "2027-04-10T07:30:00Z", "2027-04-10T07:30:00Z"),
        (Notification(), "Notification", "", "", ""),
        (Notification(subject="  ", reference=" "), "Notification", "", "", ""),
        (an_inspection(), "Specified area, Grafenwöhr", "2027-05-06T09:00:00Z", "2027-05-08T09:00:00Z", "2027-05-06T09:00:00Z"),
        (a_contact(), "Helicopter near the line", "2027-02-11T04:31:00Z", "2027-02-11T04:47:00Z", "2027-02-11T04:31:00Z"),
        (a_contribution(), "Troops to NORTHERN ARC 27", "2027-06-01", "2027-06-14", "2027-06-01"),
        (an_agreement(), "Agreement on the River Line", "2001-05-01", "2001-05-31", "2001-05"),
        (a_state(), "Ruritania", "", "", ""),
        (a_case(), "Helicopter incident of February 2027", "2027-02-11", "2027-02-13", "2027-02-11"),
        (an_exercise(starts_on=None, ends_on=None, starts_at=at("2027-06-01T06:00:00Z"), ends_at=at("2027-06-02T18:00:00Z")),
         "NORTHERN ARC 27", "2027-06-01T06:00:00Z", "2027-06-02T18:00:00Z", "2027-06-01T06:00:00Z"),
        (facts(), "Facts of AUT 2027, vd11", "2027-01-01", "2027-12-31", "2027"),
        (facts(on=day("2027-04-02")), "Facts of AUT 2027, vd11", "2027-04-02", "2027-04-02", "2027-04-02"),
        (facts(year=None), "Facts of AUT 2026-12-10, vd11", "2026-12-10", "2026-12-10", "2026-12-10"),
        (facts(year=None, budget_approved_on=None, subject=" "), "Facts of AUT, vd11", "", "", ""),
        (facts(year=None, subject="12th Brigade", at=at("2027-03-04T05:06:00Z"), received_on=day("2027-03-01")),
         "Facts of AUT 2027-03-04, vd11: 12th Brigade", "2027-03-04T05:06:00Z", "2027-03-04T05:06:00Z", "2027-03-04T05:06:00Z"),
        (facts(from_on=day("2027-05"), to_on=day("2027-06")), "Facts of AUT 2027, vd11", "2027-05-01", "2027-06-30", "2027-05"),
        (facts(entry_on=day("2027-07-01"), exit_on=day("2027-07-20")), "Facts of AUT 2027, vd11", "2027-07-01", "2027-07-20", "2027-07-01"),
        (obligation_note(), "annual-exchange, vd11: AUT 2027", "2027-01-11T10:00:00Z", "2027-01-11T10:00:00Z", "2027-01-11T10:00:00Z"),
        (obligation_note(state="", period="", decided_at=None), "annual-exchange, vd11", "", "", ""),
    ],
)
def test_title_and_time(record: Record, name: str, begins: str, ends: str, when: str) -> None:
    summary = summarise(record)
    assert (summary.title, summary.begins, summary.ends, summary.when) == (name, begins, ends, when)


def test_parts_of_a_second_do_not_turn_the_order_of_time() -> None:
    earlier = summarise(a_contact(opened_at=at("2027-02-11T04:31:00Z"), answered_at=None, closed_at=at("2027-02-11T04:31:00.5Z")))
    later = summarise(a_contact(opened_at=at("2027-02-11T04:31:00.250Z"), answered_at=None, closed_at=None))
    assert earlier.begins <= earlier.ends
    assert earlier.begins <= later.begins
    assert later.when == "2027-02-11T04:31:00.250000Z"  # as recorded


def test_an_entry_planned_after_the_end_does_not_end_before_it_begins() -> None:
    record = an_inspection(arrived_at=None, started_at=None, entry_planned_at=at("2027-05-09T09:00:00Z"))
    assert period_of(record) == (date(2027, 5, 9), date(2027, 5, 9))


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (an_inspection(), "Inspection CBM/PL/27/0014/F33/O"), (an_exercise(), "Exercise NORTHERN ARC 27"),
        (a_contact(reference=""), "Hotline contact Helicopter near the line"), (a_case(), "Case Helicopter incident of February 2027"),
        (facts(), "Facts of AUT 2027, vd11"), (obligation_note(), "Obligation note annual-exchange, vd11: AUT 2027"),
    ],
)
def test_labels(record: Record, said: str) -> None:
    assert label(record) == said


def test_states_are_told_with_their_roles() -> None:
    assert states_of(an_inspection()) == (
        ("POL", "from_state"), ("DEU", "to"), ("POL", "inspecting_states"), ("DEU", "receiving_state"),
    )
    assert ("FRA", "contingents") in states_of(an_exercise())
    assert ("FRA", "participations") in states_of(an_agreement())
    assert states_of(a_state()) == (("XRU", "code"),)
    assert states_of(a_contribution(to=("NORTHERN ARC 27", "POL"))) == (("POL", "to"), ("FRA", "state"))
    assert states_of(facts(shares={"CHE": 60, "AUT": 40}, residue_to="DEU")) == (
        ("AUT", "state"), ("DEU", "residue_to"), ("CHE", "shares"), ("AUT", "shares"),
    )
    assert ("USA", "releasable_to") not in states_of(a_contact(releasable_to=("USA",)))


def test_an_agreement_stands_under_itself() -> None:
    assert agreements_of(an_agreement(agreements=("vd11",))) == ("river-2001", "vd11")
    assert agreements_of(facts()) == agreements_of(obligation_note()) == ("vd11",)
    assert agreements_of(facts(agreements=("gemi", "vd11"))) == ("gemi", "vd11")


def test_what_can_be_searched() -> None:
    found = searchable(an_exercise(area=Area(name="Baumholder"), remarks="Kräfte", distances_km={"line of control": 12}))
    for words in ("NORTHERN ARC 27", "Baumholder", "Kräfte", "Field exercise", "DEU", "FRA", "vd11", "2027-06-01", "line of control"):
        assert words in found
    assert "Send the flight log" in searchable(a_contact())
    assert "Anna Nowak" in searchable(an_inspection())
    assert "13000" in searchable(a_notification())
    assert all(record.id not in searchable(record) for record in one_of_each())


@pytest.mark.parametrize(
    ("contingents", "troops"),
    [
        ((), None), ((a_contingent(troops=None),), None), ((a_contingent(troops=0),), 0),
        ((a_contingent(), a_contingent(state="FRA", troops=None)), 7_000),
        ((a_contingent(phase="1"), a_contingent(phase="2", troops=9_000)), 9_000),
        ((a_contingent(phase="1"), a_contingent(state="FRA", phase="1", troops=1), a_contingent(state="POL", troops=10)), 7_011),
    ],
)
def test_phases_follow_each_other_and_contingents_without_one_are_in_all(contingents: tuple[object, ...], troops: int | None) -> None:
    assert total(an_exercise(contingents=contingents).contingents, "troops") == troops


def test_the_figure_of_a_contribution_is_its_quantity_then_its_amount() -> None:
    assert summarise(a_contribution()).figure == 6000.0
    assert summarise(a_contribution(quantity=None, amount=Decimal("2.5"))).figure == 2.5
