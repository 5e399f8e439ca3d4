"""Whether a file can be opened as a register, said before the window or the database is started."""

from __future__ import annotations

from cbm_tracker.storage.register_file import examine

__all__ = ["examine"]
