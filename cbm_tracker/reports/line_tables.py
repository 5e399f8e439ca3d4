"""Lines kept open, on paper: by channel and State, with the last contact and the last test of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cbm_tracker.domain.measures import HotlineContact
from cbm_tracker.domain.summary import label
from cbm_tracker.reports.content import Cell, Column, Row, Stacked, Table
from cbm_tracker.reports.wording import NOT_STATED, Names, instant_cell

_TESTS = ("routine_test", "scheduled_contact", "cyber_contact_check", "drill")


def is_test(contact: HotlineContact) -> bool:
    """Whether it has a scheduled time, or is recorded as test, check, drill or scheduled contact."""
    return contact.scheduled_at is not None or contact.purpose in _TESTS


@dataclass
class Line:
    """What the register knows of one line: a channel to a State."""

    contacts: int = 0
    last: HotlineContact | None = None
    last_test: HotlineContact | None = None
    next_at: datetime | None = None
    agreements: dict[str, None] = field(default_factory=dict)


@dataclass
class Lines:
    """Takes hotline contacts in order of time; `at` is the instant of the report, `owner` whose lines they are."""

    at: datetime
    owner: str
    known: dict[tuple[str, str], Line] = field(default_factory=dict)  # (channel, State)

    def take(self, contact: HotlineContact) -> None:
        opened, scheduled = (moment.utc if moment is not None else None for moment in (contact.opened_at, contact.scheduled_at))
        held, ahead = opened is not None and opened <= self.at, scheduled is not None and scheduled > self.at
        if not held and not ahead and opened is not None:
            return  # announced for later, without a schedule: no line was used, and none is to be tested
        for state in [one for one in contact.with_states if one != self.owner] or [""]:
            line = self.known.setdefault((contact.channel, state), Line())
            line.agreements.update(dict.fromkeys(contact.agreements))
            if held:
                line.contacts += 1
                line.last = contact
                line.last_test = contact if is_test(contact) else line.last_test
            if ahead and scheduled is not None:
                line.next_at = min(scheduled, line.next_at or scheduled)

    def untested(self) -> int:
        return sum(line.last_test is None for line in self.known.values())

    def table(self, names: Names) -> Table:
        rows: list[Row] = []
        channels = sorted({channel for channel, _ in self.known}, key=lambda one: (one == "", names.alphabetical(names.word(one))))
        for channel in channels:
            of_channel = {state: line for (of, state), line in self.known.items() if of == channel}
            head = names.word(channel) if channel else names.say("Channel not stated")
            rows.append(Row((head, names.counted(sum(line.contacts for line in of_channel.values()), "contact")), "group"))
            order = sorted(of_channel, key=lambda state: (state == "", names.alphabetical(names.state(state, self.at.date()))))
            rows.extend(self._row(state, of_channel[state], names) for state in order)
        columns = (
            Column(names.say("With"), 46), Column(names.say("Contacts"), 18, "right"), Column(names.say("Last contact"), 26),
            Column(names.say("Last test"), 26), Column(names.say("Outcome of the test"), 30), Column(names.say("Next scheduled"), 22),
        )
        return Table(names.say("Lines by channel, with the last test of each"), columns, tuple(rows), (names.say(
            "Contacts opened up to the instant of this report. Test: a contact with a scheduled time, or recorded as test, check or drill. "
            "– = none recorded."),))

    def _row(self, state: str, line: Line, names: Names) -> Row:
        on = self.at.date()
        under = names.joined(names.agreement(one) for one in line.agreements)
        test = line.last_test
        answered = names.elapsed(test.opened_at, test.answered_at) if test is not None and test.answered_at is not None else ""
        outcome: Cell = NOT_STATED if test is None else Stacked(
            names.word(test.outcome), names.say("answer after {time}", time=answered) if answered else "")
        return Row((
            Stacked(names.state(state, on) if state else names.say("State not stated"), under), names.number(line.contacts),
            instant_cell(line.last.opened_at if line.last else None), instant_cell(test.opened_at if test else None), outcome,
            Stacked(f"{line.next_at:%Y-%m-%d}", f"{line.next_at:%H:%M} UTC") if line.next_at else NOT_STATED,
        ), source=label(line.last) if line.last else "")
