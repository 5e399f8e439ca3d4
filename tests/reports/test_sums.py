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


@pytest.mark.parametrize(
    ("told", "printed"),
    [
        ("31 May 2027 = 2027-05-31", "31\u00a0mai\u00a02027 = 2027-05-31"), ("1 March", "1er\u00a0mars"),
        ("61 units / 60 rounded up = 2; 2 - 1 used = 1 left",
         "61 unités / 60 arrondi à l’entier supérieur = 2\u202f; 2 − 1 utilisé(s) = 1 restant(s)"),
        ("quota of 4 below 5 = 1; 1 - 1 used = 0 left", "quota de 4, inférieur à 5 = 1\u202f; 1 − 1 utilisé(s) = 0 restant(s)"),
    ],
)
def test_a_sum_is_told_in_the_language_of_the_edition(told: str, printed: str) -> None:
    assert printed_sum(told, Names(state_names(), {}, "fr")) == printed
