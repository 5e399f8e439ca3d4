"""Visits that would meet at one place at the same time; no agreement forbids it, and an officer wants to know before asking."""

from __future__ import annotations

from cbm_tracker.domain.measures import Inspection, Record
from cbm_tracker.regimes.consumption import dropped
from cbm_tracker.regimes.findings import Because, Finding
from cbm_tracker.regimes.presence import Counted, Presence, presence_of
from cbm_tracker.regimes.scope import stands_for
from cbm_tracker.regimes.situation import Situation
from cbm_tracker.regimes.spans import Span

RULE = "same-place"
_STAY = Span(48, "hours")
"""How long a visit is taken to last that does not say when it ends."""


def same_place(situation: Situation, planned: Record) -> list[Finding]:
    """Return one advisory that names the visits to the same unit, site or area which a planned one would meet; else nothing."""
    presence = presence_of(planned, _STAY)
    if not isinstance(planned, Inspection) or presence is None or dropped(planned):
        return []
    own, itself, met = _places(planned), stands_for(planned), list[Counted]()
    for other in situation.records.of_kind("inspection"):
        if isinstance(other, Inspection) and other.id not in itself and own.keys() & _places(other).keys() and not dropped(other):
            there = presence_of(other, _STAY)
            if there is not None and _overlap(presence, there) and _one_country(planned, other):
                met.append(Counted(other, there))
    if not met:
        return []
    met.sort(key=lambda each: each.order)
    shared = [name for key, name in own.items() if any(isinstance(each.record, Inspection) and key in _places(each.record) for each in met)]
    notes = tuple(f"{', '.join(_inspecting(each.record)) or 'Somebody'}: {each}." for each in met)
    return [Finding(
        record=planned.id, agreement=next(iter(planned.agreements), ""), rule=RULE, paragraph="", certainty="established",
        outcome="advisory", title="Another visit at the same place", pack_version="", notes=notes,
        text="At the same time another visit takes place at the same unit, site or area; another time or place avoids it.",
        because=(Because(f"visits to {', '.join(shared)} at the same time", len(met) + 1, ">", 1),),
    )]


def _places(inspection: Inspection) -> dict[str, str]:
    """Return the units, the site and the area: as they are compared, and as they are written."""
    names = (*inspection.units, inspection.site, inspection.area.name if inspection.area else "")
    return {" ".join(name.casefold().split()): name for name in names if name.strip()}


def _overlap(one: Presence, other: Presence) -> bool:
    return (other.end is None or one.start < other.end) and (one.end is None or other.start < one.end)


def _one_country(one: Inspection, other: Inspection) -> bool:
    return not one.receiving_state or not other.receiving_state or one.receiving_state == other.receiving_state


def _inspecting(record: Record) -> tuple[str, ...]:
    return record.inspecting_states if isinstance(record, Inspection) else ()
