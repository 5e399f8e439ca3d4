"""Reads what a report is made from: one state of the register, without what its recipient may not have."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import datetime

from cbm_tracker.domain.measures import Agreement, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.release import without
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.regimes import evaluation
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.reports.content import ReportRequest
from cbm_tracker.reports.language import Language
from cbm_tracker.reports.material import Issuer, Material, Officer
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.report_history import first_recorded, stood_at
from cbm_tracker.services.report_judgement import duties, judgement, open_clocks
from cbm_tracker.services.report_pulse import Pulse, heard
from cbm_tracker.services.report_release import WITHHELD, Recipient, reading_for, withheld_count
from cbm_tracker.services.rule_situations import SituationReader, originals
from cbm_tracker.storage.store import Reading

_STANDING = ("draft", "issued")
_BATCH = 50


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

    held_back: dict[Query, int] = {}
    recipient = Recipient.of(request.recipient, names)
    may_be_told = recipient.may_have
    progress = Pulse(progress)
    whole, reading = reading, heard(reading_for(reading, recipient, request.language), progress.beat)

    def standing(query: Query) -> Query:
        return query if query.statuses else dataclasses.replace(query, statuses=_STANDING)

    def records(query: Query) -> Iterator[Record]:
        total, withheld_here = count(query), 0
        for done, record in enumerate(reading.records.stream(standing(query))):
            if done % _BATCH == 0:
                progress.step(done, total, "Reading records")
            if may_be_told(record):
                yield record
            else:
                withheld_here += 1
        held_back[query] = withheld_here

    def record(record_id: str) -> Record | None:
        stored = reading.records.get_many((record_id,)).get(record_id)
        while stored is not None and stored.record.status == "superseded":
            correction = next(iter(reading.records.corrections((stored.record.id,)).get(stored.record.id, ())), "")
            stored = reading.records.get_many((correction,)).get(correction)
        return stored.record if stored is not None and not stored.in_bin and may_be_told(stored.record) else None

    def linked(told: Record) -> tuple[Record, ...]:
        ids: dict[str, None] = {}
        for one in (told, *originals(reading, (told,))):  # others may still link to what a correction took the place of
            ids.update(dict.fromkeys(link.target for link in one.links))
            ids.update(dict.fromkeys(row.id for _, row in reading.records.linking_to(one.id)))
        found = {one.id: one for one in map(record, ids) if one is not None and one.id != told.id and one.status in _STANDING}
        return tuple(found.values())

    def findings(told: Record) -> tuple[Finding, ...]:
        situation = situations.of_record(reading, told, packs, request.at, may_be_told)
        return tuple(evaluation.judge(packs.values(), situation, told))

    def stood(told: Record, at: datetime) -> Record | None:
        then = stood_at(reading, told, at)
        if then is None or not may_be_told(then):
            return None
        keys = recipient.withheld_fields(then) | recipient.withheld_fields(told)  # what is withheld now was not yet, perhaps, then
        return without(then, keys, Language(request.language).say(WITHHELD))

    def count(query: Query) -> int:
        return reading.records.count(standing(query))

    def withheld(query: Query) -> int:
        if not recipient.name:  # nobody is named, so nothing is held back
            return 0
        if query not in held_back:  # what was read already was counted on the way
            held_back[query] = sum(not may_be_told(one) for one in reading.records.stream(standing(query)))
        return held_back[query]

    agreements = reading.records.stream(Query(kinds=("agreement",), statuses=_STANDING, descending=False))
    return Material(
        issuer=issuer_of(reading), records=records, record=record, linked=linked,
        agreements=tuple(one for one in agreements if isinstance(one, Agreement) and may_be_told(one)), findings=findings,
        count=count, judgement=lambda: judgement(request, reading, situations, packs, may_be_told, progress), withheld=withheld,
        clocks=lambda: open_clocks(request, reading, situations, packs, may_be_told, progress),
        officers=lambda: () if recipient.name else _officers(reading), withheld_in_all=lambda: withheld_count(whole, recipient),
        binding=lambda: judgement(request, reading, situations, packs, may_be_told, progress, naming=False),
        packs=packs, duties=lambda from_on, to_on: duties(request, reading, situations, packs, may_be_told, (from_on, to_on)),
        stood=stood, first_recorded=lambda told: first_recorded(reading, told),
    )


def _officers(reading: Reading) -> tuple[Officer, ...]:
    """Return who recorded or changed records, who did so last first."""
    kinds: dict[str, dict[str, int]] = {}
    last: dict[str, datetime] = {}
    for worked in reading.operations.by_officer():
        at = Instant.parse(worked.last_at).utc
        kinds.setdefault(worked.officer, {})[worked.kind] = worked.records
        last[worked.officer] = max(at, last.get(worked.officer, at))
    return tuple(Officer(name, kinds[name], last[name]) for name in sorted(kinds, key=lambda name: (-last[name].timestamp(), name)))
