"""The report of one visit: each step against the clock with its sum, the chronology, the team, quotas and what the rules find."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Link, TeamMember
from cbm_tracker.domain.record import Area
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import Figure, KeyFigures, Prose, Section, Stacked, Table
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_case, a_contact, a_notification, an_inspection, at
from tests.reports.kinds.read_content import plain

REQUEST = ReportRequest("inspection", date(2027, 1, 1), date(2027, 12, 31), datetime(2027, 7, 5, 10, tzinfo=UTC))


def sections(services: Services, record: str, recipient: str = "") -> dict[str, Section]:
    content = services.reports.content(replace(REQUEST, record=record, recipient=recipient), Silent())
    return {section.id: section for section in content.sections}


def rows(section: Section) -> list[tuple[str, ...]]:
    """Return the cells of the first table of a section as text, the second line of a cell after a bar."""
    tables = [block.table if isinstance(block, Figure) else block for block in section.blocks]
    table = next(one for one in tables if isinstance(one, Table))
    return [
        tuple(plain(f"{cell.main}|{cell.below}" if isinstance(cell, Stacked) else str(cell)) for cell in row.cells) for row in table.rows
    ]


def steps(services: Services, record: str) -> dict[str, tuple[str, ...]]:
    return {row[0].split("|")[0]: row[1:] for row in rows(sections(services, record)["clock"])}


def test_each_step_shows_what_is_allowed_as_a_sum_and_its_margin(services: Services) -> None:
    record = services.records.record(an_inspection(
        entry_planned_at=at("2027-05-06T07:00:00Z"), report_sent_at=at("2027-05-20T12:00:00Z")))
    told = steps(services, record)
    assert told["Reply to the request for inspection"] == (
        "until 2027-05-04 08:00|2027-05-03 08:00 + 24 hours = 2027-05-04 08:00", "2027-05-04|06:00 UTC", "+2 h 00", "● in time")
    assert told["Notice of an inspection"] == (
        "2027-05-04 20:00 to 2027-05-08 08:00|"
        "2027-05-03 08:00 + 36 hours = 2027-05-04 20:00\n2027-05-03 08:00 + 120 hours = 2027-05-08 08:00",
        "2027-05-06|07:00 UTC", "+2 d 1 h", "● in time")
    assert told["End of the inspection"][0] == "until 2027-05-08 09:00|2027-05-06 09:00 + 48 hours = 2027-05-08 09:00"
    assert told["Report on the inspection"] == (
        "until 2027-05-22|2027-05-08 + 14 days = 2027-05-22", "2027-05-20|12:00 UTC", "+2 d", "● in time")
    lead = plain(sections(services, record)["clock"].lead)
    assert lead == "Each of the 5 steps that took place lay within its time. The smallest margin was 0 s: End of the inspection."


def test_a_step_at_the_last_moment_is_in_time_and_a_minute_later_is_not(services: Services) -> None:
    exact = services.records.record(an_inspection())
    assert steps(services, exact)["End of the inspection"][2:] == ("0 s", "● in time")
    late = services.records.record(an_inspection(ended_at=at("2027-05-08T09:01:00Z")))
    assert steps(services, late)["End of the inspection"][2:] == ("−1 min", "▲ late")


def test_entry_before_its_first_moment_is_early(services: Services) -> None:
    record = services.records.record(an_inspection(
        arrived_at=at("2027-05-04T19:30:00Z"), started_at=at("2027-05-04T21:00:00Z"), ended_at=at("2027-05-06T20:00:00Z")))
    made = sections(services, record)
    assert steps(services, record)["Entry of inspectors"] == (
        "from 2027-05-04 20:00|2027-05-03 08:00 + 36 hours = 2027-05-04 20:00", "2027-05-04|19:30 UTC", "−30 min", "▲ early")
    assert plain(made["clock"].lead) == (
        "Of 3 steps that took place, 1 lay outside its time. Farthest outside: Entry of inspectors, by 30 min. 1 step is open.")
    assert "▲ outside the rule" in [row[1] for row in rows(made["rules"])]


def test_what_was_not_done_is_open(services: Services) -> None:
    record = services.records.record(an_inspection())
    made = sections(services, record)
    assert steps(services, record)["Report on the inspection"] == (
        "until 2027-05-22|2027-05-08 + 14 days = 2027-05-22", "–", "–", "○ open, overdue")
    assert made["clock"].lead.endswith("1 step is open.")
    assert made["result"].lead == "No report is recorded as sent."
    assert made["follow-up"].lead.startswith("The report is not sent.")
    figures = next(block for block in made["identity"].blocks if isinstance(block, KeyFigures))
    assert [(value, what) for value, what, _ in figures.items] == [
        ("3", "steps in time"), ("0", "steps outside their time"), ("1", "steps open"), ("1", "members of the team named")]


def test_steps_by_the_hour_are_drawn_and_those_by_the_day_are_named(services: Services) -> None:
    record = services.records.record(an_inspection())
    (drawn,) = sections(services, record)["clock"].blocks
    assert isinstance(drawn, Figure)
    assert drawn.caption == "Against the clock: hours after 2027-05-03\u00a008:00 UTC"
    assert "1 step that a rule times by the day stands in the table alone." in drawn.notes[0]
    words = [label.text for label in drawn.picture.labels]
    assert "22\u202fh 00" in words
    assert max(x for stroke in drawn.picture.strokes for x, _ in stroke.points) <= drawn.picture.width


def test_what_is_counted_back_from_the_entry_is_hatched_from_the_request_on(services: Services) -> None:
    record = services.records.record(an_inspection(
        agreements=("open-skies",), inspection_kind="observation_flight", inspecting_states=("TUR",), receiving_state="CZE",
        requested_at=at("2027-02-26T00:39:00Z"), request_received_at=None, entry_planned_at=at("2027-03-01T13:59:00Z"),
        replied_at=None, reply="", arrived_at=None, started_at=None, ended_at=None, outcome=""))
    drawn = next(block for block in sections(services, record)["clock"].blocks if isinstance(block, Figure))
    told = steps(services, record)["Notice of the observation flight"]
    assert told[0] == "until 2027-02-26 13:59|2027-03-01 13:59 − 72 hours = 2027-02-26 13:59"
    hatched = [stroke for stroke in drawn.picture.strokes if stroke.fill == "hatched"]
    assert min(x for stroke in hatched for x, _ in stroke.points) == 44.0


def test_the_chronology_stands_in_order_and_names_the_messages(services: Services) -> None:
    record = services.records.record(an_inspection())
    link = (Link(relation="notifies", target=record),)
    asked = services.records.record(a_notification(
        reference="CBM/PL/27/0014/F33/O", notification_kind="inspection_notice", from_state="POL", to=("DEU",), direction="received",
        sent_at=at("2027-05-03T08:00:00Z"), links=link))
    services.records.record(a_notification(
        reference="CBM/DE/27/0040/F34/O", subject="Point of entry", sent_at=at("2027-05-05T07:30:00Z"),
        links=(Link(relation="answers", target=asked),)))
    told = rows(sections(services, record)["chronology"])
    assert [(row[1], row[2], row[3]) for row in told] == [
        ("0 h 00", "Request sent by Poland", "CBM/PL/27/0014/F33/O"), ("0 h 05", "Request received by Germany", "record"),
        ("22 h 00", "Germany replied: accepted", "record"), ("47 h 30", "Message of Germany: Point of entry", "CBM/DE/27/0040/F34/O"),
        ("71 h 00", "The team of 1 arrived", "record"), ("73 h 00", "The visit began", "record"), ("121 h 00", "The visit ended", "record")]


def test_the_team_adds_up_by_state(services: Services) -> None:
    team = tuple(TeamMember(name=f"Inspector {at}", state=state) for at, state in enumerate(("POL", "LTU", "POL", "")))
    made = sections(services, services.records.record(an_inspection(team=team)))["team"]
    assert made.lead == "4 members of the team are named."
    assert rows(made)[-1] == ("All", "2 (Poland) + 1 (Lithuania) + 1 (State not stated) = 4", "")
    assert rows(made)[0][2] == "–"


def test_quotas_show_their_sum_and_the_recorded_effect(services: Services) -> None:
    made = sections(services, services.records.record(an_inspection()))["quota"]
    assert made.lead == "2 limits of number count this visit. Recorded effect: consumed both."
    assert [(row[0].split("|")[0], row[1].split("|")[0], row[2]) for row in rows(made)] == [
        ("Inspections to accept", "3 − 1 used = 2 left", "● within the rule"),
        ("Inspections by the same State", "1 − 1 used = 0 left", "● within the rule")]


def test_rules_are_told_with_paragraph_certainty_and_version(services: Services) -> None:
    made = sections(services, services.records.record(an_inspection()))["rules"]
    assert made.lead == "9 rules were asked: within the rule 7, late or outside 0, open 1, undetermined 1, for information 0."
    told = {row[0].split("|")[0]: row for row in rows(made)}
    assert told["Size of an inspection team"] == (
        "Size of an inspection team|Vienna Document 2011, par. 91; verified", "● within the rule", "inspector count: 1 ≤ 4|")
    assert told["Notice of an inspection"][1:] == (
        "undetermined", "2027-05-03 08:00 + 36 hours = 2027-05-04 20:00|Facts that are missing: entry planned at.")
    (table,) = made.blocks
    assert isinstance(table, Table)
    assert table.notes[0].startswith("Rules of: Vienna Document 2011, version 2026-11.")


def test_the_area_is_drawn_and_units_are_listed(services: Services) -> None:
    made = sections(services, services.records.record(an_inspection(units=("4th Armoured Battalion",))))["place"]
    assert made.lead == "The area is recorded as Grafenwöhr. 1 unit is named."
    assert any(isinstance(block, Figure) for block in made.blocks)
    site = sections(services, services.records.record(an_inspection(area=None, site="Zeltweg air base")))["place"]
    assert site.lead == "The site is recorded as Zeltweg air base."


def test_a_case_that_holds_the_visit_is_part_of_its_follow_up(services: Services) -> None:
    record = services.records.record(an_inspection())
    services.records.record(a_case(title="Access refused at one point", members=(record,)))
    made = sections(services, record)["follow-up"]
    assert made.lead == "The report is not sent. 1 later or other record is linked with it."
    assert rows(made)[0] == ("2027-02-11", "Access refused at one point|Case", "closed")


def test_a_refused_visit_says_so_and_has_no_steps_after(services: Services) -> None:
    record = services.records.record(an_inspection(
        reply="refused", refusal_ground="quota", outcome="refused_quota", arrived_at=None, started_at=None, ended_at=None, team=(),
        findings="", quota_effect="not_consumed"))
    made = sections(services, record)
    assert made["identity"].lead.startswith("Poland asked to visit Germany; the visit was refused.")
    assert made["team"].lead == "The register names no member of the team."
    assert ("Reply", "Refused|quota") in rows(made["identity"])
    assert made["follow-up"].lead.startswith("The record leaves nothing open.")


def test_a_visit_of_which_little_is_known_says_so(services: Services) -> None:
    record = services.records.record(an_inspection(
        agreements=(), inspecting_states=(), receiving_state="", requested_at=None, request_received_at=None, replied_at=None, reply="",
        arrived_at=None, started_at=None, ended_at=None, team=(), area=None, outcome="", quota_effect="", findings="", inspection_kind="",
        reference=""))
    made = sections(services, record)
    assert made["identity"].lead.startswith(
        "A visit of a State that is not stated to a State that is not stated is recorded, without request or arrival.")
    assert made["clock"].lead == "No rule gives a step of this visit a time."
    assert made["chronology"].lead == "The register states no hour of this visit."
    assert made["quota"].lead == "No quota of an agreement counts this visit. The record states no effect on a quota."
    gaps = next(block for block in made["sources"].blocks if isinstance(block, Prose))
    assert str(gaps.items[0][1]).startswith("0 of 10 stated. Not stated: time of the request,")


def test_what_is_withheld_is_counted_and_nothing_else(services: Services) -> None:
    record = services.records.record(an_inspection())
    services.records.record(a_notification(
        reference="SECRET 7", releasable_to=("FRA",), links=(Link(relation="notifies", target=record),)))
    made = sections(services, record, recipient="POL")
    assert made["sources"].lead == "1 record that links to it is withheld from the recipient."
    assert "SECRET 7" not in str(made)


def test_fields_that_are_withheld_are_named_as_such_not_as_unknown(services: Services) -> None:
    record = services.records.record(an_inspection(
        units=("4th Armoured Battalion",), fields_releasable_to={"team": ("FRA",), "units": ("FRA",), "reply": ("FRA",)}))
    made = sections(services, record, recipient="POL")
    assert made["team"].lead == "The members of the team are withheld from the recipient."
    assert {("Units", "withheld"), ("Reply", "withheld"), ("Outcome", "Conducted full")} <= set(rows(made["identity"]))
    told = {head: text for block in made["sources"].blocks if isinstance(block, Prose) for head, text, _ in block.items}
    assert told == {
        "Unknown": "7 of 10 stated. Not stated: sending of the report.", "Withheld": "Withheld from the recipient: Reply, Team and Units."}
    assert "Nowak" not in str(made)
    assert "4th Armoured" not in str(made)
    assert "Anna Nowak" in str(sections(services, record, recipient="FRA"))


def test_another_record_or_none_is_refused_in_a_sentence(services: Services) -> None:
    contact = services.records.record(a_contact())
    with pytest.raises(CbmTrackerError, match="no inspection of this id"):
        sections(services, contact)


def test_an_area_near_a_pole_is_told_by_its_table(services: Services) -> None:
    record = services.records.record(an_inspection(area=Area(name="North Pole", points=((89.0, 7.3),))))
    (shown,) = sections(services, record)["place"].blocks
    assert isinstance(shown, Table)
