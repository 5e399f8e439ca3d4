"""Rules of the calendar: due days and periods, what meets them, and what they say of a record that does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cbm_tracker.domain.measures import Notification
from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.findings import Finding, Obligation
from cbm_tracker.regimes.packs import Pack
from tests.builders import a_contact, a_notification, an_inspection, at, obligation_note
from tests.regimes.situations import a_pack, a_rule, calendar_of, the_finding

_EXCHANGE = (
    'on = ["12-15"]\ncovers = "following"\nwhat = "annual exchange"\n'
    'met_by = { notification = ["annual_exchange"] }\nnil = { notification = ["nil_report", "nothing_new"] }'
)


def _pack(body: str = _EXCHANGE, **head: Any) -> Pack:
    return a_pack(a_rule(body, kind="periodic", subject="year"), **head)


def _sent(on: str, period: str = "", **fields: Any) -> Notification:
    told: dict[str, Any] = {"agreements": ("test-pack",), "notification_kind": "annual_exchange", "content": {}}
    return a_notification(**{**told, "sent_at": at(on if "T" in on else f"{on}T09:00:00Z"), "period": period, **fields})


def _one(*records: Any, at: str = "2027-12-20", body: str = _EXCHANGE, **told: Any) -> tuple[Finding, Obligation]:
    (finding,) = calendar_of(_pack(body), *records, at=at, **told)
    assert finding.obligation is not None
    return finding, finding.obligation


@pytest.mark.parametrize(
    ("now", "state"),
    [("2027-12-14T12:00:00Z", "upcoming"), ("2027-12-15T12:00:00Z", "due"), ("2027-12-16T12:00:00Z", "overdue")],
)
def test_what_is_not_met_is_upcoming_due_or_overdue(now: str, state: str) -> None:
    finding, owed = _one(at=now)
    assert (finding.outcome, finding.period, str(finding.sum)) == ("required", "2028", "15 December 2027 = 2027-12-15")
    assert (owed.state, owed.by, owed.due, owed.what) == (state, ("DEU",), date(2027, 12, 15), "annual exchange")


@pytest.mark.parametrize(
    ("on", "period", "state"),
    [
        ("2027-12-15", "2028", "met"), ("2027-12-16", "2028", "met_late"), ("2027-03-01", "2028", "met"), ("2027-12-01", "", "met"),
        ("2027-12-18", "", "met_late"), ("2027-12-01", "2027", "overdue"), ("2026-12-20", "", "overdue"), ("2027-12-30", "2028", "overdue"),
    ],
)
def test_a_submission_meets_the_period_it_names_or_else_the_nearest(on: str, period: str, state: str) -> None:
    assert _one(_sent(on, period))[1].state == state


def test_the_period_may_stand_in_the_content() -> None:
    assert _one(_sent("2027-03-01", content={"period": "2028"}))[1].state == "met"


def test_a_late_one_is_late_by_its_days_and_a_later_one_changes_nothing() -> None:
    late, later = _sent("2027-12-17", "2028"), _sent("2027-12-19", "2028")
    finding, owed = _one(later, late)
    assert (owed.state, owed.met_by) == ("met_late", late.id)
    assert "Late by 2 days." in finding.notes


def test_an_earlier_one_in_time_outranks_a_late_one() -> None:
    assert _one(_sent("2027-12-17", "2028"), _sent("2027-12-15", "2028"))[1].state == "met"


def test_the_day_is_the_one_in_the_capital() -> None:
    finding, owed = _one(_sent("2027-12-15T23:30:00Z", "2028"))
    assert owed.state == "met_late"
    assert "Borderline: by the calendar of UTC it would be otherwise." in finding.notes


@pytest.mark.parametrize("word", ["nil_report", "nothing_new"])
def test_nothing_to_declare_is_a_submission(word: str) -> None:
    assert _one(_sent("2027-12-01", "2028", notification_kind=word))[1].state == "nil_declared"


@pytest.mark.parametrize(
    "fields",
    [{"from_state": "FRA"}, {"agreements": ("vd11",)}, {"notification_kind": "annual_calendar"}, {"sent_at": None},
     {"from_state": "", "direction": "received"}],
)
def test_what_another_state_sent_or_of_another_kind_does_not_meet_it(fields: dict[str, Any]) -> None:
    assert _one(_sent("2027-12-01", "2028", **fields))[1].state == "overdue"


def test_what_was_given_without_a_sender_is_from_the_owner() -> None:
    assert _one(_sent("2027-12-01", "2028", from_state="", direction="given"))[1].state == "met"


def test_the_record_that_would_meet_it_comes_with_its_values_and_the_nil_report() -> None:
    _, owed = _one()
    assert owed.remedy is not None
    assert (owed.remedy.kind, owed.remedy.values) == ("notification", {
        "agreements": ["test-pack"], "direction": "given", "from_state": "DEU", "period": "2028", "notification_kind": "annual_exchange"})
    assert [other.values["notification_kind"] for other in owed.remedy.otherwise] == ["nil_report", "nothing_new"]


def test_a_waived_one_is_no_longer_open() -> None:
    note = obligation_note(agreement="test-pack", rule="the-rule", state="DEU", period="2028", agreements=())
    finding, owed = _one(note)
    assert (owed.state, owed.met_by) == ("waived", note.id)
    assert "Waived: The exchange was made at the meeting itself." in finding.notes


@pytest.mark.parametrize("other", [{"period": "2027"}, {"state": "FRA"}, {"rule": "another-rule"}, {"decision": "reminder"}])
def test_a_note_on_another_period_state_or_rule_waives_nothing(other: dict[str, Any]) -> None:
    told = {"agreement": "test-pack", "rule": "the-rule", "state": "DEU", "period": "2028", "agreements": (), **other}
    assert _one(obligation_note(**told))[1].state == "overdue"


@pytest.mark.parametrize(
    ("covers", "period"), [("previous", "2026"), ("current", "2027"), ("following", "2028"), ("second_following", "2029")]
)
def test_the_period_lies_before_or_after_the_due_day(covers: str, period: str) -> None:
    assert _one(body=_EXCHANGE.replace('"following"', f'"{covers}"'))[0].period == period


def test_under_a_voluntary_instrument_it_is_advice_with_its_date() -> None:
    (finding,) = calendar_of(_pack(agreement_kind="voluntary", status="voluntary"), at="2027-12-01")
    assert finding.outcome == "advisory"
    assert finding.obligation is not None
    assert finding.obligation.state == "upcoming"


def test_a_suspended_state_is_only_informed() -> None:
    parties = '[[parties]]\nstates = ["DEU"]\nstatus = "suspended_full"\nfrom_on = "2026-01-01"\n'
    pack = a_pack(parties + a_rule(_EXCHANGE, kind="periodic", subject="year"))
    (finding,) = calendar_of(pack)
    assert finding.gate == "Suspended full for DEU since 2026-01-01."
    assert finding.obligation is not None
    assert finding.obligation.state == "informational"


def test_only_the_named_states_and_roles_owe_it() -> None:
    parties = '[[parties]]\nstates = ["BGR", "ROU"]\nstatus = "in_force"\nrole = "riparian"\n' \
        '[[parties]]\nstates = ["DEU"]\nstatus = "in_force"\n'
    pack = a_pack(parties + a_rule(_EXCHANGE + '\nparty_roles = "riparian"', kind="periodic", subject="year"), open=False)
    assert [len(calendar_of(pack, state=state)) for state in ("BGR", "DEU", "FRA")] == [1, 0, 0]
    named = _pack(_EXCHANGE + '\nby = ["FRA"]')
    assert [len(calendar_of(named, state=state)) for state in ("FRA", "DEU")] == [1, 0]


def test_two_days_a_year_stand_for_their_months() -> None:
    body = 'on = ["07-01", "01-01"]\nmet_by = { notification = ["list_exchange"] }'
    given = _sent("2027-01-01", notification_kind="list_exchange")
    half_year_named = _sent("2027-06-30", "2027", notification_kind="list_exchange")
    found = calendar_of(_pack(body), given, half_year_named, at="2027-07-02")
    assert [(each.period, each.obligation.state) for each in found if each.obligation] == [("2027-01", "met"), ("2027-07", "met")]


def test_every_month_has_its_last_day() -> None:
    body = 'every = { months = 1, start = "01-31" }\nmet_by = { inspection = ["flag_meeting"] }'
    held = an_inspection(agreements=("test-pack",), inspection_kind="flag_meeting", requested_at=None, request_received_at=None,
                         replied_at=None, arrived_at=None, started_at=at("2027-02-27T08:00:00Z"), ended_at=None)
    found = calendar_of(_pack(body), held, at="2027-03-05")
    assert [str(each.obligation.due) for each in found if each.obligation][:4] == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
    assert [each.obligation.state for each in found if each.obligation][:3] == ["overdue", "met", "upcoming"]
    assert found[1].period == "2027-02"


def test_every_week_has_its_number() -> None:
    body = 'weekly = "tuesday"\nmet_by = { contact = ["scheduled_contact"] }'
    call = a_contact(agreements=("test-pack",), purpose="scheduled_contact", opened_at=at("2027-01-05T10:00:00Z"), answered_at=None,
                     closed_at=None)
    found = calendar_of(_pack(body), call, at="2027-01-20")
    assert len(found) == 52
    assert [(each.period, each.obligation.state) for each in found if each.obligation][:3] == [
        ("2027-W01", "met"), ("2027-W02", "overdue"), ("2027-W03", "overdue")]


def test_a_rule_that_began_in_the_year_asks_nothing_before() -> None:
    assert calendar_of(_pack(_EXCHANGE + "\nfrom_on = 2027-12-16")) == []
    assert len(calendar_of(_pack(_EXCHANGE + "\nfrom_on = 2027-12-15"))) == 1


def test_a_submission_says_itself_for_which_period_it_is() -> None:
    late = _sent("2027-12-17", "2028")
    found = the_finding(late, _pack(), at="2027-12-20")
    assert found.obligation is not None
    assert (found.record, found.period, found.obligation.state, found.obligation.due) == (late.id, "2028", "met_late", date(2027, 12, 15))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('met_by = { notification = ["annual_exchange"] }', "exactly one of on, every, weekly"),
        (_EXCHANGE + '\nweekly = "tuesday"', "exactly one of on, every, weekly"),
        (_EXCHANGE.replace("12-15", "02-29"), "not a day of every year"), (_EXCHANGE.replace("12-15", "15 Dec"), "not a day of every year"),
        (_EXCHANGE.replace('["12-15"]', '["12-15", "12-15"]'), "once"), (_EXCHANGE.replace('["12-15"]', '["12-15", "12-16"]'), "two days"),
        (_EXCHANGE.replace('["12-15"]', "[]"), "at least one"), (_EXCHANGE.replace('"following"', '"next"'), "it is one of previous"),
        (_EXCHANGE.replace('on = ["12-15"]', "every = { months = 5 }"), "divide the year"),
        (_EXCHANGE.replace('on = ["12-15"]', "every = { months = 0 }"), "at least 1"),
        (_EXCHANGE.replace('on = ["12-15"]', 'weekly = "dimanche"'), "it is one of monday"),
        (_EXCHANGE + "\nwindow_days = -1", "at least 0"), (_EXCHANGE + "\nwindow = 3", "not a key"),
        ('on = "12-15"\nmet_by = { field = "replied_at" }', "name a kind of record"),
        ('on = "12-15"\nmet_by = { notification = "any" }', "name a kind of record"),
    ],
)
def test_a_rule_that_is_wrong_is_refused(body: str, reason: str) -> None:
    with pytest.raises(InvalidRule, match=reason) as refused:
        _pack(body)
    assert (refused.value.file, refused.value.rule_id) == ("test-pack.toml", "the-rule")


def test_its_subject_is_the_year() -> None:
    with pytest.raises(InvalidRule, match="subject “year”"):
        a_pack(a_rule(_EXCHANGE, kind="periodic", subject="notification"))


@pytest.mark.parametrize(
    ("sent", "state"), [("2026-12-31", "overdue"), ("2027-01-01", "met"), ("2027-12-31", "met"), ("2028-01-01", "overdue")]
)
def test_a_window_of_the_whole_year_takes_what_was_sent_in_it(sent: str, state: str) -> None:
    body = 'on = "12-31"\nwindow_days = 366\nmet_by = { notification = ["exercise_advance"] }'
    (found,) = calendar_of(_pack(body), _sent(sent, notification_kind="exercise_advance"), at="2028-01-10")
    assert found.obligation is not None
    assert found.obligation.state == state


def test_a_rule_of_the_owner_asks_nobody_else() -> None:
    pack = _pack(_EXCHANGE + '\nby = "owner"')
    assert [len(calendar_of(pack, state=state)) for state in ("DEU", "FRA")] == [1, 0]
