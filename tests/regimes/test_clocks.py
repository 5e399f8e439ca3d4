"""Windows in which something may happen, and how long a notice holds."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.measures import Inspection, JointExercise, Launch, Link
from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.findings import Finding
from tests.builders import a_notification, an_exercise, an_inspection, at, day
from tests.regimes.situations import a_pack, a_rule, findings_of, the_finding

_ENTRY = 'moment = "entry_planned_at"\nfrom = "requested_at"\nnot_before = { hours = 36 }\nnot_after = { hours = 120 }'
_BEFORE = 'moment = "requested_at"\nfrom = "entry_planned_at"\ndirection = "before"\nnot_before = { days = 7 }\nnot_after = { days = 5 }'
_VALID = (
    'from = "launch.window_starts_on"\nmoment = "starts_on"\nvalid = { days = 4, less_days = 1 }\nby = "hosts"\n'
    'what = "new notice"\nmet_by = { notification = ["launch_renewal"] }'
)


def _asked(requested: str | None, entry: str | None) -> Inspection:
    later: dict[str, Any] = dict.fromkeys(("request_received_at", "replied_at", "arrived_at", "started_at", "ended_at"))
    return an_inspection(agreements=("test-pack",), requested_at=at(requested) if requested else None,
                         entry_planned_at=at(entry) if entry else None, **later)


def _of(requested: str | None, entry: str | None, body: str = _ENTRY) -> Finding:
    return the_finding(_asked(requested, entry), a_pack(a_rule(body, kind="window", subject="inspection")))


@pytest.mark.parametrize(
    ("entry", "outcome", "first_note"),
    [
        ("2027-03-09T22:00:00Z", "breach", "Too early by 3 h 40 min."), ("2027-03-10T01:39:59Z", "breach", "Too early by 1 min."),
        ("2027-03-10T01:40:00Z", "permitted", "Not after: 2027-03-08T13:40Z + 120 hours = 2027-03-13T13:40Z."),
        ("2027-03-13T13:40:00Z", "permitted", "Not after: 2027-03-08T13:40Z + 120 hours = 2027-03-13T13:40Z."),
        ("2027-03-13T13:41:00Z", "breach", "Too late by 1 min."),
    ],
)
def test_entry_lies_between_36_hours_and_5_days_after_the_request(entry: str, outcome: str, first_note: str) -> None:
    found = _of("2027-03-08T13:40:00Z", entry)
    assert (found.outcome, found.notes[0]) == (outcome, first_note)


def test_the_sum_is_that_of_the_limit_which_is_passed() -> None:
    assert str(_of("2027-03-08T13:40:00Z", "2027-03-09T22:00:00Z").sum) == "2027-03-08T13:40Z + 36 hours = 2027-03-10T01:40Z"
    assert str(_of("2027-03-08T13:40:00Z", "2027-03-14T00:00:00Z").sum) == "2027-03-08T13:40Z + 120 hours = 2027-03-13T13:40Z"


def test_hours_are_counted_in_utc_over_the_change_of_clocks() -> None:
    found = _of("2027-03-27T18:00:00+01:00", "2027-03-29T07:00:00+02:00")
    assert (found.outcome, str(found.sum)) == ("permitted", "2027-03-27T17:00Z + 36 hours = 2027-03-29T05:00Z")
    assert _of("2027-03-27T18:00:00+01:00", "2027-03-29T06:00:00+02:00").outcome == "breach"


@pytest.mark.parametrize(
    ("requested", "outcome"),
    [("2027-05-12", "breach"), ("2027-05-13", "permitted"), ("2027-05-15", "permitted"), ("2027-05-16", "breach")],
)
def test_a_window_may_lie_before_its_anchor(requested: str, outcome: str) -> None:
    assert _of(f"{requested}T10:00:00Z", "2027-05-20T08:00:00Z", _BEFORE).outcome == outcome


def test_what_is_not_told_is_missing_and_the_window_is_said() -> None:
    found = _of("2027-03-08T13:40:00Z", None)
    assert (found.outcome, found.missing) == ("undetermined", ("entry_planned_at",))
    assert found.notes[1] == "Not after: 2027-03-08T13:40Z + 120 hours = 2027-03-13T13:40Z."
    assert _of(None, "2027-03-10T01:40:00Z").missing == ("requested_at",)
    assert _of(None, None).missing == ("requested_at", "entry_planned_at")


def test_a_window_with_a_condition_is_silent_where_it_does_not_hold() -> None:
    body = _ENTRY + '\nwhen = { fact = "reply", is = "accepted_with_changes" }'
    pack = a_pack(a_rule(body, kind="window", subject="inspection"))
    assert findings_of(_asked("2027-03-08T13:40:00Z", "2027-03-09T22:00:00Z"), pack) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('moment = "a"\nfrom = "b"', "not_before"), ('from = "requested_at"\nnot_before = { hours = 1 }', "“moment” is not there"),
        (_ENTRY.replace("36", "121"), "ends before it begins"), (_BEFORE.replace("= 7", "= 4"), "ends before it begins"),
        (_ENTRY.replace("hours = 36", "hours = -36"), "at least 0"), (_ENTRY.replace("hours = 36", "hours = 36, days = 1"), "exactly one"),
        (_ENTRY + '\ndirection = "sideways"', "it is one of after, before"),
    ],
)
def test_a_window_that_is_wrong_is_refused(body: str, reason: str) -> None:
    with pytest.raises(InvalidRule, match=reason):
        a_pack(a_rule(body, kind="window", subject="inspection"))


def _launch(on: str | None, window: str | None = "2027-10-12") -> JointExercise:
    return an_exercise(agreements=("test-pack",), activity_type="missile_launch", host_states=("USA",), contingents=(),
                       starts_on=day(on) if on else None, ends_on=None, launch=Launch(window_starts_on=day(window)) if window else None)


def _validity(launch: JointExercise, *others: Any, body: str = _VALID) -> Finding:
    return the_finding(launch, a_pack(a_rule(body, kind="validity")), *others, at="2027-10-14")


@pytest.mark.parametrize(("on", "outcome"), [("2027-10-11", "required"), ("2027-10-12", "permitted"), ("2027-10-15", "permitted"),
                                             ("2027-10-16", "required")])
def test_a_notice_holds_from_its_first_day_to_its_last(on: str, outcome: str) -> None:
    found = _validity(_launch(on))
    assert (found.outcome, str(found.sum)) == (outcome, "2027-10-12 + 4 days - 1 day = 2027-10-15")


def test_a_new_notice_is_owed_before_the_launch_and_met_by_it() -> None:
    launch = _launch("2027-10-16")
    owed = _validity(launch).obligation
    assert owed is not None
    assert (owed.what, owed.by, str(owed.due), owed.state) == ("new notice", ("USA",), "2027-10-16", "upcoming")
    renewed = a_notification(notification_kind="launch_renewal", from_state="USA", sent_at=at("2027-10-13T10:00:00Z"),
                             links=(Link(relation="notifies", target=launch.id),))
    met = _validity(launch, renewed).obligation
    assert met is not None
    assert (met.state, met.met_by) == ("met", renewed.id)
    early = _validity(launch, body=_VALID + "\nrenew_before = { days = 3 }").obligation
    assert early is not None
    assert (str(early.due), early.state) == ("2027-10-13", "due")  # it is still the 13th in Washington


def test_without_a_notice_there_is_no_validity() -> None:
    assert findings_of(_launch("2027-10-12", None), a_pack(a_rule(_VALID, kind="validity"))) == []


def test_until_the_day_of_the_launch_is_known_the_last_day_of_the_notice_is_said() -> None:
    found = _validity(_launch(None))
    assert (found.outcome, found.missing) == ("undetermined", ("starts_on",))
    assert str(found.sum).endswith("= 2027-10-15")


def test_a_validity_needs_its_span() -> None:
    with pytest.raises(InvalidRule, match="“valid” is not there"):
        a_pack(a_rule('from = "starts_on"\nmoment = "starts_on"', kind="validity"))
