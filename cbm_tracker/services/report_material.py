"""Reads what a report is made from: one state of the register, without what its recipient may not have."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from cbm_tracker.domain.measures import Agreement, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.regimes import evaluation
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.reports.content import ReportRequest
from cbm_tracker.reports.material import Issuer, Material, released
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.report_judgement import judgement
from cbm_tracker.services.rule_situations import SituationReader
from cbm_tracker.storage.store import Reading

_STANDING = ("draft", "issued")
_BATCH = 200


def issuer_of(reading: Reading) -> Issuer:
    """Return what the register says of itself."""
    told = reading.info()
    return Issuer(
        told.get("owner", ""), told.get("office", ""), told.get("name", ""), told.get("marking", ""), told.get("rehearsal") == "yes"
    )


def material_of(
    request: ReportRequest, reading: Reading, names: StateNames, situations: SituationReader, packs: Mapping[str, Pack], progress: Progress
) -> Material:
    """Return what a report is made from; it can be asked as long as the reading is open. Its callables raise Cancelled."""

    def may_be_told(record: Record) -> bool:
        return released(record, request.recipient, names)

    def standing(query: Query) -> Query:
        return query if query.statuses else dataclasses.replace(query, statuses=_STANDING)

    def records(query: Query) -> Iterator[Record]:
        for done, record in enumerate(reading.records.stream(standing(query))):
            if done % _BATCH == 0:
                progress.step(done, 0, "Reading records")
            if may_be_told(record):
                yield record

    def record(record_id: str) -> Record | None:
        stored = reading.records.get_many((record_id,)).get(record_id)
        return stored.record if stored is not None and not stored.in_bin and may_be_told(stored.record) else None

    def linked(told: Record) -> tuple[Record, ...]:
        ids = dict.fromkeys([link.target for link in told.links])
        ids.update(dict.fromkeys(row.id for _, row in reading.records.linking_to(told.id)))
        found = (record(one) for one in ids)
        return tuple(one for one in found if one is not None and one.status in _STANDING)

    def findings(told: Record) -> tuple[Finding, ...]:
        situation = situations.of_record(reading, told, packs, request.at, may_be_told)
        return tuple(evaluation.judge(packs.values(), situation, told))

    def withheld(query: Query) -> int:
        return sum(not may_be_told(one) for one in reading.records.stream(standing(query)))

    agreements = reading.records.stream(Query(kinds=("agreement",), statuses=_STANDING, descending=False))
    return Material(
        issuer=issuer_of(reading), records=records, record=record, linked=linked,
        agreements=tuple(one for one in agreements if isinstance(one, Agreement)), findings=findings,
        judgement=lambda: judgement(request, reading, situations, packs, may_be_told, progress), withheld=withheld,
    )
