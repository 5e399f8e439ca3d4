"""Quotas of inspections in a calendar year: who holds them, what uses them, what is left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from cbm_tracker.domain.measures import Inspection
from cbm_tracker.regimes.conditions import ALWAYS, Condition, Verdict
from cbm_tracker.regimes.consumption import NOT_CONSUMED, YEAR_OF, Effect, effect, moment_of, order_of, read_not_consumed, read_year_of
from cbm_tracker.regimes.facts import states_of
from cbm_tracker.regimes.findings import OUTCOMES, Because, Finding, QuotaEntry, QuotaUse, Sum, Term
from cbm_tracker.regimes.kinds.quota_limits import Limit, Size, read_limit
from cbm_tracker.regimes.packs import Group, Pack, is_code
from cbm_tracker.regimes.rules import Case, Rule, View
from cbm_tracker.regimes.scope import counted_case, remembered, stands_for
from cbm_tracker.regimes.table import Table

SIDES = ("receiving", "inspecting")


@dataclass(frozen=True)
class Charge:
    """An inspection charged to a quota: in which order, and the moment that says in which year."""

    inspection: Inspection
    moment: datetime
    order: tuple[datetime, str]


@dataclass(frozen=True)
class Account:
    """One quota in one calendar year; `other` is None where it is not counted by pair."""

    year: int
    holder: Group
    other: Group | None

    @property
    def key(self) -> _Key:
        return (self.holder.id, self.other.id if self.other else "")

    def __str__(self) -> str:
        return f"{self.holder.id}{f' with {self.other.id}' if self.other else ''} in {self.year}"


@dataclass(frozen=True)
class Standing:
    """How an account stands, and the place (1 is the first) of the inspection in hand among those that it counts."""

    account: Account
    size: Size
    used: int
    reserved: int
    place: int
    own: Effect

    @property
    def holds(self) -> bool | None:
        return None if self.size.value is None else self.place <= self.size.value


@dataclass(frozen=True)
class Book:
    """The charges of an account in order with their effects; `counting[n]` of the first n are used or reserved."""

    charges: tuple[Charge, ...] = ()
    effects: tuple[Effect, ...] = ()
    orders: tuple[tuple[datetime, str], ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)  # of each inspection among the charges, by its id
    counting: tuple[int, ...] = (0,)
    used: int = 0
    reserved: int = 0


_Key = tuple[str, str]
_Books = Mapping[int, Mapping[_Key, Book]]


@dataclass(frozen=True, kw_only=True)
class Quota(Rule):
    """So many inspections in a calendar year.

    Args:
        holder: whose quota it is, the receiving (passive) or the inspecting (active) side; `pair` counts by the other side as well.
        groups: States of a group of the pack hold it together.
        leading: only the first inspecting State is charged, not those whose inspectors are its guests.
        year_of: the first known of these moments says in which year (UTC) an inspection counts.
        not_consumed: outcomes that leave the quota as it is.
        when: only inspections for which this holds are counted; one that does not say is.
    """

    holder: str
    limit: Limit
    pair: str = ""
    groups: bool = False
    leading: bool = False
    year_of: tuple[str, ...] = YEAR_OF
    not_consumed: tuple[str, ...] = NOT_CONSUMED
    when: Condition = ALWAYS
    what: str = "inspections"
    then: str = "advisory"
    when_full: str = ""

    def asks(self) -> Iterator[str]:
        yield from self.when.rules()
        yield from self.limit.asks()

    def asks_facts(self) -> Iterator[str]:
        yield from (*self.year_of, *self.when.facts())

    def wrong_in(self, pack: Pack) -> str:
        other = next((rule_id for rule_id in self.limit.asks() if not isinstance(pack.by_id[rule_id], Quota)), "")
        holders = {group.id for group in pack.groups} if self.groups else set()
        unknown = next((name for name in self.limit.by_state if name not in holders and not is_code(name)), "")
        if other:
            return f"takes its share of “{other}”, which is no quota."
        return f"has a limit for “{unknown}”, which is neither the code of a State nor a group of the pack." if unknown else ""

    def verdict(self, case: Case) -> Verdict:
        return self.when.judge(case)

    def judge(self, case: Case) -> Iterator[Finding]:
        record = case.record
        if not isinstance(record, Inspection) or case.found(self.id).holds is False:
            return
        charge, accounts = self._charge(record), self._accounts(case.view, record)
        if charge is None or not accounts:
            missing = (self.year_of[-1],) if charge is None else (_FIELDS[self.holder],)
            yield case.view.finding(self, "undetermined", record=record.id, missing=missing, gate=case.gate())
            return
        standings = [self._standing(case.view, account, charge) for account in accounts]
        worst = min(standings, key=lambda each: (_WORST.index(each.holds), each.account.key))
        yield self._finding(case, charge, worst)

    def ledger(self, view: View, year: int) -> Iterator[QuotaUse]:
        if not self._runs_in(view, year):
            return
        books = self._books(view).get(year, {})
        accounts = {key: Account(year, self._group(view, key[0]), self._group(view, key[1]) if key[1] else None) for key in books}
        if not self.pair:
            for name in (*self.limit.by_state, view.situation.owner):
                account = Account(year, self._group(view, name), None)
                if name and self._has_one(view, account):
                    accounts.setdefault(account.key, account)
        for key in sorted(accounts):
            yield self._use(view, accounts[key], books.get(key, Book()))

    def _has_one(self, view: View, account: Account) -> bool:
        """Tell whether a State has this quota before anything is charged to it: it is bound, and stands in the list if there is one."""
        if _year_gate(view, account.holder, account.year):
            return False
        return not self.limit.by_state or self.size_for(view, account.holder, None, account.year).value is not None

    def size_for(self, view: View, holder: Group, other: Group | None, year: int) -> Size:
        """Return how large the quota of a holder is in a year."""
        def whole(rule_id: str, of: Group) -> Size:
            rule = view.pack.by_id[rule_id]
            return rule.size_for(view, of, None, year) if isinstance(rule, Quota) else Size(None, missing=(rule_id,))

        return self.limit.size(view, holder, other, year, whole)

    # -------------------------------------------------- what is charged to whom

    def _charge(self, inspection: Inspection) -> Charge | None:
        found = moment_of(inspection, self.year_of)
        return None if found is None else Charge(inspection, found[0], order_of(inspection))

    def _sides(self, view: View, inspection: Inspection, side: str) -> list[Group]:
        states = states_of(inspection, side)
        groups = [self._group(view, state) for state in (states[:1] if self.leading and side == "inspecting" else states)]
        return list({group.id: group for group in groups}.values())

    def _group(self, view: View, name: str) -> Group:
        """Return who holds a quota, by the id of a group or the code of a State."""
        if not self.groups:
            return Group(name, name, (name,))
        return next((group for group in view.pack.groups if group.id == name), None) or view.pack.group_of(name)

    def _accounts(self, view: View, inspection: Inspection) -> list[Account]:
        found = moment_of(inspection, self.year_of)
        if found is None:
            return []
        others: list[Group | None] = [*self._sides(view, inspection, self.pair)] if self.pair else [None]
        return [Account(found[0].year, holder, other) for holder in self._sides(view, inspection, self.holder) for other in others]

    def _books(self, view: View) -> _Books:
        """Return the books of every account by year, as they stand at the instant of the judgement."""
        charges = remembered(view, self, "charges", lambda: self._charges(view))
        return remembered(view, self, "books", lambda: {
            year: {key: self._book(view, each) for key, each in accounts.items()} for year, accounts in charges.items()
        }, view.situation.at)

    def _book(self, view: View, charges: tuple[Charge, ...]) -> Book:
        effects = tuple(self._effect(view, charge) for charge in charges)
        names = [told.name for told in effects]
        return Book(charges, effects, tuple(charge.order for charge in charges),
                    {charge.inspection.id: at for at, charge in enumerate(charges)},
                    tuple(accumulate((told.counts for told in effects), initial=0)), names.count("used"), names.count("reserved"))

    def _charges(self, view: View) -> Mapping[int, Mapping[_Key, tuple[Charge, ...]]]:
        """Return what every account of every year is charged with, in order."""
        found: dict[int, dict[_Key, list[Charge]]] = {}
        for record in view.situation.records.of_kind("inspection"):
            case = counted_case(view, self, record)
            if case is None or not isinstance(record, Inspection) or case.found(self.id).holds is False:
                continue
            charge = self._charge(record)
            for account in self._accounts(view, record) if charge is not None else ():
                assert charge is not None
                found.setdefault(account.year, {}).setdefault(account.key, []).append(charge)
        return {
            year: {key: tuple(sorted(charges, key=lambda each: each.order)) for key, charges in accounts.items()}
            for year, accounts in found.items()
        }

    def _effect(self, view: View, charge: Charge) -> Effect:
        side = "passive" if self.holder == "receiving" else "active"
        return effect(charge.inspection, view.situation.at, side, self.not_consumed)

    # -------------------------------------------------- how it stands

    def _standing(self, view: View, account: Account, charge: Charge) -> Standing:
        """Count the others of the account, whether or not the record in hand is among the recorded ones."""
        book, itself = self._books(view).get(account.year, {}).get(account.key, Book()), stands_for(charge.inspection)
        own = self._effect(view, charge)
        place, names = 1 + book.counting[bisect_left(book.orders, charge.order)], (own.name,)
        again = [book.places[record_id] for record_id in itself if record_id in book.places]
        place -= sum(book.effects[at].counts and book.orders[at] < charge.order for at in again)
        same = [book.effects[at].name for at in again]
        size = self.size_for(view, account.holder, account.other, account.year)
        used = book.used + names.count("used") - same.count("used")
        reserved = book.reserved + names.count("reserved") - same.count("reserved")
        return Standing(account, size, used, reserved, place, own)

    def _finding(self, case: Case, charge: Charge, standing: Standing) -> Finding:
        account, size = standing.account, standing.size
        notes = [*self._notes(charge, standing)]
        told = _sum(size, standing.used, standing.reserved)
        gate = _gate(case.view, account.holder, charge.moment.date()) or self._gate_of_others(case, charge)
        if size.value is None:
            return case.view.finding(self, "undetermined", record=case.record.id, missing=size.missing, notes=tuple(notes), gate=gate)
        outcome = "permitted" if standing.holds else self.then
        operator = "<=" if standing.holds else ">"
        because = (Because(f"{self.what} in {account.year}", standing.place, operator, size.value),)
        return case.view.finding(self, outcome, record=case.record.id, because=because, sum=told, notes=tuple(notes), gate=gate)

    def _gate_of_others(self, case: Case, charge: Charge) -> str:
        """Return why the agreement does not bind the other side; where several are meant, each has to be bound."""
        side = next(each for each in SIDES if each != self.holder)
        gates = [_gate(case.view, group, charge.moment.date()) for group in self._sides(case.view, charge.inspection, side)]
        return next((gate for gate in gates if gate), "")

    def _notes(self, charge: Charge, standing: Standing) -> Iterator[str]:
        account, size = standing.account, standing.size
        if size.value is None:
            yield f"The quota of {account} is not known{f': {size.told}' if size.told else ''}."
        elif not standing.holds:
            may = "it may be refused" if self.holder == "receiving" else "it goes beyond the quota"
            yield f"The quota of {account} is full: this is number {standing.place}, the limit is {size.value}; {may}."
        elif self.when_full and standing.own.counts and standing.place == size.value:
            yield f"With this one the quota of {account} is full: {self.when_full}"
        if not standing.own.counts:
            yield f"Not counted: {standing.own.note}"
        asked = charge.inspection.requested_at
        if asked is not None and asked.utc.year != account.year:
            yield f"Counted in {account.year}, when it is carried out; it was asked for in {asked.utc.year}."

    def _use(self, view: View, account: Account, book: Book) -> QuotaUse:
        side = next(each for each in SIDES if each != self.holder)
        entries = tuple(
            QuotaEntry(charge.inspection.id, told.name, charge.moment.date(), ", ".join(states_of(charge.inspection, side)[:1]), told.note)
            for charge, told in zip(book.charges, book.effects, strict=True)
        )
        size = self.size_for(view, account.holder, account.other, account.year)
        holder, other = account.key
        return QuotaUse(
            agreement=view.pack.id, rule=self.id, year=account.year, state=holder, of=other, limit=size.value, used=book.used,
            reserved=book.reserved, entries=entries, sum=str(_sum(size, book.used, book.reserved)), paragraph=self.paragraph,
            certainty=self.certainty, title=self.title, pack_version=view.pack.version, missing=size.missing,
            gate=_year_gate(view, account.holder, account.year),
        )

    def _runs_in(self, view: View, year: int) -> bool:
        """Tell whether both the pack and the rule hold on a day of the year."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        spans = ((view.pack.valid_from, view.pack.valid_until), (self.from_on, self.until_on))
        return all((start is None or start <= last) and (end is None or end >= first) for start, end in spans)


_WORST = (False, None, True)
_FIELDS = {"receiving": "receiving_state", "inspecting": "inspecting_states"}


def _gate(view: View, group: Group, day: date) -> str:
    """Return why the agreement does not bind a State; of a group, one member that is bound is enough."""
    gates = [view.gate((state,), day) for state in group.members]
    return gates[0] if all(gates) else ""


def _year_gate(view: View, group: Group, year: int) -> str:
    """Return why the agreement binds a holder neither at the beginning nor at the end of a year."""
    return _gate(view, group, date(year, 1, 1)) and _gate(view, group, date(year, 12, 31))


def _sum(size: Size, used: int, reserved: int) -> Sum:
    """Such as `3 - 2 used - 1 planned = 0 left`, the size with its own sum before it where it has one."""
    first = Term("", str(size) if size.value is not None else f"not known ({', '.join(size.missing)})", "quota of the year")
    terms = [first, Term("-", f"{used} used")]
    if reserved:
        terms.append(Term("-", f"{reserved} planned"))
    if size.value is None:
        return Sum(tuple(terms), Term("=", "not known"))
    rest = size.value - used - reserved
    return Sum(tuple(terms), Term("=", f"{rest} left" if rest >= 0 else f"0 left, {-rest} over"))


def read(table: Table, head: dict[str, Any]) -> Quota:
    """Read a rule of the kind quota. Raises InvalidRule."""
    if head["subjects"] != ("inspection",):
        raise table.wrong("a rule of the kind quota has the subject “inspection”.")
    holder, pair = table.word("holder", SIDES), table.word("pair", SIDES, "")
    if pair == holder:
        raise table.wrong("“pair” is the other side than “holder”.")
    found = Quota(
        **head, holder=holder, pair=pair, limit=read_limit(table), groups=table.flag("groups"), leading=table.flag("leading"),
        year_of=read_year_of(table), not_consumed=read_not_consumed(table),
        when=table.condition("when"), what=table.text("what", "inspections"), then=table.word("then", OUTCOMES, "advisory"),
        when_full=table.text("when_full", ""),
    )
    if not pair and any(share.of == "other" for share in found.limit.shares):
        raise table.wrong("a share of the other side's quota needs “pair”.")
    return found
