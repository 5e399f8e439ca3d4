"""Shares of an amount by State: they come to 100 per cent, each is rounded, and one State bears the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cbm_tracker.domain.measures import AgreementFacts
from cbm_tracker.regimes.exact_numbers import ROUNDINGS, plain, rounded
from cbm_tracker.regimes.findings import Because, Finding, Sum, Term
from cbm_tracker.regimes.rules import Case, Rule
from cbm_tracker.regimes.table import Table

_MOST_DECIMALS = 4  # of any currency in use (ISO 4217)


@dataclass(frozen=True)
class Allotment:
    """What each State bears, without the rest, and the rest (less than nothing where the parts were rounded up)."""

    parts: Mapping[str, Decimal]
    residue: Decimal

    @property
    def total(self) -> Decimal:
        return sum(self.parts.values(), self.residue)


def allot(amount: Decimal, shares: Mapping[str, int | float], decimals: int = 2, rounding: str = "down") -> Allotment:
    """Divide an amount by shares in per cent, exactly: the parts and the rest always come to the amount."""
    exact = Fraction(amount)
    parts = {state: Decimal(rounded(exact * Fraction(str(share)) / 100 * 10**decimals, rounding)).scaleb(-decimals)
             for state, share in shares.items()}
    return Allotment(parts, amount - sum(parts.values(), Decimal(0)))


@dataclass(frozen=True, kw_only=True)
class Allocation(Rule):
    """The shares of an amount: `decimals` of the currency, and how each part is rounded."""

    decimals: int = 2
    rounding: str = "down"

    def judge(self, case: Case) -> Iterator[Finding]:
        record = case.record
        if not isinstance(record, AgreementFacts) or not (record.shares or record.amount is not None):
            return
        if not record.shares:
            yield case.view.finding(self, "undetermined", record=record.id, missing=("shares",), gate=case.gate())
            return
        whole = sum((Fraction(str(share)) for share in record.shares.values()), Fraction(0))
        shown = whole.numerator if whole.denominator == 1 else float(whole)
        because = (Because("shares, per cent", shown, "=" if whole == 100 else "≠", 100),)
        if whole != 100:
            notes = (f"The shares come to {plain(whole)} %, not to 100 %.",)
            yield case.view.finding(self, "breach", record=record.id, because=because, notes=notes, gate=case.gate())
        elif record.amount is None:
            yield case.view.finding(self, "undetermined", record=record.id, because=because, missing=("amount",), gate=case.gate())
        else:
            yield self._allotted(case, record, record.amount, because)

    def _allotted(self, case: Case, record: AgreementFacts, amount: Decimal, because: tuple[Because, ...]) -> Finding:
        allotment = allot(amount, record.shares, self.decimals, self.rounding)
        terms = [Term("+" if at else "", self._money(part), state) for at, (state, part) in enumerate(sorted(allotment.parts.items()))]
        rest, missing = allotment.residue, tuple[str, ...]()
        if rest:
            sign, bearer = "+" if rest > 0 else "-", record.residue_to or "not told who bears it"
            terms.append(Term(sign, self._money(abs(rest)), f"rest, {bearer}"))
            missing = () if record.residue_to else ("residue_to",)
        told = Sum(tuple(terms), Term("=", f"{self._money(allotment.total)} {record.currency}", "the whole amount"))
        borne = f"The rest of {self._money(abs(rest))} {record.currency} is borne by {record.residue_to}."
        notes = (borne,) if rest and not missing else ()
        return case.view.finding(self, "undetermined" if missing else "permitted", record=record.id, because=because, sum=told,
                                 missing=missing, notes=notes, gate=case.gate())

    def _money(self, amount: Decimal) -> str:
        """Write an amount with its thousands apart and at least the decimals of the currency."""
        return f"{amount:,.{max(self.decimals, -_exponent(amount))}f}"


def _exponent(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def read(table: Table, head: dict[str, Any]) -> Allocation:
    """Read a rule of the kind allocation. Raises InvalidRule."""
    if head["subjects"] != ("agreement_facts",):
        raise table.wrong("a rule of the kind allocation has the subject “agreement_facts”.")
    decimals = table.integer("decimals", 2, most=_MOST_DECIMALS)
    return Allocation(**head, decimals=decimals, rounding=table.word("rounding", ROUNDINGS, "down"))
