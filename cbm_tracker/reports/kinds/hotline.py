"""Hotline contacts of a period: by channel, tests against their schedule, answer times, and the promises made in them."""

from __future__ import annotations

from collections.abc import Sequence

from cbm_tracker.domain.measures import HotlineContact
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.summary import label
from cbm_tracker.reports import measure_tables
from cbm_tracker.reports.content import Block, Cell, Column, KeyFigures, Prose, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.kinds.grounds import query_of
from cbm_tracker.reports.line_tables import is_test
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.promise_tables import is_kept, is_overdue, promise_table
from cbm_tracker.reports.wording import NOT_STATED, Names, day_of_record, instant_cell, with_drafts_marked

_NOT_ANSWERED = ("unanswered", "technical_failure", "refused")
Timed = tuple[int, HotlineContact]  # seconds


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return what the register holds of the contacts of a period."""
    query = query_of(request, ("contact",))
    contacts = [record for record in material.records(query) if isinstance(record, HotlineContact)]
    names = with_drafts_marked(names, contacts)
    sections = [
        _contacts(contacts, request, names), _tests(contacts, names), _answers(contacts, names), _promises(contacts, request, names),
        _method(material.withheld(query), names),
    ]
    return assembled(
        request, material, names, sections, title=names.say("Hotline report"),
        scope=names.say("Contacts over lines kept open, tests against their schedule, answer times and promises"),
    )


def _contacts(contacts: Sequence[HotlineContact], request: ReportRequest, names: Names) -> Section:
    head, period = names.say("Contacts"), names.period(request.from_on, request.to_on)
    if not contacts:
        return Section(head, names.say("The register holds no hotline contact of the period {period}.", period=period), id="contacts")
    answered, silent = len(_answered(contacts)), len(_silent(contacts))
    open_promises = sum(not is_kept(promise, request.at) for record in contacts for promise in record.promises)
    lead = names.count(
        "For the period {period} the register holds {count} hotline contact; answered: {answered}, not answered: {silent}.",
        "For the period {period} the register holds {count} hotline contacts; answered: {answered}, not answered: {silent}.",
        len(contacts), period=period, answered=number(answered), silent=number(silent),
    )
    blocks: list[Block] = [
        KeyFigures((
            (number(len(contacts)), names.say("contacts"), names.say("in the period")),
            (number(answered), names.say("answered"), names.say("as recorded")),
            (number(silent), names.say("not answered"), names.say("as recorded")),
            (number(open_promises), names.say("promises open"), names.say("not recorded as kept")),
        )),
        _by_channel(contacts, names),
    ]
    rows = [measure_tables.contact_row(record, names) for record in contacts]
    drafts = sum(record.status == "draft" for record in contacts)
    blocks.append(measure_tables.contact_table(names.say("Hotline contacts of the period"), rows, names, drafts))
    return Section(head, lead, tuple(blocks), "contacts")


def _by_channel(contacts: Sequence[HotlineContact], names: Names) -> Table:
    channels = sorted({record.channel for record in contacts}, key=lambda channel: (channel == "", names.alphabetical(names.word(channel))))
    rows = [
        _channel_row(
            names.word(channel) if channel else names.say("Not stated"), [each for each in contacts if each.channel == channel], names
        )
        for channel in channels
    ]
    rows.append(_channel_row(names.say("All"), contacts, names, "total"))
    columns = (
        Column(names.say("Channel"), 54), Column(names.say("Contacts"), 19, "right"), Column(names.say("Answered"), 19, "right"),
        Column(names.say("Not answered"), 19, "right"), Column(names.say("Not recorded"), 19, "right"),
        Column(names.say("Median answer"), 19, "right"), Column(names.say("Longest"), 19, "right"),
    )
    return Table(names.say("Contacts by channel"), columns, tuple(rows), (
        names.say("Contacts = answered + not answered + not recorded. – = no answer time is known."),
    ))


def _channel_row(head: str, contacts: Sequence[HotlineContact], names: Names, kind: str = "plain") -> Row:
    times = _times(contacts)
    answered, silent = len(_answered(contacts)), len(_silent(contacts))
    return Row((
        head, number(len(contacts)), number(answered), number(silent), number(len(contacts) - answered - silent),
        names.seconds(_median(times)) if times else NOT_STATED, names.seconds(times[-1][0]) if times else NOT_STATED,
    ), kind)


# ---------------------------------------------------------------- tests


def _tests(contacts: Sequence[HotlineContact], names: Names) -> Section:
    head = names.say("Tests against their schedule")
    tests = [record for record in contacts if is_test(record)]
    if not tests:
        return Section(head, names.say("The register holds no test of a line in the period."), id="tests")
    held = sum(record.opened_at is not None for record in tests)
    lead = names.count(
        "{count} test is recorded: {held} opened, {left} not opened.", "{count} tests are recorded: {held} opened, {left} not opened.",
        len(tests), held=number(held), left=number(len(tests) - held),
    )
    columns = (
        Column(names.say("Scheduled"), 23), Column(names.say("Test"), 43), Column(names.say("With"), 28), Column(names.say("Opened"), 23),
        Column(names.say("After schedule"), 16, "right"), Column(names.say("Answer after"), 15, "right"), Column(names.say("Outcome"), 20),
    )
    rows = tuple(_test_row(record, names) for record in tests)
    return Section(head, lead, (Table(names.say("Tests of the period"), columns, rows, (
        names.say("After schedule = opened − scheduled. – = not stated."),
    )),), "tests")


def _test_row(record: HotlineContact, names: Names) -> Row:
    late: Cell = NOT_STATED
    if record.scheduled_at and record.opened_at:
        early = record.opened_at < record.scheduled_at
        late = f"−{names.elapsed(record.opened_at, record.scheduled_at)}" if early else names.elapsed(record.scheduled_at, record.opened_at)
    return Row((
        names.of_field(instant_cell(record.scheduled_at), record, "scheduled_at"),
        Stacked(names.title(record), names.tongue.word(record.channel)), _with(record, names),
        names.of_field(instant_cell(record.opened_at), record, "opened_at"), names.of_field(late, record, "scheduled_at", "opened_at"),
        names.of_field(names.elapsed(record.opened_at, record.answered_at), record, "opened_at", "answered_at"),
        names.of_field(names.word(record.outcome), record, "outcome"),
    ), source=label(record))


def _with(record: HotlineContact, names: Names) -> Cell:
    return names.of_field(names.states_cell(record.with_states, day_of_record(record)), record, "with_states")


# ---------------------------------------------------------------- answers


def _answers(contacts: Sequence[HotlineContact], names: Names) -> Section:
    head, times, silent = names.say("Answer times"), _times(contacts), _silent(contacts)
    lead = names.say("No answer time is recorded for the period.")
    blocks: list[Block] = []
    if times:
        longest, case = times[-1]
        lead = names.count(
            "{count} answer time is known; it was {median}.",
            "{count} answer times are known: the median was {median}, the longest {longest}.", len(times),
            median=names.seconds(_median(times)), longest=names.seconds(longest),
        )
        blocks.append(Prose((
            (names.say("Longest"), names.say(
                "“{title}” with {states}: answered − opened = {longest}.", title=names.title(case),
                states=", ".join(names.listed(case.with_states, day_of_record(case))) or NOT_STATED, longest=names.seconds(longest),
            ), label(case)),
            (names.say("Median"), names.say(
                "The middle of the times in order of length; of an even number of times, the mean of the two in the middle."
            ), ""),
        )))
    if silent:
        columns = (Column(names.say("Opened"), 24), Column(names.say("Contact"), 74), Column(names.say("With"), 40),
                   Column(names.say("Outcome"), 30))
        rows = tuple(Row((
            names.of_field(instant_cell(record.opened_at or record.scheduled_at), record, "opened_at", "scheduled_at"),
            Stacked(names.title(record), record.reference), _with(record, names),
            names.of_field(names.word(record.outcome), record, "outcome"),
        ), source=label(record)) for record in silent)
        blocks.append(Table(names.say("Contacts that were not answered"), columns, rows))
    return Section(head, lead, tuple(blocks), "answers")


def _answered(contacts: Sequence[HotlineContact]) -> list[HotlineContact]:
    return [record for record in contacts if record.answered_at is not None or record.outcome in ("answered", "answered_late")]


def _silent(contacts: Sequence[HotlineContact]) -> list[HotlineContact]:
    return [record for record in contacts if record.answered_at is None and record.outcome in _NOT_ANSWERED]


def _times(contacts: Sequence[HotlineContact]) -> list[Timed]:
    """Return the known answer times, the longest last; of equal ones the first recorded counts as the longer."""
    told = [(_seconds(each.opened_at, each.answered_at), each) for each in reversed(contacts) if each.opened_at and each.answered_at]
    return sorted(told, key=lambda each: each[0])


def _seconds(first: Instant | None, last: Instant | None) -> int:
    return int((last.utc - first.utc).total_seconds()) if first and last else 0


def _median(times: Sequence[Timed]) -> int:
    middle = len(times) // 2
    return times[middle][0] if len(times) % 2 else (times[middle - 1][0] + times[middle][0]) // 2


# ---------------------------------------------------------------- promises


def _promises(contacts: Sequence[HotlineContact], request: ReportRequest, names: Names) -> Section:
    head, at = names.say("Promises"), request.at
    told = [(record, promise) for record in contacts for promise in record.promises]
    if not told:
        return Section(head, names.say("No promise is recorded for the contacts of the period."), id="promises")
    still = [each for each in told if not is_kept(each[1], at)]
    kept = [each for each in told if is_kept(each[1], at)]
    lead = names.count(
        "{count} promise is recorded: {kept} kept, {open} open; of the open ones {overdue} past the due time.",
        "{count} promises are recorded: {kept} kept, {open} open; of the open ones {overdue} past the due time.", len(told),
        kept=number(len(kept)), open=number(len(still)), overdue=number(sum(is_overdue(promise, at) for _, promise in told)),
    )
    captions = ((names.say("Promises open"), still), (names.say("Promises kept"), kept))
    return Section(head, lead, tuple(promise_table(caption, made, at, names) for caption, made in captions if made), "promises")


def _method(withheld: int, names: Names) -> Section:
    held = names.say("No contact of the period is withheld from the recipient.") if not withheld else names.count(
        "{count} contact is not releasable to the recipient; nothing else in this report counts or shows it.",
        "{count} contacts are not releasable to the recipient; nothing else in this report counts or shows them.", withheld,
    )
    return Section(names.say("How this was counted"), names.say("What counts as a test and as an answer, and what is left out."), (Prose((
        (names.say("Tests"), names.say(
            "Contacts with a scheduled time, and those recorded as test, check, drill or scheduled contact."
        ), ""),
        (names.say("Answers"), names.say(
            "Answered: a time of answer or the outcome “answered” is recorded. Not answered: the outcome says so. All others: not recorded."
        ), ""),
        (names.say("Withheld"), held, ""),
    )),), "method")
