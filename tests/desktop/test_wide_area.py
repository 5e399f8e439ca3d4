"""What is wide scrolls sideways and keeps its last row in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker.desktop.widgets.wide_area import WideArea


def test_a_bar_that_comes_takes_nothing_from_what_is_shown(qtbot: QtBot) -> None:
    inner, content = QWidget(), QWidget()
    content.setFixedSize(500, 100)
    QVBoxLayout(inner).addWidget(content)
    area = WideArea(inner)
    ground = QWidget()
    layout = QVBoxLayout(ground)
    layout.addWidget(area)
    layout.addStretch(1)
    qtbot.addWidget(ground)
    ground.resize(700, 400)
    ground.show()
    needed = inner.sizeHint().height()
    assert area.viewport().height() >= needed
    ground.resize(300, 400)
    qtbot.waitUntil(area.horizontalScrollBar().isVisible)
    qtbot.waitUntil(lambda: area.viewport().height() >= needed)
