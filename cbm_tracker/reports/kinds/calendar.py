"""The annual calendar of notifiable activities of one State, or its nil return, and what changed since it was told last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from cbm_tracker.domain.forces import total
from cbm_tracker.domain.measures import JointExercise, Notification, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.release import left_out
from cbm_tracker.domain.summary import label, period_of
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.calendar_entries import (
    CALENDAR,
    CHANGE,
    IN,
    UNSURE,
    CalendarRules,
    Entry,
    is_withheld,
    item_cell,
    stated,
    troops_sum,
)
from cbm_tracker.reports.content import (
    Block,
    Cell,
    Column,
    Figure,
    KeyFigures,
    Prose,
    ReportContent,
    ReportRequest,
    Row,
    Section,
    Stacked,
    Table,
)
from cbm_tracker.reports.fact_names import missing_facts
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.obligation_tables import Judged, lines_of_period, obligation_table
from cbm_tracker.reports.wording import NOT_STATED, Names, day_cell, figure, instant_cell
from cbm_tracker.reports.year_picture import MOST_BARS, year_picture

_NUMBER_OF = "number of activities"  # the item that the place of an activity in the calendar answers
_COMPARED = ("designation", "activity_type", "host_states", "starts_on", "ends_on", "level_of_command", "area", "purpose", "contingents")


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return the calendar of the year of the request. Raises CbmTrackerError: several years or States, or no State to tell it of."""
    year = request.from_on.year
    if request.to_on.year != year:
        raise CbmTrackerError(
            f"An annual calendar is of one year, and the period reaches from {year} to {request.to_on.year}.",
            "Choose a first and a last day in one year.")
    if len(request.states) > 1:
        raise CbmTrackerError("An annual calendar is of one State, and several are named.", "Name one State, or none for the owner's own.")
    state = request.states[0] if request.states else material.issuer.owner
    if not state:
        raise CbmTrackerError("The register does not say whose it is, and no State is named.", "Name the State whose calendar is wanted.")
    parts = _Parts.of(request, material, names, state, year)
    return assembled(
        request, material, names,
        (parts.overview(), parts.items(), parts.unsure(), parts.changes(), parts.duty(), parts.gaps()),
        title=names.say("Annual calendar"), period=str(year),
        scope=names.say("Military activities of {State} subject to prior notification in {year}.", State=parts.state_name, year=year),
        facts=((names.say("State"), parts.state_name), (names.say("Year"), str(year))),
    )


@dataclass(frozen=True)
class _Parts:
    request: ReportRequest
    material: Material
    names: Names
    state: str
    year: int
    rules: CalendarRules
    entries: tuple[Entry, ...]
    messages: tuple[Notification, ...]

    @classmethod
    def of(cls, request: ReportRequest, material: Material, names: Names, state: str, year: int) -> _Parts:
        rules = CalendarRules.of(material.packs, request.agreements, year)
        found = [one for one in material.records(_exercises(state, year, year)) if isinstance(one, JointExercise)]
        entries = sorted((rules.entry(one, material.findings(one), state) for one in found),
                         key=lambda entry: (entry.first_day, entry.exercise.designation, entry.exercise.id))
        asked = Query(kinds=("notification",), words=(CALENDAR, CHANGE), states=(state,), descending=False)
        messages = [one for one in material.records(asked) if isinstance(one, Notification) and one.from_state == state]
        of_year = [one for one in messages if _year_of(one) == year]
        return cls(request, material, names, state, year, rules, tuple(entries), tuple(sorted(of_year, key=_order)))

    @property
    def state_name(self) -> str:
        return self.names.state(self.state, date(self.year, 1, 1))

    @property
    def listed(self) -> tuple[Entry, ...]:
        """What belongs in the calendar of the year in which it starts."""
        return tuple(entry for entry in self.entries if entry.answer == IN and entry.first_day.year == self.year)

    @property
    def agreements(self) -> str:
        return self.names.joined(self.names.agreement(key) for key in self.rules.packs)

    # -------------------------------------------------- the calendar

    def overview(self) -> Section:
        say, names, listed = self.names.say, self.names, self.listed
        head = say("The calendar of {year}", year=self.year)
        if not self.rules.packs:
            return Section(head, say("No rule pack that was asked speaks of an annual calendar of {year}.", year=self.year), (), "calendar")
        if not listed:
            told = {"State": self.state_name, "year": self.year, "agreements": self.agreements}
            if self._unsure:
                lead = names.count(
                    "Of no activity of {State} in {year} is it certain that it is subject to prior notification under {agreements}; of "
                    "{count} it is undetermined.",
                    "Of no activity of {State} in {year} is it certain that it is subject to prior notification under {agreements}; of "
                    "{count} it is undetermined.", len(self._unsure), **told)
            else:
                lead = say("The register holds no activity of {State} that starts in {year} and is subject to prior notification under "
                           "{agreements}.", **told)
                lead = say("Nil return. {finding}", finding=lead) if self.state == self.material.issuer.owner else lead
            return Section(head, lead, (), "calendar")
        troops = [count for entry in listed if (count := total(entry.exercise.contingents, "troops")) is not None]
        lead = names.count(
            "{State} has {count} activity that starts in {year} and is subject to prior notification under {agreements}.",
            "{State} has {count} activities that start in {year} and are subject to prior notification under {agreements}.", len(listed),
            State=self.state_name, year=self.year, agreements=self.agreements)
        states = {one.state for entry in listed for one in entry.exercise.contingents} | {
            host for entry in listed for host in entry.exercise.host_states}
        figures = KeyFigures((
            (number(len(listed)), say("activities in the calendar"), say("table below")),
            (number(len(states)), say("States involved"), say("hosts included")),
            (figure(max(troops, default=None)), say("troops in the largest"), say("in its largest phase")),
            (number(len(self._unsure)), say("activities undetermined"), say("facts are missing")),
        ))
        return Section(head, lead, (figures, self._drawn(self._table())), "calendar")

    def _table(self) -> Table:
        say, names = self.names.say, self.names
        rows: list[Row] = []
        month = ""
        for at, entry in enumerate(self.listed, 1):
            exercise, on = entry.exercise, entry.first_day
            known = exercise.starts_on is None or exercise.starts_on.month is not None
            named = names.month(on) if known else say("Month not stated")
            if named != month:
                rows.append(Row((named, ""), "group"))
                month = named
            reference = "" if exercise.reference.startswith(names.title(exercise)) else exercise.reference
            below = names.parted(names.word(exercise.activity_type) if exercise.activity_type else "", reference,
                                 say("draft") if exercise.status == "draft" else "")
            taking_part = {one.state for one in exercise.contingents}
            rows.append(Row((
                number(at), Stacked(names.title(exercise), below),
                names.of_field(self._first(exercise), exercise, "starts_on", "starts_at"),
                names.of_field(day_cell(exercise.ends_on), exercise, "ends_on"),
                names.of_field(names.states_cell(exercise.host_states, on), exercise, "host_states"),
                names.of_field(names.states_cell(taking_part, on, exercise.other_participants), exercise, "contingents"),
                names.of_field(figure(total(exercise.contingents, "troops")), exercise, "contingents"),
            ), source=label(exercise)))
        columns = (
            Column(say("No."), 11, "right"), Column(say("Activity"), 46), Column(say("First day"), 20), Column(say("Last day"), 20),
            Column(say("Host States"), 26), Column(say("States taking part"), 29), Column(say("Troops"), 16, "right", strong=True),
        )
        notes = (say("In the order of time, by month. – = not stated. Troops: the sum of the contingents that state them, in the largest "
                     "phase. An activity over the turn of the year stands in the calendar of the year in which it starts."),)
        return Table(say("Activities of the year"), columns, tuple(rows), notes)

    def _first(self, exercise: JointExercise) -> str:
        return day_cell(exercise.starts_on) if exercise.starts_on else _day_of(exercise.starts_at)

    def _drawn(self, table: Table) -> Block:
        """The year as a line of months with a bar for each activity, and the table; the table alone where there are too many."""
        bars = [(self.names.title(entry.exercise), entry.first_day, _last_day(entry)) for entry in self.listed]
        if len(bars) > MOST_BARS:
            return table
        say = self.names.say
        months = [self.names.month_short(date(self.year, month, 1)) for month in range(1, 13)]
        alt = say("A bar for each activity over the months of {year}; the table that follows has their days.", year=self.year)
        notes = (say("Each bar reaches from the first to the last day that is recorded."),)
        return Figure(say("The year at a glance"), year_picture(bars, self.year, months), alt, table, notes)

    # -------------------------------------------------- what each activity states

    def items(self) -> Section:
        say, names, listed = self.names.say, self.names, self.listed
        head = say("What is asked of each activity")
        asked = self.rules.items
        if not listed or not asked:
            return Section(head, say("There is no activity of which anything is asked."), (), "items")
        tables, known, wanted, withheld = [], 0, 0, 0
        for at, entry in enumerate(listed, 1):
            place = say("{place} of {all}", place=number(at), all=number(len(listed)))
            hidden = left_out(entry.exercise)
            told = {item: place if item == _NUMBER_OF else stated(item, entry.exercise, names) for item, _ in asked}
            kept = {item for item, _ in asked if is_withheld(item, hidden)}
            required = [item for item, always in asked if always]
            filled = sum(bool(told[item]) for item in required if item not in kept)
            known, wanted, withheld = known + filled, wanted + len(required), withheld + sum(item in kept for item in required)
            rows = [Row((item_cell(item, names), say("asked for") if always else say("may be told"),
                         say("withheld") if item in kept else told[item] or NOT_STATED), source=label(entry.exercise))
                    for item, always in asked]
            share = say("{known} of {all}", known=number(filled), all=number(len(required)))
            rows.append(Row((say("Stated of what is asked for"), "", share), "total"))
            columns = (Column(say("Item"), 52), Column(say("Asked"), 24), Column(say("As recorded"), 92))
            caption = say("{place}: {name}", place=number(at), name=names.title(entry.exercise))
            tables.append(Table(caption, columns, tuple(rows), (say("– = not stated in the record."),)))
        lead = names.count("{known} of {count} item asked for is stated.", "{known} of {count} items asked for are stated.", wanted,
                           known=number(known))
        if withheld:
            of_them = names.count(
                "{count} item is withheld from the recipient.", "{count} items are withheld from the recipient.", withheld)
            lead = f"{lead} {of_them}"
        return Section(head, lead, tuple(tables), "items")

    @property
    def _unsure(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.answer == UNSURE and entry.first_day.year == self.year)

    def unsure(self) -> Section:
        say, names, unsure = self.names.say, self.names, self._unsure
        head = say("Undetermined")
        if not unsure:
            none = say("Of no activity of the year it is undetermined whether it belongs in the calendar.")
            return Section(head, none, (), "undetermined")
        rows = []
        for entry in unsure:
            facts = missing_facts(entry.missing, entry.exercise, names, entry.first_day)
            exercise = entry.exercise
            rows.append(Row((
                names.of_field(day_cell(exercise.starts_on), exercise, "starts_on"), Stacked(names.title(exercise), exercise.reference),
                names.of_field(names.states_cell(exercise.host_states, entry.first_day), exercise, "host_states"), facts,
            ), source=label(exercise)))
        columns = (Column(say("First day"), 24), Column(say("Activity"), 54), Column(say("Host States"), 36),
                   Column(say("Facts that are missing"), 54))
        lead = names.count("{count} activity may belong in the calendar; facts are missing that decide it.",
                           "{count} activities may belong in the calendar; facts are missing that decide it.", len(unsure))
        return Section(head, lead, (Table(say("Activities that may belong in the calendar"), columns, tuple(rows)),), "undetermined")

    # -------------------------------------------------- what changed since it was told last

    def changes(self) -> Section:
        say, names = self.names.say, self.names
        head = say("Changes since the last calendar")
        last = next((one for one in reversed(self.messages) if _sent(one) is not None), None)
        known = self.material.first_recorded(last) if last is not None else None
        sent = _sent(last) if last is not None else None
        if last is None or sent is None or known is None:
            none = say("No calendar of {year} is recorded as told; there is nothing to compare with.", year=self.year)
            return Section(head, none, (), "changes")
        since = max(known, sent.utc)
        rows = list(self._changed(since))
        compared = say("Compared with what the register held on {instant}, when the calendar of {day} was told and recorded.",
                       instant=names.instant(since), day=names.day(sent.utc.date()))
        if not rows:
            return Section(head, f"{say('Nothing in the calendar changed since it was told last.')} {compared}", (), "changes")
        lead = names.count(
            "{count} change since the calendar was told last.", "{count} changes since the calendar was told last.", len(rows))
        columns = (Column(say("Activity"), 46), Column(say("What"), 32), Column(say("Before"), 45), Column(say("Now"), 45))
        table = Table(say("What changed"), columns, tuple(rows), (say("– = not stated."),))
        return Section(head, f"{lead} {compared}", (table,), "changes")

    def _changed(self, since: datetime) -> Iterator[Row]:
        say, names = self.names.say, self.names
        for entry in self.entries:
            now = entry.exercise
            then = self.material.stood(now, since)
            before = self._belonged(then)
            if entry in self.listed and before is None:
                added = say("new in the register") if then is None else say("not in the calendar before")
                yield Row((names.title(now), say("Added"), added, self._days(now)), source=label(now))
            elif entry in self.listed and before is not None:
                for key in _COMPARED:
                    if getattr(before, key) != getattr(now, key):
                        yield Row((names.title(now), *self._told(key, before, now)), source=label(now))
            elif before is not None:
                yield self._left(before, self._days(now))
        known = {entry.exercise.id for entry in self.entries}
        for in_bin in (False, True):
            around = replace(_exercises(self.state, self.year - 1, self.year + 1), in_bin=in_bin)
            for moved in self.material.records(around):
                before = self._belonged(self.material.stood(moved, since)) if moved.id not in known else None
                if before is not None and isinstance(moved, JointExercise):
                    yield self._left(before, say("taken out of the register") if in_bin else self._days(moved))

    def _left(self, before: JointExercise, now: Cell) -> Row:
        return Row((self.names.title(before), self.names.say("No longer in it"), self._days(before), now), source=label(before))

    def _belonged(self, then: Record | None) -> JointExercise | None:
        """Return what stood then where it belonged in the calendar of the year."""
        period = period_of(then) if isinstance(then, JointExercise) else None
        if not isinstance(then, JointExercise) or period is None or period[0].year != self.year:
            return None
        return then if self.rules.entry(then, self.material.findings(then), self.state).answer == IN else None

    def _days(self, exercise: JointExercise) -> Cell:
        return self.names.period_cell(exercise.starts_on, exercise.ends_on, left_out(exercise))

    def _told(self, key: str, before: JointExercise, now: JointExercise) -> tuple[str, Cell, Cell]:
        """What a field is called, and what it said before and now."""
        say, names = self.names.say, self.names

        def told(exercise: JointExercise) -> Cell:
            on = exercise.starts_on.first_day if exercise.starts_on else date(self.year, 1, 1)
            text = {
                "designation": lambda: exercise.designation, "activity_type": lambda: names.word(exercise.activity_type),
                "host_states": lambda: names.joined(names.listed(exercise.host_states, on)),
                "starts_on": lambda: day_cell(exercise.starts_on), "ends_on": lambda: day_cell(exercise.ends_on),
                "level_of_command": lambda: exercise.level_of_command, "area": lambda: stated("area", exercise, names),
                "purpose": lambda: exercise.purpose, "contingents": lambda: troops_sum(exercise, names, on),
            }[key]()
            return names.of_field(text or NOT_STATED, exercise, key)

        heads = {
            "designation": say("Designation"), "activity_type": say("Kind of activity"), "host_states": say("Host States"),
            "starts_on": say("First day"), "ends_on": say("Last day"), "level_of_command": say("Level of command"), "area": say("Area"),
            "purpose": say("General purpose"), "contingents": say("Forces (troops shown)"),
        }
        return heads[key], told(before), told(now)

    # -------------------------------------------------- when it was due, and what is not known

    def duty(self) -> Section:
        say, names = self.names.say, self.names
        head = say("When it is due, and when it was told")
        blocks: list[Block] = []
        own = self.state == self.material.issuer.owner
        found = self.material.duties(date(self.year - 1, 1, 1), date(self.year, 12, 31)) if own and self.year > 1 else ()
        due = [one for one in found if one.period == str(self.year) and self._is_calendar(one.agreement, one.rule)]
        owed = lines_of_period([Judged(one) for one in due], date(self.year - 1, 1, 1), date(self.year, 12, 31))
        if owed:
            blocks.append(obligation_table(say("The calendar of the year"), owed, names))
        told = {one.id: one for one in self.messages}
        for line in owed:  # a nil report that meets it is no calendar by its kind
            record = self.material.record(line.obligation.met_by) if line.obligation.met_by else None
            if isinstance(record, Notification):
                told.setdefault(record.id, record)
        rows = tuple(
            Row((instant_cell(_sent(one)), Stacked(names.word(one.notification_kind), one.subject), one.reference or NOT_STATED,
                 names.states_cell(one.to, date(self.year, 1, 1))), source=label(one))
            for one in sorted(told.values(), key=_order))
        if rows:
            columns = (Column(say("Sent"), 24), Column(say("Message"), 64), Column(say("Reference"), 44), Column(say("To"), 36))
            blocks.append(Table(say("Calendars and changes that were told"), columns, rows, (say("– = not stated. Hours are UTC."),)))
        lead = names.count("{count} message about the calendar of {year} is recorded.",
                           "{count} messages about the calendar of {year} are recorded.", len(rows), year=self.year) if rows else say(
            "No message about the calendar of {year} is recorded.", year=self.year)
        texts = tuple((rule.title, names.text_of_rules(rule.text), f"{key} {rule.id}") for key, pack in self.rules.packs.items()
                      for rule in pack.rules if self._is_calendar(key, rule.id))
        return Section(head, lead, (*blocks, *([Prose(texts)] if texts else [])), "due")

    def _is_calendar(self, agreement: str, rule_id: str) -> bool:
        pack = self.rules.packs.get(agreement)
        rule = pack.by_id.get(rule_id) if pack is not None else None
        return rule is not None and "year" in rule.subjects and any(CALENDAR in words for _, words in rule.evidence())

    def gaps(self) -> Section:
        say, count = self.names.say, self.names.count
        withheld = self.material.withheld(_exercises(self.state, self.year, self.year))
        lead = (count("{count} activity of the year is withheld from the recipient; nothing in this report counts or shows it.",
                      "{count} activities of the year are withheld from the recipient; nothing in this report counts or shows them.",
                      withheld)
                if withheld else say("No activity of the year is withheld from the recipient."))
        others = sum(entry.first_day.year == self.year for entry in self.entries) - len(self.listed) - len(self._unsure)
        begun = [entry for entry in self.entries
                 if entry.answer == IN and entry.first_day.year < self.year <= _last_day(entry).year]
        told = [
            (say("Not in it"), count("{count} other activity of the year that names the State is not subject to prior notification by it.",
                                     "{count} other activities of the year that name the State are not subject to prior notification by "
                                     "it.", others), ""),
            (say("Begun before"), say("{names} began in the year before and stand in its calendar.",
                                      names=self.names.joined(self.names.title(entry.exercise) for entry in begun)) if begun else
             say("No notifiable activity that began in the year before reaches into the year."), ""),
        ]
        if self.rules.packs:
            told.append((say("Rules asked"), self.names.joined(
                say("{agreement}, version {version}", agreement=self.names.agreement(key), version=pack.version)
                for key, pack in self.rules.packs.items()), ""))
        return Section(say("Gaps and method"), lead, (Prose(tuple(told)),), "gaps")


def _exercises(state: str, first: int, last: int) -> Query:
    """What touches these years and names the State."""
    days = date(max(first, date.min.year), 1, 1), date(min(last, date.max.year), 12, 31)
    return Query(kinds=("exercise",), from_on=days[0], to_on=days[1], states=(state,), descending=False)


def _sent(message: Notification) -> Instant | None:
    return message.sent_at or message.received_at


def _order(message: Notification) -> tuple[str, str]:
    return str(_sent(message) or ""), message.id


def _year_of(message: Notification) -> int | None:
    """The year that a calendar or a change of one is about: as it says, else the year after a calendar, the year of a change."""
    if message.period.strip().isdigit():
        return int(message.period)
    sent = _sent(message)
    return None if sent is None else sent.utc.year + (message.notification_kind == CALENDAR)


def _last_day(entry: Entry) -> date:
    ends = entry.exercise.ends_on
    return max(ends.last_day, entry.first_day) if ends else entry.first_day


def _day_of(moment: Instant | None) -> str:
    return f"{moment.utc:%Y-%m-%d}" if moment else NOT_STATED

