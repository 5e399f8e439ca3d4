"""Europe, the Black Sea, NATO and the United Nations: worked examples 20, 25, 26 and 28 of the reference, and the exchanges of the OSCE."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.measures import Participation
from tests.regimes.json_examples import Example, Json, YearExample, examples
from tests.regimes.situations import calendar_of, shipped


def facts(agreement: str, state: str, **more: Any) -> Json:
    return {"kind": "agreement_facts", "agreement": agreement, "state": state, **more}


def said(agreement: str, word: str, sent_at: str, state: str = "DEU", **more: Any) -> Json:
    return {"kind": "notification", "agreements": [agreement], "notification_kind": word, "from_state": state, "sent_at": sent_at, **more}


# ---------------------------------------------------------------- the Straits


def ships(**more: Any) -> Json:
    return facts("montreux", "FRA", **{"riparian": False, **more})


ENTRY = {"notified_entry_on": "2027-08-20"}
NOTICE = "montreux/passage-notice"
AFTER = "2027-12-01T00:00:00Z"
PRESENT = ships(entry_on="2027-08-10", total_tonnage=26_500, exit_on="2027-08-30")


def force(tonnage: float, entry_on: str = "2027-08-20", state: str = "USA", **more: Any) -> Json:
    return {**ships(entry_on=entry_on, tonnage=tonnage, **more), "state": state}


def transit(**more: Any) -> Json:
    return ships(entry_on="2027-08-20", facts={"transit": True}, **more)


@examples(
    Example(NOTICE, "example 20, ten days, below the desirable 15", ships(**ENTRY, received_on="2027-08-10"), "required",
            due="2027-08-12", state="met", at=AFTER, says="desirable notice of 15 days (2027-08-05)",
            sum="2027-08-20 - 8 days = 2027-08-12"),
    Example(NOTICE, "eight days", ships(**ENTRY, received_on="2027-08-12"), "required", state="met", at=AFTER),
    Example(NOTICE, "seven days", ships(**ENTRY, received_on="2027-08-13"), "required", state="met_late", at=AFTER,
            says="Late by 1 day."),
    Example(NOTICE, "a Black Sea Power", ships(**ENTRY, riparian=True), ""),
    Example(NOTICE, "France, of which the record says nothing more", facts("montreux", "FRA", **ENTRY), "required", due="2027-08-12"),
    Example(NOTICE, "Romania, of which the record says nothing more", facts("montreux", "ROU", **ENTRY), ""),
    Example("montreux/passage-notice-black-sea-power", "Romania", facts("montreux", "ROU", **ENTRY), "required", due="2027-08-12"),
    Example("montreux/passage-notice-black-sea-power", "eight days", ships(**ENTRY, riparian=True, received_on="2027-08-12"), "required",
            due="2027-08-12", state="met", at=AFTER),
    Example("montreux/passage-notice-black-sea-power", "seven days", ships(**ENTRY, riparian=True, received_on="2027-08-13"), "required",
            state="met_late", at=AFTER),
    Example("montreux/passage-notice-content", "every item", said("montreux", "ship_transit", "2027-08-01T08:00:00Z", "FRA", content={
        "destination": "Constanța", "names": ["A"], "types": ["frigate"], "number_of_ships": 1, "entry_on": "2027-08-20"}), "required",
            state="met", at=AFTER),
    Example("montreux/passage-notice-content", "no number", said("montreux", "ship_transit", "2027-08-01T08:00:00Z", "FRA", content={
        "destination": "Constanța", "names": ["A"], "types": ["frigate"], "entry_on": "2027-08-20"}), "advisory", at=AFTER,
            says="number_of_ships"),
    Example("montreux/entry-date", "five days later", ships(**ENTRY, entry_on="2027-08-25"), "permitted"),
    Example("montreux/entry-date", "example 20, six days later: a new notice", ships(**ENTRY, entry_on="2027-08-26"), "required",
            sum="2027-08-20 + 5 days = 2027-08-25", due="2027-08-18"),
    Example("montreux/date-change", "three days", ships(**ENTRY, entry_on="2027-08-23", facts={"date_changed": True}), "required",
            due="2027-08-20"),
    Example("montreux/date-change", "no change", ships(**ENTRY, entry_on="2027-08-20"), ""),
    Example("montreux/stay", "example 20, 21 days", ships(entry_on="2027-08-20", exit_on="2027-09-10"), "required", due="2027-09-10",
            state="met", at=AFTER),
    Example("montreux/stay", "22 days", ships(entry_on="2027-08-20", exit_on="2027-09-11"), "required", state="met_late", at=AFTER),
    Example("montreux/humanitarian-tonnage", "8,000 tons", force(8_000, facts={"humanitarian": True}), "permitted", value=8_000),
    Example("montreux/humanitarian-tonnage", "8,001 tons", force(8_001, facts={"humanitarian": True}), "breach", value=8_001),
    Example("montreux/civil-aircraft-notice", "three days",
            ships(on="2027-08-20", received_on="2027-08-17", facts={"civil_aircraft": True}),
            "required", due="2027-08-17", state="met", at=AFTER),
    Example("montreux/civil-aircraft-notice", "two days", ships(on="2027-08-20", received_on="2027-08-18", facts={"civil_aircraft": True}),
            "required", state="met_late", at=AFTER),
)
def test_passage_of_the_straits(example: Example) -> None:
    example.check()


@examples(
    Example("montreux/black-sea-tonnage", "example 20, 26,500 and 4,000", force(4_000), "breach", value=30_500, also=[PRESENT],
            sum="26,500 + 4,000 = 30,500"),
    Example("montreux/black-sea-tonnage", "30,000 exactly", force(3_500), "permitted", value=30_000, also=[{**PRESENT, "state": "GBR",
            "total_tonnage": 20_000}, {**PRESENT, "state": "ITA", "total_tonnage": 6_500}]),
    Example("montreux/black-sea-tonnage", "the others have left", force(4_000, "2027-09-01"), "permitted", value=4_000, also=[PRESENT]),
    Example("montreux/black-sea-tonnage", "two thirds of one State", force(20_000), "permitted", value=20_000),
    Example("montreux/black-sea-tonnage", "more than two thirds of one State", force(20_001), "breach", value=20_001),
    Example("montreux/black-sea-tonnage", "a Black Sea Power", force(40_000, riparian=True), ""),
    Example("montreux/transit-tonnage", "15,000 tons", transit(total_tonnage=15_000), "permitted", value=15_000),
    Example("montreux/transit-tonnage", "15,001 tons", transit(total_tonnage=15_001), "breach", value=15_001),
    Example("montreux/transit-ships", "nine", transit(ships=9), "permitted", value=9),
    Example("montreux/transit-ships", "a tenth", {"id": "f0000000-0000-4000-8000-000000000000", **transit()}, "breach", value=10,
            also=[{"id": "00000000-0000-4000-8000-000000000001", **transit(ships=9)}]),
    Example("montreux/transit-ships", "ten in the Black Sea, which the limit does not mean", ships(entry_on="2027-08-20", ships=10), ""),
)
def test_tonnage_and_ships(example: Example) -> None:
    example.check()


@examples(
    YearExample("montreux/fleet-return", "both, the second late", "ROU", (
        ("2027-01-01", "2027-01", "met"), ("2027-07-01", "2027-07", "met_late")), records=[
            said("montreux", "fleet_return", "2026-12-31T09:00:00Z", "ROU", period="2027-01"),
            said("montreux", "fleet_return", "2027-07-02T09:00:00Z", "ROU", period="2027-07")]),
    YearExample("montreux/fleet-return", "no Black Sea Power", "FRA", ()),
)
def test_fleet_returns(example: YearExample) -> None:
    example.check()


# ---------------------------------------------------------------- ceilings of Dayton

LIMITS = {
    "battle-tanks": {"BIH": 410, "HRV": 410, "MNE": 77, "SRB": 948},
    "armoured-combat-vehicles": {"BIH": 340, "HRV": 340, "MNE": 64, "SRB": 786},
    "artillery": {"BIH": 1500, "HRV": 1500, "MNE": 375, "SRB": 3375},
    "combat-aircraft": {"BIH": 62, "HRV": 62, "MNE": 12, "SRB": 143},
    "attack-helicopters": {"BIH": 21, "HRV": 21, "MNE": 7, "SRB": 46},
}


def holding(category: str, state: str, number: int) -> Json:
    return facts("dayton-iv", state, year=2027, holdings={category.replace("-", "_"): number})


@examples(
    *(Example(f"dayton-iv/{category}-ceiling", f"{state} at {limit:,}", holding(category, state, limit), "permitted", value=limit)
      for category, limits in LIMITS.items() for state, limit in limits.items()),
    *(Example(f"dayton-iv/{category}-ceiling", f"{state} at {limit + 1:,}", holding(category, state, limit + 1), "breach", value=limit + 1)
      for category, limits in LIMITS.items() for state, limit in limits.items()),
    Example("dayton-iv/battle-tanks-ceiling", "another category alone", holding("artillery", "SRB", 1), ""),
)
def test_ceilings_of_dayton(example: Example) -> None:
    example.check()


def test_serbia_is_two_tanks_over_its_ceiling() -> None:
    """Example 28."""
    Example("dayton-iv/battle-tanks-ceiling", "950 tanks", holding("battle-tanks", "SRB", 950), "breach", value=950).check()
    rule = shipped()["dayton-iv"].by_id["battle-tanks-ceiling"]
    assert "Serbia 948" in rule.text


# ---------------------------------------------------------------- neighbours


def activity(**more: Any) -> Json:
    told = {"kind": "exercise", "agreements": ["hu-ro-csbm-1996"], "activity_type": "field_exercise", "host_states": ["ROU"],
            "starts_on": "2027-06-15", "ends_on": "2027-06-20", "distances_km": {"border": 40}}
    return {key: value for key, value in {**told, **more}.items() if value is not None}


BELT = "hu-ro-csbm-1996/land-activity-notice"


@examples(
    Example(BELT, "example 26", activity(), "required", due="2027-05-04", sum="2027-06-15 - 42 days = 2027-05-04"),
    Example(BELT, "80 km", activity(distances_km={"border": 80}), "required", due="2027-05-04"),
    Example(BELT, "80.1 km", activity(distances_km={"border": 80.1}), "not_required"),
    Example(BELT, "distance not told", activity(distances_km=None), "undetermined"),
    Example(BELT, "at sea", activity(activity_type="naval_exercise"), ""),
    Example(BELT, "in a third State", activity(host_states=["DEU"]), ""),
)
def test_the_belt_between_romania_and_hungary(example: Example) -> None:
    example.check()


def flight(**more: Any) -> Json:
    told = {"kind": "inspection", "agreements": ["hu-ro-open-skies"], "inspection_kind": "observation_flight", "inspecting_states": ["HUN"],
            "receiving_state": "ROU", "requested_at": "2027-05-01T08:00:00Z", "entry_planned_at": "2027-05-02T08:00:00Z"}
    return {**told, **more}


FLOWN = [flight(requested_at=f"2027-0{month}-01T08:00:00Z", entry_planned_at=f"2027-0{month}-02T08:00:00Z") for month in (1, 2, 3, 4)]


@examples(
    Example("hu-ro-open-skies/flight-notice", "24 hours", flight(), "required", due="2027-05-01T08:00Z", state="met", at=AFTER),
    Example("hu-ro-open-skies/flight-notice", "less", flight(requested_at="2027-05-01T08:01:00Z"), "required", state="met_late", at=AFTER),
    Example("hu-ro-open-skies/flight-duration", "three hours", flight(
        flight_started_at="2027-05-02T10:00:00Z", ended_at="2027-05-02T13:00:00Z"), "required", state="met", at=AFTER),
    Example("hu-ro-open-skies/flight-duration", "more", flight(
        flight_started_at="2027-05-02T10:00:00Z", ended_at="2027-05-02T13:01:00Z"), "required", state="met_late", at=AFTER),
    Example("hu-ro-open-skies/flight-distance", "1,200 km", said(
        "hu-ro-open-skies", "mission_plan", "2027-05-02T08:00:00Z", "HUN", content={"flight_distance_km": 1200}), "permitted", value=1200),
    Example("hu-ro-open-skies/flight-distance", "1,201 km", said(
        "hu-ro-open-skies", "mission_plan", "2027-05-02T08:00:00Z", "HUN", content={"flight_distance_km": 1201}), "breach", value=1201),
    Example("hu-ro-open-skies/yearly-quota", "the fourth", flight(), "permitted", value=4, also=FLOWN[:3]),
    Example("hu-ro-open-skies/yearly-quota", "the fifth", flight(), "advisory", value=5, also=FLOWN),
)
def test_flights_between_romania_and_hungary(example: Example) -> None:
    example.check()


def at_sea(first: str, last: str, **more: Any) -> Json:
    told = {"kind": "exercise", "agreements": ["gr-tr-1988"], "activity_type": "naval_exercise", "from_state": "GRC", "starts_on": first,
            "ends_on": last}
    return {**told, **more}


SUMMER = "gr-tr-1988/summer-restraint"


@examples(
    Example(SUMMER, "ends on 30 June", at_sea("2027-06-20", "2027-06-30"), "permitted"),
    Example(SUMMER, "ends on 1 July", at_sea("2027-06-20", "2027-07-01"), "advisory", value=1),
    Example(SUMMER, "begins on 1 September", at_sea("2027-09-01", "2027-09-05"), "advisory", value=1),
    Example(SUMMER, "begins on 2 September", at_sea("2027-09-02", "2027-09-05"), "permitted"),
    Example(SUMMER, "on land", at_sea("2027-07-10", "2027-07-12", activity_type="field_exercise"), ""),
    Example(f"{SUMMER}-extended", "15 June", at_sea("2027-06-15", "2027-06-15"), "advisory", value=1),
    Example(f"{SUMMER}-extended", "14 June", at_sea("2027-06-14", "2027-06-14"), "permitted"),
    Example(f"{SUMMER}-extended", "15 September", at_sea("2027-09-15", "2027-09-20"), "advisory", value=1),
    Example(f"{SUMMER}-extended", "16 September", at_sea("2027-09-16", "2027-09-20"), "permitted"),
)
def test_the_summer_between_greece_and_turkiye(example: Example) -> None:
    example.check()


# ---------------------------------------------------------------- exchanges of a year

EXCHANGES = (
    ("gemi/annual-declaration", "annual_declaration", "04-30", "2027"),
    ("osce-code-of-conduct/questionnaire", "questionnaire_reply", "04-15", "2027"),
    ("osce-salw/annual-report", "annual_report", "06-30", "2026"),
    ("osce-arms-transfers/annual-report", "annual_report", "06-30", "2026"),
    ("osce-arms-transfers/questionnaire", "questionnaire_reply", "06-30", "2027"),
    ("osce-mines/questionnaire", "questionnaire_reply", "05-31", "2027"),
    ("dayton-iv/annual-exchange", "annual_exchange", "12-15", "2028"),
)
NEXT = {"04-30": "05-01", "04-15": "04-16", "06-30": "07-01", "05-31": "06-01", "12-15": "12-16"}


@examples(
    *(YearExample(rule, f"on its day, {day}", "SRB", ((f"2027-{day}", period, "met"),),
                  records=[said(rule.partition("/")[0], word, f"2027-{day}T12:00:00Z", "SRB")]) for rule, word, day, period in EXCHANGES),
    *(YearExample(rule, "a day later", "SRB", ((f"2027-{day}", period, "met_late"),),
                  records=[said(rule.partition("/")[0], word, f"2027-{NEXT[day]}T12:00:00Z", "SRB")])
      for rule, word, day, period in EXCHANGES),
    YearExample("osce-salw/annual-report", "nothing to declare", "SRB", (("2027-06-30", "2026", "nil_declared"),),
                records=[said("osce-salw", "nil_report", "2027-06-01T12:00:00Z", "SRB")]),
    YearExample("gemi/annual-declaration", "no participating State", "CHN", ()),
)
def test_exchanges_of_the_year(example: YearExample) -> None:
    example.check()


@pytest.mark.parametrize("pack", ["gemi", "osce-code-of-conduct", "osce-salw", "osce-arms-transfers", "osce-mines"])
def test_57_states_take_part_in_the_exchanges_of_the_osce(pack: str) -> None:
    assert len(shipped()[pack].states) == 57


# ---------------------------------------------------------------- NATO and the United Nations


def equipment(**more: Any) -> Json:
    return facts("un-coe", "DEU", **more)


ARRIVED = {"id": "0b7f7a52-6f0f-4c0e-9d6a-0d8e1d2c3b4a", **equipment(entry_on="2027-03-05", last_inspection_on="2027-01-10")}


def inspected(word: str, on: str) -> Json:
    return {"kind": "inspection", "agreements": ["un-coe"], "inspection_kind": word, "receiving_state": "DEU",
            "started_at": f"{on}T09:00:00Z", "links": [{"relation": "reports_on", "target": ARRIVED["id"]}]}


@examples(
    Example("un-coe/arrival-inspection", "example 25", ARRIVED, "required", due="2027-04-05", sum="2027-03-05 + 1 month = 2027-04-05"),
    Example("un-coe/arrival-inspection", "complete on 5 April", ARRIVED, "required", state="met", at=AFTER,
            also=[inspected("COE_arrival", "2027-04-05")]),
    Example("un-coe/arrival-inspection", "complete on 6 April", ARRIVED, "required", state="met_late", at=AFTER,
            also=[inspected("COE_arrival", "2027-04-06")]),
    Example("un-coe/readiness-inspection", "example 25", ARRIVED, "required", due="2027-07-10"),
    Example("un-coe/readiness-inspection", "on 10 July", ARRIVED, "required", state="met", at=AFTER,
            also=[inspected("COE_operational_readiness", "2027-07-10")]),
    Example("un-coe/readiness-inspection", "on 11 July", ARRIVED, "required", state="met_late", at=AFTER,
            also=[inspected("COE_operational_readiness", "2027-07-11")]),
    Example("un-coe/repatriation-inspection", "at departure", equipment(exit_on="2027-11-30"), "required", due="2027-11-30"),
    Example("un-coe/repatriation-inspection", "another inspection", {**ARRIVED, "exit_on": "2027-11-30"}, "required", state="overdue",
            at=AFTER, also=[inspected("COE_arrival", "2027-11-30")]),
    Example("un-coe/repatriation-inspection", "still there", ARRIVED, ""),
    Example("un-coe/serviceability", "90 per cent", equipment(facts={"serviceable_percent": 90}), "permitted", value=90),
    Example("un-coe/serviceability", "89.9 per cent", equipment(facts={"serviceable_percent": 89.9}), "advisory", value=89.9),
    Example("nato-art4/consultation", "a request", said("nato-art4", "consultation_request", "2027-02-01T09:00:00Z", "POL"), "required",
            state="upcoming"),
    Example("nato-art4/consultation", "no request", said("nato-art4", "clarification_request", "2027-02-01T09:00:00Z", "POL"), ""),
)
def test_united_nations_and_nato(example: Example) -> None:
    example.check()


@pytest.mark.parametrize(("role", "months"), [
    pytest.param("contributor", 12, id="un-coe/equipment-report: a contributor, each month"),
    pytest.param("host", 0, id="un-coe/equipment-report: no contributor"),
])
def test_reports_of_contingents(role: str, months: int) -> None:
    part = {"un-coe": (Participation(state="DEU", status="in_force", role=role),)}
    found = calendar_of("un-coe", rule="equipment-report", participations=part)
    assert len(found) == months
    if found:
        assert (str(found[0].obligation.due) if found[0].obligation else "", found[0].period) == ("2027-01-01", "2026-12")


def test_a_consultation_meets_the_request() -> None:
    request = {"id": "0b7f7a52-6f0f-4c0e-9d6a-0d8e1d2c3b4b", **said("nato-art4", "consultation_request", "2027-02-01T09:00:00Z", "POL")}
    held = {"kind": "contact", "purpose": "consultation", "opened_at": "2027-02-02T10:00:00Z",
            "links": [{"relation": "answers", "target": request["id"]}]}
    Example("nato-art4/consultation", "held", request, "required", state="met", at=AFTER, also=[held]).check()
