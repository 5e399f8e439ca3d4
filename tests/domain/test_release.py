"""Whom records and fields may go to, and what is left of a record of which fields are withheld."""

from __future__ import annotations

import pytest

from cbm_tracker.domain.measures import Area
from cbm_tracker.domain.record_json import from_json, to_json
from cbm_tracker.domain.release import left_out, may_have, withheld_fields, without
from cbm_tracker.errors import InvalidMeasure
from tests.builders import a_contribution, an_exercise


def test_a_record_without_a_restriction_goes_to_everybody() -> None:
    assert may_have((), {"FRA"})
    assert may_have(("DEU", "FRA"), {"FRA", "France"})
    assert not may_have(("DEU",), {"FRA", "France"})


def test_a_field_goes_to_those_it_names_and_one_that_names_nobody_goes_to_nobody() -> None:
    exercise = an_exercise(fields_releasable_to={"remarks": ["DEU"], "purpose": []})
    assert withheld_fields(exercise, {"DEU"}) == {"purpose"}
    assert withheld_fields(exercise, {"FRA"}) == {"remarks", "purpose"}


def test_texts_read_withheld_and_everything_else_is_not_stated() -> None:
    keys = ("designation", "contingents", "starts_on", "area", "other_participants")
    exercise = an_exercise(fields_releasable_to={key: [] for key in keys})
    cut = without(exercise, withheld_fields(exercise, {"FRA"}), "withheld")
    assert (cut.designation, cut.contingents, cut.starts_on, cut.other_participants) == ("withheld", (), None, ("withheld",))
    assert cut.area == Area(name="withheld")
    assert cut.ends_on == exercise.ends_on
    assert left_out(cut) == set(keys)
    assert left_out(exercise) == frozenset()
    assert exercise.designation == "NORTHERN ARC 27"


def test_who_may_have_all_is_not_told_to_whom_else_it_goes() -> None:
    exercise = an_exercise(fields_releasable_to={"remarks": ["DEU", "FRA"]})
    assert without(exercise, withheld_fields(exercise, {"DEU"}), "withheld").fields_releasable_to == {}


def test_a_part_of_a_record_need_not_make_sense_by_itself() -> None:
    contribution = a_contribution(fields_releasable_to={"currency": []})
    cut = without(contribution, {"currency"}, "withheld")
    assert (cut.currency, cut.amount) == ("withheld", contribution.amount)


def test_fields_may_be_named_by_their_labels_and_recipients_in_one_text() -> None:
    exercise = an_exercise(fields_releasable_to={"General purpose": "DEU, FRA", "remarks": ""})
    assert exercise.fields_releasable_to == {"purpose": ["DEU", "FRA"], "remarks": []}
    assert from_json(to_json(exercise)) == exercise


@pytest.mark.parametrize(("told", "field"), [
    ({"status": ["DEU"]}, "fields_releasable_to.status"), ({"colour": ["DEU"]}, "fields_releasable_to.colour"),
    ({"remarks": [7]}, "fields_releasable_to.remarks"),
])
def test_what_cannot_be_withheld_is_named(told: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidMeasure) as caught:
        an_exercise(fields_releasable_to=told)
    assert caught.value.field == field
