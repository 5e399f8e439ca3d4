"""The lines of Due as a law: every obligation stands there once, in one order, whatever order they were found in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbm_tracker.desktop.due.entries import entries_of
from cbm_tracker.desktop.due.rows import lines_of
from cbm_tracker.desktop.rules.agreement_words import place_in_words, source_in_words
from cbm_tracker.desktop.rules.finding_words import Voice
from cbm_tracker.desktop.widgets.grouped_list import Heading
from cbm_tracker.regimes.findings import Finding, Moment, Obligation
from cbm_tracker.services.agenda import DatedFact
from cbm_tracker.services.obligations import GROUPS, Owed
from cbm_tracker.services.reference_data import state_names

NOW = datetime(2027, 3, 9, 9, 0, tzinfo=UTC)
VOICE = Voice(state_names(), NOW, ZoneInfo("Europe/Vienna"))
STATES = st.lists(st.sampled_from(("AUT", "PRT", "KAZ", "ITA")), unique=True, max_size=4).map(tuple)
MOMENTS = st.integers(-5000, 5000).map(lambda minutes: NOW + timedelta(minutes=minutes))
RECORDS = st.sampled_from(("", "a", "b", "c"))
PAPERS = st.sampled_from(("report", "notification"))


@st.composite
def an_owed(draw: st.DrawFn) -> Owed:
    record = draw(RECORDS)
    due: Moment | None = draw(st.one_of(st.none(), MOMENTS, MOMENTS.map(datetime.date)))
    obligation = Obligation(draw(PAPERS), draw(STATES), due, "upcoming", to=draw(STATES))
    finding = Finding(record, draw(st.sampled_from(("vd11", "unmilex"))), draw(PAPERS), draw(st.sampled_from(("38", "Art. IV", "-", ""))),
                      draw(st.sampled_from(("verified", "provisional"))), "required", "Report", "", "1", obligation=obligation,
                      period="" if record else draw(st.sampled_from(("2026", "2027"))))
    due_at = datetime(due.year, due.month, due.day, tzinfo=UTC) + timedelta(days=1) if isinstance(due, date) else None
    group = draw(st.sampled_from(GROUPS[:-1])) if due is not None else "undated"
    return Owed(finding, record, "inspection" if record else "", "Portugal in Austria", obligation.by, group,
                due if isinstance(due, datetime) else due_at, draw(st.one_of(st.none(), MOMENTS)),
                draw(st.one_of(st.none(), MOMENTS.map(datetime.date))))


@st.composite
def a_fact(draw: st.DrawFn) -> DatedFact:
    what = draw(st.sampled_from(("promise", "scheduled_contact", "planned_entry", "request_unanswered", "activity_begins")))
    kind = {"planned_entry": "inspection", "request_unanswered": "inspection", "activity_begins": "exercise"}.get(what, "contact")
    at = draw(MOMENTS) if what != "activity_begins" else None
    on = draw(st.integers(0, 60).map(lambda days: NOW.date() + timedelta(days=days))) if what == "activity_begins" else None
    return DatedFact(what, kind, draw(RECORDS), draw(PAPERS), draw(STATES), (), at=at, on=on, note=draw(st.sampled_from(("", "AUT"))))


OWED = st.lists(an_owed(), max_size=8, unique_by=lambda each: each.finding.key)
FACTS = st.lists(a_fact(), max_size=8, unique_by=lambda fact: (fact.what, fact.record_id, fact.title, fact.note))


@settings(deadline=None)
@given(OWED, FACTS)
def test_no_obligation_is_lost_and_the_order_is_that_of_groups_and_time(owed: list[Owed], facts: list[DatedFact]) -> None:
    entries = entries_of(owed, facts, VOICE)

    assert sorted(entry.key for entry in entries if entry.owed) == sorted(each.finding.key for each in owed)
    asked = {each.record_id for each in owed}
    assert sum(entry.fact is not None for entry in entries) == sum(
        not (fact.what == "request_unanswered" and fact.record_id in asked) for fact in facts)
    groups = [GROUPS.index(entry.group) for entry in entries]
    assert groups == sorted(groups)
    for group in set(groups):
        moments = [entry.moment for entry in entries if GROUPS.index(entry.group) == group]
        dated = [moment for moment in moments if moment is not None]
        assert moments == [*sorted(dated), *[None] * (len(moments) - len(dated))]


@settings(deadline=None)
@given(OWED, FACTS, st.data())
def test_the_order_in_which_they_are_found_does_not_matter(owed: list[Owed], facts: list[DatedFact], data: st.DataObject) -> None:
    anew = entries_of(data.draw(st.permutations(owed)), data.draw(st.permutations(facts)), VOICE)
    assert anew == entries_of(owed, facts, VOICE)


@settings(deadline=None)
@given(OWED, FACTS)
def test_each_line_stands_below_the_heading_of_its_group(owed: list[Owed], facts: list[DatedFact]) -> None:
    entries = entries_of(owed, facts, VOICE)
    lines = lines_of(entries)
    assert [line for line in lines if not isinstance(line, Heading)] == entries
    headings = [line for line in lines if isinstance(line, Heading)]
    assert len(headings) == len({entry.group for entry in entries})
    assert sum(int(heading.count) for heading in headings) == len(entries)


@pytest.mark.parametrize(("agreement", "paragraph", "short", "whole"), [
    ("vd11", "38", "VD 11 ¶38", "VD 11 ¶38"),
    ("cfe", "Art. IV, para. 1; Art. II, para. 1 (A)", "CFE, Art. IV", "CFE, Art. IV, para. 1; Art. II, para. 1 (A)"),
    ("gemi", "Decision of 28 November 1994", "GEMI", "GEMI, Decision of 28 November 1994"),
    ("vd90", "-", "VD 90", "VD 90"),
    ("vd90", "", "VD 90", "VD 90"),
])
def test_a_line_names_the_place_as_short_as_it_can(agreement: str, paragraph: str, short: str, whole: str) -> None:
    assert (place_in_words(agreement, paragraph), source_in_words(agreement, paragraph)) == (short, whole)
