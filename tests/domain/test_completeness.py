"""What a record must say before it is issued."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cbm_tracker.domain.completeness import missing
from cbm_tracker.domain.measures import JointExercise, Record
from tests.builders import (
    a_contact,
    a_notification,
    an_exercise,
    at,
    obligation_note,
    one_of_each,
)


@pytest.mark.parametrize("record", one_of_each(), ids=lambda record: record.kind)
def test_a_whole_record_lacks_nothing(record: Record) -> None:
    assert missing(record) == ()


def test_an_empty_exercise_lacks_kind_date_and_state() -> None:
    assert [lack.field for lack in missing(JointExercise())] == ["activity_type", "starts_on", "host_states"]


def test_one_date_of_several_is_enough() -> None:
    told = a_notification()
    assert missing(replace(told, sent_at=None, received_at=told.sent_at)) == ()
    assert [lack.field for lack in missing(replace(told, sent_at=None))] == ["sent_at"]
    assert [lack.field for lack in missing(a_contact(with_states=(), initiated_by=""))] == ["with_states"]
    assert missing(an_exercise(starts_on=None, starts_at=at("2027-06-01T06:00:00Z"))) == ()


def test_a_note_says_whose_obligation_it_is_and_what_was_decided() -> None:
    assert [lack.field for lack in missing(obligation_note(state="", decision=""))] == ["state", "decision"]
