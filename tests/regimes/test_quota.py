"""Quotas: whose they are, how large, what uses them in which year, and what the next inspection meets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from cbm_tracker.domain.measures import Inspection
from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.evaluation import judge, quotas
from cbm_tracker.regimes.exact_numbers import plain, rounded
from cbm_tracker.regimes.findings import Because, QuotaUse
from cbm_tracker.regimes.packs import Pack
from tests.builders import an_inspection, at, facts
from tests.regimes.situations import a_pack, a_rule, a_situation, the_finding

_PASSIVE = 'holder = "receiving"\nlimit = 3\nleading = true'
_PAIR = 'holder = "receiving"\npair = "inspecting"\nlimit = 1\nleading = true'
_UNITS = 'holder = "receiving"\nbase = { fact = "units", per = 60, at_most = 15 }'
_FIFTH = 'holder = "receiving"\npair = "inspecting"\nshare = { rule = "the-rule", numerator = 1, denominator = 5, below = 5, then = 1 }'
NOW = "2027-12-01"


def _pack(*bodies: str, **head: Any) -> Pack:
    ids = ["the-rule", *(f"rule-{number}" for number in range(1, len(bodies)))]
    rules = [a_rule(body, kind="quota", subject="inspection", rule_id=rule_id) for rule_id, body in zip(ids, bodies, strict=True)]
    return a_pack("".join(rules), **head)


def _visit(month: int, state: str = "POL", **fields: Any) -> Inspection:
    """An inspection asked for on the first of a month of 2027, begun on the third, unless it is said otherwise."""
    day = f"2027-{month:02d}"
    told: dict[str, Any] = {
        "agreements": ("test-pack",), "inspecting_states": (state,), "from_state": state, "quota_effect": "", "outcome": "",
        "requested_at": at(f"{day}-01T08:00:00Z"), "request_received_at": None, "replied_at": None, "arrived_at": None,
        "started_at": at(f"{day}-03T08:00:00Z"), "ended_at": None, "team": (),
    }
    return an_inspection(**{**told, **fields})


def _uses(pack: Pack, *records: Any, year: int = 2027, at: str = NOW, owner: str = "DEU") -> list[QuotaUse]:
    return quotas([pack], a_situation(*records, at=at, owner=owner), year)


def _told(uses: list[QuotaUse], rule: str = "the-rule") -> list[tuple[str, str, int | None, int, int, int | None, str]]:
    return [(use.state, use.of, use.limit, use.used, use.reserved, use.left, use.sum) for use in uses if use.rule == rule]


def test_used_and_planned_are_taken_from_the_quota() -> None:
    visits = [_visit(2), _visit(3, "FRA"), _visit(12, "ITA")]
    assert _told(_uses(_pack(_PASSIVE), *visits)) == [("DEU", "", 3, 2, 1, 0, "3 - 2 used - 1 planned = 0 left")]


def test_the_owner_has_a_quota_before_anything_happens() -> None:
    assert _told(_uses(_pack(_PASSIVE))) == [("DEU", "", 3, 0, 0, 3, "3 - 0 used = 3 left")]


def test_the_owner_has_no_quota_where_a_list_leaves_it_out() -> None:
    pack = _pack('holder = "receiving"\nbase = { fact = "passive_quota" }\nlimits = { POL = 4 }')
    assert [use.state for use in _uses(pack)] == ["POL"]
    stated = facts(agreement="test-pack", state="DEU", units=None, passive_quota=7)
    assert [(use.state, use.limit) for use in _uses(pack, stated)] == [("DEU", 7), ("POL", 4)]


def test_beyond_the_quota_is_counted_and_nothing_is_left() -> None:
    (use,) = _uses(_pack(_PASSIVE), *(_visit(month) for month in range(2, 7)))
    assert (use.left, use.over, use.sum) == (0, 2, "3 - 5 used = 0 left, 2 over")


def test_the_third_inspection_is_owed_and_the_fourth_may_be_refused() -> None:
    visits = [_visit(month, state) for month, state in ((2, "POL"), (3, "FRA"), (4, "ITA"), (5, "ESP"))]
    third, fourth = (the_finding(visit, _pack(_PASSIVE), *visits, at=NOW) for visit in visits[2:])
    assert (third.outcome, third.because) == ("permitted", (Because("inspections in 2027", 3, "<=", 3),))
    assert (fourth.outcome, fourth.because) == ("advisory", (Because("inspections in 2027", 4, ">", 3),))
    assert fourth.notes == ("The quota of DEU in 2027 is full: this is number 4, the limit is 3; it may be refused.",)
    assert str(fourth.sum) == "3 - 4 used = 0 left, 1 over"


def test_a_record_that_is_being_entered_counts_before_it_is_recorded() -> None:
    visits = [_visit(month) for month in (2, 3, 4)]
    found = the_finding(_visit(5), _pack(_PASSIVE), at=NOW)
    assert found.because[0].value == 1
    situation = a_situation(*visits, at=NOW)
    (typed,) = judge([_pack(_PASSIVE)], situation, _visit(5))
    assert (typed.outcome, str(typed.sum)) == ("advisory", "3 - 4 used = 0 left, 1 over")


@pytest.mark.parametrize(
    ("fields", "effect", "note"),
    [
        ({}, "used", ""),
        ({"reply": "", "outcome": ""}, "used", ""),
        ({"started_at": None, "reply": "accepted"}, "used", ""),
        ({"started_at": None, "reply": ""}, "reserved", ""),
        ({"started_at": at("2027-12-20T08:00:00Z"), "reply": "accepted"}, "reserved", ""),
        ({"started_at": at("2027-12-20T08:00:00Z"), "outcome": "conducted_full"}, "reserved", ""),
        ({"outcome": "completed"}, "used", ""),
        ({"reply": "refused", "started_at": None}, "not_consumed", "Refused."),
        ({"outcome": "prohibited"}, "not_consumed", "Prohibited."),
        ({"outcome": "no_show"}, "not_consumed", "No show."),
        ({"outcome": "cancelled_force_majeure"}, "not_consumed", "Cancelled force majeure."),
        ({"force_majeure": True}, "not_consumed", "Hindered by force majeure."),
        ({"outcome": "cancelled_by_requester", "quota_effect": "consumed_both"}, "used", "As recorded with the inspection."),
        ({"quota_effect": "consumed_active"}, "not_consumed", "Recorded as consumed active."),
        ({"quota_effect": "restored"}, "not_consumed", "Recorded as restored."),
    ],
)
def test_what_an_inspection_does_to_the_quota(fields: dict[str, Any], effect: str, note: str) -> None:
    (use,) = _uses(_pack(_PASSIVE), _visit(2, **fields))
    assert [(entry.effect, entry.note) for entry in use.entries] == [(effect, note)]
    assert (use.used, use.reserved) == (int(effect == "used"), int(effect == "reserved"))


def test_an_inspection_of_the_new_year_is_charged_to_it() -> None:
    late = _visit(12, requested_at=at("2027-12-29T08:00:00Z"), started_at=None, entry_planned_at=at("2028-01-01T08:00:00Z"))
    found = the_finding(late, _pack(_PASSIVE), at=NOW)
    assert found.notes == ("Counted in 2028, when it is carried out; it was asked for in 2027.",)
    assert [use.reserved for year in (2027, 2028) for use in _uses(_pack(_PASSIVE), late, year=year)] == [0, 1]


def test_only_the_leading_state_is_charged_for_its_guests() -> None:
    visits = [_visit(2, "POL"), _visit(5, inspecting_states=("FRA", "POL"))]
    assert [use.of for use in _uses(_pack(_PAIR), *visits)] == ["FRA", "POL"]
    assert the_finding(visits[1], _pack(_PAIR), *visits, at=NOW).outcome == "permitted"
    guest_counts = _pack(_PAIR.replace("true", "false"))
    assert the_finding(visits[1], guest_counts, *visits, at=NOW).outcome == "advisory"


@pytest.mark.parametrize(
    ("units", "limit", "told"),
    [
        (0, 0, "0 units / 60 rounded up = 0; 0 - 0 used = 0 left"),
        (60, 1, "60 units / 60 rounded up = 1; 1 - 0 used = 1 left"),
        (61, 2, "61 units / 60 rounded up = 2; 2 - 0 used = 2 left"),
        (1200, 15, "1,200 units / 60 rounded up = 20, at most 15 = 15; 15 - 0 used = 15 left"),
    ],
)
def test_a_quota_of_a_base_shows_its_sum(units: int, limit: int, told: str) -> None:
    stated = facts(agreement="test-pack", agreements=("test-pack",), state="DEU", units=units)
    (use,) = _uses(_pack(_UNITS), stated)
    assert (use.limit, use.sum) == (limit, told)


def test_a_base_that_is_not_known_leaves_the_limit_open() -> None:
    (use,) = _uses(_pack(_UNITS), _visit(2))
    assert (use.limit, use.left, use.missing, use.sum) == (None, None, ("units",), "not known (units) - 1 used = not known")
    found = the_finding(_visit(2), _pack(_UNITS), at=NOW)
    assert (found.outcome, found.missing, found.notes) == ("undetermined", ("units",), ("The quota of DEU in 2027 is not known.",))


def test_facts_that_contradict_each_other_decide_nothing() -> None:
    stated = [facts(agreement="test-pack", state="DEU", units=units) for units in (61, 70)]
    found = the_finding(_visit(2), _pack(_UNITS), *stated, at=NOW)
    assert (found.outcome, found.notes) == ("undetermined", ("The quota of DEU in 2027 is not known: units stated as 61 and 70.",))


@pytest.mark.parametrize(("units", "limit"), [(0, 0), (61, 1), (240, 1), (241, 1), (540, 1), (600, 2), (900, 3)])
def test_a_share_of_another_quota(units: int, limit: int) -> None:
    stated = facts(agreement="test-pack", state="DEU", units=units)
    uses = _uses(_pack(_UNITS, _FIFTH), stated, _visit(2))
    assert [(use.of, use.limit) for use in uses if use.rule == "rule-1"] == [("POL", limit)]


def test_the_share_of_a_quota_shows_where_it_comes_from() -> None:
    stated = facts(agreement="test-pack", state="DEU", units=600)
    uses = _uses(_pack(_UNITS, _FIFTH), stated, _visit(2))
    assert [use.sum for use in uses if use.rule == "rule-1"] == ["quota of 10 / 5 rounded down = 2; 2 - 1 used = 1 left"]


@pytest.mark.parametrize(
    ("rounding", "limit", "told"),
    [("up", 10, "= 9.75, rounded up"), ("nearest", 10, "= 9.75, rounded nearest"), ("down", 9, "= 9.75, rounded down")],
)
def test_percentages_round_as_the_rule_says(rounding: str, limit: int, told: str) -> None:
    body = f'holder = "receiving"\nbase = {{ fact = "objects_of_verification", percent = 15, rounding = "{rounding}" }}'
    stated = facts(agreement="test-pack", state="DEU", units=None, objects_of_verification=65)
    (use,) = _uses(_pack(body), stated)
    assert (use.limit, use.sum) == (limit, f"65 objects of verification x 15 % {told} = {limit}; {limit} - 0 used = {limit} left")


def test_the_least_of_two_shares_caps_a_pair() -> None:
    cap = ('holder = "inspecting"\npair = "receiving"\nleast_of = [{ rule = "the-rule", of = "own", denominator = 2, rounding = "up" }, '
           '{ rule = "rule-1", of = "other", denominator = 2, rounding = "up" }]')
    pack = _pack('holder = "inspecting"\nbase = { fact = "active_quota" }', 'holder = "receiving"\nlimits = { DEU = 12, POL = 4 }', cap)
    own = facts(agreement="test-pack", state="POL", units=None, active_quota=5)
    uses = [use for use in _uses(pack, own, _visit(2)) if use.rule == "rule-2"]
    assert [(use.state, use.of, use.limit) for use in uses] == [("POL", "DEU", 3)]
    assert uses[0].sum == (
        "least of quota of 5 / 2 rounded up = 3 and quota of 12 / 2 rounded up = 6 = 3; 3 - 1 used = 2 left"
    )
    assert [(use.state, use.limit) for use in _uses(pack, own) if use.rule == "rule-1"] == [("DEU", 12), ("POL", 4)]


def test_a_group_holds_its_quota_together() -> None:
    group = '[[groups]]\nid = "benelux"\nname = "Benelux"\nmembers = ["BEL", "NLD", "LUX"]\n'
    body = a_rule('holder = "receiving"\ngroups = true\nlimits = { benelux = 6 }', kind="quota", subject="inspection")
    pack = a_pack(group + body)
    visits = [_visit(2, receiving_state="BEL", to=("BEL",)), _visit(3, receiving_state="NLD", to=("NLD",))]
    assert _told(_uses(pack, *visits, owner="LUX")) == [("benelux", "", 6, 2, 0, 4, "6 - 2 used = 4 left")]


def test_phases_hold_in_their_years_only() -> None:
    pack = _pack(f"{_PASSIVE}\nuntil_on = 2027-06-30")
    (use,) = _uses(pack, _visit(2), _visit(8))
    assert (use.used, _uses(pack, year=2028)) == (1, [])


def test_a_pack_that_was_superseded_has_no_quotas() -> None:
    assert _uses(a_pack("valid_until = 2011-11-30\n" + a_rule(_PASSIVE, kind="quota", subject="inspection"))) == []


def test_where_the_agreement_does_not_bind_the_quota_only_informs() -> None:
    parties = '[[parties]]\nstates = ["DEU"]\nstatus = "in_force"\n[[parties]]\nstates = ["POL"]\nstatus = "suspended_full"\n'
    pack = a_pack(parties + a_rule(_PASSIVE, kind="quota", subject="inspection"), open=False)
    found = the_finding(_visit(2), pack, at=NOW)
    assert found.gate == "Suspended full for POL."


def test_without_a_date_or_a_receiving_state_nothing_is_decided() -> None:
    undated = _visit(2, requested_at=None, started_at=None)
    assert the_finding(undated, _pack(_PASSIVE)).missing == ("requested_at",)
    nowhere = _visit(2, receiving_state="")
    assert the_finding(nowhere, _pack(_PASSIVE)).missing == ("receiving_state",)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('holder = "receiving"', "one of limit, limits, base, share, least_of is needed"),
        ('holder = "host"\nlimit = 3', "“holder” is “host”"),
        ('holder = "receiving"\npair = "receiving"\nlimit = 3', "“pair” is the other side"),
        ('holder = "receiving"\nlimit = -1', "“limit” is -1"),
        ('holder = "receiving"\nlimits = { DEU = -1 }', "“limits.DEU” is not a whole number"),
        ('holder = "receiving"\nbase = { fact = "units", per = 60, percent = 5 }', "exclude each other"),
        ('holder = "receiving"\nbase = { fact = "units", percent = -5 }', "“percent” is negative"),
        ('holder = "receiving"\nshare = { rule = "the-rule", of = "other" }', "needs “pair”"),
        ('holder = "receiving"\nshare = { rule = "the-rule" }', "waits for itself"),
    ],
)
def test_a_quota_that_is_wrong_is_refused(body: str, reason: str) -> None:
    with pytest.raises(InvalidRule) as error:
        _pack(body)
    assert reason in str(error.value)


def test_rounding_is_exact() -> None:
    assert [rounded(Fraction(5, 2), way) for way in ("up", "down", "nearest")] == [3, 2, 3]
    assert [plain(Fraction(number)) for number in ("9.75", "-0.5", "7", "0.05")] == ["9.75", "-0.5", "7", "0.05"]
    assert plain(Fraction(1, 3)) == "1/3"
