"""What saving a form does to the register: record, revise or correct, with files, and issue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cbm_tracker.domain.measures import Record
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.records import RecordService, StoredRecord

Mode = Literal["new", "edit", "correct"]


@dataclass(frozen=True)
class Saving:
    """One wish of the form; `files` are kept with the record, `issue` makes it final at once."""

    mode: Mode
    record: Record
    stored: StoredRecord | None
    files: tuple[Path, ...]
    reason: str
    issue: bool

    def carry_out(self, records: RecordService, progress: Progress) -> str:
        """Return the id of what was saved, whole or not at all.

        Raises:
            InvalidMeasure, EditConflict, UnreadableFile.
            Cancelled: the user cancelled; nothing was saved.
        """
        if self.stored is None:
            return records.record_with_files(self.record, self.files, issue=self.issue, progress=progress)
        if self.mode == "correct":
            return records.correct(self.stored.record.id, self.record, self.reason, self.files, progress=progress)
        if self.record != self.stored.record or self.files or self.issue:
            records.revise(self.record, self.stored.revision, files=self.files, issue=self.issue, progress=progress)
        return self.record.id
