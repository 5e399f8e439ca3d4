"""The next step of an inspection with its clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cbm_tracker.domain.measures import Inspection
from cbm_tracker.errors import InvalidRule
from tests.builders import an_inspection, at
from tests.regimes.situations import a_pack, a_rule, findings_of, the_finding

_BODY = """steps = [
  { what = "request", field = "requested_at", by = "inspecting", paragraph = "85" },
  { what = "reply", field = "replied_at", by = "receiving", paragraph = "86", due = { after = "requested_at", hours = 24 } },
  { what = "entry", field = ["arrived_at", "started_at"], by = "inspecting", paragraph = "86", \
    not_before = { after = "requested_at", hours = 36 }, due = { after = "requested_at", hours = 120 } },
  { what = "end of the inspection", field = "ended_at", by = "inspecting", due = { after = "arrived_at", hours = 48 } },
  { what = "report", field = "report_sent_at", by = "inspecting", due = { after = "ended_at", days = 14 } },
]"""
_PACK = a_pack(a_rule(_BODY, kind="sequence", subject="inspection"))
_TIMES = {"requested_at": "2027-05-03T08:00:00Z", "replied_at": "2027-05-04T06:00:00Z", "arrived_at": "2027-05-06T07:00:00Z",
          "ended_at": "2027-05-08T07:00:00Z", "report_sent_at": "2027-05-12T09:00:00Z"}


def _inspection(*done: str, **fields: Any) -> Inspection:
    told: dict[str, Any] = {"agreements": ("test-pack",), "reply": "", "outcome": "", "started_at": None, "request_received_at": None}
    times = {name: at(text) if name in done else None for name, text in _TIMES.items()}
    return an_inspection(**{**told, **times, **fields})


@pytest.mark.parametrize(
    ("done", "what", "due", "paragraph"),
    [
        ((), "request", None, "85"), (("requested_at",), "reply", "2027-05-04 08:00:00+00:00", "86"),
        (("requested_at", "replied_at"), "entry", "2027-05-08 08:00:00+00:00", "86"),
        (("requested_at", "replied_at", "arrived_at"), "end of the inspection", "2027-05-08 07:00:00+00:00", "1"),
        (("requested_at", "replied_at", "arrived_at", "ended_at"), "report", "2027-05-22", "1"),
    ],
)
def test_the_next_step_is_the_first_that_is_not_done(done: tuple[str, ...], what: str, due: str | None, paragraph: str) -> None:
    found = the_finding(_inspection(*done), _PACK, at="2027-05-09")
    assert found.obligation is not None
    assert (found.outcome, found.obligation.what, found.paragraph) == ("required", what, paragraph)
    assert (str(found.obligation.due) if found.obligation.due else None) == due


def test_the_sum_and_the_earliest_moment_stand_with_it() -> None:
    found = the_finding(_inspection("requested_at", "replied_at"), _PACK, at="2027-05-05")
    assert str(found.sum) == "2027-05-03T08:00Z + 120 hours = 2027-05-08T08:00Z"
    assert found.obligation is not None
    assert found.obligation.not_before == datetime(2027, 5, 4, 20, 0, tzinfo=UTC)
    assert found.obligation.by == ("POL",)
    assert found.obligation.remedy is not None
    assert found.obligation.remedy.field == "arrived_at"


@pytest.mark.parametrize(
    ("now", "state", "notes"),
    [("2027-05-03T07:59:59Z", "upcoming", ()), ("2027-05-03T09:00:00Z", "due", ()), ("2027-05-04T08:00:00Z", "due", ()),
     ("2027-05-04T11:00:00Z", "overdue", ("Late by 3 h.",))],
)
def test_the_clock_of_the_next_step(now: str, state: str, notes: tuple[str, ...]) -> None:
    found = the_finding(_inspection("requested_at"), _PACK, at=now)
    assert found.obligation is not None
    if now < "2027-05-03T08":
        assert found.obligation.what == "request"  # what is planned for later is not done yet
    assert (found.obligation.state, found.notes) == (state, notes)


def test_what_was_done_late_or_left_out_is_noted_and_nothing_is_refused() -> None:
    late = _inspection("requested_at", "arrived_at", replied_at=at("2027-05-04T11:00:00Z"))
    assert the_finding(late, _PACK, at="2027-05-07").notes == ("Reply: late by 3 h.",)
    found = the_finding(_inspection("requested_at", "arrived_at"), _PACK, at="2027-05-07")
    assert found.notes == ("Not recorded: reply.",)
    assert found.obligation is not None
    assert found.obligation.what == "end of the inspection"


def test_another_field_may_stand_for_a_step() -> None:
    found = the_finding(_inspection("requested_at", "replied_at", started_at=at("2027-05-06T09:00:00Z")), _PACK, at="2027-05-07")
    assert found.obligation is not None
    assert (found.obligation.what, found.obligation.due, found.missing) == ("end of the inspection", None, ("arrived_at",))


@pytest.mark.parametrize("over", [{"reply": "refused"}, {"outcome": "cancelled_force_majeure"}, {"outcome": "completed"}])
def test_after_the_end_there_is_no_next_step(over: dict[str, str]) -> None:
    assert findings_of(_inspection("requested_at", **over), _PACK, at="2027-05-09") == []


def test_when_all_is_done_there_is_no_next_step() -> None:
    assert findings_of(_inspection(*_TIMES), _PACK, at="2027-06-01") == []


def test_a_step_with_a_condition_is_passed_over_where_it_does_not_hold() -> None:
    body = _BODY.replace('by = "receiving",', 'by = "receiving", when = { fact = "inspection_kind", is = "evaluation_visit" },')
    pack = a_pack(a_rule(body, kind="sequence", subject="inspection"))
    found = the_finding(_inspection("requested_at"), pack, at="2027-05-05")
    assert found.obligation is not None
    assert found.obligation.what == "entry"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("steps = []", "at least two steps"), ('steps = [{ what = "a", field = "ended_at" }]', "at least two steps"),
        ('steps = [{ what = "a" }]', "“field” is not there"), ('steps = [{ field = "ended_at" }]', "“what” is not there"),
        (_BODY.replace("hours = 24", "hour = 24"), "a span is needed"), (_BODY.replace("hours = 36 }", "hours = 36, x = 1 }"), "not a key"),
    ],
)
def test_a_rule_that_is_wrong_is_refused(body: str, reason: str) -> None:
    with pytest.raises(InvalidRule, match=reason):
        a_pack(a_rule(body, kind="sequence", subject="inspection"))
