"""The invented year by the rules: something is due on any day of it, clocks are kept and overrun, quotas are used up, one is waived."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Inspection, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.regimes.findings import OPEN_STATES, Finding
from tests.builders import fixed_desk

YEAR = 2027
END = datetime(YEAR, 12, 31, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = bootstrap.rehearsal_register(tmp_path_factory.mktemp("demo") / "demo.cbm", fixed_desk(), year=YEAR, seed=1, records=400)
    yield made
    made.close()


@pytest.fixture(scope="module")
def found(rehearsal: Services) -> list[tuple[Record, Finding]]:
    """What the rules find at the end of the year of exercises, notifications and inspections."""
    records = rehearsal.records.stream(Query(kinds=("exercise", "notification", "inspection"), statuses=("draft", "issued")))
    return [(record, finding) for record in records for finding in rehearsal.obligations.of_record(record, END)]


def states(found: list[tuple[Record, Finding]], rule: str, by: str = "") -> set[str]:
    return {
        finding.obligation.state for _, finding in found
        if finding.rule == rule and finding.obligation is not None and (not by or by in finding.obligation.by)
    }


@pytest.mark.parametrize("month", range(1, 13))
def test_something_of_the_owner_is_due_in_any_month_and_little_is_overdue(rehearsal: Services, month: int) -> None:
    owed = [each for each in rehearsal.obligations.due(datetime(YEAR, month, 10, 9, tzinfo=UTC)) if each.own]
    ahead = [each for each in owed if each.group != "overdue"]
    assert ahead
    assert len(owed) - len(ahead) <= 6


@pytest.mark.parametrize(
    "rule", ["prior-notification", "inspection-reply", "observation-reply", "unusual-activity-reply", "evaluation-report"]
)
def test_clocks_are_kept_mostly_and_overrun_at_times(found: list[tuple[Record, Finding]], rule: str) -> None:
    assert {"met", "met_late"} <= states(found, rule)


def test_the_owner_notified_in_time_and_once_too_late(found: list[tuple[Record, Finding]]) -> None:
    assert states(found, "prior-notification", "AUT") >= {"met", "met_late"}


def test_one_obligation_is_waived_and_some_stand_open(found: list[tuple[Record, Finding]]) -> None:
    assert "waived" in states(found, "inspection-report", "AUT")
    still = [finding for _, finding in found if finding.obligation is not None and finding.obligation.state in OPEN_STATES]
    assert 3 <= len(still) <= 25


def test_an_inspection_tells_its_whole_chain(found: list[tuple[Record, Finding]]) -> None:
    chains: dict[str, set[str]] = {}
    for record, finding in found:
        if isinstance(record, Inspection) and finding.obligation is not None and finding.obligation.state == "met":
            chains.setdefault(record.id, set()).add(finding.rule)
    assert any({"inspection-reply", "inspection-duration", "inspection-report"} <= rules for rules in chains.values())


def test_the_quotas_of_the_owner_are_used_up_and_nobody_goes_beyond_one(rehearsal: Services) -> None:
    uses = [use for use in rehearsal.obligations.quotas(YEAR, END) if use.agreement == "vd11"]
    own = {use.rule: use for use in uses if use.state == "AUT" and not use.of}
    assert (own["inspection-quota"].limit, own["inspection-quota"].left) == (3, 0)
    assert (own["evaluation-quota"].limit, own["evaluation-quota"].left) == (2, 0)
    assert [use for use in uses if use.over] == []


def test_the_duties_of_the_year_are_met(rehearsal: Services) -> None:
    late = [each for each in rehearsal.obligations.due(END, 0) if each.group == "overdue" and not each.record_id]
    assert late == []


def test_the_refusal_of_the_year_has_its_ground(rehearsal: Services) -> None:
    refused = [
        record for record in rehearsal.records.stream(Query(kinds=("inspection",)))
        if isinstance(record, Inspection) and record.reply == "refused" and record.receiving_state == "AUT"
    ]
    assert len(refused) == 1
    assert refused[0].replied_at is not None
    assert refused[0].replied_at.utc.date() > date(YEAR, 10, 1)
