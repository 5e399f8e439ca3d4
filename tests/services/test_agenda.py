"""What the records themselves put on a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import HotlineContact, Promise
from cbm_tracker.domain.moments import zone
from cbm_tracker.domain.query import Query
from tests.builders import a_contact, an_exercise, an_inspection, at, day

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


def _what(services: Services, now: datetime = NOW) -> list[tuple[str, str]]:
    return [(fact.what, fact.state_on(now)) for fact in services.agenda.upcoming(now)]


def test_promises_are_told_until_they_are_kept(services: Services) -> None:
    open_promise = Promise(by="DEU", text="Send the map", due_at=at("2027-03-01T06:00:00Z"))
    kept = replace(open_promise, text="Call back", kept_at=at("2027-02-28T09:00:00Z"))
    contact = a_contact(opened_at=at("2027-02-27T08:00:00Z"), answered_at=None, closed_at=None, scheduled_at=None,
                        promises=(open_promise, kept, Promise(text="Some day")))
    services.records.record(contact)
    assert _what(services) == [("promise", "overdue"), ("promise", "undated")]
    [first, second] = services.agenda.open_promises(NOW)
    assert (first.promise.text, second.promise.text) == ("Send the map", "Some day")
    services.agenda.keep_promise(contact.id, first.number, NOW)
    assert [each.promise.text for each in services.agenda.open_promises(NOW)] == ["Some day"]


def test_keeping_a_promise_of_an_issued_contact_is_a_correction(services: Services) -> None:
    contact = a_contact(opened_at=at("2027-02-27T08:00:00Z"), answered_at=None, closed_at=None, scheduled_at=None, status="issued",
                        promises=(Promise(text="Send the map"),))
    services.records.record(contact)
    new = services.agenda.keep_promise(contact.id, 0, NOW)
    assert services.records.get(contact.id).record.status == "superseded"
    corrected = services.records.get(new).record
    assert isinstance(corrected, HotlineContact)
    assert str(corrected.promises[0].kept_at) == "2027-03-01T08:00:00Z"
    assert services.agenda.open_promises(NOW) == []


def test_a_scheduled_contact_is_told_until_it_is_held(services: Services) -> None:
    contact = a_contact(scheduled_at=at("2027-03-01T14:00:00Z"), opened_at=None, answered_at=None, closed_at=None, outcome="", promises=())
    services.records.record(contact)
    assert _what(services) == [("scheduled_contact", "today")]
    assert [each.id for each in services.agenda.scheduled_contacts(NOW)] == [contact.id]
    stored = services.records.get(contact.id)
    held = replace(contact, opened_at=at("2027-03-01T14:00:00Z"), outcome="answered")
    services.records.revise(held, stored.revision)
    assert _what(services) == []


def test_a_request_without_a_reply_is_told_without_a_date_being_inferred(services: Services) -> None:
    asked = an_inspection(requested_at=at("2027-02-27T08:00:00Z"), request_received_at=None, replied_at=None, reply="", outcome="",
                          entry_planned_at=at("2027-03-05T08:00:00Z"), arrived_at=None, started_at=None, ended_at=None,
                          report_sent_at=None, quota_effect="")
    services.records.record(asked)
    assert _what(services) == [("request_unanswered", "undated"), ("planned_entry", "week")]


def test_activities_are_told_from_today_and_partial_dates_are_not_filled(services: Services) -> None:
    for starts, ends in (("2027-03-01", "2027-03-04"), ("2027-02-28", "2027-03-04"), ("2027-04", "2027-04"), ("2027-08-01", "2027-08-02")):
        services.records.record(an_exercise(starts_on=day(starts), ends_on=day(ends), completed_on=None))
    assert _what(services) == [("activity_begins", "today")]


def test_what_lies_in_the_bin_is_not_told(services: Services) -> None:
    exercise = an_exercise(starts_on=day("2027-03-02"), ends_on=day("2027-03-04"), completed_on=None)
    services.records.record(exercise)
    services.records.delete(exercise.id)
    assert _what(services) == []
    assert services.records.count(Query(in_bin=True)) == 1


def test_what_is_open_is_told_however_long_ago_it_began(services: Services) -> None:
    old = a_contact(opened_at=at("2019-02-27T08:00:00Z"), answered_at=None, closed_at=None, promises=(Promise(text="Send the map"),))
    undated = a_contact(opened_at=None, answered_at=None, closed_at=None, promises=(Promise(text="Call back"),))
    unheld = a_contact(scheduled_at=at("2020-01-07T08:00:00Z"), opened_at=None, answered_at=None, closed_at=None, outcome="", promises=())
    asked = an_inspection(requested_at=at("2021-02-27T08:00:00Z"), request_received_at=None, replied_at=None, reply="", outcome="",
                          arrived_at=None, started_at=None, ended_at=None, quota_effect="")
    for record in (old, undated, unheld, asked):
        services.records.record(record)
    assert {fact.record_id for fact in services.agenda.upcoming(NOW)} == {old.id, undated.id, unheld.id, asked.id}
    assert {each.contact_id for each in services.agenda.open_promises(NOW)} == {old.id, undated.id}


def test_a_day_begins_where_the_owner_sits(services: Services) -> None:
    """22:30 UTC is tomorrow in Berlin already."""
    contact = a_contact(scheduled_at=at("2027-07-01T22:30:00Z"), opened_at=None, answered_at=None, closed_at=None, outcome="", promises=())
    services.records.record(contact)
    evening = datetime(2027, 7, 1, 20, 0, tzinfo=UTC)
    assert _what(services, evening) == [("scheduled_contact", "today")]
    in_berlin = evening.astimezone(zone(services.zone))
    assert _what(services, in_berlin) == [("scheduled_contact", "week")]
    assert services.agenda.scheduled_contacts(in_berlin) == []
    assert [each.id for each in services.agenda.scheduled_contacts(in_berlin + timedelta(hours=3))] == [contact.id]
