"""How the register compares with plain SQLite in the same run: many records in, list pages, search.

    .venv/bin/python -m tests.benchmarks.bench_register [--records 100000]

Figures are ratios within one run on one machine; the milliseconds beside them are for the reader only.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from cbm_tracker.domain.query import Query
from cbm_tracker.services import register as registers
from cbm_tracker.services.changes import ChangeFeed
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.exchange import ExchangeService, ImportPlan
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.records import RecordService
from cbm_tracker.services.reference_data import state_names
from cbm_tracker.storage.database import pragmas
from cbm_tracker.storage.store import Store
from tests.benchmarks.invented_records import FIRST, PLACES, SECOND, invented_records
from tests.benchmarks.ratio import Ratio

PAGE = 100
RECORD_INDEXES = (
    "CREATE UNIQUE INDEX plain_uuid ON plain (uuid)",
    "CREATE INDEX plain_begins ON plain (kind, in_bin, begins, pk)",
    "CREATE INDEX plain_title ON plain (kind, in_bin, title_key, pk)",
    "CREATE INDEX plain_reference ON plain (reference)",
)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def typical(work: Callable[[], object], times: int) -> float:
    """Return the median of some runs after one that warms the caches."""
    work()
    return statistics.median(timed(work) for _ in range(times))


def last_percent(works: Sequence[Callable[[], object]]) -> float:
    """Return the 99th percentile over different works, each after one run that warms the caches."""
    for work in works:
        work()
    return statistics.quantiles([timed(work) for work in works], n=100, method="inclusive")[98]


def raw_connection(path: Path) -> driver.Connection:
    connection = driver.connect(str(path), isolation_level=None)
    for statement in pragmas(network_share=False):
        connection.execute(statement).fetchall()
    return connection


def measure_insert(store: Store, exchange: ExchangeService, count: int, folder: Path) -> Iterator[Ratio]:
    planned = ImportPlan(("invented.json",), tuple(invented_records(count)), 0, ())
    through_service = timed(lambda: exchange.carry_out(planned, Silent()))
    with raw_connection(store.path) as source, raw_connection(folder / "plain.db") as plain:
        columns = [row[1] for row in source.execute("PRAGMA table_info(record)")]
        rows = source.execute("SELECT * FROM record ORDER BY pk DESC LIMIT ?", (count,)).fetchall()[::-1]
        plain.execute(f"CREATE TABLE plain ({', '.join('pk INTEGER PRIMARY KEY' if name == 'pk' else name for name in columns)})")
        for index in RECORD_INDEXES:
            plain.execute(index)

        def insert() -> None:
            plain.execute("BEGIN IMMEDIATE")
            plain.executemany(f"INSERT INTO plain VALUES ({', '.join('?' * len(columns))})", rows)
            plain.execute("COMMIT")

        raw = timed(insert)
    plain.close()
    source.close()
    yield Ratio(f"{count} records in, with history and search", through_service, "raw inserts of the same rows", raw)


def measure_lists(records: RecordService) -> Iterator[Ratio]:
    lists = {
        "all by date": Query(), "exercises by date": Query(kinds=("exercise",)),
        "exercises by title": Query(kinds=("exercise",), sort="title"),
    }
    for name, query in lists.items():
        first = typical(partial(records.page, query, None, PAGE), 15)
        listed = records.listed(query)
        deep = listed.count * 9 // 10
        cursor = records.page(query, None, deep).next
        yield Ratio(f"page at row {deep} of {name}", typical(partial(records.page, query, cursor, PAGE), 15), "the first page", first)
        yield Ratio(f"first jump to row {deep} of {name}", timed(partial(listed.fetch, deep, PAGE)), "the first page", first)
        beyond = statistics.median(timed(partial(listed.fetch, deep + PAGE * step, PAGE)) for step in range(1, 6))
        yield Ratio(f"scrolling on from there in {name}", beyond, "the first page", first)


def measure_search(store: Store, records: RecordService) -> Iterator[Ratio]:
    questions = [*FIRST, *SECOND, *PLACES, *(f"{one} {two}" for one in FIRST[:6] for two in SECOND[:4]), "Germany", "exercise", "nowhere"]
    searches = [partial(records.page, Query(text=text), None, PAGE) for text in questions]
    with raw_connection(store.path) as plain:
        statement = "SELECT pk FROM record WHERE body LIKE ? ORDER BY begins DESC LIMIT ?"
        like = statistics.median(timed(lambda: plain.execute(statement, ("%Zzyzx%", PAGE)).fetchall()) for _ in range(5))
    plain.close()
    yield Ratio(f"search, 99th percentile of {len(searches)}", last_percent(searches), "a LIKE scan", like)
    yield Ratio("search, median", statistics.median(timed(search) for search in searches), "a LIKE scan", like)


def measure(count: int, folder: Path) -> Iterator[Ratio]:
    names = state_names()
    desk = Desk("A. Officer", "desk-1", lambda: datetime(2027, 3, 1, 8, tzinfo=UTC))
    changes = ChangeFeed()
    store = registers.make(folder / "register.cbm", desk, names.codes_for_search, owner="DEU")
    try:
        records = RecordService(store, changes, desk)
        yield from measure_insert(store, ExchangeService(store, changes, desk, names), count, folder)
        yield from measure_lists(records)
        yield from measure_search(store, records)
    finally:
        store.close()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for ratio in measure(chosen.records, Path(folder)):
            print(ratio, flush=True)


if __name__ == "__main__":
    main()
