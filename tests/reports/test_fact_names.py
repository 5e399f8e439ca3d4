"""Facts that rules compare or find missing, named for a reader."""

from __future__ import annotations

from datetime import date

import pytest

from cbm_tracker.reports.fact_names import fact_name, missing_facts
from cbm_tracker.reports.sums import printed_sum
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names
from tests.builders import a_contingent, an_exercise

ON = date(2027, 6, 1)
TANKS = tuple(f"contingents[{at}].battle_tanks" for at in range(12))


def names(language: str = "en") -> Names:
    return Names(state_names(), {}, language)


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (TANKS[:2], "battle tanks of France and Germany"),
        ((TANKS[0], "contingents[1].troops", "starts_on"), "battle tanks of Germany, troops of France and starts on"),
        (TANKS[7:8], "battle tanks of contingent 8"),
        (TANKS, "battle tanks of 12 contingents"),
        (("contingents[0].troops", "contingents[0].artillery", "units"), "troops and artillery of Germany; units"),
        (("troops of ARC (2027-06-01 to 2027-06-04)", "artillery of ARC (2027-06-01 to 2027-06-04)", "units"),
         "units; troops and artillery of ARC (2027-06-01 to 2027-06-04)"),
        (("from_on of ARC, first part (2027-06-01)", "units"), "units; first day of ARC, first part (2027-06-01)"),
        (("contingents[3].troops of ARC", "the same of 1,200 more"), "the same of 1\u202f200 more records and troops of ARC"),
        ((), "–"),
    ],
)
def test_missing_facts_are_told_in_words(paths: tuple[str, ...], said: str) -> None:
    record = an_exercise(contingents=(a_contingent(), a_contingent(state="FRA")))
    assert missing_facts(paths, record, names(), ON) == said


def test_missing_facts_are_told_in_the_language_of_the_edition() -> None:
    record = an_exercise(contingents=(a_contingent(), a_contingent(state="FRA")))
    assert missing_facts((*TANKS[:2], "first_day"), record, names("fr"), ON) == "chars de bataille (Allemagne et France) et premier jour"
    assert missing_facts(("dates of ARC",), record, names("ru"), ON) == "даты: ARC"
    told = missing_facts(("troops of ARC (2027-06-01 to 2027-06-04)",), record, names("fr"), ON)
    assert told == "effectifs\u00a0: ARC (2027-06-01 au 2027-06-04)"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("distances_km.LoC", "distances to lines, km: LoC"), ("launch.impact_area_km", "distance of the impact area from the line"),
        ("holdings.battle_tanks", "holdings: battle tanks"), ("inspectors present at one time", "inspectors present at one time"),
    ],
)
def test_a_fact_within_a_field_is_named_with_it(path: str, said: str) -> None:
    assert fact_name(path, names()) == said


def test_a_sum_that_is_not_known_names_what_is_missing() -> None:
    assert printed_sum("not known (holdings.battle_tanks, unit_count) = 1 left", names()) == (
        "not known (holdings: battle tanks and unit count) = 1 left")
