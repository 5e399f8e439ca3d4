"""Old records: which document judges them, and the levels of the documents before that of 1999."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.record_json import from_json
from cbm_tracker.regimes.evaluation import quotas
from tests.regimes.situations import a_situation, findings_of, shipped
from tests.regimes.vienna import Example, Json, check, exercise, forces, notice, parameters, reaching, visit, year_ends

DOCUMENTS = ("stockholm-1986", "vd90", "vd92", "vd94", "vd99", "vd11")


def _sides(rule: str, level: int, name: str, only: tuple[str, ...], **told: Any) -> list[Example]:
    """Return a level with its two sides."""
    return [
        Example(rule, f"{number:,} {name}", (exercise(reaching(name, number)),), outcome, only=only, **told)
        for number, outcome in ((level - 1, "not_required"), (level, "required"))
    ]


def _visited(number: int, state: str, day: str = "20", **fields: Any) -> Json:
    return visit("evaluation_visit", number, **{
        "inspecting_states": [state], "requested_at": f"2027-02-{10 + number}T08:00:00Z", "started_at": f"2027-02-{day}T08:00:00Z",
        "ended_at": f"2027-02-{day}T18:00:00Z", "reply": "accepted", "outcome": "completed", "units": ["1st Brigade"], **fields,
    })


_EARLY, _LATE = ("stockholm-1986", "vd90"), ("vd92", "vd94")
_LARGE = exercise(forces(troops=40_001))
_ONE_BRIGADE = exercise(forces(tanks=400), divisional_structure=False)
EXAMPLES = [
    *_sides("prior-notification", 13_000, "troops", _EARLY), *_sides("prior-notification", 300, "tanks", _EARLY),
    *_sides("prior-notification", 9_000, "troops", _LATE), *_sides("prior-notification", 250, "tanks", _LATE),
    *_sides("observation-invitation", 17_000, "troops", _EARLY),
    *_sides("observation-invitation", 13_000, "troops", _LATE), *_sides("observation-invitation", 300, "tanks", _LATE),
    Example("observation-invitation", "any number of tanks", (exercise(forces(tanks=2_000)),), "not_required", only=_EARLY),
    Example("prior-notification", "42 days", (exercise(forces(troops=13_000)),), "required", "2027-08-04", "upcoming",
            "2027-09-15 - 42 days = 2027-08-04", ("AUT",), only=(*_EARLY, *_LATE)),
    Example("prior-notification", "sent 41 days before",
            (exercise(forces(troops=13_000)), notice("exercise_advance", "2027-08-05T08:00:00Z", 2, "notifies")), "required", "2027-08-04",
            "met_late", at="2027-09-01", only=(*_EARLY, *_LATE)),
    Example("prior-notification", "tanks of one brigade", (_ONE_BRIGADE,), "undetermined", note="a person decides", only=(*_EARLY, *_LATE)),
    Example("prior-notification", "without advance notice", (exercise(forces(troops=13_000), without_advance_notice=True),), "not_required",
            only=(*_EARLY, *_LATE)),
    Example("prior-notification", "500 vehicles and 250 guns", (exercise(forces(acvs=500, artillery=250)),), "not_required",
            only=(*_EARLY, *_LATE)),
    *(Example("prior-notification-equipment", f"{number} {name}", (exercise(reaching(name, number)),), outcome, only=("vd94",))
      for name, level in (("acvs", 500), ("artillery", 250)) for number, outcome in ((level - 1, None), (level, "required"))),
    Example("prior-notification-equipment", "500 vehicles and 9,000 troops", (exercise(forces(troops=9_000, acvs=500)),), None,
            only=("vd94",)),
    *year_ends("large-activity-forecast", "large_activity_forecast", "11-15", "2029", nil="nil_report", outcome="required", only=("vd90",)),
    Example("large-activity-forecast", "nothing sent", (), "required", "2027-11-15", "overdue", year=2027, at="2028-03-01",
            only=("stockholm-1986",)),
    Example("large-activity-forecast", "sent on the last day",
            (notice("large_activity_forecast", "2027-11-15T12:00:00Z", period="2029"),), "required", "2027-11-15", year=2027, state="met",
            at="2028-03-01", only=("stockholm-1986",)),
    Example("large-activity-limit", "a second in the following year",
            (_LARGE, exercise(forces(troops=40_001), number=2, starts_on="2026-09-15", ends_on="2026-09-28")), "prohibited", only=_LATE),
    Example("large-activity-limit", "a second two years later",
            (_LARGE, exercise(forces(troops=40_001), number=2, starts_on="2025-09-15", ends_on="2025-09-28")), "permitted", only=("vd92",)),
    Example("large-activity-limit", "40,000 exactly is not counted", (exercise(forces(troops=40_000)),), None, only=_LATE),
    Example("evaluation-unit-limit", "a second State", (_visited(1, "DEU"), _visited(2, "FRA", "21")), "permitted", at="2027-03-01",
            only=("vd94",)),
    Example("evaluation-unit-limit", "the same State again", (_visited(2, "DEU"), _visited(1, "DEU", "21")), "advisory", at="2027-03-01",
            only=("vd94",)),
    Example("evaluation-simultaneity", "on two days", (_visited(2, "DEU"), _visited(1, "FRA", "21")), "permitted", at="2027-03-01",
            only=("vd94",)),
    Example("evaluation-simultaneity", "on one day", (_visited(2, "DEU"), _visited(1, "FRA")), "advisory", at="2027-03-01", only=("vd94",)),
]


@pytest.mark.parametrize(("pack", "example"), parameters(EXAMPLES))
def test_older_document(pack: str, example: Example) -> None:
    check(pack, example)


def _judges(starts_on: str) -> list[str]:
    """Return the documents that find something of an exercise of this day which names none of them."""
    record = from_json(exercise(forces(troops=20_000), starts_on=starts_on, ends_on=None, agreements=[]))
    return sorted({finding.agreement for finding in findings_of(record, DOCUMENTS, owner="AUT")})


@pytest.mark.parametrize(
    ("last_day", "judging", "first_day", "succeeding"),
    [
        ("1986-12-31", [], "1987-01-01", ["stockholm-1986"]), ("1990-12-31", ["stockholm-1986"], "1991-01-01", ["vd90"]),
        ("1992-04-30", ["vd90"], "1992-05-01", ["vd92"]), ("1994-12-31", ["vd92"], "1995-01-01", ["vd94"]),
        ("1999-12-31", ["vd94"], "2000-01-01", ["vd99"]), ("2011-11-30", ["vd99"], "2011-12-01", ["vd11"]),
    ],
)
def test_the_document_in_force_on_the_first_day_judges(last_day: str, judging: list[str], first_day: str, succeeding: list[str]) -> None:
    assert (_judges(last_day), _judges(first_day)) == (judging, succeeding)


def test_an_exercise_without_a_day_is_judged_by_the_document_of_today() -> None:
    record = from_json(exercise(starts_on=None, ends_on=None, agreements=[]))
    assert {finding.agreement for finding in findings_of(record, DOCUMENTS, owner="AUT")} == {"vd11"}


@pytest.mark.parametrize(("year", "judging"), [(1997, {"vd94"}), (2007, {"vd99"}), (2027, {"vd11"})])
def test_a_visit_uses_the_quota_of_the_document_in_force(year: int, judging: set[str]) -> None:
    record = from_json(visit("evaluation_visit", agreements=[], requested_at=f"{year}-05-13T08:00:00Z"))
    situation = a_situation(record, at=f"{year}-05-14", owner="AUT")
    used = quotas([shipped()[document] for document in DOCUMENTS], situation, year)
    assert {use.agreement for use in used if use.rule == "evaluation-quota"} == judging
