"""The worked examples of the Vienna Document 2011 by their rows, and the comparison operators, one on each side of each limit."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.record_json import from_json
from cbm_tracker.regimes.evaluation import quotas
from tests.regimes.situations import a_situation, shipped
from tests.regimes.vienna import Example, Json, check, exercise, facts, forces, notice, parameters, reaching, read, team, uid, visit

ALERT: Json = {"without_advance_notice": True, "starts_on": "2027-06-01", "starts_at": "2027-06-01T05:00:00Z", "ends_on": None}
PARACHUTISTS: Json = {"activity_type": "parachute_assault", "divisional_structure": None}


def _large(number: int, starts_on: str, ends_on: str, troops: int, **fields: Any) -> Json:
    return exercise(forces(troops=troops), number=number, starts_on=starts_on, ends_on=ends_on, **fields)


def _spring(troops: int = 26_000) -> tuple[Json, ...]:
    return (
        _large(2, "2027-03-01", "2027-03-10", troops), _large(3, "2027-06-01", "2027-06-10", troops),
        _large(4, "2027-09-01", "2027-09-10", troops),
    )


def _asked(number: int, requested_at: str, state: str = "DEU", **fields: Any) -> Json:
    return visit(number=number, inspecting_states=[state], requested_at=requested_at, **fields)


def _held(number: int, day: str, state: str, kind: str = "specified_area", **fields: Any) -> Json:
    """Return an inspection that took place."""
    return visit(kind, number=number, **{
        "inspecting_states": [state], "requested_at": f"{day}T08:00:00Z", "started_at": f"{day}T09:00:00Z", "reply": "accepted",
        "outcome": "completed", **fields,
    })


_THREE = (_held(2, "2027-01-20", "DEU"), _held(3, "2027-02-03", "FRA"), _held(4, "2027-02-17", "POL"))
_TRIALS: Json = {"requested_at": "2027-04-28T08:00:00Z"}

ROWS = [
    Example("prior-notification", "row 1, 9,000 troops on 15 September", (exercise(),), "required", "2027-08-04", "upcoming",
            "2027-09-15 - 42 days = 2027-08-04", ("AUT",)),
    Example("observation-invitation", "row 1, 9,000 troops", (exercise(),), "not_required"),
    Example("observation-reply", "row 1, invited on 4 August",
            (notice("observer_invitation", "2027-08-04T08:00:00Z", from_state="DEU", direction="received"),), "required", "2027-08-25",
            by=("AUT",)),
    Example("prior-notification", "row 1, sent on 4 August",
            (exercise(), notice("exercise_advance", "2027-08-04T08:00:00Z", 2, "notifies")), "required", "2027-08-04", "met", met_by=2,
            at="2027-09-01"),
    Example("prior-notification", "row 2, sent on 5 August",
            (exercise(), notice("exercise_advance", "2027-08-05T08:00:00Z", 2, "notifies")), "required", "2027-08-04", "met_late",
            note="Late by 1 day.", at="2027-09-01"),
    Example("prior-notification", "row 3, another calendar year", (exercise(starts_on="2027-02-10", ends_on="2027-02-20"),), "required",
            "2026-12-30", at="2026-10-01"),
    Example("calendar-entry", "row 3, the calendar of the year before", (exercise(starts_on="2027-02-10", ends_on="2027-02-20"),),
            "required", "2026-11-15", "informational", "2027-02-10 - 1 year, on 15 November = 2026-11-15", at="2026-10-01"),
    Example("prior-notification", "row 4, over 29 February", (exercise(starts_on="2028-04-10", ends_on="2028-04-20"),), "required",
            "2028-02-28"),
    Example("prior-notification", "row 5, from the transfer",
            (exercise(forces(troops=9_000, from_on="2027-09-01"), starts_on="2027-09-10"),), "required", "2027-07-21"),
    Example("prior-notification", "row 6, 260 tanks of one brigade",
            (exercise(forces(troops=8_500, tanks=260), divisional_structure=False),),
            "undetermined", "2027-08-04", note="a person decides"),
    Example("prior-notification", "row 7, just below every level", (exercise(forces(troops=8_990, tanks=249, acvs=499, artillery=249)),),
            "not_required"),
    Example("one-major-activity", "row 7, notified all the same",
            (exercise(forces(troops=8_990)), notice("exercise_advance", "2027-08-04T08:00:00Z", 2, "notifies")), "required", "2027-12-31",
            "met", year=2027, at="2027-12-01", only=("vd11",)),
    Example("prior-notification", "row 8, 3,000 parachutists", (exercise({"state": "AUT", "troops": 3_000}, **PARACHUTISTS),), "required"),
    Example("observation-invitation", "row 8, 3,000 parachutists", (exercise({"state": "AUT", "troops": 3_000}, **PARACHUTISTS),),
            "not_required"),
    Example("prior-notification", "row 9, 500 vehicles", (exercise(forces(troops=7_000, acvs=500)),), "required"),
    Example("observation-invitation", "row 9, 500 vehicles", (exercise(forces(troops=7_000, acvs=500)),), "required", "2027-08-04"),
    Example("prior-notification", "row 10, 12,700 troops", (exercise(forces(troops=12_700)),), "required"),
    Example("observation-invitation", "row 10, 12,700 troops and no equipment", (exercise(forces(troops=12_700)),), "not_required"),
    Example("observation-invitation", "row 10, 12,700 troops and equipment unknown", (exercise({"state": "AUT", "troops": 12_700}),),
            "undetermined"),
    Example("prior-notification", "row 11, an alert", (exercise(forces(troops=14_000), **ALERT),), "not_required"),
    Example("alert-notification", "row 11, as the troops commence", (exercise(forces(troops=14_000), **ALERT),), "required",
            "2027-06-01T05:00:00Z", by=("AUT",)),
    Example("alert-observation", "row 11, planned for 70 hours", (exercise(forces(troops=14_000), alert_expected_hours=70, **ALERT),),
            "not_required"),
    Example("alert-observation", "row 11, beyond 4 June 05:00Z",
            (exercise(forces(troops=14_000), alert_expected_hours=70, **ALERT, ends_at="2027-06-04T05:01:00Z"),), "required",
            "2027-06-04T05:00:00Z"),
    Example("prior-notification", "row 12, two activities of 6,000",
            (exercise(forces(troops=6_000)), exercise(forces("DEU", troops=6_000), number=2)), "not_required"),
    Example("prior-notification", "row 12, 6,000 and 6,000 under one command",
            (exercise(forces(troops=6_000), forces("DEU", troops=6_000)),), "required", by=("AUT",)),
    Example("prior-notification", "row 13, a guest reaches the level by itself",
            (exercise(forces(troops=1_000), forces("DEU", troops=9_500), forces("FRA", troops=400)),), "required", by=("AUT", "DEU")),
    Example("prior-notification", "row 14, on the territory of two States",
            (exercise(forces(troops=6_000), forces("DEU", troops=6_000), host_states=["AUT", "DEU"]),), "required", by=("AUT", "DEU")),
    Example("calendar-entry", "row 15, over the turn of the year", (_large(1, "2027-12-28", "2028-01-12", 30_000),), "required",
            "2026-11-15"),
    Example("medium-high-activity-limit", "row 15, counted in the year of its start",
            (_large(1, "2027-12-28", "2028-01-12", 30_000), *_spring()), "prohibited"),
    Example("large-activity-limit", "row 16, again within three years",
            (_large(1, "2027-05-01", "2027-05-20", 41_000), _large(2, "2025-05-01", "2025-05-20", 41_000)), "prohibited"),
    Example("large-activity-limit", "row 16, in 2028 at the earliest",
            (_large(1, "2028-05-01", "2028-05-20", 41_000), _large(2, "2025-05-01", "2025-05-20", 41_000)), "permitted"),
    Example("large-activity-in-forecast", "row 16, forecast two years before", (_large(1, "2028-05-01", "2028-05-20", 41_000),), "required",
            "2026-11-15", sum="2028-05-01 - 2 years, on 15 November = 2026-11-15"),
    Example("large-activity-in-calendar", "row 16, calendar the year before", (_large(1, "2028-05-01", "2028-05-20", 41_000),), "required",
            "2027-11-15"),
    Example("medium-high-activity-limit", "row 17, the third of the year", (_spring()[2], *_spring()[:2]), "permitted"),
    Example("medium-high-activity-limit", "row 17, a fourth of 26,000", (_large(1, "2027-11-02", "2027-11-10", 26_000), *_spring()),
            "prohibited"),
    Example("medium-activity-limit", "row 17, a fourth of 14,000", (_large(1, "2027-11-02", "2027-11-10", 14_000), *_spring()),
            "permitted"),
    Example("medium-activity-limit", "row 17, a seventh",
            (_large(1, "2027-12-02", "2027-12-10", 14_000), *_spring(), _large(5, "2027-04-01", "2027-04-10", 14_000),
             _large(6, "2027-05-01", "2027-05-10", 14_000), _large(7, "2027-10-01", "2027-10-10", 14_000)), "prohibited"),
    Example("large-activity-limit", "row 18, 40,000 exactly is not counted",
            (_large(1, "2027-05-01", "2027-05-20", 40_000), _large(2, "2026-05-01", "2026-05-20", 41_000)), None),
    Example("medium-high-activity-limit", "row 18, 40,000 exactly is counted here",
            (_large(1, "2027-11-02", "2027-11-10", 40_000), *_spring()), "prohibited"),
    Example("inspection-notice", "row 19, 32 h 20 min", (_asked(1, "2027-03-08T13:40:00Z", entry_planned_at="2027-03-09T22:00:00Z"),),
            "breach", sum="2027-03-08T13:40Z + 36 hours = 2027-03-10T01:40Z", note="+ 120 hours = 2027-03-13T13:40Z"),
    Example("inspection-reply", "row 19, within 24 hours", (_asked(1, "2027-03-08T13:40:00Z"),), "required", "2027-03-09T13:40:00Z",
            by=("AUT",), at="2027-03-08T14:00:00Z"),
    Example("inspection-notice", "row 20, over the spring change of clocks",
            (_asked(1, "2027-03-27T18:00:00+01:00", entry_planned_at="2027-03-29T07:00:00+02:00"),), "permitted",
            sum="2027-03-27T17:00Z + 36 hours = 2027-03-29T05:00Z"),
    Example("inspection-notice", "row 20, an hour less",
            (_asked(1, "2027-03-27T18:00:00+01:00", entry_planned_at="2027-03-29T06:00:00+02:00"),), "breach"),
    Example("inspection-duration", "row 21, from the arrival in the area",
            (_asked(1, "2027-03-08T08:00:00Z", arrived_at="2027-03-10T02:00:00Z", started_at="2027-03-10T09:15:00Z"),), "required",
            "2027-03-12T09:15:00Z", by=("DEU",), at="2027-03-10T10:00:00Z"),
    Example("inspection-quota", "row 22, the third of the year", (_asked(1, "2027-03-01T06:00:00Z", "ITA"), *_THREE[:2]), "permitted"),
    Example("inspection-quota", "row 22, a fourth", (_asked(1, "2027-03-01T06:00:00Z", "ITA"), *_THREE), "advisory"),
    Example("inspection-pair-quota", "row 23, a guest in another State's inspection",
            (_held(1, "2027-05-04", "POL", inspecting_states=["POL", "DEU"]), _held(2, "2027-02-03", "DEU")), "permitted", at="2027-06-01"),
    Example("inspection-pair-quota", "row 23, the same State leads again", (_held(1, "2027-05-04", "DEU"), _held(2, "2027-02-03", "DEU")),
            "advisory", at="2027-06-01"),
    Example("inspection-quota", "row 24, dropped for storm damage",
            (_asked(1, "2027-03-01T06:00:00Z", "ITA"), *_THREE[:2],
             _asked(4, "2027-02-17T08:00:00Z", "POL", reply="accepted", outcome="cancelled_force_majeure", force_majeure=True)),
             "permitted"),
    Example("inspection-quota", "row 25, asked in December and carried out in January",
            (_asked(1, "2027-12-29T08:00:00Z", "ITA", entry_planned_at="2028-01-01T08:00:00Z"), *_THREE), "permitted",
            at="2027-12-30", note="counts in the year in which it is carried out"),
    Example("evaluation-quota", "row 26, the second of 61 units",
            (visit("evaluation_visit", **_TRIALS), _held(2, "2027-02-03", "FRA", "evaluation_visit"), facts(3, units=61)), "permitted"),
    Example("evaluation-quota", "row 26, a third of 61 units",
            (visit("evaluation_visit", **_TRIALS), _held(2, "2027-02-03", "FRA", "evaluation_visit"),
             _held(4, "2027-02-05", "ITA", "evaluation_visit"), facts(3, units=61)), "advisory"),
    Example("evaluation-quota", "row 26, units not known", (visit("evaluation_visit", **_TRIALS),), "undetermined"),
    Example("evaluation-pair-quota", "row 26, one from the same State", (visit("evaluation_visit", **_TRIALS), facts(3, units=61)),
            "permitted"),
    Example("evaluation-pair-quota", "row 26, two from the same State",
            (visit("evaluation_visit", **_TRIALS), _held(2, "2027-02-03", "DEU", "evaluation_visit"), facts(3, units=61)), "advisory"),
    Example("evaluation-unit-limit", "row 26, a second State at the same unit",
            (visit("evaluation_visit", units=["1st Brigade"], **_TRIALS),
             _held(2, "2027-02-03", "FRA", "evaluation_visit", units=["1st Brigade"])), "permitted"),
    Example("evaluation-unit-limit", "row 26, the same State at the same unit",
            (visit("evaluation_visit", units=["1st Brigade"], **_TRIALS),
             _held(2, "2027-02-03", "DEU", "evaluation_visit", units=["1st Brigade"])), "advisory"),
    Example("evaluation-notice", "row 27, asked on 12 May",
            (visit("evaluation_visit", requested_at="2027-05-12T12:00:00Z", entry_planned_at="2027-05-20T08:00:00Z"),), "breach"),
    Example("evaluation-notice", "row 27, asked on 13 May",
            (visit("evaluation_visit", requested_at="2027-05-13T12:00:00Z", entry_planned_at="2027-05-20T08:00:00Z"),), "permitted"),
    Example("evaluation-notice", "row 27, asked on 15 May",
            (visit("evaluation_visit", requested_at="2027-05-15T12:00:00Z", entry_planned_at="2027-05-20T08:00:00Z"),), "permitted"),
    Example("evaluation-notice", "row 27, asked on 16 May",
            (visit("evaluation_visit", requested_at="2027-05-16T12:00:00Z", entry_planned_at="2027-05-20T08:00:00Z"),), "breach"),
    Example("evaluation-unavailability", "row 28, 4 times and 26 days", (facts(unavailable_times=4, unavailable_days=26),), "permitted"),
    Example("evaluation-unavailability", "row 28, a fifth time, 31 days in all", (facts(unavailable_times=5, unavailable_days=31),),
            "breach"),
    Example("unusual-activity-reply", "row 29, replied after two days",
            (notice("unusual_activity_request", "2022-02-09T09:00:00Z", from_state="LTU", to=["BLR"]),
             notice("unusual_activity_reply", "2022-02-11T09:00:00Z", 2, "answers", from_state="BLR", to=["LTU"])),
            "required", "2022-02-11T09:00:00Z", "met", by=("BLR",)),
    Example("unusual-activity-meeting", "row 29, from the request for the meeting",
            (notice("unusual_activity_meeting_request", "2022-02-12T15:00:00Z", from_state="LTU", to=["BLR"]),
             {"kind": "contact", "id": uid(2), "agreements": ["vd11"], "purpose": "consultation", "opened_at": "2022-02-14T15:00:00Z",
              "links": [{"relation": "answers", "target": uid(1)}]}),
            "required", "2022-02-14T15:00:00Z", "met", by=("LTU", "BLR")),
    Example("unusual-activity-reply", "row 30, no reply",
            (notice("unusual_activity_request", "2022-02-11T09:00:00Z", from_state="UKR", to=["RUS"]),), "required",
            "2022-02-13T09:00:00Z", "overdue", at="2022-02-13T09:01:00Z"),
    Example("unusual-activity-meeting-request", "row 30, a meeting may be requested at once",
            (notice("unusual_activity_request", "2022-02-11T09:00:00Z", from_state="UKR", to=["RUS"]),), "permitted",
            "2022-02-13T09:00:00Z", "informational", by=("UKR",), at="2022-02-13T09:01:00Z"),
    Example("air-base-visit", "row 31, last shown in 2013",
            (visit("airbase_visit", started_at="2013-06-27T08:00:00Z", outcome="completed"),),
            "required", "2018-06-27", "upcoming", at="2018-06-26", only=("vd11",)),
    Example("air-base-visit", "row 31, shown again in time",
            (visit("airbase_visit", started_at="2013-06-27T08:00:00Z", outcome="completed"),
             visit("airbase_visit", 2, started_at="2018-06-27T08:00:00Z", outcome="completed")), "required", "2018-06-27", "met",
            at="2019-01-01", only=("vd11",)),
    Example("defence-planning", "row 32, approved on 10 December", (facts(budget_approved_on="2026-12-10"),), "required", "2027-03-10",
            by=("AUT",)),
    Example("defence-planning", "row 32, approved on 30 November", (facts(budget_approved_on="2026-11-30"),), "required", "2027-02-28"),
]


@pytest.mark.parametrize(("pack", "example"), parameters(ROWS))
def test_worked_example(pack: str, example: Example) -> None:
    check(pack, example)


_LEVELS = [
    ("troops", 9_000, 13_000), ("tanks", 250, 300), ("acvs", 500, 500), ("artillery", 250, 250),
]
OPERATORS = [
    *(Example("prior-notification", f"{number:,} {name}", (exercise(reaching(name, number)),), outcome)
      for name, level, _ in _LEVELS for number, outcome in ((level - 1, "not_required"), (level, "required"), (level + 1, "required"))),
    *(Example("observation-invitation", f"{number:,} {name}", (exercise(reaching(name, number)),), outcome)
      for name, _, level in _LEVELS for number, outcome in ((level - 1, "not_required"), (level, "required"), (level + 1, "required"))),
    *(Example(rule, f"{number:,} troops, {kind.replace('_', ' ')}",
              (exercise(forces(troops=number), activity_type=kind, divisional_structure=None),), outcome)
      for kind in ("amphibious_landing", "heliborne_landing", "parachute_assault")
      for rule, level in (("prior-notification", 3_000), ("observation-invitation", 3_500))
      for number, outcome in ((level - 1, "not_required"), (level, "required"))),
    *(Example("large-activity-in-forecast", f"{number:,} {name}", (exercise(reaching(name, number)),), outcome)
      for name, level in (("troops", 40_000), ("tanks", 900), ("acvs", 2_000), ("artillery", 900))
      for number, outcome in ((level, None), (level + 1, "required"))),
    *(Example("personnel-increase", f"{number:,} in an {kind.replace('_', ' ')}",
              (facts(unit_kind=kind, personnel_increase=number, increase_days=22, takes_effect_on="2027-06-01"),), outcome)
      for kind, level in (("active_unit", 1_500), ("active_formation", 5_000), ("non_active", 2_000))
      for number, outcome in ((level, "not_required"), (level + 1, "required"))),
    *(Example("personnel-increase", f"{days} days",
              (facts(unit_kind="active_unit", personnel_increase=1_501, increase_days=days, takes_effect_on="2027-06-01"),), outcome)
      for days, outcome in ((21, "not_required"), (22, "required"))),
    *(Example("alert-observation", f"{hours} hours", (exercise(forces(troops=13_000), alert_expected_hours=hours, **ALERT),), outcome)
      for hours, outcome in ((72, "not_required"), (73, "required"))),
    *(Example("inspection-notice", f"{what} before entry",
              (visit(requested_at="2027-03-08T13:40:00Z", entry_planned_at=entry),), outcome)
      for what, entry, outcome in (
          ("35 h 59 min", "2027-03-10T01:39:00Z", "breach"), ("36 hours", "2027-03-10T01:40:00Z", "permitted"),
          ("5 days", "2027-03-13T13:40:00Z", "permitted"), ("5 days and a minute", "2027-03-13T13:41:00Z", "breach"))),
    *(Example("inspection-reply", f"after {what}", (visit(requested_at="2027-03-08T13:40:00Z", replied_at=replied),), "required",
              state=state, at="2027-03-20")
      for what, replied,
      state in (("24 hours", "2027-03-09T13:40:00Z", "met"), ("24 hours and a minute", "2027-03-09T13:41:00Z", "met_late"))),
    *(Example("evaluation-reply", f"after {what}",
              (visit("evaluation_visit", requested_at="2027-05-13T08:00:00Z", request_received_at="2027-05-13T08:05:00Z",
              replied_at=replied),),
              "required", "2027-05-15T08:05:00Z", state, at="2027-05-20")
      for what, replied,
      state in (("48 hours", "2027-05-15T08:05:00Z", "met"), ("48 hours and a minute", "2027-05-15T08:06:00Z", "met_late"))),
    *(Example("inspection-duration", f"{what} in the area",
              (visit(requested_at="2027-03-08T08:00:00Z", started_at="2027-03-10T09:15:00Z", ended_at=ended),), "required", state=state,
              at="2027-03-20")
      for what, ended,
      state in (("48 hours", "2027-03-12T09:15:00Z", "met"), ("48 hours and a minute", "2027-03-12T09:16:00Z", "met_late"))),
    *(Example("inspection-team", f"{size} inspectors", (visit(requested_at="2027-03-08T08:00:00Z", team=team(size)),), outcome)
      for size, outcome in ((4, "permitted"), (5, "breach"))),
    *(Example("evaluation-team", f"{size} members", (visit("evaluation_visit", team=team(size)),), outcome)
      for size, outcome in ((3, "permitted"), (4, "breach"))),
]


@pytest.mark.parametrize(("pack", "example"), parameters(OPERATORS))
def test_comparison_operator(pack: str, example: Example) -> None:
    check(pack, example)


FORMULA = [
    (1, 1, 1), (60, 1, 1), (61, 2, 1), (120, 2, 1), (121, 3, 1), (240, 4, 1), (241, 5, 1), (300, 5, 1), (301, 6, 1), (420, 7, 1),
    (600, 10, 2), (840, 14, 2), (841, 15, 3), (900, 15, 3), (1200, 15, 3),
]


@pytest.mark.parametrize(
    ("pack", "rule", "units", "limit"),
    [
        pytest.param(pack, rule, units, limit, id=f"{pack}/{rule}: {units:,} units")
        for pack in ("vd11", "vd99", "vd94") for units, quota, pair in [(0, 0, 0), *FORMULA]
        for rule, limit in (("evaluation-quota", quota), ("evaluation-pair-quota", pair))
    ],
)
def test_the_evaluation_quota_follows_from_the_units(pack: str, rule: str, units: int, limit: int) -> None:
    year = {"vd11": 2027, "vd99": 2007, "vd94": 1997}[pack]
    told = facts(units=units, year=year, agreement=pack)
    asked = visit("evaluation_visit", 2, agreements=[pack], requested_at=f"{year}-05-13T08:00:00Z",
        entry_planned_at=f"{year}-05-20T08:00:00Z")
    situation = a_situation(from_json(told), from_json(asked), at=f"{year}-05-14T08:00:00Z", owner="AUT")
    used = [use for use in quotas([shipped()[pack]], situation, year) if use.rule == rule and use.state == "AUT"]
    assert [use.limit for use in used] == [limit]


@pytest.mark.parametrize("records", [_THREE])
def test_row_22_the_ledger_says_who_used_the_quota(records: tuple[Json, ...]) -> None:
    situation = a_situation(*read("vd11", records), at="2027-03-01", owner="AUT")
    used = [use for use in quotas([shipped()["vd11"]], situation, 2027) if use.rule == "inspection-quota" and use.state == "AUT"]
    assert [(use.limit, use.used, use.reserved, use.left) for use in used] == [(3, 3, 0, 0)]
    assert [entry.on.isoformat() for entry in used[0].entries if entry.on] == ["2027-01-20", "2027-02-03", "2027-02-17"]
