"""How the rules compare: `assess` with the start of Python, Due of a large register with the plain SQL of what is open.

    .venv/bin/python -m tests.benchmarks.bench_rules [--records 1000000] [--times 5]

Figures are ratios within one run on one machine; the milliseconds beside them are for the reader only.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cbm_tracker import bootstrap
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import to_json
from cbm_tracker.regimes.evaluation import judge
from cbm_tracker.regimes.situation import RecordSet, Situation
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.shipped_packs import shipped_packs
from tests.benchmarks.bench_register import raw_connection, timed, typical
from tests.benchmarks.large_register import TODAY, fill
from tests.benchmarks.ratio import Ratio
from tests.builders import an_exercise

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 8, tzinfo=UTC)
PARSE = (
    "from cbm_tracker.paths import resource; from cbm_tracker.regimes.pack_file import read_pack; "
    "[read_pack(path) for path in sorted(resource('regimes').glob('*.toml'))]"
)
PLAIN = (
    "SELECT body FROM record WHERE kind = 'exercise' AND in_bin = 0 AND leaves_open != '' AND ends >= :since",
    "SELECT body FROM record WHERE kind = 'inspection' AND in_bin = 0 AND leaves_open != ''",
    "SELECT body FROM record WHERE kind = 'contact' AND in_bin = 0 AND leaves_open != '' AND ends >= :since",
)


def measure_assess(folder: Path, times: int) -> Iterator[Ratio]:
    file = folder / "exercise.json"
    file.write_text(json.dumps(to_json(an_exercise(agreements=()))), "utf-8")

    def seconds(*words: str) -> float:
        call = [sys.executable, *words]
        subprocess.run(call, check=True, capture_output=True)
        return statistics.median(timed(lambda: subprocess.run(call, check=True, capture_output=True)) for _ in range(times))

    assess = seconds("-m", "cbm_tracker", "assess", str(file), "--at", "2027-03-01T08:00:00Z", "--json")
    yield Ratio("assess of one exercise, from start to end", assess, "Python that reads the packs", seconds("-c", PARSE))
    packs = shipped_packs().values()
    exercise = an_exercise(agreements=())
    situation = Situation(at=NOW, records=RecordSet([exercise]), owner="DEU")
    in_process = typical(lambda: judge(packs, situation, exercise), 50)
    yield Ratio(f"one exercise under all {len(packs)} packs", in_process, "a thousandth of a second", 0.001)


def measure_due(folder: Path, count: int, times: int) -> Iterator[Ratio]:
    path = folder / "large.cbm"
    bootstrap.new_register(path, Desk("A. Officer", "desk-1", lambda: NOW), owner="DEU").close()
    fill(path, count)
    services = bootstrap.open_register(path, Desk("A. Officer", "desk-1", lambda: NOW))
    try:
        services.rules.packs()
        services.records.page(Query())
        first = timed(lambda: services.obligations.due(NOW))
        due = typical(lambda: services.obligations.due(NOW), times)
        found = len(services.obligations.due(NOW))
    finally:
        services.close()
    since = TODAY.replace(year=TODAY.year - 1).isoformat()
    with raw_connection(path) as plain:
        rows = sum(len(plain.execute(statement, {"since": since}).fetchall()) for statement in PLAIN)
        sql = typical(lambda: [plain.execute(statement, {"since": since}).fetchall() for statement in PLAIN], times)
        unaided = [statement.replace("FROM record", "FROM record NOT INDEXED") for statement in PLAIN]
        scan = typical(lambda: [plain.execute(statement, {"since": since}).fetchall() for statement in unaided], 1)
    plain.close()
    with_our_indexes = f"the plain SQL of the {rows} open records"
    yield Ratio(f"Due of {count} records, {found} obligations, the first time", first, with_our_indexes, sql)
    yield Ratio(f"Due of {count} records, {found} obligations", due, with_our_indexes, sql)
    yield Ratio(f"Due of {count} records, {found} obligations", due, "the same SQL without an index", scan)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=5)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for ratio in measure_assess(Path(folder), chosen.times):
            print(ratio, flush=True)
        for ratio in measure_due(Path(folder), chosen.records, chosen.times):
            print(ratio, flush=True)


if __name__ == "__main__":
    main()
