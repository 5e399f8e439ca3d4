"""What is open of a record, found quickly, is what the whole judgement leaves open."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from cbm_tracker.domain.measures import Record
from cbm_tracker.regimes.evaluation import judge, owed
from tests.builders import a_contingent, a_notification, an_exercise, an_inspection, at, facts
from tests.regimes.situations import a_situation, instant, shipped

EXERCISES = st.builds(
    an_exercise,
    contingents=st.lists(st.sampled_from((0, 3_000, 8_999, 9_000, 13_000, 40_001, None)), min_size=1, max_size=2).map(
        lambda troops: tuple(a_contingent(state=state, troops=count) for state, count in zip(("DEU", "FRA"), troops, strict=False))
    ),
    agreements=st.sampled_from(((), ("vd11",), ("in-pk-1991-exercises",))),
    host_states=st.sampled_from((("DEU",), ("IND",), ("CHN", "KAZ"), ("PRK",))),
    activity_type=st.sampled_from(("field_exercise", "amphibious_landing", "naval_exercise", "missile_launch")),
    in_zone=st.sampled_from((True, False, None)),
    without_advance_notice=st.sampled_from((True, False, None)),
)
INSPECTIONS = st.builds(
    an_inspection,
    inspection_kind=st.sampled_from(("specified_area", "evaluation_visit", "observation_flight", "COE_arrival")),
    agreements=st.sampled_from((("vd11",), ("open-skies",), ("dayton-iv",), ())),
    replied_at=st.just(None), reply=st.just(""), outcome=st.sampled_from(("", "requested")), arrived_at=st.just(None),
    started_at=st.just(None), ended_at=st.just(None), entry_planned_at=st.just(at("2027-05-06T07:00:00Z")),
)
NOTIFICATIONS = st.builds(
    a_notification,
    notification_kind=st.sampled_from(("unusual_activity_request", "observer_invitation", "airspace_violation_report")),
    agreements=st.sampled_from((("vd11",), ("in-cn-lac",), ("kr-cma-2018",))),
)
FACTS = st.builds(facts, agreement=st.sampled_from(("vd11", "cfe", "montreux")))
NOWS = st.sampled_from(("2027-03-01", "2027-04-21", "2027-05-04", "2027-09-01")).map(instant)


@settings(max_examples=120)
@given(record=st.one_of(EXERCISES, INSPECTIONS, NOTIFICATIONS, FACTS), now=NOWS)
def test_what_is_owed_is_what_judging_leaves_open(record: Record, now: datetime) -> None:
    packs, situation = shipped().values(), a_situation(record, at=now)
    assert list(owed(packs, situation, [record])) == [
        (record, [found for found in judge(packs, situation, record) if found.is_open])
    ]
