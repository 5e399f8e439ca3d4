"""Conditions: limits on both sides, three answers, and what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.regimes.conditions import OPERATORS, SIGNS, AllOf, AnyOf, Compares, Condition, Found, NoneOf, Verdict, compares
from cbm_tracker.regimes.facts import LEVELS, Fact


class Told:
    """Facts and findings as a test sets them."""

    def __init__(self, facts: dict[str, Any] | None = None, found: dict[str, bool | None] | None = None) -> None:
        self._facts = {name: value if isinstance(value, Fact) else Fact(value) for name, value in (facts or {}).items()}
        self._found = found or {}
        self.compared: dict[int, Verdict] = {}

    def fact(self, name: str) -> Fact:
        return self._facts.get(name, Fact(None, (name,)))

    def found(self, rule_id: str) -> Verdict:
        holds = self._found[rule_id]
        return Verdict(holds, missing=("troops",) if holds is None else ())


def test_a_comparison_that_two_rules_ask_is_made_once() -> None:
    told = Told({"x": 1})
    assert compares("x", "at_least", 1) is compares("x", "at_least", 1)
    assert compares("x", "is", True) is not compares("x", "is", 1)
    first = compares("x", "at_least", 1).judge(told)
    assert compares("x", "at_least", 1).judge(told) is first
    assert compares("x", "at_least", 1).judge(Told({"x": 0})).holds is False


def _holds(operator: str, value: Any, limit: Any) -> bool | None:
    return Compares("x", operator, limit).judge(Told({"x": value})).holds


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [("at_least", False, True, True), ("more_than", False, False, True), ("at_most", True, True, False), ("less_than", True, False, False),
     ("is", False, True, False), ("is_not", True, False, True)],
)
def test_each_operator_below_at_and_above_its_limit(operator: str, below: bool, at: bool, above: bool) -> None:
    assert [_holds(operator, value, 9_000) for value in (8_999, 9_000, 9_001)] == [below, at, above]


@pytest.mark.parametrize(
    ("operator", "value", "limit", "holds"),
    [
        ("one_of", "a", ("a", "b"), True), ("one_of", "c", ("a", "b"), False), ("not_one_of", "a", ("a",), False),
        ("not_one_of", "c", ("a",), True), ("one_of", ("c", "a"), ("a", "b"), True), ("one_of", ("c",), ("a", "b"), False),
        ("not_one_of", ("c", "a"), ("a",), False), ("not_one_of", ("c",), ("a",), True),
        ("is", True, True, True), ("is", False, True, False),
        ("level_at_least", "division", "division", True), ("level_at_least", "corps", "division", True),
        ("level_at_least", "brigade", "division", False), ("level_at_least", "task_group", "division", False),
        ("at_least", "many", 9_000, None), ("at_least", 10**9, 9_000, True), ("at_least", 9_000.5, 9_000, True),
    ],
)
def test_lists_flags_and_levels(operator: str, value: Any, limit: Any, holds: bool | None) -> None:
    assert _holds(operator, value, limit) is holds


def test_levels_stand_in_their_order() -> None:
    assert [level for level in LEVELS if _holds("level_at_least", level, "corps")] == ["corps", "above_corps"]


@pytest.mark.parametrize("operator", [operator for operator in OPERATORS if operator != "known"])
def test_what_is_not_known_decides_nothing_and_is_named(operator: str) -> None:
    limit = ("a",) if "one_of" in operator else "corps" if operator == "level_at_least" else 1
    verdict = Compares("troops", operator, limit).judge(Told())
    assert (verdict.holds, verdict.missing, verdict.because) == (None, ("troops",), ())


@pytest.mark.parametrize(("wanted", "value", "holds"), [(True, 1, True), (True, None, False), (False, 1, False), (False, None, True)])
def test_whether_something_is_known_is_always_known(wanted: bool, value: Any, holds: bool) -> None:
    assert Compares("x", "known", wanted).judge(Told({"x": value})).holds is holds


@pytest.mark.parametrize(
    ("operator", "stated", "holds"),
    [("at_least", 9_000, True), ("at_least", 8_999, None), ("more_than", 9_001, True), ("more_than", 9_000, None),
     ("at_most", 9_001, False), ("at_most", 9_000, None), ("less_than", 9_000, False), ("less_than", 8_999, None), ("is", 9_000, None)],
)
def test_a_lower_bound_decides_only_what_more_could_not_change(operator: str, stated: int, holds: bool | None) -> None:
    verdict = Compares("troops", operator, 9_000).judge(Told({"troops": Fact(stated, ("contingents[1].troops",))}))
    assert verdict.holds is holds
    assert verdict.missing == (("contingents[1].troops",) if holds is None else ())
    assert verdict.because[0].at_least


@pytest.mark.parametrize(("value", "holds"), [(None, True), (False, True), (True, False)])
def test_absence_may_be_assumed_to_mean_something(value: Any, holds: bool) -> None:
    assert Compares("x", "is", False, assumed=False).judge(Told({"x": value})).holds is holds


@pytest.mark.parametrize(("stated", "holds"), [(None, False), (40_000, False), (40_001, True)])
def test_parts_of_a_count_that_are_not_stated_may_be_assumed_to_be_none(stated: int | None, holds: bool) -> None:
    told = Told({"troops": Fact(stated, ("contingents[1].troops",))})
    verdict = Compares("troops", "more_than", 40_000, assumed=0).judge(told)
    assert (verdict.holds, verdict.missing) == (holds, ())


_TRUE, _FALSE, _UNKNOWN = (Compares(name, "is", True) for name in ("yes", "no", "perhaps"))
_ASKED = Told({"yes": True, "no": False}, {"held": True, "fell": False, "open": None})


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (AllOf((_TRUE, _TRUE)), True), (AllOf((_TRUE, _FALSE)), False), (AllOf((_UNKNOWN, _FALSE)), False),
        (AllOf((_TRUE, _UNKNOWN)), None),
        (AllOf(()), True), (AnyOf((_FALSE, _TRUE)), True), (AnyOf((_UNKNOWN, _TRUE)), True), (AnyOf((_FALSE, _FALSE)), False),
        (AnyOf((_FALSE, _UNKNOWN)), None), (NoneOf((_FALSE, _FALSE)), True), (NoneOf((_FALSE, _TRUE)), False),
        (NoneOf((_UNKNOWN, _TRUE)), False), (NoneOf((_FALSE, _UNKNOWN)), None),
        (Found("held"), True), (Found("fell"), False), (Found("open"), None), (Found("held", wanted=False), False),
        (Found("fell", wanted=False), True), (Found("open", wanted=False), None),
        (AnyOf((AllOf((_TRUE, Found("fell"))), NoneOf((_FALSE,)))), True),
    ],
)
def test_trees_of_three_answers(condition: Condition, holds: bool | None) -> None:
    assert condition.judge(_ASKED).holds is holds


def test_only_what_could_decide_is_missing() -> None:
    assert AllOf((_TRUE, _UNKNOWN)).judge(_ASKED).missing == ("perhaps",)
    assert AllOf((_FALSE, _UNKNOWN)).judge(_ASKED).missing == ()
    assert AnyOf((_UNKNOWN, Found("open"))).judge(_ASKED).missing == ("perhaps", "troops")


def test_the_reasons_are_those_that_decided() -> None:
    assert [reason.measure for reason in AnyOf((_FALSE, _TRUE)).judge(_ASKED).because] == ["yes"]
    assert [reason.measure for reason in AllOf((_FALSE, _TRUE)).judge(_ASKED).because] == ["no"]


def test_a_reason_has_value_sign_limit_and_margin() -> None:
    (reason,) = Compares("troops", "at_least", 9_000).judge(Told({"troops": 8_999})).because
    assert (reason.value, reason.operator, reason.limit, reason.holds, reason.margin) == (8_999, ">=", 9_000, False, -1)
    assert set(SIGNS) == set(OPERATORS)


def test_a_condition_names_the_rules_and_facts_it_asks() -> None:
    tree = AllOf((AnyOf((Compares("troops", "at_least", 1), Found("held"))), NoneOf((Compares("sorties", "known", True),))))
    assert (list(tree.facts()), list(tree.rules())) == (["troops", "sorties"], ["held"])
