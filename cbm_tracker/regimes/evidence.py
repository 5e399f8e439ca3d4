"""What the register holds that meets an obligation: a field of the same record, or another record linked with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from cbm_tracker.domain.measures import Area, HotlineContact, Inspection, Notification, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.vocabulary import VOCABULARIES
from cbm_tracker.regimes.facts import ROLES, begins, fact, states_of
from cbm_tracker.regimes.findings import Moment
from cbm_tracker.regimes.rules import WORD_FIELDS, Case, word_of, words_of
from cbm_tracker.regimes.timeliness import before_or_at, instant_of

if TYPE_CHECKING:
    from cbm_tracker.regimes.situation import RecordSet
    from cbm_tracker.regimes.table import Table

_KINDS = ("notification", "inspection", "contact")


@dataclass(frozen=True)
class Met:
    """One thing that meets an obligation: the record, when, and which State did it (empty: not told)."""

    record: str
    at: Moment
    by: str = ""


@dataclass(frozen=True)
class Evidence:
    """Which record, or which field of the same record, meets an obligation.

    `field` names fields of the same record, the first that is filled in counts. `kind` and `words` name other records linked
    with it by one of `relations` (by any where none is named). `later_of` is a role: a later record of that kind and of the same
    State in that role counts without a link, as the next visit to a State does. `of_the_year` lets a notification count that
    a State sent for the year in which what is judged begins; one that names no period is for that of the due day it is nearest to.
    `of_the_state` lets what is linked with nothing count for facts of the same State under the same agreement: for those
    whose event, the first known of `anchors`, came last before it. `sites` keeps to visits and meetings at a place of one of these names.
    """

    fields: tuple[str, ...] = ()
    kind: str = ""
    words: frozenset[str] = frozenset()
    relations: tuple[str, ...] = ()
    later_of: str = ""
    of_the_year: bool = False
    of_the_state: bool = False
    anchors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    def found(self, case: Case) -> list[Met]:
        """Return what meets it up to the instant of the judgement, the earliest first."""
        met = [*self._in_the_record(case), *self._linked(case), *self._unlinked(case), *self._of_the_state(case)]
        now = case.situation.at
        happened = [each for each in met if before_or_at(each.at, now, case.zone())]
        return sorted(happened, key=lambda each: (instant_of(each.at, case.zone()), each.record))

    def names(self, record: Record) -> bool:
        """Tell whether a record is of the kind and words that are asked for."""
        return record.kind == self.kind and (not self.words or word_of(record) in self.words) and self._is_there(record)

    @property
    def looks_around(self) -> bool:
        """Whether records count that are not linked with the one in hand."""
        return bool(self.kind) and (bool(self.later_of) or self.of_the_year or self.of_the_state)

    def _is_there(self, record: Record) -> bool:
        area: Area | None = getattr(record, "area", None)
        place = f"{getattr(record, 'site', '')} {area.name if area is not None else ''}".casefold()
        return not self.sites or any(site.casefold() in place for site in self.sites)

    @property
    def word_key(self) -> str:
        """The field of such a record that holds its word."""
        return WORD_FIELDS[self.kind]

    def _in_the_record(self, case: Case) -> Iterator[Met]:
        for name in self.fields:
            value = case.fact(name).value
            if isinstance(value, date):
                yield Met(case.record.id, value)
                return

    def _linked(self, case: Case) -> Iterator[Met]:
        if not self.kind:
            return
        records = case.situation.records
        linked = {other.id: other for other in records.linked_with(case.record, self.relations)}
        if "answers" in self.relations:  # an answer to the notice of a visit answers the visit
            for notice in records.linked_with(case.record, ("notifies",)):
                linked.update((other.id, other) for other in records.linked_with(notice, self.relations) if other.id != case.record.id)
        for other in linked.values():
            if self.names(other):
                at = done_at(other)
                if at is not None:
                    yield Met(other.id, at, other.from_state)

    def _unlinked(self, case: Case) -> Iterator[Met]:
        if not self.later_of and not self.of_the_year:
            return
        record, pack = case.record, case.view.pack.id
        own = done_at(record)
        own_instant = instant_of(own, case.zone()) if own is not None else None
        states, year = frozenset(states_of(record, self.later_of)) if self.later_of else frozenset(), str(case.day.year) if case.day else ""
        for other in with_words(case.situation.records, self.kind, self.words):
            if other.id == record.id or not self.names(other) or pack not in other.agreements:
                continue
            at = done_at(other)
            if at is None:
                continue
            if self.later_of:
                later = own_instant is not None and instant_of(at, case.zone()) > own_instant
                if later and states & set(states_of(other, self.later_of)):
                    yield Met(other.id, at)
            elif year and isinstance(other, Notification) and other.from_state and year == (other.period or _period_of(case, other)):
                yield Met(other.id, at, other.from_state)

    def _of_the_state(self, case: Case) -> Iterator[Met]:
        own, zone = self._event(case.record, case.zone()), case.zone()
        if not self.of_the_state or own is None:
            return
        records, pack, state = case.situation.records, case.view.pack.id, getattr(case.record, "state", "")
        alike = (each for each in records.of_kind(case.record.kind) if pack in each.agreements and getattr(each, "state", "") == state)
        events = sorted({event for each in alike if (event := self._event(each, zone)) is not None and event[0] >= own[0]})
        later = next((event[0] for event in events if event > own), None)
        for other in with_words(records, self.kind, self.words):
            at = done_at(other)
            if at is None or other.links or pack not in other.agreements or not self.names(other):
                continue
            if state and state in (other.from_state, *states_of(other, "receiving")):
                done = instant_of(at, zone)
                if own[0] <= done and (later is None or done < later):
                    yield Met(other.id, at, other.from_state)

    def _event(self, record: Record, zone: tzinfo) -> tuple[datetime, str] | None:
        """Return when the event of facts came, with their id to tell those of one day apart."""
        known = (fact(record, name).value for name in self.anchors)
        moment = next((value for value in known if isinstance(value, date)), None)
        return (instant_of(moment, zone), record.id) if moment is not None else None


def _period_of(case: Case, notification: Notification) -> str:
    """Return the period of a notification that names none: the one for which it meets a rule of the calendar."""
    rules = case.view.pack.by_subject.get("year", ())
    return next((period for rule in rules if (period := rule.period_of(case.view, notification))), "")


def with_words(records: RecordSet, kind: str, words: frozenset[str]) -> Iterable[Record]:
    """Return the records of a kind that have one of these words; all of the kind where no word is named."""
    if not words:
        return records.of_kind(kind)
    by_word: dict[str, list[Record]] | None = records.remembered.get(("by word", kind))
    if by_word is None:
        by_word = records.remembered["by word", kind] = {}
        for record in records.of_kind(kind):
            by_word.setdefault(word_of(record), []).append(record)
    return [record for word in sorted(words) for record in by_word.get(word, ())]


def done_at(record: Record) -> Moment | None:
    """Return when what a record tells of was done: sent, arrived, held; None where it was not, or nobody says when."""
    instants: tuple[Instant | None, ...] = ()
    if isinstance(record, Notification):
        instants = (record.sent_at, record.received_at)
    elif isinstance(record, HotlineContact):
        instants = (record.opened_at,)
    elif isinstance(record, Inspection):
        instants = (record.started_at, record.arrived_at, record.ended_at)
    else:
        return begins(record)
    return next((instant.utc for instant in instants if instant is not None), None)


def read_evidence(table: Table) -> Evidence:
    """Read `{field = "replied_at"}` or `{notification = ["exercise_advance"], relation = "notifies"}`, or both."""
    fields, relations = table.texts("field"), table.texts("relation")
    sites = table.texts("site")
    later_of, of_the_year, of_the_state = table.word("later_of", ROLES, ""), table.flag("of_the_year"), table.flag("of_the_state")
    kinds = [kind for kind in _KINDS if kind in table]
    if len(kinds) > 1 or not (kinds or fields):
        raise table.wrong(f"names “field”, or one of {', '.join(_KINDS)}, or both.")
    words = frozenset(table.texts(kinds[0])) if kinds else frozenset()
    unknown = sorted(words - {"any", *words_of(kinds[0])}) if kinds else []
    if unknown:
        raise table.wrong(f"“{unknown[0]}” is not a kind of {kinds[0]}.")
    other = next((relation for relation in relations if relation not in VOCABULARIES["relation"]), "")
    if other:
        raise table.wrong(f"“{other}” is not a relation; it is one of {', '.join(VOCABULARIES['relation'])}.")
    if (later_of or of_the_year or of_the_state) and not kinds:
        raise table.wrong("“later_of”, “of_the_year” and “of_the_state” go with a kind of record.")
    if sites and kinds != ["inspection"]:
        raise table.wrong("“site” goes with “inspection”.")
    table.done()
    return Evidence(
        fields, kinds[0] if kinds else "", words - {"any"}, relations, later_of, of_the_year, of_the_state=of_the_state, sites=sites,
    )
