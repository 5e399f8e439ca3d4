"""Which sections a report has, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, button, column, label, line

_ID = Qt.ItemDataRole.UserRole


class _Checks(QListWidget):
    """Space checks, Alt+Up and Alt+Down move; it is as high as its lines."""

    moved = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setProperty("checks", True)
        self.setAccessibleName(tr("Sections"))
        self.setAccessibleDescription(tr("Space takes a section in or out, Alt+Up and Alt+Down move it"))

    def fit(self) -> None:
        self.setFixedHeight(self.sizeHintForRow(0) * self.count() + self._theme.px(4))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class SectionList(QWidget):
    """`changed` tells that a section was taken in or out, or moved."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._standing: tuple[str, ...] = ()
        self.list = _Checks(theme)
        self.up = button(tr("Move up"), theme, tip="Alt+Up")
        self.down = button(tr("Move down"), theme, tip="Alt+Down")
        self.all = button(tr("All"), theme)
        self.all.setAccessibleName(tr("All sections, in the order of the kind"))
        self.up.clicked.connect(lambda: self.move_chosen(-1))
        self.down.clicked.connect(lambda: self.move_chosen(1))
        self.all.clicked.connect(self._take_all)
        self.list.moved.connect(self.move_chosen)
        self.list.itemChanged.connect(self._hear)
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        heading = label(tr("Sections"), "label")
        heading.setBuddy(self.list)
        self.setLayout(column(
            heading, self.list, self._problem, line(self.up, self.down, self.all, STRETCH, gap=theme.px(8)), gap=theme.px(4)
        ))

    def offer(self, sections: Sequence[tuple[str, str]], ids: Sequence[str] = ()) -> None:
        """Show the sections of a kind: (id, words). `ids` are those taken, in their order; all without any."""
        words = dict(sections)
        self._standing = tuple(words)
        self.list.blockSignals(True)
        self.list.clear()
        for one in (*ids, *(one for one in words if one not in ids)):
            item = QListWidgetItem(words.get(one, one), self.list)
            item.setData(_ID, one)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if not ids or one in ids else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self.list.fit()
        self._problem.hide()
        self.setVisible(bool(words))

    def taken(self) -> tuple[str, ...]:
        """Return the ids of the sections taken, in their order."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return tuple(item.data(_ID) for item in items if item.checkState() == Qt.CheckState.Checked)

    def ids(self) -> tuple[str, ...]:
        """Return what a request says of sections: none where all are taken in the order of the kind."""
        taken = self.taken()
        return () if taken == self._standing else taken

    def settle(self) -> bool:
        """Say what is wrong where no section is taken; returns whether that is so."""
        wrong = bool(self._standing) and not self.taken()
        self._problem.setText(tr("No section is taken. Take one in at least."))
        self._problem.setVisible(wrong)
        if wrong:
            self.list.setFocus()
        return wrong

    def move_chosen(self, by: int) -> None:
        """Move the chosen section up (-1) or down (1)."""
        at = self.list.currentRow()
        to = at + by
        if at < 0 or not 0 <= to < self.list.count():
            return
        self.list.blockSignals(True)
        item = self.list.takeItem(at)
        self.list.insertItem(to, item)
        self.list.setCurrentRow(to)
        self.list.blockSignals(False)
        self.changed.emit()

    def _take_all(self) -> None:
        words = {self.list.item(at).data(_ID): self.list.item(at).text() for at in range(self.list.count())}
        self.offer([(one, words[one]) for one in self._standing])
        self.changed.emit()

    def _hear(self) -> None:
        if self.taken():
            self._problem.hide()
        self.changed.emit()
