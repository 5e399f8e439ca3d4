"""Several threads, several programs, and a program that is killed: the register stays whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cbm_tracker.domain.query import Query
from cbm_tracker.storage import database
from cbm_tracker.storage.inspection import inspect
from cbm_tracker.storage.store import Store
from tests.builders import a_contact, an_exercise, an_operation


def _holds(store: Store) -> bool:
    with store.reading() as reading:
        return inspect(reading, lambda *_: None) == []


def test_threads_that_write_at_the_same_time_lose_nothing(store: Store) -> None:
    begin = threading.Barrier(4)

    def write(number: int) -> None:
        begin.wait()
        for at in range(10):
            with store.transaction(an_operation()) as transaction:
                transaction.add(a_contact(subject=f"writer {number} call {at}"))

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(write, number) for number in range(4)]:
            done.result()
    with store.reading() as reading:
        assert reading.records.count_by_kind() == {"contact": 40}
        assert len(reading.operations.latest(100)) == 40
    assert _holds(store)


def test_a_reader_sees_one_state_while_others_write(store: Store) -> None:
    with store.transaction(an_operation()) as transaction:
        transaction.writer.add_many([a_contact() for _ in range(3)])
    with store.reading() as reading:
        before = reading.records.count(Query())
        with ThreadPoolExecutor(1) as threads:
            def write() -> None:
                with store.transaction(an_operation()) as transaction:
                    transaction.writer.add_many([a_contact() for _ in range(5)])

            threads.submit(write).result()
        assert reading.records.count(Query()) == before == 3
        assert len(list(reading.records.stream(Query()))) == 3
    with store.reading() as reading:
        assert reading.records.count(Query()) == 8


def test_a_block_that_raises_saves_nothing(store: Store) -> None:
    def half_way() -> None:
        with store.transaction(an_operation()) as transaction:
            transaction.writer.add_many([an_exercise(), a_contact()])
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half_way()
    with store.reading() as reading:
        assert reading.records.count(Query()) == 0
        assert reading.operations.latest(10) == []
    assert _holds(store)


def test_two_programs_take_turns(register_path: Path, store: Store) -> None:
    other = Store(database.open_existing(register_path))
    try:
        for number in range(6):
            with (store, other)[number % 2].transaction(an_operation()) as transaction:
                transaction.add(a_contact())
        with store.reading() as mine, other.reading() as theirs:
            assert mine.records.count(Query()) == theirs.records.count(Query()) == 6
    finally:
        other.close()


_WRITER = """
import sys
from pathlib import Path
from cbm_tracker.storage import database
from cbm_tracker.storage.store import Store
from tests.builders import a_contact, an_operation
store = Store(database.open_existing(Path(sys.argv[1])))
with store.transaction(an_operation()) as transaction:
    for _ in range(int(sys.argv[2])):
        transaction.writer.add_many([a_contact() for _ in range(100)])
    if sys.argv[3] == "before":
        print("ready", flush=True)
        sys.stdin.read()
if sys.argv[3] == "after":
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize(("when", "kept"), [("before", 1), ("after", 301)])
def test_a_program_killed_while_it_writes_leaves_the_register_whole(register_path: Path, store: Store, when: str, kept: int) -> None:
    with store.transaction(an_operation()) as transaction:
        transaction.add(a_contact())
    store.close()
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(register_path), "3", when], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)}, text=True,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        writer.send_signal(signal.SIGKILL)
    again = Store(database.open_existing(register_path))
    try:
        with again.reading() as reading:
            assert reading.records.count(Query()) == kept
        assert _holds(again)
        with again.transaction(an_operation()) as transaction:
            transaction.add(a_contact())
    finally:
        again.close()
