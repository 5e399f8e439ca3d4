"""Exercises and contributions of two States side by side: what each brings, and what two records say of one activity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cbm_tracker.domain.forces import COUNTED, total
from cbm_tracker.domain.measures import Contribution, JointExercise
from cbm_tracker.domain.state_names import normalise
from cbm_tracker.domain.summary import label
from cbm_tracker.reports.content import Cell, Row, Stacked
from cbm_tracker.reports.counterparts import Counterparts
from cbm_tracker.reports.dealing_tables import sum_of, troops_of
from cbm_tracker.reports.facing_tables import Sides, figures_row, words_row
from cbm_tracker.reports.wording import NOT_STATED, Names, day_cell, day_of_record

_PERSONS = "persons"  # the unit in which contributed troops are counted


def force_words(names: Names) -> dict[str, str]:
    return {
        "troops": names.say("Troops"), "battle_tanks": names.say("Battle tanks"),
        "armoured_combat_vehicles": names.say("Armoured combat vehicles"), "artillery": names.say("Artillery, 100 mm and above"),
        "anti_tank_launchers": names.say("Anti-tank launchers"), "combat_aircraft": names.say("Combat aircraft"),
        "attack_helicopters": names.say("Attack helicopters"), "helicopters": names.say("Other helicopters"),
        "ships": names.say("Ships"),
    }


# ---------------------------------------------------------------- what each brings


def force_rows(pairs: Counterparts, sides: Sides, names: Names) -> list[Row]:
    """Return a group for each exercise with every force and contribution of one of the two, and at the end the sums of several."""
    words, rows = force_words(names), []
    states, exercises = (pairs.found.one, pairs.found.other), pairs.activities
    for exercise in exercises:
        rows.append(_head(exercise, names))
        stated = [key for key in COUNTED if any(troops_of(exercise, state, key) is not None for state in states)]
        for key in stated:
            ours, theirs = (troops_of(exercise, state, key) for state in states)
            rows.append(figures_row(words[key], ours, theirs, sides, names, source=label(exercise)))
        if not stated:
            rows.append(words_row(words["troops"], NOT_STATED, NOT_STATED, names.say("not stated for either"), agree=None,
                                  source=label(exercise)))
        given = [each for each in pairs.linked(exercise) if isinstance(each, Contribution) and each.contribution_kind != "troops"]
        of_one, of_other = ([each for each in given if each.state == state] for state in states)
        rows.extend(_figure_rows(of_one, of_other, sides, names, source=label(exercise)))
    for key in COUNTED if len(exercises) > 1 else ():
        stating = where_both_state(exercises, states, key)
        if stating:
            ours, theirs = (sum_of(stating, state, key) for state in states)
            of = names.say("in {count} of {all} exercises", count=names.number(len(stating)), all=names.number(len(exercises)))
            entry = Stacked(names.say("Sum: {force}", force=words[key]), of)
            rows.append(figures_row(entry, ours, theirs, sides, names, kind="total"))
    return rows


def where_both_state(exercises: Sequence[JointExercise], states: tuple[str, str], counted: str = "troops") -> list[JointExercise]:
    """Return the exercises in which a figure is stated for both: only there can their sums be compared."""
    return [each for each in exercises if all(troops_of(each, state, counted) is not None for state in states)]


def _head(exercise: JointExercise, names: Names) -> Row:
    hosts = names.joined(names.listed(exercise.host_states, day_of_record(exercise)))
    told = names.parted(names.say("from {day}", day=day_cell(exercise.starts_on)), hosts, names.draft_mark(exercise))
    return Row((names.title(exercise), told), "group", label(exercise))


# ---------------------------------------------------------------- two records of one activity


def record_rows(pairs: Counterparts, sides: Sides, names: Names) -> list[Row]:
    """Return a group for each activity of which both tell, in two exercise records or in an exercise record and a contribution."""
    rows: list[Row] = []
    twins = {ours.id: theirs for ours, theirs in pairs.exercises}
    for exercise in pairs.activities:
        twin = twins.get(exercise.id)
        told = [*(_twin_rows(exercise, twin, sides, names) if twin else ()), *_contributed_rows(exercise, pairs, sides, names)]
        if told:
            rows.extend((_head(exercise, names), *told))
    return rows


def _twin_rows(ours: JointExercise, theirs: JointExercise, sides: Sides, names: Names) -> Iterator[Row]:
    source, words = label(ours), force_words(names)
    same_name = normalise(ours.designation) == normalise(theirs.designation)
    yield words_row(names.say("Name"), ours.designation or NOT_STATED, theirs.designation or NOT_STATED,
                    NOT_STATED if same_name else names.say("one activity, two names"), agree=same_name, source=source)
    for head, one, other in (
        (names.say("First day"), ours.starts_on, theirs.starts_on), (names.say("Last day"), ours.ends_on, theirs.ends_on),
    ):
        known = one is not None and other is not None
        difference: Cell = NOT_STATED
        if one is not None and other is not None and one.is_complete and other.is_complete and one != other:
            difference = Stacked(names.days(abs((other.first_day - one.first_day).days)), f"{one} ≠ {other}")
        yield words_row(head, day_cell(one), day_cell(other), difference, agree=one == other if known else None, source=source)
    states = sorted({each.state for record in (ours, theirs) for each in record.contingents},
                    key=lambda code: names.alphabetical(names.state(code, day_of_record(ours))))
    for key in COUNTED:
        both = total(ours.contingents, key), total(theirs.contingents, key)
        if both != (None, None):
            yield figures_row(names.say("{force}, all States", force=words[key]), *both, sides, names, source=source)
    for state in states:
        both = troops_of(ours, state), troops_of(theirs, state)
        if both != (None, None):
            name = names.state(state, day_of_record(ours))
            yield figures_row(names.say("Troops of {state}", state=name), *both, sides, names, source=source)


def _contributed_rows(exercise: JointExercise, pairs: Counterparts, sides: Sides, names: Names) -> Iterator[Row]:
    """Compare the contingent that the record of one gives the other with the troops that the other records as its contribution."""
    found = pairs.found
    teller = found.sender(exercise)
    if teller not in (found.one, found.other):
        return
    told_of = found.other if teller == found.one else found.one
    contributed = [
        each.quantity for each in pairs.linked(exercise)
        if isinstance(each, Contribution) and each.state == told_of and found.sender(each) == told_of
        and each.contribution_kind == "troops" and each.unit == _PERSONS and each.quantity is not None
    ]
    counted = troops_of(exercise, told_of)
    if not contributed or counted is None:
        return
    name = sides.other if teller == found.one else sides.one
    entry = Stacked(names.say("Troops of {state}", state=name), names.say("as contingent and as contribution"))
    given = sum(contributed, Decimal())
    ours, theirs = (counted, given) if teller == found.one else (given, counted)
    yield figures_row(entry, ours, theirs, sides, names, source=label(exercise))


# ---------------------------------------------------------------- contributions


def carried_rows(ours: Sequence[Contribution], theirs: Sequence[Contribution], sides: Sides, names: Names) -> list[Row]:
    """Return quantities by kind and unit, amounts by kind and currency, and the number of contributions."""
    number = figures_row(names.say("Number of contributions"), len(ours), len(theirs), sides, names, kind="total")
    return [*_figure_rows(ours, theirs, sides, names), number]


def _figure_rows(
    ours: Sequence[Contribution], theirs: Sequence[Contribution], sides: Sides, names: Names, source: str = ""
) -> Iterator[Row]:
    for key in sorted({key for each in (*ours, *theirs) for key, _ in _carried(each)}):
        kind, what, unit = key
        word = names.word(kind) if kind else names.say("Kind not stated")
        below = {"quantity": unit or names.say("no unit"), "amount": unit, "number": names.say("contributions without a figure")}[what]
        yield figures_row(Stacked(word, below), _sum(ours, key), _sum(theirs, key), sides, names, source=source)


def _carried(contribution: Contribution) -> Iterator[tuple[tuple[str, str, str], Decimal]]:
    """Yield (kind, what is counted, unit or currency) and the figure."""
    kind = contribution.contribution_kind
    if contribution.quantity is not None:
        yield (kind, "quantity", contribution.unit), contribution.quantity
    if contribution.amount is not None:
        yield (kind, "amount", contribution.currency), contribution.amount
    if contribution.quantity is None and contribution.amount is None:
        yield (kind, "number", ""), Decimal(1)


def _sum(contributions: Sequence[Contribution], wanted: tuple[str, str, str]) -> Decimal | None:
    figures = [figure for each in contributions for key, figure in _carried(each) if key == wanted]
    return sum(figures, Decimal()) if figures else None
