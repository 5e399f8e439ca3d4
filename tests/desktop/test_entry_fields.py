"""Entry fields by themselves: figures in the separators of a locale, contents, links, codes no list knows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import figures, grouped
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.widgets.content_field import read_value, write_value
from cbm_tracker.domain.measures import Link
from tests.builders import a_contact, a_contingent, an_exercise
from tests.desktop.form_hands import CONTROL, FormHands

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10**9, 10**9) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts, max_size=3), max_leaves=8,
)


@pytest.fixture
def hands(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner) -> FormHands:
    return FormHands(qtbot, theme, services, tasks)


@pytest.mark.parametrize(
    ("locale", "typed", "plain"),
    [
        ("en_GB", "12,450", "12450"), ("en_GB", "12,450.5", "12450.5"), ("en_GB", "12.450", "12.450"), ("en_GB", "12,45", None),
        ("de_DE", "12.450", "12450"), ("de_DE", "12.450,5", "12450.5"), ("de_DE", "12,450", "12.450"), ("de_DE", "1.2", None),
        ("fr_FR", "12 450", "12450"), ("fr_FR", "12\u202f450,5", "12450.5"), ("en_GB", "12’450", "12450"),
        ("en_GB", "12,45,000", "1245000"),
        ("en_GB", "", None), ("en_GB", "ten", None), ("en_GB", "1 2", None), ("en_GB", "−5", "-5"),
    ],
)
def test_figures_are_read_with_the_separators_of_the_locale(locale: str, typed: str, plain: str | None) -> None:
    assert figures(typed, QLocale(locale)) == plain


@given(st.decimals(-10**9, 10**9, places=3), st.sampled_from(["en_GB", "de_DE", "fr_FR", "de_CH", "ru_RU"]))
def test_a_written_number_is_read_back(number: Decimal, locale: str) -> None:
    written = grouped(number, QLocale(locale))
    plain = figures(written, QLocale(locale))
    assert plain is not None
    assert Decimal(plain) == number


@given(_JSON)
def test_a_written_content_is_read_back(value: object) -> None:
    assert read_value(write_value(value)) == value


def test_a_link_is_made_by_words_of_the_other_record(hands: FormHands) -> None:
    exercise = an_exercise()
    hands.services.records.record(exercise)
    hands.open("notification")
    hands.fill(links="")
    hands.key(Qt.Key.Key_Space)
    hands.type("Not")
    hands.leave()
    hands.type("northern\n")
    hands.key(Qt.Key.Key_S, CONTROL)
    assert hands.services.records.get(hands.saved[0]).record.links == (Link(relation="notifies", target=exercise.id),)


def test_codes_that_no_list_knows_stay_as_they_stand_in_a_record(hands: FormHands) -> None:
    exercise = an_exercise(from_state="XQQ", host_states=("XRR",), contingents=(a_contingent(state="XSS"),))
    hands.services.records.record(exercise)
    form = hands.open("exercise", hands.services.records.get(exercise.id), "edit")
    form.fields["purpose"].type_in("Cooperation")
    form.fields["from_state"].settle()
    form.fields["contingents"].settle()
    form.save()
    saved = hands.services.records.get(exercise.id).record
    assert (saved.from_state, form.problem_controls()) == ("XQQ", [])


def test_what_is_neither_a_state_nor_told_is_refused(hands: FormHands) -> None:
    form = hands.open("contact")
    form.fields["initiated_by"].type_in("XQQ")
    form.save()
    assert hands.message("initiated_by") == "“XQQ” does not name one State. Write its name, or its code such as AUT."
    hands.services.records.record(a_contact())
    assert hands.saved == []
