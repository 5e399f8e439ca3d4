"""How much of something is there at one time, and how often one unit is visited in a year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cbm_tracker.domain.measures import AgreementFacts, Inspection
from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.findings import Because
from cbm_tracker.regimes.packs import Pack
from tests.builders import an_inspection, at, day, facts
from tests.regimes.situations import a_pack, a_rule, findings_of, the_finding

_TONS = ('fact = ["tonnage", "total_tonnage"]\nat_most = 30000\nshare = { numerator = 2, denominator = 3 }\n'
         'counts = { fact = "riparian", is = false, assumed = false }')


def _pack(body: str = _TONS, kind: str = "capacity", subject: str = "agreement_facts") -> Pack:
    return a_pack(a_rule(body, kind=kind, subject=subject))


def _ship(tons: int | None, entry: str = "2027-08-20", leaving: str = "2027-09-09", state: str = "FRA", **fields: Any) -> AgreementFacts:
    return facts(**{"agreement": "test-pack", "state": state, "year": None, "units": None, "budget_approved_on": None,
                    "tonnage": None if tons is None else Decimal(tons),
                    "entry_on": day(entry), "exit_on": day(leaving) if leaving else None, "subject": f"{state} {tons}", **fields})


@pytest.mark.parametrize(("tons", "outcome"), [(3_500, "permitted"), (3_501, "breach")])
def test_what_is_present_together_comes_to_the_limit_and_no_further(tons: int, outcome: str) -> None:
    there = [_ship(14_000, "2027-08-10"), _ship(12_500, "2027-08-11", state="GBR")]
    found = the_finding(_ship(tons, state="USA"), _pack(), *there)
    assert found.outcome == outcome
    assert found.because[0] == Because("tonnage present at one time", 26_500 + tons, ">" if outcome == "breach" else "<=", 30_000)


def test_the_sum_names_every_ship() -> None:
    found = the_finding(_ship(4_000, state="USA"), _pack(), _ship(None, "2027-08-10", total_tonnage=Decimal(26_500), subject="Present"))
    assert (found.outcome, str(found.sum)) == ("breach", "26,500 + 4,000 = 30,500")
    assert found.sum is not None
    assert found.sum.result.label == "at most 30,000"
    assert found.notes == ("There at the same time: Present (2027-08-10 to 2027-09-09).",)


def test_one_state_has_no_more_than_its_part() -> None:
    there = _ship(15_000, "2027-08-10")
    assert the_finding(_ship(5_000), _pack(), there).outcome == "permitted"
    found = the_finding(_ship(5_001), _pack(), there)
    assert (found.outcome, found.because[1].measure) == ("breach", "tonnage of FRA present at one time")
    assert the_finding(_ship(5_001, state="GBR"), _pack(), there).outcome == "permitted"


def test_what_has_left_leaves_room_and_what_is_not_counted_takes_none() -> None:
    there = [_ship(18_000, state="GBR"), _ship(9_000, state="USA")]
    assert the_finding(_ship(4_000, "2027-09-10", ""), _pack(), *there).outcome == "permitted"
    assert findings_of(_ship(40_000, riparian=True), _pack()) == []


def test_unknown_tonnage_or_leaving_leaves_it_open_unless_the_rest_decides() -> None:
    found = the_finding(_ship(4_000, state="USA"), _pack(), _ship(None, "2027-08-10"))
    assert (found.outcome, found.missing) == ("undetermined", ("tonnage",))
    staying = _ship(10_000, "2027-08-10", "", subject="STAYS")
    assert the_finding(_ship(4_000, state="USA"), _pack(), staying).missing == ("end of STAYS (2027-08-10)",)
    assert the_finding(_ship(30_001), _pack(), _ship(None, "2027-08-10")).outcome == "breach"


def test_ships_are_counted_where_each_is_one() -> None:
    pack = _pack('fact = "ships"\nassumed = 1\nat_most = 2')
    there = [_ship(100, "2027-08-10", ships=None), _ship(200, "2027-08-11", ships=None)]
    assert the_finding(_ship(300, ships=None), pack, *there[:1]).outcome == "permitted"
    assert the_finding(_ship(300, ships=None), pack, *there).outcome == "breach"


def test_without_a_day_of_entry_nothing_is_decided() -> None:
    assert the_finding(_ship(100, entry_on=None, exit_on=None), _pack()).missing == ("entry_on",)


_TWICE = "at_most = 2\nsame_state = 1"


def _visit(month: int, state: str, unit: str = "Panzerbataillon 104", **fields: Any) -> Inspection:
    return an_inspection(**{
        "agreements": ("test-pack",), "inspecting_states": (state,), "inspection_kind": "evaluation_visit", "quota_effect": "",
        "outcome": "", "units": (unit,), "requested_at": at(f"2027-{month:02d}-01T08:00:00Z"), "request_received_at": None,
        "replied_at": None, "arrived_at": None, "started_at": at(f"2027-{month:02d}-05T08:00:00Z"), "ended_at": None, **fields,
    })


def test_a_unit_is_visited_twice_in_a_year_and_by_one_state_once() -> None:
    pack = _pack(_TWICE, "unit_limit", "inspection")
    first, second = _visit(2, "POL"), _visit(3, "FRA", "  panzerbataillon  104 ")
    assert the_finding(second, pack, first).outcome == "permitted"
    third = the_finding(_visit(4, "ITA"), pack, first, second)
    assert (third.outcome, third.because) == ("advisory", (Because("visits to Panzerbataillon 104 in 2027", 3, ">", 2),))
    again = the_finding(_visit(4, "POL"), pack, first)
    assert again.because == (Because("visits by POL to Panzerbataillon 104 in 2027", 2, ">", 1),)


def test_other_units_years_and_visits_that_did_not_take_place_leave_room() -> None:
    pack = _pack(_TWICE, "unit_limit", "inspection")
    first = _visit(2, "POL")
    assert the_finding(_visit(4, "POL", "Panzerbataillon 393"), pack, first).outcome == "permitted"
    refused = _visit(2, "POL", started_at=None, reply="refused")
    assert the_finding(_visit(4, "POL"), pack, refused).outcome == "permitted"
    next_year = _visit(4, "POL", started_at=at("2028-01-05T08:00:00Z"))
    assert the_finding(next_year, pack, first).outcome == "permitted"


def test_a_site_stands_in_for_units_and_something_has_to_be_named() -> None:
    pack = _pack(_TWICE, "unit_limit", "inspection")
    assert the_finding(_visit(4, "POL", units=(), site="Laage"), pack, _visit(2, "POL", units=(), site="LAAGE")).outcome == "advisory"
    assert the_finding(_visit(4, "POL", units=()), pack).missing == ("units",)


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        ("at_most = 3", "capacity", "“fact” names what is added up"),
        ('fact = "tonnage"\nat_most = -3', "capacity", "“at_most” is negative"),
        ('fact = "tonnage"\nat_most = 3\nshare = { numerator = 1, denominator = 0 }', "capacity", "“denominator” is 0"),
        ('fact = "tonnage"\nat_most = 3\nper = ["state", "from"]', "capacity", "“per” names one role"),
        ("at_most = 2", "unit_limit", "has the subject “inspection”"),
    ],
)
def test_a_rule_that_is_wrong_is_refused(body: str, kind: str, reason: str) -> None:
    with pytest.raises(InvalidRule) as error:
        _pack(body, kind)
    assert reason in str(error.value)
