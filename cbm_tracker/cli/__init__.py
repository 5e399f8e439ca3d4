"""The commands: the same services as the window, for scripts and other desks. Commands and exit codes: see `arguments`."""

from __future__ import annotations

from cbm_tracker.cli.entry import main, run

__all__ = ["main", "run"]
