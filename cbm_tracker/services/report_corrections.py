"""Finds what changed of an issued report: its records as they stood then, beside those it would be made from now."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.release import without
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import ReportRequest
from cbm_tracker.reports.corrections import (
    ADDED,
    CHANGED,
    CORRECTED,
    DELETED,
    JOINED,
    LEFT,
    Change,
    CorrectedReport,
    CorrigendumMaterial,
    PackChange,
    corrigendum_material,
)
from cbm_tracker.reports.field_changes import FieldTexts
from cbm_tracker.reports.kinds.catalogue import report_of
from cbm_tracker.reports.language import Language
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.report_material import material_of
from cbm_tracker.services.report_release import WITHHELD, Recipient
from cbm_tracker.services.report_requests import number_of, request_from
from cbm_tracker.services.rule_packs import packs_in
from cbm_tracker.services.rule_situations import SituationReader
from cbm_tracker.storage.store import IssuedReport, Reading


def correcting(
    material: Material, issued: IssuedReport, then: Reading, now: Reading, names: StateNames, situations: SituationReader,
    progress: Progress,
) -> CorrigendumMaterial:
    """Return material for the corrigendum of a report.

    Args:
        then, now: the register as the report was made from it, and as it stands.
    Raises:
        CbmTrackerError: nothing of the report changed.
        Cancelled: the user cancelled.
    """
    request, number = request_from(issued.request), number_of(issued.year, issued.serial)
    then_material = material_of(request, then, names, situations, packs_in(then), progress)
    now_material = material_of(request, now, names, situations, packs_in(now), progress)
    recipient = Recipient.of(request.recipient, names)
    found, withheld = _changes(_told(request, then_material, names), _told(request, now_material, names), then_material, now_material, now)
    cut = (_without_withheld(change, recipient, request.language) for change in found)
    texts = FieldTexts(Names(names, {}, request.language), request.at.date(), lambda record_id: "", bool(recipient.name))
    changes = tuple(change for change in cut if change.what != CHANGED or any(texts.changes(change.before, change.after)))
    packs = tuple(_packs(then_material, now_material))
    if not (changes or packs or withheld or then_material.issuer != now_material.issuer):
        raise CbmTrackerError(f"Nothing that report {number} tells has changed since it was issued.", "It needs no corrigendum.")
    # Those of the same state say the same; later ones are not yet known where a corrigendum is made again.
    earlier = tuple(number_of(each.year, each.serial) for each in now.reports() if each.corrects == number and each.operation < now.state())
    at = datetime.fromisoformat(issued.issued_at).astimezone(UTC)
    return corrigendum_material(material, CorrectedReport(
        number, request.kind, issued.fingerprint, at, then_material.issuer, changes, packs, earlier, withheld
    ))


def _told(request: ReportRequest, material: Material, names: StateNames) -> dict[str, Record]:
    """Return the records that a report is made from, by their ids; none where it cannot be made, such as without its case."""
    told: dict[str, Record] = {}

    def seen(record: Record | None) -> Record | None:
        if record is not None:
            told[record.id] = record
        return record

    def all_seen(records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            told[record.id] = record
            yield record

    watched = dataclasses.replace(
        material, records=lambda query: all_seen(material.records(query)), record=lambda record_id: seen(material.record(record_id)),
        linked=lambda record: tuple(all_seen(material.linked(record))),
    )
    try:
        report_of(request, watched, names).fingerprint()  # reads every row
    except CbmTrackerError:
        return {}
    return told


def _changes(
    before: dict[str, Record], after: dict[str, Record], then: Material, now: Material, reading: Reading
) -> tuple[list[Change], int]:
    """Return what changed, in the order of the report as issued and what is more behind it, and how many records are withheld now."""
    changes: list[Change] = []
    withheld = 0
    taken: set[str] = set()
    stored = reading.records.get_many([record_id for record_id in before if record_id not in after])
    for record_id, old in before.items():
        if record_id in after:
            if after[record_id] != old:
                changes.append(Change(CHANGED, old, after[record_id]))
            continue
        new = now.record(record_id)
        if new is not None:
            taken.add(new.id)
            changes.append(Change(CORRECTED if new.id != record_id else LEFT, old, new))
        elif record_id not in stored or stored[record_id].in_bin:
            changes.append(Change(DELETED, old, None))
        else:
            withheld += 1
    for record_id, new in after.items():
        if record_id not in before and record_id not in taken:
            old_one = then.record(record_id)
            changes.append(Change(ADDED if old_one is None else JOINED, old_one, new))
    return changes, withheld


def _without_withheld(change: Change, recipient: Recipient, language: str) -> Change:
    """Leave out of both what is withheld of either: a value that may not go out now was perhaps told then."""
    keys = frozenset(key for record in (change.before, change.after) if record is not None for key in recipient.withheld_fields(record))
    if not keys:
        return change
    word = Language(language).say(WITHHELD)
    before, after = (None if record is None else without(record, keys, word) for record in (change.before, change.after))
    return Change(change.what, before, after)


def _packs(then: Material, now: Material) -> Iterator[PackChange]:
    for pack in sorted({*then.packs, *now.packs}):
        before, after = (material.packs[pack].version if pack in material.packs else "" for material in (then, now))
        if then.packs.get(pack) != now.packs.get(pack):
            yield PackChange(pack, before, after)
