"""The Treaty on Open Skies: worked examples 14 to 16 of the reference, and those that its articles yield."""

from __future__ import annotations

from typing import Any

from cbm_tracker.domain.record_json import from_json
from cbm_tracker.regimes.evaluation import quotas
from tests.regimes.json_examples import Example, Json, YearExample, examples
from tests.regimes.situations import a_situation, shipped

TEXT_OF_PLAN = {"plan_received_at": "2027-06-10T12:00:00Z"}


def flight(**more: Any) -> Json:
    told = {
        "kind": "inspection", "agreements": ["open-skies"], "inspection_kind": "observation_flight", "inspecting_states": ["FRA"],
        "receiving_state": "DEU", "requested_at": "2027-06-07T05:30:00Z", "entry_planned_at": "2027-06-10T06:00:00Z",
    }
    return {key: value for key, value in {**told, **more}.items() if value is not None}


def change(word: str, **more: Any) -> Json:
    return {"kind": "agreement_facts", "agreement": "open-skies", "state": "DEU", "facts": {"change": word}, **more}


def notice(kind: str, **content: Any) -> Json:
    return {"kind": "notification", "agreements": ["open-skies"], "notification_kind": kind, "from_state": "FRA",
            "sent_at": "2027-06-07T05:30:00Z", "content": content}


NOTICE = {
    "point_of_entry": "Köln/Bonn", "estimated_time_of_arrival": "2027-06-10T06:00Z", "pre_flight_inspection": "Köln/Bonn",
    "diplomatic_clearance_number": "OS-12", "observation_aircraft": "C-130", "flight_distance_km": 1100, "personnel": ["A"],
}
RULE = "open-skies/flight-notice"
TEN = [{"name": f"Inspector {number}"} for number in range(10)]


@examples(
    Example(RULE, "example 14, 72.5 hours before", flight(), "required", due="2027-06-07T06:00Z", state="met", at="2027-06-07T08:00:00Z",
            sum="2027-06-10T06:00Z - 72 hours = 2027-06-07T06:00Z"),
    Example(RULE, "exactly 72 hours", flight(requested_at="2027-06-07T06:00:00Z"), "required", state="met", at="2027-06-08T00:00:00Z"),
    Example(RULE, "a minute less", flight(requested_at="2027-06-07T06:01:00Z"), "required", state="met_late", at="2027-06-08T00:00:00Z",
            says="Late by 1 min."),
    Example(RULE, "no time of arrival", flight(entry_planned_at=None), "undetermined", missing=("entry_planned_at",)),
    Example(RULE, "over Russia after its withdrawal", flight(receiving_state="RUS"), "required", informs=True, state="informational"),
    Example(RULE, "over Russia on 17 December 2021", flight(
        receiving_state="RUS", requested_at="2021-12-14T05:00:00Z", entry_planned_at="2021-12-17T06:00:00Z"), "required", state="met"),
    Example(RULE, "over Russia on 18 December 2021", flight(
        receiving_state="RUS", requested_at="2021-12-14T05:00:00Z", entry_planned_at="2021-12-18T06:00:00Z"), "required", informs=True),
    Example(RULE, "by the USA on 21 November 2020", flight(
        inspecting_states=["USA"], requested_at="2020-11-18T05:00:00Z", entry_planned_at="2020-11-21T06:00:00Z"), "required", state="met"),
    Example(RULE, "by the USA on 22 November 2020", flight(
        inspecting_states=["USA"], requested_at="2020-11-18T05:00:00Z", entry_planned_at="2020-11-22T06:00:00Z"), "required", informs=True),
)
def test_notice(example: Example) -> None:
    example.check()


@examples(
    Example("open-skies/flight-notice-content", "every item", notice("observation_flight_notice", **NOTICE), "required", state="met",
            at="2027-06-08T00:00:00Z"),
    Example("open-skies/flight-notice-content", "no clearance number", notice(
        "observation_flight_notice", **{**NOTICE, "diplomatic_clearance_number": ""}), "advisory", at="2027-06-08T00:00:00Z",
        says="diplomatic"),
    Example("open-skies/border-distance", "ten kilometres", notice("mission_plan", border_distance_km=10), "permitted", value=10),
    Example("open-skies/border-distance", "9.9 kilometres", notice("mission_plan", border_distance_km=9.9), "breach", value=9.9),
    Example("open-skies/border-distance", "not told", notice("mission_plan"), ""),
    Example("open-skies/flight-distance", "1,200 km from Wunstorf", notice(
        "mission_plan", open_skies_airfield="Wunstorf", flight_distance_km=1200), ""),
    Example("open-skies/flight-distance", "1,201 km from Wunstorf", notice(
        "mission_plan", open_skies_airfield="Wunstorf", flight_distance_km=1201), "breach", value=1201),
    Example("open-skies/flight-distance", "400 km from Košice", notice(
        "observation_flight_notice", open_skies_airfield="Kosice", flight_distance_km=400), ""),
    Example("open-skies/flight-distance", "401 km from Košice", notice(
        "observation_flight_notice", open_skies_airfield="Kosice", flight_distance_km=401), "breach"),
    Example("open-skies/flight-distance", "an airfield that is not in the table", notice(
        "mission_plan", open_skies_airfield="Cologne", flight_distance_km=9000), ""),
)
def test_content(example: Example) -> None:
    example.check()


@examples(
    Example("open-skies/flight-acknowledgement", "example 14", flight(), "required", due="2027-06-08T05:30Z", state="due",
            at="2027-06-07T08:00:00Z", sum="2027-06-07T05:30Z + 24 hours = 2027-06-08T05:30Z"),
    Example("open-skies/flight-acknowledgement", "at 24 hours", flight(replied_at="2027-06-08T05:30:00Z"), "required", state="met",
            at="2027-06-09T00:00:00Z"),
    Example("open-skies/flight-acknowledgement", "a minute later", flight(replied_at="2027-06-08T05:31:00Z"), "required", state="met_late",
            at="2027-06-09T00:00:00Z"),
    Example("open-skies/flight-acknowledgement", "from receipt", flight(request_received_at="2027-06-07T06:00:00Z"), "required",
            due="2027-06-08T06:00Z"),
    Example("open-skies/arrival", "24 hours after the estimate", flight(arrived_at="2027-06-11T06:00:00Z"), "advisory", state="met",
            at="2027-06-12T00:00:00Z", due="2027-06-11T06:00Z"),
    Example("open-skies/arrival", "a minute later: may be prohibited", flight(arrived_at="2027-06-11T06:01:00Z"), "advisory",
            state="met_late", at="2027-06-12T00:00:00Z"),
    Example("open-skies/mission-plan-answer", "example 14", flight(**TEXT_OF_PLAN), "required", due="2027-06-10T16:00Z"),
    Example("open-skies/mission-plan-answer", "at four hours", flight(**TEXT_OF_PLAN, plan_answered_at="2027-06-10T16:00:00Z"),
            "required", state="met", at="2027-06-11T00:00:00Z"),
    Example("open-skies/mission-plan-answer", "after four hours", flight(**TEXT_OF_PLAN, plan_answered_at="2027-06-10T16:00:01Z"),
            "required", state="met_late", at="2027-06-11T00:00:00Z"),
    Example("open-skies/mission-plan-agreement", "example 14", flight(**TEXT_OF_PLAN), "advisory", due="2027-06-10T20:00Z"),
    Example("open-skies/mission-plan-agreement", "answered in seven hours", flight(
        **TEXT_OF_PLAN, plan_answered_at="2027-06-10T19:00:00Z"), "advisory", state="met", at="2027-06-11T00:00:00Z"),
    Example("open-skies/mission-plan-agreement", "answered in nine hours", flight(
        **TEXT_OF_PLAN, plan_answered_at="2027-06-10T21:00:00Z"), "advisory", state="met_late", at="2027-06-11T00:00:00Z"),
    Example("open-skies/take-off", "example 14, not before 11 June 12:00", flight(**TEXT_OF_PLAN), "undetermined",
            missing=("flight_started_at",), sum="2027-06-10T12:00Z + 24 hours = 2027-06-11T12:00Z"),
    Example("open-skies/take-off", "after 24 hours", flight(**TEXT_OF_PLAN, flight_started_at="2027-06-11T12:00:00Z"), "permitted"),
    Example("open-skies/take-off", "before 24 hours", flight(**TEXT_OF_PLAN, flight_started_at="2027-06-11T11:59:00Z"), "breach",
            says="Too early by 1 min."),
)
def test_clocks_before_the_flight(example: Example) -> None:
    example.check()


LATE = {"arrived_at": "2027-06-10T06:10:00Z"}
AFTER = "2027-07-01T00:00:00Z"


@examples(
    Example("open-skies/mission-duration", "example 14, from the estimate and not from the arrival", flight(**LATE), "required",
            due="2027-06-14T06:00Z", sum="2027-06-10T06:00Z + 96 hours = 2027-06-14T06:00Z"),
    Example("open-skies/mission-duration", "ended at 96 hours", flight(**LATE, ended_at="2027-06-14T06:00:00Z"), "required", state="met",
            at=AFTER),
    Example("open-skies/mission-duration", "ended a minute later", flight(**LATE, ended_at="2027-06-14T06:01:00Z"), "required",
            state="met_late", at=AFTER),
    Example("open-skies/mission-duration", "a demonstration flight adds 24 hours", flight(tags=["demonstration flight"]), "required",
            due="2027-06-15T06:00Z"),
    Example("open-skies/mission-duration", "across the change of clocks", flight(
        entry_planned_at="2027-03-26T17:00:00Z", requested_at="2027-03-20T17:00:00Z"), "required", due="2027-03-30T17:00Z"),
    Example("open-skies/mission-duration", "cancelled", flight(outcome="cancelled_by_requester"), ""),
    Example("open-skies/mission-plan-answer", "prohibited", flight(**TEXT_OF_PLAN, outcome="prohibited"), ""),
    Example("open-skies/mission-plan-agreement", "prohibited", flight(**TEXT_OF_PLAN, reply="prohibited"), ""),
    Example("open-skies/mission-report", "seven days", flight(ended_at="2027-06-12T09:00:00Z", report_sent_at="2027-06-19T20:00:00Z"),
            "required", due="2027-06-19", state="met", at=AFTER),
    Example("open-skies/mission-report", "eight days", flight(ended_at="2027-06-12T09:00:00Z", report_sent_at="2027-06-20T09:00:00Z"),
            "required", state="met_late", at=AFTER),
    Example("open-skies/mission-report", "not for a prohibited flight", flight(ended_at="2027-06-12T09:00:00Z", outcome="prohibited"), ""),
    Example("open-skies/prohibition-explanation", "within seven days", flight(
        **LATE, outcome="prohibited", report_sent_at="2027-06-17T20:00:00Z"), "required", due="2027-06-17", state="met", at=AFTER),
    Example("open-skies/prohibition-explanation", "after eight days", flight(
        **LATE, reply="prohibited", report_sent_at="2027-06-18T20:00:00Z"), "required", state="met_late", at=AFTER),
    Example("open-skies/prohibition-explanation", "nothing prohibited", flight(**LATE), ""),
    Example("open-skies/mission-sequence", "the plan was handed over", flight(
        **LATE, replied_at="2027-06-08T05:00:00Z", **TEXT_OF_PLAN), "required", due="2027-06-10T16:00Z", at="2027-06-10T13:00:00Z"),
    Example("open-skies/mission-sequence", "all is done", flight(
        **LATE, ended_at="2027-06-12T09:00:00Z", report_sent_at="2027-06-13T09:00:00Z"), "", at=AFTER),
)
def test_clocks_of_the_flight(example: Example) -> None:
    example.check()


def pre_flight(**more: Any) -> Json:
    return flight(inspection_kind="pre_flight_inspection", inspecting_states=["DEU"], receiving_state="FRA", requested_at=None, **more)


@examples(
    Example("open-skies/pre-flight-inspection-team", "ten", pre_flight(team=TEN), "permitted", value=10),
    Example("open-skies/pre-flight-inspection-team", "eleven", pre_flight(team=[*TEN, {"name": "Inspector 11"}]), "breach", value=11),
    Example("open-skies/pre-flight-inspection-team", "not told", pre_flight(), "undetermined", missing=("team",)),
    Example("open-skies/pre-flight-inspection-duration", "eight hours", pre_flight(
        started_at="2027-06-10T08:00:00Z", ended_at="2027-06-10T16:00:00Z"), "required", state="met", at=AFTER),
    Example("open-skies/pre-flight-inspection-duration", "more", pre_flight(
        started_at="2027-06-10T08:00:00Z", ended_at="2027-06-10T16:30:00Z"), "required", state="met_late", at=AFTER, says="30 min"),
)
def test_pre_flight_inspection(example: Example) -> None:
    example.check()


@examples(
    Example("open-skies/aircraft-designation", "30 days", change("aircraft_designation", takes_effect_on="2027-07-01"), "required",
            due="2027-06-01"),
    Example("open-skies/aircraft-designation", "another change", change("sensors", takes_effect_on="2027-07-01"), ""),
    Example("open-skies/aircraft-deletion", "90 days", change("aircraft_deletion", takes_effect_on="2027-07-01"), "required",
            due="2027-04-02"),
    Example("open-skies/aircraft-deletion", "day not told", change("aircraft_deletion"), "undetermined", missing=("takes_effect_on",)),
    Example("open-skies/sensor-change", "90 days", change("sensors", takes_effect_on="2027-07-01"), "required", due="2027-04-02"),
    Example("open-skies/sensor-change", "another change", change("aircraft_deletion", takes_effect_on="2027-07-01"), ""),
    Example("open-skies/certification-notice", "60 days", change("certification", takes_effect_on="2027-07-01"), "required",
            due="2027-05-02"),
    Example("open-skies/certification-notice", "another change", change("sensors", takes_effect_on="2027-07-01"), ""),
    Example("open-skies/personnel-objection", "30 days", change("personnel_list", received_on="2027-01-31"), "advisory",
            due="2027-03-02"),
    Example("open-skies/personnel-objection", "not received", change("personnel_list"), ""),
    Example("open-skies/withdrawal-notice", "six months", change("withdrawal", takes_effect_on="2027-08-31"), "required",
            due="2027-02-28"),
    Example("open-skies/withdrawal-notice", "another change", change("sensors", takes_effect_on="2027-07-01"), ""),
)
def test_notices_of_a_party(example: Example) -> None:
    example.check()


def request(sent_at: str, kind: str = "quota_request") -> Json:
    return {"kind": "notification", "agreements": ["open-skies"], "notification_kind": kind, "from_state": "DEU", "sent_at": sent_at}


@examples(
    YearExample("open-skies/active-quota-request", "1 October", "DEU", (("2027-10-01", "2028", "met"),),
                records=[request("2027-10-01T10:00:00Z")]),
    YearExample("open-skies/active-quota-request", "2 October", "DEU", (("2027-10-01", "2028", "met_late"),),
                records=[request("2027-10-02T10:00:00Z")]),
    YearExample("open-skies/active-quota-request", "withdrawn", "RUS", (("2027-10-01", "2028", "informational"),), informs=True),
    YearExample("open-skies/flight-plans-of-the-year", "1 November", "DEU", (("2027-11-01", "2028", "met"),),
                records=[request("2027-11-01T10:00:00Z", "contact_plans")]),
    YearExample("open-skies/flight-plans-of-the-year", "2 November", "DEU", (("2027-11-01", "2028", "met_late"),),
                records=[request("2027-11-02T10:00:00Z", "contact_plans")]),
)
def test_days_of_the_year(example: YearExample) -> None:
    example.check()


def flown(number: int, **more: Any) -> Json:
    """A flight of early 2027 that was carried out, in the order of numbers."""
    month, day = 1 + number // 28, 1 + number % 28
    return flight(requested_at=f"2027-{month:02d}-{day:02d}T05:00:00Z", entry_planned_at=f"2027-{month:02d}-{day:02d}T06:00:00Z",
                  **{"outcome": "conducted_full", **more})


OTHERS = ["ITA", "POL", "GBR", "ESP", "HUN", "TUR"]
ELEVEN = [flown(number, inspecting_states=[OTHERS[number % 6]]) for number in range(11)]
PROHIBITED = flown(11, inspecting_states=["ITA"], outcome="prohibited")
PASSIVE = "open-skies/passive-quota"
RUSSIAN_GROUP = [flown(number, receiving_state="BLR" if number % 2 else "RUS") for number in range(42)]


def in_2020(record: Json) -> Json:
    return {key: value.replace("2027-", "2020-") if key.endswith("_at") else value for key, value in record.items()}


@examples(
    Example(PASSIVE, "example 15, the twelfth after a prohibited one", flight(), "permitted", also=[*ELEVEN, PROHIBITED], value=12,
            at="2027-06-07T08:00:00Z", sum="12 - 11 used - 1 planned = 0 left"),
    Example(PASSIVE, "example 15, a further one", flight(), "advisory", also=[*ELEVEN, PROHIBITED, flown(12)], value=13,
            at="2027-06-07T08:00:00Z", says="it may be refused"),
    Example(PASSIVE, "another year", flight(), "permitted", also=[{**each, "entry_planned_at": "2026-06-01T06:00:00Z",
            "requested_at": "2026-05-01T06:00:00Z"} for each in [*ELEVEN, flown(12)]], value=1, at="2027-06-07T08:00:00Z"),
    Example(PASSIVE, "Benelux as one party, the sixth", flight(receiving_state="LUX"), "permitted", value=6, at="2027-06-07T08:00:00Z",
            also=[flown(number, receiving_state=("BEL", "NLD")[number % 2]) for number in range(5)]),
    Example(PASSIVE, "Benelux as one party, the seventh", flight(receiving_state="LUX"), "advisory", value=7, at="2027-06-07T08:00:00Z",
            also=[flown(number, receiving_state=("BEL", "NLD")[number % 2]) for number in range(6)]),
    Example(PASSIVE, "Russia and Belarus, the 42nd", in_2020(flight(receiving_state="BLR")), "permitted", value=42,
            also=[in_2020(each) for each in RUSSIAN_GROUP[:41]], at="2020-06-07T08:00:00Z"),
    Example(PASSIVE, "Russia and Belarus, the 43rd", in_2020(flight(receiving_state="BLR")), "advisory", value=43,
            also=[in_2020(each) for each in RUSSIAN_GROUP], at="2020-06-07T08:00:00Z"),
    Example(PASSIVE, "over a later party", flight(receiving_state="SWE"), ""),
    Example("open-skies/passive-quota-acceded", "Finland, the fifth", flight(receiving_state="FIN"), "permitted", value=5,
            also=[flown(number, receiving_state="FIN") for number in range(4)]),
    Example("open-skies/passive-quota-acceded", "Finland, the sixth", flight(receiving_state="FIN"), "advisory", value=6,
            also=[flown(number, receiving_state="FIN") for number in range(5)]),
    Example("open-skies/passive-quota-acceded", "Estonia, not known", flight(receiving_state="EST"), "undetermined",
            missing=("passive_quota",), informs=True),
    Example("open-skies/passive-quota-acceded", "Estonia, recorded", flight(receiving_state="EST"), "permitted", value=1,
            informs=True, also=[
        {"kind": "agreement_facts", "agreement": "open-skies", "state": "EST", "year": 2027, "passive_quota": 4}]),
)
def test_passive_quota(example: Example) -> None:
    example.check()


FIVE = {"kind": "agreement_facts", "agreement": "open-skies", "state": "FRA", "year": 2027, "active_quota": 5}


@examples(
    Example("open-skies/pair-ceiling", "example 16, the third of an active quota of 5", flight(), "permitted", value=3,
            also=[FIVE, flown(1), flown(2)]),
    Example("open-skies/pair-ceiling", "example 16, the fourth", flight(), "advisory", value=4, also=[FIVE, flown(1), flown(2), flown(3)]),
    Example("open-skies/pair-ceiling", "the other's passive quota is less", flight(receiving_state="PRT"), "advisory", value=2,
            also=[FIVE, flown(1, receiving_state="PRT")]),
    Example("open-skies/pair-ceiling", "active quota not known", flight(), "undetermined", missing=("active_quota",)),
    Example("open-skies/active-quota", "the fifth", flight(), "permitted", value=5,
            also=[FIVE, *(flown(number, receiving_state="POL") for number in range(4))]),
    Example("open-skies/active-quota", "the sixth", flight(), "advisory", value=6,
            also=[FIVE, *(flown(number, receiving_state="POL") for number in range(5))]),
)
def test_active_quota(example: Example) -> None:
    example.check()


def test_a_prohibited_flight_stands_in_the_ledger_and_uses_nothing() -> None:
    records = [from_json(each) for each in [*ELEVEN, PROHIBITED]]
    use = next(each for each in quotas([shipped()["open-skies"]], a_situation(*records, at="2027-06-01"), 2027)
               if (each.rule, each.state) == ("passive-quota", "DEU"))
    assert (use.limit, use.used, use.left) == (12, 11, 1)
    assert [entry.effect for entry in use.entries].count("not_consumed") == 1


def over(entry: str, ended: str = "", **more: Any) -> Json:
    return flight(requested_at="2027-06-01T06:00:00Z", entry_planned_at=entry, inspecting_states=["ITA"],
                  **({"ended_at": ended} if ended else {}), **more)


DEMONSTRATED: dict[str, Any] = {"tags": ["demonstration flight"]}
OVERLAP = "open-skies/overlap-after-demonstration"


@examples(
    Example("open-skies/one-flight-at-a-time", "after the 96 hours of another", flight(), "permitted", value=1,
            also=[over("2027-06-06T06:00:00Z")]),
    Example("open-skies/one-flight-at-a-time", "within the 96 hours of another", flight(), "advisory", value=2,
            also=[over("2027-06-06T06:01:00Z")]),
    Example("open-skies/one-flight-at-a-time", "the other has ended", flight(), "permitted", value=1,
            also=[over("2027-06-06T08:00:00Z", "2027-06-09T06:00:00Z")]),
    Example("open-skies/one-flight-at-a-time", "over another State", flight(), "permitted", value=1,
            also=[over("2027-06-09T06:00:00Z", receiving_state="POL")]),
    Example("open-skies/one-flight-at-a-time", "a prohibited one", flight(), "permitted", value=1,
            also=[over("2027-06-09T06:00:00Z", outcome="prohibited")]),
    Example(OVERLAP, "24 hours", flight(), "permitted", value=1, also=[over("2027-06-07T06:00:00Z", **DEMONSTRATED)]),
    Example(OVERLAP, "25 hours", flight(), "advisory", value=2, also=[over("2027-06-07T07:00:00Z", **DEMONSTRATED)]),
)
def test_one_flight_at_a_time(example: Example) -> None:
    example.check()
