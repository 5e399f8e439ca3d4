"""The backups of a register that lie in a folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cbm_tracker.errors import CbmTrackerError, UnreadableFile
from cbm_tracker.storage.glance import glance

__all__ = ["Backup", "backups_in"]

_STAMP = re.compile(r"-(\d{8}T\d{6}Z)\Z")


@dataclass(frozen=True)
class Backup:
    """A copy of a register; `size` in bytes, `made_at` in UTC, `problem` where it cannot be read."""

    path: Path
    made_at: datetime
    size: int
    records: int
    replaced: bool
    problem: str = ""


def backups_in(folder: Path, register: Path, register_id: str) -> list[Backup]:
    """Return the copies of a register in a folder, the newest first; what restoring replaced is among them."""
    found = [_backup(path, register_id) for path in folder.glob(f"*{register.suffix}") if path.is_file() and path != register]
    return sorted((backup for backup in found if backup is not None), key=lambda backup: backup.made_at, reverse=True)


def _backup(path: Path, register_id: str) -> Backup | None:
    """Return None for a file that is another register, or none."""
    stamp = _STAMP.search(path.stem)
    status = path.stat()
    made_at = (
        datetime.strptime(stamp[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if stamp else datetime.fromtimestamp(status.st_mtime, UTC)
    )
    replaced = "-replaced-" in path.name
    try:
        seen = glance(path)
    except UnreadableFile:
        return None
    except CbmTrackerError as error:
        return Backup(path, made_at, status.st_size, 0, replaced, str(error))
    if seen.info.get("id") != register_id:
        return None
    return Backup(path, made_at, status.st_size, seen.records, replaced)
