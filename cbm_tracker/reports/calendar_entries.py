"""Which activities belong in the annual calendar of a State, and what they state of the items that an agreement asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cbm_tracker.domain.forces import total
from cbm_tracker.domain.measures import JointExercise
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.kinds.content import Content
from cbm_tracker.regimes.kinds.requirement import Requirement
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.reports.area_section import latitude, longitude
from cbm_tracker.reports.content import Cell
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import Names, day_of_record, first_capital, to_say

CALENDAR, CHANGE = "annual_calendar", "calendar_change"

IN, UNSURE, OUT = "in", "unsure", "out"


@dataclass(frozen=True)
class Entry:
    """An activity and how it stands to the calendar: in, unsure or out; `missing` are the facts that would decide."""

    exercise: JointExercise
    answer: str
    missing: tuple[str, ...] = ()

    @property
    def first_day(self) -> date:
        return day_of_record(self.exercise)


@dataclass(frozen=True)
class CalendarRules:
    """The rules of the packs that speak of an annual calendar.

    Args:
        packs: those packs, by the id of their agreement.
        entries: for each pack the rules by which an activity belongs in it, with those that they ask.
        items: what is asked of each activity, in the order of the packs, each item once: (item, asked always).
    """

    packs: Mapping[str, Pack]
    entries: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    items: tuple[tuple[str, bool], ...]

    @classmethod
    def of(cls, packs: Mapping[str, Pack], agreements: Sequence[str], year: int) -> CalendarRules:
        """Return those in force on the first day of a year; of all agreements where none is named."""
        known = {key: pack for key, pack in packs.items()
                 if (not agreements or key in agreements) and pack.holds_on(date(year, 1, 1)) and any(map(_enters, pack.rules))}
        entries = {}
        items: dict[str, bool] = {}
        for key, pack in known.items():
            entering = [rule for rule in pack.rules if _enters(rule)]
            entries[key] = frozenset(rule.id for rule in entering), frozenset(asked for rule in entering for asked in rule.asks())
            for rule in pack.rules:
                if isinstance(rule, Content) and CALENDAR in rule.words:
                    items.update({one.item: True for one in rule.required})
                    items.update({one.item: False for one in rule.optional if one.item not in items})
        return cls(known, entries, tuple(items.items()))

    def entry(self, exercise: JointExercise, findings: Iterable[Finding], state: str) -> Entry:
        """Return how an activity stands to the calendar of a State: by its territory, or by forces that make it notify."""
        answer = OUT
        missing: tuple[str, ...] = ()
        told = [one for one in findings if one.agreement in self.entries and not one.gate]
        for finding in told:
            entering, asked = self.entries[finding.agreement]
            owing = {by for one in told if one.agreement == finding.agreement and one.rule in asked and one.obligation is not None
                     for by in one.obligation.by}
            if finding.rule not in entering or state not in owing | set(exercise.host_states):
                continue
            if finding.outcome == "required":
                return Entry(exercise, IN)
            if finding.outcome == "undetermined":
                answer, missing = UNSURE, finding.missing
        return Entry(exercise, answer, missing)


def _enters(rule: object) -> bool:
    return isinstance(rule, Requirement) and rule.met_by is not None and CALENDAR in rule.met_by.words and "exercise" in rule.subjects


# ---------------------------------------------------------------- what an activity states


def troops_sum(exercise: JointExercise, names: Names, on: date) -> str:
    """Germany 7 000 + France 6 000 = 13 000, of the largest phase; "" where no State states its troops."""
    troops = total(exercise.contingents, "troops")
    if troops is None:
        return ""
    phases = list(dict.fromkeys(one.phase for one in exercise.contingents if one.phase and one.troops is not None))
    sums = {phase: sum(one.troops or 0 for one in exercise.contingents if one.phase == phase) for phase in phases}
    largest = max(phases, key=lambda phase: sums[phase]) if phases else ""
    counted = [one for one in exercise.contingents if one.troops is not None and one.phase in ("", largest)]
    parts = " + ".join(f"{names.state(one.state, on)} {number(one.troops or 0)}" for one in counted)
    return f"{parts} = {number(troops)}" if len(counted) > 1 else parts


def item_cell(item: str, names: Names) -> Cell:
    """What an item of the calendar is called; one that only its rule pack names is English."""
    return first_capital(names.say(item)) if item in _ITEMS else names.of_rules(first_capital(item))


def is_withheld(item: str, hidden: frozenset[str]) -> bool:
    """Tell whether an item is withheld from the recipient, by the keys of the fields that are."""
    return any(key in hidden for key in _FIELDS.get(item.casefold(), ("facts",)))


def stated(item: str, exercise: JointExercise, names: Names) -> str:
    """Return what an activity states of an item of the calendar; "" where it states nothing of it."""
    told = _STATED.get(item.casefold())
    if told is not None:
        return told(exercise, names, day_of_record(exercise))
    fact = exercise.facts.get(item, exercise.facts.get(item.replace(" ", "_")))
    return "" if fact is None else str(fact)


def _type(exercise: JointExercise, names: Names, on: date) -> str:
    parts = (names.word(exercise.activity_type) if exercise.activity_type else "", exercise.designation)
    return ", ".join(part for part in parts if part) if all(parts) else ""


def _states(exercise: JointExercise, names: Names, on: date) -> str:
    codes = [*exercise.host_states, *(one.state for one in exercise.contingents)]
    return ", ".join([*names.listed(codes, on), *names.listed(exercise.other_participants, on)])


def _area(exercise: JointExercise, names: Names, on: date) -> str:
    area = exercise.area
    if area is None:
        return ""
    points = names.parted(*(f"{latitude(north, names)} {longitude(east, names)}" for north, east in area.points))
    return names.told(area.name, points) if area.name and points else area.name or points


def _days(exercise: JointExercise, names: Names, on: date) -> str:
    starts, ends = exercise.starts_on, exercise.ends_on
    return names.say("{first} to {last}", first=starts, last=ends) if starts is not None and ends is not None else ""


def _troops(exercise: JointExercise, names: Names, on: date) -> str:
    silent = names.listed((one.state for one in exercise.contingents if one.troops is None), on)
    told = troops_sum(exercise, names, on)
    return names.say("{sum}; not stated: {states}", sum=told, states=names.joined(silent)) if told and silent else told


def _command(exercise: JointExercise, names: Names, on: date) -> str:
    return exercise.level_of_command or (names.word(exercise.level) if exercise.level else "")


_ITEMS = frozenset((  # those of the Vienna Document
    to_say("number of activities"), to_say("type and designation"), to_say("general characteristics and purpose"),
    to_say("States involved"), to_say("area"), to_say("planned start and end"), to_say("troops by State"),
    to_say("types of armed forces"), to_say("level of command"), to_say("number and type of divisions"), to_say("other information"),
))
_STATED: dict[str, Callable[[JointExercise, Names, date], str]] = {
    "type and designation": _type, "general characteristics and purpose": lambda exercise, names, on: exercise.purpose,
    "states involved": _states, "area": _area, "planned start and end": _days, "troops by state": _troops,
    "level of command": _command,
}
_FIELDS: dict[str, tuple[str, ...]] = {
    "number of activities": (), "type and designation": ("activity_type", "designation"),
    "general characteristics and purpose": ("purpose",), "states involved": ("host_states", "contingents", "other_participants"),
    "area": ("area",), "planned start and end": ("starts_on", "ends_on"), "troops by state": ("contingents",),
    "level of command": ("level_of_command", "level"),
}
