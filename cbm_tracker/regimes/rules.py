"""What every rule has, and the case in which it is asked: one pack, one situation, one record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from functools import cached_property
from typing import Any

from cbm_tracker.domain.fields import field_specs
from cbm_tracker.domain.measures import RECORD_CLASSES, Participation, Record
from cbm_tracker.domain.vocabulary import VOCABULARIES
from cbm_tracker.regimes.conditions import Verdict
from cbm_tracker.regimes.facts import Fact, Numbered, begins, fact, states_of
from cbm_tracker.regimes.findings import Because, Finding, QuotaUse, utc_day
from cbm_tracker.regimes.packs import BINDING, Pack, standing
from cbm_tracker.regimes.situation import Situation


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The head of a rule. Subclasses are the kinds of rule.

    Args:
        subjects: kinds of record it judges; a rule of the calendar has `year`.
        words: only records of these kinds within their kind (activity, inspection, notification …); empty for all.
        title: what it asks, in a few words; `text` is a sentence for the reader, in our own words.
        certainty: verified, established or provisional.
        from_on, until_on: when it holds, judged by the day on which what is judged begins.
        notes: what is said with every finding, such as the convention of counting where the agreement leaves that open.
    """

    id: str
    kind: str
    paragraph: str
    certainty: str
    title: str
    text: str
    subjects: tuple[str, ...]
    words: frozenset[str] = frozenset()
    from_on: date | None = None
    until_on: date | None = None
    notes: tuple[str, ...] = ()

    def asks(self) -> Iterator[str]:
        """Yield the ids of the rules it depends on."""
        return iter(())

    def asks_facts(self) -> Iterator[str]:
        """Yield the names of the facts it asks of the records it judges."""
        return iter(())

    def work_calendars(self) -> Iterator[str]:
        """Yield the ids of the calendars by which it counts working days; "" for Monday to Friday."""
        return iter(())

    def wrong_in(self, pack: Pack) -> str:
        """Say how it contradicts the pack it stands in; empty where it does not. The rules it asks are there."""
        return ""

    @property
    def answers(self) -> bool:
        """Whether it has a condition that other rules can ask for."""
        return type(self).verdict is not Rule.verdict

    def verdict(self, case: Case) -> Verdict:
        """Say whether it holds for the record in hand, for rules that ask it."""
        return Verdict(None, missing=("rule",))

    def judge(self, case: Case) -> Iterator[Finding]:
        """Yield what it finds of one record."""
        return iter(())

    @property
    def reach(self) -> timedelta:
        """How long after what causes it something may fall due, at most."""
        return timedelta(0)

    @property
    def counts_others(self) -> bool:
        """Whether what is owed for one record depends on others of its kind that are not linked with it."""
        return False

    @property
    def owes(self) -> bool:
        """Whether anything may be owed by it for a record at all."""
        return False

    def may_owe(self, case: Case) -> bool:
        """Tell, more quickly than by judging, whether something may be owed by it for the record in hand."""
        return True

    def calendar(self, view: View, state: str, from_on: date, to_on: date) -> Iterator[Finding]:
        """Yield what it asks of a State by itself, without a record that causes it, with a due date in these days."""
        return iter(())

    def period_of(self, view: View, record: Record) -> str:
        """Name the period for which a record meets what it asks of a State by itself; empty where it does not."""
        return ""

    def ledger(self, view: View, year: int) -> Iterator[QuotaUse]:
        """Yield the quotas it sets in a calendar year."""
        return iter(())

    def evidence(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the kinds of record, with their words, that meet what it asks by itself without being linked to anything."""
        return iter(())

    def concerns(self, record: Record) -> bool:
        return record.kind in self.subjects and (not self.words or word_of(record) in self.words)

    def holds_on(self, day: date | None) -> bool:
        if day is None:
            return self.until_on is None
        return (self.from_on is None or day >= self.from_on) and (self.until_on is None or day <= self.until_on)


WORD_FIELDS = {
    "exercise": "activity_type", "inspection": "inspection_kind", "notification": "notification_kind", "contact": "purpose",
    "contribution": "contribution_kind", "obligation_note": "decision",
}


def word_of(record: Record) -> str:
    """Return the kind of a record within its kind, such as `field_exercise`; empty where it has none."""
    return getattr(record, WORD_FIELDS.get(record.kind, ""), "")


def words_of(kind: str) -> tuple[str, ...]:
    """Return the words that records of a kind may have; none where the kind has no kinds within it."""
    spec = next((spec for spec in field_specs(RECORD_CLASSES[kind]) if spec.key == WORD_FIELDS.get(kind)), None)
    return VOCABULARIES[spec.vocabulary] if spec is not None else ()


@dataclass(frozen=True)
class View:
    """A pack in a situation: who is bound, and the shape of its findings."""

    pack: Pack
    situation: Situation

    @property
    def parties(self) -> tuple[Participation, ...]:
        """Who takes part: as the register says, where it says anything, else as the pack does."""
        return self.situation.participations.get(self.pack.id) or self.pack.parties

    def takes_part(self, state: str) -> bool:
        """Tell whether a State is, or was, a party at all."""
        if self.pack.open:
            return True
        told = self.situation.participations.get(self.pack.id)
        return any(party.state == state for party in told) if told else state in self.pack.states

    def gate(self, states: tuple[str, ...], day: date) -> str:
        """Return why rules only inform here: a sentence, or empty where they apply.

        Args:
            states: whom the result binds.
            day: the day on which what is judged begins.
        """
        if not self.pack.holds_on(day):
            return f"{self.pack.name} is not the document of {day}: it judges what begins {self.pack.span_told}."
        asked = tuple(dict.fromkeys([*states, *(party.state for party in self.parties)])) if self.pack.bilateral else states
        for state in asked:
            party = standing(self.parties, state, day)
            if party is None:
                if self.pack.open and all(each.state != state for each in self.parties):
                    if self.pack.status not in BINDING and day >= (self.pack.valid_from or day) and not self.pack.valid_until:
                        return f"{self.pack.name} is {_spoken(self.pack.status)}."
                    continue
                return f"{state} is not recorded as taking part on {day}."
            if party.status not in BINDING and party.status != "superseded":
                since = f" since {party.from_on}" if party.from_on else ""
                return f"{_spoken(party.status)} for {state}{since}."
        return ""

    def standing_notes(self, states: tuple[str, ...], day: date) -> tuple[str, ...]:
        """Return what is to be said of how these States stand: claims of abeyance, disputes, participation taken for granted."""
        found = []
        for state in states:
            party = standing(self.parties, state, day)
            if party is None and self.pack.open and self.parties and state not in self.pack.states:
                found.append(f"No participation of {state} is recorded; it is taken to take part.")
            elif party is not None and party.status in ("in_abeyance_claimed", "disputed", "dormant"):
                found.append(f"{_spoken(party.status)} for {state}{f' since {party.from_on}' if party.from_on else ''}.")
        return tuple(found)

    def finding(self, rule: Rule, outcome: str, *, record: str = "", **told: Any) -> Finding:
        notes = (*rule.notes, *told.pop("notes", ()))
        told["because"] = telling(told.get("because", ()))
        return Finding(
            record=record, agreement=self.pack.id, rule=rule.id, paragraph=rule.paragraph, certainty=rule.certainty, outcome=outcome,
            title=rule.title, text=rule.text, pack_version=self.pack.version, notes=tuple(dict.fromkeys(notes)), **told,
        )


def telling(because: tuple[Because, ...]) -> tuple[Because, ...]:
    """Return the reasons worth telling: comparisons of numbers and levels where there are any, else all of them."""
    weighed = tuple(reason for reason in because if reason.operator in (">=", ">", "<=", "<"))
    return weighed or because


def _spoken(status: str) -> str:
    words = status.replace("_", " ")
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Case:
    """One record under one pack. Facts and verdicts are worked out once."""

    view: View
    record: Record
    only: Numbered | None = None  # these forces alone
    _facts: dict[str, Fact] = field(default_factory=dict)
    _verdicts: dict[str, Verdict] = field(default_factory=dict)
    compared: dict[int, Verdict] = field(default_factory=dict)

    @property
    def situation(self) -> Situation:
        return self.view.situation

    def fact(self, name: str) -> Fact:
        found = self._facts.get(name)
        if found is None:
            own = {"in_zone": self._in_zone, "direction": self._direction}.get(name)
            found = self._facts[name] = own() if own is not None else fact(self.record, name, self.only)
        return found

    def _in_zone(self) -> Fact:
        """Return whether it takes place in the zone: as the record says, else as the territories of its hosts or receiving State lie."""
        said = fact(self.record, "in_zone")
        if said.value is not None:
            return said
        lie = {self.view.pack.place_of(state) for state in self.bound("hosts") or self.bound("receiving")}
        return Fact(True) if lie == {"in"} else Fact(False) if lie == {"out"} else Fact(None, ("in_zone",))

    def _direction(self) -> Fact:
        """Return whether a record was given or received; what the owner of the register sent was given."""
        said, owner = fact(self.record, "direction"), self.situation.owner
        return Fact("given") if said.value is None and owner and owner == self.record.from_state else said

    def found(self, rule_id: str) -> Verdict:
        verdict = self._verdicts.get(rule_id)
        if verdict is None:
            verdict = self._verdicts[rule_id] = self.view.pack.by_id[rule_id].verdict(self)
        return verdict

    def bound(self, role: str) -> tuple[str, ...]:
        return states_of(self.record, role)

    @cached_property
    def day(self) -> date | None:
        """The day on which what is judged begins; None where it is not known."""
        moment = begins(self.record)
        if moment is None:
            year: int | None = getattr(self.record, "year", None)
            return date(year, 1, 1) if year and 1 <= year <= 9999 else None
        return utc_day(moment)

    def gate(self, by: tuple[str, ...] = ()) -> str:
        """Return why the pack only informs of this record; it binds the States of `by`, else the host, the receiving or the sending.

        An inspection also needs a receiving State, and one inspecting State at least, that is bound.
        """
        states = by or self.bound("hosts") or self.bound("receiving") or self.bound("from") or self.bound("state")
        return self.view.gate(states, self.day or self.situation.at.date()) or self._gate_of_sides

    @cached_property
    def _gate_of_sides(self) -> str:
        day = self.day or self.situation.at.date()
        inspecting = [self.view.gate((state,), day) for state in self.bound("inspecting")]
        return self.view.gate(self.bound("receiving"), day) or (inspecting[0] if inspecting and all(inspecting) else "")

    def zone(self) -> tzinfo:
        """The zone of its place: the host's, else the receiving State's, else the sender's, else the owner's."""
        for role in ("hosts", "receiving", "from", "state"):
            states = self.bound(role)
            if states:
                return self.situation.zone(states[0])
        return self.situation.zone(self.situation.owner)
