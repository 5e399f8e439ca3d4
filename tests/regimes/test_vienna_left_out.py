"""The Vienna Documents as a script tells of them: figures, links, periods and sides that are left out, and what must not be said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.regimes.situations import findings_of
from tests.regimes.vienna import Example, Json, check, exercise, facts, forces, notice, parameters, read, team, uid, visit


def _aided(size: int, function: str) -> list[Json]:
    return [*team(size), {"name": "Aid", "state": "DEU", "function": function}]


TEAMS = [
    Example("inspection-team", "four and an interpreter", (visit(team=_aided(4, "Interpreter")),), "permitted"),
    Example("inspection-team", "four and a driver", (visit(team=_aided(4, "driver")),), "permitted"),
    Example("inspection-team", "four and a deputy", (visit(team=_aided(4, "deputy head")),), "breach"),
    Example("inspection-team", "five and an interpreter", (visit(team=_aided(5, "interpreter")),), "breach"),
    Example("evaluation-team", "three and an interpreter", (visit("evaluation_visit", team=_aided(3, "interpreter")),), "undetermined",
            note="a person decides"),
    Example("evaluation-team", "two and an interpreter", (visit("evaluation_visit", team=_aided(2, "interpreter")),), "permitted"),
    Example("evaluation-team", "four and an interpreter", (visit("evaluation_visit", team=_aided(4, "interpreter")),), "breach"),
]

_ASKED = notice("unusual_activity_request", "2027-02-09T10:00:00Z", to=["DEU"])
_REFUSED: Json = {"requested_at": "2027-03-08T08:00:00Z", "replied_at": "2027-03-08T20:00:00Z", "reply": "refused"}


def _activity(number: int, starts_on: str, troops: int) -> Json:
    return exercise(forces(troops=troops), number=number, starts_on=starts_on, ends_on=f"{starts_on[:8]}28", agreements=None)


def _inspected(number: int, day: str, by: str, agreement: str) -> Json:
    return visit(number=number, inspecting_states=[by], agreements=[agreement], requested_at=f"{day}T08:00:00Z", outcome="completed")


RIGHTS = [
    Example("unusual-activity-meeting-request", "asked for after 48 hours is not late",
            (_ASKED, notice("unusual_activity_meeting_request", "2027-02-12T15:00:00Z", 2, "answers", to=["DEU"])), "permitted",
            "2027-02-11T10:00:00Z", "informational"),
    Example("inspection-refusal", "the ground is the quota", (visit(**_REFUSED, refusal_ground="quota"),), None),
    Example("inspection-refusal", "the ground is force majeure", (visit(**_REFUSED, refusal_ground="force majeure"),), None),
    Example("inspection-refusal", "another ground", (visit(**_REFUSED, refusal_ground="not convenient"),), "advisory"),
]
_THEN: Json = {"at": "2012-01-01T08:00:00Z", "only": ("vd11",)}
_LARGE = _activity(1, "2012-05-01", 41_000)
_LAST = _inspected(1, "2011-12-12", "FRA", "vd11")
_BEFORE = [_inspected(2, "2011-02-01", "DEU", "vd99"), _inspected(3, "2011-03-01", "POL", "vd99"),
           _inspected(4, "2011-04-01", "ITA", "vd99")]
CONTINUED = [
    Example("large-activity-limit", "one in 2010 under the document of 1999 and one in 2012",
            (_LARGE, _activity(2, "2010-05-01", 41_000)), "prohibited", **_THEN),
    Example("large-activity-limit", "one in 2009 and one in 2012", (_LARGE, _activity(2, "2009-05-01", 41_000)), "permitted", **_THEN),
    Example("inspection-quota", "three before December 2011, a fourth after", (_LAST, *_BEFORE), "advisory", **_THEN),
    Example("inspection-quota", "two before December 2011, a third after", (_LAST, *_BEFORE[:2]), "permitted", **_THEN),
]


def _led(number: int, command: str = "1st Armoured Division", troops: int = 6_000, **fields: Any) -> Json:
    return exercise(forces(troops=troops), number=number, level_of_command=command, **fields)


ONE_OR_TWO = [
    Example("single-activity", "row 12, the same days and commander", (_led(1), _led(2)), "undetermined", note="a person decides"),
    Example("single-activity", "8,999 together", (_led(1, troops=4_999), _led(2, troops=4_000)), None),
    Example("single-activity", "9,000 together", (_led(1, troops=5_000), _led(2, troops=4_000)), "undetermined",
            note="“Prior notification”"),
    Example("single-activity", "13,000 together", (_led(1, troops=9_000), _led(2, troops=4_000)), "undetermined",
            note="“Invitation of observers”"),
    Example("single-activity", "another commander", (_led(1), _led(2, "2nd Armoured Division")), None),
    Example("single-activity", "commanders not told", (_led(1, ""), _led(2, "")), None),
    Example("single-activity", "in another State", (_led(1), _led(2, host_states=["DEU"])), None),
    Example("single-activity", "the day after", (_led(1), _led(2, starts_on="2027-09-29", ends_on="2027-10-05")), None),
    Example("single-activity", "from the last day on", (_led(1), _led(2, starts_on="2027-09-28", ends_on="2027-10-05")), "undetermined"),
    Example("single-activity", "a level of command alone, the same days", (_led(1, "division"), _led(2, "division")), "undetermined"),
    Example("single-activity", "a level of command alone, other days",
            (_led(1, "division"), _led(2, "division", starts_on="2027-09-28", ends_on="2027-10-05")), None),
    Example("single-activity", "the other began long before and goes on",
            (_led(1), _led(2, starts_on="2027-06-01", ends_on="2027-09-15"), _led(3, starts_on="2027-09-01", ends_on="2027-09-02")),
            "undetermined", note="At the same time: ACTIVITY 2 (2027-06-01 to 2027-09-15)."),
    Example("single-activity", "recorded as part of it",
            (_led(1), _led(2, "", links=[{"relation": "part_of", "target": uid(1)}])), "undetermined"),
    Example("single-activity", "notifiable by itself already", (_led(1, troops=13_000), _led(2)), None),
    Example("single-activity", "a brigade each", (_led(1, divisional_structure=False), _led(2, divisional_structure=False)),
            "undetermined"),
]

_INVITATIONS = {"observation-reply": "observer_invitation", "air-base-reply": "visit_invitation",
                "demonstration-reply": "demonstration_invitation"}
INVITED = [
    example for rule, word in _INVITATIONS.items() for example in (
        Example(rule, "invited by another, no direction told", (notice(word, "2027-03-01T08:00:00Z", direction=None),), "required",
                "2027-03-22", "upcoming", by=("DEU",), owner="DEU"),
        Example(rule, "the invitation is one's own, no direction told", (notice(word, "2027-03-01T08:00:00Z", direction=None),), None),
        Example(rule, "without a register those owe it who are invited",
                (notice(word, "2027-03-01T08:00:00Z", direction=None, to=["DEU", "FRA"]),), "required", "2027-03-22", by=("DEU", "FRA"),
                owner=""),
    )
]

_PLANNED = exercise(forces(troops=41_000), starts_on="2028-05-01", ends_on="2028-05-20")
_BUDGET = facts(budget_approved_on="2026-12-10")
_DEPLOYED = facts(deployed_on="2026-03-10")


def _sent(word: str, day: str, **fields: Any) -> Json:
    return notice(word, f"{day}T08:00:00Z", 2, **fields)


def _shown(day: str, **fields: Any) -> Json:
    return visit("demonstration_of_new_type", 2, started_at=f"{day}T08:00:00Z", **fields)


_AFTER: Json = {"outcome": "required", "at": "2028-01-10T08:00:00Z"}
UNLINKED = [
    Example("large-activity-in-forecast", "a forecast that names no year", (_PLANNED, _sent("large_activity_forecast", "2026-11-15")),
            due="2026-11-15", state="met", met_by=2, **_AFTER),
    Example("large-activity-in-forecast", "a forecast of the season after", (_PLANNED, _sent("large_activity_forecast", "2027-11-10")),
            due="2026-11-15", state="overdue", **_AFTER),
    Example("large-activity-in-calendar", "a calendar that names no year", (_PLANNED, _sent("annual_calendar", "2027-11-10")),
            due="2027-11-15", state="met", met_by=2, **_AFTER),
    Example("large-activity-in-calendar", "a calendar sent late", (_PLANNED, _sent("annual_calendar", "2027-11-16")), due="2027-11-15",
            state="met_late", met_by=2, **_AFTER),
    Example("large-activity-in-calendar", "a calendar of another State",
            (_PLANNED, _sent("annual_calendar", "2027-11-10", from_state="DEU")), due="2027-11-15", state="overdue", **_AFTER),
    Example("defence-planning", "sent on the last day, linked with nothing", (_BUDGET, _sent("defence_planning", "2027-03-10")),
            due="2027-03-10", state="met", met_by=2, **_AFTER),
    Example("defence-planning", "sent a day late, linked with nothing", (_BUDGET, _sent("defence_planning", "2027-03-11")),
            due="2027-03-10", state="met_late", met_by=2, **_AFTER),
    Example("defence-planning", "sent before the budget was approved", (_BUDGET, _sent("defence_planning", "2026-12-01")),
            due="2027-03-10", state="overdue", **_AFTER),
    Example("new-type-demonstration", "shown on the last day, linked with nothing", (_DEPLOYED, _shown("2027-03-10")), due="2027-03-10",
            state="met", met_by=2, **_AFTER),
    Example("new-type-demonstration", "shown by another State", (_DEPLOYED, _shown("2027-03-10", receiving_state="FRA")), due="2027-03-10",
            state="overdue", **_AFTER),
]

def _member(state: str, number: int, function: str = "inspector") -> Json:
    return {"name": f"{state} {number}", "state": state, "function": function}


_ASKED_FOR: Json = {"requested_at": "2027-02-01T08:00:00Z", "reply": "accepted"}
_UNTYPED: Json = {"activity_type": None, "divisional_structure": True}


def _done(number: int, day: str, by: str) -> Json:
    return visit(number=number, inspecting_states=[by], requested_at=f"2027-{day}T08:00:00Z", outcome="completed")


_USED = (_done(1, "03-01", "FRA"), _done(2, "01-01", "DEU"), _done(3, "02-01", "POL"))
SILENT = [
    Example("inspection-team-lead", "one inspector of its own and two guests of one State",
            (visit(team=[_member("DEU", 1), _member("POL", 1), _member("POL", 2)]),), "breach"),
    Example("inspection-team-lead", "two inspectors and two guests of one State",
            (visit(team=[_member("DEU", 1), _member("DEU", 2), _member("POL", 1), _member("POL", 2)]),), None),
    Example("inspection-team-lead", "an interpreter of the guest State is no inspector",
            (visit(team=[_member("DEU", 1), _member("POL", 1), _member("POL", 2, "interpreter")]),), None),
    Example("inspection-team-lead", "no guests", (visit(team=team(4)),), None),
    Example("inspection-reply", "accepted, nobody recorded when", (visit(**_ASKED_FOR),), "undetermined", "2027-02-02T08:00:00Z",
            missing=("replied_at",)),
    Example("inspection-reply", "accepted, with its moment", (visit(**_ASKED_FOR, replied_at="2027-02-02T08:00:00Z"),), "required",
            "2027-02-02T08:00:00Z", "met"),
    Example("inspection-reply", "the reply answers the notice, in time",
            (visit(requested_at="2027-02-01T08:00:00Z"),
             notice("inspection_notice", "2027-02-01T08:00:00Z", 2, "notifies", from_state="DEU"),
             notice("inspection_reply", "2027-02-02T08:00:00Z", 3, "answers", target=2)), "required", state="met", met_by=3),
    Example("inspection-reply", "the reply answers the notice, late",
            (visit(requested_at="2027-02-01T08:00:00Z"),
             notice("inspection_notice", "2027-02-01T08:00:00Z", 2, "notifies", from_state="DEU"),
             notice("inspection_reply", "2027-02-02T08:00:01Z", 3, "answers", target=2)), "required", state="met_late", met_by=3),
    Example("evaluation-reply", "the reply answers the request",
            (visit("evaluation_visit", requested_at="2027-02-01T08:00:00Z"),
             notice("evaluation_request", "2027-02-01T08:00:00Z", 2, "notifies", from_state="DEU"),
             notice("evaluation_reply", "2027-02-03T08:00:00Z", 3, "answers", target=2)), "required", state="met", met_by=3),
    Example("inspection-reply", "no reply recorded", (visit(requested_at="2027-02-01T08:00:00Z"),), "required", "2027-02-02T08:00:00Z",
            "overdue"),
    Example("evaluation-reply", "accepted, nobody recorded when", (visit("evaluation_visit", **_ASKED_FOR),), "undetermined",
            "2027-02-03T08:00:00Z", missing=("replied_at",)),
    Example("prior-notification", "kind of activity not told, 3,000 troops", (exercise(forces(troops=3_000), **_UNTYPED),), "not_required",
            note="A landing or parachute assault would be notified from 3,000 troops."),
    Example("observation-invitation", "kind of activity not told, 3,500 troops", (exercise(forces(troops=3_500), **_UNTYPED),),
            "not_required", note="would be open to observers from 3,500 troops"),
    Example("inspection-quota", "the third fills it", _USED, "permitted", at="2027-12-31T08:00:00Z",
            note="With this one the quota of AUT in 2027 is full: the receiving State tells all other participating States."),
    Example("evaluation-quota", "the one visit of 60 units fills it",
            (visit("evaluation_visit", requested_at="2027-03-01T08:00:00Z"), facts(2, units=60)), "permitted", note="is full"),
]


@pytest.mark.parametrize(("troops", "certainty"), [
    pytest.param(2_999, "certain", id="vd11/prior-notification: kind of activity not told, 2,999 troops"),
    pytest.param(3_000, "provisional", id="vd11/prior-notification: kind of activity not told, provisional from 3,000 troops"),
    pytest.param(8_999, "provisional", id="vd11/prior-notification: kind of activity not told, 8,999 troops"),
    pytest.param(9_000, "certain", id="vd11/prior-notification: kind of activity not told, 9,000 troops"),
])
def test_a_kind_of_activity_taken_for_granted_is_provisional_where_it_decides(troops: int, certainty: str) -> None:
    record = read("vd11", [exercise(forces(troops=troops), **_UNTYPED)])[0]
    found = next(each for each in findings_of(record, "vd11") if each.rule == "prior-notification")
    assert (found.certainty == "provisional") == (certainty == "provisional")


def test_a_quota_that_is_not_full_says_nothing_of_it() -> None:
    first, *others = read("vd11", _USED[:2])
    found = [each for each in findings_of(first, "vd11", *others, at="2027-12-31", owner="AUT") if each.rule == "inspection-quota"]
    assert [note for each in found for note in each.notes if "full" in note] == []


@pytest.mark.parametrize(("pack", "starts_on", "informs"), [
    pytest.param("vd99", "2011-11-30", False, id="vd99/prior-notification: named on its last day"),
    pytest.param("vd99", "2011-12-01", True, id="vd99/prior-notification: named after its last day"),
    pytest.param("vd99", "1999-12-31", True, id="vd99/prior-notification: named before its first day"),
    pytest.param("vd11", "2011-12-01", False, id="vd11/prior-notification: named on its first day"),
    pytest.param("vd11", "2011-11-30", True, id="vd11/prior-notification: named before its first day"),
])
def test_another_document_than_that_of_the_day_only_informs(pack: str, starts_on: str, informs: bool) -> None:
    record = read("vd11", [exercise(starts_on=starts_on, ends_on="2012-01-20", agreements=[pack])])[0]
    found = next(each for each in findings_of(record, pack, at="1999-01-01") if each.rule == "prior-notification")
    assert (bool(found.gate), found.outcome) == (informs, "required")
    assert found.obligation is not None
    assert found.obligation.state == ("informational" if informs else "upcoming")


@pytest.mark.parametrize(("pack", "example"), parameters([*TEAMS, *RIGHTS, *CONTINUED, *ONE_OR_TWO, *INVITED, *UNLINKED, *SILENT]))
def test_what_is_left_out(pack: str, example: Example) -> None:
    check(pack, example)
