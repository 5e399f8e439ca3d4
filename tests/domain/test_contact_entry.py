"""A hotline contact typed in one line."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbm_tracker.domain.contact_entry import contact_json, read_contact
from cbm_tracker.domain.record_json import from_json
from cbm_tracker.errors import InvalidMeasure

BEGUN = datetime(2027, 4, 20, 9, 40, 31, tzinfo=UTC)
VIENNA = "Europe/Vienna"


def test_everything_said_is_read() -> None:
    typed = "0938 in voice “Range closure confirmed” answered they promise map by 24apr we promise call by +2"
    contact = read_contact(typed, BEGUN, VIENNA)
    assert str(contact.at) == "2027-04-20T09:38:00Z"
    assert (contact.direction, contact.channel, contact.outcome) == ("received", "hotline_voice", "answered")
    assert contact.subject == "Range closure confirmed"
    assert [(promise.text, promise.due, promise.ours) for promise in contact.promises] == [
        ("map", date(2027, 4, 24), False), ("call", date(2027, 4, 22), True)]


def test_nothing_said_is_the_moment_it_was_begun() -> None:
    contact = read_contact("", BEGUN, VIENNA)
    assert str(contact.at) == "2027-04-20T09:40:00Z"
    assert contact.at.zone == VIENNA
    assert (contact.subject, contact.promises, contact.direction) == ("", (), "")


@pytest.mark.parametrize(("typed", "utc"), [
    ("0938 x", "2027-04-20T09:38:00Z"), ("0938Z x", "2027-04-20T09:38:00Z"), ("1138L x", "2027-04-20T09:38:00Z"),
    ("09:38 x", "2027-04-20T09:38:00Z")])
def test_hours_without_a_letter_are_utc(typed: str, utc: str) -> None:
    assert str(read_contact(typed, BEGUN, VIENNA).at) == utc


@pytest.mark.parametrize(("typed", "utc"), [
    ("0955 x", "2027-04-20T09:55:00Z"), ("0956 x", "2027-04-19T09:56:00Z"), ("2338L x", "2027-04-19T21:38:00Z")])
def test_an_hour_still_to_come_is_yesterdays(typed: str, utc: str) -> None:
    assert str(read_contact(typed, BEGUN.replace(second=0), VIENNA).at) == utc


def test_words_left_over_are_the_subject() -> None:
    assert read_contact("out data test of the line", BEGUN, VIENNA).subject == "of the line"
    assert read_contact("out data test of the line", BEGUN, VIENNA).purpose == "routine_test"


def test_a_promise_without_a_date_keeps_its_words() -> None:
    [promise] = read_contact("promise a list of officers by hand", BEGUN, VIENNA).promises
    assert (promise.text, promise.due, promise.ours) == ("a list of officers by hand", None, None)


def test_an_hour_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidMeasure, match="not an hour"):
        read_contact("2570 in", BEGUN, VIENNA)


def test_record_made_of_it_names_the_sides() -> None:
    typed = read_contact("0938 in voice “Call” they promise map by 24apr", BEGUN, VIENNA)
    data = contact_json(typed, owner="AUT", with_state="KAZ", agreements=("vd11",))
    record = from_json(data)
    assert data["initiated_by"] == "KAZ"
    assert data["promises"] == [
        {"text": "map", "by": "KAZ", "due_at": "2027-04-24T21:59:00Z", "zones": {"due_at": VIENNA}}]
    assert record.status == "draft"
    assert record.agreements == ("vd11",)


@given(st.text(max_size=80))
def test_any_line_is_read_or_refused_in_words(typed: str) -> None:
    refused = ""
    try:
        assert read_contact(typed, BEGUN, VIENNA).at.zone == VIENNA
    except InvalidMeasure as error:
        refused = str(error)
    assert not refused or refused.endswith(".")


def test_a_state_and_an_hour_stand_anywhere_and_no_word_is_dropped() -> None:
    codes = {"SVK": "SVK", "Kazakhstan": "KAZ"}
    contact = read_contact('svk 0938 in voice "Shots" spoke with duty officer', BEGUN, VIENNA, codes.get)
    assert (contact.with_state, contact.subject, contact.rest) == ("SVK", "Shots", "spoke with duty officer")
    assert str(contact.at) == "2027-04-20T09:38:00Z"
    data = contact_json(contact, owner="AUT", with_state="DEU")
    assert (data["with_states"], data["summary"]) == (["SVK"], "spoke with duty officer")
    plain = read_contact("SVK 0938Z in shots and can we talk 2026", BEGUN, VIENNA, codes.get)
    assert (plain.with_state, plain.subject, str(plain.at)) == ("SVK", "shots and can we talk 2026", "2027-04-20T09:38:00Z")
