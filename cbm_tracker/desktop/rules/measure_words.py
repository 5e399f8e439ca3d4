"""What rules measure, in words: the nouns of sentences and the labels of fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cbm_tracker.desktop.date_words import day_in_words, instant_in_words, partial_in_words
from cbm_tracker.desktop.number_words import number_in_words
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.domain.fields import FieldSpec, field_specs
from cbm_tracker.domain.forces import Contingent
from cbm_tracker.domain.measures import RECORD_CLASSES, Record
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.vocabulary import spoken

_NOUNS: dict[str, Callable[[int], str]] = {
    "troops": lambda count: tr_count("troop", "troops", count),
    "battle_tanks": lambda count: tr_count("battle tank", "battle tanks", count),
    "armoured_combat_vehicles": lambda count: tr_count("armoured combat vehicle", "armoured combat vehicles", count),
    "artillery": lambda count: tr_count("artillery piece", "artillery pieces", count),
    "anti_tank_launchers": lambda count: tr_count("anti-tank launcher", "anti-tank launchers", count),
    "combat_aircraft": lambda count: tr("combat aircraft"),
    "attack_helicopters": lambda count: tr_count("attack helicopter", "attack helicopters", count),
    "helicopters": lambda count: tr_count("helicopter", "helicopters", count),
    "ships": lambda count: tr_count("ship", "ships", count),
    "sorties": lambda count: tr_count("sortie", "sorties", count),
    "team_size": lambda count: tr_count("member of the team", "members of the team", count),
    "inspector_count": lambda count: tr_count("inspector", "inspectors", count),
    "guest_lead": lambda count: tr("inspectors of a guest State more than of the inspecting State"),
    "unit_count": lambda count: tr_count("unit", "units", count),
    "units": lambda count: tr_count("unit", "units", count),
    "duration_days": lambda count: tr_count("day", "days", count),
    "duration_hours": lambda count: tr_count("hour", "hours", count),
    "alert_expected_hours": lambda count: tr_count("hour of alert", "hours of alert", count),
    "personnel": lambda count: tr_count("person", "persons", count),
    "launch.launch_site_km": lambda count: tr("km from the launch site to the line"),
    "launch.impact_area_km": lambda count: tr("km from the impact area to the line"),
    "launch.trajectory_km": lambda count: tr("km from the trajectory to the line"),
}
_DERIVED = {
    "first_day": "First day", "team_size": "Team", "inspector_count": "Team", "guest_lead": "Team", "unit_count": "Units",
    "duration_days": "First and last day",
    "duration_hours": "Hours of begin and end", "content_items": "Content", "from": "From", "rule": "Another rule",
}


def noun(measure: str, count: float) -> str:
    """Return what is counted, as it stands behind a figure: “troops”; “” where a label reads better."""
    if measure.startswith("distances_km."):
        return tr("km to {line}").format(line=measure.partition(".")[2])
    said = _NOUNS.get(measure)
    return said(int(count) if float(count).is_integer() else 2) if said else ""


def field_in_words(path: str, kind: str, record: Record | None = None, names: StateNames | None = None) -> str:
    """Name a field by its label in the window: `contingents[1].troops` is “Troops of France”.

    Args:
        kind: the kind of record whose field it is.
        record: the record itself, to say whose row of a grid is meant.
    """
    fact, of, other = path.partition(" of ")
    if of and fact != "the same":  # of another record that is counted with it
        return tr("{label} of {state}").format(label=field_in_words(fact, kind), state=other)
    head, _, rest = path.partition(".")
    name, at = _split(head)
    if name in _DERIVED:
        return tr(_DERIVED[name])
    spec = _spec(RECORD_CLASSES[kind], name) if kind in RECORD_CLASSES else None
    if spec is None:
        counted = _spec(Contingent, name)
        return tr(counted.label) if counted else tr(spoken(path.rpartition(".")[2].removesuffix("_on").removesuffix("_at")))
    label = tr(spec.label)
    if not rest:
        return label
    inner = _spec(spec.of, _split(rest)[0]) if spec.of is not None else None
    if inner is None:
        return tr("{label}: {part}").format(label=label, part=rest)
    said = tr(inner.label)
    if at is None:
        return said
    whose = _state_of_row(record, name, at)
    if whose and names is not None:
        return tr("{label} of {state}").format(label=said, state=names.name(whose))
    return tr("{label}, row {number} of {table}").format(label=said, number=at + 1, table=label)


def _split(part: str) -> tuple[str, int | None]:
    match = re.fullmatch(r"(\w+)\[(\d+)\]", part)
    return (match[1], int(match[2])) if match else (part, None)


def _spec(cls: type, key: str) -> FieldSpec | None:
    return next((spec for spec in field_specs(cls) if spec.key == key), None)


def _state_of_row(record: Record | None, name: str, at: int) -> str:
    rows = getattr(record, name, ())
    return str(getattr(rows[at], "state", "")) if at < len(rows) else ""


def value_in_words(value: Any, names: StateNames) -> str:
    """Say a value that a rule compared: a figure, a date, a State, words of a vocabulary."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, int | float):
        return number_in_words(value)
    if isinstance(value, datetime):
        return instant_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(value_in_words(part, names) for part in sorted(value, key=str))
    if isinstance(value, str):
        if len(value) == 3 and value.isupper() and names.get(value):
            return names.name(value)
        return partial_in_words(value) if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value) else tr(spoken(value))
    return tr("not known") if value is None else str(value)


def with_state_names(sentence: str, names: StateNames) -> str:
    """Put the names of States where a sentence of the rules has their codes."""
    return re.sub(r"\b[A-Z]{3}\b", lambda match: names.name(match[0]) if names.get(match[0]) else match[0], sentence)
