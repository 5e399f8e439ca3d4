"""South Asia: examples 5 to 12 and 24 of the reference, traps 1 and 2, and both sides of each limit."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.record_json import from_json
from tests.regimes.json_examples import Example, Json, YearExample, examples
from tests.regimes.situations import calendar_of

ID = "00000000-0000-4000-8000-000000000001"
LATER = "2028-06-01T00:00:00Z"


def told(pack: str, kind: str, sent_on: str, state: str = "IND", relation: str = "notifies", **more: Any) -> Json:
    return {"kind": "notification", "agreements": [pack], "notification_kind": kind, "from_state": state,
            "sent_at": f"{sent_on}T06:00:00Z", "links": [{"relation": relation, "target": ID}], **more}


def exercise(**more: Any) -> Json:
    return {"kind": "exercise", "id": ID, "host_states": ["IND"], "starts_on": "2027-03-01", **more}


def launch(**km: Any) -> Json:
    return exercise(activity_type="missile_launch", starts_on="2027-11-10",
                    launch={"window_starts_on": "2027-11-10", **km})


MISSILES = "in-pk-2005-missiles"


@examples(
    Example(f"{MISSILES}/launch-notice", "example 5, window from 10 November 2027", launch(), "required", due="2027-11-07",
            sum="2027-11-10 - 3 days = 2027-11-07", state="upcoming", certainty="verified"),
    Example(f"{MISSILES}/launch-notice", "example 5, sent on 7 November", launch(), "required", state="met", at=LATER,
            also=[told(MISSILES, "missile_launch_pre", "2027-11-07")]),
    Example(f"{MISSILES}/launch-notice", "example 5, sent on 8 November", launch(), "required", state="met_late", at=LATER,
            also=[told(MISSILES, "missile_launch_pre", "2027-11-08")], says="Late by 1 day."),
    Example(f"{MISSILES}/launch-notice", "a cruise missile", exercise(
        activity_type="missile_launch", facts={"missile_class": "cruise"}), ""),
    Example(f"{MISSILES}/launch-notice", "neither day nor window", {**launch(), "starts_on": None, "launch": {"launch_site_km": 45}},
            "undetermined", missing=("launch.window_starts_on",)),
    Example(f"{MISSILES}/launch-window", "the fifth day", {**launch(), "starts_on": "2027-11-14"}, "permitted"),
    Example(f"{MISSILES}/launch-window", "the sixth day", {**launch(), "starts_on": "2027-11-15"}, "required", due="2027-11-12",
            state="upcoming", sum="2027-11-10 + 5 days - 1 day = 2027-11-14"),
    Example(f"{MISSILES}/launch-site-distance", "example 6, 45 km", launch(launch_site_km=45), "permitted", certainty="verified"),
    Example(f"{MISSILES}/launch-site-distance", "example 7, exactly 40.0 km", launch(launch_site_km=40.0), "breach",
            certainty="provisional", value=40),
    Example(f"{MISSILES}/launch-site-distance", "39.9 km", launch(launch_site_km=39.9), "breach", certainty="verified"),
    Example(f"{MISSILES}/launch-site-distance", "40.1 km", launch(launch_site_km=40.1), "permitted", certainty="verified"),
    Example(f"{MISSILES}/launch-site-distance", "not told", launch(), "undetermined", missing=("launch.launch_site_km",)),
    Example(f"{MISSILES}/impact-area-distance", "example 6, 68 km", launch(impact_area_km=68), "breach", certainty="verified", value=68),
    Example(f"{MISSILES}/impact-area-distance", "trap 1, 72 km is beyond 70", launch(impact_area_km=72), "permitted",
            says="Some secondary sources print 75 km"),
    Example(f"{MISSILES}/impact-area-distance", "70.1 km", launch(impact_area_km=70.1), "permitted", certainty="verified"),
    Example(f"{MISSILES}/impact-area-distance", "exactly 70 km", launch(impact_area_km=70), "breach", certainty="provisional"),
    Example(f"{MISSILES}/trajectory-distance", "example 6, 41 km", launch(trajectory_km=41), "permitted"),
    Example(f"{MISSILES}/trajectory-distance", "example 7, exactly 40.0 km", launch(trajectory_km=40.0), "permitted", certainty="verified"),
    Example(f"{MISSILES}/trajectory-distance", "39.9 km", launch(trajectory_km=39.9), "breach"),
)
def test_missiles(example: Example) -> None:
    example.check()


EXERCISES = "in-pk-1991-exercises"
LAND, BELT, NAVAL, AIR = (f"{EXERCISES}/{rule}" for rule in ("land-notice", "forbidden-belt", "naval-notice", "air-notice"))


def land(level: str, **more: Any) -> Json:
    return exercise(activity_type="field_exercise", level=level, **more)


def ships(count: int, enters: bool | None = True, company: bool | None = True, **more: Any) -> Json:
    told_too = {key: value for key, value in (("enters_other_eez", enters), ("in_company", company)) if value is not None}
    return exercise(activity_type="naval_exercise", ships=count, **told_too, **more)


@examples(
    Example(LAND, "example 8, a corps 60 km from the border", land("corps", distances_km={"IB": 60}), "required", due="2026-12-31",
            sum="2027-03-01 - 60 days = 2026-12-31", certainty="established"),
    Example(LAND, "example 8, above a corps", land("above_corps", distances_km={"IB": 60}), "required", due="2026-12-01"),
    Example(LAND, "example 8, a division in the sector of the line", land("division", distances_km={"LoC": 60}), "required",
            due="2027-01-30"),
    Example(LAND, "example 9, a division 20 km from the border", land("division", distances_km={"IB": 20}), "not_required"),
    Example(LAND, "a corps exactly 75 km away", land("corps", distances_km={"IB": 75}), "required"),
    Example(LAND, "a corps 75.1 km away", land("corps", distances_km={"IB": 75.1}), "not_required"),
    Example(LAND, "a corps 80 km from the border, 70 km from the line", land("corps", sector="IB", distances_km={"IB": 80, "LoC": 70}),
            "required", due="2026-12-31"),
    Example(LAND, "above a corps, far away", land("above_corps", distances_km={"IB": 900}), "required"),
    Example(LAND, "a brigade group in the sector of the line", land("brigade_group", distances_km={"LoC": 6}), "not_required"),
    Example(LAND, "a division, both distances and no sector", land("division", distances_km={"IB": 20, "LoC": 90}), "undetermined",
            missing=("sector",)),
    Example(LAND, "a division, both distances, sector of the line", land("division", sector="LoC", distances_km={"IB": 90, "LoC": 20}),
            "required"),
    Example(LAND, "a division at no known distance", land("division"), "undetermined", missing=("distances_km.LoC",)),
    Example(LAND, "time runs from the first departure", land("corps", distances_km={"IB": 60}, contingents=[
        {"state": "IND", "troops": 30_000, "from_on": "2027-02-20"}]), "required", due="2026-12-22"),
    Example(LAND, "notified on the last day", land("corps", distances_km={"IB": 60}), "required", state="met", at=LATER,
            also=[told(EXERCISES, "exercise_advance", "2026-12-31")]),
    Example(LAND, "notified a day late", land("corps", distances_km={"IB": 60}), "required", state="met_late", at=LATER,
            also=[told(EXERCISES, "exercise_advance", "2027-01-01")]),
    Example(LAND, "Pakistan’s claim of abeyance is told, and ends nothing", {**land("corps", distances_km={"IB": 60}),
            "host_states": ["PAK"]}, "required", says="In abeyance claimed for PAK since 2025-04-24."),
    Example(f"{EXERCISES}/land-change", "a corps, 30 days", land("corps", distances_km={"IB": 60}), "required", due="2027-01-30",
            state="informational"),
    Example(f"{EXERCISES}/land-change", "a division, 15 days", land("division", distances_km={"LoC": 60}), "required", due="2027-02-14"),
    Example(f"{EXERCISES}/land-change", "a change told on the last day", land("division", distances_km={"LoC": 60}), "required",
            state="met", at=LATER, also=[told(EXERCISES, "exercise_change", "2027-02-14")]),
    Example(f"{EXERCISES}/land-change", "a change told a day late", land("division", distances_km={"LoC": 60}), "required",
            state="met_late", at=LATER, also=[told(EXERCISES, "exercise_change", "2027-02-15")]),
    Example(f"{EXERCISES}/land-change", "what is not notified has no changes", land("division", distances_km={"IB": 60}), ""),
    Example(BELT, "example 9, a division 20 km from the border", land("division", distances_km={"IB": 20}), "permitted"),
    Example(BELT, "example 9, a division 4 km from the border", land("division", distances_km={"IB": 4}), "prohibited",
            certainty="verified", value=4),
    Example(BELT, "a division 5.1 km from the line", land("division", distances_km={"LoC": 5.1}), "permitted"),
    Example(BELT, "a division exactly 5 km from the line", land("division", distances_km={"LoC": 5}), "prohibited",
            certainty="provisional"),
    Example(BELT, "5 km from the line and 4 from the border", land("division", distances_km={"LoC": 5, "IB": 4}), "prohibited",
            certainty="verified"),
    Example(BELT, "a brigade group 4 km from the border", land("brigade_group", distances_km={"IB": 4}), ""),
    Example(f"{EXERCISES}/orientation", "toward the other side", land("corps", facts={"toward_other_side": True}), "breach"),
    Example(f"{EXERCISES}/orientation", "away from it", land("corps", facts={"toward_other_side": False}), "permitted"),
)
def test_land_exercises(example: Example) -> None:
    example.check()


@examples(
    Example(NAVAL, "example 10, six frigates not entering the zone", ships(6, enters=False), "not_required"),
    Example(NAVAL, "example 10, five entering", ships(5), "not_required"),
    Example(NAVAL, "example 10, six entering", ships(6), "required", due="2027-01-30", sum="2027-03-01 - 30 days = 2027-01-30"),
    Example(NAVAL, "six entering, not in company", ships(6, company=False), "not_required"),
    Example(NAVAL, "six, and nobody says whether they enter", ships(6, enters=None), "undetermined", missing=("enters_other_eez",)),
    Example(NAVAL, "a land exercise", land("corps"), ""),
    Example(f"{EXERCISES}/naval-change", "15 days before", ships(6), "required", due="2027-02-14", state="informational"),
    Example(f"{EXERCISES}/naval-change", "five ships", ships(5), ""),
    Example(AIR, "a regional command", exercise(activity_type="air_exercise", level="regional_air_command"), "required", due="2027-02-14",
            sum="2027-03-01 - 15 days = 2027-02-14"),
    Example(AIR, "a brigade", exercise(activity_type="air_exercise", level="brigade"), "not_required"),
    Example(f"{EXERCISES}/air-change", "7 days before", exercise(activity_type="air_exercise", level="regional_air_command"), "required",
            due="2027-02-22"),
    Example(f"{EXERCISES}/air-change", "a brigade", exercise(activity_type="air_exercise", level="brigade"), ""),
    Example(f"{EXERCISES}/internal-security-notice", "a division 150 km away", land(
        "division", facts={"internal_security": True}, distances_km={"IB": 150}), "required", due="2027-02-27"),
    Example(f"{EXERCISES}/internal-security-notice", "a division 151 km away", land(
        "division", facts={"internal_security": True}, distances_km={"IB": 151}), "not_required"),
    Example(f"{EXERCISES}/internal-security-notice", "an exercise", land("division", distances_km={"IB": 150}), ""),
    Example(f"{EXERCISES}/notice-content", "all items", told(EXERCISES, "exercise_advance", "2027-01-04", content=dict.fromkeys(
        ("type", "level", "area", "duration", "formations", "forces_from_other_commands", "strategic_formations"), "told")), "required"),
    Example(f"{EXERCISES}/notice-content", "without strategic formations", told(EXERCISES, "exercise_advance", "2027-01-04",
            content=dict.fromkeys(("type", "level", "area", "duration", "formations", "forces_from_other_commands"), "told")),
            "advisory", missing=("content.strategic_formations",)),
)
def test_other_exercises(example: Example) -> None:
    example.check()


AIRSPACE = "in-pk-1991-airspace"


def flight(km: float | None, line: str = "airspace", combat: int = 4, **more: Any) -> Json:
    return exercise(activity_type="air_exercise", distances_km={line: km} if km is not None else {},
                    contingents=[{"state": "IND", "combat_aircraft": combat, "attack_helicopters": 0}], **more)


@examples(
    Example(f"{AIRSPACE}/combat-aircraft-distance", "9.9 km", flight(9.9), "breach", value=4),
    Example(f"{AIRSPACE}/combat-aircraft-distance", "10 km", flight(10), "permitted"),
    Example(f"{AIRSPACE}/combat-aircraft-distance", "9.9 km from the Line of Control", flight(9.9, "LoC"), "breach"),
    Example(f"{AIRSPACE}/combat-aircraft-distance", "at no known distance", flight(None), "undetermined",
            missing=("distances_km.airspace",)),
    Example(f"{AIRSPACE}/combat-aircraft-distance", "unarmed aircraft", flight(3, combat=0), "permitted"),
    Example(f"{AIRSPACE}/close-flight-notice", "999 m", flight(0.999, combat=0, aircraft_kind="fixed_wing"), "required",
            due="2027-03-01"),
    Example(f"{AIRSPACE}/close-flight-notice", "1,000 m", flight(1, combat=0, aircraft_kind="fixed_wing"), "not_required"),
)
def test_airspace(example: Example) -> None:
    example.check()


def facts(pack: str, **more: Any) -> Json:
    return {"kind": "agreement_facts", "id": ID, "agreement": pack, "state": "IND", **more}


@examples(
    Example("in-pk-2008-consular/consular-access", "three months", facts("in-pk-2008-consular", on="2027-11-30"), "required",
            due="2028-02-29", certainty="provisional"),
    Example("in-pk-2008-consular/consular-access", "no event", facts("in-pk-2008-consular", year=2027), ""),
    Example("in-pk-2007-accidents/accident-notice", "an accident, and no notice", facts(
        "in-pk-2007-accidents", at="2027-02-10T03:00:00Z"), "required", state="upcoming", certainty="established"),
    Example("in-pk-2007-accidents/accident-notice", "an accident and its notice", facts(
        "in-pk-2007-accidents", at="2027-02-10T03:00:00Z"), "required", state="met",
        also=[told("in-pk-2007-accidents", "accident_notice", "2027-02-10")]),
    Example("in-pk-2007-accidents/accident-notice", "no accident", facts("in-pk-2007-accidents", year=2027), ""),
)
def test_events(example: Example) -> None:
    example.check()


def lists(pack: str, sent_on: str, **more: Any) -> Json:
    return {**told(pack, "list_exchange", sent_on), "links": [], **more}


def meeting(site: str, day: str) -> Json:
    return {"kind": "inspection", "agreements": ["in-pk-2005-loc"], "inspection_kind": "flag_meeting", "inspecting_states": ["PAK"],
            "receiving_state": "IND", "site": site, "started_at": f"{day}T06:00:00Z"}


@examples(
    YearExample("in-pk-1988/installation-lists", "exchanged on 1 January", "IND", (("2027-01-01", "2027", "met"),),
                records=[lists("in-pk-1988", "2027-01-01")]),
    YearExample("in-pk-1988/installation-lists", "exchanged on 2 January", "IND", (("2027-01-01", "2027", "met_late"),),
                records=[lists("in-pk-1988", "2027-01-02")]),
    YearExample("in-pk-1988/installation-lists", "the first in 1992, none before", "IND", (), year=1991),
    YearExample("in-pk-2008-consular/prisoner-lists", "1 January and 1 July", "PAK",
                (("2027-01-01", "2027-01", "overdue"), ("2027-07-01", "2027-07", "overdue")), certainty="verified"),
    YearExample("in-pk-2008-consular/prisoner-lists", "the second a day late", "IND",
                (("2027-01-01", "2027-01", "met"), ("2027-07-01", "2027-07", "met_late")),
                records=[lists("in-pk-2008-consular", "2027-01-01"), lists("in-pk-2008-consular", "2027-07-02")]),
)
def test_lists(example: YearExample) -> None:
    example.check()


def test_lists_go_to_the_other_side() -> None:
    found = calendar_of("in-pk-1988", state="PAK", rule="installation-lists")
    assert [(each.obligation.by, each.obligation.to) for each in found if each.obligation] == [(("PAK",), ("IND",))]


SECTORS = (("kargil", "Olding", "Uri"), ("uri", "Chakothi", "Kargil"), ("naushera", "Sadabad", "Jammu"), ("jammu", "Sialkot", "Sadabad"))


@pytest.mark.parametrize(("rule", "site", "state"), [
    pytest.param(f"flag-meeting-{name}", place, state, id=f"in-pk-2005-loc/flag-meeting-{name}: {what}")
    for name, here, elsewhere in SECTORS
    for place, state, what in ((here, "met", "a meeting in the sector"), (elsewhere, "overdue", "a meeting in another sector"))
])
def test_flag_meetings(rule: str, site: str, state: str) -> None:
    held = from_json(meeting(site, "2027-11-03"))
    by_period = {found.period: found for found in calendar_of("in-pk-2005-loc", held, state="IND", at="2027-12-01T12:00:00Z", rule=rule)}
    assert len(by_period) == 12
    owed = by_period["2027-11"].obligation
    assert owed is not None
    assert (str(owed.due), owed.state) == ("2027-11-30", state)


def flag_meeting(started_at: str) -> Json:
    return {"kind": "inspection", "agreements": ["in-cn-lac"], "inspection_kind": "flag_meeting", "inspecting_states": ["CHN"],
            "receiving_state": "IND", "started_at": started_at, "links": [{"relation": "reports_on", "target": ID}]}


def call(opened_at: str, **more: Any) -> Json:
    return {"kind": "contact", "agreements": ["in-pk-2005-loc"], "channel": "hotline_voice", "purpose": "scheduled_contact",
            "with_states": ["PAK"], "opened_at": opened_at, "outcome": "answered", **more}


@examples(
    Example("in-pk-2005-loc/dgmo-call", "example 24, Tuesday 5 January 2027", call("2027-01-05T06:00:00Z"), "required",
            says="The scheduled call of Tuesday, 2027-01-05."),
    Example("in-pk-2005-loc/dgmo-call", "example 24, a Sunday", call("2027-01-10T06:00:00Z"), "not_required",
            says="At need: no call is scheduled at that time. The next is that of Tuesday, 2027-01-12."),
    Example("in-pk-2005-loc/dgmo-call", "Tuesday in Delhi, still Monday in UTC", call("2027-01-04T19:00:00Z"), "required"),
)
def test_calls(example: Example) -> None:
    example.check()


LAC = "in-cn-lac"


def near_lac(troops: int | None, **more: Any) -> Json:
    forces = [{"state": "IND", "troops": troops}] if troops is not None else []
    return exercise(starts_on="2027-05-10", ends_on="2027-05-20", contingents=forces, **more)


REQUEST = {**told(LAC, "clarification_request", "2027-02-01", "CHN", to=["IND"]), "id": ID, "links": []}


def intrusion(**more: Any) -> Json:
    return facts(LAC, at="2027-06-03T14:00:00Z", subject="Alleged air intrusion", **more)


@examples(
    Example(f"{LAC}/exercise-notice", "example 11, 5,200 troops", near_lac(5_200), "required", due="2027-04-25",
            sum="2027-05-10 - 15 days = 2027-04-25", certainty="verified"),
    Example(f"{LAC}/exercise-notice", "example 11, 5,000 exactly", near_lac(5_000), "not_required"),
    Example(f"{LAC}/exercise-notice", "5,001", near_lac(5_001), "required"),
    Example(f"{LAC}/exercise-notice", "nobody says how many", near_lac(None), "undetermined", missing=("contingents", "level")),
    Example(f"{LAC}/exercise-notice", "far from the line", near_lac(5_200, in_zone=False), ""),
    Example(f"{LAC}/exercise-notice", "near another line", near_lac(5_200, distances_km={"IB": 60}), ""),
    Example(f"{LAC}/exercise-notice", "near both lines", near_lac(5_200, distances_km={"IB": 60, "LAC": 90}), "required"),
    Example(f"{LAC}/exercise-completion", "example 11 and trap 2, five days after the end", near_lac(5_200), "required", due="2027-05-25",
            sum="2027-05-20 + 5 days = 2027-05-25"),
    Example(f"{LAC}/exercise-completion", "told on the fifth day", near_lac(5_200), "required", state="met", at=LATER,
            also=[told(LAC, "exercise_completion", "2027-05-25")]),
    Example(f"{LAC}/exercise-completion", "told on the sixth day", near_lac(5_200), "required", state="met_late", at=LATER,
            also=[told(LAC, "exercise_completion", "2027-05-26")]),
    Example(f"{LAC}/exercise-completion", "5,000 exactly", near_lac(5_000), ""),
    Example(f"{LAC}/exercise-size", "example 11, 15,300", near_lac(15_300), "advisory", value=15_300),
    Example(f"{LAC}/exercise-size", "15,000 exactly", near_lac(15_000), "permitted"),
    Example(f"{LAC}/combat-aircraft-distance", "9.9 km", flight(9.9, "LAC"), "breach"),
    Example(f"{LAC}/combat-aircraft-distance", "10 km", flight(10, "LAC"), "permitted"),
    Example(f"{LAC}/combat-aircraft-distance", "9.9 km, with permission", flight(9.9, "LAC", facts={"permission": True}), ""),
    Example(f"{LAC}/firing-distance", "2 km", near_lac(900, facts={"live_fire": True}, distances_km={"LAC": 2}), "prohibited"),
    Example(f"{LAC}/firing-distance", "2.1 km", near_lac(900, facts={"live_fire": True}, distances_km={"LAC": 2.1}), "permitted"),
    Example(f"{LAC}/blasting-notice", "2 km", near_lac(900, facts={"blasting": True}, distances_km={"LAC": 2}), "advisory",
            due="2027-05-05", certainty="established"),
    Example(f"{LAC}/blasting-notice", "2.1 km", near_lac(900, facts={"blasting": True}, distances_km={"LAC": 2.1}), "not_required"),
    Example(f"{LAC}/clarification-reply", "fifteen days", REQUEST, "required",
            due="2027-02-16", state="overdue"),
    Example(f"{LAC}/clarification-reply", "answered on the last day", REQUEST, "required", state="met",
            also=[told(LAC, "clarification_reply", "2027-02-16", "IND", "answers")]),
    Example(f"{LAC}/air-intrusion-meeting", "example 12, 48 hours", intrusion(), "required", due="2027-06-05T14:00Z",
            sum="2027-06-03T14:00Z + 48 hours = 2027-06-05T14:00Z", certainty="verified"),
    Example(f"{LAC}/air-intrusion-meeting", "the meeting at the 48th hour", intrusion(), "required", state="met", at=LATER,
            also=[flag_meeting("2027-06-05T14:00:00Z")]),
    Example(f"{LAC}/air-intrusion-meeting", "the meeting an hour later", intrusion(), "required", state="met_late", at=LATER,
            also=[flag_meeting("2027-06-05T15:00:00Z")], says="Late by 1 h."),
    Example(f"{LAC}/air-intrusion-meeting", "told over the hotline", {
        "kind": "contact", "id": ID, "agreements": [LAC], "purpose": "airspace_matter", "with_states": ["CHN"],
        "opened_at": "2027-06-03T14:00:00Z"}, "required", due="2027-06-05T14:00Z"),
    Example(f"{LAC}/air-intrusion-inquiry", "example 12, four weeks", intrusion(), "required", due="2027-07-01", certainty="provisional"),
    Example(f"{LAC}/air-intrusion-inquiry", "a contact about something else", {
        "kind": "contact", "id": ID, "agreements": [LAC], "purpose": "courtesy", "with_states": ["CHN"],
        "opened_at": "2027-06-03T14:00:00Z"}, ""),
)
def test_india_and_china(example: Example) -> None:
    example.check()
