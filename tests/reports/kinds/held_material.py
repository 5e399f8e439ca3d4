"""What reports are made from in tests: the records given, and nothing read from a register."""

from __future__ import annotations

from collections.abc import Mapping

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.summary import period_of, summarise
from cbm_tracker.reports.material import Issuer, Judgement, Material


def held_material(*records: Record, withheld: Mapping[str, int] | None = None) -> Material:
    """Return material of these records; `withheld` are the numbers, by kind, of those that the recipient may not have."""

    def of_kinds(query: Query) -> list[Record]:
        return [
            record for record in records if record.kind in query.kinds and not (query.undated and period_of(record))
            and (not query.statuses or record.status in query.statuses) and (not query.words or summarise(record).word in query.words)
        ]

    def held_back(query: Query) -> int:
        return sum(count for kind, count in (withheld or {}).items() if kind in query.kinds)

    return Material(
        issuer=Issuer("AUT", "Ministry", "Verification", "", False), records=of_kinds,
        count=lambda query: len(of_kinds(query)) + held_back(query), record={record.id: record for record in records}.get,
        linked=lambda record: (), agreements=(), findings=lambda record: (),
        judgement=lambda: Judgement((), (), lambda one: None, (), {}, 100), withheld=held_back,
    )
