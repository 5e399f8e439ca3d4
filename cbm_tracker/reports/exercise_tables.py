"""Exercises on paper: one row each, and the strength of their contingents by State and phase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from cbm_tracker.domain.forces import COUNTED, Contingent, total
from cbm_tracker.domain.measures import JointExercise
from cbm_tracker.domain.release import left_out
from cbm_tracker.domain.state_names import normalise
from cbm_tracker.domain.summary import label, period_of
from cbm_tracker.reports.content import Bar, Cell, Column, Row, Section, Stacked, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.tally import Slots
from cbm_tracker.reports.wording import NOT_STATED, Names, figure, first_capital

_WITH_BARS = 24
_FEW = 200  # up to here the purpose of each exercise is told in its row
_WIDTHS = {
    "troops": 15.0, "battle_tanks": 12.0, "armoured_combat_vehicles": 11.5, "artillery": 18.0, "anti_tank_launchers": 11.0,
    "combat_aircraft": 15.0, "attack_helicopters": 10.0, "helicopters": 12.0, "ships": 11.0,
}


def _heads(names: Names) -> dict[str, str]:
    return {
        "troops": names.say("Troops"), "battle_tanks": names.say("Battle tanks"), "armoured_combat_vehicles": names.say("ACV"),
        "artillery": names.say("Artillery"), "anti_tank_launchers": names.say("ATL"), "combat_aircraft": names.say("Combat aircraft"),
        "attack_helicopters": names.say("AH"), "helicopters": names.say("Other hel."), "ships": names.say("Ships"),
    }


def _signs(names: Names) -> dict[str, str]:
    return {
        "armoured_combat_vehicles": names.say("ACV = armoured combat vehicles"),
        "artillery": names.say("artillery: pieces of 100 mm calibre and above"),
        "anti_tank_launchers": names.say("ATL = anti-tank launchers"), "attack_helicopters": names.say("AH = attack helicopters"),
        "helicopters": names.say("other hel. = helicopters other than attack helicopters"),
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
            self.peak = (troops, self.names.title(exercise))
        self.rows.append((self._group(exercise), self._row(exercise, troops)))
        if any(getattr(contingent, counted_) is not None for contingent in exercise.contingents for counted_ in COUNTED):
            self.with_figures += 1
            self.forces.extend(self._forces(exercise))

    def _group(self, exercise: JointExercise) -> str:
        period = period_of(exercise)
        if period is None or self.slots.from_on.year == self.slots.to_on.year:
            return ""
        return self.names.say("Begun before the period") if period[0] < self.slots.from_on else str(period[0].year)

    def _row(self, exercise: JointExercise, troops: int | None) -> Row:
        period = period_of(exercise)
        on = period[0] if period else self.slots.to_on
        say = self.names.say
        in_name = normalise(exercise.series) in normalise(exercise.designation)
        about = self.names.parted(
            self.names.word(exercise.activity_type) if exercise.activity_type else "",
            "" if in_name else say("series {series}", series=exercise.series),
            say("level of command: {level}", level=exercise.level_of_command) if exercise.level_of_command else "", exercise.reference,
            self.names.draft_mark(exercise),
        )
        if self.tell_purpose and exercise.purpose:
            about = f"{about}\n{first_capital(exercise.purpose)}" if about else first_capital(exercise.purpose)
        codes = [contingent.state for contingent in exercise.contingents]
        return Row(
            (
                self.names.period_cell(exercise.starts_on, exercise.ends_on, left_out(exercise)),
                Stacked(exercise.designation or say("Not named"), about),
                self.names.of_field(self._place(exercise), exercise, "host_states"),
                self.names.of_field(self.names.states_cell(codes, on, exercise.other_participants), exercise, "contingents"),
                self.names.of_field(figure(troops), exercise, "contingents"),
            ),
            source=label(exercise),
        )

    def _place(self, exercise: JointExercise) -> Cell:
        period = period_of(exercise)
        hosts = self.names.joined(self.names.listed(exercise.host_states, period[0] if period else self.slots.to_on))
        area = exercise.area.name if exercise.area else ""
        if hosts and area and normalise(hosts) not in normalise(area):
            return Stacked(first_capital(area), hosts)
        return first_capital(area) or hosts or NOT_STATED

    def _forces(self, exercise: JointExercise) -> Iterator[Row]:
        """A group head, a row for each contingent, and the largest phase as total; cells of counts no one states stay empty."""
        period = period_of(exercise)
        on = period[0] if period else self.slots.to_on
        hosts = self.names.joined(self.names.listed(exercise.host_states, on))
        remark = ", ".join(part for part in (self.names.word_within(exercise.activity_type), hosts, str(exercise.starts_on or "")) if part)
        source = label(exercise)
        yield Row((self.names.title(exercise), remark), "group", source)
        phases = list(dict.fromkeys(contingent.phase for contingent in exercise.contingents))
        for contingent in sorted(
            exercise.contingents, key=lambda one: (phases.index(one.phase), self.names.alphabetical(self.names.state(one.state, on)))
        ):
            self.stated.update(key for key in COUNTED if getattr(contingent, key) is not None)
            yield Row(
                (self.names.state(contingent.state, on), self._phase(contingent), *(figure(getattr(contingent, key)) for key in COUNTED)),
                source=source,
            )
        if len(exercise.contingents) > 1:
            what = self.names.say("Total, largest phase") if any(phases) and len(phases) > 1 else self.names.say("Total")
            yield Row((what, "", *(figure(total(exercise.contingents, key)) for key in COUNTED)), "total", source)

    def _phase(self, contingent: Contingent) -> str:
        role = self.names.word_within(contingent.role) if contingent.role != "participant" else ""
        return ", ".join(part for part in (contingent.phase, role) if part)

    # -------------------------------------------------- the section

    def section(self, drafts: int) -> Section:
        count = len(self.rows)
        say = self.names.say
        lead = self.names.count(
            "{count} exercise took place, or was to take place, in the period.",
            "{count} exercises took place, or were to take place, in the period.", count)
        if self.peak[0]:
            largest = say("The largest in troops was {title} with {troops}.", title=self.peak[1], troops=number(self.peak[0]))
            lead = f"{lead} {largest}"
        elif not self.with_figures:
            lead = f"{lead} {say('No record states the strength of a contingent.')}"
        blocks = [self._exercises(drafts)]
        if self.forces:
            blocks.append(self.strengths())
        return Section(say("Exercises"), lead, tuple(blocks))

    def _exercises(self, drafts: int) -> Table:
        say = self.names.say
        rows: list[Row] = []
        in_group: dict[str, int] = {}
        for group, _ in self.rows:
            in_group[group] = in_group.get(group, 0) + 1
        open_group = ""
        for group, row in self.rows:
            if group != open_group:
                rows.append(Row((group, self.names.counted(in_group[group], "exercise")), "group"))
                open_group = group
            rows.append(row)
        with_troops = any(row.cells[4] != NOT_STATED for _, row in self.rows)
        columns = [Column(say("Period"), 25), Column(say("Exercise"), 52), Column(say("Place"), 32), Column(say("States taking part"), 59)]
        if with_troops:
            columns[3:] = [Column(say("States taking part"), 44), Column(say("Troops"), 15, "right", strong=True)]
        else:
            rows = [row if row.kind == "group" else Row(row.cells[:4], row.kind, row.source) for row in rows]
        notes = [say("Dates as far as they are known; – = not stated. Order: first day.")]
        if with_troops:
            notes.append(say("Troops: sum of the contingents that state them, in the largest phase."))
        if not self.tell_purpose:
            notes.append(say("In a table of more than {few} exercises their purposes are left out; the register holds them.", few=_FEW))
        notes.extend(draft_notes(drafts, self.names, count=len(self.rows)))
        return Table(say("Exercises of the period"), tuple(columns), tuple(rows), tuple(notes))

    def strengths(self) -> Table:
        """Return the forces of the exercises taken that state a figure."""
        say, heads, meanings = self.names.say, _heads(self.names), _signs(self.names)
        shown = [key for key in COUNTED if key in self.stated]
        figures = sum(_WIDTHS[key] for key in shown)
        phases = any(row.kind == "plain" and row.cells[1] for row in self.forces)
        phase_width = min(40.0, (168 - figures) * 0.42) if phases else 0.0
        columns = [Column(say("State"), 168 - figures - phase_width)]
        if phases:
            columns.append(Column(say("Phase or role"), phase_width))
        columns.extend(Column(heads[key], _WIDTHS[key], "right") for key in shown)
        keep = [0, *([1] if phases else []), *(2 + COUNTED.index(key) for key in shown)]
        rows = tuple(
            row if row.kind == "group" else Row(tuple(row.cells[at] for at in keep), row.kind, row.source) for row in self.forces
        )
        signs = [meanings[key] for key in shown if key in meanings]
        explained = f"{first_capital(self.names.parted(*signs))}." if signs else ""
        notes = [f"{say('– = not stated, 0 = none.')} {explained}".strip()]
        notes.append(say("A total adds up the contingents that state a figure; phases follow each other, so it is that of the largest, "
                         "for each column by itself."))
        rest = len(self.rows) - self.with_figures
        if rest:
            notes.append(self.names.count("{count} exercise without any figure is left out here.",
                                          "{count} exercises without any figure are left out here.", rest))
        return Table(say("Forces by State and phase"), tuple(columns), rows, tuple(notes))


def draft_notes(drafts: int, names: Names, *, count: int) -> list[str]:
    """How far what a table holds has been issued."""
    if not drafts:
        return []
    if drafts == count:
        return [names.count("The entry is a draft: recorded, not issued.", "All entries are drafts: recorded, not issued.", count)]
    return [names.count("{count} of {all} entries is a draft: recorded, not issued.",
                        "{count} of {all} entries are drafts: recorded, not issued.", drafts, all=number(count))]


def by_state_tables(by_state: Counter[str], names: Names, on: date) -> tuple[Table, ...]:
    """How many exercises each State took part in: the first of them with bars, the rest three to a line."""
    most = max(by_state.values())
    order = sorted(by_state, key=lambda code: (-by_state[code], names.alphabetical(names.state(code, on)), code))
    told = [(names.state(code, on), number(by_state[code])) for code in order]
    rows = tuple(Row((*told[at], Bar(by_state[code] / most))) for at, code in enumerate(order[:_WITH_BARS]))
    state, exercises = names.say("State"), names.say("Exercises")
    tables = [Table(names.say("States taking part, in order of the number of exercises"), (
        Column(state, 58), Column(exercises, 20, "right"), Column("", 90),
    ), rows, (names.say(
        "Names as on the last day of the period; a State that ended before keeps its own. One scale for all bars."
    ),))]
    rest = told[_WITH_BARS:]
    if rest:
        filled = [*rest, ("", ""), ("", "")]
        lines_ = tuple(Row((*filled[at], *filled[at + 1], *filled[at + 2])) for at in range(0, len(rest), 3))
        columns = (Column(state, 42), Column(exercises, 17, "right"), Column(state, 40), Column(exercises, 17, "right"),
                   Column(state, 37), Column(exercises, 15, "right"))
        tables.append(Table(names.say("The other States taking part"), columns, lines_, (names.say("To be read line by line."),)))
    return tuple(tables)
