"""What the rules say in the detail of a record: findings that open, and the next step of an inspection with its clock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.records.detail_pane import DetailPane
from cbm_tracker.desktop.rules.finding_widgets import FindingBlock
from cbm_tracker.desktop.rules.record_rules import next_step, rules_section
from cbm_tracker.desktop.tasks import TaskRunner
from tests.builders import SettableClock, a_contribution, an_exercise, an_inspection, at

ASKED = {"replied_at": None, "reply": "", "arrived_at": None, "started_at": None, "ended_at": None, "outcome": "requested"}


def test_findings_stand_in_short_and_enter_opens_the_sum(qtbot: QtBot, theme: Theme, services: Services) -> None:
    exercise = an_exercise()
    services.records.record(exercise)
    section = rules_section(theme, services, exercise)
    assert section is not None
    qtbot.addWidget(section)
    section.show()
    shown = [part.text() for part in section.findChildren(QLabel) if part.isVisible()]
    assert shown[0] == "What the rules say"
    assert {"Must be notified", "By Tue 20 Apr 2027, in 50 days", "Verified, VD 11 ¶38"} <= set(shown)
    assert "42 days" not in shown
    block = next(block for block in section.findChildren(FindingBlock) if block.words.headline == "Must be notified")
    QTest.keyClick(block, Qt.Key.Key_Return)
    assert "42 days" in [part.text() for part in block.findChildren(QLabel) if part.isVisible()]


def test_a_record_without_rules_has_no_such_section(theme: Theme, services: Services) -> None:
    assert rules_section(theme, services, a_contribution(contribution_kind="funds")) is None
    assert next_step(theme, services, an_exercise()) is None


def test_the_detail_asks_the_rules_when_a_record_is_looked_at_for_a_moment(
    qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner
) -> None:
    first, second = an_exercise(), an_exercise(designation="SOUTHERN ARC 27")
    for exercise in (first, second):
        services.records.record(exercise)
    pane = DetailPane(theme, services, LongWork(tasks))
    qtbot.addWidget(pane)
    pane.show()

    def blocks() -> list[str]:
        return [block.words.headline for block in pane.findChildren(FindingBlock) if block.isVisible()]

    pane.show_record(first.id)
    pane.show_record(second.id)
    assert blocks() == []
    qtbot.waitUntil(lambda: "Must be notified" in blocks())


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "due in 24 h 0 min, 4 May 2027, 08:00 UTC"), (17.5, "due in 6 h 30 min, 08:00 UTC"),
        (27, "late by 3 h (due 4 May 2027, 08:00 UTC)"),
    ],
)
def test_the_next_step_of_an_inspection_has_its_clock(
    qtbot: QtBot, theme: Theme, services: Services, clock: SettableClock, hours: float, said: str
) -> None:
    clock.forward(days=63, hours=hours)
    asked = an_inspection(**ASKED)
    services.records.record(asked)
    line = next_step(theme, services, asked)
    assert line is not None
    qtbot.addWidget(line)
    assert line.accessibleName().startswith("Next step: Reply")
    assert line.accessibleName().endswith(said)


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (None, "Next step: Entry, not before 4 May 2027, 20:00 UTC"),
        ("2027-05-06T08:00:00Z", "Next step: Entry planned 6 May 2027, 08:00 UTC"),
    ],
)
def test_once_the_reply_is_given_the_next_step_is_the_entry(
    qtbot: QtBot, theme: Theme, services: Services, clock: SettableClock, planned: str | None, said: str
) -> None:
    clock.forward(days=64)
    replied = an_inspection(**{**ASKED, "reply": "accepted", "outcome": "", "replied_at": at("2027-05-03T20:00:00Z"),
                               "entry_planned_at": at(planned) if planned else None})
    services.records.record(replied)
    line = next_step(theme, services, replied)
    assert line is not None
    qtbot.addWidget(line)
    assert line.accessibleName() == said
