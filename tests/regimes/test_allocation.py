"""Shares of an amount: they come to 100 per cent, the parts and the rest to the amount."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbm_tracker.domain.measures import AgreementFacts
from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.kinds.allocation import allot
from tests.builders import facts
from tests.regimes.situations import a_pack, a_rule, findings_of, the_finding

_SHARES = {"DEU": 40, "FRA": 35, "POL": 25}


def _costs(**fields: Any) -> AgreementFacts:
    return facts(**{"agreement": "test-pack", "state": "DEU", "units": None, "shares": _SHARES, "amount": Decimal("100000.01"),
                    "currency": "EUR", "residue_to": "DEU", **fields})


def _found(body: str = "", **fields: Any) -> Finding:
    return the_finding(_costs(**fields), a_pack(a_rule(body, kind="allocation", subject="agreement_facts")))


def test_shares_of_an_amount_with_the_rest_to_the_named_party() -> None:
    found = _found()
    assert found.outcome == "permitted"
    assert str(found.sum) == "40,000.00 + 35,000.00 + 25,000.00 + 0.01 = 100,000.01 EUR"
    assert found.notes == ("The rest of 0.01 EUR is borne by DEU.",)


@pytest.mark.parametrize(
    ("fields", "outcome", "missing"),
    [
        ({"residue_to": ""}, "undetermined", ("residue_to",)),
        ({"residue_to": "", "amount": Decimal("100000")}, "permitted", ()),
        ({"amount": None, "currency": ""}, "undetermined", ("amount",)),
        ({"shares": {}}, "undetermined", ("shares",)),
        ({"shares": {"DEU": 40, "FRA": 59}}, "breach", ()),
        ({"shares": {"DEU": 40, "FRA": 60.5}}, "breach", ()),
        ({"shares": {"DEU": 33.3, "FRA": 33.3, "POL": 33.4}}, "permitted", ()),
    ],
)
def test_what_does_not_add_up_or_is_missing(fields: dict[str, Any], outcome: str, missing: tuple[str, ...]) -> None:
    found = _found(**fields)
    assert (found.outcome, found.missing) == (outcome, missing)


def test_a_rest_below_nothing_is_taken_off() -> None:
    found = _found('rounding = "up"')
    assert str(found.sum) == "40,000.01 + 35,000.01 + 25,000.01 - 0.02 = 100,000.01 EUR"


def test_facts_without_shares_and_amount_are_no_matter_of_it() -> None:
    pack = a_pack(a_rule("", kind="allocation", subject="agreement_facts"))
    assert findings_of(_costs(shares={}, amount=None, currency=""), pack) == []
    with pytest.raises(InvalidRule):
        a_pack(a_rule("", kind="allocation"))


@given(amount=st.decimals(0, 2_000_000_000, places=2), cut=st.integers(0, 100), rounding=st.sampled_from(["up", "down", "nearest"]))
def test_parts_and_rest_always_come_to_the_amount(amount: Decimal, cut: int, rounding: str) -> None:
    allotment = allot(amount, {"DEU": cut, "FRA": 100 - cut}, rounding=rounding)
    assert allotment.total == amount
    assert abs(allotment.residue) <= Decimal("0.02")


@pytest.mark.parametrize(
    ("shares", "outcome", "total"),
    [
        pytest.param({"DEU": 40, "FRA": 35, "POL": 25}, "permitted", "40,000.00 + 35,000.00 + 25,000.00 + 0.01 = 100,000.01 EUR",
                     id="exercise-cost-shares/cost-shares: example 30, 40/35/25 of 100,000.01"),
        pytest.param({"DEU": 40, "FRA": 35, "POL": 24}, "breach", "", id="exercise-cost-shares/cost-shares: 99 per cent"),
        pytest.param({"DEU": 40, "FRA": 35, "POL": 26}, "breach", "", id="exercise-cost-shares/cost-shares: 101 per cent"),
    ],
)
def test_the_shares_of_an_exercise(shares: dict[str, int], outcome: str, total: str) -> None:
    found = the_finding(_costs(agreement="exercise-cost-shares", shares=shares), "exercise-cost-shares", rule="cost-shares")
    assert found.outcome == outcome
    assert not total or str(found.sum) == total
