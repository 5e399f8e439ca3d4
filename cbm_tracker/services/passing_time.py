"""When what is owed may next read otherwise although nobody changes the register: clocks end, days begin, told instants come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from cbm_tracker.domain.fields import FieldKind, field_specs
from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.moments import Instant, zone
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.timeliness import LAST_HOURS


def next_turn(now: datetime, records: Iterable[Record], findings: Iterable[Finding], zones: Iterable[str]) -> datetime:
    """Return the first instant (UTC) after `now` at which the same records may be judged otherwise.

    Until then the same findings hold: a date changes nothing before the next midnight of a capital or of UTC, a clock nothing
    before its last hours and its end, and what is told to happen later has not happened before.

    Args:
        records: whatever was judged or counts as evidence.
        findings: what came of it.
        zones: the time zones (IANA names) whose calendar days count.
    """
    turns = [*_midnights(now, zones), *_told(now, records), *_ends(now, findings)]
    return min(turn for turn in turns if turn > now)


def _midnights(now: datetime, zones: Iterable[str]) -> Iterator[datetime]:
    for name in {"UTC", *zones}:
        there = zone(name)
        tomorrow = now.astimezone(there).date() + timedelta(days=1)
        yield datetime.combine(tomorrow, time(), there).astimezone(UTC)


def _told(now: datetime, records: Iterable[Record]) -> Iterator[datetime]:
    keys: dict[type[Record], tuple[str, ...]] = {}
    for record in records:
        cls = type(record)
        if cls not in keys:
            keys[cls] = tuple(spec.key for spec in field_specs(cls) if spec.kind is FieldKind.INSTANT)
        for key in keys[cls]:
            value = getattr(record, key)
            if isinstance(value, Instant) and value.utc > now:
                yield value.utc


def _ends(now: datetime, findings: Iterable[Finding]) -> Iterator[datetime]:
    for finding in findings:
        due = finding.obligation.due if finding.obligation else None
        if isinstance(due, datetime):
            yield due + timedelta(microseconds=1)  # the exact instant is still in time
            yield due - LAST_HOURS
