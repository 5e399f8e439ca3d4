"""What the records themselves put on a date: promises, scheduled contacts, planned entries, activities that begin.

What agreements require on top of that is worked out by rules, which is another matter; nothing here is an obligation that
the register inferred.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cbm_tracker.domain.measures import HotlineContact, Inspection, JointExercise, Promise, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.open_matters import open_matters
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.summary import title
from cbm_tracker.errors import NotFound
from cbm_tracker.services.records import RecordService

__all__ = ["AgendaService", "DatedFact", "OpenPromise"]

_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class DatedFact:
    """One line of the agenda; `at` (UTC) or `on` says when, neither where no date was given.

    `what`: promise, scheduled_contact, planned_entry, request_unanswered, activity_begins.
    `note`: who promised, the State that is visited, the place of an activity.
    """

    what: str
    kind: str
    record_id: str
    title: str
    states: tuple[str, ...]
    agreements: tuple[str, ...]
    at: datetime | None = None
    on: date | None = None
    note: str = ""

    def state_on(self, now: datetime) -> str:
        """Return overdue, today, week, later or undated, seen from `now`; its zone says when a day begins."""
        if self.what == "request_unanswered" or (self.at is None and self.on is None):
            return "undated"
        if self.at is not None and self.at < now:
            return "overdue"
        day = self.at.astimezone(now.tzinfo).date() if self.at is not None else self.on
        assert day is not None
        days = (day - now.date()).days
        return "overdue" if days < 0 else "today" if days == 0 else "week" if days < 7 else "later"


@dataclass(frozen=True)
class OpenPromise:
    """A promise nobody recorded as kept; `number` is its place in the contact."""

    contact_id: str
    number: int
    promise: Promise
    with_states: tuple[str, ...]
    made_at: datetime | None


@dataclass(frozen=True)
class AgendaService:
    records: RecordService
    names: StateNames

    def upcoming(self, now: datetime) -> list[DatedFact]:
        """Return what stands on a date from today on, or before today and is still open; the earliest first.

        Args:
            now: the present instant, in the zone whose date is today.
        """
        today = now.date()
        facts: list[DatedFact] = []
        for record in self.records.stream(Query(kinds=("contact",), leaving_open=("promise", "contact"))):
            facts.extend(_of_contact(record))
        for record in self.records.stream(Query(kinds=("inspection",), leaving_open=("request",))):
            facts.extend(_unanswered(record))
        for record in self.records.stream(Query(kinds=("inspection",), leaving_open=("entry",), from_on=today)):
            facts.extend(_planned(record, now))
        for record in self.records.stream(Query(kinds=("exercise",), from_on=today, to_on=(now + _AHEAD).date())):
            facts.extend(_of_exercise(record, today))
        return sorted(facts, key=_by_time)

    def open_promises(self, now: datetime) -> list[OpenPromise]:
        """Return the promises still open, the earliest due first, those without a date last."""
        found: list[OpenPromise] = []
        for record in self.records.stream(Query(kinds=("contact",), leaving_open=("promise",))):
            if isinstance(record, HotlineContact):
                made_at = record.opened_at.utc if record.opened_at else None
                if made_at is not None and made_at > now:
                    continue
                found.extend(
                    OpenPromise(record.id, number, promise, record.with_states, made_at)
                    for number, promise in enumerate(record.promises) if promise.kept_at is None
                )
        return sorted(found, key=lambda each: (each.promise.due_at is None, str(each.promise.due_at), each.contact_id, each.number))

    def scheduled_contacts(self, now: datetime) -> list[HotlineContact]:
        """Return the contacts that are scheduled today, by the date in the zone of `now`; the earliest first."""
        day, near = now.date(), timedelta(days=1)
        query = Query(kinds=("contact",), from_on=day - near, to_on=day + near, stating=("scheduled_at",))
        found = [record for record in self.records.stream(query)
                 if isinstance(record, HotlineContact) and record.status != "superseded"
                 and record.scheduled_at and record.scheduled_at.utc.astimezone(now.tzinfo).date() == day]
        return sorted(found, key=lambda contact: str(contact.scheduled_at))

    def keep_promise(self, contact_id: str, number: int, now: datetime) -> str:
        """Record that a promise is kept; returns the id of the contact that says so (a correction where it was issued).

        Raises:
            NotFound: there is no such contact or promise.
            EditConflict: the contact was corrected already, or lies in the bin.
        """
        stored = self.records.get(contact_id)
        contact = stored.record
        if not isinstance(contact, HotlineContact) or number >= len(contact.promises):
            raise NotFound("There is no such promise.")
        promises = list(contact.promises)
        promises[number] = replace(promises[number], kept_at=Instant(now))
        changed = replace(contact, promises=tuple(promises))
        reason = f"promise kept: {promises[number].text}"
        if contact.status == "draft":
            self.records.revise(changed, stored.revision, reason)
            return contact_id
        return self.records.correct(contact_id, changed, reason)


def _by_time(fact: DatedFact) -> tuple[bool, str, str]:
    when = fact.at.isoformat() if fact.at else fact.on.isoformat() if fact.on else ""
    return not when, when, fact.record_id


def _of_contact(record: Record) -> Iterator[DatedFact]:
    """What is promised and not kept, and the contact itself where it was not held yet."""
    if not isinstance(record, HotlineContact):
        return
    for promise in record.promises:
        if promise.kept_at is None:
            yield DatedFact("promise", "contact", record.id, promise.text, record.with_states, record.agreements,
                            at=promise.due_at.utc if promise.due_at else None, note=promise.by)
    if record.scheduled_at and "contact" in open_matters(record):
        yield DatedFact("scheduled_contact", "contact", record.id, title(record), record.with_states, record.agreements,
                        at=record.scheduled_at.utc)


def _unanswered(record: Record) -> Iterator[DatedFact]:
    asked = isinstance(record, Inspection) and (record.request_received_at or record.requested_at)
    if isinstance(record, Inspection) and asked:
        yield DatedFact("request_unanswered", "inspection", record.id, title(record), _parties(record), record.agreements, at=asked.utc,
                        note=record.receiving_state)


def _planned(record: Record, now: datetime) -> Iterator[DatedFact]:
    planned = record.entry_planned_at if isinstance(record, Inspection) else None
    if isinstance(record, Inspection) and planned and planned.utc >= now:
        yield DatedFact("planned_entry", "inspection", record.id, title(record), _parties(record), record.agreements, at=planned.utc,
                        note=record.receiving_state)


def _parties(record: Inspection) -> tuple[str, ...]:
    return tuple(code for code in (*record.inspecting_states, record.receiving_state) if code)


def _of_exercise(record: Record, today: date) -> Iterator[DatedFact]:
    if not isinstance(record, JointExercise) or record.status == "superseded" or record.starts_on is None:
        return
    if record.starts_on.is_complete and record.starts_on.first_day >= today:
        states = record.host_states or tuple(dict.fromkeys(contingent.state for contingent in record.contingents))
        yield DatedFact("activity_begins", "exercise", record.id, title(record), states, record.agreements, on=record.starts_on.first_day,
                        note=record.area.name if record.area else "")
