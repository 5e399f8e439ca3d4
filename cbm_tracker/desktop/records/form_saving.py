"""What saving a form does to the register: record, revise or correct, with files, and issue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cbm_tracker.domain.measures import Record
from cbm_tracker.services.records import RecordService, StoredRecord

Mode = Literal["new", "edit", "correct"]


@dataclass(frozen=True)
class Saving:
    """One wish of the form; `files` are kept with the record, `issue` makes it final afterwards."""

    mode: Mode
    record: Record
    stored: StoredRecord | None
    files: tuple[Path, ...]
    reason: str
    issue: bool

    def carry_out(self, records: RecordService) -> str:
        """Return the id of what was saved. Raises InvalidMeasure, EditConflict, UnreadableFile."""
        saved = self._save(records)
        if self.issue:
            records.issue(saved)
        return saved

    def _save(self, records: RecordService) -> str:
        if self.stored is None:
            return records.record_with_files(self.record, self.files)
        if self.mode == "correct":
            return records.correct(self.stored.record.id, self.record, self.reason, self.files)
        if self.record != self.stored.record or self.files:
            records.revise(self.record, self.stored.revision, files=self.files)
        return self.record.id
