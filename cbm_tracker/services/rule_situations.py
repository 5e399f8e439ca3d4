"""What rules are told of a register: only the records that can still bear on what is asked, read through indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from cbm_tracker.domain.measures import Agreement, AgreementFacts, Participation, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.summary import period_of, states_of
from cbm_tracker.regimes.findings import Finding, utc_day
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.rules import word_of
from cbm_tracker.regimes.situation import RecordSet, Situation
from cbm_tracker.services.reference_data import shipped_id
from cbm_tracker.storage.store import Reading, Store

BEFORE_THE_REGISTER = timedelta(days=31)
YEAR = timedelta(days=366)
"""How long something that was not done stays on the list of what is due."""
_COUNTED_YEARS = {"exercise": 3, "inspection": 1, "agreement_facts": 1}  # calendar years before and after that rules count over
_MOST_KEPT = 8


@lru_cache(maxsize=2)
def capital_zones(names: StateNames) -> Mapping[str, str]:
    """Return the time zone (IANA name) of each State's capital."""
    return {entry.code: entry.zone for entry in names.entries if entry.zone}


@dataclass(frozen=True)
class Standing:
    """What does not depend on the records in hand: whose register it is, since when, and who takes part in what."""

    owner: str
    since: date | None
    participations: Mapping[str, tuple[Participation, ...]]

    def knows(self, finding: Finding) -> bool:
        """Tell whether a duty of the calendar fell due in the time of the register; of what was done before, it knows what meets it."""
        owed = finding.obligation
        if owed is None or not owed.is_open or self.since is None or owed.due is None:
            return True
        return utc_day(owed.due) >= self.since - BEFORE_THE_REGISTER


@dataclass(frozen=True)
class _Kept:
    """What was read for some packs; they are kept with it, so that no others take their place in memory."""

    packs: Mapping[str, Pack]
    standing: Standing
    records: tuple[Record, ...]
    asking: tuple[Record, ...] = ()


def _identity(packs: Mapping[str, Pack]) -> tuple[int, ...]:
    return tuple(id(pack) for pack in packs.values())


@dataclass(frozen=True)
class SituationReader:
    """Reads situations; what surrounds a record is kept until anybody changes the register."""

    store: Store
    names: StateNames
    _kept: dict[tuple[object, ...], _Kept] = field(default_factory=dict)

    def state_of(self, packs: Mapping[str, Pack]) -> tuple[object, ...]:
        """Return what is the same as long as neither the register nor the packs change."""
        with self.store.reading() as reading:
            return reading.last_operation(), *_identity(packs)

    def around(self, record: Record, packs: Mapping[str, Pack], now: datetime) -> Situation:
        """Return what bears on one record: what is linked with it, and what rules count together with it."""
        with self.store.reading() as reading:
            asked = (reading.last_operation(), _identity(packs), *_surroundings(record))
            kept = self._kept.get(asked)
            if kept is None:
                kept = self._keep(asked, _Kept(packs, _standing(reading), tuple(_around(reading, record, packs))))
        others = (other for other in kept.records if other.id != record.id)
        return self._situation(kept.standing, [*others, record], now)

    def of_record(
        self, reading: Reading, record: Record, packs: Mapping[str, Pack], now: datetime, may_be_told: Callable[[Record], bool]
    ) -> Situation:
        """Return what bears on one record, from one state of the register; only what may be told."""
        others = (other for other in _around(reading, record, packs) if other.id != record.id and may_be_told(other))
        return self._situation(_standing(reading), [*others, record], now)

    def _keep(self, asked: tuple[object, ...], kept: _Kept) -> _Kept:
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[asked] = kept
        return kept

    def of_what_is_open(self, packs: Mapping[str, Pack], now: datetime) -> tuple[Situation, list[Record], Standing]:
        """Return what can still be open, with the records in question, and whose register it is."""
        with self.store.reading() as reading:
            asked = (reading.last_operation(), _identity(packs), now.date())
            kept = self._kept.get(asked)
            if kept is None:
                standing = _standing(reading)
                told, asking = _what_is_open(reading, packs, standing, now)
                kept = self._keep(asked, _Kept(packs, standing, told, asking))
        return self._situation(kept.standing, kept.records, now), list(kept.asking), kept.standing

    def of_open(
        self, reading: Reading, packs: Mapping[str, Pack], now: datetime, may_be_told: Callable[[Record], bool]
    ) -> tuple[Situation, list[Record], Standing]:
        """Return the same from one state of the register; only what may be told."""
        standing = _standing(reading)
        told, asking = _what_is_open(reading, packs, standing, now)
        return self._situation(standing, filter(may_be_told, told), now), list(filter(may_be_told, asking)), standing

    def of_year(self, year: int, now: datetime, planned: Record | None = None) -> Situation:
        """Return what quotas of a calendar year count, and a record that is only planned."""
        with self.store.reading() as reading:
            standing = _standing(reading)
            found = list(_of_the_year(reading, year))
        return self._situation(standing, [*found, *([planned] if planned else [])], now)

    def of_period(
        self, reading: Reading, packs: Mapping[str, Pack], asked: Query, now: datetime, may_be_told: Callable[[Record], bool]
    ) -> tuple[Situation, list[Record], Standing]:
        """Return what bears on the records of a period, those records, and whose register it is; only what may be told.

        Args:
            asked: the query that finds the records; it has a first and a last day.
        """
        assert asked.from_on is not None
        assert asked.to_on is not None
        standing = _standing(reading)
        asking = {record.id: record for record in reading.records.stream(asked)}
        told = {record.id: record for record in _linked(reading, asking.values())}
        told.update((record.id, record) for record in _of_the_calendar(reading, packs, standing.owner, asked.from_on))
        told.update((record.id, record) for record in reading.records.stream(_notes(asked.from_on)))
        told.update((record.id, record) for record in _facts(reading, max(asked.from_on.year - 1, 1), min(asked.to_on.year + 1, 9999)))
        told.update(asking)
        situation = self._situation(standing, filter(may_be_told, told.values()), now)
        return situation, [record for record in asking.values() if may_be_told(record)], standing

    def of_ledger(self, reading: Reading, year: int, now: datetime, may_be_told: Callable[[Record], bool]) -> Situation:
        """Return what quotas of a calendar year count, from one state of the register; only what may be told."""
        return self._situation(_standing(reading), filter(may_be_told, _of_the_year(reading, year)), now)

    def _situation(self, standing: Standing, records: Iterable[Record], now: datetime) -> Situation:
        return Situation(
            at=now, records=RecordSet(records), owner=standing.owner, zones=capital_zones(self.names),
            participations=standing.participations,
        )


# ---------------------------------------------------------------- whose register, and who takes part


def _standing(reading: Reading) -> Standing:
    info = reading.info()
    since = info.get("created_at", "")[:10]
    return Standing(info.get("owner", ""), date.fromisoformat(since) if since else None, _participations(reading))


def _participations(reading: Reading) -> Mapping[str, tuple[Participation, ...]]:
    """Return who takes part in agreements as officers recorded it; a shipped record says no more than the pack."""
    found: dict[str, tuple[str, tuple[Participation, ...]]] = {}
    rows = reading.records.page(Query(kinds=("agreement",), statuses=("draft", "issued")), limit=10_000).rows
    for stored in reading.records.get_many(row.id for row in rows if row.id != _shipped(row.word)).values():
        record = stored.record
        if not isinstance(record, Agreement) or not record.participations:
            continue
        if stored.changed_at >= found.get(record.agreement, ("", ()))[0]:
            found[record.agreement] = stored.changed_at, record.participations
    return {agreement: told for agreement, (_, told) in found.items()}


@cache
def _shipped(agreement: str) -> str:
    return shipped_id("agreement", agreement)


# ---------------------------------------------------------------- what can still be open


def _what_is_open(
    reading: Reading, packs: Mapping[str, Pack], standing: Standing, now: datetime
) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Return what bears on whatever can still be open, and the records in question."""
    asking = {record.id: record for record in _open(reading, packs, now)}
    told = {record.id: record for record in _linked(reading, asking.values())}
    told.update((record.id, record) for record in _of_the_calendar(reading, packs, standing.owner, now.date()))
    told.update((record.id, record) for record in reading.records.stream(_notes(now.date())))
    told.update(asking)
    return tuple(told.values()), tuple(asking.values())


def _open(reading: Reading, packs: Mapping[str, Pack], now: datetime) -> Iterator[Record]:
    """Yield the records from which something may still be owed; a request without an answer counts whatever its age."""
    since = now.date() - YEAR
    yield from reading.records.stream(Query(kinds=("exercise",), leaving_open=("activity",), from_on=since, sort="ends"))
    yield from reading.records.stream(Query(kinds=("inspection",), leaving_open=("entry", "report"), from_on=since, sort="ends"))
    yield from reading.records.stream(Query(kinds=("inspection",), leaving_open=("request",)))
    yield from reading.records.stream(Query(kinds=("contact",), leaving_open=("promise", "contact"), from_on=since, sort="ends"))
    for kind in ("notification", "contact", "contribution"):
        for word in sorted(_asking_words(packs, kind)):
            yield from reading.records.stream(Query(kinds=(kind,), words=(word,), begun_from=since))
    for kind, word, reach in _long_clocks(packs):
        yield from reading.records.stream(Query(kinds=(kind,), words=(word,), begun_from=since - reach))
    yield from _facts(reading, now.year - 1, now.year)


def _long_clocks(packs: Mapping[str, Pack]) -> list[tuple[str, str, timedelta]]:
    """Return kind and word of records after which something falls due in more than a year, closed as they may be, and how long after.

    The word of facts of an agreement is the agreement.
    """
    found: dict[tuple[str, str], timedelta] = {}
    for pack in packs.values():
        for rule in pack.rules:
            for kind in rule.subjects if rule.reach > timedelta(days=300) else ():
                for word in (pack.id,) if kind == "agreement_facts" else sorted(rule.words):
                    found[kind, word] = max(rule.reach, found.get((kind, word), rule.reach))
    return sorted((*key, reach) for key, reach in found.items())


def _asking_words(packs: Mapping[str, Pack], kind: str) -> frozenset[str]:
    """Return the words of those records of a kind after which something is owed."""
    rules = (rule for pack in packs.values() for rule in pack.by_subject.get(kind, ()) if rule.owes)
    return frozenset(word for rule in rules for word in rule.words)


def _facts(reading: Reading, first: int, last: int) -> Iterator[Record]:
    return reading.records.stream(Query(kinds=("agreement_facts",), begun_from=date(first, 1, 1), to_on=date(last, 12, 31)))


def _of_the_year(reading: Reading, year: int) -> Iterator[Record]:
    """Yield what quotas of a calendar year count: visits, and the facts that limits follow from."""
    first, last = date(max(year - 1, 1), 12, 1), date(min(year + 1, 9999), 1, 31)
    yield from reading.records.stream(Query(kinds=("inspection",), begun_from=first, to_on=last))
    yield from _facts(reading, max(year - 1, 1), min(year + 1, 9999))


def _notes(day: date) -> Query:
    """What was decided of obligations since two years before a day; older decisions are found through the records they settle."""
    return Query(kinds=("obligation_note",), begun_from=_two_years_before(day))


def _two_years_before(day: date) -> date:
    return day - 2 * YEAR if day > date.min + 2 * YEAR else date.min


def _of_the_calendar(reading: Reading, packs: Mapping[str, Pack], owner: str, day: date) -> Iterator[Record]:
    """Yield what may meet the periodic duties of the owner from a day on, and what meets others without being linked to anything."""
    for kind, word, own, agreements in _evidence(packs, owner):
        # A contact may name no agreement and yet be one that a schedule of calls expects.
        asked = Query(kinds=(kind,), words=(word,) if word else (), begun_from=_two_years_before(day),
                      agreements=() if kind == "contact" else agreements)
        if own and kind == "notification":
            yield from reading.records.stream(replace(asked, states=(owner,)))
            yield from reading.records.stream(replace(asked, direction="given"))
        else:
            yield from reading.records.stream(asked)


def _evidence(packs: Mapping[str, Pack], owner: str) -> list[tuple[str, str, bool, tuple[str, ...]]]:
    """Return kind and word of each record that meets a rule by itself, whether only the owner's counts, and under which agreements."""
    found: dict[tuple[str, str, bool], dict[str, None]] = {}
    for pack in packs.values():
        for rule in pack.rules:
            own = "year" in rule.subjects
            if own and not (owner and (pack.open or owner in pack.states)):
                continue
            for kind, words in rule.evidence():
                for word in words or ("",):
                    found.setdefault((kind, word, own), {})[pack.id] = None
    return sorted((*key, tuple(agreements)) for key, agreements in found.items())


# ---------------------------------------------------------------- what bears on a record


def _linked(reading: Reading, records: Iterable[Record]) -> Iterator[Record]:
    """Yield what links to these records or to what they correct, and what they and those link to."""
    known = {record.id: record for record in records}
    if not known:
        return
    corrected = originals(reading, known.values())
    yield from corrected
    around = list(reading.records.stream(Query(linked_to=(*known, *(each.id for each in corrected)))))
    yield from around
    notices = [each.id for each in around if any(link.relation == "notifies" and link.target in known for link in each.links)]
    if notices:  # what answers the notice of a visit answers the visit
        yield from reading.records.stream(Query(linked_to=tuple(notices)))
    targets = {link.target for record in (*known.values(), *around) for link in record.links} - set(known)
    yield from _existing(reading, targets)


def originals(reading: Reading, records: Iterable[Record]) -> list[Record]:
    """Return what these records correct, and what that corrected before: others still link to it."""
    found: dict[str, Record] = {}
    asked = {link.target for record in records for link in record.links if link.relation == "supersedes"}
    while asked:
        more = list(_existing(reading, asked))
        found.update((record.id, record) for record in more)
        asked = {link.target for record in more for link in record.links if link.relation == "supersedes"} - set(found)
    return list(found.values())


def _existing(reading: Reading, ids: Iterable[str]) -> Iterator[Record]:
    return (stored.record for stored in reading.records.get_many(ids).values() if not stored.in_bin)


def _surroundings(record: Record) -> tuple[object, ...]:
    """Return all of a record that what surrounds it depends on."""
    states = frozenset(code for code, _ in states_of(record))
    return record.kind, record.id, word_of(record), states, _years(record), tuple(link.target for link in record.links), record.agreements


def _years(record: Record) -> tuple[int, int] | None:
    spoken = period_of(record)
    return (spoken[0].year, spoken[1].year) if spoken else None


def _around(reading: Reading, record: Record, packs: Mapping[str, Pack]) -> Iterator[Record]:
    yield from _linked(reading, [record])
    yield from reading.records.stream(Query(kinds=("obligation_note",), linked_to=(record.id,)))
    years = _years(record)
    if years is None:
        return
    roles = ("host_states",) if record.kind == "exercise" else ()
    states = _with_groups(tuple(dict.fromkeys(code for code, role in states_of(record) if not roles or role in roles)), packs)
    span = _COUNTED_YEARS.get(record.kind)
    if span is not None and states:
        first, last = date(max(years[0] - span, 1), 1, 1), date(min(years[1] + span, 9999), 12, 31)
        agreements = (record.agreement,) if isinstance(record, AgreementFacts) else ()
        asked = Query(kinds=(record.kind,), begun_from=first, to_on=last, states=() if agreements else states, agreements=agreements)
        yield from reading.records.stream(asked)
    if record.kind == "inspection":
        facts = _facts(reading, years[0] - 1, years[1] + 1)
        yield from (each for each in facts if isinstance(each, AgreementFacts) and each.state in states)
    first, last = date(max(years[0] - 2, 1), 1, 1), date(min(years[1] + 2, 9999), 12, 31)
    for kind, word in _evidence_about(record, packs):
        asked = Query(kinds=(kind,), words=(word,), begun_from=first, to_on=last, agreements=record.agreements)
        if record.kind == kind == "notification":  # what the same State said before or after
            if record.from_state:
                yield from reading.records.stream(replace(asked, states=(record.from_state,)))
            if record.direction == "given":
                yield from reading.records.stream(replace(asked, direction="given"))
        else:
            yield from reading.records.stream(asked)


def _evidence_about(record: Record, packs: Mapping[str, Pack]) -> list[tuple[str, str]]:
    """Return kind and word of what may meet, without a link to it, what is asked of a record, or meets the same as the record does."""
    found: set[tuple[str, str]] = set()
    for pack in packs.values():
        for rule in pack.by_subject.get(record.kind, ()):
            if "year" not in rule.subjects or rule.concerns(record):
                found.update((kind, word) for kind, words in rule.evidence() for word in words)
    return sorted(found)


def _with_groups(states: tuple[str, ...], packs: Mapping[str, Pack]) -> tuple[str, ...]:
    """Return these States and those that hold a quota together with one of them."""
    found = dict.fromkeys(states)
    for pack in packs.values():
        for group in pack.groups:
            if not found.keys().isdisjoint(group.members):
                found.update(dict.fromkeys(group.members))
    return tuple(found)
