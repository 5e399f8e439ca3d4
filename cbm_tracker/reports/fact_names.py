"""What the facts that rules compare, or find missing, are called: fields and what lies in them, in the language of the edition."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cbm_tracker.domain.measures import JointExercise, Record
from cbm_tracker.reports.wording import NOT_STATED, Names, to_say

_OF_CONTINGENT = re.compile(r"contingents\[(\d+)\]\.(\w+)")
_OF_MANY = re.compile(r"the same of ([\d,]+) more")
_MOST_STATES = 7  # of a fact are named; more are counted
_WITH_KEYS = ("distances_km", "facts", "holdings", "base_holdings")
_NAMES = {  # where the key would not be read as what it is
    "base_holdings": to_say("holdings to compare with"), "dates": to_say("dates"), "distances_km": to_say("distances to lines, km"),
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
    told: list[str] = []
    of_contingents: dict[str, list[int]] = {}
    for path in paths:
        found = _OF_CONTINGENT.fullmatch(path)
        if found:
            of_contingents.setdefault(found[2], []).append(int(found[1]))
        else:
            told.append(_of_record(path, names))
    told[:0] = [
        names.say("{fact} of {States}", fact=fact_name(fact, names), States=_whose(places, record, names, on))
        for fact, places in of_contingents.items()
    ]
    told = list(dict.fromkeys(told))
    return (names.parted(*told) if any("," in one for one in told) else names.joined(told)) or NOT_STATED


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


def _of_record(path: str, names: Names) -> str:
    """A fact of the record itself, or of another that it is counted with."""
    more = _OF_MANY.fullmatch(path)
    if more:
        return names.count("the same of {count} more record", "the same of {count} more records", int(more[1].replace(",", "")))
    fact, of, other = path.partition(" of ")
    if not of:
        return fact_name(path, names)
    told = fact_name(_OF_CONTINGENT.sub(r"\2", fact), names)
    return names.say("{fact} of {record}", fact=told, record=other)


def _whose(places: list[int], record: Record | None, names: Names, on: date) -> str:
    contingents = record.contingents if isinstance(record, JointExercise) else ()
    states = {contingents[at].state for at in places if at < len(contingents)} - {""}
    named = names.listed(states, on)
    unnamed = [at + 1 for at in places if at >= len(contingents) or not contingents[at].state]
    named.extend(names.say("contingent {number}", number=at) for at in unnamed)
    return names.joined(named) if len(named) <= _MOST_STATES else names.count("{count} contingent", "{count} contingents", len(places))
