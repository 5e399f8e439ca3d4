"""Activities and obligations as an iCalendar file (RFC 5545), with alarms, for the calendars that officers keep anyway."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, Todo

from cbm_tracker.domain.measures import JointExercise
from cbm_tracker.domain.vocabulary import spoken

_NAMESPACE = uuid.UUID("0b6a4f0e-9a55-5c0e-8a57-6f1d0f3c2b11")
_ACTIVITY_LEAD = timedelta(days=7)


@dataclass(frozen=True)
class Deadline:
    """Something owed by a day (included) or an instant; `key` is the same whenever it is written, `lead` when to be reminded."""

    key: str
    title: str
    due: date | datetime
    lead: timedelta
    description: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class Head:
    """What a calendar says of itself: its name, the marking of each entry, and the instant it was written."""

    name: str
    marking: str
    written_at: datetime


def calendar_text(head: Head, exercises: Iterable[JointExercise], deadlines: Iterable[Deadline]) -> tuple[str, int]:
    """Return the file and how many entries it has; an activity whose first day is not known has none."""
    calendar = Calendar()
    calendar.add("prodid", "-//CBM Tracker//Register of confidence-building measures//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _marked(head, head.name))
    made = [event for exercise in exercises if (event := _event(head, exercise)) is not None]
    for part in (*made, *(_todo(head, deadline) for deadline in deadlines)):
        calendar.add_component(part)
    return calendar.to_ical().decode("utf-8"), len(calendar.subcomponents)


def _marked(head: Head, text: str) -> str:
    return f"[{head.marking}] {text}" if head.marking else text


def _event(head: Head, exercise: JointExercise) -> Event | None:
    span = _span(exercise)
    if span is None:
        return None
    event = Event()
    event.add("uid", f"{exercise.id}@cbm-tracker")
    event.add("dtstamp", head.written_at)
    event.add("dtstart", span[0])
    event.add("dtend", span[1])
    name = exercise.designation.strip() or spoken(exercise.activity_type) or "Unnamed activity"
    event.add("summary", _marked(head, name))
    told = [exercise.marking, spoken(exercise.activity_type), ", ".join(exercise.host_states), exercise.reference,
            ", ".join(exercise.agreements)]
    event.add("description", "\n".join(part for part in told if part))
    if exercise.area is not None and exercise.area.name:
        event.add("location", exercise.area.name)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(name, _ACTIVITY_LEAD, "START"))
    return event


def _span(exercise: JointExercise) -> tuple[date | datetime, date | datetime] | None:
    """Return when it begins and when it is over: by instants where both are known, else by days, the second one not included."""
    if exercise.starts_at is not None and exercise.ends_at is not None:
        return exercise.starts_at.utc, exercise.ends_at.utc
    if exercise.starts_on is None or not exercise.starts_on.is_complete:
        return None
    first = exercise.starts_on.first_day
    last = exercise.ends_on.first_day if exercise.ends_on is not None and exercise.ends_on.is_complete else first
    return first, last + timedelta(days=1)


def _todo(head: Head, deadline: Deadline) -> Todo:
    todo = Todo()
    todo.add("uid", f"{uuid.uuid5(_NAMESPACE, deadline.key)}@cbm-tracker")
    todo.add("dtstamp", head.written_at)
    todo.add("due", deadline.due)
    todo.add("summary", _marked(head, deadline.title))
    if deadline.description:
        todo.add("description", deadline.description)
    todo.add("status", "NEEDS-ACTION")
    todo.add("priority", 1 if deadline.overdue else 5)
    todo.add_component(_alarm(deadline.title, deadline.lead, "END"))
    return todo


def _alarm(text: str, lead: timedelta, related: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -lead, parameters={"RELATED": related})
    return alarm
