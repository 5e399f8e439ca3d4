"""Examples for the Vienna Documents: records as an `assess` file holds them, and what is expected of one rule.

The examples stand in the years of the 2011 document. Judged under an older one they lie so many years earlier that it was in force.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.record_json import from_json
from cbm_tracker.regimes.findings import Finding, moment_text
from tests.regimes.situations import calendar_of, findings_of

Json = dict[str, Any]
EARLIER = {"vd11": 0, "vd99": 20, "vd94": 32, "vd92": 34, "vd90": 36, "stockholm-1986": 40}
"""By how many years the examples are moved; 20 and 32 keep leap years where they are."""
SUBJECT = 1


def uid(number: int) -> str:
    """Return the id of the record with a number; 1 is the record that is judged."""
    return f"00000000-0000-4000-8000-{number:012d}"


def forces(state: str = "AUT", troops: int = 0, tanks: int = 0, acvs: int = 0, artillery: int = 0, **more: Any) -> Json:
    """Return a contingent that states all four levels."""
    counts = {"troops": troops, "battle_tanks": tanks, "armoured_combat_vehicles": acvs, "artillery": artillery}
    return {"state": state, **counts, **more}


def reaching(name: str, number: int) -> Json:
    """Return an Austrian contingent that reaches one level, by the name that `forces` gives it."""
    counts: Json = {name: number}
    return forces(**counts)


def exercise(*contingents: Json, number: int = SUBJECT, **fields: Any) -> Json:
    """Return an exercise in Austria with a divisional structure, from 15 to 28 September 2027."""
    told = {
        "kind": "exercise", "id": uid(number), "agreements": ["vd11"], "designation": f"ACTIVITY {number}",
        "activity_type": "field_exercise",
        "host_states": ["AUT"], "starts_on": "2027-09-15", "ends_on": "2027-09-28", "divisional_structure": True,
        "without_advance_notice": False, "in_zone": True, "contingents": list(contingents or [forces(troops=9_000)]),
    }
    return _without_absent({**told, **fields})


def notice(notification_kind: str, sent_at: str = "", number: int = SUBJECT, about: str = "", target: int = SUBJECT, **fields: Any) -> Json:
    """Return a notification from Austria; `about` is its relation to the record with the number `target`."""
    told: Json = {
        "kind": "notification", "id": uid(number), "agreements": ["vd11"], "notification_kind": notification_kind, "from_state": "AUT",
        "direction": "given", "to": ["DEU"],
    }
    if sent_at:
        told["sent_at"] = sent_at
    if about:
        told["links"] = [{"relation": about, "target": uid(target)}]
    return _without_absent({**told, **fields})


def visit(inspection_kind: str = "specified_area", number: int = SUBJECT, **fields: Any) -> Json:
    """Return an inspection of Austria by Germany."""
    told = {
        "kind": "inspection", "id": uid(number), "agreements": ["vd11"], "inspection_kind": inspection_kind, "inspecting_states": ["DEU"],
        "receiving_state": "AUT",
    }
    return _without_absent({**told, **fields})


def facts(number: int = SUBJECT, **fields: Any) -> Json:
    told = {"kind": "agreement_facts", "id": uid(number), "agreement": "vd11", "state": "AUT", "year": 2027}
    return _without_absent({**told, **fields})


def team(size: int) -> list[Json]:
    return [{"name": f"Inspector {number}", "state": "DEU"} for number in range(1, size + 1)]


def _without_absent(told: Json) -> Json:
    return {key: value for key, value in told.items() if value is not None}


@dataclass(frozen=True)
class Example:
    """What a rule finds of the first of some records. What is None is not asked; an `outcome` of None: it says nothing.

    Args:
        year: ask what the calendar of that year asks of the owner instead.
        only: the packs under which it is asked.
    """

    rule: str
    what: str
    records: tuple[Json, ...]
    outcome: str | None
    due: str | None = None
    state: str | None = None
    sum: str | None = None
    by: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    note: str = ""
    period: str | None = None
    met_by: int | None = None
    at: str = "2027-03-01T08:00:00Z"
    owner: str = "AUT"
    year: int = 0
    only: tuple[str, ...] = ("vd11", "vd99")


def year_ends(rule: str, word: str, day: str, period: str, nil: str = "", **told: Any) -> list[Example]:
    """Return the four ends of an obligation of the year 2027: open, met on its last day, late by a day, of another period."""
    given: Json = {"period": period}
    on_the_day, day_after = f"2027-{day}T12:00:00Z", f"2027-{day[:3]}{int(day[3:]) + 1:02d}T12:00:00Z"
    common: dict[str, Any] = {"due": f"2027-{day}", "year": 2027, "at": "2028-03-01", **told}
    ends = [
        Example(rule, "nothing sent", (), **{**common, "state": "overdue", "period": period}),
        Example(rule, "sent on the last day", (notice(word, on_the_day, **given),), **{**common, "state": "met", "met_by": 1}),
        Example(rule, "sent a day late", (notice(word, day_after, **given),), note="Late by 1 day.", **{**common, "state": "met_late"}),
        Example(rule, "sent for another period", (notice(word, on_the_day, period="2031"),), **{**common, "state": "overdue"}),
        Example(rule, "asked on the last day", (), **{**common, "state": "due", "at": on_the_day}),
    ]
    if nil:
        ends.append(Example(rule, "nothing to tell", (notice(nil, on_the_day, **given),), **{**common, "state": "nil_declared"}))
    return ends


def parameters(examples: Iterable[Example]) -> list[Any]:
    """Return the parameters `(pack, example)` of a test, each with an id that names the rule it covers."""
    return [
        pytest.param(pack, example, id=f"{pack}/{example.rule}: {example.what}") for example in examples for pack in example.only
    ]


def in_the_years_of(pack: str, text: str) -> str:
    """Move every year from 2020 on to the time of a document, and name the document that judges."""
    moved = re.sub(r"\b20[23]\d\b", lambda year: str(int(year[0]) - EARLIER[pack]), text) if EARLIER[pack] else text
    return moved.replace('"vd11"', f'"{pack}"')


def read(pack: str, records: Iterable[Json]) -> list[Record]:
    return [from_json(each) for each in json.loads(in_the_years_of(pack, json.dumps(list(records), ensure_ascii=False)))]


def found_by(pack: str, example: Example) -> Finding | None:
    """Return what the rule finds; more than one finding is an error of the example."""
    records, at = read(pack, example.records), in_the_years_of(pack, example.at)
    if example.year:
        year = int(in_the_years_of(pack, str(example.year)))
        found = calendar_of(pack, *records, state=example.owner, owner=example.owner, year=year, rule=example.rule, at=at)
    else:
        subject, *others = records
        judged = findings_of(subject, pack, *others, at=at, owner=example.owner)
        found = [finding for finding in judged if finding.rule == example.rule]
    assert len(found) <= 1, f"{len(found)} findings"
    return found[0] if found else None


def check(pack: str, example: Example) -> None:
    """Assert that a pack finds what the example expects."""
    found = found_by(pack, example)
    if found is None or example.outcome is None:
        assert (found.outcome if found else None) == example.outcome
        return
    owed, told = found.obligation or found.if_required, {}
    asked = {
        "outcome": example.outcome, "sum": example.sum, "missing": example.missing, "period": example.period, "due": example.due,
        "state": example.state, "by": example.by, "met_by": uid(example.met_by) if example.met_by else None,
    }
    told = {
        "outcome": found.outcome, "sum": str(found.sum) if found.sum else "", "missing": found.missing, "period": found.period,
        "due": moment_text(owed.due) if owed and owed.due else "", "state": owed.state if owed else "", "by": owed.by if owed else (),
        "met_by": (owed.met_by or "") if owed else "",
    }
    expected = {key: in_the_years_of(pack, value) if isinstance(value, str) else value for key, value in asked.items() if value is not None}
    assert {key: told[key] for key in expected} == expected
    assert in_the_years_of(pack, example.note) in " ".join(found.notes)
