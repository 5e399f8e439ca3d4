"""How long the check of a finished report takes beside the drawing of it, and in how much memory.

    .venv/bin/python -m tests.benchmarks.bench_conformance [--rows 40000]

The drawing has the check in it; each runs in a process of its own, and of the check the highest memory is told.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from cbm_tracker.reports.conformance.checks import faults_of
from tests.benchmarks.bench_report import measured
from tests.benchmarks.ratio import Ratio


def measure(rows: int, folder: Path) -> Iterator[str]:
    drawn = measured("ours", rows, str(folder))
    command = [sys.executable, "-m", "tests.benchmarks.bench_conformance", "--check", str(folder / "ours.pdf")]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    yield str(Ratio(f"check of a report of {drawn['pages']:.0f} pages", told["seconds"], "the drawing of it", drawn["seconds"]))
    yield f"{told['megabytes']:.0f} MB at most, {told['faults']} faults"


def check(path: Path) -> str:
    began = time.perf_counter()
    faults = faults_of(path)
    seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return json.dumps({"seconds": seconds, "megabytes": megabytes, "faults": len(faults)})


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--check", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.check:
        print(check(chosen.check))
        return
    with tempfile.TemporaryDirectory() as folder:
        for line in measure(chosen.rows, Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
