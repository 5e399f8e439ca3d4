"""Lists by pages equal the plain ordered list, whatever they are filtered and sorted by; search leads the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from cbm_tracker.domain.measures import Link, Notification, Record
from cbm_tracker.domain.query import SORTS, Query
from cbm_tracker.errors import InvalidMeasure, NotFound
from cbm_tracker.services.records import RecordList
from cbm_tracker.services.reference_data import state_names
from cbm_tracker.storage import database
from cbm_tracker.storage.record_repository import RecordReader, Row
from cbm_tracker.storage.search import expression
from cbm_tracker.storage.store import Store
from tests.builders import (
    SettableClock,
    a_case,
    a_contact,
    a_contingent,
    a_contribution,
    a_notification,
    an_exercise,
    an_operation,
    at,
    day,
    fixed_desk,
    obligation_note,
    one_of_each,
)


def _collection() -> list[Record]:
    """Records with ties, gaps and every case of dates in them."""
    made: list[Record] = []
    for number in range(30):
        made.append(
            an_exercise(
                designation=("Arc", "arc", "Ärger", "Zeta", "")[number % 5], reference=f"EX/{number % 4}",
                status=("draft", "issued")[number % 2],
                starts_on=(None, day("2027"), day("2027-03"), day(f"2027-{number % 12 + 1:02d}-01"))[number % 4], ends_on=None,
                contingents=() if number % 3 == 0 else (a_contingent(state=("DEU", "FRA", "TUR")[number % 3], troops=number * 100),),
                from_state="", host_states=(), agreements=("vd11",) if number % 2 else ("gemi",),
            )
        )
    for number in range(20):
        opened = at(f"2027-02-{number % 28 + 1:02d}T04:31:00Z")
        made.append(a_contact(opened_at=opened, answered_at=None, closed_at=None, subject=f"Call {number % 3}", outcome="closed"))
    made.extend([a_contribution(quantity=Decimal(n), direction=("given", "received", "")[n % 3]) for n in range(10)])
    return [*made, *one_of_each()]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A register with a collection of records, which no test changes."""
    path = tmp_path_factory.mktemp("lists") / "register.cbm"
    store, clock = Store(database.create(path), state_names().codes_for_search), SettableClock()
    desk, records = fixed_desk(clock), _collection()
    for first in range(0, len(records), 9):
        with store.transaction(desk.operation("record", "recording")) as transaction:
            transaction.writer.add_many(records[first : first + 9])
        clock.forward(minutes=1)
    yield store
    store.close()


def _key(row: Row, sort: str) -> Any:
    values: dict[str, object] = {
        "begins": row.begins, "ends": row.ends, "title": row.title.casefold(), "reference": row.reference, "status": row.status,
        "word": row.word, "party": " ".join(row.states), "figure": -1.0 if row.figure is None else row.figure, "outcome": row.outcome,
        "direction": row.direction, "recorded": row.recorded_at,
    }
    return values[sort]


def _all_pages(reader: RecordReader, query: Query, limit: int) -> list[Row]:
    rows: list[Row] = []
    after: str | None = None
    while True:
        page = reader.page(query, after, limit)
        assert len(page.rows) <= limit
        rows.extend(page.rows)
        if page.next is None:
            return rows
        assert len(page.rows) == limit
        after = page.next


@pytest.mark.parametrize("kinds", [(), ("exercise",), ("exercise", "contact")])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_are_the_ordered_list(filled: Store, sort: str, descending: bool, kinds: tuple[str, ...]) -> None:
    query = Query(kinds=kinds, sort=sort, descending=descending)
    with filled.reading() as reading:
        whole = list(reading.records.page(query, limit=1000).rows)
        keys = [_key(row, sort) for row in whole]
        assert keys == sorted(keys, reverse=descending)
        assert len({row.id for row in whole}) == len(whole) == reading.records.count(query)
        for limit in (1, 7, len(whole)):
            assert _all_pages(reading.records, query, limit) == whole
        assert [record.id for record in reading.records.stream(query)] == [row.id for row in whole]
        for number in (0, 13, len(whole) - 1):
            assert reading.records.position(query, whole[number].id) == number
        turned = list(reading.records.page(replace(query, descending=not descending), limit=1000).rows)
        assert turned == whole[::-1]


def test_a_list_is_fetched_by_number_from_anywhere(filled: Store) -> None:
    query = Query(sort="title", descending=False)
    with filled.reading() as reading:
        whole = list(reading.records.page(query, limit=1000).rows)
    listed = RecordList(filled, query, len(whole))
    for first, count in ((40, 10), (0, 10), (45, 10), (10, 10), (20, 10), (len(whole) - 3, 10), (len(whole), 10), (5, 1)):
        assert listed.fetch(first, count) == tuple(whole[first : first + count])
    assert listed.position(whole[17].id) == 17
    assert RecordList(filled, Query(kinds=("case",)), 1).position(whole[0].id) is None or whole[0].kind == "case"


@pytest.mark.parametrize(
    "cursor", ["", "x", "W10=", "WzFd", "eyJhIjoxfQ==", "bnVsbA==", "W251bGwsIDFd", "WyJhIiwgImIiXQ==", "\u00fc", "W1tdLCAxXQ=="]
)
def test_a_cursor_of_elsewhere_is_refused(filled: Store, cursor: str) -> None:
    with filled.reading() as reading, pytest.raises(InvalidMeasure) as refusal:
        reading.records.page(Query(), cursor)
    assert refusal.value.field == "cursor"


# ---------------------------------------------------------------- filters


def _touches(record_begins: str, record_ends: str, query: Query) -> bool:
    if not record_begins:
        return query.from_on is None and query.to_on is None
    first, last = date.fromisoformat(record_begins[:10]), date.fromisoformat(record_ends[:10])
    return (query.to_on is None or first <= query.to_on) and (query.from_on is None or last >= query.from_on)


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [(None, None), (date(2027, 2, 11), None), (None, date(2027, 2, 11)), (date(2027, 2, 11), date(2027, 2, 11)),
     (date(2027, 3, 1), date(2027, 3, 31)), (date(2027, 12, 31), date(2028, 1, 1)), (date(1980, 1, 1), date(1980, 1, 2)),
     (date(2027, 6, 14), date(2027, 6, 1))],
)
def test_a_period_holds_what_may_touch_it(filled: Store, from_on: date | None, to_on: date | None) -> None:
    query = Query(from_on=from_on, to_on=to_on)
    with filled.reading() as reading:
        everything = reading.records.page(Query(), limit=1000).rows
        found = {row.id for row in reading.records.page(query, limit=1000).rows}
    assert found == {row.id for row in everything if _touches(row.begins, row.ends, query)}


def test_filters_restrict_and_join(filled: Store) -> None:
    with filled.reading() as reading:
        def ids(**parts: Any) -> set[str]:
            return {row.id for row in reading.records.page(Query(**parts), limit=1000).rows}

        everything = reading.records.page(Query(), limit=1000).rows
        assert ids(states=("TUR",)) == {row.id for row in everything if "TUR" in row.states} != set()
        assert ids(states=("TUR", "FRA")) == ids(states=("TUR",)) | ids(states=("FRA",))
        assert ids(agreements=("gemi",)) == {r.id for r in reading.records.stream(Query()) if "gemi" in r.agreements} != set()
        assert ids(direction="given") == {row.id for row in everything if row.direction == "given"} != set()
        assert ids(statuses=("issued",)) == {row.id for row in everything if row.status == "issued"} != set()
        assert ids(statuses=("issued", "draft")) == ids()
        assert ids(words=("airspace_matter",)) == {row.id for row in everything if row.word == "airspace_matter"} != set()
        assert ids(undated=True) == {row.id for row in everything if not row.begins} != set()
        assert ids(undated=True, from_on=date(1800, 1, 1)) == set()
        assert ids(in_bin=True) == set()
        parts: dict[str, Any] = {"kinds": ("exercise",), "states": ("DEU",), "agreements": ("vd11",), "statuses": ("draft",), "text": "arc"}
        assert ids(**parts) == set.intersection(*(ids(**{key: value}) for key, value in parts.items())) != set()
        assert sum(reading.records.count_by_kind().values()) == len(everything)


def test_records_are_found_by_what_they_link_to(tmp_path: Path) -> None:
    store = Store(database.create(tmp_path / "register.cbm"))
    exercise, other = an_exercise(), an_exercise(designation="Other")
    told = a_notification(links=(Link(relation="notifies", target=exercise.id), Link(relation="part_of", target=other.id)))
    note = obligation_note(links=(Link(relation="settles", target=exercise.id),))
    case = a_case(members=(exercise.id, other.id))
    with store.transaction(fixed_desk().operation("record", "recording")) as transaction:
        transaction.writer.add_many([exercise, other, told, note, case])
    with store.reading() as reading:
        def ids(*targets: str, **parts: Any) -> set[str]:
            return {record.id for record in reading.records.stream(Query(linked_to=targets, **parts))}

        assert ids(exercise.id) == {told.id, note.id, case.id}
        assert ids(other.id) == {told.id, case.id}
        assert ids(exercise.id, other.id) == {told.id, note.id, case.id}
        assert ids(exercise.id, kinds=("notification",)) == {told.id}
        assert ids(exercise.id, relation="settles") == {note.id}
        assert ids(other.id, relation="notifies") == ids(told.id) == ids("none") == set()
        assert ids(exercise.id, *(str(number) for number in range(40_000)), relation="member") == {case.id}
    store.close()


def test_a_relation_alone_asks_for_nothing() -> None:
    with pytest.raises(ValueError, match="linked"):
        Query(relation="settles")


# ---------------------------------------------------------------- search


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("northern", "exercise"), ("NORTHERN arc", "exercise"), ("nort", "exercise"), ('"northern arc"', "exercise"),
        ("Grafenwohr", "inspection"), ("GRAFENWÖHR", "inspection"), ("Graf", "inspection"), ("Nowak", "inspection"),
        ("Anna Nowak", "inspection"), ("HL/27/0007", "contact"),
        ("flight log", "contact"), ("Pakistan", "contact"), ("pakist", "contact"), ("Пакистан", "contact"), ("voice", "contact"),
        ("hotline_voice", "contact"), ("Strelsau", "state"), ("strels*", "state"), ("2027-02-11", "contact"), ("river-2001", "agreement"),
        ("actual cost", "contribution"), ("OSCE", "notification"),
    ],
)
def test_what_a_person_types_finds_the_record(filled: Store, text: str, kind: str) -> None:
    with filled.reading() as reading:
        assert kind in {row.kind for row in reading.records.page(Query(text=text), limit=1000).rows}


@pytest.mark.parametrize(
    "text", ["nosuchword", '"arc northern"', "northern nosuchword", "***", '"', '""', "'", "-", "northern NOT arc7", "\x00"]
)
def test_what_nothing_says_finds_nothing(filled: Store, text: str) -> None:
    with filled.reading() as reading:
        assert reading.records.count(Query(text=text)) == len(reading.records.page(Query(text=text)).rows) == 0


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_blank_search_asks_for_everything(filled: Store, text: str) -> None:
    with filled.reading() as reading:
        assert reading.records.count(Query(text=text)) == reading.records.count(Query())


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_no_text_is_taken_for_syntax(filled: Store, text: str) -> None:
    with filled.reading() as reading:
        assert reading.records.count(Query(text=text)) >= 0
        assert isinstance(expression(text), str)


_SEARCHES = [
    Query(text="northern"), Query(text="northern", kinds=("exercise",)), Query(kinds=("exercise",), text="DEU", sort="title"),
    Query(text="arc", states=("DEU",), from_on=date(2027, 1, 1)),
]


@pytest.mark.parametrize("query", _SEARCHES)
def test_search_asks_its_index_once_and_records_by_an_index(filled: Store, query: Query) -> None:
    asked: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        asked.append((statement, parameters))

    with filled.reading() as reading:
        event.listen(filled.database.engine, "before_cursor_execute", note)
        try:
            reading.records.page(query)
        finally:
            event.remove(filled.database.engine, "before_cursor_execute", note)
        statement, parameters = asked[-1]
        plan = [str(row[3]) for row in reading.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert [step for step in plan if "record_search" in step] == ["SCAN record_search VIRTUAL TABLE INDEX 0:M1"], plan
    assert not [step for step in plan if "CORRELATED" in step or step == "SCAN record"], plan


def test_a_plain_list_comes_in_the_order_of_an_index(filled: Store) -> None:
    with filled.reading() as reading:
        statement = "SELECT uuid FROM record WHERE in_bin = 0 AND kind = 'exercise' ORDER BY begins DESC, pk DESC LIMIT 10"
        plan = [str(row[3]) for row in reading.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    assert "ix_record_begins" in plan[0]
    assert not any("TEMP B-TREE" in step for step in plan)


# ---------------------------------------------------------------- one record by its name


def test_records_are_found_by_id_beginning_and_reference(filled: Store) -> None:
    with filled.reading() as reading:
        # Of many records with one reference the first twenty by id are named.
        record = min(reading.records.stream(Query(kinds=("contact",))), key=lambda contact: contact.id)
        assert reading.records.named(record.id) == [record.id]
        assert reading.records.named(record.id[:8].upper()) == [record.id]
        assert reading.records.named(record.id[:5]) == []
        assert record.id in reading.records.named("HL/27/0007")
        assert reading.records.named("%") == reading.records.named("") == reading.records.named("zzzzzz") == []
        with pytest.raises(NotFound):
            reading.records.get("none")
        assert set(reading.records.get_many([record.id, "none"])) == {record.id}
        assert set(reading.records.bodies([record.id, "none"])) == {record.id}


def test_words_are_found_by_state_agreement_and_the_day_they_began(store: Store) -> None:
    records = [
        a_notification(notification_kind=word, from_state=state, to=(), agreements=(agreement,), sent_at=at(f"{day}T09:00:00Z"))
        for word in ("annual_exchange", "nil_report") for state in ("DEU", "FRA") for agreement in ("vd11", "gemi")
        for day in ("2025-12-10", "2026-12-10")
    ]
    with store.transaction(an_operation()) as transaction:
        transaction.writer.add_many(records)
    asked = Query(kinds=("notification",), words=("nil_report",), states=("DEU",), agreements=("vd11",), begun_from=date(2026, 1, 1))
    with store.reading() as reading:
        (found,) = reading.records.stream(asked)
        assert reading.records.count(replace(asked, agreements=())) == 2
        assert reading.records.count(replace(asked, states=())) == 2
        assert reading.records.count(replace(asked, begun_from=None)) == 2
        assert reading.records.count(replace(asked, begun_from=date(2026, 12, 11))) == 0
    assert isinstance(found, Notification)
    assert (found.notification_kind, found.from_state, found.agreements, str(found.sent_at)) == (
        "nil_report", "DEU", ("vd11",), "2026-12-10T09:00:00Z",
    )
