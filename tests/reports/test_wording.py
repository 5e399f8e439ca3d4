"""How reports name States on their day and print dates of which a part is not known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cbm_tracker.domain.release import left_out, without
from cbm_tracker.reports.content import Stacked
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names
from tests.builders import an_exercise, an_inspection, at, day

JUNE_1985 = date(1985, 6, 1)


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(state_names(), {"vd11": "Vienna Document 2011"})


def test_a_state_bears_its_short_name_of_the_day(names: Names) -> None:
    assert [names.state(code, JUNE_1985) for code in ("TUR", "HUN", "LBY", "MNG", "CSK", "DEU")] == [
        "Turkey", "Hungary", "Libya", "Mongolia", "Czechoslovakia", "West Germany",
    ]
    assert names.state("TUR", date(2027, 1, 1)) == "Türkiye"


def test_states_stand_in_the_order_of_the_alphabet_once_each(names: Names) -> None:
    assert names.listed(("SWE", "ALB", "ALA", "SWE", ""), JUNE_1985) == ["Åland Islands", "Albania", "Sweden"]


def test_many_states_are_counted_above_and_named_below(names: Names) -> None:
    few = names.states_cell(("DEU", "FRA"), date(2027, 1, 1), ("NATO",))
    assert few == Stacked("France, Germany", "with NATO")
    many = names.states_cell(("DEU", "FRA", "POL", "ITA", "ESP", "NLD", "BEL", "NOR"), date(2027, 1, 1))
    assert many == Stacked("8\u00a0States", "Belgium, France, Germany, Italy, Netherlands, Norway, Poland, Spain")
    assert names.states_cell((), date(2027, 1, 1)) == "–"


def test_an_agreement_without_a_name_keeps_its_id(names: Names) -> None:
    assert names.agreement("vd11") == "Vienna Document 2011"
    assert names.agreement("river-2001") == "river-2001"


@pytest.mark.parametrize(
    ("starts", "ends", "cell"),
    [
        ("2027-06-01", "2027-06-14", Stacked("2027-06-01", "to 2027-06-14")),
        ("2027-06-01", "2027-06-01", "2027-06-01"),
        ("2027-06", "2027-06", Stacked("2027-06", "day not known")),
        ("2027", "2027", Stacked("2027", "month not known")),
        ("2027-06-01", "", Stacked("2027-06-01", "end not stated")),
        ("", "2027-06-14", Stacked("first day not stated", "to 2027-06-14")),
        ("", "", "–"),
    ],
)
def test_a_period_is_printed_as_far_as_it_is_known(names: Names, starts: str, ends: str, cell: object) -> None:
    assert names.period_cell(day(starts) if starts else None, day(ends) if ends else None) == cell


@pytest.mark.parametrize(
    ("answered", "told"),
    [("2027-02-11T04:00:45Z", "45\u202fs"), ("2027-02-11T04:12:00Z", "12\u202fmin"), ("2027-02-11T16:40:00Z", "12\u202fh 40"),
     ("2027-02-14T08:00:00Z", "3\u202fd 4\u202fh")],
)
def test_elapsed_time_reads_as_people_say_it(names: Names, answered: str, told: str) -> None:
    assert names.elapsed(at("2027-02-11T04:00:00Z"), at(answered)) == told


def test_numbers_and_words_go_together(names: Names) -> None:
    assert number(-13_200) == "−13\u202f200"
    assert names.counted(1, "exercise") == "1\u00a0exercise"
    assert names.counted(3706, "exercise") == "3\u202f706\u00a0exercises"
    amounts = (None, Decimal("402500.50"), Decimal(3), Decimal("0.125"))
    assert [names.amount(value) for value in amounts] == ["–", "402\u202f500.5", "3", "0.125"]
    assert names.joined(["a", "b", "c"]) == "a, b and c"
    assert names.joined([]) == ""


def test_the_year_of_a_period_stands_once(names: Names) -> None:
    assert names.period(date(2027, 1, 1), date(2027, 6, 30)) == "1\u00a0January to 30\u00a0June\u00a02027"
    assert names.period(date(1980, 1, 1), date(2010, 12, 31)) == "1\u00a0January\u00a01980 to 31\u00a0December\u00a02010"
    assert names.period(date(2027, 1, 1), date(2027, 1, 1)) == "1\u00a0January\u00a02027"


def test_an_edition_says_things_in_its_own_language() -> None:
    german = Names(state_names(), {}, "de")
    assert german.joined(["Heer", "Marine", "Luftwaffe"]) == "Heer, Marine und Luftwaffe"
    assert german.money(Decimal("1250.5"), "EUR") == "1\u202f250,50 EUR"
    assert german.known_day(day("2027-04")) == "April\u00a02027"
    assert german.known_day(day("2027-04-01")) == "1.\u00a0April\u00a02027"
    assert [german.known_day(each) for each in (day("2027"), None)] == ["2027", "–"]


def test_a_record_without_a_name_is_called_by_its_kind_and_place(names: Names) -> None:
    visit = an_inspection(inspection_kind="evaluation_visit", site="Camp Ardent", area=None)
    french = Names(state_names(), {}, "fr")
    assert names.title(visit) == "Evaluation visit, Camp Ardent"
    assert french.title(visit).endswith(", Camp Ardent")
    assert french.title(an_exercise(designation="NORTHERN ARC 27")) == "NORTHERN ARC 27"


def test_words_of_the_vocabularies_stand_alone_or_within_a_sentence(names: Names) -> None:
    assert [names.word("field_exercise"), names.word("")] == ["Field exercise", "–"]
    assert [names.word_within("field_exercise"), names.word_within("NOTAM"), names.word_within("")] == ["field exercise", "NOTAM", ""]


def test_french_keeps_a_colon_and_a_semicolon_with_the_word_before_them(names: Names) -> None:
    french = Names(names.states, {}, "fr")
    assert french.parted("réf.", "", "projet") == "réf.\u202f; projet"
    assert french.told("Valeur", "32") == "Valeur\u00a0: 32"
    assert names.parted("ref.", "", "draft") == "ref.; draft"
    assert names.told("Value", "32") == "Value: 32"
    many = [f"DE{at}" for at in range(9)]
    cell = french.states_cell(many, date(2027, 6, 1), ("OSCE",))
    assert isinstance(cell, Stacked)
    assert "\u202f; " in cell.below


def test_a_field_that_is_left_out_reads_withheld_where_its_cell_says_nothing(names: Names) -> None:
    told = without(an_exercise(), {"starts_on", "contingents"}, "withheld")
    assert names.of_field("–", told, "contingents") == "withheld"
    assert names.of_field(Stacked("–", "draft"), told, "contingents", "area") == Stacked("withheld", "draft")
    assert names.of_field("7\u00a0000", told, "contingents") == "7\u00a0000"
    assert names.of_field("–", told, "area") == "–"
    assert names.of_field("–", an_exercise(fields_releasable_to={"contingents": []}), "contingents") == "–"
    assert names.period_cell(None, told.ends_on, left_out(told)) == Stacked("withheld", "to 2027-06-14")
    assert names.period_cell(None, None, left_out(told)) == "withheld"
    assert names.period_cell(told.ends_on, None, frozenset({"ends_on"})) == Stacked("2027-06-14", "withheld")
    assert names.period_cell(None, None) == "–"
