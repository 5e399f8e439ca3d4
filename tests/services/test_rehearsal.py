"""The invented year: the same each time, plausible, of every kind, with gaps, and marked as a rehearsal throughout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import (
    Case,
    Contribution,
    HotlineContact,
    Inspection,
    JointExercise,
    Notification,
    Record,
)
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import to_json
from cbm_tracker.domain.summary import agreements_of, states_of, summarise
from cbm_tracker.errors import Cancelled, NotWritable
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reference_data import state_names
from cbm_tracker.services.register import check
from cbm_tracker.services.rehearsal import invented_records
from tests.builders import fixed_desk

KINDS = ("notification", "inspection", "contact", "exercise", "contribution", "case", "agreement_facts", "obligation_note")
YEAR, COUNT = 2027, 400


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = bootstrap.rehearsal_register(tmp_path_factory.mktemp("demo") / "demo.cbm", fixed_desk(), year=YEAR, seed=1, records=COUNT)
    yield made
    made.close()


@pytest.fixture(scope="module")
def records(rehearsal: Services) -> list[Record]:
    return list(rehearsal.records.stream(Query(kinds=KINDS)))


Kind = TypeVar("Kind", bound=Record)


def of_kind(records: list[Record], kind: type[Kind]) -> list[Kind]:
    return [record for record in records if isinstance(record, kind)]


def everything(services: Services) -> list[Any]:
    """Return what a register holds, its history included."""
    told: list[Any] = [services.register.info()]
    for record in services.records.stream(Query(descending=False)):
        told.append((to_json(record), [(view.at, view.change, view.officer, view.reason) for view in services.records.history(record.id)]))
    return told


def test_same_seed_same_content_whatever_the_clock_says(tmp_path: Path) -> None:
    told = []
    for name, desk in (("a", fixed_desk()), ("b", fixed_desk(datetime.fromisoformat("2031-01-01T00:00:00Z"), officer="B. Other"))):
        (tmp_path / name).mkdir()
        made = bootstrap.rehearsal_register(tmp_path / name / "r.cbm", desk, year=2026, seed=7, records=60)
        told.append(everything(made))
        made.close()
    assert told[0] == told[1]


def test_another_seed_or_year_is_another_content() -> None:
    names = state_names()
    first = {record.id for record in invented_records(2027, 1, 80, names)}
    assert not first & {record.id for record in invented_records(2027, 2, 80, names)}
    assert not first & {record.id for record in invented_records(2028, 1, 80, names)}


@pytest.mark.parametrize("count", [1, 2, 5, 17, 60, 121])
def test_as_many_records_as_were_asked_for(count: int) -> None:
    records = invented_records(2027, 3, count, state_names())
    assert len(records) == count
    assert len({record.id for record in records}) == count


def test_the_register_holds_them_and_holds(rehearsal: Services, records: list[Record]) -> None:
    assert len(records) == COUNT
    assert check(rehearsal.path, Silent()) == []


def test_register_and_records_are_marked(rehearsal: Services, records: list[Record]) -> None:
    info = rehearsal.register.info()
    assert info.is_rehearsal
    assert (info.marking, info.owner) == ("EXERCISE", "AUT")
    assert {record.marking for record in records} == {"EXERCISE"}


def test_there_are_some_of_every_kind(records: list[Record]) -> None:
    counted = Counter(record.kind for record in records)
    assert set(counted) == set(KINDS)
    assert min(counted[kind] for kind in KINDS if kind != "obligation_note") >= 2
    assert counted["contact"] > 40
    assert counted["exercise"] > 20


def test_drafts_issued_and_superseded(records: list[Record]) -> None:
    counted = Counter(record.status for record in records)
    assert set(counted) == {"draft", "issued", "superseded"}
    assert 0.05 < counted["draft"] / len(records) < 0.25
    supersedes = [link for record in records for link in record.links if link.relation == "supersedes"]
    assert len(supersedes) == counted["superseded"]


def test_links_lead_to_records_and_carry_the_relations(records: list[Record]) -> None:
    ids = {record.id for record in records}
    relations = Counter(link.relation for record in records for link in record.links)
    assert {"notifies", "answers", "corrects", "reports_on", "part_of", "supersedes", "settles"} == set(relations)
    assert {link.target for record in records for link in record.links} <= ids
    for case in of_kind(records, Case):
        assert len(case.members) >= 5
        assert set(case.members) <= ids
        assert len(case.narrative) > 100


def test_agreements_and_states_are_known(rehearsal: Services, records: list[Record]) -> None:
    shipped = {row.word for row in rehearsal.records.page(Query(kinds=("agreement",)), limit=500).rows}
    names = state_names()
    for record in records:
        assert set(agreements_of(record)) <= shipped
        assert all(names.get(code) for code, _ in states_of(record))


def test_everything_happens_in_the_year_or_close_to_it(records: list[Record]) -> None:
    for record in records:
        begins = summarise(record).begins
        assert not begins or f"{YEAR - 1}-11" < begins < f"{YEAR + 1}-03", record


def test_notifications_come_before_their_exercises_mostly_in_time(records: list[Record]) -> None:
    exercises = {exercise.id: exercise for exercise in of_kind(records, JointExercise)}
    early, late = 0, 0
    for message in of_kind(records, Notification):
        if message.notification_kind != "exercise_advance" or message.sent_at is None:
            continue
        starts = exercises[message.links[0].target].starts_on
        if starts is None or not starts.is_complete:
            continue
        if message.sent_at.local.date() <= starts.first_day - timedelta(days=42):
            early += 1
        else:
            late += 1
    assert early > 4 * late
    assert late > 0


def test_hours_are_those_of_offices_and_zones_those_of_capitals(records: list[Record]) -> None:
    sent = [message.sent_at for message in of_kind(records, Notification) if message.sent_at is not None]
    in_office = sum(1 for moment in sent if 7 <= moment.local.hour <= 18)
    assert 0.6 < in_office / len(sent) < 1
    assert sum(1 for moment in sent if moment.local.weekday() < 5) / len(sent) > 0.7
    assert len({moment.zone for moment in sent}) > 8


def test_each_exercise_has_a_name_of_its_own() -> None:
    for count in (COUNT, 5000):
        named = [record.designation for record in of_kind(invented_records(YEAR, 1, count, state_names()), JointExercise)]
        assert len(set(named)) == len(named)
    assert not [record for record in of_kind(invented_records(YEAR, 1, COUNT, state_names()), JointExercise) if "-" in record.designation]


def test_no_ships_without_a_coast() -> None:
    naval = [record for record in of_kind(invented_records(YEAR, 1, 2000, state_names()), JointExercise)
             if record.activity_type == "naval_exercise"]
    assert naval
    assert not {host for exercise in naval for host in exercise.host_states} & {"AUT", "CHE", "CZE", "HUN", "SVK"}


def test_contacts_test_promise_and_fail(records: list[Record]) -> None:
    contacts = of_kind(records, HotlineContact)
    tests = [contact for contact in contacts if contact.purpose == "routine_test"]
    assert len(tests) > 20
    assert all(contact.scheduled_at for contact in tests)
    assert {contact.outcome for contact in tests} >= {"answered", "answered_late"}
    promises = [promise for contact in contacts for promise in contact.promises]
    assert any(promise.kept_at for promise in promises)
    assert any(promise.due_at and not promise.kept_at for promise in promises)


def test_inspections_tell_their_course(records: list[Record]) -> None:
    inspections = of_kind(records, Inspection)
    assert len({inspection.inspection_kind for inspection in inspections}) >= 4
    assert sum(1 for inspection in inspections if inspection.requested_at and inspection.report_sent_at) > 5


def test_scripts_beside_latin(records: list[Record]) -> None:
    names = "".join(exercise.designation for exercise in of_kind(records, JointExercise))
    names += "".join(member.name for inspection in of_kind(records, Inspection) for member in inspection.team)
    names += "".join(exercise.area.name for exercise in of_kind(records, JointExercise) if exercise.area)
    assert any("А" <= letter <= "я" for letter in names)
    assert any("Α" <= letter <= "ω" for letter in names)


def test_facts_are_missing_as_in_life(records: list[Record]) -> None:
    exercises = of_kind(records, JointExercise)
    assert any(exercise.ends_on is None for exercise in exercises)
    assert any(exercise.starts_on and not exercise.starts_on.is_complete for exercise in exercises)
    assert any(contingent.troops is None for exercise in exercises for contingent in exercise.contingents)
    assert any(not record.sources for record in records)
    assert any(contribution.amount is None and contribution.quantity is None for contribution in of_kind(records, Contribution))
    assert any(inspection.replied_at is None for inspection in of_kind(records, Inspection))


class _StopAtOnce:
    def step(self, done: int, total: int, doing: str) -> None:
        raise Cancelled


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        bootstrap.rehearsal_register(tmp_path / "r.cbm", fixed_desk(), records=30, progress=_StopAtOnce())
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    kept = tmp_path / "r.cbm"
    kept.write_text("mine", "utf-8")
    with pytest.raises(NotWritable):
        bootstrap.rehearsal_register(kept, fixed_desk(), records=5)
    assert kept.read_text("utf-8") == "mine"
