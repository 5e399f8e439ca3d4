"""United States and Russia: examples 21 and 22 of the reference, the hourly test, and both sides of each limit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cbm_tracker.domain.record_json import from_json
from cbm_tracker.regimes.evaluation import calendar, judge
from tests.regimes.json_examples import Example, Json, YearExample, examples
from tests.regimes.situations import a_situation, shipped

ID = "00000000-0000-4000-8000-000000000001"
OTHER = "00000000-0000-4000-8000-000000000002"
LATER = "2027-12-20T00:00:00Z"


def told(pack: str, kind: str, sent_at: str, state: str = "USA", **more: Any) -> Json:
    return {"kind": "notification", "agreements": [pack], "notification_kind": kind, "from_state": state, "sent_at": sent_at,
            "links": [{"relation": "notifies", "target": ID}], **more}


def exercise(**more: Any) -> Json:
    return {"kind": "exercise", "id": ID, "host_states": ["USA"], **more}


def launch(starts_on: str = "2027-10-12", **more: Any) -> Json:
    return exercise(activity_type="missile_launch", starts_on=starts_on, launch={"window_starts_on": "2027-10-12"},
                    **{"facts": {"missile_class": "ICBM"}, **more})


PACK = "us-ru-1988-launch"
NOTICE, VALID, CONTENT = (f"{PACK}/{rule}" for rule in ("launch-notice", "notice-validity", "notice-content"))


@examples(
    Example(NOTICE, "example 21, launch date 12 October 2027", launch(), "required", due="2027-10-11T00:00Z",
            sum="2027-10-12T00:00Z - 24 hours = 2027-10-11T00:00Z", state="upcoming", certainty="verified"),
    Example(NOTICE, "sent at the last instant", launch(), "required", state="met", at=LATER,
            also=[told(PACK, "missile_launch_pre", "2027-10-11T00:00:00Z")]),
    Example(NOTICE, "sent an hour later", launch(), "required", state="met_late", at=LATER,
            also=[told(PACK, "missile_launch_pre", "2027-10-11T01:00:00Z")], says="Late by 1 h."),
    Example(NOTICE, "a missile of another class", launch(facts={"missile_class": "SRBM"}), "not_required"),
    Example(NOTICE, "a missile of no known class", launch(facts={}), "undetermined", missing=("facts.missile_class",)),
    Example(NOTICE, "recorded under the agreement", launch(facts={}, agreements=[PACK]), "required"),
    Example(VALID, "example 21, a launch on 15 October", launch("2027-10-15"), "permitted",
            sum="2027-10-12 + 4 days - 1 day = 2027-10-15", certainty="established"),
    Example(VALID, "example 21, a launch on 16 October", launch("2027-10-16"), "required", due="2027-10-15T00:00Z"),
    Example(CONTENT, "all items", told(PACK, "missile_launch_pre", "2027-02-02T08:00:00Z", content={
        "date": "2027-10-12", "launch_area": "Vandenberg", "impact_area": "Kwajalein"}), "required"),
    Example(CONTENT, "without the impact area", told(PACK, "missile_launch_pre", "2027-02-02T08:00:00Z", content={
        "date": "2027-10-12", "launch_area": "Vandenberg"}), "advisory", missing=("content.impact_area",)),
)
def test_launches(example: Example) -> None:
    example.check()


MAJOR = "us-ru-1989-exercises"


def major(**more: Any) -> Json:
    return exercise(agreements=[MAJOR], starts_on="2027-11-03", **more)


@examples(
    Example(f"{MAJOR}/exercise-notice", "example 22, begins 3 November 2027", major(), "required", due="2027-10-20",
            sum="2027-11-03 - 14 days = 2027-10-20", state="upcoming"),
    Example(f"{MAJOR}/exercise-notice", "the date in UTC counts", {**major(starts_at="2027-11-03T23:30:00Z"), "host_states": ["RUS"]},
            "required", due="2027-10-20"),
    Example(f"{MAJOR}/exercise-notice", "example 22, a second one the same year", major(), "not_required",
            also=[{**major(), "id": OTHER, "starts_on": "2027-04-01", "designation": "GLOBAL FIRST"}],
            says="An earlier one of the same year: GLOBAL FIRST, 2027-04-01."),
    Example(f"{MAJOR}/exercise-notice", "one in the year before", major(), "required",
            also=[{**major(), "id": OTHER, "starts_on": "2026-12-31"}]),
    Example(f"{MAJOR}/exercise-notice", "one of the other side", major(), "required",
            also=[{**major(), "id": OTHER, "starts_on": "2027-04-01", "host_states": ["RUS"]}]),
    Example(f"{MAJOR}/exercise-notice", "sent on the last day", major(), "required", state="met", at=LATER,
            also=[told(MAJOR, "strategic_exercise_advance", "2027-10-20T18:00:00Z")]),
    Example(f"{MAJOR}/exercise-notice", "sent a day late", major(), "required", state="met_late", at=LATER,
            also=[told(MAJOR, "strategic_exercise_advance", "2027-10-21T18:00:00Z")]),
    Example(f"{MAJOR}/exercise-notice", "an exercise of another kind", exercise(starts_on="2027-11-03"), ""),
    Example(f"{MAJOR}/exercise-notice", "without heavy bombers", major(facts={"heavy_bombers": False}), "not_required"),
)
def test_major_exercises(example: Example) -> None:
    example.check()


def toward(beyond: bool, other_side: bool) -> Json:
    return exercise(activity_type="missile_launch", starts_on="2027-05-10",
                    facts={"beyond_own_territory": beyond, "toward_other_side": other_side})


SEA = exercise(starts_on="2027-05-10", facts={"dangerous_to_navigation": True})


@examples(
    Example("us-ru-1971-accidents/launch-notice", "beyond the territory and toward the other side", toward(True, True), "required",
            due="2027-05-10"),
    Example("us-ru-1971-accidents/launch-notice", "beyond it, in another direction", toward(True, False), "not_required"),
    Example("us-ru-incsea/navigational-warning", "three days ahead", SEA, "required", due="2027-05-07", state="met", at=LATER,
            also=[told("us-ru-incsea", "navigational_warning", "2027-05-07T18:00:00Z")], says="Below the desirable notice of 5 days"),
    Example("us-ru-incsea/navigational-warning", "two days ahead", SEA, "required", state="met_late", at=LATER,
            also=[told("us-ru-incsea", "navigational_warning", "2027-05-08T18:00:00Z")]),
    Example("us-ru-incsea/navigational-warning", "nothing dangerous", exercise(starts_on="2027-05-10"), ""),
)
def test_other_notices(example: Example) -> None:
    example.check()


def holdings(year: int, **held: int) -> Json:
    return {"kind": "agreement_facts", "agreement": "new-start", "state": "USA", "year": year, "holdings": held}


@examples(
    Example("new-start/warhead-ceiling", "1,550 in 2020", holdings(2020, deployed_warheads=1_550), "permitted"),
    Example("new-start/warhead-ceiling", "1,551 in 2020", holdings(2020, deployed_warheads=1_551), "breach"),
    Example("new-start/warhead-ceiling", "1,551 after Russia’s suspension", holdings(2024, deployed_warheads=1_551), "breach",
            informs=True),
    Example("new-start/warhead-ceiling", "1,551 after its end", holdings(2027, deployed_warheads=1_551), "breach", informs=True),
    Example("new-start/delivery-vehicle-ceiling", "700 in 2020", holdings(2020, deployed_delivery_vehicles=700), "permitted"),
    Example("new-start/delivery-vehicle-ceiling", "701 in 2020", holdings(2020, deployed_delivery_vehicles=701), "breach"),
)
def test_new_start(example: Example) -> None:
    example.check()


def a_test(opened_at: str, by: str) -> Json:
    return {"kind": "contact", "agreements": ["us-ru-hotline"], "channel": "hotline_data", "purpose": "routine_test",
            "with_states": ["USA", "RUS"], "initiated_by": by, "opened_at": opened_at, "outcome": "answered"}


@examples(
    Example("us-ru-hotline/hourly-test", "the United States in an even hour", a_test("2027-02-01T14:01:00Z", "USA"), "required",
            says="The scheduled call of 2027-02-01T14:00Z"),
    Example("us-ru-hotline/hourly-test", "the United States in an odd hour", a_test("2027-02-01T15:01:00Z", "USA"), "required",
            says="In this hour RUS calls; here it was USA."),
    Example("us-ru-hotline/hourly-test", "Russia in an odd hour", a_test("2027-02-01T15:01:00Z", "RUS"), "required"),
    Example("us-ru-hotline/hourly-test", "between two hours", a_test("2027-02-01T15:30:00Z", "RUS"), "not_required"),
)
def test_hotline(example: Example) -> None:
    example.check()


@pytest.mark.parametrize("state", ["USA", "RUS"])
def test_each_side_tests_the_link_every_other_hour(state: str) -> None:
    found = calendar([shipped()["us-ru-hotline"]], a_situation(owner=state), state, date(2027, 5, 3), date(2027, 5, 3))
    assert [note.partition(",")[0] for finding in found for note in finding.notes if "expected" in note] == ["12 expected"]


def review(day: str) -> Json:
    return {"kind": "contact", "agreements": ["us-ru-incsea"], "purpose": "consultation", "with_states": ["USA", "RUS"],
            "opened_at": f"{day}T09:00:00Z", "outcome": "closed"}


@examples(
    YearExample("us-ru-incsea/annual-review", "held in November", "USA", (("2027-12-31", "2027", "met"),),
                records=[review("2027-11-10")], at="2028-01-31T00:00:00Z"),
    YearExample("us-ru-incsea/annual-review", "not held", "USA", (("2027-12-31", "2027", "overdue"),), at="2028-01-31T00:00:00Z"),
)
def test_annual_review(example: YearExample) -> None:
    example.check()


def test_the_centres_and_the_dangerous_activities_set_no_numbers() -> None:
    assert (shipped()["us-ru-nrrc"].rules, shipped()["us-ru-1989-activities"].rules) == ((), ())


def test_a_second_exercise_does_not_depend_on_the_order_of_records() -> None:
    first, second = from_json({**major(), "id": OTHER, "starts_on": "2027-04-01"}), from_json(major())
    for situation in (a_situation(first, second), a_situation(second, first)):
        told_of = [(found.record, found.outcome) for record in (first, second) for found in judge([shipped()[MAJOR]], situation, record)]
        assert told_of == [(OTHER, "required"), (ID, "not_required")]
