"""What the facts that rules compare, or find missing, are called: fields and what lies in them, in the language of the edition."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cbm_tracker.domain.measures import JointExercise, Record
from cbm_tracker.reports.wording import NOT_STATED, Names, to_say

_OF_CONTINGENT = re.compile(r"contingents\[(\d+)\]\.(\w+)")
_OF_MANY = re.compile(r"the same of ([\d,]+) more")
_DAYS = re.compile(r"\((\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)\)$")
_MOST_STATES = 7  # of a fact are named; more are counted
_WITH_KEYS = ("distances_km", "facts", "holdings", "base_holdings")
_NAMES = {  # where the key would not be read as what it is
    "airspace": to_say("airspace"), "base_holdings": to_say("holdings to compare with"), "border": to_say("border"),
    "dates": to_say("dates"), "distances_km": to_say("distances to lines, km"),
    "duration_days": to_say("first and last day"), "duration_hours": to_say("hours of begin and end"), "end": to_say("end"),
    "enters_other_eez": to_say("entry into another exclusive economic zone"), "entry_on": to_say("day of entry"),
    "exit_on": to_say("day of exit"), "facts": to_say("further facts"), "from_on": to_say("first day"), "guest_lead": to_say("team"),
    "impact_area_km": to_say("distance of the impact area from the line"), "in_company": to_say("ships in company"),
    "launch_site_km": to_say("distance of the launch site from the line"), "level": to_say("level of forces"),
    "notified_entry_on": to_say("day of entry as notified"), "plan_answered_at": to_say("answer to the mission plan"),
    "plan_received_at": to_say("handing over of the mission plan"), "received_on": to_say("day of receipt"),
    "residue_to": to_say("State that carries the rest"), "rule": to_say("another rule"), "shares": to_say("shares of the costs"),
    "sorties": to_say("sorties, helicopters excluded"), "state": to_say("State"), "takes_effect_on": to_say("day of taking effect"),
    "team_size": to_say("team"), "trajectory_km": to_say("distance of the trajectory from the line"),
    "window_starts_on": to_say("start of the launch window"),
    "without_advance_notice": to_say("advance notice to the troops"),
}


def missing_facts(paths: Iterable[str], record: Record | None, names: Names, on: date) -> str:
    """Name the facts that would decide a rule, as they stand within a sentence; – for none.

    Args:
        paths: fields of `record` as the rules name them, such as `contingents[2].battle_tanks`, or `starts_on of` another record.
        on: the day on which States are named.
    """
    of_record: list[str] = []
    of_contingents: dict[str, list[int]] = {}
    of_others: dict[str, list[str]] = {}
    for path in paths:
        contingent, more = _OF_CONTINGENT.fullmatch(path), _OF_MANY.fullmatch(path)
        fact, _, other = path.partition(" of ")
        if contingent:
            of_contingents.setdefault(contingent[2], []).append(int(contingent[1]))
        elif more:
            count = int(more[1].replace(",", ""))
            of_record.append(names.count("the same of {count} more record", "the same of {count} more records", count))
        elif other:
            of_others.setdefault(other, []).append(fact_name(_OF_CONTINGENT.sub(r"\2", fact), names))
        else:
            of_record.append(fact_name(path, names))
    by_places: dict[tuple[int, ...], list[str]] = {}
    for fact, places in of_contingents.items():
        by_places.setdefault(tuple(places), []).append(fact_name(fact, names))
    told = list(dict.fromkeys((
        *(names.say("{fact} of {States}", fact=names.joined(facts), States=_whose(places, record, names, on))
          for places, facts in by_places.items()),
        *of_record,
        *(names.say("{fact} of {record}", fact=names.joined(dict.fromkeys(facts)), record=_dated(other, names))
          for other, facts in of_others.items()),
    )))
    lists_in_it = any("," in one for one in told) or any(len(facts) > 1 for facts in (*by_places.values(), *of_others.values()))
    return (names.parted(*told) if lists_in_it else names.joined(told)) or NOT_STATED


def _dated(record: str, names: Names) -> str:
    """The name of another record with its days, as the rules put them behind it."""
    return _DAYS.sub(lambda days: f"({names.say('{first} to {last}', first=days[1], last=days[2])})", record)


def fact_name(path: str, names: Names) -> str:
    """Name a fact as it stands within a sentence; what is a phrase already stays as it is."""
    if " " in path:
        return path
    head, _, part = path.partition(".")
    if head in _WITH_KEYS and part:
        return names.say("{fact}: {part}", fact=_word(head, names), part=_word(part, names))
    return _word(part or head, names)


def _word(word: str, names: Names) -> str:
    """A word of the rules; what has capitals of its own (LoC) keeps them."""
    told = _NAMES.get(word)
    return names.say(told) if told else names.word_within(word) if word == word.lower() else word


def _whose(places: tuple[int, ...], record: Record | None, names: Names, on: date) -> str:
    contingents = record.contingents if isinstance(record, JointExercise) else ()
    states = {contingents[at].state for at in places if at < len(contingents)} - {""}
    named = names.listed(states, on)
    unnamed = [at + 1 for at in places if at >= len(contingents) or not contingents[at].state]
    named.extend(names.say("contingent {number}", number=at) for at in unnamed)
    return names.joined(named) if len(named) <= _MOST_STATES else names.count("{count} contingent", "{count} contingents", len(places))
