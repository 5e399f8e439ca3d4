"""Judges records from a file by the rules, without a register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from cbm_tracker.domain.fields import field_specs
from cbm_tracker.domain.measures import AgreementFacts, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.errors import UnreadableFile
from cbm_tracker.exchange import json_format
from cbm_tracker.exchange.state_answers import AnsweredNames
from cbm_tracker.regimes.evaluation import calendar, judge
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.situation import RecordSet, Situation
from cbm_tracker.services.reference_data import MeantNames, state_names
from cbm_tracker.services.shipped_packs import packs_named, shipped_packs

__all__ = ["Assessment", "assess", "assess_file"]


@dataclass(frozen=True)
class Assessment:
    """What the rules find of records, in the order of the records, at an instant (UTC)."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    at: datetime


def assess_file(path: Path, agreements: Sequence[str], at: datetime | None = None) -> Assessment:
    """Return what the rules find of the records of a file. Raises UnreadableFile."""
    return assess(json_format.load_text(path), str(path), agreements, at)


def assess(text: str, source: str, agreements: Sequence[str], at: datetime | None = None) -> Assessment:
    """Return what the rules find of records.

    Args:
        text: records as JSON; they may link to each other by their ids.
        agreements: judge under these packs alone; under all that have a say where none is named. Where it is one, records that
            name no agreement are taken to be about it.
        at: the instant of the judgement; where it is not given, now, or the latest thing that the records say was done.
    Raises:
        UnreadableFile: it is no JSON of ours, or a record of it is wrong: names line and field.
    """
    names = state_names()
    read = json_format.read_text(text, source, AnsweredNames(MeantNames(names), {}))
    if read.problems:
        first = read.problems[0]
        field = f"{first.field}: " if first.field else ""
        raise UnreadableFile(source, f"{field}{first.problem}", first.line, first.remedy)
    records = [_about(line.record, agreements) for line in read.lines]
    at = at or max([datetime.now(UTC), *(moment for record in records for moment in _done(record))])
    packs = packs_named(agreements) if agreements else _with_a_say(records)
    zones = {entry.code: entry.zone for entry in names.entries if entry.zone}
    situation = Situation(at=at, records=RecordSet(records), zones=zones)
    return Assessment(tuple(records), tuple(finding for record in records for finding in _of(record, packs, situation)), at)


def _about(record: Record, agreements: Sequence[str]) -> Record:
    return replace(record, agreements=tuple(agreements)) if len(agreements) == 1 and not record.agreements else record


_PLANNED = frozenset({"entry_planned_at", "scheduled_at", "starts_at", "ends_at"})


def _done(record: Record) -> Iterator[datetime]:
    """Yield the instants at which something was done, as a record tells it: who says so speaks after them."""
    for spec in field_specs(type(record)):
        value = getattr(record, spec.key)
        if isinstance(value, Instant) and spec.key not in _PLANNED:
            yield value.utc


def _with_a_say(records: Iterable[Record]) -> Mapping[str, Pack]:
    """Return the packs that may judge these records: where each names its agreements and is no exercise, those alone."""
    named: set[str] = set()
    for record in records:
        if record.kind == "exercise" or not record.agreements:
            return shipped_packs()
        named.update(record.agreements)
    return packs_named(named)


def _of(record: Record, packs: Mapping[str, Pack], situation: Situation) -> list[Finding]:
    """Return what is found of a record; facts of a year stand for their State, so that its duties of that year are told."""
    if record.status == "superseded":
        return []
    found = judge(packs.values(), situation, record)
    if isinstance(record, AgreementFacts) and record.year is not None and record.agreement in packs:
        first, last = date(record.year, 1, 1), date(record.year, 12, 31)
        duties = calendar([packs[record.agreement]], situation, record.state, first, last)
        found.extend(replace(duty, record=record.id) for duty in duties)
    return found
