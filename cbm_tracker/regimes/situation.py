"""What rules are asked about: the records, the instant, and where the capitals' clocks stand. Nothing reads the real clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from cbm_tracker.domain.measures import Participation, Record
from cbm_tracker.domain.moments import zone


class RecordSet:
    """Records as rules look them up, in an order that does not depend on the one they came in; superseded ones are left out.

    What links to a record that was corrected counts for its correction.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        told = sorted(records, key=lambda each: each.id)
        self._by_id = {record.id: record for record in told if record.status != "superseded"}
        self._corrected_by = {
            link.target: record.id for record in told if record.status != "draft" for link in record.links if link.relation == "supersedes"
        }
        self._by_kind: dict[str, list[Record]] = {}
        self._by_target: dict[str, list[tuple[str, Record]]] = {}
        self.remembered: dict[Any, Any] = {}  # what rules that count have worked out of these records
        for record in self._by_id.values():
            self._by_kind.setdefault(record.kind, []).append(record)
            for link in record.links:
                self._by_target.setdefault(self.current(link.target), []).append((link.relation, record))

    def __iter__(self) -> Iterator[Record]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, record_id: str) -> Record | None:
        """Return a record, or what it was corrected to."""
        return self._by_id.get(self.current(record_id))

    def current(self, record_id: str) -> str:
        """Return the id of what a record was corrected to; its own where it stands or is not there."""
        passed: set[str] = set()
        while record_id not in self._by_id and record_id in self._corrected_by and record_id not in passed:
            passed.add(record_id)
            record_id = self._corrected_by[record_id]
        return record_id

    def stands(self, record_id: str) -> bool:
        """Tell whether a record of this id is among them and was not corrected."""
        return record_id in self._by_id

    def of_kind(self, kind: str) -> Iterable[Record]:
        return self._by_kind.get(kind, ())

    def linked_with(self, record: Record, relations: Iterable[str] = ()) -> Iterator[Record]:
        """Yield the records that point at this one, and those it points at; only by these relations where some are named."""
        wanted = frozenset(relations)
        for relation, other in self._by_target.get(record.id, ()):
            if other is not record and (not wanted or relation in wanted):
                yield other
        for link in record.links:
            target = self.get(link.target)
            if target is not None and target is not record and (not wanted or link.relation in wanted):
                yield target


@dataclass(frozen=True)
class Situation:
    """Everything an evaluation depends on.

    Args:
        at: the instant of the judgement, in UTC; what is recorded as done after it has not happened yet.
        owner: whose register it is; empty for nobody's.
        zones: the time zone (IANA name) of each State's capital.
        participations: who takes part in an agreement, by its id, where the register knows better than the pack.
    """

    at: datetime
    records: RecordSet
    owner: str = ""
    zones: Mapping[str, str] = field(default_factory=dict)
    participations: Mapping[str, tuple[Participation, ...]] = field(default_factory=dict)

    def zone(self, state: str) -> tzinfo:
        """Return the zone of a State's capital; UTC where it is not known."""
        return zone(self.zones.get(state) or "UTC")

    def today(self, state: str) -> date:
        return self.at.astimezone(self.zone(state)).date()
