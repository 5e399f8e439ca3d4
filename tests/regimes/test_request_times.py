"""When a planned visit may be asked for: windows counted on from the request, and back from the entry."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.measures import Inspection
from cbm_tracker.regimes.request_times import request_times
from cbm_tracker.services.shipped_packs import packs_named
from tests.builders import an_inspection, at
from tests.regimes.situations import a_situation


def _planned(**fields: Any) -> Inspection:
    return an_inspection(**{
        "requested_at": None, "request_received_at": None, "replied_at": None, "reply": "", "arrived_at": None, "started_at": None,
        "ended_at": None, "entry_planned_at": at("2027-05-20T06:00:00Z"), "outcome": "", "quota_effect": "", **fields,
    })


@pytest.mark.parametrize(
    ("fields", "earliest", "latest"),
    [
        ({}, "2027-05-20T06:00Z - 120 hours = 2027-05-15T06:00Z", "2027-05-20T06:00Z - 36 hours = 2027-05-18T18:00Z"),
        ({"inspection_kind": "evaluation_visit"}, "2027-05-20 - 7 days = 2027-05-13", "2027-05-20 - 5 days = 2027-05-15"),
    ],
)
def test_earliest_and_latest_request(fields: dict[str, Any], earliest: str, latest: str) -> None:
    planned = _planned(**fields)
    found = request_times(packs_named(["vd11"]).values(), a_situation(planned), planned)
    assert [(time.is_latest, str(time.sum)) for time in found] == [(False, earliest), (True, latest)]
    assert {time.gate for time in found} == {""}


def test_without_an_entry_there_is_nothing_to_count_from() -> None:
    planned = _planned(entry_planned_at=None)
    assert request_times(packs_named(["vd11"]).values(), a_situation(planned), planned) == []


def test_of_a_state_that_takes_no_part_it_only_informs() -> None:
    planned = _planned(receiving_state="IND")
    (first, _) = request_times(packs_named(["vd11"]).values(), a_situation(planned), planned)
    assert first.gate
