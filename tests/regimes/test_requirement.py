"""Rules about one record: outcome, obligation, sum, and what meets it."""

from __future__ import annotations

from datetime import date

from tests.builders import an_exercise
from tests.regimes.situations import a_pack, a_rule, the_finding


def test_an_exercise_is_required_with_its_sum() -> None:
    pack = a_pack(a_rule('by = "hosts"\ndue = { before = "starts_on", days = 42 }', kind="lead_time"))
    found = the_finding(an_exercise(), pack)
    assert (found.outcome, str(found.sum)) == ("required", "2027-06-01 - 42 days = 2027-04-20")
    assert found.obligation is not None
    assert (found.obligation.due, found.obligation.state, found.obligation.by) == (date(2027, 4, 20), "upcoming", ("DEU",))
