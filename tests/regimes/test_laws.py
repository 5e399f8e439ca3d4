"""Laws that hold for whatever is recorded: order is nothing, one more frees nothing, later is not earlier, large is no trouble."""

from __future__ import annotations

import random
import string
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cbm_tracker.domain.measures import AgreementFacts, Inspection, JointExercise, Link, Notification, Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.regimes.evaluation import calendar, judge, quotas, what_if
from cbm_tracker.regimes.facts import fact
from cbm_tracker.regimes.findings import Finding, QuotaUse
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.situation import RecordSet, Situation
from tests.builders import a_contingent, a_notification, an_exercise, an_inspection, facts
from tests.regimes.situations import ZONES, a_pack, a_rule, shipped

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
STATES = ("DEU", "FRA", "POL", "RUS")
_PACK = a_pack(
    a_rule('holder = "receiving"\nlimit = 3\nleading = true', kind="quota", subject="inspection", rule_id="passive")
    + a_rule('holder = "receiving"\npair = "inspecting"\nshare = { rule = "passive", denominator = 2 }', kind="quota",
             subject="inspection", rule_id="pair")
    + a_rule('holder = "inspecting"\nbase = { fact = "active_quota" }', kind="quota", subject="inspection", rule_id="active")
    + a_rule("at_most = 2\nsame_state = 1", kind="unit_limit", subject="inspection", rule_id="unit")
    + a_rule("at_most = 1\nstay = { hours = 48 }", kind="simultaneity", subject="inspection", rule_id="one-visit")
    + a_rule('counts = { fact = "troops", more_than = 13000 }\nat_most = 2', kind="count_limit", rule_id="per-year")
    + a_rule('counts = { fact = "troops", more_than = 40000 }\nat_most = 1\nyears = 3', kind="count_limit", rule_id="large")
    + a_rule('counts = { fact = "troops", more_than = 13000 }\nat_most = 1', kind="simultaneity", rule_id="together")
    + a_rule('fact = "tonnage"\nat_most = 30000\nshare = { numerator = 2, denominator = 3 }', kind="capacity",
             subject="agreement_facts", rule_id="tons")
    + a_rule('by = "hosts"\ndue = { before = "starts_on", days = 42 }\n'
             'met_by = { notification = ["exercise_advance"], relation = "notifies" }', kind="lead_time", rule_id="notice")
)


def _instant(hours: int) -> Instant:
    return Instant(NEW_YEAR + timedelta(hours=hours))


hours = st.integers(-24 * 400, 24 * 700)
_ids = st.uuids(version=4).map(str)


@st.composite
def inspections(draw: st.DrawFn) -> Inspection:
    requested = draw(hours)
    entry = requested + draw(st.integers(36, 1_000))
    begun, ended = draw(st.booleans()), draw(st.booleans())
    receiving = draw(st.sampled_from(STATES))
    return an_inspection(
        id=draw(_ids), agreements=("test-pack", "vd11", "open-skies"), receiving_state=receiving, to=(receiving,), from_state="",
        inspecting_states=tuple(draw(st.sets(st.sampled_from([state for state in STATES if state != receiving]), min_size=1))),
        inspection_kind=draw(st.sampled_from(["specified_area", "evaluation_visit", "observation_flight"])),
        requested_at=_instant(requested), request_received_at=None, replied_at=None, entry_planned_at=_instant(entry), arrived_at=None,
        started_at=_instant(entry + 1) if begun else None, ended_at=_instant(entry + 20) if begun and ended else None,
        reply=draw(st.sampled_from(["", "accepted"] if begun else ["", "accepted", "refused", "postponed"])),
        outcome=draw(st.sampled_from(["", "conducted_full"] if begun else ["", "no_show", "cancelled_force_majeure"])),
        quota_effect=draw(st.sampled_from(["", "", "", "consumed_both", "not_consumed"])), units=(draw(st.sampled_from(["1st", "2nd"])),),
        force_majeure=None,
    )


@st.composite
def exercises(draw: st.DrawFn) -> JointExercise:
    starts = NEW_YEAR.date() + timedelta(days=draw(st.integers(-400, 800)))
    length = draw(st.one_of(st.none(), st.integers(0, 40)))
    troops = st.one_of(st.none(), st.sampled_from([8_999, 9_000, 13_001, 40_000, 40_001, 1_000_000_000]))
    return an_exercise(
        id=draw(_ids), host_states=tuple(draw(st.sets(st.sampled_from(STATES), min_size=1, max_size=2))), starts_on=PartialDate.of(starts),
        ends_on=None if length is None else PartialDate.of(starts + timedelta(days=length)),
        contingents=(a_contingent(troops=draw(troops)), a_contingent(state="FRA", troops=draw(troops))),
    )


@st.composite
def ships(draw: st.DrawFn) -> AgreementFacts:
    entry = NEW_YEAR.date() + timedelta(days=draw(st.integers(0, 30)))
    return facts(
        id=draw(_ids), agreement="test-pack", state=draw(st.sampled_from(STATES)), year=2027, units=draw(st.integers(0, 1_000)),
        active_quota=draw(st.one_of(st.none(), st.integers(0, 4))), tonnage=draw(st.sampled_from([None, Decimal(9_000), Decimal(15_000)])),
        entry_on=PartialDate.of(entry), exit_on=draw(st.sampled_from([None, PartialDate.of(entry + timedelta(days=21))])),
    )


def _situation(records: Iterable[Record], at: datetime = NEW_YEAR + timedelta(days=200)) -> Situation:
    return Situation(at=at, records=RecordSet(records), owner="DEU", zones=ZONES)


def _everything(packs: list[Pack], records: list[Record]) -> tuple[dict[str, list[Finding]], list[QuotaUse], list[Finding]]:
    situation = _situation(records)
    ordered = sorted(records, key=lambda record: record.id)
    return (
        {record.id: judge(packs, situation, record) for record in ordered}, quotas(packs, situation, 2027),
        calendar(packs, situation, "DEU", NEW_YEAR.date(), NEW_YEAR.date() + timedelta(days=364)),
    )


@given(st.lists(st.one_of(inspections(), exercises(), ships()), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_records_never_matters(records: list[Record], shuffler: random.Random) -> None:
    mixed = list(records)
    shuffler.shuffle(mixed)
    assert _everything([_PACK], mixed) == _everything([_PACK], records)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.one_of(inspections(), exercises()), max_size=5), st.randoms(use_true_random=False))
def test_nor_does_it_under_the_shipped_packs(records: list[Record], shuffler: random.Random) -> None:
    mixed = list(records)
    shuffler.shuffle(mixed)
    packs = list(shipped().values())
    assert _everything(packs, mixed) == _everything(packs, records)


@given(st.lists(inspections(), max_size=8), inspections(), st.lists(ships(), max_size=2))
def test_one_more_inspection_never_frees_quota(recorded: list[Inspection], more: Inspection, stated: list[AgreementFacts]) -> None:
    before, after = _situation([*recorded, *stated]), _situation([*recorded, more, *stated])
    for year in (2026, 2027, 2028):
        left = {(use.rule, use.state, use.of): use.left for use in quotas([_PACK], after, year)}
        for use in quotas([_PACK], before, year):
            now = left[use.rule, use.state, use.of]
            assert (now is None) == (use.left is None)
            assert now is None or use.left is None or now <= use.left


@given(st.lists(inspections(), min_size=1, max_size=8), inspections())
def test_one_more_inspection_turns_no_refusal_into_a_duty(recorded: list[Inspection], more: Inspection) -> None:
    before, after = _situation(recorded), _situation([*recorded, more])
    for record in recorded:
        found = {finding.rule: finding.outcome for finding in judge([_PACK], after, record)}
        for finding in judge([_PACK], before, record):
            assert finding.outcome == "permitted" or found[finding.rule] != "permitted"
            assert finding.outcome != "advisory" or found[finding.rule] == "advisory"


_STRICTER = {"permitted": 0, "undetermined": 1, "prohibited": 2, "breach": 2}


@given(st.lists(st.one_of(exercises(), ships()), min_size=1, max_size=8), st.one_of(exercises(), ships()))
def test_one_more_activity_or_ship_allows_nothing_that_was_not(recorded: list[Record], more: Record) -> None:
    before, after = _situation(recorded), _situation([*recorded, more])
    for record in recorded:
        found = {finding.rule: finding.outcome for finding in judge([_PACK], after, record)}
        for finding in judge([_PACK], before, record):
            if finding.rule != "notice":
                assert _STRICTER[found[finding.rule]] >= _STRICTER[finding.outcome]


@given(st.lists(inspections(), max_size=6), inspections())
def test_planning_a_visit_finds_what_recording_it_would(recorded: list[Inspection], planned: Inspection) -> None:
    found = what_if([_PACK], _situation(recorded), planned)
    assert [each for each in found if each.agreement == "test-pack" and each.rule != "same-place"] == judge(
        [_PACK], _situation([*recorded, planned]), planned)


def _notice(exercise: JointExercise, hour: int) -> Notification:
    return a_notification(agreements=("test-pack",), sent_at=_instant(hour), links=(Link(relation="notifies", target=exercise.id),))


def _state(exercise: JointExercise, notices: list[Notification]) -> str:
    situation = _situation([exercise, *notices], NEW_YEAR + timedelta(days=365))
    (found,) = [finding for finding in judge([_PACK], situation, exercise) if finding.rule == "notice"]
    assert found.obligation is not None
    return found.obligation.state


@given(st.lists(st.integers(0, 24 * 300), min_size=1, max_size=5))
def test_a_later_notification_never_turns_late_into_in_time(sent: list[int]) -> None:
    exercise = an_exercise(agreements=("test-pack",), host_states=("DEU",))
    notices = [_notice(exercise, hour) for hour in sorted(sent)]
    states = [_state(exercise, notices[:count]) for count in range(1, len(notices) + 1)]
    assert set(states) <= {"met", "met_late"}
    assert len(set(states)) == 1


def _codes(count: int) -> list[str]:
    return ["".join(letters) for letters in islice(product(string.ascii_uppercase, repeat=3), count)]


def _large(troops: int, count: int) -> JointExercise:
    return an_exercise(contingents=tuple(a_contingent(state=code, troops=troops) for code in _codes(count)))


def test_ten_thousand_contingents_are_added_up_exactly() -> None:
    exercise = _large(1_001, 10_000)
    found = judge(list(shipped().values()), _situation([exercise]), exercise)
    assert fact(exercise, "troops").value == 10_010_000
    assert any(reason.value == 10_010_000 for finding in found for reason in finding.because)


def test_billions_of_troops_stay_exact() -> None:
    exercise = _large(1_000_000_001, 10)
    found = judge([_PACK], _situation([exercise]), exercise)
    told: dict[str, Any] = {reason.measure: reason.value for finding in found for reason in finding.because}
    assert told["troops"] == 10_000_000_010


def test_a_thousand_inspections_of_one_year_are_counted_in_their_order() -> None:
    visits = [an_inspection(agreements=("test-pack",), requested_at=_instant(hour), request_received_at=None, replied_at=None,
                            arrived_at=None, started_at=_instant(hour + 48), ended_at=None) for hour in range(1_000)]
    situation = _situation(visits)
    places = [next(each for each in judge([_PACK], situation, visit) if each.rule == "passive").because[0].value for visit in visits]
    assert places == list(range(1, 1_001))
