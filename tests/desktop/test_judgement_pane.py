"""The judgement as it is shown: in the order of reading, what is owed open, what is not behind a line."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.rules.finding_list import FindingList
from cbm_tracker.desktop.rules.finding_widgets import FindingBlock, SumPanel
from cbm_tracker.desktop.rules.judgement_pane import JudgementPane
from cbm_tracker.regimes.findings import Because, Sum, Term
from tests.builders import an_exercise
from tests.desktop.test_finding_words import SUM, VOICE, a_finding, owed

OWED = a_finding(obligation=owed())
NOTHING = a_finding(rule="observation-invitation", outcome="not_required", because=(Because("troops", 9_000, ">=", 13_000, False),))


def texts(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget)]


def test_what_is_not_owed_waits_behind_a_line(qtbot: QtBot, theme: Theme) -> None:
    shown = FindingList(theme, folded=None)
    qtbot.addWidget(shown)
    shown.show()
    shown.show_findings([NOTHING, OWED], VOICE, an_exercise())
    assert "Must be notified" in texts(shown)
    assert "No observers owed" not in texts(shown)
    assert shown.fold.text() == "1 rule says nothing is owed"
    shown.fold.setFocus()
    QTest.keyClick(shown.fold, Qt.Key.Key_Space)
    assert "No observers owed" in texts(shown)
    QTest.keyClick(shown.fold, Qt.Key.Key_Space)
    assert "No observers owed" not in texts(shown)


def test_a_block_whose_words_stay_is_not_built_again(qtbot: QtBot, theme: Theme) -> None:
    shown = FindingList(theme, folded=None)
    qtbot.addWidget(shown)
    shown.show_findings([OWED], VOICE, None)
    first = shown.findChild(FindingBlock)
    undetermined = a_finding(rule="phases", outcome="undetermined", title="Phases", missing=("starts_on",))
    shown.show_findings([undetermined, OWED], VOICE, None)
    assert shown.findChild(FindingBlock) is first
    assert [words.headline for words in shown.told] == ["Must be notified", "Undetermined: Phases"]


def test_a_block_of_the_same_shape_is_told_anew(qtbot: QtBot, theme: Theme) -> None:
    shown = FindingList(theme, folded=None)
    qtbot.addWidget(shown)
    shown.show()
    shown.show_findings([a_finding(obligation=owed(), sum=SUM, because=(Because("troops", 9_000, ">=", 9_000),))], VOICE, None)
    first = shown.findChild(FindingBlock)
    later = Sum((Term("", "2027-06-02", "first day of the exercise"), *SUM.terms[1:]), Term("=", "2027-04-21", "last day to notify"))
    changed = a_finding(obligation=owed(due=date(2027, 4, 21)), sum=later, because=(Because("troops", 9_001, ">=", 9_000),))
    shown.show_findings([changed], VOICE, None)
    assert shown.findChildren(FindingBlock) == [first]
    said = {text.replace("\u202f", " ") for text in texts(shown)}
    assert {"By Wed 21 Apr 2027, in 43 days", "2027-06-02", "2027-04-21", "9 001 troops reach the level of 9 000 by 1."} <= said
    assert not {"2027-06-01", "2027-04-20", "9 000 troops reach the level of 9 000 exactly."} & said
    assert [panel.accessibleName()[:15] for panel in shown.findChildren(SumPanel)] == ["Sum: 2027-06-02"]


def test_the_pane_says_what_it_did_not_read_and_the_day_of_the_rules(qtbot: QtBot, theme: Theme) -> None:
    pane = JudgementPane(theme, lambda: VOICE)
    qtbot.addWidget(pane)
    pane.show()
    with qtbot.waitSignal(pane.judged) as told:
        pane.show_findings(an_exercise(), [OWED], ["ends_on"])
    assert told.args == ["reached", "Must be notified. By Tue 20 Apr 2027, in 42 days"]
    assert "Judged without what is typed in: Last day." in texts(pane)
    assert "Worked out as you type, with the rules in force on 1 Jun 2027." in texts(pane)
    assert pane.area.accessibleDescription().startswith("Judged without what is typed in: Last day. Must be notified. By Tue 20 Apr 2027")


def test_the_pane_says_that_no_rule_has_a_say(qtbot: QtBot, theme: Theme) -> None:
    pane = JudgementPane(theme, lambda: VOICE)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_findings(None, [])
    assert "No rule has a say about this yet. Enter the States, the dates and the figures." in texts(pane)
    pane.show_findings(an_exercise(), [NOTHING])
    assert "No rule has a say about this yet. Enter the States, the dates and the figures." not in texts(pane)
