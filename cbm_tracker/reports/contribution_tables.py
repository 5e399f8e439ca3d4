"""Contributions on paper: what each State carried, by kind and unit, and each contribution in a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cbm_tracker.domain.measures import Contribution
from cbm_tracker.domain.release import left_out
from cbm_tracker.domain.summary import label, period_of
from cbm_tracker.reports.content import Bar, Column, Row, Section, Stacked, Table
from cbm_tracker.reports.exercise_tables import draft_notes
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import NOT_STATED, Names


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
    """Takes the contributions of a period one by one, first day first; says what of them is withheld from the recipient."""

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
        names, word = self.names, contribution.contribution_kind
        kind = names.word(word) if word else names.kind_name(contribution.kind)
        to = names.joined(names.state(party, on) for party in contribution.to)
        behind = names.say("for {State}", State=names.state(contribution.beneficiary, on)) if contribution.beneficiary else ""
        hidden, withheld = left_out(contribution), names.say("withheld")
        quantity = withheld if "quantity" in hidden else names.amount(contribution.quantity)
        money = withheld if hidden & {"amount", "currency"} else names.money(contribution.amount, contribution.currency)
        return Row(
            (
                names.period_cell(
                    contribution.from_on or contribution.delivered_on or contribution.pledged_on, contribution.to_on, hidden),
                withheld if "state" in hidden else names.state(contribution.state, on),
                Stacked(kind, names.parted(contribution.description, contribution.reference, names.draft_mark(contribution))),
                Stacked(to or NOT_STATED, behind), Stacked(quantity, contribution.unit),
                Stacked(money, names.word_within(contribution.valuation)),
            ),
            source=label(contribution),
        )

    # -------------------------------------------------- the section

    def section(self, drafts: int) -> Section:
        states = len([state for state in self.sums if state])
        names = self.names
        lead = names.count("{count} contribution is recorded; number of contributing States: {states}.",
                           "{count} contributions are recorded; number of contributing States: {states}.", len(self.rows),
                           states=number(states))
        leading = max(self.counts, key=lambda state: (self.counts[state], state))
        if states > 1:
            most = names.say("The most entries stand for {State}: {most}.", State=names.state(leading, self.at),
                             most=number(self.counts[leading]))
            lead = f"{lead} {most}"
        return Section(names.say("Contributions"), lead, (self._by_state(), self._each(drafts)))

    def _by_state(self) -> Table:
        names, say = self.names, self.names.say
        most = max(self.counts.values())
        rows: list[Row] = []
        for state in sorted(self.sums, key=lambda code: (-self.counts[code], names.alphabetical(names.state(code, self.at)), code)):
            name = names.state(state, self.at) if state else say("State not stated")
            rows.append(Row((name, names.counted(self.counts[state], "contribution")), "group"))
            for (kind, unit, currency), told in sorted(self.sums[state].items()):
                rows.append(Row((
                    names.word(kind) if kind else say("Kind not stated"), number(told.count), Bar(told.count / most),
                    names.amount(told.quantity), unit or ("" if told.quantity is None else say("no unit")),
                    names.money(told.money, currency),
                )))
        total = sum(self.counts.values())
        rows.append(Row((say("All"), number(total), "", "", "", ""), "total"))
        columns = (
            Column(say("State and kind"), 46), Column(say("Number"), 17, "right"), Column("", 30), Column(say("Quantity"), 22, "right"),
            Column(say("Unit"), 23), Column(say("Amount"), 30, "right"),
        )
        return Table(say("Contributions by State and kind, in order of their number"), columns, tuple(rows), (say(
            "Bars: number of contributions, on one scale. Quantities are added up only in the same unit, amounts only in the same "
            "currency; nothing is converted. – = not stated."
        ),))

    def _each(self, drafts: int) -> Table:
        say = self.names.say
        columns = (
            Column(say("Period"), 25), Column(say("State"), 26), Column(say("Contribution"), 42), Column(say("To"), 32),
            Column(say("Quantity"), 18, "right"), Column(say("Amount"), 25, "right"),
        )
        notes = (say("Period: from, else delivered or pledged. – = not stated."), *draft_notes(drafts, self.names, count=len(self.rows)))
        return Table(say("Contributions of the period"), columns, tuple(self.rows), notes)
