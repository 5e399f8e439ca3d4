"""How many activities and visits there may be in a year, in a span of years, and at the same time."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.measures import Inspection, JointExercise
from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.findings import Because
from cbm_tracker.regimes.packs import Pack
from tests.builders import a_contingent, an_exercise, an_inspection, at, day
from tests.regimes.situations import a_pack, a_rule, findings_of, the_finding

_LARGE = 'counts = { fact = "troops", more_than = 40000 }\nper = "hosts"\nat_most = 1\nyears = 3'
_YEARLY = (
    'counts = { fact = "troops", more_than = 13000 }\nexcludes = { fact = "troops", more_than = 40000 }\nper = "hosts"\nat_most = 2'
)
_TOGETHER = 'counts = { fact = "troops", more_than = 13000 }\nper = "hosts"\nat_most = 2'
_ONE_VISIT = 'at_most = 1\nwords = "evaluation_visit"'


def _pack(body: str, kind: str = "count_limit", subject: str = "exercise") -> Pack:
    return a_pack(a_rule(body, kind=kind, subject=subject))


def _exercise(name: str, starts: str, ends: str = "", troops: int | None = 41_000, **fields: Any) -> JointExercise:
    return an_exercise(**{"designation": name, "starts_on": day(starts), "ends_on": day(ends or starts),
                          "contingents": (a_contingent(troops=troops),), **fields})


def _outcome(own: JointExercise | Inspection, pack: Pack, *others: JointExercise | Inspection) -> str:
    return the_finding(own, pack, *others).outcome


@pytest.mark.parametrize(("year", "outcome"), [(2026, "prohibited"), (2027, "prohibited"), (2028, "permitted"), (2025, "prohibited")])
def test_one_in_three_calendar_years(year: int, outcome: str) -> None:
    first = _exercise("SAND 25", "2025-06-01", "2025-06-20")
    assert _outcome(_exercise("SAND II", f"{year}-09-01"), _pack(_LARGE), first) == outcome


def test_a_finding_names_what_it_counts() -> None:
    found = the_finding(_exercise("SAND 27", "2027-06-01"), _pack(_LARGE), _exercise("SAND 25", "2025-06-01", "2025-06-20"))
    assert found.because[0] == Because("activities in 2025 to 2027", 2, ">", 1)
    assert found.notes == ("Counted for DEU before it: SAND 25 (2025-06-01 to 2025-06-20).",)
    assert str(found.sum) == "1 + 1 = 2"


def test_of_very_many_the_first_are_named() -> None:
    others = [_exercise(f"A{number}", f"2027-02-{number:02d}") for number in range(1, 13)]
    (note,) = the_finding(_exercise("LAST", "2027-06-01"), _pack(_LARGE), *others).notes
    assert note.startswith("Counted for DEU before it: A1 (2027-02-01), A2 (2027-02-02), ")
    assert note.endswith("A10 (2027-02-10), 2 more.")


def test_of_very_many_that_may_count_the_first_say_what_they_lack() -> None:
    others = [_exercise(f"A{number}", f"2027-02-{number:02d}", troops=None) for number in range(1, 13)]
    missing = the_finding(_exercise("LAST", "2027-06-01"), _pack(_LARGE), *others).missing
    assert len(missing) == 6
    assert missing[-1] == "the same of 7 more"


def test_the_level_itself_is_not_above_it() -> None:
    first = _exercise("SAND 25", "2025-06-01")
    assert findings_of(_exercise("SAND 27", "2027-06-01", troops=40_000), _pack(_LARGE), first) == []


def test_of_another_host_nothing_is_counted() -> None:
    first = _exercise("SAND 25", "2025-06-01", host_states=("POL",))
    assert _outcome(_exercise("SAND 27", "2027-06-01"), _pack(_LARGE), first) == "permitted"
    shared = _exercise("SAND 27", "2027-06-01", host_states=("DEU", "POL"))
    assert _outcome(shared, _pack(_LARGE), first) == "prohibited"


def test_what_is_excluded_is_not_counted_and_the_rest_up_to_the_limit() -> None:
    others = [_exercise("A", "2027-02-01", troops=50_000), _exercise("B", "2027-03-01", troops=14_000)]
    third = _exercise("C", "2027-04-01", troops=14_000)
    assert _outcome(third, _pack(_YEARLY), *others) == "permitted"
    assert _outcome(_exercise("D", "2027-05-01", troops=14_000), _pack(_YEARLY), *others, third) == "prohibited"
    assert _outcome(_exercise("D", "2028-01-01", troops=14_000), _pack(_YEARLY), *others, third) == "permitted"


def test_an_earlier_one_says_that_it_leaves_no_room() -> None:
    found = the_finding(_exercise("SAND 25", "2025-06-01"), _pack(_LARGE), _exercise("SAND 27", "2027-06-01"))
    assert (found.outcome, found.notes) == ("permitted", ("It leaves no room for SAND 27 (2027-06-01), which begins later.",))


def test_of_two_on_the_same_day_one_is_beyond_the_limit() -> None:
    both = [_exercise(name, "2027-06-01") for name in ("A", "B")]
    assert sorted(_outcome(own, _pack(_LARGE), *both) for own in both) == ["permitted", "prohibited"]


def test_an_activity_over_the_turn_of_the_year_shows_the_other_reading() -> None:
    first = _exercise("WINTER", "2027-12-28", "2028-01-12", troops=30_000)
    others = [_exercise(name, f"2028-0{at}-01", troops=30_000) for at, name in enumerate(("B", "C"), 2)]
    found = the_finding(others[1], _pack(_YEARLY), first, *others)
    assert found.outcome == "permitted"
    assert found.notes[-1] == (
        "An activity over the turn of the year is counted in the year in which it begins; "
        "counted in the year in which it ends, this one would be beyond the limit."
    )
    assert not any("turn of the year" in note for note in the_finding(others[0], _pack(_YEARLY), first, *others).notes)


def test_unknown_figures_leave_it_open_only_where_they_matter() -> None:
    unknown = _exercise("UNKNOWN", "2026-06-01", troops=None)
    found = the_finding(_exercise("SAND 27", "2027-06-01"), _pack(_LARGE), unknown)
    assert (found.outcome, found.missing) == ("undetermined", ("contingents[0].troops of UNKNOWN (2026-06-01)",))
    assert found.notes == ("May count for DEU as well: UNKNOWN (2026-06-01).",)
    mine = _exercise("MINE", "2027-06-01", troops=None)
    assert findings_of(mine, _pack(_LARGE)) == []
    open_one = the_finding(mine, _pack(_LARGE), _exercise("SAND 25", "2025-06-01"))
    assert (open_one.outcome, open_one.missing) == ("undetermined", ("contingents[0].troops",))


def test_without_a_day_it_is_not_decided() -> None:
    found = the_finding(_exercise("SOME DAY", "2027-06-01", starts_on=None, ends_on=None), _pack(_LARGE))
    assert (found.outcome, found.missing) == ("undetermined", ("starts_on",))


@pytest.mark.parametrize(("starts", "outcome"), [("2027-06-14", "prohibited"), ("2027-06-15", "permitted")])
def test_not_more_than_two_at_the_same_time(starts: str, outcome: str) -> None:
    others = [_exercise("A", "2027-06-01", "2027-06-14"), _exercise("B", "2027-06-10", "2027-06-14")]
    found = the_finding(_exercise("C", starts), _pack(_TOGETHER, "simultaneity"), *others)
    assert found.outcome == outcome
    assert found.because[0].measure == "activities at the same time"


def test_an_activity_that_was_completed_early_leaves_room() -> None:
    others = [_exercise(name, "2027-06-01", "2027-06-14", completed_on=day("2027-06-05")) for name in ("A", "B")]
    assert _outcome(_exercise("C", "2027-06-06"), _pack(_TOGETHER, "simultaneity"), *others) == "permitted"


def test_an_activity_without_an_end_may_still_be_there() -> None:
    others = [_exercise(name, "2027-06-01", ends_on=None) for name in ("A", "B")]
    found = the_finding(_exercise("C", "2027-07-01"), _pack(_TOGETHER, "simultaneity"), *others)
    assert (found.outcome, tuple(sorted(found.missing))) == ("undetermined", ("dates of A (2027-06-01)", "dates of B (2027-06-01)"))
    assert _outcome(_exercise("C", "2028-07-01"), _pack(_TOGETHER, "simultaneity"), *others) == "permitted"


def _visit(starts: str, ends: str = "", **fields: Any) -> Inspection:
    return an_inspection(**{
        "agreements": ("test-pack",), "inspection_kind": "evaluation_visit", "requested_at": None, "request_received_at": None,
        "replied_at": None, "arrived_at": at(starts), "started_at": None, "ended_at": at(ends) if ends else None, "outcome": "", **fields,
    })


@pytest.mark.parametrize(("starts", "outcome"), [("2027-05-06T15:59:00Z", "advisory"), ("2027-05-06T16:00:00Z", "permitted")])
def test_one_visit_at_a_time(starts: str, outcome: str) -> None:
    first = _visit("2027-05-06T08:00:00Z", "2027-05-06T16:00:00Z")
    assert _outcome(_visit(starts), _pack(_ONE_VISIT, "simultaneity", "inspection"), first) == outcome


@pytest.mark.parametrize(("starts", "outcome"), [("2027-05-16T07:59:00Z", "undetermined"), ("2027-05-16T08:00:00Z", "permitted")])
def test_a_visit_without_an_end_may_be_there_for_ten_days(starts: str, outcome: str) -> None:
    pack = _pack(_ONE_VISIT, "simultaneity", "inspection")
    assert _outcome(_visit(starts), pack, _visit("2027-05-06T08:00:00Z")) == outcome


def test_a_visit_that_was_refused_is_not_there() -> None:
    first = _visit("2027-05-06T08:00:00Z", "2027-05-08T16:00:00Z", outcome="cancelled_by_requester")
    pack = _pack(_ONE_VISIT, "simultaneity", "inspection")
    assert _outcome(_visit("2027-05-07T08:00:00Z"), pack, first) == "permitted"
    assert findings_of(first, pack) == []


@pytest.mark.parametrize(("starts", "outcome"), [("2027-05-09T07:59:00Z", "advisory"), ("2027-05-09T08:00:00Z", "permitted")])
def test_an_overlap_may_be_allowed_and_an_end_assumed(starts: str, outcome: str) -> None:
    body = f"{_ONE_VISIT}\noverlap_hours = 24\nstay = {{ hours = 96 }}"
    pack = _pack(body, "simultaneity", "inspection")
    assert _outcome(_visit(starts), pack, _visit("2027-05-06T08:00:00Z")) == outcome


def test_all_together_are_counted_where_no_role_is_named() -> None:
    pack = _pack("counts = { fact = \"troops\", at_least = 1 }\nper = []\nat_most = 1")
    found = the_finding(_exercise("B", "2027-06-01"), pack, _exercise("A", "2027-02-01", host_states=("POL",)))
    assert (found.outcome, found.notes) == ("prohibited", ("Counted before it: A (2027-02-01).",))


def test_another_rule_may_say_what_counts() -> None:
    rules = a_rule('when = { fact = "troops", more_than = 40000 }', rule_id="large") + a_rule(
        'counts = "large"\nat_most = 1\nyears = 3', kind="count_limit")
    assert _outcome(_exercise("SAND 27", "2027-06-01"), a_pack(rules), _exercise("SAND 25", "2025-06-01")) == "prohibited"


@pytest.mark.parametrize(
    ("body", "reason"),
    [("at_most = -1", "“at_most” is -1"), ("at_most = 1\nyears = 0", "“years” is 0"), ('at_most = 1\nper = "DEU"', "“per” names roles"),
     ('at_most = 1\ncounts = "none-such"', "asks the rule “none-such”")],
)
def test_a_limit_that_is_wrong_is_refused(body: str, reason: str) -> None:
    with pytest.raises(InvalidRule) as error:
        _pack(body)
    assert reason in str(error.value)
