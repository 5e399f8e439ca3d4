"""Who did what in the register, and when."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.date_words import instant_in_words
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, label, line
from cbm_tracker.desktop.widgets.plain_table import FindLine, Heading, PlainTable
from cbm_tracker.services.undo import PastOperation

_MOST = 1000


class HistoryDialog(FramedDialog):
    """The latest operations, the newest first; narrowed by typing, copied by lines."""

    def __init__(self, theme: Theme, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("History of the register"), parent)
        self.table = PlainTable(theme, tr("What was done"), [
            Heading(tr("When"), 200), Heading(tr("What"), 430), Heading(tr("Officer"), 110), Heading(tr("Desk"), 90),
            Heading(tr("Reason"), 140),
        ])
        self.find_line = FindLine(theme, tr("Find in the history"), self.table)
        self.find_line.setMaximumWidth(theme.px(300))
        operations = services.undo.latest(_MOST)
        self.table.show_rows([self._row(operation) for operation in operations])
        shown = tr_count("{count} operation", "{count} operations", len(operations))
        if len(operations) == _MOST:
            shown = tr("The latest {count} operations")
        count = label(shown.format(count=count_in_words(len(operations))), "small")
        copy = button(tr("Copy"), theme, "copy", tip=tr("Copies the chosen lines, or all"))
        copy.clicked.connect(self.table.copy)
        leave = button(tr("Close"), theme, default=True)
        leave.clicked.connect(self.accept)
        self.add(
            line((self.find_line, 1), STRETCH, count, copy, gap=theme.px(8)),
            (box(column((self.table, 1), margins=(1, 1, 1, 1)), panel="inset"), 1),
        )
        self.finish_with(None, leave)
        self.resize_to(1060, 640)
        self.find_line.setFocus()

    def _row(self, operation: PastOperation) -> tuple[str, ...]:
        what = operation.label[:1].upper() + operation.label[1:]
        if operation.state == "undone":
            what = tr("{what} (undone)").format(what=what)
        return (instant_in_words(operation.at), what, operation.officer, operation.workstation, operation.reason)
