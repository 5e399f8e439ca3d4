"""Situations for the tests of rules, and the shipped packs in them; packs are read once per session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from cbm_tracker.domain.measures import Record
from cbm_tracker.regimes.evaluation import calendar, judge
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.pack_file import parse_pack
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.situation import RecordSet, Situation
from cbm_tracker.services.shipped_packs import shipped_packs
from tests import builders

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
ZONES = {
    "AUT": "Europe/Vienna", "DEU": "Europe/Berlin", "FRA": "Europe/Paris", "POL": "Europe/Warsaw", "KOR": "Asia/Seoul",
    "PRK": "Asia/Pyongyang", "IND": "Asia/Kolkata", "PAK": "Asia/Karachi", "USA": "America/New_York", "RUS": "Europe/Moscow",
}


@cache
def shipped() -> Mapping[str, Pack]:
    """Return every shipped pack by id."""
    return shipped_packs()


def a_pack(rules: str, **head: Any) -> Pack:
    """Return a pack of these rules (TOML text) for a test: binding, open to every State, id `test-pack`."""
    told = {
        "id": "test-pack", "schema": 1, "version": "1", "name": "Test Pack", "agreement_kind": "politically_binding",
        "status": "politically_binding", "open": True, **head,
    }
    lines = [f"{key} = {_toml(value)}" for key, value in told.items()]
    return parse_pack("\n".join([*lines, rules]), f"{told['id']}.toml")


def a_rule(body: str, kind: str = "threshold", subject: str = "exercise", rule_id: str = "the-rule") -> str:
    """Return the TOML text of one rule with a head, so that a test writes only what it is about."""
    return (
        f'[[rule]]\nid = "{rule_id}"\nkind = "{kind}"\nsubject = "{subject}"\nparagraph = "1"\ncertainty = "verified"\n'
        f'title = "A rule"\ntext = "A rule for a test."\n{body}\n'
    )


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return f"[{', '.join(_toml(item) for item in value)}]" if isinstance(value, list | tuple) else str(value)


def instant(text: str) -> datetime:
    """`2027-06-10T06:00:00Z` as rules take it; a date alone is its midnight in UTC."""
    return builders.at(text if "T" in text else f"{text}T00:00:00Z").utc


def a_situation(*records: Record, at: datetime | str = NOW, owner: str = "DEU", **told: Any) -> Situation:
    """Return a situation of these records; `at` may be a text such as `2027-04-21T12:00:00Z` or `2027-04-21`."""
    now = instant(at) if isinstance(at, str) else at
    return Situation(at=now, records=RecordSet(records), owner=owner, zones=told.pop("zones", ZONES), **told)


def packs_of(packs: Iterable[Pack | str] | Pack | str) -> list[Pack]:
    """Return packs given as such or by the ids of shipped ones."""
    each = [packs] if isinstance(packs, Pack | str) else list(packs)
    return [shipped()[pack] if isinstance(pack, str) else pack for pack in each]


def findings_of(
    record: Record, packs: Iterable[Pack | str] | Pack | str, *others: Record, at: datetime | str = NOW, owner: str = "DEU", **told: Any,
) -> list[Finding]:
    """Return what packs find of a record among others."""
    return judge(packs_of(packs), a_situation(record, *others, at=at, owner=owner, **told), record)


def the_finding(
    record: Record, pack: Pack | str, *others: Record, rule: str = "the-rule", at: datetime | str = NOW, owner: str = "DEU", **told: Any,
) -> Finding:
    """Return the one finding of a rule of a record; more or fewer than one is an error of the test."""
    found = [finding for finding in findings_of(record, pack, *others, at=at, owner=owner, **told) if finding.rule == rule]
    assert len(found) == 1, f"{rule}: {len(found)} findings"
    return found[0]


def calendar_of(
    packs: Iterable[Pack | str] | Pack | str, *records: Record, state: str = "DEU", year: int = 2027, at: datetime | str = NOW,
    owner: str = "DEU", rule: str = "", **told: Any,
) -> list[Finding]:
    """Return what packs ask of a State by itself in a calendar year; of one rule only where it is named."""
    found = calendar(packs_of(packs), a_situation(*records, at=at, owner=owner, **told), state, date(year, 1, 1), date(year, 12, 31))
    return [finding for finding in found if rule in ("", finding.rule)]
