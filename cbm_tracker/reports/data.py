"""The data of a report as files that lie in its PDF: what it says as JSON, and each of its tables as CSV.

The SHA-256 of the JSON file is the fingerprint that stands on every page: who takes the file out can count it again with any
program. Words are those of the pages; `{number}` stands where the pages show the number of the report, which is given last.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cbm_tracker.domain.spreadsheet_text import guard
from cbm_tracker.reports.content import Bar, Cell, Figure, ReportContent, Run, Stacked, Table

JSON_NAME = "report.json"


@dataclass(frozen=True)
class DataFile:
    """A file that belongs to a report; `parts` yields its bytes each time it is called."""

    name: str
    mime: str
    says: str
    parts: Callable[[], Iterable[bytes]]


def numbered_tables(content: ReportContent) -> Iterator[tuple[str, Table]]:
    """Yield the tables with their numbers as they stand on the pages: 2.1 is the first of section 2."""
    for section_number, section in enumerate(content.sections, 1):
        table_number = 0
        for block in section.blocks:
            table = block.table if isinstance(block, Figure) else block
            if isinstance(table, Table):
                table_number += 1
                yield f"{section_number}.{table_number}", table


def data_files(content: ReportContent) -> tuple[DataFile, ...]:
    """Return the files, the whole of the data first; tables of a second edition have its language in their names."""
    tables = (
        _table_file(label, table, edition, "" if edition is content else f"{edition.language}-")
        for edition in content.editions()
        for label, table in numbered_tables(edition)
    )
    return DataFile(JSON_NAME, "application/json", content.words.data_file, content.canonical_json), *tables


def _table_file(label: str, table: Table, edition: ReportContent, prefix: str) -> DataFile:
    name = f"table-{prefix}{label.replace('.', '-')}.csv"
    says = edition.words.table_file.format(number=label, caption=table.caption)
    return DataFile(name, "text/csv", says, _lines_of(table, edition.words.row))


def _lines_of(table: Table, row: str) -> Callable[[], Iterable[bytes]]:
    return lambda: _csv(table, row)


def _csv(table: Table, row_head: str) -> Iterator[bytes]:
    """One line for each row (RFC 4180, UTF-8): what kind of row it is, then its cells; the second part of a cell in a new line."""
    yield _line((row_head, *(column.head for column in table.columns)))
    for row in table.rows:
        yield _line((row.kind, *(_text(cell) for cell in row.cells)))


def _line(cells: Iterable[str]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow([guard(cell) for cell in cells])
    return written.getvalue().encode("utf-8")


def _text(cell: Cell) -> str:
    return f"{cell.share:.4f}" if isinstance(cell, Bar) else "\n".join(cell_texts(cell))


def cell_texts(cell: Cell) -> tuple[str, ...]:
    """Return what is written in a cell, part by part."""
    if isinstance(cell, Stacked):
        return (cell.main, cell.below) if cell.below else (cell.main,)
    return () if isinstance(cell, Bar) else (cell.text if isinstance(cell, Run) else cell,)
