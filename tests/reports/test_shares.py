"""Parts of a whole: shares that come to 100.0, equal shares that are exact, and which contributions a scale speaks of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbm_tracker.domain.measures import Link, new_id
from cbm_tracker.reports.shares import Matter, carried, equal_share, is_ahead, shares_of, tenths, under_scale
from tests.builders import a_contribution, day, facts


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(("values", "shares"), [
    ((1, 1, 1), ("33.4", "33.3", "33.3")), ((1240, 620, 410, 260, 95, 40), ("46.5", "23.3", "15.4", "9.7", "3.6", "1.5")),
    ((5,), ("100.0",)), ((0, 0), ("0.0", "0.0")), ((2, 0), ("100.0", "0.0")), ((), ()),
])
def test_shares_go_by_the_largest_remainder(values: tuple[int, ...], shares: tuple[str, ...]) -> None:
    assert shares_of([Decimal(value) for value in values]) == decimals(*shares)


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=40).filter(any))
def test_shares_add_up_and_none_is_a_tenth_away(values: list[Decimal]) -> None:
    shares, total = shares_of(values), sum(map(Fraction, values))
    assert sum(shares) == 100
    assert all(abs(Fraction(share) - Fraction(value) * 100 / total) < Fraction(1, 10) for share, value in zip(shares, values, strict=True))


def test_an_equal_share_is_the_hundredth_part_exactly_and_rounds_halves_up() -> None:
    assert [equal_share(count) for count in (1, 3, 8)] == [100, Fraction(100, 3), Fraction(25, 2)]
    assert [str(tenths(equal_share(count))) for count in (1, 3, 6, 8, 16)] == ["100.0", "33.3", "16.7", "12.5", "6.3"]
    assert str(tenths(Fraction(-1, 20))) == "-0.1"


def test_only_what_has_the_same_unit_or_currency_is_added_up() -> None:
    wholes = carried((
        a_contribution(), a_contribution(state="DEU", quantity=Decimal(10), amount=None, currency=""),
        a_contribution(contribution_kind="funds", quantity=None, unit="", amount=Decimal(7), currency="USD"),
        a_contribution(contribution_kind="fuel", quantity=Decimal(3), unit="tonnes", amount=Decimal(2)),
        a_contribution(contribution_kind="equipment", quantity=None, amount=None, currency=""),
    ))
    assert {matter: dict(whole.by_state) for matter, whole in wholes.items()} == {
        Matter("troops", "", "persons"): {"FRA": Decimal(6_000), "DEU": Decimal(10)},
        Matter("funds", "", "USD"): {"FRA": Decimal(7)},
        Matter("value", "", "EUR"): {"FRA": Decimal("1250002.50")},
        Matter("in_kind", "fuel", "tonnes"): {"FRA": Decimal(3)},
    }
    assert [matter.group for matter in wholes] == ["troops", "funds", "value", "in_kind"]
    assert wholes[Matter("troops", "", "persons")].entries == 2


def test_a_pledge_without_delivery_and_what_begins_later_lie_ahead() -> None:
    on = date(2027, 6, 1)
    pledge = a_contribution(from_on=None, to_on=None, pledged_on=day("2027-01-05"))
    assert is_ahead(pledge, on)
    assert not is_ahead(a_contribution(from_on=None, to_on=None, pledged_on=day("2027-01-05"), delivered_on=day("2027-06-01")), on)
    assert is_ahead(a_contribution(from_on=day("2027-06-02")), on)
    assert not is_ahead(a_contribution(from_on=day("2027-06-01")), on)
    assert not is_ahead(a_contribution(from_on=None, to_on=day("2027-06-02")), on)


def test_a_scale_speaks_of_its_agreement_year_and_activity() -> None:
    activity, other = new_id(), new_id()
    linked = a_contribution(links=(Link(relation="part_of", target=activity),))
    elsewhere = a_contribution(links=(Link(relation="part_of", target=other),), to=("SOUTHERN ARC 27",))
    next_year = a_contribution(from_on=day("2028-01-01"), to_on=day("2028-02-01"))
    foreign = a_contribution(agreements=("un-coe",))
    told = (linked, elsewhere, next_year, foreign)
    scale = {"FRA": 60, "DEU": 40}
    assert under_scale(facts(shares=scale), told) == (linked, elsewhere)
    assert under_scale(facts(shares=scale, year=None), told) == (linked, elsewhere, next_year)
    of_activity = facts(shares=scale, agreement="exercise-cost-shares", year=2026, links=(Link(relation="part_of", target=activity),))
    assert under_scale(of_activity, told) == (linked,)
    assert under_scale(facts(shares=scale, subject="southern arc 27"), told) == (elsewhere,)
    assert under_scale(facts(shares=scale, agreement="river-2001"), told) == ()
