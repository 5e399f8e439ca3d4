"""Shares on paper: what each State carried, beside an equal share and beside an agreed scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from cbm_tracker.domain.measures import AgreementFacts, Contribution
from cbm_tracker.domain.summary import label
from cbm_tracker.regimes.kinds.allocation import Allotment, allot
from cbm_tracker.reports.content import Bar, Cell, Column, Row, Spanner, Table
from cbm_tracker.reports.shares import (
    EQUIPMENT,
    FUNDS,
    GROUPS,
    IN_KIND,
    TROOPS,
    VALUE,
    Carried,
    Matter,
    carried,
    equal_share,
    shares_of,
    tenths,
)
from cbm_tracker.reports.wording import NOT_STATED, Names, decimals_of


def matter_name(matter: Matter, names: Names) -> str:
    """Such as “Troops, in persons” or “Funds in EUR”."""
    unit = matter.unit or names.say("no unit")
    if matter.group == FUNDS:
        return names.say("Funds in {currency}", currency=unit)
    if matter.group == VALUE:
        return names.say("Value of other contributions in {currency}", currency=unit)
    if matter.group == TROOPS:
        return names.say("Troops, in {unit}", unit=unit)
    if matter.group == EQUIPMENT:
        return names.say("Equipment, in {unit}", unit=unit)
    return names.say("{what}, in {unit}", what=names.word(matter.word) if matter.word else names.say("Kind not stated"), unit=unit)


def quantity(value: Decimal, matter: Matter, names: Names) -> str:
    return names.money(value, matter.unit) if matter.is_money else names.amount(value)


def signed(value: Decimal, names: Names, decimals: int = 1) -> str:
    """+12.5, −3.0, 0.0."""
    text = names.number(value, decimals)
    return f"+{text}" if value > 0 else text


def state_name(code: str, on: date, names: Names) -> str:
    return names.state(code, on) if code else names.say("State not stated")


def in_order(by_state: Mapping[str, Decimal], on: date, names: Names) -> list[str]:
    """The codes, who carried most first; a State that is not stated last."""
    return sorted(by_state, key=lambda code: (code == "", -by_state[code], names.alphabetical(state_name(code, on, names))))


# ---------------------------------------------------------------- beside an equal share


def most_of_each(wholes: Mapping[Matter, Carried], on: date, names: Names) -> Table:
    """Return one row for each matter: the total, and who carried most of it beside an equal share."""
    rows = []
    for matter, whole in wholes.items():
        order = in_order(whole.by_state, on, names)
        share, equal = shares_of([whole.by_state[code] for code in order])[0], _equal(whole)
        known = bool(whole.total) and equal is not None
        rows.append(Row((
            matter_name(matter, names), names.number(whole.states), quantity(whole.total, matter, names),
            state_name(order[0], on, names) if whole.total else NOT_STATED, names.number(share, 1) if whole.total else NOT_STATED,
            NOT_STATED if equal is None else names.number(equal, 1),
            signed(share - equal, names) if known and equal is not None and order[0] else NOT_STATED,
        )))
    columns = (
        Column(names.say("What can be added up"), 41), Column(names.say("States"), 20, "right"), Column(names.say("Total"), 30, "right"),
        Column(names.say("Most by"), 27), Column(names.say("Share, %"), 15, "right"), Column(names.say("Equal share, %"), 15, "right"),
        Column(names.say("Difference, points"), 20, "right"),
    )
    return Table(names.say("What was carried, and who carried most of it"), columns, tuple(rows), (names.say(
        "Difference = share − equal share; equal share = 100 ÷ number of States, to one decimal. – = nothing to state."),))


def troops_and_cost(wholes: Mapping[Matter, Carried], on: date, names: Names) -> Table | None:
    """Return troops and money side by side, of the unit and the currency that most contributions state; None where one is missing."""
    troops = _most_stated(wholes, (TROOPS,))
    money = _most_stated(wholes, (FUNDS, VALUE))
    if troops is None or money is None:
        return None
    number, cost = wholes[troops].by_state, _money_of(wholes, money.unit)
    order = in_order({**dict.fromkeys(cost, Decimal()), **number}, on, names)
    parts = [shares_of([of.get(code, Decimal()) for code in order]) for of in (number, cost)]
    decimals = 2 if any(decimals_of(value) for value in cost.values()) else 0

    def told(value: Decimal | None, share: Decimal, hatched: bool) -> tuple[Cell, ...]:
        if value is None:
            return NOT_STATED, NOT_STATED, NOT_STATED
        text = names.number(value, decimals) if hatched else names.amount(value)
        return text, names.number(share, 1), Bar(float(share) / 100, hatched)

    rows = [Row((state_name(code, on, names), *told(number.get(code), one, False), *told(cost.get(code), other, True)))
            for code, one, other in zip(order, *parts, strict=True)]
    sums = [sum(of.values(), Decimal()) for of in (number, cost)]
    if not all(sums):
        return None
    rows.append(Row((names.say("Total"), names.amount(sums[0]), names.number(sum(parts[0]), 1), "", names.number(sums[1], decimals),
                     names.number(sum(parts[1]), 1), ""), "total"))
    share, bars = Column(names.say("Share, %"), 16, "right"), Column("", 29)
    columns = (
        Column(names.say("State"), 30), Column(names.say("Number"), 20, "right"), share, bars, Column(money.unit, 28, "right"), share, bars)
    spanners = (Spanner(matter_name(troops, names), 1, 3), Spanner(names.say("Funds, and value of other contributions"), 4, 3))
    return Table(names.say("Troops and cost by State, in order of troops"), columns, tuple(rows), (names.say(
        "Solid bars: troops; hatched bars: cost; both on one scale, the whole column is 100 %. Shares are rounded by largest remainder and "
        "add up to 100.0. Other units and currencies stand in the tables that follow. – = nothing recorded."),), spanners)


def _most_stated(wholes: Mapping[Matter, Carried], groups: Sequence[str]) -> Matter | None:
    of_groups = [matter for matter in wholes if matter.group in groups]
    return max(of_groups, key=lambda matter: (wholes[matter].entries, matter), default=None)


def share_tables(wholes: Mapping[Matter, Carried], on: date, names: Names) -> list[Table]:
    """Return a table for troops, equipment, funds, the value of the rest and what is in kind, as far as there is any."""
    captions = {
        TROOPS: names.say("Troops by State"), EQUIPMENT: names.say("Equipment by State"), FUNDS: names.say("Funds by State"),
        VALUE: names.say("Value of other contributions by State"), IN_KIND: names.say("In kind by State"),
    }
    columns = (
        Column(names.say("State"), 44), Column(names.say("Recorded"), 34, "right"), Column(names.say("Share, %"), 16, "right"),
        Column("", 24), Column(names.say("Equal share, %"), 24, "right"), Column(names.say("Difference, points"), 26, "right"),
    )
    notes = (names.say(
        "Shares are rounded by largest remainder and add up to 100.0. Equal share = 100 ÷ number of States, to one decimal; "
        "difference = share − equal share. Bars: the whole column is 100 %. Nothing is converted."),)
    tables = []
    for group in GROUPS:
        rows = [row for matter, whole in wholes.items() if matter.group == group for row in _rows(matter, whole, on, names)]
        if rows:
            tables.append(Table(captions[group], columns, tuple(rows), notes))
    return tables


def _rows(matter: Matter, whole: Carried, on: date, names: Names) -> list[Row]:
    order = in_order(whole.by_state, on, names)
    shares, equal = shares_of([whole.by_state[code] for code in order]), _equal(whole)
    sum_of_equal = "" if equal is None else names.say(
        "equal share: 100 ÷ {states} = {share}", states=names.number(whole.states), share=names.number(equal, 1))
    rows = [Row((matter_name(matter, names), names.parted(names.counted(whole.entries, "contribution"), sum_of_equal)), "group")]
    for code, share in zip(order, shares, strict=True):
        of_it = bool(whole.total)
        beside = equal if code and of_it else None
        rows.append(Row((
            state_name(code, on, names), quantity(whole.by_state[code], matter, names), names.number(share, 1) if of_it else NOT_STATED,
            Bar(float(share) / 100), NOT_STATED if beside is None else names.number(beside, 1),
            NOT_STATED if beside is None else signed(share - beside, names),
        )))
    total = names.number(sum(shares, Decimal()), 1) if whole.total else NOT_STATED
    rows.append(Row((names.say("Total"), quantity(whole.total, matter, names), total, "", "", ""), "total"))
    return rows


def _equal(whole: Carried) -> Decimal | None:
    """The equal share of the States that are named, to one decimal; the same for each of them."""
    return tenths(equal_share(whole.states)) if whole.states else None


# ---------------------------------------------------------------- beside an agreed scale


def scale_table(facts: AgreementFacts, contributions: Iterable[Contribution], on: date, names: Names) -> Table:
    """Return the money of each currency beside an agreed scale: shares, and what the scale makes of the sum."""
    rows: list[Row] = []
    notes = [names.say(
        "Funds and the value of other contributions, added up by currency. Difference = share − agreed; beyond the scale = recorded − by "
        "the scale. – = not in the scale, or nothing to state."), _origin(facts, on, names)]
    agreed_in_all = sum((_agreed(facts, code) for code in facts.shares), Decimal())
    if agreed_in_all != 100:
        notes.append(names.say("The agreed shares come to {sum} %, not to 100 %; no amount follows from them.",
                               sum=names.amount(agreed_in_all)))
    wholes = carried(contributions)
    for currency in sorted({matter.unit for matter in wholes if matter.is_money}):
        by_state = _money_of(wholes, currency)
        allotted = allot(sum(by_state.values(), Decimal()), facts.shares) if agreed_in_all == 100 else None
        if allotted is not None and allotted.residue:
            notes.append(_rest(allotted, facts, currency, on, names))
        rows.extend(_scale_rows(facts, by_state, allotted, currency, on, names))
    if facts.amount is not None:
        notes.append(_whole_amount(facts, wholes, names))
    columns = (
        Column(names.say("State"), 32), Column(names.say("Recorded"), 31, "right"), Column(names.say("Share, %"), 15, "right"),
        Column(names.say("Agreed, %"), 15, "right"), Column(names.say("Difference, points"), 19, "right"),
        Column(names.say("By the scale"), 28, "right"), Column(names.say("Beyond the scale"), 28, "right"),
    )
    caption = names.say("Beside the agreed scale, {agreement}", agreement=names.agreement(facts.agreement))
    return Table(caption, columns, tuple(rows), tuple(notes))


def _origin(facts: AgreementFacts, on: date, names: Names) -> str:
    """Where the scale is recorded, and what for."""
    about = names.parted(facts.subject, str(facts.year) if facts.year is not None else "")
    state = names.state(facts.state, on)
    return names.say("The scale stands in the facts recorded of {State}: {about}.", State=state, about=about) if about else names.say(
        "The scale stands in the facts recorded of {State}.", State=state)


def _agreed(facts: AgreementFacts, code: str) -> Decimal:
    return Decimal(str(facts.shares[code]))


def _money_of(wholes: Mapping[Matter, Carried], currency: str) -> dict[str, Decimal]:
    """Funds and the value of other contributions together, by State."""
    found: dict[str, Decimal] = {}
    for matter, whole in wholes.items():
        if matter.is_money and matter.unit == currency:
            for state, value in whole.by_state.items():
                found[state] = found.get(state, Decimal()) + value
    return found


def _scale_rows(
    facts: AgreementFacts, by_state: Mapping[str, Decimal], allotted: Allotment | None, currency: str, on: date, names: Names
) -> list[Row]:
    everybody = {**dict.fromkeys(facts.shares, Decimal()), **by_state}
    order = in_order(everybody, on, names)
    shares = shares_of([everybody[code] for code in order])
    rows = [Row((currency, names.counted(len(facts.shares), "State")), "group")]
    for code, share in zip(order, shares, strict=True):
        agreed = _agreed(facts, code) if code in facts.shares else None
        part = None if agreed is None or allotted is None else _part(allotted, facts, code)
        rows.append(Row((
            state_name(code, on, names), names.money(everybody[code], currency), names.number(share, 1), names.amount(agreed),
            NOT_STATED if agreed is None else signed(share - agreed, names, max(1, decimals_of(agreed))),
            names.money(part, currency), NOT_STATED if part is None else _beyond(everybody[code] - part, currency, names),
        ), source=label(facts)))
    total = sum(everybody.values(), Decimal())
    rows.append(Row((
        names.say("Total"), names.money(total, currency), names.number(sum(shares, Decimal()), 1),
        names.amount(sum((_agreed(facts, code) for code in facts.shares), Decimal())), "", names.money(total, currency) if allotted else "",
        "",
    ), "total"))
    return rows


def _part(allotted: Allotment, facts: AgreementFacts, code: str) -> Decimal:
    return allotted.parts[code] + (allotted.residue if code == facts.residue_to else Decimal())


def _beyond(value: Decimal, currency: str, names: Names) -> str:
    text = names.money(value, currency)
    return f"+{text}" if value > 0 else text


def _rest(allotted: Allotment, facts: AgreementFacts, currency: str, on: date, names: Names) -> str:
    rest = names.money(allotted.residue, currency)
    if facts.residue_to in facts.shares:
        return names.say("Parts are rounded down to cents; the rest of {rest} is borne by {state}, as recorded, and is in its part.",
                         rest=rest, state=names.state(facts.residue_to, on))
    if facts.residue_to:
        return names.say("Parts are rounded down to cents; the rest of {rest} is borne by {state}, as recorded.",
                         rest=rest, state=names.state(facts.residue_to, on))
    return names.say("Parts are rounded down to cents; who bears the rest of {rest} is not recorded.", rest=rest)


def _whole_amount(facts: AgreementFacts, wholes: Mapping[Matter, Carried], names: Names) -> str:
    """What the facts name as the whole amount, beside what is recorded of it."""
    whole = facts.amount or Decimal()
    recorded = sum(_money_of(wholes, facts.currency).values(), Decimal())
    return names.say(
        "Whole amount, as recorded with the scale: {whole}; recorded as contributed: {recorded}. {whole} − {recorded} = {rest}.",
        whole=names.money(whole, facts.currency), recorded=names.money(recorded, facts.currency),
        rest=names.money(whole - recorded, facts.currency))


def leading(wholes: Mapping[Matter, Carried], groups: Sequence[str], on: date, names: Names) -> list[str]:
    """Return a sentence for the largest matter of each of these groups: who carried most of it, with the sum."""
    told = []
    for group in groups:
        of_group = [(matter, whole) for matter, whole in wholes.items() if matter.group == group and whole.total and whole.states > 1]
        if not of_group:
            continue
        matter, whole = max(of_group, key=lambda each: (each[1].entries, each[0]))
        order = in_order(whole.by_state, on, names)
        share, equal = shares_of([whole.by_state[code] for code in order])[0], _equal(whole)
        if order[0] and equal is not None:
            told.append(names.say(
                "{what}: {state} carried the most, {part} of {total}, {share} % beside an equal share of {equal} %.",
                what=matter_name(matter, names), state=names.state(order[0], on),
                part=quantity(whole.by_state[order[0]], matter, names), total=quantity(whole.total, matter, names),
                share=names.number(share, 1), equal=names.number(equal, 1)))
    return told
