"""The list of keys is read by keyboard too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from cbm_tracker.desktop.keys_dialog import KeysDialog
from cbm_tracker.desktop.look.theme import Theme


def test_a_dialog_scrolls_by_the_keys_its_actions_have_no_use_for(qtbot: QtBot, theme: Theme) -> None:
    dialog = KeysDialog(theme)
    qtbot.addWidget(dialog)
    dialog.resize(600, 300)
    dialog.show()
    [area], [leave] = dialog.findChildren(QScrollArea), dialog.findChildren(QPushButton)
    bar = area.verticalScrollBar()
    assert bar.maximum() > bar.pageStep()
    QTest.keyClick(leave, Qt.Key.Key_PageDown)
    assert 0 < bar.value() < bar.maximum()
    QTest.keyClick(leave, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(leave, Qt.Key.Key_PageUp)
    QTest.keyClick(leave, Qt.Key.Key_Home)
    assert bar.value() == 0
