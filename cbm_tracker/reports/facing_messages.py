"""Messages of two States side by side: as sent and as received, and those that belong together."""

from __future__ import annotations

from collections.abc import Sequence

from cbm_tracker.domain.measures import Notification
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.summary import label
from cbm_tracker.reports.content import Cell, Row, Stacked, Table
from cbm_tracker.reports.dealings import Dealings
from cbm_tracker.reports.facing_tables import Sides, facing_table, words_row
from cbm_tracker.reports.wording import NOT_STATED, Names


def sent_and_received_table(found: Dealings, sides: Sides, names: Names) -> Table:
    """Return every message with the day on which one sent it and the other received it."""
    rows = sent_and_received_rows(found, names)
    return facing_table(names.say("Messages, as sent and as received"), names.say("Message"), rows, sides, names, (
        names.say("Compared by day, UTC."),))


def sent_and_received_rows(found: Dealings, names: Names) -> list[Row]:
    return [_sent_row(each, found.sender(each) == found.one, names) for each in found.notifications]


def _sent_row(message: Notification, ours: bool, names: Names) -> Row:
    sent, received = message.sent_at, message.received_at
    entry = Stacked(names.title(message), names.parted(message.reference, names.draft_mark(message)))
    left, right = _moment(names.say("sent"), sent), _moment(names.say("received"), received)
    same = None if sent is None or received is None else sent.utc.date() == received.utc.date()
    difference: Cell = NOT_STATED
    if sent is None or received is None:
        difference = names.say("time of sending not stated") if sent is None else names.say("time of receipt not stated")
    elif not same:
        difference = names.say("{time} between sending and receipt", time=names.elapsed(sent, received))
    return words_row(entry, *((left, right) if ours else (right, left)), difference, agree=same, source=label(message))


def _moment(what: str, moment: Instant | None) -> Cell:
    return Stacked(f"{what} {moment.utc:%Y-%m-%d}", f"{moment.utc:%H:%M} UTC") if moment else NOT_STATED


def belonging_table(pairs: Sequence[tuple[Notification, Notification]], sides: Sides, names: Names) -> Table:
    """Return messages that belong together by a link or a reference, with the time from the first to the second."""
    rows = [_pair_row(ours, theirs, sides, names) for ours, theirs in pairs]
    return facing_table(names.say("Messages that belong together"), names.say("Matter"), rows, sides, names, (
        names.say("The time runs from the first message to the second."),))


def _pair_row(ours: Notification, theirs: Notification, sides: Sides, names: Names) -> Row:
    left, right = _when(ours), _when(theirs)
    if left is None or right is None:
        first, difference = ours, names.say("a time is not stated")
    elif left <= right:
        first, difference = ours, names.say("{state} after {time}", state=sides.other, time=names.elapsed(left, right))
    else:
        first, difference = theirs, names.say("{state} after {time}", state=sides.one, time=names.elapsed(right, left))
    return words_row(names.title(first), _message(ours, names), _message(theirs, names), difference, agree=True, source=label(first))


def _message(message: Notification, names: Names) -> Cell:
    moment = _when(message)
    told = f"{moment.utc:%Y-%m-%d} {moment.utc:%H:%M}" if moment else ""
    return Stacked(names.word(message.notification_kind), names.parted(message.reference, told))


def _when(message: Notification) -> Instant | None:
    return message.sent_at or message.received_at
