"""What can go wrong in a way that its reader can understand and mend.

CbmTrackerError
├── InvalidMeasure      a record, or one field of it, contradicts itself
├── InvalidRule         a rule pack is wrong
├── UnreadableFile      a file cannot be read as what it should be
├── RecordUnavailable   the register is locked, encrypted with another key or newer than this program
│   └── RecordDamaged   the register is not what was written
├── NotWritable         a file or folder cannot be written
├── NotFound            nothing is recorded under this id
├── EditConflict        the record changed since it was read
├── KeyRefused          a key that is to sign a report cannot be had
└── ReportFailed        a report cannot be issued
    └── GateRefused     a finished report tells what is withheld from its recipient

Cancelled is no error: it is the user's wish. Everything else is a defect and keeps its traceback.
"""

from __future__ import annotations

from pathlib import Path


class CbmTrackerError(Exception):
    """Something the user can act on: one plain sentence, and the next step as `hint`."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InvalidMeasure(CbmTrackerError):
    """A value contradicts its field or its record; `field` is a path such as `contingents[2].troops`.

    `value` is what stands there, where it is told; `doubtful` says that it may be the name of a State, or of several.
    """

    def __init__(self, field: str, message: str, hint: str = "", *, value: str = "", doubtful: bool = False) -> None:
        super().__init__(message, hint)
        self.field = field
        self.value = value
        self.doubtful = doubtful

    def at(self, field: str) -> InvalidMeasure:
        """Return the same error of a field further out."""
        return InvalidMeasure(field, self.message, self.hint, value=self.value, doubtful=self.doubtful)

    def __str__(self) -> str:
        return f"{self.field}: {super().__str__()}" if self.field else super().__str__()


class InvalidRule(CbmTrackerError):
    """A rule pack contradicts itself; names its file and rule."""

    def __init__(self, file: str, rule_id: str, message: str) -> None:
        super().__init__(f"{file}, rule {rule_id}: {message}")
        self.file = file
        self.rule_id = rule_id


class UnreadableFile(CbmTrackerError):
    """A file cannot be read as what it should be; `line` is 1-based, 0 where no line is to blame."""

    def __init__(self, path: Path | str, message: str, line: int = 0, hint: str = "") -> None:
        place = f"{path}, line {line}" if line else f"{path}"
        super().__init__(f"{place}: {message}", hint)
        self.path = path
        self.line = line


class RecordUnavailable(CbmTrackerError):
    """The register is locked, damaged, encrypted with another key, or newer than this program."""


class RecordDamaged(RecordUnavailable):
    """The register is not what was written: cut off, overwritten, or at odds with itself."""


class NotWritable(CbmTrackerError):
    """A file or folder cannot be written: full disk, read-only folder, missing permission."""


class NotFound(CbmTrackerError):
    """Nothing is recorded under this id."""


class EditConflict(CbmTrackerError):
    """The record changed, or became final, since it was read."""


class KeyRefused(CbmTrackerError):
    """A key that is to sign a report cannot be had; `field` of the key file or token is what to look at."""

    def __init__(self, field: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.field = field


class ReportFailed(CbmTrackerError):
    """A report cannot be issued; says which record stands in the way."""


class GateRefused(ReportFailed):
    """A finished report tells what is withheld from its recipient; names record, field and place."""


class Cancelled(Exception):
    """The user cancelled; whatever was begun is undone."""
