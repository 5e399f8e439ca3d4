"""Contributions on paper: what each State carried, by kind and unit, and each contribution in a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cbm_tracker.domain.measures import Contribution
from cbm_tracker.domain.state_names import normalise
from cbm_tracker.domain.summary import label, period_of
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.reports.content import Bar, Column, Row, Section, Stacked, Table
from cbm_tracker.reports.exercise_tables import draft_notes
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import (
    NOT_STATED,
    Names,
    amount,
    counted,
    first_capital,
    joined,
    lines,
    money,
    period_cell,
    word_of,
)


@dataclass
class _Sum:
    """Contributions of one State, of one kind, in one unit and one currency."""

    count: int = 0
    quantity: Decimal | None = None
    money: Decimal | None = None

    def add(self, contribution: Contribution) -> None:
        self.count += 1
        self.quantity = _plus(self.quantity, contribution.quantity)
        self.money = _plus(self.money, contribution.amount)


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else other if one is None else one + other


@dataclass
class ContributionTables:
    """Takes the contributions of a period one by one, first day first."""

    names: Names
    at: date
    rows: list[Row] = field(default_factory=list)
    sums: dict[str, dict[tuple[str, str, str], _Sum]] = field(default_factory=dict)  # State: (kind, unit, currency)
    counts: dict[str, int] = field(default_factory=dict)

    def take(self, contribution: Contribution) -> None:
        key = (
            contribution.contribution_kind, contribution.unit if contribution.quantity is not None else "",
            contribution.currency if contribution.amount is not None else "",
        )
        self.sums.setdefault(contribution.state, {}).setdefault(key, _Sum()).add(contribution)
        self.counts[contribution.state] = self.counts.get(contribution.state, 0) + 1
        self.rows.append(self._row(contribution))

    def _row(self, contribution: Contribution) -> Row:
        period = period_of(contribution)
        on = period[0] if period else self.at
        kind = word_of(contribution.contribution_kind) if contribution.contribution_kind else "Contribution"
        to = joined(self.names.state(party, on) for party in contribution.to)
        beneficiary = f"for {self.names.state(contribution.beneficiary, on)}" if contribution.beneficiary else ""
        valued = spoken(contribution.valuation).lower() if contribution.valuation else ""
        quantity = amount(contribution.quantity) if contribution.quantity is not None else NOT_STATED
        return Row(
            (
                period_cell(contribution.from_on or contribution.delivered_on or contribution.pledged_on, contribution.to_on),
                self.names.state(contribution.state, on),
                Stacked(kind, lines(contribution.description, contribution.reference, self.names.draft_mark(contribution))),
                Stacked(to or NOT_STATED, beneficiary), Stacked(quantity, contribution.unit),
                Stacked(money(contribution.amount, contribution.currency), valued),
            ),
            source=label(contribution),
        )

    # -------------------------------------------------- the section

    def section(self, drafts: int) -> Section:
        states = len([state for state in self.sums if state])
        lead = f"{first_capital(counted(len(self.rows), 'contribution'))} of {counted(states, 'State')}."
        leading = max(self.counts, key=lambda state: (self.counts[state], state))
        if states > 1:
            of = counted(self.counts[leading], "contribution")
            lead += f" The most entries, {of}, stand for {self.names.state(leading, self.at)}."
        return Section("Contributions", lead, (self._by_state(), self._each(drafts)))

    def _by_state(self) -> Table:
        most = max(self.counts.values())
        rows: list[Row] = []
        for state in sorted(self.sums, key=lambda code: (-self.counts[code], normalise(self.names.state(code, self.at)), code)):
            name = self.names.state(state, self.at) if state else "State not stated"
            rows.append(Row((name, counted(self.counts[state], "contribution")), "group"))
            for (kind, unit, currency), told in sorted(self.sums[state].items()):
                rows.append(Row((
                    word_of(kind) if kind else "Kind not stated", number(told.count), Bar(told.count / most), amount(told.quantity),
                    unit or ("" if told.quantity is None else "no unit"),
                    money(told.money, currency),
                )))
        total = sum(self.counts.values())
        rows.append(Row(("All", number(total), "", "", "", ""), "total"))
        columns = (
            Column("State and kind", 46), Column("Number", 17, "right"), Column("", 30), Column("Quantity", 22, "right"),
            Column("Unit", 23), Column("Amount", 30, "right"),
        )
        return Table("Contributions by State and kind, in order of their number", columns, tuple(rows), (
            "Bars: number of contributions, on one scale. Quantities are added up only in the same unit, amounts only in the same "
            "currency; nothing is converted. – = not stated.",
        ))

    def _each(self, drafts: int) -> Table:
        columns = (
            Column("Period", 25), Column("State", 26), Column("Contribution", 42), Column("To", 32), Column("Quantity", 18, "right"),
            Column("Amount", 25, "right"),
        )
        notes = ("Period: from, else delivered or pledged. – = not stated.", *draft_notes(drafts, count=len(self.rows)))
        return Table("Contributions of the period", columns, tuple(self.rows), notes)
