"""Numbers and sizes are said one way everywhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from cbm_tracker.desktop.number_words import count_in_words, figures, number_in_words, size_in_words


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0"), (999, "999"), (1000, "1\u202f000"), (-12450, "-12\u202f450"), (3_706_000, "3\u202f706\u202f000")]
)
def test_thousands_stand_apart_by_a_blank_that_does_not_break(number: int, said: str) -> None:
    assert count_in_words(number) == said
    assert number_in_words(number) == said


def test_what_is_not_stated_is_a_dash_and_a_fraction_keeps_two_figures() -> None:
    assert number_in_words(None) == "–"
    assert number_in_words(12450.5) == "12\u202f450.50"


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (3_449_000, "3.4 MB"), (48_900_000, "48 MB"),
        (2_000_000_000, "2 GB"),
    ],
)
def test_sizes_are_said_in_units_of_a_thousand(size: int, said: str) -> None:
    assert size_in_words(size) == said


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2009", "\u202f"])
def test_a_number_that_was_copied_with_any_blank_is_read(blank: str) -> None:
    assert figures(f"12{blank}450", QLocale("en_GB")) == "12450"
