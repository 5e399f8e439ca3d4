"""What a planned visit or exercise would meet, before anybody is asked."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.measures import Area, Inspection, Link
from cbm_tracker.regimes.evaluation import judge, quotas, what_if
from cbm_tracker.regimes.findings import Because, Finding
from cbm_tracker.regimes.packs import Pack
from tests.builders import an_exercise, an_inspection, at
from tests.regimes.situations import a_pack, a_rule, a_situation

_HEAD = {"kind": "quota", "subject": "inspection"}


def _pack() -> Pack:
    return a_pack(
        a_rule('holder = "receiving"\nlimit = 1', rule_id="quota", **_HEAD)
        + a_rule("at_most = 1", kind="simultaneity", subject="inspection", rule_id="one-at-a-time")
        + a_rule('when = { fact = "team_size", more_than = 4 }', kind="team_size", subject="inspection", rule_id="team")
        + a_rule("at_most = 1", kind="count_limit", rule_id="one-exercise")
    )


def _visit(starts: str, **fields: Any) -> Inspection:
    return an_inspection(**{
        "agreements": ("test-pack",), "requested_at": at("2027-04-01T08:00:00Z"), "request_received_at": None, "replied_at": None,
        "reply": "", "arrived_at": None, "started_at": None, "ended_at": None, "entry_planned_at": at(starts), "outcome": "",
        "quota_effect": "", **fields,
    })


def _planned(*records: Any, **fields: Any) -> list[Finding]:
    return what_if([_pack()], a_situation(*records), _visit("2027-05-06T08:00:00Z", **fields))


def _outcomes(found: list[Finding]) -> dict[str, str]:
    return {finding.rule: finding.outcome for finding in found}


def test_alone_it_meets_nothing() -> None:
    assert _outcomes(_planned()) == {"quota": "permitted", "one-at-a-time": "permitted"}


def test_it_meets_a_full_quota_and_another_visit_at_the_same_place() -> None:
    other = _visit("2027-05-05T08:00:00Z", requested_at=at("2027-03-01T08:00:00Z"), ended_at=at("2027-05-07T08:00:00Z"))
    found = _planned(other)
    assert _outcomes(found) == {"quota": "advisory", "one-at-a-time": "advisory", "same-place": "advisory"}
    assert found[-1].because == (Because("visits to Grafenwöhr at the same time", 2, ">", 1),)
    assert found[-1].notes == ("POL: CBM/PL/27/0014/F33/O (2027-05-05 to 2027-05-07).",)


def test_a_visit_nobody_asked_for_yet_takes_what_those_asked_for_later_leave() -> None:
    other = _visit("2027-09-05T08:00:00Z", requested_at=at("2027-08-20T08:00:00Z"))
    assert _outcomes(_planned(other, requested_at=None))["quota"] == "advisory"
    assert _outcomes(_planned(other))["quota"] == "permitted"


@pytest.mark.parametrize(
    ("fields", "meets"),
    [
        ({"area": Area(name=" grafenwöhr ")}, True),
        ({"area": None, "site": "GRAFENWÖHR"}, True),
        ({"area": None, "units": ("Grafenwöhr",)}, True),
        ({"area": Area(name="Baumholder")}, False),
        ({"area": None}, False),
        ({"receiving_state": "AUT"}, False),
        ({"outcome": "cancelled_by_requester"}, False),
        ({"entry_planned_at": at("2027-05-04T08:00:00Z")}, False),
        ({"entry_planned_at": at("2027-05-04T08:01:00Z")}, True),
        ({"entry_planned_at": at("2027-05-08T07:59:00Z")}, True),
        ({"entry_planned_at": at("2027-05-08T08:00:00Z")}, False),
    ],
)
def test_who_meets_at_one_place(fields: dict[str, Any], meets: bool) -> None:
    other = _visit("2027-05-06T09:00:00Z", **fields)
    assert ("same-place" in _outcomes(_planned(other))) == meets


def test_a_planned_exercise_meets_the_limits_of_exercises() -> None:
    found = what_if([_pack()], a_situation(an_exercise()), an_exercise(designation="SECOND"))
    assert list(_outcomes(found)) == ["one-exercise"]


def test_a_draft_that_corrects_a_visit_is_the_same_visit() -> None:
    first = _visit("2027-05-05T08:00:00Z", status="issued")
    draft = _visit("2027-05-06T08:00:00Z", links=(Link(relation="supersedes", target=first.id),))
    assert _outcomes(what_if([_pack()], a_situation(first, draft), draft)) == {"quota": "permitted", "one-at-a-time": "permitted"}
    (use,) = quotas([_pack()], a_situation(first, draft), 2027)
    assert [entry.record for entry in use.entries] == [first.id]
    later = _visit("2027-09-06T08:00:00Z", requested_at=at("2027-08-01T08:00:00Z"))
    (found,) = [finding for finding in judge([_pack()], a_situation(first, draft), later) if finding.rule == "quota"]
    assert found.because[0].value == 2
