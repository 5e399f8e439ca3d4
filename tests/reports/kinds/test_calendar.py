"""The annual calendar: what belongs in it, in order and with forces; nil; what is asked of each; what changed since it was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import JointExercise, Notification
from cbm_tracker.domain.record import Area
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.regimes.kinds.content import Content
from cbm_tracker.reports.calendar_entries import item_cell, stated
from cbm_tracker.reports.content import Figure, KeyFigures, Prose, ReportContent, Run, Section, Table
from cbm_tracker.reports.wording import Names
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reference_data import state_names
from cbm_tracker.services.reports import ReportRequest
from tests.builders import SettableClock, a_contingent, a_notification, an_exercise, at, day
from tests.reports.kinds.read_content import plain, tables

REQUEST = ReportRequest("calendar", date(2028, 1, 1), date(2028, 12, 31), datetime(2027, 12, 5, 10, tzinfo=UTC))


def calendar(services: Services, **asked: Any) -> ReportContent:
    return services.reports.content(replace(REQUEST, **asked), Silent())


def sections(services: Services, **asked: Any) -> dict[str, Section]:
    return {section.id: section for section in calendar(services, **asked).sections}


def an_activity(name: str, starts: str, ends: str, **fields: Any) -> JointExercise:
    return an_exercise(designation=name, reference=f"EX/{name}", starts_on=day(starts), ends_on=day(ends), **fields)


def a_calendar(**fields: Any) -> Notification:
    told: dict[str, Any] = {
        "notification_kind": "annual_calendar", "subject": "Annual calendar 2028", "period": "2028", "reference": "CBM/DE/27/0090/F29/O",
        "sent_at": at("2027-11-12T09:00:00Z"), "content": {}, "format": "",
    }
    return a_notification(**{**told, **fields})


def test_activities_stand_in_the_order_of_time_by_month_with_days_hosts_and_troops(services: Services) -> None:
    services.records.record(an_activity("LATER", "2028-09-04", "2028-09-15"))
    services.records.record(an_activity("FIRST", "2028-03-06", "2028-03-17", contingents=(a_contingent(troops=9_000),)))
    services.records.record(an_activity("ALSO MARCH", "2028-03-20", "2028-03-28"))
    made = sections(services)["calendar"]
    assert made.lead == (
        "Germany has 3 activities that start in 2028 and are subject to prior notification under Vienna Document 2011.")
    rows = tables(made)["Activities of the year"]
    assert [row[0] for row in rows] == ["March 2028", "1", "2", "September 2028", "3"]
    assert rows[1] == ("1", "FIRST|Field exercise; EX/FIRST; draft", "2028-03-06", "2028-03-17", "Germany|", "Germany|", "9 000")
    assert rows[4][5:] == ("France, Germany|", "13 000")
    figures = next(block for block in made.blocks if isinstance(block, KeyFigures))
    assert [plain(value) for value, _, _ in figures.items] == ["3", "2", "13 000", "0"]


def test_the_year_is_drawn_with_a_bar_for_each_activity_within_the_paper(services: Services) -> None:
    services.records.record(an_activity("NEW YEAR", "2028-12-28", "2029-01-09"))
    drawn = next(block for block in sections(services)["calendar"].blocks if isinstance(block, Figure))
    bars = [stroke for stroke in drawn.picture.strokes if stroke.fill]
    assert len(bars) == 1
    assert max(x for x, _ in bars[0].points) == drawn.picture.width
    assert "NEW YEAR" in [label.text for label in drawn.picture.labels]


def test_what_lies_below_the_levels_or_on_other_territory_is_counted_but_not_in_it(services: Services) -> None:
    services.records.record(an_activity("SMALL", "2028-03-06", "2028-03-17", contingents=(a_contingent(troops=8_999, battle_tanks=10),)))
    services.records.record(an_activity("ABROAD", "2028-04-06", "2028-04-17", host_states=("FRA",), contingents=(
        a_contingent(troops=1_000, battle_tanks=0, armoured_combat_vehicles=0), a_contingent(state="FRA", troops=9_000))))
    made = sections(services)
    assert made["calendar"].lead.startswith("Nil return.")
    gaps = {head: text for block in made["gaps"].blocks if isinstance(block, Prose) for head, text, _ in block.items}
    assert gaps["Not in it"] == "2 other activities of the year that name the State are not subject to prior notification by it."
    assert sections(services, states=("FRA",))["calendar"].lead.startswith("France has 1 activity that starts in 2028")
    assert sections(services, states=("POL",))["calendar"].lead.startswith("The register holds no activity of Poland that starts in 2028")


def test_own_forces_that_reach_a_level_abroad_are_in_it(services: Services) -> None:
    services.records.record(an_activity("ABROAD", "2028-04-06", "2028-04-17", host_states=("FRA",), contingents=(
        a_contingent(troops=9_500), a_contingent(state="FRA", troops=3_000))))
    assert tables(sections(services)["calendar"])["Activities of the year"][1][4] == "France|"


def test_an_empty_year_is_a_nil_return_with_the_words_of_the_rule(services: Services) -> None:
    made = sections(services)
    assert made["calendar"].lead == (
        "Nil return. The register holds no activity of Germany that starts in 2028 and is subject to prior notification under Vienna "
        "Document 2011.")
    assert made["calendar"].blocks == ()
    assert made["items"].lead == "There is no activity of which anything is asked."
    assert made["changes"].lead == "No calendar of 2028 is recorded as told; there is nothing to compare with."
    (prose,) = [block for block in made["due"].blocks if isinstance(block, Prose)]
    assert prose.items[0][1] == services.rules.packs()["vd11"].by_id["annual-calendar"].text


def test_what_facts_are_missing_for_is_undetermined_not_left_out(services: Services) -> None:
    services.records.record(an_activity("OPEN", "2028-03-06", "2028-03-17", divisional_structure=None))
    made = sections(services)
    assert made["calendar"].lead == (
        "Of no activity of Germany in 2028 is it certain that it is subject to prior notification under Vienna Document 2011; of 1 it is "
        "undetermined.")
    assert made["undetermined"].lead == "1 activity may belong in the calendar; facts are missing that decide it."
    assert tables(made["undetermined"])["Activities that may belong in the calendar"] == [
        ("2028-03-06", "OPEN|EX/OPEN", "Germany|", "divisional structure")]


def test_each_item_that_the_agreement_asks_for_is_told_or_missing(services: Services) -> None:
    services.records.record(an_activity(
        "FIRST", "2028-03-06", "2028-03-17", facts={"types of armed forces": "Land forces"}, contingents=(
            a_contingent(), a_contingent(state="FRA", troops=6_000), a_contingent(state="POL", troops=None))))
    made = sections(services)["items"]
    (rows,) = tables(made).values()
    rule = services.rules.packs()["vd11"].by_id["annual-calendar-content"]
    assert isinstance(rule, Content)
    asked = [item.item for item in rule.required]
    assert [row[0].casefold() for row in rows[: len(asked)]] == [item.casefold() for item in asked]
    told = {row[0]: row[2] for row in rows}
    assert told["Number of activities"] == "1 of 1"
    assert told["Type and designation"] == "Field exercise, FIRST"
    assert told["Troops by State"] == "Germany 7 000 + France 6 000 = 13 000; not stated: Poland"
    assert told["Area"] == "Baumholder: 49.6000° N 7.3000° E"
    assert told["Planned start and end"] == "2028-03-06 to 2028-03-17"
    assert told["Types of armed forces"] == "Land forces"
    assert told["General characteristics and purpose"] == "–"
    assert told["Stated of what is asked for"] == "8 of 10"
    assert made.lead == "8 of 10 items asked for are stated."


def test_troops_are_those_of_the_largest_phase(services: Services) -> None:
    services.records.record(an_activity("PHASES", "2028-03-06", "2028-03-17", contingents=(
        a_contingent(phase="one", troops=2_000), a_contingent(phase="two", troops=9_000), a_contingent(state="FRA", troops=500))))
    (rows,) = tables(sections(services)["items"]).values()
    assert {row[0]: row[2] for row in rows}["Troops by State"] == "Germany 9 000 + France 500 = 9 500"


def test_what_changed_since_the_calendar_was_told_is_listed_before_and_now(services: Services, clock: SettableClock) -> None:
    moved = services.records.record(an_activity("MOVED", "2028-03-06", "2028-03-17"))
    smaller = services.records.record(an_activity("SMALLER", "2028-05-06", "2028-05-17"))
    services.records.record(an_activity("SAME", "2028-06-06", "2028-06-17"))
    clock.shows = datetime(2027, 11, 13, 8, tzinfo=UTC)
    services.records.record(a_calendar())
    clock.forward(days=3)
    for record, now in (
        (moved, an_activity("MOVED", "2028-03-13", "2028-03-24", id=moved)),
        (smaller, an_activity("SMALLER", "2028-05-06", "2028-05-17", id=smaller, contingents=(a_contingent(troops=500, battle_tanks=0),))),
    ):
        services.records.revise(now, services.records.get(record).revision)
    services.records.record(an_activity("NEW", "2028-07-06", "2028-07-17"))
    made = sections(services)["changes"]
    assert plain(made.lead) == (
        "4 changes since the calendar was told last. Compared with what the register held on 13 November 2027, 08:00 UTC, when the "
        "calendar of 12 November 2027 was told and recorded.")
    assert tables(made)["What changed"] == [
        ("MOVED", "First day", "2028-03-06", "2028-03-13"), ("MOVED", "Last day", "2028-03-17", "2028-03-24"),
        ("SMALLER", "No longer in it", "2028-05-06|to 2028-05-17", "2028-05-06|to 2028-05-17"),
        ("NEW", "Added", "new in the register", "2028-07-06|to 2028-07-17")]


def test_what_moved_to_another_year_or_left_the_register_is_told(services: Services, clock: SettableClock) -> None:
    later = services.records.record(an_activity("LATER", "2028-12-06", "2028-12-17"))
    gone = services.records.record(an_activity("GONE", "2028-05-06", "2028-05-17"))
    clock.shows = datetime(2027, 11, 13, 8, tzinfo=UTC)
    services.records.record(a_calendar())
    clock.forward(days=3)
    services.records.revise(an_activity("LATER", "2029-01-10", "2029-01-17", id=later), services.records.get(later).revision)
    services.records.delete(gone)
    assert tables(sections(services)["changes"])["What changed"] == [
        ("LATER", "No longer in it", "2028-12-06|to 2028-12-17", "2029-01-10|to 2029-01-17"),
        ("GONE", "No longer in it", "2028-05-06|to 2028-05-17", "taken out of the register")]


def test_where_nothing_changed_it_says_so(services: Services, clock: SettableClock) -> None:
    services.records.record(an_activity("SAME", "2028-06-06", "2028-06-17"))
    clock.shows = datetime(2027, 11, 13, 8, tzinfo=UTC)
    services.records.record(a_calendar())
    made = sections(services)["changes"]
    assert made.lead.startswith("Nothing in the calendar changed since it was told last.")
    assert made.blocks == ()


def test_a_corrected_activity_is_compared_with_what_it_corrects(services: Services, clock: SettableClock) -> None:
    issued = services.records.record(an_activity("ISSUED", "2028-06-06", "2028-06-17", status="issued"))
    clock.shows = datetime(2027, 11, 13, 8, tzinfo=UTC)
    services.records.record(a_calendar())
    clock.forward(days=1)
    services.records.correct(issued, an_activity("ISSUED", "2028-06-07", "2028-06-17"), "Day.")
    assert tables(sections(services)["changes"])["What changed"] == [("ISSUED", "First day", "2028-06-06", "2028-06-07")]


def test_the_day_it_was_due_stands_with_its_sum_and_what_met_it(services: Services) -> None:
    services.records.record(a_calendar())
    services.records.record(a_calendar(
        notification_kind="calendar_change", subject="Change", reference="CBM/DE/28/0003", sent_at=at("2028-01-10T09:00:00Z")))
    made = sections(services, at=datetime(2028, 2, 1, tzinfo=UTC))["due"]
    assert made.lead == "2 messages about the calendar of 2028 are recorded."
    told = tables(made)
    due = told["The calendar of the year"][1]
    assert due[2].startswith("2027-11-15|")
    assert due[3:] == ("2027-11-12|09:00 UTC", "● met|+3 d")
    assert [row[2] for row in told["Calendars and changes that were told"]] == ["CBM/DE/27/0090/F29/O", "CBM/DE/28/0003"]


def test_a_nil_report_that_meets_it_is_told(services: Services) -> None:
    services.records.record(a_calendar(
        notification_kind="nil_report", subject="No activity is planned", content={"rule": "annual-calendar"}))
    told = tables(sections(services)["due"])
    assert told["The calendar of the year"][1][4].startswith("– nil declared")
    assert [row[1] for row in told["Calendars and changes that were told"]] == ["Nil report|No activity is planned"]


def test_what_is_withheld_is_counted_and_nothing_else(services: Services) -> None:
    services.records.record(an_activity("SECRET 7", "2028-06-06", "2028-06-17", releasable_to=("POL",)))
    made = sections(services, recipient="FRA")
    assert made["gaps"].lead == "1 activity of the year is withheld from the recipient; nothing in this report counts or shows it."
    assert "SECRET 7" not in str(made)
    assert made["calendar"].lead.startswith("Nil return.")


def test_items_that_are_withheld_are_named_as_such_and_not_counted_as_stated(services: Services) -> None:
    services.records.record(an_activity(
        "FIRST", "2028-06-06", "2028-06-17", purpose="Defence of a river.", fields_releasable_to={"purpose": ("POL",), "area": ("POL",)}))
    made = sections(services, recipient="FRA")["items"]
    assert made.lead == "6 of 10 items asked for are stated. 2 items are withheld from the recipient."
    (rows,) = tables(made).values()
    told = {row[0]: row[2] for row in rows}
    assert (told["Area"], told["General characteristics and purpose"]) == ("withheld", "withheld")
    assert "river" not in str(made)


@pytest.mark.parametrize(("language", "told"), [
    ("en", "Lake: 52.5000° N 0.2500° W; 33.0000° S 18.5000° E"), ("de", "See: 52,5000° N 0,2500° W; 33,0000° S 18,5000° O"),
])
def test_the_corners_of_an_area_are_told_in_the_language_of_the_edition(language: str, told: str) -> None:
    area = Area(name=told.partition(":")[0], points=((52.5, -0.25), (-33.0, 18.5)))
    names = Names(state_names(), {}, language)
    assert plain(stated("area", an_exercise(area=area), names)) == told


def test_items_of_the_vienna_document_are_named_in_the_language_of_the_edition(services: Services) -> None:
    services.records.record(an_activity("FIRST", "2028-06-06", "2028-06-17"))
    (table,) = [block for block in sections(services, language="fr")["items"].blocks if isinstance(block, Table)]
    heads = [row.cells[0] for row in table.rows if row.kind == "plain"]
    assert (heads[0], heads[-1]) == ("Nombre d’activités", "Autres renseignements")
    assert not any(isinstance(head, Run) for head in heads)
    assert item_cell("air space", Names(state_names(), {}, "fr")) == Run("Air space", language="en")
    assert item_cell("air space", Names(state_names(), {})) == "Air space"


def test_what_was_told_of_a_field_before_it_was_withheld_is_withheld_as_well(services: Services, clock: SettableClock) -> None:
    record = services.records.record(an_activity("FIRST", "2028-06-06", "2028-06-17", purpose="Defence of a river."))
    clock.shows = datetime(2027, 11, 13, 8, tzinfo=UTC)
    services.records.record(a_calendar())
    clock.forward(days=1)
    now = an_activity("FIRST", "2028-06-07", "2028-06-17", id=record, purpose="Attack.", fields_releasable_to={"purpose": ("POL",)})
    services.records.revise(now, services.records.get(record).revision)
    made = sections(services, recipient="FRA")
    assert tables(made["changes"])["What changed"] == [("FIRST", "First day", "2028-06-06", "2028-06-07")]
    assert "river" not in str(made)
    assert ("FIRST", "General purpose", "Defence of a river.", "Attack.") in tables(sections(services)["changes"])["What changed"]


def test_an_agreement_without_a_calendar_says_so(services: Services) -> None:
    made = sections(services, agreements=("open-skies",))
    assert made["calendar"].lead == "No rule pack that was asked speaks of an annual calendar of 2028."


def test_several_years_or_states_are_refused_in_a_sentence(services: Services) -> None:
    with pytest.raises(CbmTrackerError, match="of one year, and the period reaches from 2028 to 2029"):
        calendar(services, to_on=date(2029, 1, 31))
    with pytest.raises(CbmTrackerError, match="of one State, and several are named"):
        calendar(services, states=("DEU", "FRA"))
