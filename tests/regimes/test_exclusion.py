"""Parts of every year that are kept free of activities."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.recurrence import Spell
from tests.builders import an_exercise, at, day
from tests.regimes.situations import a_pack, a_rule, findings_of, the_finding

_BODY = 'periods = [{ from = "07-01", to = "09-01" }]\ndays = ["12-25"]\ncounts = { fact = "activity_type", is = "naval_exercise" }'
_PACK = a_pack(a_rule(_BODY, kind="exclusion"))


def _found(first: str | None, last: str | None, **fields: Any) -> Finding:
    told: dict[str, Any] = {"activity_type": "naval_exercise", "starts_on": day(first) if first else None,
                            "ends_on": day(last) if last else None, "agreements": ("test-pack",), **fields}
    return the_finding(an_exercise(**told), _PACK)


@pytest.mark.parametrize(
    ("first", "last", "outcome"),
    [
        ("2027-06-20", "2027-06-30", "permitted"), ("2027-06-20", "2027-07-01", "advisory"), ("2027-09-01", "2027-09-10", "advisory"),
        ("2027-09-02", "2027-09-10", "permitted"), ("2027-06-01", "2027-10-01", "advisory"), ("2027-12-20", "2028-01-05", "advisory"),
        ("2027-12-26", "2028-06-30", "permitted"),
    ],
)
def test_both_ends_of_a_spell_belong_to_it(first: str, last: str, outcome: str) -> None:
    assert _found(first, last).outcome == outcome


def test_the_days_in_the_spell_are_counted() -> None:
    (because,) = _found("2027-06-20", "2027-07-03").because
    assert (because.measure, because.value, because.operator, because.limit) == ("days from 1 July to 1 September", 3, ">", 0)


def test_activities_that_do_not_count_are_left_alone() -> None:
    assert findings_of(an_exercise(agreements=("test-pack",), starts_on=day("2027-07-01"), ends_on=None), _PACK) == []


@pytest.mark.parametrize(
    ("first", "last", "outcome", "missing"),
    [
        ("2027-07-10", None, "advisory", ()), ("2027-06-10", None, "undetermined", ("ends_on",)),
        (None, "2027-07-10", "undetermined", ("starts_on",)), ("2027-02", "2027-03", "permitted", ()),
        ("2027-06", "2027-07", "undetermined", ("starts_on", "ends_on")),
    ],
)
def test_dates_known_in_part_decide_what_they_can(first: str | None, last: str | None, outcome: str, missing: tuple[str, ...]) -> None:
    found = _found(first, last)
    assert (found.outcome, found.missing) == (outcome, missing)


def test_the_day_is_the_one_at_the_place() -> None:
    times = {"starts_at": at("2027-06-28T08:00:00Z"), "ends_at": at("2027-06-30T22:30:00Z")}
    assert _found(None, None, host_states=("DEU",), **times).outcome == "advisory"
    assert _found(None, None, host_states=("USA",), **times).outcome == "permitted"


def test_a_spell_over_the_turn_of_the_year() -> None:
    spell = Spell((12, 15), (1, 10))
    assert spell.overlap(date(2028, 1, 5), date(2028, 1, 20)) == (date(2028, 1, 5), date(2028, 1, 10))
    assert spell.overlap(date(2027, 12, 1), date(2027, 12, 15)) == (date(2027, 12, 15), date(2027, 12, 15))
    assert spell.overlap(date(2027, 1, 11), date(2027, 12, 14)) is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "“periods”, “days” or both"), ('days = ["13-01"]', "not a day of every year"), ('days = ["1 May"]', "not a day of every year"),
        ('periods = [{ from = "07-01" }]', "“to” is not there"), ('days = ["01-01"]\nthen = "maybe"', "it is one of required"),
    ],
)
def test_a_rule_that_is_wrong_is_refused(body: str, reason: str) -> None:
    with pytest.raises(InvalidRule, match=reason):
        a_pack(a_rule(body, kind="exclusion"))
