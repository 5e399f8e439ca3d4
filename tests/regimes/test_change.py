"""Changes of holdings: from which share on they are notified, and what the next one is compared with."""

from __future__ import annotations

import pytest

from cbm_tracker.domain.measures import AgreementFacts
from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.findings import Finding
from tests.builders import day
from tests.regimes.situations import a_pack, a_rule, the_finding

BODY = 'percent = 10\nby = "state"\ndue = { after = "on", working_days = 5 }\nmet_by = { notification = ["holdings_change"] }'
RULE = a_rule(BODY, "change_notice", "agreement_facts")


def holdings(on: str, tanks: float, base: float | None = None, unit: str = "10th Brigade", **more: float) -> AgreementFacts:
    before = {"battle_tanks": base} if base is not None else {}
    return AgreementFacts(agreement="test-pack", state="DEU", subject=unit, on=day(on), holdings={"battle_tanks": tanks, **more},
                          base_holdings=before)


def judged(record: AgreementFacts, *others: AgreementFacts) -> Finding:
    return the_finding(record, a_pack(RULE), *others)


@pytest.mark.parametrize(("base", "now", "outcome", "share"), [
    (40, 43, "not_required", 7.5), (40, 44, "required", 10), (44, 48, "not_required", 9.09), (40, 36, "required", 10),
    (40, 37, "not_required", 7.5), (30_000, 32_999, "not_required", 9.99),
    (0.1, 0.11, "required", 10), (0, 1, "required", None), (0, 0, "not_required", 0),
])
def test_a_change_counts_from_its_exact_share_on(base: float, now: float, outcome: str, share: float | None) -> None:
    found = judged(holdings("2027-03-11", now, base))
    assert (found.outcome, found.because[0].value) == (outcome, share)


def test_each_notice_is_the_new_base() -> None:
    everything = [holdings("2027-01-01", 40), holdings("2027-02-01", 43), holdings("2027-03-11", 44), holdings("2027-04-01", 48)]
    outcomes = [judged(each, *(other for other in everything if other is not each)).outcome for each in everything]
    assert outcomes == ["undetermined", "not_required", "required", "not_required"]


def test_another_unit_is_no_base() -> None:
    assert judged(holdings("2027-03-11", 44), holdings("2027-01-01", 40, unit="9th Brigade")).missing == ("base_holdings.battle_tanks",)


def test_one_category_that_changed_is_enough() -> None:
    found = judged(holdings("2027-03-11", 44, 40, artillery=10))
    assert (found.outcome, [reason.measure for reason in found.because]) == ("required", ["change of battle tanks from 40 to 44, per cent"])


def test_a_category_without_base_leaves_it_open() -> None:
    found = judged(holdings("2027-03-11", 43, 40, artillery=10))
    assert (found.outcome, found.missing) == ("undetermined", ("base_holdings.artillery",))


def test_the_notice_is_due_in_working_days() -> None:
    found = judged(holdings("2027-03-11", 44, 40))
    assert str(found.sum) == "2027-03-11 + 5 working days = 2027-03-18"


@pytest.mark.parametrize("body", [BODY.replace("percent = 10", "percent = 0"), BODY.replace("percent = 10\n", "")])
def test_a_rule_without_share_is_refused(body: str) -> None:
    with pytest.raises(InvalidRule, match="percent"):
        a_pack(a_rule(body, "change_notice", "agreement_facts"))
