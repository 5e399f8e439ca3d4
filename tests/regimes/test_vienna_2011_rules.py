"""The other rules of the Vienna Document 2011 and of that of 1999: dates of the year, invitations, replies, reports, content."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.record_json import from_json
from cbm_tracker.regimes.kinds.content import Content
from tests.regimes.situations import findings_of, shipped
from tests.regimes.vienna import Example, Json, check, exercise, facts, forces, notice, parameters, uid, visit, year_ends


def _clock(rule: str, record: Json, due: str, in_time: Json, late: Json, **told: Any) -> list[Example]:
    """Return the two sides of a clock: what meets it at the last moment, and what comes after it."""
    common: dict[str, Any] = {"outcome": "required", "due": due, "at": "2027-12-31", **told}
    return [
        Example(rule, "at the last moment", _met(record, in_time), **{**common, "state": "met"}),
        Example(rule, "after the last moment", _met(record, late), **{**common, "state": "met_late"}),
    ]


def _met(record: Json, evidence: Json) -> tuple[Json, ...]:
    """Return the record with what meets it: another record, or further fields of the same."""
    return (record, evidence) if "kind" in evidence else ({**record, **evidence},)


YEAR = [
    *year_ends("annual-exchange", "annual_exchange", "12-15", "2028", outcome="required"),
    *year_ends("deployment-plans", "deployment_plans", "12-15", "2028", nil="nothing_new", outcome="required"),
    *year_ends("contact-plans", "contact_plans", "11-15", "2028", outcome="advisory"),
    *year_ends("annual-calendar", "annual_calendar", "11-15", "2028", nil="nil_report", outcome="required"),
    *year_ends("large-activity-forecast", "large_activity_forecast", "11-15", "2029", nil="nil_report", outcome="required"),
    Example("annual-exchange", "a nil report for the calendar is none for the exchange",
            (notice("nil_report", "2027-11-15T08:00:00Z", period="2028"),), "required", "2027-12-15", "upcoming", year=2027,
            at="2027-12-01"),
    Example("annual-exchange", "a nil report that names it",
            (notice("nil_report", "2027-12-15T08:00:00Z", period="2028", content={"rule": "annual-exchange"}),), "required", "2027-12-15",
            "nil_declared", year=2027, at="2028-03-01"),
    Example("annual-calendar", "a nil report that names the exchange",
            (notice("nil_report", "2027-11-15T08:00:00Z", period="2028", content={"rule": "annual-exchange"}),), "required", "2027-11-15",
            "overdue", year=2027, at="2028-03-01"),
    Example("large-activity-forecast", "a nil report for the calendar is none for the forecast",
            (notice("nil_report", "2027-11-15T08:00:00Z", period="2028"),), "required", "2027-11-15", "overdue", year=2027,
            at="2027-12-01"),
    Example("one-major-activity", "nothing notified", (), "required", "2027-12-31", "overdue", year=2027, at="2028-01-02", only=("vd11",)),
    Example("one-major-activity", "notified in the year before", (notice("exercise_advance", "2026-12-20T08:00:00Z"),), "required",
            "2027-12-31", "upcoming", year=2027, at="2027-12-01", only=("vd11",)),
    Example("one-major-activity", "before the decision", (), None, year=2012, at="2013-06-01", only=("vd11",)),
    Example("one-major-activity", "since the decision", (), "required", "2013-12-31", year=2013, at="2013-06-01", only=("vd11",)),
]

_INVITED_TO_OBSERVE = notice("observer_invitation", "2027-08-04T08:00:00Z", from_state="DEU", direction="received")
_INVITED_TO_BASE = notice("visit_invitation", "2027-04-20T08:00:00Z", from_state="DEU", direction="received")
_INVITED_TO_SHOW = notice("demonstration_invitation", "2027-04-20T08:00:00Z", from_state="DEU", direction="received")
_BASE = visit("airbase_visit", entry_planned_at="2027-06-01T07:00:00Z")
_SHOWN = visit("demonstration_of_new_type", entry_planned_at="2027-06-01T07:00:00Z")
_ALERT = exercise(forces(troops=9_000), without_advance_notice=True, starts_on="2027-06-01", starts_at="2027-06-01T05:00:00Z")
_MEETING = notice("unusual_activity_meeting_request", "2027-02-12T15:00:00Z", to=["DEU"])
_JOINT = notice("unusual_activity_meeting_request", "2027-02-12T15:00:00Z", to=["DEU"], content={"all_states": True})
_ENDED: Json = {"started_at": "2027-03-10T09:00:00Z", "ended_at": "2027-03-12T09:00:00Z"}


def _reply(word: str, sent_at: str, **fields: Any) -> Json:
    return notice(word, sent_at, 2, "answers", to=["DEU"], **fields)


def _call(opened_at: str) -> Json:
    links = [{"relation": "answers", "target": uid(1)}]
    return {"kind": "contact", "id": uid(2), "agreements": ["vd11"], "purpose": "consultation", "opened_at": opened_at, "links": links}


CLOCKS = [
    *_clock("observation-reply", _INVITED_TO_OBSERVE, "2027-08-25", _reply("observer_reply", "2027-08-25T20:00:00Z"),
            _reply("observer_reply", "2027-08-26T08:00:00Z"), by=("AUT",)),
    *_clock("air-base-reply", _INVITED_TO_BASE, "2027-05-11", _reply("visit_reply", "2027-05-11T20:00:00Z"),
            _reply("visit_reply", "2027-05-12T08:00:00Z"), by=("AUT",)),
    *_clock("demonstration-reply", _INVITED_TO_SHOW, "2027-05-11", _reply("demonstration_reply", "2027-05-11T20:00:00Z"),
            _reply("demonstration_reply", "2027-05-12T08:00:00Z"), by=("AUT",)),
    *_clock("air-base-invitation", _BASE, "2027-04-20", notice("visit_invitation", "2027-04-20T08:00:00Z", 2, "notifies"),
            notice("visit_invitation", "2027-04-21T08:00:00Z", 2, "notifies"), by=("AUT",)),
    *_clock("demonstration-invitation", _SHOWN, "2027-04-20", notice("demonstration_invitation", "2027-04-20T08:00:00Z", 2, "notifies"),
            notice("demonstration_invitation", "2027-04-21T08:00:00Z", 2, "notifies"), by=("AUT",)),
    *_clock("alert-notification", _ALERT, "2027-06-01T05:00:00Z", notice("exercise_advance", "2027-06-01T05:00:00Z", 2, "notifies"),
            notice("exercise_advance", "2027-06-01T05:01:00Z", 2, "notifies")),
    *_clock("observation-invitation", exercise(forces(troops=13_000)), "2027-08-04",
            notice("observer_invitation", "2027-08-04T08:00:00Z", 2, "notifies"),
            notice("observer_invitation", "2027-08-05T08:00:00Z", 2, "notifies")),
    *_clock("unusual-activity-meeting", _MEETING, "2027-02-14T15:00:00Z", _call("2027-02-14T15:00:00Z"), _call("2027-02-14T15:01:00Z")),
    *_clock("unusual-activity-joint-meeting", _JOINT, "2027-02-14T15:00:00Z", _call("2027-02-14T15:00:00Z"), _call("2027-02-14T15:01:00Z")),
    *_clock("new-type-demonstration", facts(deployed_on="2026-03-01"), "2027-03-01",
            visit("demonstration_of_new_type", 2, started_at="2027-03-01T09:00:00Z", links=[{"relation": "part_of", "target": uid(1)}]),
            visit("demonstration_of_new_type", 2, started_at="2027-03-02T09:00:00Z", links=[{"relation": "part_of", "target": uid(1)}])),
    *_clock("technical-data", facts(deployed_on="2027-03-01"), "2027-03-01",
            notice("deployment_plans", "2027-03-01T09:00:00Z", 2, "notifies"),
            notice("deployment_plans", "2027-03-02T09:00:00Z", 2, "notifies")),
    *_clock("defence-planning", facts(budget_approved_on="2026-12-10"), "2027-03-10",
            notice("defence_planning", "2027-03-10T09:00:00Z", 2, period="2027"),
            notice("defence_planning", "2027-03-11T09:00:00Z", 2, period="2027")),
    *_clock("personnel-increase", facts(unit_kind="active_unit", personnel_increase=1_501, increase_days=22, takes_effect_on="2027-06-01"),
            "2027-04-20", notice("personnel_increase", "2027-04-20T09:00:00Z", 2, "notifies"),
            notice("personnel_increase", "2027-04-21T09:00:00Z", 2, "notifies")),
    *_clock("inspection-report", visit(**_ENDED), "2027-03-26", {"report_sent_at": "2027-03-26T20:00:00Z"},
            {"report_sent_at": "2027-03-27T08:00:00Z"}, by=("DEU",)),
    *_clock("evaluation-report", visit("evaluation_visit", **_ENDED), "2027-03-26", {"report_sent_at": "2027-03-26T20:00:00Z"},
            {"report_sent_at": "2027-03-27T08:00:00Z"}, by=("DEU",)),
    *_clock("evaluation-duration", visit("evaluation_visit", started_at="2027-03-10T07:00:00Z"), "2027-03-10T19:00:00Z",
            {"ended_at": "2027-03-10T19:00:00Z"}, {"ended_at": "2027-03-10T19:01:00Z"}),
    *_clock("air-base-visit", visit("airbase_visit", started_at="2022-06-27T08:00:00Z", outcome="completed"), "2027-06-27",
            visit("airbase_visit", 2, started_at="2027-06-27T08:00:00Z", outcome="completed"),
            visit("airbase_visit", 2, started_at="2027-06-28T08:00:00Z", outcome="completed")),
    *_clock("facility-visit", visit("facility_visit", started_at="2022-06-27T08:00:00Z", outcome="completed"), "2027-06-27",
            visit("facility_visit", 2, started_at="2027-06-27T08:00:00Z", outcome="completed"),
            visit("facility_visit", 2, started_at="2027-06-28T08:00:00Z", outcome="completed")),
    *_clock("large-activity-in-calendar", exercise(forces(troops=40_001)), "2026-11-15",
            notice("annual_calendar", "2026-11-15T09:00:00Z", 2, period="2027"),
            notice("annual_calendar", "2026-11-16T09:00:00Z", 2, period="2027")),
    *_clock("large-activity-in-forecast", exercise(forces(troops=40_001)), "2025-11-15",
            notice("large_activity_forecast", "2025-11-15T09:00:00Z", 2, period="2027"),
            notice("large_activity_forecast", "2025-11-16T09:00:00Z", 2, period="2027")),
]

SIDES = [
    Example("observation-reply", "an invitation that was sent", (notice("observer_invitation", "2027-08-04T08:00:00Z"),), None),
    Example("defence-planning-questions", "two months after receipt",
            (notice("defence_planning", "2027-03-09T08:00:00Z", from_state="DEU", direction="received",
            received_at="2027-03-10T08:00:00Z"),),
            "permitted", "2027-05-10", "informational", by=("AUT",)),
    Example("defence-planning-questions", "information that was sent", (notice("defence_planning", "2027-03-09T08:00:00Z"),), None),
    Example("unusual-activity-meeting-request", "before a reply is due",
            (notice("unusual_activity_request", "2027-02-11T09:00:00Z"),), "permitted", "2027-02-13T09:00:00Z", "informational"),
    Example("unusual-activity-meeting", "a meeting of all States has its own rule", (_JOINT,), None),
    Example("unusual-activity-joint-meeting", "a meeting of two States has its own rule", (_MEETING,), None),
    Example("incident-clarification", "asked by another State",
            (notice("incident_clarification", direction="received", from_state="DEU", to=["AUT"]),),
            "advisory", by=("AUT",)),
    Example("incident-clarification", "asked of another State", (notice("incident_clarification"),), None),
    Example("voluntary-visit-announcement", "not told to all", (visit("voluntary_visit", started_at="2027-02-05T08:00:00Z"),), "required",
            "", "upcoming", by=("AUT",)),
    Example("voluntary-visit-announcement", "told to all",
            (visit("voluntary_visit", started_at="2027-02-05T08:00:00Z"), notice("visit_notice", "2027-02-01T08:00:00Z", 2, "notifies")),
            "required", "", "met"),
    Example("air-base-duration", "24 hours", (visit("airbase_visit", started_at="2027-02-01T08:00:00Z", ended_at="2027-02-02T08:00:00Z"),),
            "permitted"),
    Example("air-base-duration", "a minute less",
            (visit("airbase_visit", started_at="2027-02-01T08:00:00Z", ended_at="2027-02-02T07:59:00Z"),),
            "advisory"),
    Example("new-type-demonstration", "a type already shown", (facts(deployed_on="2026-03-01", facts={"already_shown": True}),),
            "not_required"),
    Example("personnel-increase", "troops without advance notice",
            (facts(unit_kind="active_unit", personnel_increase=1_501, increase_days=22, takes_effect_on="2027-06-01",
                   facts={"without_advance_notice": True}),), "required", "2027-06-01"),
    Example("air-base-visit", "a visit that was only asked for",
            (visit("airbase_visit", started_at="2027-02-01T08:00:00Z", outcome="requested"),),
            None),
    Example("transfer-follow-up", "a transfer of 9,000", (exercise(activity_type="transfer"),), "advisory"),
    Example("transfer-follow-up", "a transfer of 8,999", (exercise(forces(troops=8_999), activity_type="transfer"),), None),
    Example("prior-notification", "a transfer of 9,000", (exercise(activity_type="transfer"),), "required", "2027-08-04"),
    Example("prior-notification", "outside the zone", (exercise(in_zone=False),), "not_required"),
    Example("prior-notification", "the structure is not known", (exercise(divisional_structure=None),), "undetermined",
            missing=("divisional_structure",)),
    Example("prior-notification", "the host's territory says where it is", (exercise(in_zone=None),), "required"),
    Example("prior-notification", "on a territory that lies partly in the zone", (exercise(in_zone=None, host_states=["RUS"]),),
            "undetermined",
            missing=("in_zone",)),
    Example("prior-notification", "on a territory outside", (exercise(in_zone=None, host_states=["USA"]),), "not_required"),
    Example("prior-notification", "on the territory of a State that takes no part", (exercise(in_zone=None, host_states=["JPN"]),),
            "not_required"),
    Example("prior-notification", "a space launch", (exercise(activity_type="space_launch"),), None),
    Example("prior-notification", "cancelled", (exercise(), notice("exercise_cancellation", "2027-02-01T08:00:00Z", 2, "notifies")),
            "required",
            state="superseded"),
    Example("prior-notification", "no day is told", (exercise(starts_on=None, ends_on=None),), "undetermined", missing=("starts_on",),
            only=("vd11",)),
    Example("large-activity-in-forecast", "9,000 troops, no equipment stated", (exercise({"state": "AUT", "troops": 9_000}),), None),
    Example("large-activity-in-forecast", "40,001 troops, no equipment stated", (exercise({"state": "AUT", "troops": 40_001}),),
            "required"),
    Example("alert-notification", "no alert", (exercise(),), None),
    Example("alert-notification", "an alert of 8,999", (exercise(forces(troops=8_999), without_advance_notice=True),), "not_required"),
    Example("alert-observation", "no alert", (exercise(forces(troops=13_000)),), None),
    Example("prior-notification", "sent after midnight at the place and before it in UTC",
            (exercise(), notice("exercise_advance", "2027-08-04T22:30:00Z", 2, "notifies")), "required", "2027-08-04", "met_late",
            note="Borderline", at="2027-09-01"),
    Example("personnel-increase", "facts about something else", (facts(units=61),), None),
    Example("personnel-increase", "its length is not known",
            (facts(unit_kind="active_unit", personnel_increase=1_501, takes_effect_on="2027-06-01"),), "undetermined",
            missing=("increase_days",)),
    Example("evaluation-unavailability", "facts about something else", (facts(units=61),), None),
    Example("evaluation-unavailability", "days not known", (facts(unavailable_times=5),), "undetermined", missing=("unavailable_days",)),
    Example("inspection-territory", "in the zone", (visit(),), "permitted"),
    Example("inspection-territory", "outside the zone", (visit(receiving_state="USA"),), "prohibited"),
    Example("inspection-territory", "partly in the zone", (visit(receiving_state="RUS"),), None),
    Example("inspection-entry", "36 hours after the request",
            (visit(requested_at="2027-03-08T13:40:00Z", arrived_at="2027-03-10T01:40:00Z"),), "permitted"),
    Example("inspection-entry", "a minute before", (visit(requested_at="2027-03-08T13:40:00Z", arrived_at="2027-03-10T01:39:00Z"),),
            "breach"),
    Example("inspection-refusal", "refused within the quota", (visit(requested_at="2027-03-08T13:40:00Z", reply="refused"),), "advisory"),
    Example("inspection-refusal", "refused for the quota",
            (visit(requested_at="2027-03-08T13:40:00Z", reply="refused", outcome="refused_quota"),), None),
    Example("inspection-refusal", "refused for force majeure",
            (visit(requested_at="2027-03-08T13:40:00Z", reply="refused", force_majeure=True),), None),
    Example("inspection-report", "told by a linked report",
            (visit(**_ENDED), notice("inspection_report", "2027-03-20T08:00:00Z", 2, "reports_on", from_state="DEU")),
            "required", "2027-03-26", "met", met_by=2, at="2027-04-01"),
]


def _running(number: int, starts_on: str, ends_on: str, troops: int = 13_001, **fields: Any) -> Json:
    return exercise(forces(troops=troops), number=number, starts_on=starts_on, ends_on=ends_on, **fields)


def _evaluated(number: int, started_at: str, ended_at: str, state: str = "DEU") -> Json:
    return visit("evaluation_visit", number, inspecting_states=[state], requested_at=f"2027-05-{10 + number}T08:00:00Z",
                 started_at=started_at, ended_at=ended_at, reply="accepted", outcome="completed")


_RUNNING = (_running(2, "2027-06-01", "2027-06-10"), _running(3, "2027-06-02", "2027-06-11"), _running(4, "2027-06-03", "2027-06-12"))
COUNTS = [
    Example("simultaneous-activity-limit", "the third at the same time", (_RUNNING[2], *_RUNNING[:2]), "permitted"),
    Example("simultaneous-activity-limit", "a fourth at the same time", (_running(1, "2027-06-10", "2027-06-20"), *_RUNNING), "prohibited"),
    Example("simultaneous-activity-limit", "a fourth after one has ended", (_running(1, "2027-06-11", "2027-06-20"), *_RUNNING),
            "permitted"),
    Example("simultaneous-activity-limit", "13,000 exactly is not counted", (_running(1, "2027-06-10", "2027-06-20", 13_000), *_RUNNING),
            None),
    Example("simultaneous-activity-limit", "a fourth of another host",
            (_running(1, "2027-06-10", "2027-06-20", host_states=["DEU"]), *_RUNNING), "permitted"),
    Example("large-activity-limit", "40,001 troops, the first", (_running(1, "2027-06-10", "2027-06-20", 40_001),), "permitted"),
    Example("large-activity-limit", "of another host in the same year",
            (_running(1, "2027-06-10", "2027-06-20", 40_001), _running(2, "2027-05-01", "2027-05-20", 40_001, host_states=["DEU"])),
            "permitted"),
    Example("medium-activity-limit", "large activities are not among the six",
            (_running(1, "2027-12-01", "2027-12-05"), *_RUNNING, _running(5, "2027-04-01", "2027-04-05"),
            _running(6, "2027-05-01", "2027-05-05"),
             _running(7, "2027-02-01", "2027-02-05", 40_001)), "permitted"),
    Example("medium-activity-limit", "301 pieces of artillery are counted", (exercise(forces(artillery=301)),), "permitted"),
    Example("medium-activity-limit", "300 pieces of artillery are not", (exercise(forces(artillery=300)),), None),
    Example("medium-high-activity-limit", "25,000 troops are not counted", (exercise(forces(troops=25_000)),), None),
    Example("medium-high-activity-limit", "25,001 troops are", (exercise(forces(troops=25_001)),), "permitted"),
    Example("evaluation-simultaneity", "one after the other",
            (_evaluated(1, "2027-05-20T14:00:00Z", "2027-05-20T20:00:00Z"),
            _evaluated(2, "2027-05-20T06:00:00Z", "2027-05-20T13:00:00Z", "FRA")),
            "permitted", at="2027-06-01"),
    Example("evaluation-simultaneity", "two at one time",
            (_evaluated(3, "2027-05-20T09:00:00Z", "2027-05-20T18:00:00Z"),
            _evaluated(2, "2027-05-20T06:00:00Z", "2027-05-20T13:00:00Z", "FRA")),
            "advisory", at="2027-06-01"),
    Example("evaluation-unit-limit", "a third visit to the same unit",
            tuple({**_evaluated(number, f"2027-0{4 - number}-20T06:00:00Z", f"2027-0{4 - number}-20T12:00:00Z", state),
                   "requested_at": f"2027-0{4 - number}-13T08:00:00Z", "units": ["1st Brigade"]}
                  for number, state in ((1, "DEU"), (2, "FRA"), (3, "POL"))), "advisory", at="2027-06-01"),
]


@pytest.mark.parametrize(("pack", "example"), parameters([*YEAR, *CLOCKS, *SIDES, *COUNTS]))
def test_rule(pack: str, example: Example) -> None:
    check(pack, example)


def _content_rules() -> list[tuple[str, Content]]:
    return [(pack, rule) for pack in ("vd11", "vd99") for rule in shipped()[pack].rules if isinstance(rule, Content)]


def _found(pack: str, rule: Content, content: Json, **activity: Any) -> tuple[str, tuple[str, ...]]:
    """Return what the rule finds of a notification with this content about an activity."""
    told = {"agreements": [pack], "starts_on": "2007-09-15" if pack == "vd99" else "2027-09-15", "ends_on": None}
    sent = "2007-08-01T08:00:00Z" if pack == "vd99" else "2027-08-01T08:00:00Z"
    record = from_json(notice(sorted(rule.words)[0], sent, 2, "notifies", agreements=[pack], content=content))
    activity_record = from_json(exercise(**{"sorties": 0, **told, **activity}))
    found = [each for each in findings_of(record, pack, activity_record, owner="AUT", at="2028-01-01") if each.rule == rule.id]
    assert len(found) == 1
    return found[0].outcome, found[0].missing


@pytest.mark.parametrize(("pack", "rule"), [pytest.param(pack, rule, id=f"{pack}/{rule.id}: all items") for pack, rule in _content_rules()])
def test_a_notification_with_all_items_is_complete(pack: str, rule: Content) -> None:
    assert _found(pack, rule, {item.key: "told" for item in rule.required}) == ("required", ())


@pytest.mark.parametrize(("pack", "rule"),
    [pytest.param(pack, rule, id=f"{pack}/{rule.id}: one missing") for pack, rule in _content_rules()])
def test_a_notification_lacks_the_item_it_leaves_out(pack: str, rule: Content) -> None:
    told = {item.key: "told" for item in rule.required[1:]} or {"remarks": "nothing else"}
    assert _found(pack, rule, told) == ("advisory", (f"content.{rule.required[0].key}",))


_LAND = ("43.1", "43.2", "43.3", "43.4", "43.5", *(f"44.1.{number}" for number in range(1, 7)), "45.1", "45.2", "45.3", "45.4", "46.1",
    "46.2")
_AIR = tuple(f"content.44.1.{number}" for number in range(7, 11))


@pytest.mark.parametrize(
    ("pack", "activity", "missing"),
    [
        pytest.param(pack, activity, missing, id=f"{pack}/notification-content: {what}")
        for pack in ("vd11", "vd99")
        for what, activity, missing in (
            ("199 sorties", {"sorties": 199}, ()), ("200 sorties", {"sorties": 200}, _AIR),
            ("a parachute assault", {"activity_type": "parachute_assault"}, ("content.44.2.1",)),
            ("a transfer", {"activity_type": "transfer"}, tuple(f"content.44.3.{number}" for number in range(1, 7))),
        )
    ],
)
def test_what_a_notification_tells_depends_on_the_activity(pack: str, activity: Json, missing: tuple[str, ...]) -> None:
    rule = shipped()[pack].by_id["notification-content"]
    assert isinstance(rule, Content)
    assert _found(pack, rule, dict.fromkeys(_LAND, "told"), **activity) == ("advisory" if missing else "required", missing)
