"""What a record leaves open, one side and the other of each limit."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.open_matters import OPEN_MATTERS, open_matters
from tests.builders import a_contact, a_notification, an_exercise, an_inspection, at, day, facts

SENT = at("2027-05-09T12:00:00Z")
_BLANK: dict[str, Any] = {
    "requested_at": None, "request_received_at": None, "replied_at": None, "reply": "", "arrived_at": None, "started_at": None,
    "ended_at": None, "outcome": "",
}


def an_untold_inspection(**fields: Any) -> Record:
    return an_inspection(**{**_BLANK, **fields})


@pytest.mark.parametrize(
    ("record", "left_open"),
    [
        (an_exercise(), ("activity",)), (an_exercise(completed_on=day("2027-06-14")), ()), (an_exercise(status="superseded"), ()),
        (an_inspection(), ("report",)), (an_inspection(report_sent_at=SENT), ()), (an_inspection(status="superseded"), ()),
        (an_untold_inspection(), ()), (an_untold_inspection(reply="accepted"), ("report",)),
        (an_untold_inspection(reply="accepted_with_changes"), ("report",)), (an_untold_inspection(reply="acknowledged"), ()),
        (an_untold_inspection(outcome="accepted"), ("report",)), (an_untold_inspection(outcome="conducted_partial"), ("report",)),
        (an_untold_inspection(arrived_at=at("2027-05-06T07:00:00Z")), ("report",)),
        (an_untold_inspection(ended_at=at("2027-05-08T07:00:00Z")), ("report",)),
        (an_untold_inspection(reply="accepted", outcome="cancelled_force_majeure"), ()),
        (an_untold_inspection(reply="accepted", outcome="cancelled_by_requester"), ()),
        (an_untold_inspection(reply="accepted", outcome="no_show"), ()), (an_untold_inspection(outcome="refused_quota"), ()),
        (an_untold_inspection(reply="refused", arrived_at=at("2027-05-06T07:00:00Z")), ()),
        (an_untold_inspection(reply="accepted", report_sent_at=SENT), ()),
        (an_untold_inspection(requested_at=at("2027-05-03T08:00:00Z")), ("request",)),
        (an_untold_inspection(entry_planned_at=at("2027-05-06T07:00:00Z"), reply="accepted"), ("entry", "report")),
        (a_contact(), ("promise",)), (a_notification(), ()), (facts(), ()),
    ],
)
def test_what_is_left_open(record: Record, left_open: tuple[str, ...]) -> None:
    assert open_matters(record) == left_open
    assert set(left_open) <= set(OPEN_MATTERS)
