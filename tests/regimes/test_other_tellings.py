"""Worked examples told in other ways: by a notification where another record could tell it, without links, or with less."""

from __future__ import annotations

import pytest

from tests.regimes.json_examples import Example, Json, YearExample, examples

FLIGHT: Json = {
    "kind": "inspection", "id": "0b9c3f5e-4d5f-4c0e-9f61-0a4a2a1c7d01", "agreements": ["open-skies"],
    "inspection_kind": "observation_flight", "inspecting_states": ["FRA"], "receiving_state": "DEU",
    "entry_planned_at": "2027-06-10T06:00:00Z",
}
PLAN_ID = "0b9c3f5e-4d5f-4c0e-9f61-0a4a2a1c7d02"


def told(kind: str, agreement: str, sent_at: str, from_state: str, *to: str, **more: object) -> Json:
    return {"kind": "notification", "notification_kind": kind, "agreements": [agreement], "sent_at": sent_at, "from_state": from_state,
            "to": list(to), **more}


def facts(agreement: str, state: str, **more: object) -> Json:
    return {"kind": "agreement_facts", "agreement": agreement, "state": state, **more}


def exercise(state: str, *agreements: str, **more: object) -> Json:
    return {"kind": "exercise", "activity_type": "field_exercise", "host_states": [state], "agreements": list(agreements),
            **{"starts_on": "2027-09-01", "ends_on": "2027-09-10", **more}}


def of(relation: str, target: object) -> Json:
    return {"links": [{"relation": relation, "target": target}]}


def notice(sent_at: str, **more: object) -> Json:
    return told("observation_flight_notice", "open-skies", sent_at, "FRA", "DEU", **{**of("notifies", FLIGHT["id"]), **more})


PLAN = told("mission_plan", "open-skies", "2027-06-10T12:00:00Z", "FRA", "DEU", id=PLAN_ID, **of("notifies", FLIGHT["id"]))


def answer(sent_at: str) -> Json:
    return told("acceptance", "open-skies", sent_at, "DEU", "FRA", **of("answers", PLAN_ID))


PLANNED = {**FLIGHT, "requested_at": "2027-06-07T05:30:00Z", "plan_received_at": "2027-06-10T12:00:00Z"}


@examples(
    Example("open-skies/flight-notice", "told by a linked notice, 72.5 hours before", FLIGHT, "required", state="met",
            also=[notice("2027-06-07T05:30:00Z")], at="2027-06-08T00:00:00Z"),
    Example("open-skies/flight-notice", "told by a linked notice, a minute late", FLIGHT, "required", state="met_late",
            also=[notice("2027-06-07T06:01:00Z")], at="2027-06-08T00:00:00Z"),
    Example("open-skies/flight-notice", "a notice of something else", FLIGHT, "required", state="overdue",
            also=[notice("2027-06-07T05:30:00Z", links=[])], at="2027-06-08T00:00:00Z"),
    Example("open-skies/mission-plan-answer", "the plan as a notification", PLAN, "required", due="2027-06-10T16:00Z", state="due",
            at="2027-06-10T13:00:00Z"),
    Example("open-skies/mission-plan-answer", "answered at the last minute", PLAN, "required", state="met",
            also=[answer("2027-06-10T16:00:00Z")], at="2027-06-11T00:00:00Z"),
    Example("open-skies/mission-plan-answer", "answered a minute late", PLAN, "required", state="met_late",
            also=[answer("2027-06-10T16:01:00Z")], at="2027-06-11T00:00:00Z"),
    Example("open-skies/mission-plan-agreement", "the plan as a notification", PLAN, "advisory", due="2027-06-10T20:00Z",
            at="2027-06-10T13:00:00Z"),
    Example("open-skies/take-off", "the start of the flight as its beginning, in time",
            {**PLANNED, "started_at": "2027-06-11T12:00:00Z"}, "permitted", at="2027-06-12T00:00:00Z"),
    Example("open-skies/take-off", "the start of the flight as its beginning, a minute early",
            {**PLANNED, "started_at": "2027-06-11T11:59:00Z"}, "breach", at="2027-06-12T00:00:00Z"),
)
def test_open_skies_by_notifications(example: Example) -> None:
    example.check()


@examples(
    YearExample("open-skies/flight-plans-of-the-year", "a notice of one flight is no plan of the year", "FRA",
                (("2027-11-01", "2028", "overdue"),), records=[notice("2027-10-07T05:30:00Z")]),
    YearExample("open-skies/flight-plans-of-the-year", "plans told on 1 November", "FRA", (("2027-11-01", "2028", "met"),),
                records=[told("contact_plans", "open-skies", "2027-11-01T10:00:00Z", "FRA")]),
    YearExample("hcoc/annual-declaration", "told as an annual report on the last day", "AUT", (("2027-03-31", "2026", "met"),),
                records=[told("annual_report", "hcoc", "2027-03-31T10:00:00Z", "AUT")]),
    YearExample("hcoc/annual-declaration", "told as an annual report a day late", "AUT", (("2027-03-31", "2026", "met_late"),),
                records=[told("annual_report", "hcoc", "2027-04-01T10:00:00Z", "AUT")]),
    YearExample("gemi/annual-declaration", "told as an annual report", "AUT", (("2027-04-30", "2027", "met"),),
                records=[told("annual_report", "gemi", "2027-04-30T10:00:00Z", "AUT")]),
    YearExample("cfe/annual-exchange", "of a party that suspended nothing, in 2027", "UKR", (("2027-12-15", "2028", "informational"),),
                informs=True),
    YearExample("cfe/annual-exchange", "of a party that suspended nothing, in 2006", "UKR", (("2006-12-15", "2007", "overdue"),), year=2006,
                at="2006-12-31T12:00:00Z"),
    YearExample("att/annual-report", "bound since 12 March 2026: nothing for 2025", "BRA", (), year=2026, at="2026-12-31T12:00:00Z",
                records=[facts("att", "BRA", entered_into_force_on="2026-03-12")]),
    YearExample("att/annual-report", "bound since 12 March 2026: the report for 2026", "BRA", (("2027-05-31", "2026", "overdue"),),
                records=[facts("att", "BRA", entered_into_force_on="2026-03-12")]),
    YearExample("att/annual-report", "another State is bound since 2026", "BRA", (("2026-05-31", "2025", "overdue"),), year=2026,
                at="2026-12-31T12:00:00Z", records=[facts("att", "ARG", entered_into_force_on="2026-03-12")]),
)
def test_what_is_owed_in_a_year(example: YearExample) -> None:
    example.check()


ACQUIRED = facts("citaac", "BRA", incorporated_on="2027-01-10", id="0b9c3f5e-4d5f-4c0e-9f61-0a4a2a1c7d03")
JOINED = facts("att", "BRA", entered_into_force_on="2026-03-12")
CHANGED = facts("osce-cyber", "AUT", contact_changed_on="2027-02-03")
ARRIVED = facts("un-coe", "IND", entry_on="2027-03-05")


def inspected(kind: str, day: str, state: str = "IND") -> Json:
    return {"kind": "inspection", "inspection_kind": kind, "agreements": ["un-coe"], "receiving_state": state,
            "started_at": f"{day}T08:00:00Z", "ended_at": f"{day}T15:00:00Z"}


def acquisition(sent_on: str, **more: object) -> Json:
    return told("acquisition_notice", "citaac", f"{sent_on}T15:00:00Z", "BRA", **more)


@examples(
    Example("citaac/acquisition-notice", "sent without a link on the 90th day", ACQUIRED, "required", state="met",
            also=[acquisition("2027-04-10")], at="2027-06-01T00:00:00Z"),
    Example("citaac/acquisition-notice", "sent without a link on the 91st day", ACQUIRED, "required", state="met_late",
            also=[acquisition("2027-04-11")], at="2027-06-01T00:00:00Z"),
    Example("citaac/acquisition-notice", "sent before the acquisition", ACQUIRED, "required", state="overdue",
            also=[acquisition("2027-01-09")], at="2027-06-01T00:00:00Z"),
    Example("citaac/acquisition-notice", "linked with something else", ACQUIRED, "required", state="overdue",
            also=[acquisition("2027-02-09", **of("notifies", PLAN_ID))], at="2027-06-01T00:00:00Z"),
    Example("citaac/acquisition-notice", "a later acquisition came between", ACQUIRED, "required", state="overdue",
            also=[acquisition("2027-03-01"), facts("citaac", "BRA", incorporated_on="2027-02-20")], at="2027-06-01T00:00:00Z"),
    Example("citaac/acquisition-notice", "of another State", ACQUIRED, "required", state="overdue",
            also=[{**acquisition("2027-03-01"), "from_state": "ARG"}], at="2027-06-01T00:00:00Z"),
    Example("att/initial-report", "sent without a link on the last day", JOINED, "required", due="2027-03-11", state="met",
            also=[told("initial_report", "att", "2027-03-11T15:00:00Z", "BRA")], at="2027-06-01T00:00:00Z"),
    Example("att/initial-report", "who takes part is taken for granted", JOINED, "required", state="overdue",
            says="a State is taken to be one until", at="2027-06-01T00:00:00Z"),
    Example("att/initial-report", "sent without a link a day later", JOINED, "required", state="met_late",
            also=[told("initial_report", "att", "2027-03-12T15:00:00Z", "BRA")], at="2027-06-01T00:00:00Z"),
    Example("osce-cyber/contact-update", "sent without a link on the 30th day", CHANGED, "required", due="2027-03-05", state="met",
            also=[told("contact_point_update", "osce-cyber", "2027-03-05T10:00:00Z", "AUT")], at="2027-06-01T00:00:00Z"),
    Example("osce-cyber/contact-update", "the update of the year before", CHANGED, "required", state="overdue",
            also=[told("contact_point_update", "osce-cyber", "2026-03-05T10:00:00Z", "AUT")], at="2027-06-01T00:00:00Z"),
    Example("un-coe/arrival-inspection", "inspected without a link", ARRIVED, "required", state="met",
            also=[inspected("COE_arrival", "2027-04-05")], at="2027-06-01T00:00:00Z"),
    Example("un-coe/arrival-inspection", "another contingent was inspected", ARRIVED, "required", state="overdue",
            also=[inspected("COE_arrival", "2027-04-05", "PAK")], at="2027-06-01T00:00:00Z"),
    Example("un-coe/arrival-inspection", "example 25, told as a contribution", {
        "kind": "contribution", "contribution_kind": "equipment", "state": "IND", "agreements": ["un-coe"], "from_on": "2027-03-05",
    }, "required", due="2027-04-05", state="upcoming", at="2027-03-20T00:00:00Z"),
    Example("un-coe/readiness-inspection", "example 25, told as the last inspection", inspected("COE_operational_readiness", "2027-01-10"),
            "required", due="2027-07-10", state="upcoming", at="2027-03-20T00:00:00Z"),
    Example("un-coe/readiness-inspection", "the next one came in time", inspected("COE_operational_readiness", "2027-01-10"),
            "required", state="met", also=[inspected("COE_operational_readiness", "2027-07-10")], at="2027-08-20T00:00:00Z"),
)
def test_what_an_event_asks_is_met_without_a_link(example: Example) -> None:
    example.check()


def passage(sent_on: str, state: str = "USA", **content: object) -> Json:
    return told("ship_transit", "montreux", f"{sent_on}T08:00:00Z", state, "TUR", content={"entry_on": "2027-08-20", **content})


INVITED = told("observer_invitation", "shanghai-1996", "2027-08-02T08:00:00Z", "CHN", "RUS", id=PLAN_ID, content={"arrival": "2027-08-31"})


@examples(
    Example("montreux/passage-notice", "example 20, told by the notice itself", passage("2027-08-10"), "required", due="2027-08-12",
            state="met", says="Below the desirable notice of 15 days (2027-08-05).", at="2027-08-14T00:00:00Z"),
    Example("montreux/passage-notice", "the notice itself, seven days before", passage("2027-08-13"), "required", state="met_late",
            at="2027-08-14T00:00:00Z"),
    Example("montreux/passage-notice", "the notice of a Black Sea Power is judged as such", passage("2027-08-10", "ROU"), "",
            at="2027-08-14T00:00:00Z"),
    Example("montreux/passage-notice-black-sea-power", "the notice itself, eight days before", passage("2027-08-12", "ROU"), "required",
            state="met", at="2027-08-14T00:00:00Z"),
    Example("montreux/passage-notice-black-sea-power", "the notice of another State", passage("2027-08-12"), "", at="2027-08-14T00:00:00Z"),
    Example("montreux/passage-notice", "a notice without a date", passage("2027-08-10", entry_on=""), "", at="2027-08-14T00:00:00Z"),
    Example("montreux/passage-notice", "a date that is none", passage("2027-08-10", entry_on="in August"), "undetermined",
            missing=("content.entry_on",), at="2027-08-14T00:00:00Z"),
    Example("shanghai-1996/observer-reply", "example 19, told by the invitation", INVITED, "required", due="2027-08-21", state="upcoming",
            at="2027-08-10T00:00:00Z"),
    Example("shanghai-1996/observer-reply", "answered a day late", INVITED, "required", state="met_late", at="2027-08-30T00:00:00Z",
            also=[told("observer_reply", "shanghai-1996", "2027-08-22T10:00:00Z", "RUS", "CHN", **of("answers", PLAN_ID))]),
    Example("shanghai-1996/observer-reply", "an invitation that names no arrival", {**INVITED, "content": {}}, ""),
)
def test_a_day_told_in_the_content_counts(example: Example) -> None:
    example.check()


CORPS: Json = {"level": "above_corps", "contingents": [{"state": "IND", "troops": 60000}]}
LARGE: Json = {"contingents": [{"state": "CHN", "troops": 35000, "battle_tanks": 100}], "in_zone": True}
SMALL: Json = {"contingents": [{"state": "IND", "troops": 5200}]}


@examples(
    Example("in-cn-lac/exercise-notice", "an exercise under the agreement with Pakistan",
            exercise("IND", "in-pk-1991-exercises", **CORPS), ""),
    Example("in-cn-lac/exercise-completion", "in the zone of the Shanghai agreement", exercise("CHN", "shanghai-1996", **LARGE), ""),
    Example("in-cn-lac/exercise-size", "in the zone of the Shanghai agreement", exercise("CHN", "shanghai-1996", **LARGE), ""),
    Example("in-cn-lac/exercise-notice", "under both", exercise("IND", "in-pk-1991-exercises", "in-cn-lac", **CORPS), "required"),
    Example("in-cn-lac/exercise-notice", "no agreement and no distance", exercise("IND", **SMALL), "required"),
    Example("in-cn-lac/combat-aircraft-distance", "an air exercise under the agreement with Pakistan",
            exercise("IND", "in-pk-1991-exercises", activity_type="air_exercise"), ""),
    Example("in-pk-1991-exercises/land-notice", "an exercise under the agreement with China", exercise("IND", "in-cn-lac", **SMALL), ""),
    Example("in-pk-1991-exercises/land-notice", "a distance to the Line of Actual Control alone",
            exercise("IND", distances_km={"LAC": 20}, **SMALL), ""),
    Example("in-pk-1991-exercises/land-notice", "above corps at any distance, under the agreement with China",
            exercise("IND", "in-cn-lac", **CORPS), "required"),
    Example("in-pk-1991-exercises/forbidden-belt", "an exercise under the agreement with China", exercise("IND", "in-cn-lac", **SMALL), ""),
    Example("in-pk-1991-airspace/combat-aircraft-distance", "an air exercise under the agreement with China",
            exercise("IND", "in-cn-lac", activity_type="air_exercise"), ""),
    Example("in-pk-1991-airspace/combat-aircraft-distance", "an air exercise with no agreement named",
            exercise("IND", activity_type="air_exercise"), "undetermined"),
)
def test_agreements_named_leave_out_others(example: Example) -> None:
    example.check()


@examples(
    Example("us-ru-incsea/navigational-warning", "nothing told of danger, under the agreement", exercise("USA", "us-ru-incsea"),
            "undetermined", missing=("facts.dangerous_to_navigation",)),
    Example("us-ru-incsea/navigational-warning", "no danger, under the agreement",
            exercise("USA", "us-ru-incsea", facts={"dangerous_to_navigation": False}), "not_required"),
    Example("us-ru-incsea/navigational-warning", "danger, under no agreement", exercise("USA", facts={"dangerous_to_navigation": True}),
            "required", due="2027-08-29"),
    Example("us-ru-incsea/navigational-warning", "nothing told of danger or of the agreement", exercise("USA"), ""),
)
def test_danger_is_asked_for_under_the_agreement(example: Example) -> None:
    example.check()


def flown(distance_km: int, **more: object) -> Json:
    return exercise("KOR", activity_type="air_exercise", starts_on="2019-06-03", ends_on="2019-06-03", sector="East",
                    distances_km={"MDL": distance_km}, **more)


@examples(
    Example("kr-cma-2018/no-fly-zone-fixed-wing", "aircraft of an untold kind, 12 km", flown(12), "undetermined",
            missing=("aircraft_kind",)),
    Example("kr-cma-2018/no-fly-zone-fixed-wing", "aircraft of an untold kind, 40 km", flown(40), ""),
    Example("kr-cma-2018/no-fly-zone-fixed-wing", "unmanned aircraft",
            flown(12, aircraft_kind="unmanned"), ""),
)
def test_aircraft_of_an_untold_kind_are_asked_for(example: Example) -> None:
    example.check()


@pytest.mark.parametrize(("text", "found"), [
    ("2027-08-20", "2027-08-12"), ("2027-08-20T09:00:00+03:00", "2027-08-12"), ("2027-08-20T09:00:00", ""), ("20 August", ""),
])
def test_content_tells_dates_and_instants_with_an_offset(text: str, found: str) -> None:
    outcome = "required" if found else "undetermined"
    Example("montreux/passage-notice", text, passage("2027-08-10", entry_on=text), outcome, due=found, at="2027-08-14T00:00:00Z").check()
