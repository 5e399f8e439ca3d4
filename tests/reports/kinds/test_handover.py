"""What the report for a successor says: clocks with the time left, promises both ways, lines, deviations, drafts, plans, people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from cbm_tracker.domain.measures import Agreement, Participation, Promise, Record
from cbm_tracker.regimes.findings import Finding, Moment, Obligation, QuotaUse
from cbm_tracker.reports.content import ReportContent, ReportRequest, Run, Stacked, Table
from cbm_tracker.reports.handover_tables import special_agreements
from cbm_tracker.reports.kinds.handover import compose
from cbm_tracker.reports.material import Clock, Judgement, Officer
from cbm_tracker.reports.obligation_tables import Judged
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.reference_data import state_names
from tests.builders import a_contact, a_contribution, a_notification, an_agreement, an_exercise, an_inspection, at, day
from tests.reports.kinds.held_material import held_material
from tests.reports.kinds.read_content import grounds, lead, section

NOW = datetime(2027, 7, 5, 10, tzinfo=UTC)
REQUEST = ReportRequest("handover", date(2027, 1, 1), date(2027, 12, 31), NOW)


def an_obligation(by: str, due: Moment | None, state: str, record: Record | None = None, notes: tuple[str, ...] = ()) -> Judged:
    met_at = at("2027-03-02T09:00:00Z").utc if state == "met_late" else None
    obligation = Obligation("reply to the request", (by,), due, state, met_at=met_at)
    return Judged(Finding(
        record.id if record else "", "vd11", f"rule-{by}-{state}", "38", "verified", "required", "Reply", "", "1", obligation, notes=notes,
        period="" if record else "2027"), record)


def clock(judged: Judged, late_after: datetime | None) -> Clock:
    return Clock(judged, late_after)


def a_quota(state: str, left: int) -> QuotaUse:
    return QuotaUse("vd11", "quota", 2027, state, "", 3, 3 - left, 0, (), f"3 - {3 - left} used = {left} left", "76", "verified",
                    "Inspections to accept", "1")


def report(
    *records: Record, clocks: Iterable[Clock] = (), judged: Iterable[Judged] = (), quotas: Iterable[QuotaUse] = (),
    officers: Iterable[Officer] = (), agreements: Iterable[Agreement] = (), recipient: str = "",
) -> ReportContent:
    material = replace(
        held_material(*records), clocks=lambda: tuple(clocks), officers=lambda: tuple(officers), agreements=tuple(agreements),
        judgement=lambda: Judgement(tuple(judged), tuple(quotas), lambda one: None, (("vd11", "2026-11"),), {}, 100))
    return compose(replace(REQUEST, recipient=recipient), material, Names(state_names(), {"vd11": "Vienna Document 2011"}))


def rows(content: ReportContent, caption: str) -> list[tuple[str, ...]]:
    """Return the cells as text, the second line of a cell after a bar."""
    tables = [block for one in content.sections for block in one.blocks if isinstance(block, Table) and block.caption == caption]
    return [tuple(f"{cell.main}|{cell.below}" if isinstance(cell, Stacked) else str(cell) for cell in row.cells) for row in tables[0].rows]


def test_clocks_tell_the_time_left_and_what_is_overdue_stands_first() -> None:
    visit = an_inspection()
    content = report(clocks=(
        clock(an_obligation("AUT", date(2027, 7, 1), "overdue"), datetime(2027, 7, 1, 22, tzinfo=UTC)),
        clock(an_obligation("AUT", datetime(2027, 7, 6, 4, 30, tzinfo=UTC), "due", visit), datetime(2027, 7, 6, 4, 30, tzinfo=UTC)),
        clock(an_obligation("POL", date(2027, 7, 20), "upcoming"), datetime(2027, 7, 20, 22, tzinfo=UTC)),
        clock(an_obligation("AUT", None, "due"), None),
    ))
    assert [row[0] for row in rows(content, "Owed by Austria, or to it")] == [
        "−3\u202fd 12\u202fh|○ open, overdue", "18\u202fh 30|○ open", "–|○ open"]
    assert [row[0] for row in rows(content, "Owed by other States")] == ["15\u202fd 12\u202fh|○ open"]
    assert rows(content, "Owed by Austria, or to it")[1][1:] == (
        "Reply to the request|Specified area, Grafenwöhr; CBM/PL/27/0014/F33/O; Vienna Document 2011, par. 38; verified", "Austria|",
        "2027-07-06\u00a004:30|")
    assert lead(content, "clocks") == "Own or towards the owner: 3; of other States: 1; overdue: 1."
    assert lead(content, "summary") == (
        "On 5 July 2027, 10:00 UTC, 4 obligations are open; overdue: 1. The next clock ends in 18\u202fh 30.")


def test_promises_are_told_both_ways_and_kept_ones_left_out() -> None:
    contact = a_contact(promises=(
        Promise(by="AUT", text="Send the map", due_at=at("2027-02-20T08:00:00Z")), Promise(by="PAK", text="Answer"),
        Promise(by="PAK", text="Send the log", kept_at=at("2027-02-12T08:00:00Z")),
        Promise(by="AUT", text="Kept since", kept_at=at("2027-08-01T08:00:00Z"), due_at=at("2027-08-02T08:00:00Z")),
    ))
    content = report(contact, a_contact(opened_at=at("2027-08-01T08:00:00Z"), answered_at=None, closed_at=None))
    assert [(row[0].split("|")[0], row[-1]) for row in rows(content, "Promises that we made")] == [
        ("Send the map", "○ open, overdue"), ("Kept since", "○ open")]
    assert [row[0].split("|")[0] for row in rows(content, "Promises made to us, or by nobody named")] == ["Answer"]
    assert lead(content, "promises") == "3 promises are not recorded as kept; ours: 2; of others: 1; overdue: 1."


def test_lines_are_told_by_channel_with_the_last_test_and_the_next() -> None:
    test = {"purpose": "routine_test", "outcome": "answered", "with_states": ("AUT", "PAK")}
    content = report(
        a_contact(**test), a_contact(**{**test, "opened_at": at("2027-06-01T08:00:00Z"), "answered_at": at("2027-06-01T08:02:30Z"),
                                        "closed_at": None}),
        a_contact(**{**test, "opened_at": None, "answered_at": None, "closed_at": None, "outcome": "",
                     "scheduled_at": at("2027-08-01T08:00:00Z")}),
        a_contact(channel="", with_states=("IND",), opened_at=at("2027-06-02T08:00:00Z"), answered_at=None, closed_at=None),
        a_contact(channel="portal", with_states=("IND",), opened_at=at("2027-09-02T08:00:00Z"), answered_at=None, closed_at=None),
    )
    assert rows(content, "Lines by channel, with the last test of each") == [
        ("Hotline voice", "2\u00a0hotline contacts"),
        ("Pakistan|in-pk-1991-airspace", "2", "2027-06-01|08:00 UTC", "2027-06-01|08:00 UTC", "Answered|answer after 2\u202fmin",
         "2027-08-01|08:00 UTC"),
        ("Channel not stated", "1\u00a0hotline contact"),
        ("India|in-pk-1991-airspace", "1", "2027-06-02|08:00 UTC", "–", "–", "–"),
    ]
    assert lead(content, "lines") == "2 lines are known, each a channel to a State; without a recorded test: 1."


def test_deviations_are_what_was_met_late_or_waived_with_the_reason() -> None:
    visit = an_inspection()
    content = report(judged=(
        an_obligation("AUT", datetime(2027, 3, 1, tzinfo=UTC), "met_late", visit),
        an_obligation("AUT", date(2027, 3, 3), "waived", notes=("Waived: told at the meeting.",)),
        an_obligation("AUT", date(2027, 3, 4), "met"), an_obligation("POL", date(2027, 3, 4), "waived"),
        an_obligation("AUT", date(2026, 3, 3), "waived"),
    ))
    assert lead(content, "deviations") == (
        "2 obligations with a due date in the period were not met as the rule asks; met late: 1; waived: 1.")
    assert "Waived: told at the meeting." in str(rows(content, "Waived, with the reason"))
    assert [row[-1] for row in rows(content, "Met late")][1:] == ["▲ late|−33\u202fh 00"]


def test_drafts_stand_by_kind_and_plans_by_their_day() -> None:
    planned = an_inspection(
        requested_at=None, request_received_at=None, replied_at=None, reply="", arrived_at=None, started_at=None, ended_at=None, outcome="",
        quota_effect="", findings="", entry_planned_at=at("2027-07-06T06:00:00Z"), status="issued")
    later = an_exercise(starts_on=day("2027-09-01"), ends_on=day("2027-09-02"))
    today = a_contribution(from_on=day("2027-07-05"), to_on=None)
    content = report(planned, later, an_exercise(status="issued"), a_notification(status="issued"), today)
    assert [row[0] for row in rows(content, "Drafts, not issued yet")] == ["Exercise", "2027-09-01", "Contribution", "2027-07-05"]
    assert [row[:2] for row in rows(content, "Plans ahead")] == [
        ("2027-07-06|06:00 UTC", "Specified area, Grafenwöhr|Inspection; CBM/PL/27/0014/F33/O"),
        ("2027-09-01", "NORTHERN ARC 27|Exercise; EX/27/01; draft"),
    ]
    assert rows(content, "What is handed over")[5] == ("Drafts waiting", "2", "Exercises: 1; Contributions: 1")


def test_only_what_is_neither_in_force_nor_ended_is_special() -> None:
    fallen = an_agreement(participations=(
        Participation(state="DEU", status="in_force", from_on=day("2001-05")),
        Participation(state="FRA", status="suspended_full", from_on=day("2023-11-07"), note="Note verbale of that day"),
        Participation(state="POL", status="suspended_full", from_on=day("2020-01-01")),
        Participation(state="POL", status="in_force", from_on=day("2022-01-01")),
        Participation(state="ITA", status="withdrawn", from_on=day("2028-01-01")),
        Participation(state="ESP", status="suspended_partial", from_on=day("2020-01-01"), to_on=day("2021-01-01")),
    ))
    ended = an_agreement(agreement="old-1990", agreement_status="terminated")
    dormant = an_agreement(agreement="dormant-1", name="A dormant one", agreement_status="dormant", participations=())
    content = report(agreements=(fallen, ended, dormant))
    assert rows(content, "Agreements and participations with a special status") == [
        ("A dormant one", "dormant"), ("The agreement itself", "Dormant", "–", "–"),
        ("Agreement on the River Line", "in force"), ("France", "Suspended full", "2023-11-07", "Note verbale of that day"),
    ]
    assert lead(content, "agreements").startswith("2 agreements are neither")


def test_names_and_notes_that_are_shipped_are_marked_as_english_in_another_edition() -> None:
    fallen = an_agreement(participations=(
        Participation(state="FRA", status="suspended_full", from_on=day("2023-11-07"), note="Suspended in full"),
        Participation(state="POL", status="suspended_full", from_on=day("2023-11-08"), note="Written by the office"),
    ))
    french = Names(state_names(), {}, "fr", shipped=frozenset({fallen.name, "Suspended in full"}))
    table, _ = special_agreements((fallen,), NOW, french)
    assert table is not None
    assert table.rows[0].cells[0] == Run(fallen.name, language="en")
    assert [row.cells[-1] for row in table.rows[1:]] == [Run("Suspended in full", language="en"), "Written by the office"]


def test_quotas_of_the_owner_are_told_with_what_is_left() -> None:
    content = report(quotas=(a_quota("AUT", 1), a_quota("HUN", 0)))
    assert len(section(content, "quotas").blocks) == 1
    assert [row[0] for row in rows(content, "Quotas of Austria, and of others towards it")][1:] == ["Austria"]
    assert rows(content, "What is handed over")[1][1:] == ("1", "with something left: 1; used up: 0; limit not known: 0")


def test_whom_to_ask_names_officers_and_the_contact_points_told_last() -> None:
    points = {"notification_kind": "contact_point_update", "from_state": "POL"}
    content = report(
        a_notification(**points, reference="OLD"), a_notification(**points, reference="NEW", sent_at=at("2027-05-01T08:00:00Z")),
        a_notification(), officers=(Officer("A. Officer", {"contact": 2, "exercise": 5}, NOW),))
    assert rows(content, "Officers who recorded or changed what the register holds") == [
        ("A. Officer", "7", "Exercise: 5; Hotline contact: 2", "2027-07-05|10:00 UTC")]
    assert [row[0::2] for row in rows(content, "Contact points as told last")] == [("Poland", "Northern Arc 27|NEW")]
    assert "Officers" not in grounds(content)
    assert grounds(report(recipient="Poland"))["Officers"] == "Names of officers are told within the office alone."


def test_an_empty_register_hands_over_nothing_and_says_so() -> None:
    content = report()
    assert [one.id for one in content.sections] == ["summary", "grounds"]
    assert lead(content, "summary") == "On 5 July 2027, 10:00 UTC, no obligation is open."
    assert [row[1] for row in rows(content, "What is handed over")] == ["0"] * 9
    assert grounds(content)["Rules"].endswith("by the rules of Vienna Document 2011 (version 2026-11).")
