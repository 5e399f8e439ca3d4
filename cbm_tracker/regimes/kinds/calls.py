"""Schedules of calls on a line kept open: which calls are expected, which were held, and which call was made at need."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cbm_tracker.domain.calendar_words import DAY_NAMES
from cbm_tracker.domain.measures import HotlineContact, Record
from cbm_tracker.domain.moments import zone as zone_named
from cbm_tracker.domain.vocabulary import VOCABULARIES
from cbm_tracker.errors import InvalidMeasure
from cbm_tracker.regimes.facts import states_of
from cbm_tracker.regimes.findings import Because, Finding, Obligation, Remedy, short_moment
from cbm_tracker.regimes.recurrence import FIRST_DAY, LAST_DAY, WEEKDAY_NAMES
from cbm_tracker.regimes.rules import Case, Rule, View
from cbm_tracker.regimes.spans import MONDAY_TO_FRIDAY, WorkCalendar
from cbm_tracker.regimes.table import Table
from cbm_tracker.regimes.timeliness import open_state

_UNANSWERED = frozenset({"unanswered", "technical_failure", "refused", "message_pending"})
_MOST_LISTED = 40
_LONGEST_TOLERANCE = 24 * 60  # minutes


@dataclass(frozen=True, kw_only=True)
class Calls(Rule):
    """When two sides call each other.

    Args:
        channels: on which lines; empty for any.
        times: by the clock of `zone`; empty where the schedule names a day and no time.
        weekdays: 0 (Monday) to 6; `working` takes those that the calendar does not work out of them.
        callers: who calls in even and in odd hours, where that is fixed.
        tolerance_minutes: how far from its time a call still is the scheduled one.
    """

    channels: tuple[str, ...]
    times: tuple[time, ...]
    zone: str
    weekdays: frozenset[int]
    working: bool
    work_calendar: str = ""
    callers: tuple[str, str] | None = None
    tolerance_minutes: int = 30
    what: str = ""

    def evidence(self) -> Iterator[tuple[str, frozenset[str]]]:
        yield "contact", self.words

    def work_calendars(self) -> Iterator[str]:
        yield self.work_calendar

    def concerns(self, record: Record) -> bool:
        on_line = isinstance(record, HotlineContact) and (not self.channels or record.channel in self.channels)
        return on_line and (not self.words or getattr(record, "purpose", "") in self.words)

    def calendar(self, view: View, state: str, from_on: date, to_on: date) -> Iterator[Finding]:
        held = self._held(view)
        for first, last in _months(max(from_on, FIRST_DAY), min(to_on, LAST_DAY)):
            if view.pack.holds_on(first):
                yield from self._month(view, state, first, last, held)

    def judge(self, case: Case) -> Iterator[Finding]:
        """Say of a contact whether it is the scheduled call, or was made at need."""
        contact = case.record
        assert isinstance(contact, HotlineContact)
        moment = _moment(contact)
        if moment is None:
            yield case.view.finding(self, "undetermined", record=contact.id, missing=("opened_at",), gate=self._gate(case))
            return
        around, work = timedelta(days=8), case.view.pack.work_calendar(self.work_calendar)
        slots = expected_calls(self, moment - around, moment + around, work)
        slot = self._slot(slots, moment)
        notes = []
        if slot is not None:
            notes.append(f"The scheduled call of {self._shown(slot)}.")
            caller = self._caller(slot)
            if caller and contact.initiated_by and contact.initiated_by != caller:
                notes.append(f"In this hour {caller} calls; here it was {contact.initiated_by}.")
            if contact.outcome in _UNANSWERED:
                notes.append("Unanswered.")
        else:
            after = next((each for each in slots if each > moment), None)
            notes.append("At need: no call is scheduled at that time." + (f" The next is that of {self._shown(after)}." if after else ""))
        yield case.view.finding(self, "required" if slot is not None else "not_required", record=contact.id, notes=tuple(notes),
                                because=(self._because(slots, moment, slot),), gate=self._gate(case))

    def _gate(self, case: Case) -> str:
        parties = {party.state for party in case.view.parties}
        assert isinstance(case.record, HotlineContact)
        states = tuple(state for state in _states(case.record, case.situation.owner) if not parties or state in parties)
        return case.view.gate(states, case.day or case.situation.at.date())

    def _because(self, slots: tuple[datetime, ...], moment: datetime, slot: datetime | None) -> Because:
        if not self.times:
            days = tuple(DAY_NAMES[day] for day in sorted(self.weekdays))
            weekday = DAY_NAMES[moment.astimezone(zone_named(self.zone)).weekday()]
            return Because("day of the call", weekday, "one of", days, slot is not None)
        minutes = min((int(abs(moment - each).total_seconds()) // 60 for each in slots), default=None)
        return Because("minutes from the nearest scheduled call", minutes, "<=", self.tolerance_minutes, slot is not None)

    def _shown(self, slot: datetime) -> str:
        local = slot.astimezone(zone_named(self.zone))
        if not self.times:
            return f"{DAY_NAMES[local.weekday()]}, {local.date()}"
        return f"{short_moment(slot)} ({local:%H:%M} {self.zone})"

    def _caller(self, slot: datetime) -> str:
        return "" if self.callers is None else self.callers[slot.astimezone(zone_named(self.zone)).hour % 2]

    def _slot(self, slots: tuple[datetime, ...], moment: datetime) -> datetime | None:
        """Return the expected call that a call at a moment is: the nearest within the tolerance, or the one of its day."""
        if not self.times:
            zone = zone_named(self.zone)
            midnight = datetime.combine(moment.astimezone(zone).date(), time(), zone).astimezone(UTC)
            return midnight if midnight in slots[bisect_left(slots, midnight):][:1] else None
        at = bisect_left(slots, moment)
        nearest = min(slots[max(0, at - 1):at + 1], key=lambda slot: abs(slot - moment), default=None)
        if nearest is None or abs(nearest - moment) > timedelta(minutes=self.tolerance_minutes):
            return None
        return nearest

    def _held(self, view: View) -> list[tuple[datetime, HotlineContact]]:
        """Return the contacts on this line that have been by now, the earliest first."""
        parties = {party.state for party in view.parties}
        found = []
        for contact in view.situation.records.of_kind("contact"):
            if not isinstance(contact, HotlineContact) or not self.concerns(contact):
                continue
            named = view.pack.id in contact.agreements
            moment = _moment(contact)
            if (named or (not contact.agreements and parties & set(_states(contact, "")))) and moment and moment <= view.situation.at:
                found.append((moment, contact))
        return sorted(found, key=lambda each: (each[0], each[1].id))

    def _month(
        self, view: View, state: str, first: date, last: date, held: list[tuple[datetime, HotlineContact]]
    ) -> Iterator[Finding]:
        zone, now = zone_named(self.zone), view.situation.at
        start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last + timedelta(days=1)))
        slots = tuple(slot for slot in expected_calls(self, start, end, view.pack.work_calendar(self.work_calendar))
                      if self.callers is None or self._caller(slot) == state)
        if not slots:
            return
        by_slot: dict[datetime, bool] = {}
        for moment, contact in held:
            slot = self._slot(slots, moment)
            if slot is not None:
                by_slot[slot] = by_slot.get(slot, False) or contact.outcome not in _UNANSWERED
        past = [slot for slot in slots if slot + self._patience() <= now or slot in by_slot]
        answered = [slot for slot in past if by_slot.get(slot)]
        unanswered = [slot for slot in past if by_slot.get(slot) is False]
        silent = [slot for slot in past if slot not in by_slot]
        coming = next((slot for slot in slots if slot not in past), None)
        notes = [f"{len(slots)} expected, {len(answered)} held, {len(unanswered)} unanswered, {len(silent)} not recorded, "
                 f"{len(slots) - len(past)} to come."]
        missed = (("Unanswered", unanswered), ("Not recorded", silent))
        notes.extend(f"{word}: {self._listed(calls)}." for word, calls in missed if calls)
        owed = None
        gate = view.gate((state,), first)
        if coming is not None:
            due = coming if self.times else coming.astimezone(zone).date()
            owed = Obligation(self.what or self.title, (state,), due, open_state(due, now, zone),
                              remedy=Remedy("contact", self._begun(view, state, coming)))
            owed = owed.informing() if gate else owed
        yield view.finding(
            self, "advisory" if view.pack.agreement_kind == "voluntary" else "required", obligation=owed, gate=gate, notes=tuple(notes),
            because=(Because("calls held", len(answered), ">=", len(past), len(answered) >= len(past)),),
            period=f"{first:%Y-%m}" if (first.day, (last + timedelta(days=1)).day) == (1, 1) else f"{first} to {last}",
        )

    def _patience(self) -> timedelta:
        return timedelta(minutes=self.tolerance_minutes) if self.times else timedelta(days=1)

    def _listed(self, slots: list[datetime]) -> str:
        text = "; ".join(self._shown(slot) for slot in slots[:_MOST_LISTED])
        return text if len(slots) <= _MOST_LISTED else f"{text} and {len(slots) - _MOST_LISTED} more"

    def _begun(self, view: View, state: str, slot: datetime) -> dict[str, Any]:
        others = [party.state for party in view.parties if party.state != state]
        values: dict[str, Any] = {"agreements": [view.pack.id], "with_states": list(dict.fromkeys(others)), "initiated_by": state}
        if self.times:
            values["scheduled_at"] = short_moment(slot)
        if self.channels:
            values["channel"] = self.channels[0]
        if self.words:
            values["purpose"] = sorted(self.words)[0]
        return values


def expected_calls(
    rule: Calls, from_at: datetime, to_at: datetime, work: WorkCalendar = MONDAY_TO_FRIDAY
) -> tuple[datetime, ...]:
    """Return the calls a schedule expects from one instant until before another, in UTC; a day without a time at its midnight."""
    zone = zone_named(rule.zone)
    day, last = from_at.astimezone(zone).date(), to_at.astimezone(zone).date()
    found: list[datetime] = []
    while day <= last:
        if day.weekday() in rule.weekdays and (not rule.working or work.works(day)) and rule.holds_on(day):
            found.extend(datetime.combine(day, clock, zone).astimezone(UTC) for clock in rule.times or (time(),))
        day += timedelta(days=1)
    return tuple(sorted({slot for slot in found if from_at <= slot < to_at}))


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Cut a range of days at the turns of months."""
    while first <= last:
        end = min(last, (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1))
        yield first, end
        first = end + timedelta(days=1)


def _moment(contact: HotlineContact) -> datetime | None:
    return next((each.utc for each in (contact.scheduled_at, contact.opened_at) if each is not None), None)


def _states(contact: HotlineContact, owner: str) -> tuple[str, ...]:
    there = [*contact.with_states, *states_of(contact, "initiator"), *states_of(contact, "from"), *([owner] if owner else [])]
    return tuple(dict.fromkeys(there))


def read(table: Table, head: dict[str, Any]) -> Calls:
    """Read a rule of the kind calls. Raises InvalidRule."""
    if not set(head["subjects"]) <= {"year", "contact"}:
        raise table.wrong("a rule of the kind calls has the subject “contact” or “year”.")
    channels = table.texts("channel")
    for channel in channels:
        if channel not in VOCABULARIES["channel"]:
            raise table.wrong(f"“{channel}” is not a channel.")
    zone, days = table.text("zone"), table.texts("days", "daily")
    try:
        zone_named(zone)
    except InvalidMeasure as error:
        raise table.wrong(f"“zone”: {error}") from error
    wrong = next((day for day in days if day not in ("daily", "working", *WEEKDAY_NAMES)), "")
    if wrong or (len(days) > 1 and {"daily", "working"} & set(days)):
        raise table.wrong(f"“days” is daily, working, or days of the week{f'; it says “{wrong}”' if wrong else ''}.")
    hourly, times = table.flag("hourly"), tuple(_clock(table, text) for text in table.texts("times"))
    if hourly and times:
        raise table.wrong("“hourly” and “times” exclude each other.")
    parity = table.table("parity", None)
    callers = None
    if parity is not None:
        callers = (parity.role("even")[0], parity.role("odd")[0])
        parity.done()
    return Calls(
        **{**head, "subjects": ("year", "contact")}, channels=channels, zone=zone, callers=callers,
        times=tuple(time(hour) for hour in range(24)) if hourly else times,
        weekdays=frozenset(range(7)) if days[0] in ("daily", "working") else frozenset(WEEKDAY_NAMES.index(day) for day in days),
        working=days[0] == "working", work_calendar=table.text("calendar", ""),
        tolerance_minutes=table.integer("tolerance_minutes", 30, most=_LONGEST_TOLERANCE), what=table.text("what", ""),
    )


def _clock(table: Table, text: str) -> time:
    try:
        if len(text) != 5:
            raise ValueError
        return time.fromisoformat(text)
    except ValueError as error:
        raise table.wrong(f"“times” says “{text}”, which is not a time such as 09:00.") from error
