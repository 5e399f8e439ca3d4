"""What may go to the recipient of a report: records without the fields withheld from it, and the gate that searches the file."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import canonical, to_json
from cbm_tracker.domain.release import may_have, withheld_fields, without
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.summary import KIND_NAMES, label, searchable
from cbm_tracker.domain.vocabulary import VOCABULARIES, spoken
from cbm_tracker.reports.language import Language
from cbm_tracker.services.progress import Progress
from cbm_tracker.storage.record_repository import RecordReader, StoredRecord
from cbm_tracker.storage.store import Reading

if TYPE_CHECKING:
    from cbm_tracker.reports.release_gate import WithheldValue

WITHHELD = "withheld"


@dataclass(frozen=True)
class Recipient:
    """Whom a report is for. Without a name nothing is withheld: the report stays in the office."""

    name: str
    parties: frozenset[str]

    @classmethod
    def of(cls, name: str, names: StateNames) -> Recipient:
        name = name.strip()
        return cls(name, frozenset(filter(None, (name, names.code(name) or ""))) if name else frozenset())

    def may_have(self, record: Record) -> bool:
        return not self.name or may_have(record.releasable_to, self.parties)

    def withheld_fields(self, record: Record) -> frozenset[str]:
        return withheld_fields(record, self.parties) if self.name else frozenset()


@dataclass(frozen=True)
class ReleasedReader(RecordReader):
    """Reads records without the fields that are withheld from a recipient; which records it may have, others say."""

    recipient: Recipient
    word: str
    whole: RecordReader

    def stream_stored(self, query: Query) -> Iterator[StoredRecord]:
        return map(self._cut, self.whole.stream_stored(query))

    def get_many(self, ids: Iterable[str]) -> dict[str, StoredRecord]:
        return {record_id: self._cut(stored) for record_id, stored in self.whole.get_many(ids).items()}

    def get(self, record_id: str) -> StoredRecord:
        return self._cut(self.whole.get(record_id))

    def _cut(self, stored: StoredRecord) -> StoredRecord:
        if not stored.record.fields_releasable_to:
            return stored
        keys = self.recipient.withheld_fields(stored.record)
        return dataclasses.replace(stored, record=without(stored.record, keys, self.word))


def reading_for(reading: Reading, recipient: Recipient, language: str) -> Reading:
    """Return the same state of the register as a recipient may read it, field by field."""
    if not recipient.name:
        return reading
    whole = reading.records
    records = ReleasedReader(whole.connection, whole.codes_of, recipient, Language(language).say(WITHHELD), whole)
    return dataclasses.replace(reading, records=records)


def withheld_count(reading: Reading, recipient: Recipient) -> int:
    """Return of how many records the recipient may not have all; each of them is searched for before a report is handed out."""
    return sum(1 for _ in _withheld(reading, recipient))


def search_for_withheld(reading: Reading, recipient: Recipient, file: Path, name: str, progress: Progress) -> None:
    """Search a finished report for everything that is withheld from its recipient.

    Args:
        file: where it lies now; `name` is the name it will have.
    Raises:
        GateRefused: something was found; names record, field and place.
        Cancelled: the user cancelled.
    """
    if not recipient.name:
        return
    from cbm_tracker.reports.release_gate import check_release  # the gate is loaded when a report is searched
    from cbm_tracker.reports.withheld_values import withheld_values

    withheld = [value for record, keys in _withheld(reading, recipient) for value in withheld_values(record, keys)]
    if not withheld:
        return

    def step() -> None:
        progress.step(0, 0, "Searching for what is withheld")

    check_release(file, name, withheld, recipient.name, lambda found: _released(reading, recipient, found), step)


def _withheld(reading: Reading, recipient: Recipient) -> Iterator[tuple[Record, frozenset[str] | None]]:
    """Yield the records that the recipient may not have, with the keys of the fields; None where it may have nothing of it."""
    if not recipient.name:
        return
    for stored in reading.records.restricted():
        if not recipient.may_have(stored.record):
            yield stored.record, None
        elif keys := recipient.withheld_fields(stored.record):
            yield stored.record, keys


@cache
def _words_of_any_report() -> tuple[str, ...]:
    return (*KIND_NAMES.values(), *(spoken(word) for words in VOCABULARIES.values() for word in words))


def _released(reading: Reading, recipient: Recipient, found: Collection[WithheldValue]) -> set[WithheldValue]:
    """Return those values that stand in what the recipient may have: words of any report, the register's own, other records."""
    from cbm_tracker.reports.release_gate import standing_in

    words = "\n".join((recipient.name, *reading.info().values(), *_words_of_any_report()))
    known = standing_in(found, words)
    sought = set(found) - known
    for stored in reading.records.stream_stored(Query()):
        if not sought:
            break
        record = stored.record
        if recipient.may_have(record):
            seen = without(record, recipient.withheld_fields(record), WITHHELD)
            told = {key: part for key, part in to_json(seen).items() if key not in ("fields_releasable_to", "releasable_to")}
            sought -= standing_in(sought, f"{label(seen)}\n{searchable(seen)}\n{canonical(told)}")
    return set(found) - sought
