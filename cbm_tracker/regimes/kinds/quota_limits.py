"""How large a quota is: a number, a number per State, a part of a base, or a share of another quota; each with its sum in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from cbm_tracker.domain.measures import AgreementFacts
from cbm_tracker.regimes.exact_numbers import ROUNDINGS, plain, rounded
from cbm_tracker.regimes.facts import fact, knows
from cbm_tracker.regimes.packs import Group
from cbm_tracker.regimes.rules import View
from cbm_tracker.regimes.table import Table


@dataclass(frozen=True)
class Size:
    """A number with how it comes about (`told`, such as “61 units / 60 rounded up”), or None with what is missing."""

    value: int | None
    told: str = ""
    missing: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Such as `61 units / 60 rounded up = 2; 2`, or the number alone."""
        return f"{self.told} = {self.value}; {self.value}" if self.told else str(self.value)


@dataclass(frozen=True)
class Base:
    """A part of a fact of the holder in the year: one for every `per`, or so many per cent of it; the fact itself where neither."""

    fact: str
    per: int = 0
    percent: Fraction | None = None
    rounding: str = "up"
    at_least: int | None = None
    at_most: int | None = None

    def size(self, stated: int) -> Size:
        told = f"{stated:,} {self.fact.rpartition('.')[2].replace('_', ' ')}"
        exact = Fraction(stated)
        if self.per:
            exact, told = exact / self.per, f"{told} / {self.per}"
        if self.percent is not None:
            exact, told = exact * self.percent / 100, f"{told} x {plain(self.percent)} %"
        value = rounded(exact, self.rounding)
        if self.per or self.percent is not None:
            told = f"{told}{f' = {plain(exact)},' if self.percent is not None and exact != value else ''} rounded {self.rounding}"
        if self.at_most is not None and value > self.at_most:
            told, value = f"{told} = {value}, at most {self.at_most}", self.at_most
        if self.at_least is not None and value < self.at_least:
            told, value = f"{told} = {value}, at least {self.at_least}", self.at_least
        return Size(value, told)


@dataclass(frozen=True)
class Share:
    """A part of the quota that another rule of the pack gives the holder itself (`own`) or the other side (`other`)."""

    rule: str
    of: str = "own"
    numerator: int = 1
    denominator: int = 1
    rounding: str = "down"
    below: int | None = None  # where the other quota is smaller, `then` takes the place of the share
    then: int = 0

    def size(self, whole: Size) -> Size:
        if whole.value is None:
            return whole
        if self.below is not None and whole.value < self.below:
            value = min(whole.value, self.then)
            return Size(value, f"quota of {whole.value} below {self.below}")
        times = f" x {self.numerator}" if self.numerator != 1 else ""
        exact = Fraction(whole.value * self.numerator, self.denominator)
        return Size(rounded(exact, self.rounding), f"quota of {whole.value}{times} / {self.denominator} rounded {self.rounding}")


@dataclass(frozen=True)
class Limit:
    """Where the size of a quota comes from; of several, the base counts where it is known, then the number for the State."""

    number: int | None = None
    by_state: Mapping[str, int] = field(default_factory=dict)
    base: Base | None = None
    shares: tuple[Share, ...] = ()

    def size(self, view: View, holder: Group, other: Group | None, year: int, whole: Callable[[str, Group], Size]) -> Size:
        """Return the size of a holder's quota; `whole` gives the quota that another rule sets for a holder in the year."""
        if self.shares:
            return self._least(holder, other, whole)
        if self.base is not None:
            stated = stated_facts(view, holder, year, self.base.fact)
            if len(stated) == 1:
                return self.base.size(stated[0])
            if len(stated) > 1:
                return Size(None, f"{self.base.fact.replace('_', ' ')} stated as {' and '.join(map(str, stated))}", (self.base.fact,))
        for key in (holder.id, *holder.members):
            if key in self.by_state:
                return Size(self.by_state[key])
        if self.number is not None:
            return Size(self.number)
        return Size(None, missing=(self.base.fact if self.base is not None else "limit",))

    def _least(self, holder: Group, other: Group | None, whole: Callable[[str, Group], Size]) -> Size:
        found = []
        for share in self.shares:
            of = holder if share.of == "own" else other
            if of is None:
                return Size(None, missing=("receiving_state",))
            size = share.size(whole(share.rule, of))
            if size.value is None:
                return size
            found.append((size.value, size.told))
        value = min(size for size, _ in found)
        if len(found) == 1:
            return Size(value, found[0][1])
        return Size(value, f"least of {' and '.join(f'{told} = {size}' for size, told in found)}")

    def asks(self) -> Iterator[str]:
        return (share.rule for share in self.shares)


def stated_facts(view: View, holder: Group, year: int, name: str) -> list[int]:
    """Return the different numbers that the facts of a holder's members state for a year."""
    found = set()
    for record in view.situation.records.of_kind("agreement_facts"):
        if isinstance(record, AgreementFacts) and record.agreement == view.pack.id and record.year == year:
            value = fact(record, name).value if record.state in (holder.id, *holder.members) else None
            if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                found.add(value)
    return sorted(found)


def read_limit(table: Table) -> Limit:
    """Read `limit`, `limits`, `base`, `share` or `least_of`. Raises InvalidRule where none is there, or a number is negative."""
    by_state = table.mapping("limits")
    for holder, number in by_state.items():
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise table.wrong(f"“limits.{holder}” is not a whole number of 0 or more.")
    shares = [table.table("share", None), *table.tables("least_of")]
    read = tuple(_read_share(each) for each in shares if each is not None)
    base = table.table("base", None)
    found = Limit(table.integer("limit", None), dict(by_state), _read_base(base) if base is not None else None, read)
    if found.number is None and not found.by_state and found.base is None and not found.shares:
        raise table.wrong("one of limit, limits, base, share, least_of is needed.")
    return found


def _read_base(table: Table) -> Base:
    percent: Any = table.number("percent", None)
    found = Base(
        table.text("fact"), table.integer("per", 0), None if percent is None else Fraction(str(percent)),
        table.word("rounding", ROUNDINGS, "up"), table.integer("at_least", None), table.integer("at_most", None),
    )
    if not knows(AgreementFacts, found.fact):
        raise table.wrong(f"asks for “{found.fact}”, which no agreement_facts record says.")
    if found.per and percent is not None:
        raise table.wrong("“per” and “percent” exclude each other.")
    if percent is not None and percent < 0:
        raise table.wrong("“percent” is negative.")
    table.done()
    return found


def _read_share(table: Table) -> Share:
    found = Share(
        table.text("rule"), table.word("of", ("own", "other"), "own"), table.integer("numerator", 1, least=0),
        table.integer("denominator", 1, least=1), table.word("rounding", ROUNDINGS, "down"), table.integer("below", None),
        table.integer("then", 0),
    )
    table.done()
    return found
