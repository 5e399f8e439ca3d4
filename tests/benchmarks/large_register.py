"""A register of very many records, nearly all of them closed, written by plain inserts: recording them one by one takes minutes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from cbm_tracker.domain.forces import Contingent
from cbm_tracker.domain.measures import HotlineContact, Inspection, JointExercise, Link, Notification, Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.domain.open_matters import open_matters
from cbm_tracker.domain.record_json import canonical, to_json
from cbm_tracker.domain.summary import states_of, summarise
from tests.benchmarks.invented_records import STATES

TODAY = date(2027, 3, 1)
YEARS = 40
_BATCH = 20_000
_COLUMNS = ("pk", "uuid", "kind", "revision", "in_bin", "status", "direction", "reference", "title", "title_key", "word", "begins", "ends",
            "when_told", "party", "figure", "outcome", "leaves_open", "recorded_at", "changed_at", "body")


def fill(path: Path, count: int, open_share: float = 0.001) -> None:
    """Insert records into a new register; every `1 / open_share`-th is recent and open."""
    connection = driver.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    first = connection.execute("SELECT max(pk) FROM record").fetchone()[0] + 1
    connection.execute("BEGIN")
    rows: list[tuple[Any, ...]] = []
    links: list[tuple[Any, ...]] = []
    states: list[tuple[Any, ...]] = []
    for pk, (record, body) in enumerate(_records(count, round(1 / open_share)), first):
        told = summarise(record)
        rows.append((pk, record.id, record.kind, 1, 0, record.status, record.direction, record.reference, told.title, told.title.casefold(),
                     told.word, told.begins, told.ends, told.when, "DEU", -1.0, told.outcome, " ".join(open_matters(record)), "", "", body))
        links.extend((link.target, link.relation, pk) for link in record.links)
        states.extend((state, pk, role) for state, role in states_of(record))
        if len(rows) == _BATCH:
            _write(connection, rows, links, states)
    _write(connection, rows, links, states)
    connection.execute("COMMIT")
    connection.close()


def _write(
    connection: driver.Connection, rows: list[tuple[Any, ...]], links: list[tuple[Any, ...]], states: list[tuple[Any, ...]]
) -> None:
    connection.executemany(f"INSERT INTO record ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})", rows)
    connection.executemany("INSERT INTO record_link (target, relation, record) VALUES (?, ?, ?)", links)
    connection.executemany("INSERT INTO record_state (state, record, role) VALUES (?, ?, ?)", states)
    connection.executemany("INSERT INTO record_agreement (agreement, record) VALUES ('vd11', ?)", [(row[0],) for row in rows])
    for written in (rows, links, states):
        written.clear()


def _records(count: int, one_in: int) -> Iterator[tuple[Record, str]]:
    """Yield records with their bodies: of ten, five exercises, two notifications of such, two inspections and a contact.

    Records that differ in id, reference and day alone are made from one: checking a million takes minutes.
    """
    made: dict[tuple[int, date], tuple[Record, str]] = {}
    exercise = ""
    for number in range(count):
        is_open = number % one_in == one_in - 1 - (number // one_in) % 10
        day = TODAY + timedelta(days=number // one_in % 200 - 60) if is_open else TODAY - timedelta(days=60 + number * 7 % (365 * YEARS))
        record_id = str(uuid.UUID(int=number + (1 << 100), version=4))
        if is_open:
            record = _made(number % 10, day, number // one_in, True)
            record = replace(record, id=record_id)
            yield record, canonical(to_json(record))
            continue
        key = (number % 10, day)
        if key not in made:
            pattern = _made(number % 10, day, number, False)
            made[key] = pattern, canonical(to_json(pattern))
        pattern, body = made[key]
        body = body.replace(pattern.id, record_id)
        object.__setattr__(pattern, "id", record_id)
        made[key] = pattern, body
        if pattern.kind == "exercise":
            exercise = record_id
        yield (_linked(pattern, exercise, body) if pattern.kind == "notification" else (pattern, body))


def _linked(pattern: Record, exercise: str, body: str) -> tuple[Record, str]:
    return replace(pattern, links=(Link(relation="notifies", target=exercise),)), body.replace(pattern.links[0].target, exercise)


def _made(kind: int, day: date, number: int, is_open: bool) -> Record:
    states = (STATES[number % len(STATES)], STATES[(number + 5) % len(STATES)])
    moment = Instant(datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC))
    later = Instant(moment.utc + timedelta(hours=20))
    if kind < 5:
        return JointExercise(
            reference=f"EX/{number:07d}", agreements=("vd11",), designation=f"QUIET ARC {number}", activity_type="field_exercise",
            host_states=states[:1], starts_on=PartialDate.of(day), ends_on=PartialDate.of(day + timedelta(days=9)), in_zone=True,
            divisional_structure=True, completed_on=None if is_open else PartialDate.of(day + timedelta(days=9)),
            contingents=tuple(Contingent(state=state, troops=2_000 + number % 5 * 1_500, battle_tanks=40, armoured_combat_vehicles=90,
                                         artillery=20) for state in states),
        )  # fmt: skip
    if kind < 7:
        return Notification(
            reference=f"N/{number:07d}", agreements=("vd11",), from_state=states[0],
            direction="given" if states[0] == "DEU" else "received", notification_kind="exercise_advance", sent_at=moment,
            content={"1": "QUIET ARC"},
            links=(Link(relation="notifies", target=str(uuid.UUID(int=1, version=4))),),
        )  # fmt: skip
    if kind < 9:
        closed: dict[str, Any] = {} if is_open else {
            "replied_at": later, "reply": "accepted", "outcome": "completed", "report_sent_at": Instant(later.utc + timedelta(days=9)),
        }  # fmt: skip
        return Inspection(reference=f"I/{number:07d}", agreements=("vd11",), direction="received", inspection_kind="specified_area",
                          inspecting_states=states[:1], receiving_state=states[1], requested_at=moment, **closed)
    return HotlineContact(
        reference=f"H/{number:07d}", agreements=("vd11",), with_states=states[:1], purpose="routine_test", subject="Test of the line",
        **({"scheduled_at": moment} if is_open else {"opened_at": moment, "outcome": "answered"}),
    )  # fmt: skip
