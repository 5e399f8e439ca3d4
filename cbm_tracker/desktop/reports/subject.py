"""What a report can be about: a record that is looked at, and the kind of report that tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cbm_tracker.domain.measures import Agreement, Record, StateRecord
from cbm_tracker.services.reports import Kind


@dataclass(frozen=True)
class Subject:
    """The kind of a report, and what its request names: a record by its id, States by code, or agreements by short id."""

    kind: str
    record: str = ""
    states: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()


def subject_of(record: Record, kinds: Mapping[str, Kind]) -> Subject | None:
    """Return what a report on a record would be about; None where no kind tells of one such record alone."""
    for kind in kinds.values():
        if kind.record == record.kind:
            return Subject(kind.id, record.id)
    if isinstance(record, StateRecord) and "state" in kinds:
        return Subject("state", states=(record.code,))
    if isinstance(record, Agreement) and "agreement" in kinds:
        return Subject("agreement", agreements=(record.agreement,))
    return None
