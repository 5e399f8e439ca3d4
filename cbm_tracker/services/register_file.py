"""Whether a file can be opened as a register, said before the window or the database is started."""

from __future__ import annotations

from pathlib import Path

from cbm_tracker.storage.register_file import SCHEMA_VERSION, examine

__all__ = ["examine", "is_older"]


def is_older(path: Path) -> bool:
    """Return whether a register was written by an older program: opening it copies and changes it. Raises as `examine`."""
    return examine(path) < SCHEMA_VERSION
