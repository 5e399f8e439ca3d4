"""Promises made in hotline contacts, as on the instant of a report: met, late, open or overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cbm_tracker.domain.measures import HotlineContact, Promise
from cbm_tracker.domain.summary import label
from cbm_tracker.reports.content import Column, Row, Stacked, Table
from cbm_tracker.reports.wording import Names, day_of_record, instant_cell

Made = tuple[HotlineContact, Promise]
"""A promise and the contact in which it was made."""


def is_kept(promise: Promise, at: datetime) -> bool:
    """Whether a promise was kept by an instant."""
    return promise.kept_at is not None and promise.kept_at.utc <= at


def is_overdue(promise: Promise, at: datetime) -> bool:
    return not is_kept(promise, at) and promise.due_at is not None and promise.due_at.utc < at


def promise_table(caption: str, made: Sequence[Made], at: datetime, names: Names) -> Table:
    """Return promises in their order, each with who made it, its due time and how it stands at this instant."""
    columns = (
        Column(names.say("Promise"), 68), Column(names.say("By"), 28), Column(names.say("Due"), 23), Column(names.say("Kept"), 23),
        Column(names.say("Status"), 26, strong=True),
    )
    return Table(caption, columns, tuple(_row(contact, promise, at, names) for contact, promise in made), (
        names.say("– = not stated; under Kept: not recorded as kept. Open as on the instant of this report."),
    ))


def _row(contact: HotlineContact, promise: Promise, at: datetime, names: Names) -> Row:
    on = day_of_record(contact)
    return Row((
        Stacked(promise.text, f"{names.title(contact)}, {on.isoformat()}"), names.state(promise.by, on), instant_cell(promise.due_at),
        instant_cell(promise.kept_at if is_kept(promise, at) else None), _status(promise, at, names),
    ), source=label(contact))


def _status(promise: Promise, at: datetime, names: Names) -> str:
    if not is_kept(promise, at):
        return names.say("○ open, overdue") if is_overdue(promise, at) else names.say("○ open")
    late = promise.due_at is not None and promise.kept_at is not None and promise.due_at < promise.kept_at
    return names.say("▲ late") if late else names.say("● met")
