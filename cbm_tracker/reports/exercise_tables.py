"""Exercises on paper: one row each, and the strength of their contingents by State and phase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from cbm_tracker.domain.forces import COUNTED, Contingent, total
from cbm_tracker.domain.measures import JointExercise
from cbm_tracker.domain.state_names import normalise
from cbm_tracker.domain.summary import label, period_of, title
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.reports.content import Bar, Cell, Column, Row, Section, Stacked, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.tally import Slots
from cbm_tracker.reports.wording import (
    NOT_STATED,
    Names,
    counted,
    figure,
    first_capital,
    joined,
    lines,
    period_cell,
    word_of,
)

_WITH_BARS = 24
_FEW = 200  # up to here the purpose of each exercise is told in its row
_HEADS = {
    "troops": ("Troops", 15.0), "battle_tanks": ("Battle tanks", 12.0), "armoured_combat_vehicles": ("ACV", 11.5),
    "artillery": ("Artillery", 15.0), "anti_tank_launchers": ("ATL", 11.0), "combat_aircraft": ("Combat aircraft", 14.5),
    "attack_helicopters": ("AH", 10.0), "helicopters": ("Other hel.", 12.0), "ships": ("Ships", 11.0),
}
_SIGNS = {
    "armoured_combat_vehicles": "ACV = armoured combat vehicles", "artillery": "artillery: pieces of 100 mm calibre and above",
    "anti_tank_launchers": "ATL = anti-tank launchers", "attack_helicopters": "AH = attack helicopters",
    "helicopters": "other hel. = helicopters other than attack helicopters",
}


@dataclass
class ExerciseTables:
    """Takes the exercises of a period one by one, first day first."""

    names: Names
    slots: Slots
    tell_purpose: bool
    rows: list[tuple[str, Row]] = field(default_factory=list)  # (group, row)
    forces: list[Row] = field(default_factory=list)
    stated: set[str] = field(default_factory=set)
    with_figures: int = 0
    peak: tuple[int, str] = (0, "")

    @classmethod
    def for_count(cls, names: Names, slots: Slots, count: int) -> ExerciseTables:
        return cls(names, slots, count <= _FEW)

    def take(self, exercise: JointExercise) -> None:
        troops = total(exercise.contingents, "troops")
        if troops is not None and troops > self.peak[0]:
            self.peak = (troops, title(exercise))
        self.rows.append((self._group(exercise), self._row(exercise, troops)))
        if any(getattr(contingent, counted_) is not None for contingent in exercise.contingents for counted_ in COUNTED):
            self.with_figures += 1
            self.forces.extend(self._forces(exercise))

    def _group(self, exercise: JointExercise) -> str:
        period = period_of(exercise)
        if period is None or self.slots.from_on.year == self.slots.to_on.year:
            return ""
        return "Begun before the period" if period[0] < self.slots.from_on else str(period[0].year)

    def _row(self, exercise: JointExercise, troops: int | None) -> Row:
        period = period_of(exercise)
        on = period[0] if period else self.slots.to_on
        series = "" if normalise(exercise.series) in normalise(exercise.designation) else f"series {exercise.series}"
        about = lines(
            word_of(exercise.activity_type) if exercise.activity_type else "", series,
            f"level of command: {exercise.level_of_command}" if exercise.level_of_command else "", exercise.reference,
            self.names.draft_mark(exercise),
        )
        if self.tell_purpose and exercise.purpose:
            about = f"{about}\n{first_capital(exercise.purpose)}" if about else first_capital(exercise.purpose)
        codes = [contingent.state for contingent in exercise.contingents]
        return Row(
            (
                period_cell(exercise.starts_on, exercise.ends_on), Stacked(exercise.designation or "Not named", about),
                self._place(exercise), self.names.states_cell(codes, on, exercise.other_participants), figure(troops),
            ),
            source=label(exercise),
        )

    def _place(self, exercise: JointExercise) -> Cell:
        period = period_of(exercise)
        hosts = joined(self.names.listed(exercise.host_states, period[0] if period else self.slots.to_on))
        area = exercise.area.name if exercise.area else ""
        if hosts and area and normalise(hosts) not in normalise(area):
            return Stacked(first_capital(area), hosts)
        return first_capital(area) or hosts or NOT_STATED

    def _forces(self, exercise: JointExercise) -> Iterator[Row]:
        """A group head, a row for each contingent, and the largest phase as total; cells of counts no one states stay empty."""
        period = period_of(exercise)
        on = period[0] if period else self.slots.to_on
        hosts = joined(self.names.listed(exercise.host_states, on))
        remark = ", ".join(part for part in (spoken(exercise.activity_type).lower(), hosts, str(exercise.starts_on or "")) if part)
        source = label(exercise)
        yield Row((title(exercise), remark), "group", source)
        phases = list(dict.fromkeys(contingent.phase for contingent in exercise.contingents))
        for contingent in sorted(
            exercise.contingents, key=lambda one: (phases.index(one.phase), normalise(self.names.state(one.state, on)))
        ):
            self.stated.update(key for key in COUNTED if getattr(contingent, key) is not None)
            yield Row(
                (self.names.state(contingent.state, on), _phase(contingent), *(figure(getattr(contingent, key)) for key in COUNTED)),
                source=source,
            )
        if len(exercise.contingents) > 1:
            what = "Total, largest phase" if any(phases) and len(phases) > 1 else "Total"
            yield Row((what, "", *(figure(total(exercise.contingents, key)) for key in COUNTED)), "total", source)

    # -------------------------------------------------- the section

    def section(self, drafts: int) -> Section:
        count = len(self.rows)
        lead = f"{first_capital(counted(count, 'exercise'))} took place, or were to take place, in the period."
        if self.peak[0]:
            lead += f" The largest in troops was {self.peak[1]} with {number(self.peak[0])}."
        elif not self.with_figures:
            lead += " No record states the strength of a contingent."
        blocks = [self._exercises(drafts)]
        if self.forces:
            blocks.append(self.strengths())
        return Section("Exercises", lead, tuple(blocks))

    def _exercises(self, drafts: int) -> Table:
        rows: list[Row] = []
        in_group: dict[str, int] = {}
        for group, _ in self.rows:
            in_group[group] = in_group.get(group, 0) + 1
        open_group = ""
        for group, row in self.rows:
            if group != open_group:
                rows.append(Row((group, counted(in_group[group], "exercise")), "group"))
                open_group = group
            rows.append(row)
        with_troops = any(row.cells[4] != NOT_STATED for _, row in self.rows)
        columns = [Column("Period", 25), Column("Exercise", 52), Column("Place", 32), Column("States taking part", 59)]
        if with_troops:
            columns[3:] = [Column("States taking part", 44), Column("Troops", 15, "right", strong=True)]
        else:
            rows = [row if row.kind == "group" else Row(row.cells[:4], row.kind, row.source) for row in rows]
        notes = ["Dates as far as they are known; – = not stated. Order: first day."]
        if with_troops:
            notes.append("Troops: sum of the contingents that state them, in the largest phase.")
        if not self.tell_purpose:
            notes.append(f"In a table of more than {_FEW} exercises their purposes are left out; the register holds them.")
        notes.extend(draft_notes(drafts, count=len(self.rows)))
        return Table("Exercises of the period", tuple(columns), tuple(rows), tuple(notes))

    def strengths(self) -> Table:
        """Return the forces of the exercises taken that state a figure."""
        shown = [key for key in COUNTED if key in self.stated]
        figures = sum(_HEADS[key][1] for key in shown)
        phases = any(row.kind == "plain" and row.cells[1] for row in self.forces)
        phase_width = min(40.0, (168 - figures) * 0.42) if phases else 0.0
        columns = [Column("State", 168 - figures - phase_width)]
        if phases:
            columns.append(Column("Phase or role", phase_width))
        columns.extend(Column(_HEADS[key][0], _HEADS[key][1], "right") for key in shown)
        keep = [0, *([1] if phases else []), *(2 + COUNTED.index(key) for key in shown)]
        rows = tuple(
            row if row.kind == "group" else Row(tuple(row.cells[at] for at in keep), row.kind, row.source) for row in self.forces
        )
        signs = [_SIGNS[key] for key in shown if key in _SIGNS]
        notes = [f"– = not stated, 0 = none. {first_capital('; '.join(signs))}{'.' if signs else ''}".strip()]
        notes.append("A total adds up the contingents that state a figure; phases follow each other, so it is that of the largest, "
                     "for each column by itself.")
        rest = len(self.rows) - self.with_figures
        if rest:
            notes.append(f"{first_capital(counted(rest, 'exercise'))} without any figure {'are' if rest > 1 else 'is'} left out here.")
        return Table("Forces by State and phase", tuple(columns), rows, tuple(notes))


def _phase(contingent: Contingent) -> str:
    role = spoken(contingent.role).lower() if contingent.role and contingent.role != "participant" else ""
    return ", ".join(part for part in (contingent.phase, role) if part)


def draft_notes(drafts: int, *, count: int) -> list[str]:
    """How far what a table holds has been issued."""
    if not drafts:
        return []
    if drafts == count:
        return ["All entries are drafts: recorded, not issued."] if count > 1 else ["The entry is a draft: recorded, not issued."]
    return [f"{number(drafts)} of {number(count)} entries {'is a draft' if drafts == 1 else 'are drafts'}: recorded, not issued."]


def by_state_tables(by_state: Counter[str], names: Names, on: date) -> tuple[Table, ...]:
    """How many exercises each State took part in: the first of them with bars, the rest three to a line."""
    most = max(by_state.values())
    order = sorted(by_state, key=lambda code: (-by_state[code], normalise(names.state(code, on)), code))
    told = [(names.state(code, on), number(by_state[code])) for code in order]
    rows = tuple(Row((*told[at], Bar(by_state[code] / most))) for at, code in enumerate(order[:_WITH_BARS]))
    named = "Names as on the last day of the period; a State that ended before keeps its own."
    tables = [Table("States taking part, in order of the number of exercises", (
        Column("State", 58), Column("Exercises", 20, "right"), Column("", 90),
    ), rows, (f"{named} One scale for all bars.",))]
    rest = told[_WITH_BARS:]
    if rest:
        filled = [*rest, ("", ""), ("", "")]
        lines_ = tuple(Row((*filled[at], *filled[at + 1], *filled[at + 2])) for at in range(0, len(rest), 3))
        columns = (Column("State", 42), Column("Exercises", 17, "right"), Column("State", 40), Column("Exercises", 17, "right"),
                   Column("State", 37), Column("Exercises", 15, "right"))
        tables.append(Table("The other States taking part", columns, lines_, ("To be read line by line.",)))
    return tuple(tables)
