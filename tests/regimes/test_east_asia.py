"""East Asia and the Shanghai agreements: examples 13, 19, 23 and 29 of the reference, trap 7, and both sides of each limit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cbm_tracker.domain.measures import Participation
from cbm_tracker.domain.record_json import from_json
from cbm_tracker.regimes.evaluation import calendar
from cbm_tracker.regimes.kinds.calls import Calls, expected_calls
from tests.builders import day
from tests.regimes.json_examples import Example, Json, YearExample, examples
from tests.regimes.situations import a_situation, instant, shipped, the_finding

ID = "00000000-0000-4000-8000-000000000001"
LATER = "2028-06-01T00:00:00Z"


def told(pack: str, kind: str, sent_on: str, state: str, relation: str = "notifies", **more: Any) -> Json:
    return {"kind": "notification", "agreements": [pack], "notification_kind": kind, "from_state": state,
            "sent_at": f"{sent_on}T06:00:00Z", "links": [{"relation": relation, "target": ID}], **more}


def exercise(state: str, troops: int | None = None, tanks: int = 0, **more: Any) -> Json:
    forces = [{"state": state, "troops": troops, "battle_tanks": tanks}] if troops is not None else []
    return {"kind": "exercise", "id": ID, "host_states": [state], "starts_on": "2027-09-01", "contingents": forces, **more}


def zone(troops: int, tanks: int = 0, **more: Any) -> Json:
    return exercise("CHN", troops, tanks, activity_type="field_exercise", **{"in_zone": True, **more})


def observers(count: int = 6, **more: Any) -> Json:
    return {"kind": "inspection", "id": ID, "agreements": ["shanghai-1996"], "inspection_kind": "observation_of_exercise",
            "inspecting_states": ["KAZ"], "receiving_state": "CHN", "entry_planned_at": "2027-08-31T04:00:00Z",
            "team": [{"name": f"Observer {number}"} for number in range(count)], **more}


SHANGHAI = "shanghai-1996"
DUTY, RECIPROCAL, VOLUNTARY = (f"{SHANGHAI}/observer-invitation{end}" for end in ("", "-reciprocal", "-voluntary"))
INVITATION = ("start", "duration", "programme", "programme_length", "arrival", "departure", "aids", "transport", "lodging")


@examples(
    Example(DUTY, "example 19, 35,000 in the zone", zone(35_000), "required", due="2027-08-02", sum="2027-09-01 - 30 days = 2027-08-02",
            certainty="verified", value=35_000),
    Example(DUTY, "34,999 in the zone", zone(34_999), "not_required"),
    Example(DUTY, "35,000 outside the zone", zone(35_000, in_zone=False), "not_required"),
    Example(DUTY, "35,000 at 100 km from the border", exercise("CHN", 35_000, distances_km={"border": 100}), "required"),
    Example(DUTY, "35,000 at 101 km from the border", exercise("CHN", 35_000, distances_km={"border": 101}), "not_required"),
    Example(DUTY, "35,000, and nobody says where", exercise("CHN", 35_000), "undetermined", missing=("distances_km.border",)),
    Example(DUTY, "a missile launch", exercise("CHN", activity_type="missile_launch"), ""),
    Example(DUTY, "invited a day late", zone(35_000), "required", state="met_late", at=LATER,
            also=[told(SHANGHAI, "observer_invitation", "2027-08-03", "CHN")]),
    Example(DUTY, "invited on the last day", zone(35_000), "required", state="met", at=LATER,
            also=[told(SHANGHAI, "observer_invitation", "2027-08-02", "CHN")]),
    Example(RECIPROCAL, "25,000 in the zone", zone(25_000), "advisory", due="2027-08-02"),
    Example(RECIPROCAL, "24,999 in the zone", zone(24_999), "not_required"),
    Example(RECIPROCAL, "35,000 is a duty", zone(35_000), ""),
    Example(VOLUNTARY, "example 19, 13,500 troops", zone(13_500), "advisory", state="informational"),
    Example(VOLUNTARY, "example 19, 12,000 troops with 300 tanks", zone(12_000, 300), "advisory", state="informational"),
    Example(VOLUNTARY, "12,999 troops with 299 tanks", zone(12_999, 299), "not_required"),
    Example(VOLUNTARY, "13,000 outside the zone", zone(13_000, in_zone=False), "advisory"),
    Example(VOLUNTARY, "35,000 is a duty", zone(35_000), ""),
    Example(f"{SHANGHAI}/invitation-content", "all items", told(
        SHANGHAI, "observer_invitation", "2027-02-02", "CHN", content=dict.fromkeys(INVITATION, "told")), "required"),
    Example(f"{SHANGHAI}/invitation-content", "without lodging", told(
        SHANGHAI, "observer_invitation", "2027-02-02", "CHN", content=dict.fromkeys(INVITATION[:-1], "told")), "advisory",
        missing=("content.lodging",)),
    Example(f"{SHANGHAI}/observer-reply", "example 19, observers due 31 August", observers(), "required", due="2027-08-21",
            sum="2027-08-31 - 10 days = 2027-08-21", says="No reply is no breach: it means that no observers come."),
    Example(f"{SHANGHAI}/observer-reply", "replied on the last day", observers(replied_at="2027-08-21T04:00:00Z"), "required", state="met",
            at=LATER),
    Example(f"{SHANGHAI}/observer-reply", "replied a day late", observers(replied_at="2027-08-22T04:00:00Z"), "required", state="met_late",
            at=LATER),
    Example(f"{SHANGHAI}/observer-team", "example 19, six observers", observers(6), "permitted"),
    Example(f"{SHANGHAI}/observer-team", "seven observers", observers(7), "breach", value=7),
    Example(f"{SHANGHAI}/exercise-notice", "25,000 in the zone", zone(25_000), "required", due="2027-08-22", certainty="provisional"),
    Example(f"{SHANGHAI}/exercise-notice", "24,999 in the zone", zone(24_999), "not_required", certainty="provisional"),
    Example(f"{SHANGHAI}/exercise-size", "40,000 in the East", zone(40_000, sector="east"), "permitted", certainty="provisional"),
    Example(f"{SHANGHAI}/exercise-size", "40,001 in the East", zone(40_001, sector="east"), "advisory", certainty="provisional"),
    Example(f"{SHANGHAI}/exercise-size", "4,000 with 50 tanks in the West", zone(4_000, 50, sector="west"), "permitted"),
    Example(f"{SHANGHAI}/exercise-size", "4,000 with 51 tanks in the West", zone(4_000, 51, sector="west"), "advisory"),
    Example(f"{SHANGHAI}/exercise-size", "5,000, and nobody says in which sector", zone(5_000), "undetermined", missing=("sector",)),
)
def test_shanghai(example: Example) -> None:
    example.check()


def side(state: str = "CHN", year: int = 2015, **more: Any) -> Json:
    return {"kind": "agreement_facts", "agreement": "shanghai-1997", "state": state, "year": year, **more}


MOSCOW = "shanghai-1997"
CEILINGS = (
    ("ground-forces-ceiling", "ground_forces", 115_400), ("air-forces-ceiling", "air_forces", 14_100),
    ("air-defence-aviation-ceiling", "air_defence_aviation", 900), ("east-personnel-ceiling", "east_personnel", 119_400),
    ("west-personnel-ceiling", "west_personnel", 11_000), ("border-troops-ceiling", "border_troops", 55_000),
    ("tank-ceiling", "battle_tanks", 3_900),
)


@examples(
    Example(f"{MOSCOW}/rotation-overshoot", "example 29, 150,000 for 40 days", side(personnel=150_000, overshoot_days=40), "permitted",
            value=150_000, says="The agreement was valid to 31 December 2020"),
    Example(f"{MOSCOW}/rotation-overshoot", "176,040 for 90 days", side(personnel=176_040, overshoot_days=90), "permitted"),
    Example(f"{MOSCOW}/rotation-overshoot", "176,041 for 90 days", side(personnel=176_041, overshoot_days=90), "breach"),
    Example(f"{MOSCOW}/rotation-overshoot", "150,000 for 91 days", side(personnel=150_000, overshoot_days=91), "breach"),
    Example(f"{MOSCOW}/rotation-overshoot", "150,000, and nobody says for how long", side(personnel=150_000), "undetermined",
            missing=("overshoot_days",)),
    Example(f"{MOSCOW}/rotation-overshoot", "130,400 is no overshoot", side(personnel=130_400), ""),
    Example(f"{MOSCOW}/personnel-ceiling", "130,400", side(personnel=130_400), "permitted"),
    Example(f"{MOSCOW}/personnel-ceiling", "130,401 for 91 days", side(personnel=130_401, overshoot_days=91), "breach"),
    Example(f"{MOSCOW}/personnel-ceiling", "example 29, a rotation within its limits", side(personnel=150_000, overshoot_days=40),
            "permitted"),
    Example(f"{MOSCOW}/tank-ceiling", "Russia with 3,810 tanks", side("RUS", holdings={"battle_tanks": 3_810}), "permitted"),
    Example(f"{MOSCOW}/tank-ceiling", "Russia with 3,811 tanks", side("RUS", holdings={"battle_tanks": 3_811}), "breach"),
    *(Example(f"{MOSCOW}/{rule}", f"{limit + over:,}", side(holdings={key: limit + over}), "breach" if over else "permitted")
      for rule, key, limit in CEILINGS for over in (0, 1)),
)
def test_moscow(example: Example) -> None:
    example.check()


KOREA = "kr-cma-2018"


def flight(kind: str, km: float, sector: str = "", starts_on: str = "2027-05-10", **more: Any) -> Json:
    told_too = {"sector": sector} if sector else {}
    return {"kind": "exercise", "id": ID, "host_states": ["KOR"], "activity_type": "other", "starts_on": starts_on,
            "aircraft_kind": kind, "distances_km": {"MDL": km}, **told_too, **more}


def near_line(km: float, starts_on: str = "2019-05-10", **more: Any) -> Json:
    return {"kind": "exercise", "id": ID, "host_states": ["KOR"], "starts_on": starts_on, "distances_km": {"MDL": km}, **more}


FLY = f"{KOREA}/no-fly-zone"
THEN = "2019-05-10"


@examples(
    Example(f"{FLY}-unmanned", "example 13, 12 km in the East, suspended", flight("unmanned", 12, "east"), "breach", informs=True,
            state="informational"),
    Example(f"{FLY}-unmanned", "example 13, 12 km in the West, suspended", flight("unmanned", 12, "west"), "permitted", informs=True),
    Example(f"{FLY}-unmanned", "12 km in the East while it was in force", flight("unmanned", 12, "east", THEN), "breach"),
    Example(f"{FLY}-unmanned", "14.9 km in the East", flight("unmanned", 14.9, "east", THEN), "breach"),
    Example(f"{FLY}-unmanned", "15 km in the East", flight("unmanned", 15, "east", THEN), "permitted"),
    Example(f"{FLY}-unmanned", "9.9 km in the West", flight("unmanned", 9.9, "west", THEN), "breach"),
    Example(f"{FLY}-unmanned", "10 km in the West", flight("unmanned", 10, "west", THEN), "permitted"),
    Example(f"{FLY}-unmanned", "trap 7, 12 km and no sector", flight("unmanned", 12, starts_on=THEN), "undetermined", missing=("sector",)),
    Example(f"{FLY}-unmanned", "a rescue flight", flight("unmanned", 3, "east", THEN, facts={"exempt_flight": True}), ""),
    Example(f"{FLY}-fixed-wing", "39.9 km in the East", flight("fixed_wing", 39.9, "east", THEN), "breach"),
    Example(f"{FLY}-fixed-wing", "40 km in the East", flight("fixed_wing", 40, "east", THEN), "permitted"),
    Example(f"{FLY}-fixed-wing", "19.9 km in the West", flight("fixed_wing", 19.9, "west", THEN), "breach"),
    Example(f"{FLY}-fixed-wing", "20 km in the West", flight("fixed_wing", 20, "west", THEN), "permitted"),
    Example(f"{FLY}-fixed-wing", "trap 7, 15 km is for unmanned aircraft only", flight("fixed_wing", 16, "east", THEN), "breach"),
    Example(f"{FLY}-fixed-wing", "an airliner", flight("fixed_wing", 16, "east", THEN, facts={"commercial": True}), ""),
    Example(f"{FLY}-rotary-wing", "9.9 km", flight("rotary_wing", 9.9, "", THEN), "breach"),
    Example(f"{FLY}-rotary-wing", "10 km", flight("rotary_wing", 10, "", THEN), "permitted"),
    Example(f"{FLY}-balloon", "24.9 km", flight("balloon", 24.9, "", THEN), "breach"),
    Example(f"{FLY}-balloon", "25 km", flight("balloon", 25, "", THEN), "permitted"),
    Example(f"{KOREA}/exempt-flight-notice", "told on the day", flight(
        "rotary_wing", 3, "", THEN, facts={"exempt_flight": True}), "required", due=THEN, state="met",
        also=[told(KOREA, "overflight_request", THEN, "KOR")]),
    Example(f"{KOREA}/exempt-flight-notice", "told the day after", flight(
        "rotary_wing", 3, "", THEN, facts={"exempt_flight": True}), "required", state="met_late",
        also=[told(KOREA, "overflight_request", "2019-05-11", "KOR")]),
    Example(f"{KOREA}/live-fire-distance", "5 km", near_line(5, facts={"live_fire": True}), "prohibited"),
    Example(f"{KOREA}/live-fire-distance", "5.1 km", near_line(5.1, facts={"live_fire": True}), "permitted"),
    Example(f"{KOREA}/field-training-distance", "a regiment 4 km away", near_line(4, level="regiment"), "prohibited"),
    Example(f"{KOREA}/field-training-distance", "a battalion 4 km away", near_line(4, level="battalion"), "permitted"),
    Example(f"{KOREA}/field-training-distance", "a regiment 5.1 km away", near_line(5.1, level="regiment"), "permitted"),
    Example(f"{KOREA}/sea-zone", "in the zone", near_line(9, activity_type="naval_exercise", in_zone=True), "prohibited"),
    Example(f"{KOREA}/sea-zone", "outside it", near_line(9, activity_type="naval_exercise", in_zone=False), "permitted"),
    Example(f"{KOREA}/sea-zone", "before it began", near_line(9, "2018-10-31", activity_type="naval_exercise", in_zone=True), "prohibited",
            informs=True),
)
def test_korea(example: Example) -> None:
    example.check()


def test_a_register_that_knows_of_a_restoration_binds_again() -> None:
    uav = from_json(flight("unmanned", 12, "east"))
    back = tuple(Participation(state=state, status="in_force", from_on=day("2027-01-01")) for state in ("KOR", "PRK"))
    found = the_finding(uav, KOREA, rule="no-fly-zone-unmanned", participations={KOREA: back})
    assert (found.outcome, found.gate) == ("breach", "")


@pytest.mark.parametrize(("rule", "days", "calls"), [
    pytest.param("liaison-calls", 7, 10, id="kr-cma-2018/liaison-calls: example 23, Monday to Sunday"),
    pytest.param("liaison-calls", 5, 10, id="kr-cma-2018/liaison-calls: Monday to Friday, none at the weekend"),
    pytest.param("military-calls", 7, 14, id="kr-cma-2018/military-calls: example 23, Monday to Sunday"),
    pytest.param("military-calls", 5, 10, id="kr-cma-2018/military-calls: Monday to Friday"),
])
def test_calls_of_a_week(rule: str, days: int, calls: int) -> None:
    schedule = shipped()[KOREA].by_id[rule]
    assert isinstance(schedule, Calls)
    monday = instant("2027-05-02T15:00:00Z")  # 00:00 of 3 May in Seoul
    assert len(expected_calls(schedule, monday, monday + timedelta(days=days))) == calls


def test_each_unanswered_call_is_listed() -> None:
    silent = [from_json({
        "kind": "contact", "agreements": [KOREA], "channel": "hotline_data", "purpose": "routine_test", "with_states": ["PRK"],
        "scheduled_at": f"2027-05-0{3 + number // 2}T0{7 if number % 2 else 0}:00:00Z", "outcome": "unanswered",
    }) for number in range(6)]
    situation = a_situation(*silent, at="2027-05-06T00:00:00Z", owner="KOR")
    (found,) = [each for each in calendar([shipped()[KOREA]], situation, "KOR", date(2027, 5, 3), date(2027, 5, 9))
                if each.rule == "military-calls"]
    assert "14 expected, 0 held, 6 unanswered" in " ".join(found.notes)


@examples(
    Example("ru-cn-launch-notices/launch-notice", "a space launch", exercise("CHN", activity_type="space_launch"), "required",
            due="2027-09-01"),
    Example("ru-cn-launch-notices/launch-notice", "2,001 km to the North", exercise(
        "CHN", activity_type="missile_launch", facts={"range_km": 2_001, "direction": "N"}), "required"),
    Example("ru-cn-launch-notices/launch-notice", "2,000 km to the North", exercise(
        "CHN", activity_type="missile_launch", facts={"range_km": 2_000, "direction": "N"}), "not_required"),
    Example("ru-cn-launch-notices/launch-notice", "from China to the East", exercise(
        "CHN", activity_type="missile_launch", facts={"range_km": 5_000, "direction": "E"}), "not_required"),
    Example("ru-cn-launch-notices/launch-notice", "from Russia to the East", exercise(
        "RUS", activity_type="missile_launch", facts={"range_km": 5_000, "direction": "E"}), "required"),
)
def test_russia_and_china(example: Example) -> None:
    example.check()


def consultation(opened_at: str) -> Json:
    return {"kind": "contact", "agreements": ["cn-jp-communication"], "purpose": "consultation", "with_states": ["JPN", "CHN"],
            "opened_at": opened_at, "outcome": "closed"}


@examples(
    YearExample("cn-jp-communication/annual-meeting", "held in May", "JPN", (("2027-12-31", "2027", "met"),),
                records=[consultation("2027-05-16T03:00:00Z")], at="2028-01-31T00:00:00Z"),
    YearExample("cn-jp-communication/annual-meeting", "held only in the year before", "JPN", (("2027-12-31", "2027", "overdue"),),
                records=[consultation("2026-12-16T03:00:00Z")], at="2028-01-31T00:00:00Z"),
)
def test_china_and_japan(example: YearExample) -> None:
    example.check()


@pytest.mark.parametrize("pack", ["cues", "asean-adi", "us-cn-mmca", "us-cn-2014", "arf-outlook"])
def test_without_numbers_there_are_no_rules(pack: str) -> None:
    assert shipped()[pack].rules == ()
