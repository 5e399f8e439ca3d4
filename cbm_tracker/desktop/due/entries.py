"""The lines of Due in words: what rules ask, and what the records themselves put on a date, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cbm_tracker.desktop.date_words import day_in_words, days_in_words, instant_in_words, time_in, time_left
from cbm_tracker.desktop.rules.agreement_words import place_in_words
from cbm_tracker.desktop.rules.finding_words import Voice
from cbm_tracker.desktop.translation import tr
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.summary import KIND_NAMES
from cbm_tracker.services.agenda import DatedFact
from cbm_tracker.services.obligations import GROUPS, Owed

_IN_HOURS = timedelta(hours=72)
GROUP_WORDS = {"overdue": "Overdue", "today": "Today", "week": "This week", "later": "Later", "undated": "Without a date"}
_MARKS = {"overdue": "overdue", "today": "today", "week": "week", "later": "later", "undated": "open"}
_TITLES = {
    "promise": "Promise: {title}", "scheduled_contact": "Contact: {title}", "planned_entry": "Entry: {title}",
    "request_unanswered": "No reply recorded: {title}", "activity_begins": "Begins: {title}",
}
_KINDS = {
    "promise": "promise", "scheduled_contact": "scheduled contact", "planned_entry": "planned entry", "request_unanswered": "request",
    "activity_begins": "activity",
}


@dataclass(frozen=True)
class Entry:
    """One line of Due; it stands for an obligation (`owed`) or for a dated fact of a record (`fact`).

    Args:
        key: the same for the same thing, whenever it is asked.
        left: the time left, or how long it is over.
        share: how much of a running clock has passed, 0 to 1; None where no clock runs.
        below: what kind of thing it is, under the time left.
        source: where its rule stands, as short as a line of the list has room for.
    """

    key: str
    group: str
    title: str
    facts: str
    when: str
    left: str
    below: str
    status: str
    source: str = ""
    certainty: str = ""
    share: float | None = None
    owed: Owed | None = None
    fact: DatedFact | None = None
    moment: datetime | None = None

    @property
    def record(self) -> tuple[str, str]:
        """The kind and id of the record it comes from; empty for a duty of the calendar."""
        if self.owed is not None:
            return self.owed.kind, self.owed.record_id
        assert self.fact is not None
        return self.fact.kind, self.fact.record_id

    @property
    def states(self) -> tuple[str, ...]:
        return self.owed.states if self.owed is not None else self.fact.states if self.fact is not None else ()

    @property
    def agreements(self) -> tuple[str, ...]:
        return (self.owed.agreement,) if self.owed is not None else self.fact.agreements if self.fact is not None else ()

    @property
    def is_clock(self) -> bool:
        return self.owed is not None and isinstance(self.owed.due, datetime)

    def spoken(self) -> str:
        """Title, facts, time and the word of the state, as one sentence."""
        parts = (self.title, self.facts, self.when, self.left, tr(GROUP_WORDS[self.group]), self.source)
        return ", ".join(part for part in parts if part)


def entries_of(owed: Iterable[Owed], facts: Sequence[DatedFact], voice: Voice) -> list[Entry]:
    """Return the lines, by group and time; a request without a reply stands once, under the rule that asks for it."""
    made = [_of_obligation(each, voice) for each in owed]
    ruled = {each.record[1] for each in made}
    now = voice.local_now
    made.extend(_of_fact(fact, now, voice.names) for fact in facts
                if not (fact.what == "request_unanswered" and fact.record_id in ruled))
    latest = datetime.max.replace(tzinfo=voice.now.tzinfo)
    return sorted(made, key=lambda each: (GROUPS.index(each.group), each.moment or latest, each.key))


def clocks_in_words(moment: datetime, zones: Iterable[tuple[str, str]]) -> str:
    """Say an instant by the clocks of capitals beside UTC: 15:52 UTC, 17:52 Vienna, 16:52 Lisbon."""
    said = [f"{moment:%H:%M} UTC"]
    for capital, zone_name in zones:
        local = time_in(moment, zone_name)
        day = f" {day_in_words(local.date(), year=False)}" if local.date() != moment.date() else ""
        said.append(f"{local:%H:%M}{day} {capital}")
    return ", ".join(said)


def capitals(states: Iterable[str], names: StateNames) -> list[tuple[str, str]]:
    """Return the capital and time zone of each State, those that are known, each zone once."""
    found: dict[str, str] = {}
    for code in states:
        state = names.get(code)
        if state is not None and state.zone and state.zone not in found.values():
            found[state.capital or names.name(code)] = state.zone
    return list(found.items())


def concerned(owed: Owed, voice: Voice, owner: str) -> list[str]:
    """Return whose clocks stand beside an obligation: the owner's and the debtor's; of a reply clock those of all it is about."""
    states = [owner, *owed.states]
    if isinstance(owed.due, datetime):
        to = owed.finding.obligation.to if owed.finding.obligation is not None else ()
        states.extend((*owed.involved, *(code for code in to if voice.names.get(code) is not None)))
    return [code for code in dict.fromkeys(states) if code][:4]


def _of_obligation(owed: Owed, voice: Voice) -> Entry:
    finding, due = owed.finding, owed.due
    assert finding.obligation is not None
    what = tr(finding.title)
    title = f"{what}: {owed.title}" if owed.record_id else " ".join(part for part in (what, finding.period) if part)
    names = voice.names
    by = ", ".join(names.name(code) for code in owed.states[:3]) + (" …" if len(owed.states) > 3 else "")
    facts = [tr("owed by {states}").format(states=by) if by and not owed.own else ""]
    share = None
    if isinstance(due, datetime):
        facts.insert(0, tr("ends {clocks}").format(clocks=clocks_in_words(due, capitals(concerned(owed, voice, ""), names))))
        if owed.began_at is not None and due > owed.began_at:
            share = min(1.0, max(0.0, (voice.now - owed.began_at) / (due - owed.began_at)))
    elif finding.obligation.to:
        to = ", ".join(names.name(each) if names.get(each) else tr(each) for each in finding.obligation.to[:3])
        facts.insert(0, tr("to {addressees}").format(addressees=to))
    if not owed.record_id and finding.obligation.what.casefold() != finding.title.casefold():
        facts.append(tr(finding.obligation.what))
    if owed.remind_on is not None:
        facts.append(tr("reminder {day}").format(day=day_in_words(owed.remind_on)))
    status = _MARKS[owed.group]
    if share is not None and owed.group != "overdue":
        status = "running"
    return Entry(
        key=finding.key, group=owed.group, title=title, facts="; ".join(part for part in facts if part), when=_when(due),
        left=_left(owed, voice), below=tr(KIND_NAMES[owed.kind]).lower() if owed.kind else tr("duty of the year"), status=status,
        source=place_in_words(finding.agreement, finding.paragraph), certainty=finding.certainty, share=share, owed=owed,
        moment=owed.due_at,
    )


def _when(due: date | datetime | None) -> str:
    if due is None:
        return tr("no date")
    return instant_in_words(due, weekday=True) if isinstance(due, datetime) else day_in_words(due, weekday=True)


def _left(owed: Owed, voice: Voice) -> str:
    """Say the time left: of a clock in hours, of a date in days; a date that ends today in hours as well."""
    if owed.due is None:
        return ""
    if isinstance(owed.due, datetime):
        return _until(owed.due, voice.local_now)
    days = (owed.due - voice.today).days
    if days > 0:
        return days_in_words(days)
    if days == 0 and owed.due_at is not None and owed.due_at > voice.now:
        return time_left(owed.due_at - voice.now)
    return time_left(timedelta(days=days))


def _until(moment: datetime, now: datetime) -> str:
    """Say the time left until an instant; from 72 hours on by the calendar of `now`, as dates are counted."""
    if moment - now < _IN_HOURS:
        return time_left(moment - now)
    days = (moment.astimezone(now.tzinfo).date() - now.date()).days
    return days_in_words(days)


def _of_fact(fact: DatedFact, now: datetime, names: StateNames) -> Entry:
    group, title = fact.state_on(now), fact.title
    states = ", ".join(names.name(code) for code in fact.states[:4])
    if fact.kind == "inspection" and fact.note and len(fact.states) > 1:
        visitors = ", ".join(names.name(code) for code in fact.states if code != fact.note)
        title, states = tr("{visitors} in {state}").format(visitors=visitors, state=names.name(fact.note)), title
    facts = ", ".join(part for part in (states, fact.note if fact.what == "activity_begins" else "") if part)
    if fact.what == "promise" and fact.note:
        facts = ", ".join(part for part in (facts, tr("promised by {state}").format(state=names.name(fact.note))) if part)
    if fact.what == "request_unanswered" and fact.at:
        left = tr("{time} ago").format(time=time_left(now - fact.at))
    elif fact.at:
        left = _until(fact.at, now)
    elif fact.on:
        days = (fact.on - now.date()).days
        left = days_in_words(days) if days else tr("today")
    else:
        left = ""
    moment = fact.at or (datetime(fact.on.year, fact.on.month, fact.on.day, tzinfo=now.tzinfo) if fact.on else None)
    return Entry(
        key=f"{fact.what} {fact.record_id} {fact.title} {fact.note}", group=group, title=tr(_TITLES[fact.what]).format(title=title),
        facts=facts, when=_when(fact.at or fact.on), left=left, below=tr(_KINDS[fact.what]), status=_MARKS[group], fact=fact, moment=moment,
    )
