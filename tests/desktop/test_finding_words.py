"""Findings as they are read: headlines, margins, dates, what is missing, and the order of reading."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.rules.agreement_words import source_in_words
from cbm_tracker.desktop.rules.finding_widgets import CertaintyMark, FindingBlock, SumPanel
from cbm_tracker.desktop.rules.finding_words import (
    Voice,
    finding_in_words,
    headline,
    mark_of,
    quota_in_words,
    reading_order,
    says_nothing_is_owed,
    step_in_words,
)
from cbm_tracker.desktop.rules.measure_words import field_in_words
from cbm_tracker.desktop.rules.reason_words import reason_in_words
from cbm_tracker.regimes.findings import Because, Finding, Obligation, QuotaUse, Sum, Term
from cbm_tracker.services.reference_data import state_names
from tests.builders import a_contingent, an_exercise

NAMES = state_names()
NOW = datetime(2027, 3, 9, 9, 0, tzinfo=UTC)
VOICE = Voice(NAMES, NOW, ZoneInfo("Europe/Vienna"))
SUM = Sum((Term("", "2027-06-01", "first day of the exercise"), Term("-", "42 days", "calendar days, weekends included")),
          Term("=", "2027-04-20", "last day to notify"))


def a_finding(**fields: Any) -> Finding:
    told: dict[str, Any] = {
        "record": "e1", "agreement": "vd11", "rule": "prior-notification", "paragraph": "38", "certainty": "verified",
        "outcome": "required", "title": "Prior notification", "text": "It is notified 42 days or more before.", "pack_version": "1",
    }
    return Finding(**{**told, **fields})


def owed(state: str = "upcoming", **fields: Any) -> Obligation:
    return Obligation("prior notification", ("AUT",), fields.pop("due", date(2027, 4, 20)), state, **fields)


@pytest.mark.parametrize(
    ("finding", "said", "mark"),
    [
        (a_finding(obligation=owed()), "Must be notified", "reached"),
        (a_finding(obligation=owed("overdue")), "Must be notified", "overdue"),
        (a_finding(obligation=owed("met")), "Prior notification: met", "met"),
        (a_finding(obligation=owed("met_late")), "Prior notification: met late", "missed"),
        (a_finding(outcome="not_required"), "No notification owed", "none"),
        (a_finding(rule="inspection-quota", outcome="advisory"), "May be refused: quota full", "near"),
        (a_finding(outcome="undetermined", title="Phases"), "Undetermined: Phases", "undecided"),
        (a_finding(outcome="prohibited", title="One activity in three years"), "Prohibited: One activity in three years", "missed"),
        (a_finding(outcome="breach", title="Distance", gate="Suspended for KOR since 2024-06."),
         "Would be a breach: Distance (informational: suspended for South Korea since 2024-06)", "near"),
        (a_finding(outcome="not_required", gate="Vienna Document 2011 is superseded."),
         "No notification owed (informational: Vienna Document 2011 is superseded)", "none"),
        (a_finding(rule="annual-calendar", title="Annual calendar", obligation=owed()), "Owed: Annual calendar", "reached"),
        (a_finding(rule="annual-calendar", title="Annual calendar", obligation=owed("informational")),
         "For information: Annual calendar", "open"),
    ],
)
def test_headline_and_mark(finding: Finding, said: str, mark: str) -> None:
    assert headline(finding, NAMES) == said
    assert mark_of(finding) == mark


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Because("troops", 12_450, ">=", 9_000), "12 450 troops reach the level of 9 000 by 3 450."),
        (Because("troops", 9_000, ">=", 9_000), "9 000 troops reach the level of 9 000 exactly."),
        (Because("troops", 12_450, ">=", 13_000, False), "12 450 troops are 550 below 13 000."),
        (Because("troops", 9_500, ">=", 9_000, at_least=True), "At least 9 500 troops reach the level of 9 000 by 500."),
        (Because("troops", 8_000, ">=", 9_000, None, at_least=True), "8 000 troops so far; the limit is 9 000."),
        (Because("ships", 1, "<=", 3), "Ships, destroyer or frigate size and larger: 1, which stays within 3."),
        (Because("team_size", 5, "<=", 4, False), "5 members of the team exceed the limit of 4 by 1."),
        (Because("distances_km.LoC", 3, ">=", 5, False), "3 km to LoC are 2 below 5."),
        (Because("divisional_structure", True, "=", True), "Divisional structure or two brigades: yes."),
        (Because("divisional_structure", False, "=", True, False), "Divisional structure or two brigades: no; the rule asks for yes."),
        (Because("level", "division", ">=", "brigade"), "Level of forces: Division, which reaches Brigade."),
        (Because("starts_on", date(2027, 6, 1), "<", date(2027, 7, 1)), "First day: 1 Jun 2027, which is below 1 Jul 2027."),
        (Because("host_states", ("AUT", "DEU"), "one of", ("AUT",)), "On the territory of: Austria, Germany."),
        (Because("in_zone", None, "=", True, None), "In the zone of application: not known."),
    ],
)
def test_reason_says_the_margin(reason: Because, said: str) -> None:
    assert reason_in_words(reason, "exercise", NAMES).replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("contingents[1].troops", "Troops of France"), ("contingents[7].troops", "Troops, row 8 of Contingents"),
        ("starts_on", "First day"), ("first_day", "First day"), ("launch.impact_area_km", "Impact area from the line, km"),
        ("distances_km.LoC", "Distances to lines, km: LoC"), ("troops", "Troops"), ("budget_approved_on", "Budget approved"),
        ("contingents[1].troops of ARC (2027-06-01)", "Troops, row 2 of Contingents of ARC (2027-06-01)"),
        ("dates of ARC 2.0", "Dates of ARC 2.0"), ("the same of 12 more", "The same of 12 more"),
    ],
)
def test_missing_fields_are_named_by_their_labels(path: str, said: str) -> None:
    record = an_exercise(contingents=(a_contingent(), a_contingent(state="FRA")))
    assert field_in_words(path, "exercise", record, NAMES) == said


def test_the_whole_finding_reads_as_sentences() -> None:
    words = finding_in_words(a_finding(because=(Because("troops", 12_450, ">=", 9_000),), obligation=owed(), sum=SUM), VOICE)
    assert words.spoken().replace("\u202f", " ") == (
        "Must be notified. By Tue 20 Apr 2027, in 42 days. 12 450 troops reach the level of 9 000 by 3 450. "
        "Notified later than 20 Apr 2027 it is late, and the record says by how much. Verified rule. VD 11 ¶38."
    )


@pytest.mark.parametrize(
    ("obligation", "said"),
    [
        (owed("due", due=date(2027, 3, 9)), "By Tue 9 Mar 2027, today"),
        (owed("overdue", due=date(2027, 3, 6)), "Ended Sat 6 Mar 2027: 3 days over"),
        (owed("due", due=datetime(2027, 3, 9, 15, 12, tzinfo=UTC)), "By Tue 9 Mar 2027, 15:12 UTC: 6 h 12 min left"),
        (owed("met", met_at=date(2027, 3, 2)), "Met on 2 Mar 2027"),
        (owed("met_late", met_at=date(2027, 4, 22)), "Done on 22 Apr 2027, later than 20 Apr 2027"),
        (owed("waived"), "Waived"),
    ],
)
def test_standing_of_an_obligation(obligation: Obligation, said: str) -> None:
    assert finding_in_words(a_finding(obligation=obligation), VOICE).standing == said


@pytest.mark.parametrize(
    ("due", "state", "said"),
    [
        (datetime(2027, 3, 9, 15, 12, tzinfo=UTC), "due", "Reply due in 6 h 12 min, 15:12 UTC"),
        (datetime(2027, 3, 9, 6, 0, tzinfo=UTC), "overdue", "Reply: late by 3 h (due 9 Mar 2027, 06:00 UTC)"),
        (date(2027, 4, 20), "upcoming", "Reply due in 42 days, 20 Apr 2027"),
        (None, "upcoming", "Reply"),
    ],
)
def test_next_step_with_its_clock(due: date | None, state: str, said: str) -> None:
    assert step_in_words(a_finding(obligation=Obligation("reply", ("AUT",), due, state)), VOICE) == said


def test_an_undetermined_finding_says_what_is_missing_and_what_would_follow() -> None:
    finding = a_finding(outcome="undetermined", missing=("starts_on", "in_zone"), if_required=owed())
    words = finding_in_words(finding, VOICE, an_exercise())
    assert words.reasons == ("Not stated: First day, In the zone of application. Enter them to judge VD 11 ¶38.",)
    assert words.standing == "If it is owed, it is by 20 Apr 2027."


def test_reading_order_begins_with_what_is_owed_first() -> None:
    later, sooner = a_finding(rule="b", obligation=owed(due=date(2027, 5, 1))), a_finding(rule="c", obligation=owed())
    clock = a_finding(rule="d", obligation=owed(due=datetime(2027, 4, 20, 5, tzinfo=UTC)))
    breach, advice, open_question = (a_finding(rule=word, outcome=word) for word in ("breach", "advisory", "undetermined"))
    met, nothing = a_finding(rule="m", obligation=owed("met")), a_finding(rule="n", outcome="not_required")
    told = [nothing, open_question, met, advice, later, breach, sooner, clock]
    assert reading_order(told) == [clock, sooner, later, breach, advice, met, open_question, nothing]
    assert reading_order(reversed(told)) == reading_order(told)


def test_on_one_day_the_earlier_paragraph_stands_first() -> None:
    told = [a_finding(rule=f"r{paragraph}", paragraph=paragraph, obligation=owed()) for paragraph in ("47.4", "9", "38")]
    assert [finding.paragraph for finding in reading_order(told)] == ["9", "38", "47.4"]


@pytest.mark.parametrize(("troops", "folded"), [(8_000, True), (8_549, True), (8_550, False), (8_999, False)])
def test_a_level_within_five_per_cent_is_not_folded_away(troops: int, folded: bool) -> None:
    finding = a_finding(outcome="not_required", because=(Because("troops", troops, ">=", 9_000, False),))
    assert says_nothing_is_owed(finding) == folded


@pytest.mark.parametrize(
    ("agreement", "paragraph", "said"),
    [("vd11", "38", "VD 11 ¶38"), ("open-skies", "Art. VI", "Open Skies, Art. VI"), ("gemi", "", "GEMI"), ("ours", "2", "ours ¶2")],
)
def test_source_in_words(agreement: str, paragraph: str, said: str) -> None:
    assert source_in_words(agreement, paragraph) == said


@pytest.mark.parametrize(
    ("limit", "used", "reserved", "said"),
    [(3, 1, 1, "1 used, 1 planned, of 3"), (1, 1, 0, "1 used of 1"), (None, 2, 0, "2 used, limit not known")],
)
def test_quota_in_words(limit: int | None, used: int, reserved: int, said: str) -> None:
    use = QuotaUse("vd11", "inspection-quota", 2027, "AUT", "", limit, used, reserved, (), "", "76", "verified", "Quota", "1")
    assert quota_in_words(use) == said


# ---------------------------------------------------------------- on screen


def _shown(widget: SumPanel | FindingBlock) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget)]


@pytest.mark.parametrize("width", [200, 420])
def test_a_sum_shows_its_terms_and_is_spoken(qtbot: QtBot, theme: Theme, width: int) -> None:
    panel = SumPanel(theme, SUM, "VD 11 ¶38")
    qtbot.addWidget(panel)
    panel.resize(width, 200)
    panel.show()
    assert {"2027-06-01", "−", "42 days", "=", "2027-04-20", "last day to notify", "VD 11 ¶38"} <= set(_shown(panel))
    assert panel.accessibleName() == (
        "Sum: 2027-06-01, first day of the exercise; minus 42 days, calendar days, weekends included; is 2027-04-20, last day to notify. "
        "VD 11 ¶38"
    )


@pytest.mark.parametrize("folded", [None, False, True])
def test_a_block_stays_within_its_page(qtbot: QtBot, theme: Theme, folded: bool | None) -> None:
    before = [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()]
    block = FindingBlock(theme, finding_in_words(a_finding(obligation=owed(), sum=SUM), VOICE), folded=folded)
    qtbot.addWidget(block)
    block.toggle()
    assert [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()] == before


def test_a_folded_block_opens_by_keyboard(qtbot: QtBot, theme: Theme) -> None:
    words = finding_in_words(a_finding(because=(Because("troops", 9_000, ">=", 9_000),), obligation=owed(), sum=SUM), VOICE)
    block = FindingBlock(theme, words, folded=True)
    qtbot.addWidget(block)
    block.show()
    assert _shown(block) == ["Must be notified", "By Tue 20 Apr 2027, in 42 days", "Verified, VD 11 ¶38"]
    QTest.keyClick(block, Qt.Key.Key_Return)
    assert block.is_open
    assert "2027-04-20" in _shown(block)
    QTest.keyClick(block, Qt.Key.Key_Return)
    assert "2027-04-20" not in _shown(block)
    assert "Must be notified" in block.accessibleName()


@pytest.mark.parametrize(("certainty", "said"), [("verified", "Verified rule"), ("provisional", "Provisional rule")])
def test_certainty_has_a_word(qtbot: QtBot, theme: Theme, certainty: str, said: str) -> None:
    mark = CertaintyMark(theme, certainty)
    qtbot.addWidget(mark)
    assert mark.accessibleName() == said
