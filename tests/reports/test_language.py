"""The language of an edition: days, numbers, lists and spans of time as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cbm_tracker.reports.language import Language


@pytest.mark.parametrize(("code", "said"), [
    ("en", "22 April 2027"), ("de", "22. April 2027"), ("fr", "22 avril 2027"), ("ru", "22 апреля 2027 года"),
])
def test_a_day_is_written_out_and_held_together(code: str, said: str) -> None:
    assert Language(code).day(date(2027, 4, 22)) == said.replace(" ", "\u00a0")


def test_the_first_of_a_month_is_an_ordinal_where_the_language_says_so() -> None:
    assert Language("fr").day(date(2027, 1, 1)).startswith("1er\u00a0janvier")
    assert Language("de").day(date(2027, 1, 1)).startswith("1.\u00a0Januar")


@pytest.mark.parametrize(("code", "said"), [("en", "13\u202f200.5"), ("de", "13\u202f200,5"), ("ru", "13\u202f200,5")])
def test_thousands_are_parted_alike_and_decimals_by_the_language(code: str, said: str) -> None:
    assert Language(code).number(13_200.5, 1) == said
    assert Language(code).number(-98) == "\u221298"


def test_lists_end_in_a_word_of_the_language() -> None:
    assert Language().joined(["a", "b", "c"]) == "a, b and c"
    assert Language("de").joined(["a", "b", "c"]) == "a, b und c"
    assert Language("de").joined(["a", "b"], "or") == "a oder b"
    assert Language().joined([]) == ""


@pytest.mark.parametrize(("seconds", "said"), [
    (45, "45 s"), (720, "12 min"), (45_600, "12 h 40"), (273_600, "3 d 4 h"),
])
def test_a_span_of_time_is_short(seconds: int, said: str) -> None:
    assert Language().seconds(seconds).replace("\u202f", " ") == said


def test_a_place_without_a_value_stays_open_and_a_number_is_counted() -> None:
    told = Language()
    assert told.say("{number}, {pages} pages", pages=3) == "{number}, 3 pages"
    assert told.count("{count} record", "{count} records", 1) == "1 record"
    assert told.count("{count} record", "{count} records", 1_200) == "1\u202f200 records"


def test_russian_and_spanish_letters_have_their_places() -> None:
    assert sorted(["Катар", "Йемен", "Иран"], key=Language("ru").alphabetical) == ["Иран", "Йемен", "Катар"]
    assert sorted(["nube", "ñame", "oca"], key=Language("es").alphabetical) == ["nube", "ñame", "oca"]


def test_an_instant_is_in_utc_and_a_period_names_each_year_once() -> None:
    told = Language()
    assert told.instant(datetime(2027, 7, 5, 10, tzinfo=UTC)) == "5\u00a0July\u00a02027, 10:00 UTC"
    assert told.period(date(2027, 1, 1), date(2027, 6, 30)) == "1\u00a0January to 30\u00a0June\u00a02027"


@pytest.mark.parametrize("code", ["en", "fr", "de", "it", "ru", "es"])
def test_short_months_are_told_apart_and_have_four_letters_at_most(code: str) -> None:
    months = [Language(code).month_short(date(2027, month, 1)) for month in range(1, 13)]
    assert len(set(months)) == 12
    assert max(map(len, months)) <= 4
