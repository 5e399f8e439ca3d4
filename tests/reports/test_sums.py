"""Sums of the rules as they are printed."""

from __future__ import annotations

import pytest

from cbm_tracker.reports.sums import printed_sum
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names


@pytest.mark.parametrize(
    ("told", "printed"),
    [
        ("2027-06-01 - 42 days = 2027-04-20", "2027-06-01 − 42 days = 2027-04-20"),
        ("2027-06-01T08:30:00Z + 36 hours = 2027-06-02T20:30Z", "2027-06-01\u00a008:30 + 36 hours = 2027-06-02\u00a020:30"),
        ("2027-06-01 + 1 working_day = 2027-06-02", "2027-06-01 + 1 working day = 2027-06-02"),
        ("3 - 2 used - 1 planned = 0 left", "3 − 2 used − 1 planned = 0 left"),
        ("not known (unit_count) - 1 used = not known", "not known (unit count) − 1 used = not known"),
    ],
)
def test_a_sum_has_the_minus_of_print_and_no_letters_of_machine_time(told: str, printed: str) -> None:
    assert printed_sum(told, Names(state_names(), {})) == printed
