"""The problems of an import as a table: on the screen, on the clipboard, in a file for whoever mends the source."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from cbm_tracker.domain.spreadsheet_text import guard
from cbm_tracker.exchange.import_plan import FileProblem
from cbm_tracker.services.exchange import written_whole

HEADINGS = ("File", "Line", "Field", "Value", "Problem", "What to do")


def problem_rows(problems: Sequence[FileProblem]) -> list[tuple[str, ...]]:
    """Return one row a problem, in the order of `HEADINGS`."""
    return [
        (Path(found.source).name, str(found.problem.line or ""), found.problem.field, found.problem.value, found.problem.problem,
         found.problem.remedy)
        for found in problems
    ]


def save_problems(problems: Sequence[FileProblem], path: Path) -> int:
    """Write problems as CSV (RFC 4180, UTF-8); returns how many. Raises NotWritable."""

    def write(stream: IO[str]) -> int:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(HEADINGS)
        writer.writerows([guard(cell) for cell in row] for row in problem_rows(problems))
        return len(problems)

    return written_whole(path, write)
