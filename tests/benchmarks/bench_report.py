"""How quickly a long report is drawn, and in how much memory, against ReportLab's own table without tags.

    .venv/bin/python -m tests.benchmarks.bench_report [--rows 40000] [--long 400000] [--others 4000] [--times 3]

Both draw the same rows of eight columns on A4, one cell of each in two lines; each in a process of its own, start included.
The rows are made as they are asked for, so that the memory told is that of the drawing. `--long 0` leaves out the long one;
`--others` draws fewer rows with what else is installed of fpdf2, WeasyPrint, Typst and LibreOffice.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import overload

from reportlab.lib import pagesizes
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, TableStyle

from cbm_tracker.reports import fonts
from cbm_tracker.reports.content import Column, Cover, ReportContent, Row, Section, Table
from cbm_tracker.reports.house_style import CELL
from cbm_tracker.reports.pdf import write_pdf
from tests.benchmarks.other_engines import Draw, installed
from tests.benchmarks.ratio import Ratio

WIDTHS = (22, 40, 22, 22, 16, 16, 14, 16)  # mm
HEADS = ("Day", "Exercise", "State", "Place", "Troops", "Tanks", "Guns", "Number")
_STATES = ("Austria", "Belgium", "Czechia", "Denmark", "Estonia", "Finland", "Greece", "Hungary")
_MEASURED = ("pages", "seconds", "megabytes")


class InventedRows(Sequence[Row]):
    """So many rows, each made when it is asked for, no two alike."""

    def __init__(self, count: int) -> None:
        self.rows = count

    def __len__(self) -> int:
        return self.rows

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [Row(cells(place)) for place in range(*at.indices(self.rows))]
        if not 0 <= at < self.rows:
            raise IndexError(at)
        return Row(cells(at))


def cells(at: int) -> tuple[str, ...]:
    return (
        f"{1990 + at % 37}-{at % 12 + 1:02}-{at % 28 + 1:02}", f"EXERCISE {at} of a battalion group with engineers", _STATES[at % 8],
        f"Area {at % 977}", f"{at % 13_000}", f"{at % 300}", f"{at % 90}", f"{at}",
    )


def content(rows: int) -> ReportContent:
    columns = tuple(
        Column(head, width, "right" if at > 3 else "left") for at, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True))
    )
    day = date(2027, 7, 5)
    cover = Cover("Austria", "", "Invented report", "2027", "Rows to be counted", (), day, day)
    section = Section("Rows", "", (Table("Invented exercises", columns, InventedRows(rows)),))
    return ReportContent(
        number="2027/001", title="Invented report", running_title="Invented report", marking="", exercise=False, language="en",
        at=datetime(2027, 7, 5, 10, tzinfo=UTC), cover=cover, sections=(section,),
    )


def ours(rows: int, path: Path) -> int:
    return write_pdf(content(rows), path, lambda *_: None).pages


def platypus(rows: int, path: Path, chunk: int = 400) -> int:
    """Draw with ReportLab's table, in parts of 400 rows; the cell that wraps is a paragraph, the others are plain strings."""
    fonts.register()
    style = ParagraphStyle("cell", fontName=CELL.font, fontSize=CELL.size, leading=CELL.leading)
    rules = TableStyle([
        ("FONT", (0, 0), (-1, -1), CELL.font, CELL.size, CELL.leading), ("LINEBELOW", (0, 0), (-1, -1), 0.35, "#B3BAC0"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (4, 0), (-1, -1), "RIGHT"), ("TOPPADDING", (0, 0), (-1, -1), 3.15),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.85), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 2.2 * mm),
    ])

    def part(first: int) -> Flowable:
        lines = [[Paragraph(cell, style) if at == 1 else cell for at, cell in enumerate(cells(place))]
                 for place in range(first, min(first + chunk, rows))]
        return LongTable([list(HEADS), *lines], [width * mm for width in WIDTHS], repeatRows=1, style=rules)

    document = SimpleDocTemplate(
        str(path), pagesize=pagesizes.A4, leftMargin=25 * mm - 6, rightMargin=17 * mm - 6, topMargin=31 * mm,
        bottomMargin=26 * mm, invariant=1,
    )
    document.build([part(first) for first in range(0, rows, chunk)])
    return int(document.page)


def drawn_by(draw: Draw) -> Callable[[int, Path], int]:
    return lambda rows, path: draw(HEADS, map(cells, range(rows)), WIDTHS, path)


ENGINES = {"ours": ours, "platypus": platypus} | {name: drawn_by(draw) for name, draw in installed().items()}


def measured(engine: str, rows: int, folder: str) -> dict[str, float]:
    """Draw in a process of its own; returns its pages, seconds and highest memory (MB, resident)."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_report", "--draw", engine, "--rows", str(rows), "--folder", folder]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return {"pages": told["pages"], "seconds": time.perf_counter() - began, "megabytes": max(told["megabytes"], told["helpers"])}


def draw(engine: str, rows: int, folder: str) -> str:
    pages = ENGINES[engine](rows, Path(folder) / f"{engine}.pdf")
    return json.dumps({"pages": pages, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                       "helpers": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024})


def measure(rows: int, long: int, others: int, times: int, folder: str) -> Iterator[str]:
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "platypus": []}
    for _ in range(times):
        for engine, done in runs.items():
            done.append(measured(engine, rows, folder))
    median = {
        engine: {what: statistics.median(run[what] for run in done) for what in _MEASURED} for engine, done in runs.items()
    }
    mine, theirs = median["ours"], median["platypus"]
    yield str(Ratio(f"tagged report of {rows} rows", mine["seconds"], "untagged platypus", theirs["seconds"]))
    for name, told in median.items():
        yield f"{name}: {told['pages']:.0f} pages, {told['megabytes']:.0f} MB at most"
    if others:
        mine = measured("ours", others, folder)
        for engine in installed():
            told = measured(engine, others, folder)
            yield str(Ratio(f"tagged report of {others} rows", mine["seconds"], engine, told["seconds"]))
            yield f"memory: {mine['megabytes']:.0f} MB against {told['megabytes']:.0f} MB of {engine}"
    if long:
        told = measured("ours", long, folder)
        yield f"tagged report of {long} rows: {told['pages']:.0f} pages, {told['seconds']:.1f} s, {told['megabytes']:.0f} MB at most"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--long", type=int, default=400_000)
    parser.add_argument("--others", type=int, default=4_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--draw", choices=sorted(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.draw:
        print(draw(chosen.draw, chosen.rows, chosen.folder))
        return
    with tempfile.TemporaryDirectory() as folder:
        for line in measure(chosen.rows, chosen.long, chosen.others, chosen.times, folder):
            print(line, flush=True)


if __name__ == "__main__":
    main()
