"""Who carried which part of a whole: what can be added up, shares in per cent that come to 100.0, and the equal share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cbm_tracker.domain.measures import AgreementFacts, Contribution
from cbm_tracker.domain.release import left_out
from cbm_tracker.domain.summary import period_of

TROOPS, EQUIPMENT, FUNDS, VALUE, IN_KIND = "troops", "equipment", "funds", "value", "in_kind"
GROUPS = (TROOPS, EQUIPMENT, FUNDS, VALUE, IN_KIND)
"""What can be added up, in this order; VALUE is the money at which contributions other than funds are valued."""
_WHOLE = 1000  # tenths of a per cent


def shares_of(values: Sequence[Decimal]) -> list[Decimal]:
    """Return the share of each value in per cent with one decimal, by largest remainder; of equal remainders the first goes up.

    They add up to 100.0, or are all 0.0 where the values add up to nothing. Values are not negative.
    """
    total = sum((Fraction(value) for value in values), Fraction())
    if not total:
        return [Decimal("0.0") for _ in values]
    exact = [Fraction(value) * _WHOLE / total for value in values]
    tenths = [int(one) for one in exact]
    by_remainder = sorted(range(len(values)), key=lambda at: (tenths[at] - exact[at], at))
    for at in by_remainder[: _WHOLE - sum(tenths)]:
        tenths[at] += 1
    return [Decimal(one).scaleb(-1) for one in tenths]


def equal_share(count: int) -> Fraction:
    """Return 100 ÷ count, exactly."""
    return Fraction(100, count)


def tenths(value: Fraction) -> Decimal:
    """Return a number with one decimal, halves away from zero."""
    sign = -1 if value < 0 else 1
    return Decimal(sign * int(abs(value) * 10 + Fraction(1, 2))).scaleb(-1)


@dataclass(frozen=True, order=True)
class Matter:
    """What is added up: one of `GROUPS`, the word of the contribution where it is in kind, and the unit or currency."""

    group: str
    word: str = ""
    unit: str = ""

    @property
    def is_money(self) -> bool:
        return self.group in (FUNDS, VALUE)


@dataclass
class Carried:
    """What States carried of one matter, by code; "" is a State that is not stated."""

    by_state: dict[str, Decimal] = field(default_factory=dict)
    entries: int = 0

    def add(self, state: str, value: Decimal) -> None:
        self.entries += 1
        self.by_state[state] = self.by_state.get(state, Decimal()) + value

    @property
    def total(self) -> Decimal:
        return sum(self.by_state.values(), Decimal())

    @property
    def states(self) -> int:
        """How many States are named."""
        return sum(1 for state in self.by_state if state)


def carried(contributions: Iterable[Contribution]) -> dict[Matter, Carried]:
    """Return what can be added up: quantities of the same kind and unit, amounts of the same currency; nothing is converted."""
    found: dict[Matter, Carried] = {}
    for one in contributions:
        kind = one.contribution_kind
        if one.quantity is not None:
            own = kind in (TROOPS, EQUIPMENT)
            found.setdefault(Matter(kind if own else IN_KIND, "" if own else kind, one.unit), Carried()).add(one.state, one.quantity)
        if one.amount is not None:
            found.setdefault(Matter(FUNDS if kind == FUNDS else VALUE, "", one.currency), Carried()).add(one.state, one.amount)
    return dict(sorted(found.items(), key=lambda each: (GROUPS.index(each[0].group), each[0].word, each[0].unit)))


# ---------------------------------------------------------------- what lies ahead, and agreed scales


def is_ahead(contribution: Contribution, on: date) -> bool:
    """Tell whether it is pledged without a word of delivery, or begins after a day."""
    if contribution.delivered_on is not None:
        return contribution.delivered_on.first_day > on
    if contribution.from_on is not None:
        return contribution.from_on.first_day > on
    return contribution.pledged_on is not None


def can_be_added(contribution: Contribution) -> bool:
    """Tell whether the recipient may know what it is to be added up with: whose it is, its kind, its unit and its currency."""
    return not left_out(contribution) & {"state", "contribution_kind", "unit", "currency"}


def under_scale(facts: AgreementFacts, contributions: Iterable[Contribution]) -> tuple[Contribution, ...]:
    """Return the contributions that a recorded scale speaks of.

    One that is linked with records speaks of what is linked with the same; any other of what stands under its agreement, touches its
    year where it has one, and went to its subject where it has one.
    """
    targets = {link.target for link in facts.links}
    if targets:
        return tuple(one for one in contributions if any(link.target in targets for link in one.links))
    subject = facts.subject.strip().casefold()
    return tuple(
        one for one in contributions
        if facts.agreement in one.agreements and _in_year(one, facts.year)
        and (not subject or subject in {party.strip().casefold() for party in one.to})
    )


def _in_year(contribution: Contribution, year: int | None) -> bool:
    period = period_of(contribution)
    return year is None or (period is not None and period[0].year <= year <= period[1].year)
