"""Files in and out: an import is read as a plan first, then carried out whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import CbmTrackerError, InvalidMeasure, UnreadableFile
from cbm_tracker.exchange import csv_format, json_format
from cbm_tracker.exchange.import_plan import FileProblem, ImportPlan, plan
from cbm_tracker.exchange.mapped_table import read_mapped
from cbm_tracker.exchange.mapping import Mapping, dump_mapping, load_mapping
from cbm_tracker.exchange.own_records import read_objects
from cbm_tracker.exchange.read_result import Problem, ReadResult
from cbm_tracker.exchange.state_answers import LEAVE_OUT, AnsweredNames, folded
from cbm_tracker.paths import resource
from cbm_tracker.services.changes import Change, ChangeFeed
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.reference_data import MeantNames
from cbm_tracker.storage.register_file import refuse_to_replace
from cbm_tracker.storage.store import Store
from cbm_tracker.whole_file import appearing, not_writable

__all__ = ["LEAVE_OUT", "DoubtfulName", "ExchangeService", "FileProblem", "ImportPlan", "Mapping", "Problem"]

EXPORT_FORMATS = ("csv", "json")
_BATCH = 500


@dataclass(frozen=True)
class DoubtfulName:
    """A name that does not mean one State with certainty: the States it may mean, the nearest first, and how many lines wait for it."""

    name: str
    candidates: tuple[str, ...]
    lines: int


@dataclass(frozen=True)
class ExchangeService:
    store: Store
    changes: ChangeFeed
    desk: Desk
    names: StateNames

    def plan_import(
        self, paths: Sequence[Path], progress: Progress, kind: str = "", mapping: Path | None = None,
        answers: MappingType[str, str] | None = None,
    ) -> ImportPlan:
        """Read files and say what recording them would do; nothing is saved.

        Args:
            kind: what each line of a table without a `kind` column is.
            mapping: a mapping file; without one, a shipped mapping that fits the header is used.
            answers: what doubtful names of States mean, by name; "" leaves the lines that hold it out.
        Raises:
            UnreadableFile: a file, or the mapping, cannot be read.
        """
        chosen = load_mapping(mapping) if mapping else None
        results = []
        for number, path in enumerate(paths):
            progress.step(number, len(paths), f"Reading {path.name}")
            results.append(self._read(path, kind, chosen, answers or {}))
        progress.step(len(paths), len(paths), "Comparing with the register")
        with self.store.reading() as reading:
            return plan(results, reading.records.bodies, reading.attachments.kept)

    def _read(self, path: Path, kind: str, mapping: Mapping | None, answers: MappingType[str, str]) -> ReadResult:
        if path.suffix.lower() == ".json":
            return json_format.read_file(path, self._answered(mapping, answers))
        if path.suffix.lower() in (".xlsx", ".xml", ".ics"):
            raise UnreadableFile(path, f"is a {path.suffix[1:].upper()} file, which this version does not read.", hint="Save it as CSV.")
        table = csv_format.read_table(path)
        columns = mapping if mapping is not None and mapping.says_columns else None
        if columns is None and "kind" not in table.header:
            columns = next((shipped for shipped in shipped_mappings() if shipped.fits(table.header)), None)
        names = self._answered(mapping or columns, answers)
        if columns is not None:
            return read_mapped(table, columns, str(path), names)
        return _read_own(table, str(path), kind or (mapping.kind if mapping else ""), names)

    def _answered(self, mapping: Mapping | None, answers: MappingType[str, str]) -> AnsweredNames:
        return AnsweredNames(MeantNames(self.names), {**(mapping.states if mapping else {}), **answers})

    def doubtful_names(self, planned: ImportPlan) -> list[DoubtfulName]:
        """Return the names that a plan waits for, each once, those of most lines first."""
        spelled: dict[str, str] = {}
        lines: Counter[str] = Counter()
        for found in planned.problems:
            for key in dict.fromkeys(folded(name) for name in found.problem.doubts):
                lines[key] += 1
            for name in found.problem.doubts:
                spelled.setdefault(folded(name), name)
        return [DoubtfulName(spelled[key], self.names.resolve(spelled[key]).candidates, count) for key, count in lines.most_common()]

    def carry_out(self, planned: ImportPlan, progress: Progress) -> int:
        """Record what a plan calls new, in one transaction and one undo step; returns how many.

        Raises:
            Cancelled: the user cancelled; nothing is recorded.
        """
        names = ", ".join(Path(source).name for source in planned.sources)
        total = len(planned.new)
        if not total:
            return 0
        with self.store.transaction(self.desk.operation("import", f"import of {total} records from {names}")) as transaction:
            for at in range(0, total, _BATCH):
                progress.step(at, total, "Recording")
                transaction.writer.add_many(planned.new[at : at + _BATCH])
            progress.step(total, total, "Recording")
        self.store.gather()
        self.changes.publish(Change("import", everything=True))
        return total

    def add_file(self, path: Path) -> list[str]:
        """Record everything that a JSON file holds, or nothing; returns the ids. Raises UnreadableFile."""
        return self.add(json_format.load_text(path), str(path))

    def add(self, text: str, source: str) -> list[str]:
        """Record everything that JSON text holds, or nothing; returns the ids.

        Raises:
            UnreadableFile: it is no JSON of ours, or a record of it is wrong: names line and field.
        """
        result = json_format.read_text(text, source, self._answered(None, {}))
        if result.problems:
            first = result.problems[0]
            field = f"{first.field}: " if first.field else ""
            raise UnreadableFile(source, f"{field}{first.problem}", first.line, first.remedy)
        records = [line.record for line in result.lines]
        count = len(records)
        label = f"recording of {count} records" if count != 1 else "recording of one record"
        try:
            with self.store.transaction(self.desk.operation("import", label)) as transaction:
                transaction.writer.add_many(records)
        except InvalidMeasure as error:
            raise UnreadableFile(source, str(error)) from error
        self.changes.publish(Change("import", everything=True))
        return [record.id for record in records]

    def export(self, query: Query, form: str, path: Path, progress: Progress, limit: int | None = None) -> int:
        """Write the records of a query, at most `limit`; the file appears whole or not at all. Returns how many.

        Raises:
            NotWritable: the place cannot be written, or the disk is full.
            CbmTrackerError: CSV was asked for several kinds at once.
        """
        write = self._writer(query, form, limit)
        refuse_to_replace(path)
        return written_whole(path, lambda stream: write(stream, progress))

    def _writer(self, query: Query, form: str, limit: int | None) -> Callable[[IO[str], Progress], int]:
        if form not in EXPORT_FORMATS:
            raise CbmTrackerError(f"This version does not write {form}.", f"Choose one of {', '.join(EXPORT_FORMATS)}.")
        if form == "csv" and len(query.kinds) != 1:
            raise CbmTrackerError("A CSV file holds one kind of record.", "Name the kind, or choose JSON.")

        def write(stream: IO[str], progress: Progress) -> int:
            with self.store.reading() as reading:
                total = reading.records.count(query)
                total = total if limit is None else min(limit, total)
                records = _told(islice(reading.records.stream(query), total), total, progress)
                if form == "csv":
                    return csv_format.write(records, query.kinds[0], stream)
                return json_format.write(records, stream)

        return write

    def save_mapping(self, mapping: Mapping, path: Path) -> None:
        """Keep a mapping for reuse. Raises NotWritable."""
        written_whole(path, lambda stream: stream.write(dump_mapping(mapping)))


def _told(records: Iterator[Record], total: int, progress: Progress) -> Iterator[Record]:
    for number, record in enumerate(records):
        if number % _BATCH == 0:
            progress.step(number, total, "Writing")
        yield record


def shipped_mappings() -> list[Mapping]:
    return [load_mapping(path) for path in sorted(resource("mappings").glob("*.toml"))]


def _read_own(table: csv_format.Table, source: str, kind: str, names: AnsweredNames) -> ReadResult:
    """Read a table whose header names the keys of our own records."""
    if "kind" not in table.header and not kind:
        problem = Problem(1, "kind", "", "No column says of what kind the lines are, and no mapping fits.", "Name a kind or a mapping.")
        return ReadResult(source, (), (problem,))
    return read_objects(csv_format.read_own(table, kind), source, names, table.problems)


def written_whole(path: Path, write: Callable[[IO[str]], int]) -> int:
    """Write a text file beside its place and rename it there at the end; nothing is left behind when it fails.

    Raises:
        NotWritable: the place cannot be written, or the disk is full.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        try:
            with path.open("w", encoding="utf-8", newline="") as device:  # a terminal or pipe is written to, never replaced
                return write(device)
        except OSError as error:
            raise not_writable(path, error) from error
    with appearing(path) as part, part.open("w", encoding="utf-8", newline="") as stream:
        return write(stream)
