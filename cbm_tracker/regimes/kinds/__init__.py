"""The kinds of rule, each in its module: how it is read from a table, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cbm_tracker.regimes.kinds import (
    activity_limits,
    allocation,
    calls,
    capacity,
    change,
    clocks,
    content,
    exclusion,
    periodic,
    quota,
    requirement,
    sequence,
    together,
    unit_limit,
)
from cbm_tracker.regimes.rules import Rule
from cbm_tracker.regimes.table import Table

READERS: dict[str, Callable[[Table, dict[str, Any]], Rule]] = {
    **dict.fromkeys(requirement.KINDS, requirement.read),
    "change_notice": change.read,
    "quota": quota.read,
    "unit_limit": unit_limit.read,
    "count_limit": activity_limits.read_count_limit,
    "simultaneity": activity_limits.read_simultaneity,
    "capacity": capacity.read,
    "allocation": allocation.read,
    "periodic": periodic.read,
    "window": clocks.read_window,
    "validity": clocks.read_validity,
    "content": content.read,
    "exclusion": exclusion.read,
    "sequence": sequence.read,
    "together": together.read,
    "calls": calls.read,
}
