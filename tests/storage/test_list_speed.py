"""How lists are found: by an index in their order, and by the search index in two ways that must agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from cbm_tracker.domain.query import Query
from cbm_tracker.storage import database, record_repository
from cbm_tracker.storage.record_repository import RecordReader
from cbm_tracker.storage.store import Store
from cbm_tracker.storage.tables import RecordRow
from tests.builders import a_contact, an_exercise, day, fixed_desk


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(database.create(tmp_path / "register.cbm"))
    with made.transaction(fixed_desk().operation("import", "import")) as transaction:
        transaction.writer.add_many(
            an_exercise(designation=f"{'AMBER' if number % 3 else 'QUIET'} {number}", starts_on=day(f"2027-{number % 12 + 1:02d}-01"),
                        ends_on=day("2028-01-01"))
            for number in range(40)
        )  # fmt: skip
        transaction.writer.add_many(a_contact(subject=f"Question on AMBER {number}") for number in range(10))
    return made


def pages(store: Store, query: Query) -> list[str]:
    ids: list[str] = []
    cursor = None
    with store.reading() as reading:
        while True:
            page = reading.records.page(query, cursor, 7)
            ids.extend(row.id for row in page.rows)
            if page.next is None:
                return ids
            cursor = page.next


@pytest.mark.parametrize("sort", ["begins", "title", "figure"])
@pytest.mark.parametrize("kinds", [(), ("exercise",), ("exercise", "contact")])
def test_few_and_many_hits_give_the_same_list(
    store: Store, monkeypatch: pytest.MonkeyPatch, sort: str, kinds: tuple[str, ...]
) -> None:
    query = Query(kinds=kinds, text="amber", sort=sort)
    few = pages(store, query)
    monkeypatch.setattr(record_repository, "FEW_HITS", 3)
    many = pages(store, query)
    with store.reading() as reading:
        expected = [row for row in pages(store, Query(kinds=kinds, sort=sort)) if "AMBER" in reading.records.rows([row])[row].title]
        assert reading.records.count(query) == len(expected)
    assert few == many == expected
    store.database.close()


@pytest.mark.parametrize("query", [Query(), Query(kinds=("exercise",)), Query(kinds=("exercise",), sort="title", descending=False)])
def test_the_lists_of_a_page_come_in_the_order_of_an_index(store: Store, query: Query) -> None:
    """Without one, the first rows of a long list would wait until all of it is sorted."""
    with store.reading() as reading:
        statement = reading.records._ordered(select(RecordRow.pk), query)
        compiled = statement.compile(reading.connection, compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in reading.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
    assert not [step for step in plan if "TEMP B-TREE" in step]
    store.database.close()


def _plan(store: Store, run: Callable[[RecordReader], object]) -> list[str]:
    """Return how SQLite carries out the statements that `run` sends."""
    sent: list[tuple[str, Any]] = []
    with store.reading() as reading:
        def note(connection: object, cursor: object, statement: str, parameters: Any, *_: object) -> None:
            sent.append((statement, parameters))

        event.listen(reading.connection, "before_cursor_execute", note)
        run(reading.records)
        event.remove(reading.connection, "before_cursor_execute", note)
        return [row[3] for statement, parameters in sent
                for row in reading.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]


def test_kinds_are_counted_without_a_look_at_any_record(store: Store) -> None:
    (step,) = _plan(store, lambda records: records.count_by_kind())
    assert "COVERING INDEX" in step
    store.database.close()


@pytest.mark.parametrize("descending", [False, True])
def test_records_of_a_word_between_two_days_are_a_range_of_an_index(store: Store, descending: bool) -> None:
    query = Query(kinds=("contact",), words=("airspace_matter",), from_on=date(2027, 1, 1), to_on=date(2027, 12, 31),
                  descending=descending)
    steps = _plan(store, lambda records: list(records.stream(query)))
    assert steps
    assert all(step.startswith("SEARCH record USING INDEX ix_record_word (kind=? AND word=? AND in_bin=? AND begins") for step in steps)
    store.database.close()


@pytest.mark.parametrize("kinds", [(), ("contact",), ("contact", "exercise")])
@pytest.mark.parametrize("relation", ["", "part_of"])
def test_what_links_to_a_record_is_found_by_the_index_of_links(store: Store, kinds: tuple[str, ...], relation: str) -> None:
    query = Query(kinds=kinds, linked_to=("5f0c1f0e-7a0e-4d0e-8a52-3a6f0f1d2c10",), relation=relation)
    steps = _plan(store, lambda records: list(records.stream(query)))
    assert any("record_link USING PRIMARY KEY (target=?" in step for step in steps), steps
    assert any("record USING INTEGER PRIMARY KEY (rowid=?)" in step for step in steps), steps
    store.database.close()


def test_what_is_left_open_is_found_by_its_own_index(store: Store) -> None:
    query = Query(kinds=("contact",), leaving_open=("promise", "contact"))
    steps = _plan(store, lambda records: list(records.stream(query)))
    assert steps
    assert all("ix_record_leaves_open" in step for step in steps)
    store.database.close()
