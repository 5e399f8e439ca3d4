"""The register as it stood after an operation: records, what is filtered by, info and rule packs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cbm_tracker.domain.measures import JointExercise, Link, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import NotFound
from cbm_tracker.storage.inspection import inspect
from cbm_tracker.storage.store import AddedPack, Reading, Store, Transaction
from tests.builders import a_case, a_notification, an_exercise, an_operation, day

ALL = Query(kinds=("exercise",), descending=False)
EXERCISES = [an_exercise(designation=f"E{number}", reference=f"EX/{number}", starts_on=day("2027-06-01")) for number in range(8)]


def kept(store: Store, *exercises: JointExercise) -> int:
    """Record exercises; returns the operation."""
    with store.transaction(an_operation()) as transaction:
        transaction.writer.add_many(exercises)
        return transaction.number


def changed(store: Store) -> None:
    """Change, bin, take away and put back something of each kind."""
    first, second, third, fourth, fifth, *_ = EXERCISES
    with store.transaction(an_operation()) as transaction:
        moved = replace(first, designation="OTHER", host_states=("POL",), starts_on=day("2028-01-01"), ends_on=None)
        transaction.writer.revise(moved, 1)
        transaction.writer.move([second.id, third.id, fourth.id], to_bin=True)
    with store.transaction(an_operation()) as transaction:
        transaction.writer.discard([third.id, fourth.id])
        removal = transaction.number
    with store.transaction(an_operation()) as transaction:
        transaction.writer.revert(removal, "undone", lambda done, total: None)  # puts them behind all others
        transaction.writer.add(an_exercise(designation="LATER"))
        transaction.writer.move([fifth.id], to_bin=True)


def told(reading: Reading, query: Query = ALL) -> list[tuple[Record, int, bool, str, str]]:
    streamed = reading.records.stream_stored(query)
    return [(stored.record, stored.revision, stored.in_bin, stored.recorded_at, stored.changed_at) for stored in streamed]


QUERIES = (
    ALL, replace(ALL, descending=True), replace(ALL, states=("DEU",)), replace(ALL, states=("POL",)), replace(ALL, agreements=("vd11",)),
    replace(ALL, sort="title"), replace(ALL, in_bin=True), replace(ALL, to_on=day("2027-12-31").last_day),
    Query(linked_to=(EXERCISES[0].id,)), replace(ALL, leaving_open=("activity",)),
)


@pytest.mark.parametrize("query", QUERIES)
def test_every_list_is_as_it_was(store: Store, query: Query) -> None:
    kept(store, *EXERCISES)
    with store.transaction(an_operation()) as transaction:
        notice = a_notification(links=(Link(relation="notifies", target=EXERCISES[0].id),))
        transaction.writer.add_many([notice, a_case(members=(EXERCISES[0].id,))])
        then = transaction.number
    with store.reading() as reading:
        was, counted = told(reading, query), reading.records.count(query)
    changed(store)
    with store.transaction(an_operation()) as transaction:
        transaction.writer.revise(replace(notice, links=()), 1)
    with store.reading_at(then) as reading:
        assert (told(reading, query), reading.records.count(query)) == (was, counted)
        assert [row.id for row in reading.records.page(query).rows] == [record.id for record, *_ in was]
    with store.reading() as reading:
        assert told(reading, query) != was or not was


def test_records_that_came_later_are_not_there_and_those_gone_since_are(store: Store) -> None:
    then = kept(store, *EXERCISES)
    changed(store)
    with store.transaction(an_operation()) as transaction:
        transaction.writer.move([EXERCISES[5].id], to_bin=True)
        transaction.writer.discard([EXERCISES[5].id])
        transaction.add(later := an_exercise())
    with store.reading_at(then) as reading:
        assert reading.records.get(EXERCISES[5].id).record == EXERCISES[5]
        with pytest.raises(NotFound):
            reading.records.get(later.id)
        assert reading.records.linking_to(later.id) == []
        assert reading.records.count_by_kind() == {"exercise": len(EXERCISES)}


def test_the_register_itself_stands_as_it_is_after_its_past_was_read(store: Store) -> None:
    then = kept(store, *EXERCISES)
    changed(store)
    with store.reading() as reading:
        now = told(reading)
    for _ in range(3):
        with store.reading_at(then) as reading:
            assert len(told(reading)) == len(EXERCISES)
        with store.reading() as reading:
            assert told(reading) == now
            assert inspect(reading, lambda *_: None) == []
    with store.reading_at(0) as reading:
        assert told(reading) == []


def test_the_latest_state_is_read_where_it_lies(store: Store) -> None:
    kept(store, *EXERCISES)
    with store.reading() as reading:
        head = reading.state()
    with store.reading_at(head) as reading:
        views = reading.connection.exec_driver_sql("SELECT count(*) FROM temp.sqlite_master WHERE type = 'view'").scalar()
        assert views == 0
        assert len(told(reading)) == len(EXERCISES)


def test_what_the_register_said_of_itself_and_its_rule_packs_are_as_they_were(store: Store) -> None:
    def did(*doing: Callable[[Transaction], None]) -> int:
        with store.transaction(an_operation("rules")) as transaction:
            for one in doing:
                one(transaction)
            return transaction.number

    first = did(lambda each: each.set_info(owner="DEU", name="One"), lambda each: each.keep_rule_pack(AddedPack("b", "old", "t1")))
    second = did(
        lambda each: each.set_info(owner="FRA"), lambda each: each.keep_rule_pack(AddedPack("b", "new", "t2")),
        lambda each: each.keep_rule_pack(AddedPack("a", "text", "t2")),
    )
    did(lambda each: each.drop_rule_pack("b"), lambda each: each.set_info(name="Two"))
    for operation, info, packs in (
        (first, {"owner": "DEU", "name": "One"}, ["b old t1"]), (second, {"owner": "FRA", "name": "One"}, ["a text t2", "b new t2"]),
        (second + 1, {"owner": "FRA", "name": "Two"}, ["a text t2"]), (0, {}, []),
    ):
        with store.reading_at(operation) as reading:
            assert reading.info() == info
            assert [f"{pack.id} {pack.text} {pack.added_at}" for pack in reading.rule_packs()] == packs
            assert reading.state() == operation
