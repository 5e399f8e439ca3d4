"""Rules of the calendar: what every party owes by itself on fixed days, and what it said that met it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from cbm_tracker.domain.measures import AgreementFacts, Notification, Record
from cbm_tracker.regimes.evidence import Evidence, Met, done_at, read_evidence, with_words
from cbm_tracker.regimes.facts import ROLES, states_of
from cbm_tracker.regimes.findings import OUTCOMES, Finding, Obligation, Remedy, Share, Sum, Term
from cbm_tracker.regimes.packs import standing
from cbm_tracker.regimes.recurrence import FIRST_DAY, LAST_DAY, Recurrence, read_recurrence, spoken_day
from cbm_tracker.regimes.rules import Case, Rule, View
from cbm_tracker.regimes.table import Table
from cbm_tracker.regimes.timeliness import before_or_at, borderline, in_time, instant_of, lateness, open_state

COVERS = {"previous": -1, "current": 0, "following": 1, "second_following": 2}
_LONGEST_GAP = timedelta(days=370)


@dataclass(frozen=True, kw_only=True)
class Periodic(Rule):
    """What is owed again and again.

    Args:
        covers: how many periods after the one of its due day lies the period it is about (an exchange due in December is
            about the following year: 1).
        then: the outcome; empty for required, or advisory under a voluntary instrument.
        by: `parties`, `owner`, or codes of States; `party_roles` narrows it to parties of these roles.
        nil: what says that there is nothing to declare. What names a rule in its content (`rule`) counts for that rule alone;
            `nil_named` asks for that, where the same words may as well mean another obligation of the same season.
        window_days: how early before its due day something that names no period counts; by default half the time since the
            due day before it, so that it belongs to the nearest one; never before that due day.
    """

    when_due: Recurrence
    covers: int
    then: str = ""
    what: str = ""
    by: tuple[str, ...] = ("parties",)
    to: tuple[str, ...] = ()
    party_roles: tuple[str, ...] = ()
    met_by: Evidence
    nil: Evidence | None = None
    nil_named: bool = False
    window_days: int | None = None

    def calendar(self, view: View, state: str, from_on: date, to_on: date) -> Iterator[Finding]:
        first, last = max(from_on, FIRST_DAY), min(to_on, LAST_DAY)
        days = [day for day in self.when_due.between(first, last) if self.holds_on(day) and self._owes(view, state, day)]
        told = _Told.of(self, view, state) if days else _Told()
        for day in days:
            yield self._finding(view, state, day, told)

    def evidence(self) -> Iterator[tuple[str, frozenset[str]]]:
        return ((each.kind, each.words) for each in self._evidence())

    def concerns(self, record: Record) -> bool:
        return any(self.counts(evidence, record) for evidence in self._evidence())

    def counts(self, evidence: Evidence, record: Record) -> bool:
        """Tell whether a record is evidence for this rule, as far as its words and what it names say so."""
        if not evidence.names(record):
            return False
        named = str(record.content.get("rule") or "") if isinstance(record, Notification) else ""
        return named == self.id if named or (evidence is self.nil and self.nil_named) else True

    def judge(self, case: Case) -> Iterator[Finding]:
        """Say of a record that meets the rule for which period it does, and whether in time."""
        view, record = case.view, case.record
        if view.pack.id not in record.agreements:
            return
        for state in _doers(record, view.situation.owner):
            day = self._due_day(view, state, record)
            if day is not None and self.holds_on(day) and view.takes_part(state) and self._owes(view, state, day):
                yield self._finding(view, state, day, _Told.of(self, view, state), record.id)

    def _evidence(self) -> tuple[Evidence, ...]:
        return (self.met_by,) if self.nil is None else (self.met_by, self.nil)

    def _owes(self, view: View, state: str, day: date) -> bool:
        """Tell whether it asks a State that takes part."""
        if not view.pack.holds_on(day) or self._before_it_is_bound(view, state, day):
            return False
        named = "parties" in self.by or state in self.by or ("owner" in self.by and state == view.situation.owner)
        if not named or not self.party_roles:
            return named
        party = standing(view.parties, state, day)
        return party is not None and party.role in self.party_roles

    def _before_it_is_bound(self, view: View, state: str, day: date) -> bool:
        """Tell whether a day, or the year it is about, lies before the agreement entered into force for a State, where that is told."""
        since: date | None = None
        for record in view.situation.records.of_kind("agreement_facts"):
            if isinstance(record, AgreementFacts) and (record.agreement, record.state) == (view.pack.id, state):
                told = record.entered_into_force_on
                if told is not None and told.is_complete:
                    since = max(told.first_day, since or told.first_day)
        if since is None:
            return False
        return day < since or (self.covers == COVERS["previous"] and self.period(day) < str(since.year))

    def period(self, day: date) -> str:
        """Name the period that what is due on a day is about."""
        return self.when_due.period(day, self.covers)

    def period_of(self, view: View, record: Record) -> str:
        if self.counts(self.met_by, record):
            for state in _doers(record, view.situation.owner):
                day = self._due_day(view, state, record)
                if day is not None:
                    return self.period(day)
        return ""

    def _opens(self, day: date) -> date:
        """Return the first day on which something that names no period counts for a due day."""
        before = max(self.when_due.between(day - _LONGEST_GAP, day - timedelta(days=1)), default=day - _LONGEST_GAP)
        if self.window_days is not None:
            return max(before + timedelta(days=1), day - timedelta(days=self.window_days))
        return day - (day - before) // 2

    def _closes(self, day: date) -> date:
        """Return the first day on which it counts for the next due day instead."""
        return self._opens(next(self.when_due.between(day + timedelta(days=1), day + _LONGEST_GAP)))

    def _due_day(self, view: View, state: str, record: Record) -> date | None:
        """Return the due day of the period that a record is about; None where it has not happened."""
        met = _met(record, view, state)
        if met is None:
            return None
        around = 3 * _LONGEST_GAP
        days = list(self.when_due.between(max(met.on - around, FIRST_DAY), min(met.on + around, LAST_DAY)))
        fitting = [day for day in days if self._is_about(met, day)]
        return min(fitting, key=lambda day: abs(day - met.on)) if fitting else None

    def _is_about(self, met: _MetFor, day: date) -> bool:
        period = self.period(day)
        if met.period in (period, day.isoformat()):
            return True
        if met.period and not (len(period) > 4 and met.period == period[:4]):  # the year alone leaves open which part of it
            return False
        return self._opens(day) <= met.on < self._closes(day)

    def _finding(self, view: View, state: str, day: date, told: _Told, record: str = "") -> Finding:
        zone, now = view.situation.zone(state), view.situation.at
        gate = view.gate((state,), day)
        own = next((met for met in told.met if self._is_about(met, day)), None)
        notes = list(view.standing_notes((state,), day))
        if own is None:
            status, met_by, met_at = open_state(day, now, zone), None, None
        else:
            late = not in_time(own.at, day, zone)
            status, met_by, met_at = "nil_declared" if own.nil else "met_late" if late else "met", own.record, own.at
            if late:
                notes.append(f"Late by {lateness(own.at, day, zone)}.")
            if borderline(own.at, day, zone):
                notes.append("Borderline: by the calendar of UTC it would be otherwise.")
        owed = Obligation(
            self.what or self.title, (state,), day, status, met_by, met_at, self._addressees(view, state),
            remedy=self._remedy(view, state, day),
            shares=(Share(state, status, met_by, met_at),),
        )
        if gate:
            owed = owed.informing()
        said = Term("", spoken_day(day), str(self.when_due))
        outcome = self.then or ("advisory" if view.pack.agreement_kind == "voluntary" else "required")
        return view.finding(
            self, outcome, record=record, obligation=owed, gate=gate, period=self.period(day), notes=tuple(notes),
            sum=Sum((said,), Term("=", day.isoformat(), f"{self.what or self.title}, {self.period(day)}")),
        )

    def _remedy(self, view: View, state: str, day: date) -> Remedy:
        made = self._begun(self.met_by, view, state, day)
        if self.nil is None:
            return made
        nothing = [self._begun(replace(self.nil, words=frozenset({word})), view, state, day) for word in sorted(self.nil.words)]
        return replace(made, otherwise=tuple(replace(each, values={**each.values, "content": {"rule": self.id}}) for each in nothing))

    def _addressees(self, view: View, state: str) -> tuple[str, ...]:
        """Return to whom a State owes it: `parties` are all others."""
        others = [party.state for party in view.parties if party.state != state]
        return tuple(dict.fromkeys(to for each in self.to for to in (others if each == "parties" else (each,))))

    def _begun(self, evidence: Evidence, view: View, state: str, day: date) -> Remedy:
        own = state == view.situation.owner
        values: dict[str, Any] = {"agreements": [view.pack.id], "direction": "given" if own else "received"}
        if evidence.kind == "notification":
            values.update(from_state=state, period=self.period(day))
            to = self._addressees(view, state)
            if to:
                values["to"] = list(to)
        if evidence.sites:
            values["site"] = evidence.sites[0]
        if evidence.words:
            values[evidence.word_key] = sorted(evidence.words)[0]
        return Remedy(evidence.kind, values)


@dataclass(frozen=True)
class _MetFor(Met):
    """Something that meets a rule: on which day by the clock of its State, and which period it names itself."""

    on: date = date.min
    period: str = ""
    nil: bool = False


@dataclass(frozen=True)
class _Told:
    """What one State did that meets one rule, the earliest first."""

    met: tuple[_MetFor, ...] = ()

    @classmethod
    def of(cls, rule: Periodic, view: View, state: str) -> _Told:
        found = []
        for evidence in rule._evidence():
            for record in with_words(view.situation.records, evidence.kind, evidence.words):
                if rule.counts(evidence, record) and view.pack.id in record.agreements and state in _doers(record, view.situation.owner):
                    met = _met(record, view, state)
                    if met is not None:
                        found.append(replace(met, nil=evidence is rule.nil))
        zone = view.situation.zone(state)
        return cls(tuple(sorted(found, key=lambda met: (instant_of(met.at, zone), met.record))))


def _met(record: Record, view: View, state: str) -> _MetFor | None:
    """Return a record as evidence; None where it has not happened by now, or does not say when."""
    at, zone = done_at(record), view.situation.zone(state)
    if at is None or not before_or_at(at, view.situation.at, zone):
        return None
    day = at.astimezone(zone).date() if isinstance(at, datetime) else at
    return _MetFor(record.id, at, state, day, _period_of(record))


def _period_of(record: Record) -> str:
    if not isinstance(record, Notification):
        return ""
    told = record.period or record.content.get("period") or record.content.get("year") or ""
    return str(told).strip()


def _doers(record: Record, owner: str) -> tuple[str, ...]:
    """Return the States that did what a record tells of: the sender of a notification, everybody at a visit or in a call."""
    if isinstance(record, Notification):
        sender = record.from_state or (owner if record.direction == "given" else "")
        return (sender,) if sender else ()
    there = [state for role in ROLES for state in states_of(record, role)]
    there.extend(getattr(record, "with_states", ()))
    return tuple(dict.fromkeys([*there, *([owner] if owner else [])]))


def read(table: Table, head: dict[str, Any]) -> Periodic:
    """Read a rule of the kind periodic. Raises InvalidRule."""
    if head["subjects"] != ("year",):
        raise table.wrong("a rule of the kind periodic has the subject “year”.")
    met_by, nil = read_evidence(table.needed("met_by")), table.table("nil", None)
    nothing = read_evidence(nil) if nil is not None else None
    for evidence in (met_by, nothing):
        if evidence is not None and (not evidence.kind or not evidence.words or evidence.relations):
            raise table.wrong("“met_by” and “nil” name a kind of record and its words, and nothing else.")
    kinds = dict.fromkeys(["year", met_by.kind, *([nothing.kind] if nothing else [])])
    return Periodic(
        **{**head, "subjects": tuple(kinds)}, when_due=read_recurrence(table),
        covers=COVERS[table.word("covers", tuple(COVERS), "current")],
        then=table.word("then", OUTCOMES, ""), what=table.text("what", ""), by=table.role("by", ("parties",)), to=table.texts("to"),
        party_roles=table.texts("party_roles"), met_by=met_by, nil=nothing, nil_named=table.flag("nil_named"),
        window_days=table.integer("window_days", None, most=_LONGEST_GAP.days) if "window_days" in table else None,
    )
