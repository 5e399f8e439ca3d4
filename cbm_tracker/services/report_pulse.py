"""Lets a cancel be heard within a fraction of a second while a report reads the register."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cbm_tracker.domain.query import Query
from cbm_tracker.services.progress import Progress
from cbm_tracker.storage.record_repository import RecordReader, StoredRecord
from cbm_tracker.storage.store import Reading

_EACH = 50  # records, some 50 ms of reading on a slow machine


@dataclass
class Pulse:
    """A Progress that passes on what it is told, and tells the last of it again at each beat: between two steps, too, it may be over."""

    progress: Progress
    _last: tuple[int, int, str] = (0, 0, "Reading records")

    def step(self, done: int, total: int, doing: str) -> None:
        self._last = (done, total, doing)
        self.progress.step(done, total, doing)

    def beat(self) -> None:
        """Raises Cancelled."""
        self.progress.step(*self._last)


@dataclass(frozen=True)
class HeardReader(RecordReader):
    """Reads as `inner` does, with a beat every few records."""

    inner: RecordReader
    beat: Callable[[], None]

    def get(self, record_id: str) -> StoredRecord:
        return self.inner.get(record_id)

    def get_many(self, ids: Iterable[str]) -> dict[str, StoredRecord]:
        found: dict[str, StoredRecord] = {}
        asked = list(ids)
        for at in range(0, len(asked), _EACH):
            self.beat()
            found.update(self.inner.get_many(asked[at : at + _EACH]))
        return found

    def stream_stored(self, query: Query) -> Iterator[StoredRecord]:
        for at, stored in enumerate(self.inner.stream_stored(query)):
            if at % _EACH == 0:
                self.beat()
            yield stored


def heard(reading: Reading, beat: Callable[[], None]) -> Reading:
    """Return the same state of the register, read with a beat."""
    inner = reading.records
    return dataclasses.replace(reading, records=HeardReader(inner.connection, inner.codes_of, inner, beat))
