"""When what is owed may read otherwise by the passing of time alone, and that nothing is told again past that instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cbm_tracker.bootstrap import Services, new_register
from cbm_tracker.domain.measures import Inspection
from cbm_tracker.domain.query import Query
from cbm_tracker.services.passing_time import next_turn
from tests.builders import at, fixed_desk

NOW = datetime(2027, 3, 8, 15, 0, tzinfo=UTC)
REQUESTED = "2027-03-08T13:05:00Z"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = new_register(tmp_path / "r.cbm", fixed_desk(NOW), owner="AUT")
    made.records.record(Inspection(
        inspection_kind="specified_area", agreements=("vd11",), inspecting_states=("PRT",), receiving_state="AUT",
        requested_at=at(REQUESTED), request_received_at=at(REQUESTED),
    ))
    return made


def reply_states(services: Services, now: datetime) -> list[str]:
    return [each.finding.obligation.state for each in services.obligations.due(now)
            if each.finding.rule == "inspection-reply" and each.finding.obligation]


def test_the_next_midnight_of_any_capital_is_a_turn() -> None:
    assert next_turn(NOW, (), (), ["Europe/Vienna"]) == datetime(2027, 3, 8, 23, 0, tzinfo=UTC)
    assert next_turn(NOW, (), (), ["Pacific/Auckland"]) == datetime(2027, 3, 9, 0, 0, tzinfo=UTC)


def test_what_is_told_to_happen_later_is_a_turn() -> None:
    planned = Inspection(entry_planned_at=at("2027-03-08T16:30:00Z"))
    assert next_turn(NOW, [planned], (), ()) == datetime(2027, 3, 8, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize("first", [NOW, NOW + timedelta(hours=12), datetime(2027, 3, 9, 13, 5, tzinfo=UTC)])
def test_a_clock_that_was_running_is_overdue_right_after_its_end(services: Services, first: datetime) -> None:
    assert reply_states(services, first) == ["due"]
    assert reply_states(services, datetime(2027, 3, 9, 13, 5, tzinfo=UTC)) == ["due"]
    assert reply_states(services, datetime(2027, 3, 9, 13, 5, 1, tzinfo=UTC)) == ["overdue"]
    assert reply_states(services, first) == ["due"], "an earlier instant is not answered from a later one"


def test_what_was_worked_out_is_told_again_until_somebody_changes_the_register(services: Services) -> None:
    services.obligations.due(NOW)
    record = next(iter(services.records.find(Query(kinds=("inspection",))).records)).record
    services.records.delete(record.id)
    assert reply_states(services, NOW + timedelta(minutes=1)) == []
