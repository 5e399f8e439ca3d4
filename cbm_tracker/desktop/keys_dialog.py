"""The keys of the window, menu by menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from cbm_tracker.desktop.commands import MENUS, SEPARATOR, Command
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.layout import Item, box, button, column, label, line


class KeysDialog(FramedDialog):
    """Everything that can be done by keyboard, in two columns."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Keys"), parent)
        blocks = [_block(theme, tr(title).replace("&", ""), commands) for title, commands in MENUS]
        blocks.append(_pairs(theme, tr("In a list"), [
            ("/", tr("Find")), (tr("Enter"), tr("Go to the record")), (tr("Esc"), tr("Back to the list")),
            (tr("Del"), tr("Move to the bin")), (tr("Home, End"), tr("First, last record"))]))
        blocks.append(_pairs(theme, tr("On Due"), [
            (tr("Enter"), tr("Begin what meets it; in a narrow window, show it first")), (tr("Esc"), tr("Back to the list")),
            ("/", tr("Find"))]))
        blocks.append(_pairs(theme, tr("In a form"), [
            ("Ctrl+S", tr("Save")), ("Ctrl+Shift+Enter", tr("Save and begin a new one")), ("F8", tr("Next problem")),
            ("F7", tr("To the judgement and back")),
            (tr("Esc"), tr("Leave; what is typed is kept"))]))
        heights = [block.sizeHint().height() for block in blocks]
        half = min(range(1, len(blocks)), key=lambda at: abs(sum(heights[:at]) - sum(heights[at:])))
        gap = theme.px(18)
        inner = line((box(_stack(blocks[:half], gap)), 1), (box(_stack(blocks[half:], gap)), 1), gap=theme.px(40))
        self.add(inner)
        leave = button(tr("Close"), theme, default=True)
        leave.clicked.connect(self.accept)
        self.finish_with(None, leave)
        self.resize_to(780, 640)
        leave.setFocus()


def _stack(blocks: list[QWidget], gap: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(gap)
    for at, block in enumerate(blocks):
        grid.addWidget(block, at, 0, Qt.AlignmentFlag.AlignTop)
    grid.setRowStretch(len(blocks), 1)
    return grid


def _block(theme: Theme, title: str, commands: tuple[Command, ...]) -> QWidget:
    told = [(_native(command.keys), tr(command.title).replace("&", "").rstrip("…")) for command in commands
            if command is not SEPARATOR and command.keys]
    return _pairs(theme, title, told)


def _native(keys: str) -> str:
    return ", ".join(QKeySequence(each).toString(QKeySequence.SequenceFormat.NativeText) for each in keys.split("; "))


def _pairs(theme: Theme, title: str, pairs: list[tuple[str, str]]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(14))
    grid.setVerticalSpacing(theme.px(4))
    for at, (keys, what) in enumerate(pairs):
        grid.addWidget(label(what, wrap=True), at, 0)
        grid.addWidget(label(keys, "caption"), at, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    items: list[Item] = [label(title, "section"), theme.px(4), grid]
    return box(column(*items))
