"""Several things picked by name: a line to pick the next, and below it those taken, each a button that takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import box, chip, column
from cbm_tracker.desktop.widgets.picker_line import Choice, PickerLine
from cbm_tracker.domain.checks import check_agreement_id
from cbm_tracker.errors import InvalidMeasure


class ChipsField(EntryField):
    """`taken` holds the values in their order. Subclasses say the words of a value, what is offered, and what text means."""

    def __init__(self, context: EntryContext, name: str, hint: str = "") -> None:
        super().__init__(context, name, hint)
        self.taken: list[str] = []
        self.editor = PickerLine(self.theme, self.offer)
        self.editor.picked.connect(self._take)
        self.editor.textEdited.connect(self.touch)
        self._chips = QWidget()
        self._flow = FlowLayout(self.theme.px(4))
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._chips.setLayout(self._flow)
        self._chips.hide()
        self._buttons: list[QToolButton] = []
        self._place(box(column(self.editor, self._chips, gap=self.theme.px(4))), self.editor)

    def words(self, value: str) -> str:
        raise NotImplementedError

    def offer(self, typed: str) -> Sequence[Choice]:
        raise NotImplementedError

    def meant(self, text: str) -> str:
        """Return the value that text left in the line means. Raises InvalidMeasure."""
        raise NotImplementedError

    def typed(self) -> Any:
        return {"taken": list(self.taken), "line": self.editor.text()} if self.editor.text() else list(self.taken)

    def type_in(self, typed: Any) -> None:
        taken, text = (typed["taken"], typed["line"]) if isinstance(typed, dict) else (typed, "")
        self.taken = [str(value) for value in taken]
        self.editor.setText(str(text))
        self._draw()
        self.clear_problem()

    def value(self) -> Any:
        text = self.editor.text().strip()
        if not text:
            return tuple(self.taken)
        meant = self.meant(text)
        return tuple(self.taken if meant in self.taken else [*self.taken, meant])

    def set_value(self, value: Any) -> None:
        self.type_in(list(value))

    def settle(self) -> None:
        super().settle()
        if not self.has_problem() and self.editor.text().strip():
            self._take(self.meant(self.editor.text().strip()))

    def controls(self) -> list[QWidget]:
        return [self.editor, *self._buttons]

    def _take(self, value: str) -> None:
        self.editor.clear()
        if value not in self.taken:
            self.taken.append(value)
            self._draw()
        self.touch()

    def remove(self, value: str) -> None:
        self.taken.remove(value)
        self._draw()
        self.editor.setFocus()
        self.touch()

    def _draw(self) -> None:
        for gone in self._buttons:
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._buttons = [self._chip(value) for value in self.taken]
        previous: QWidget = self.editor
        for made in self._buttons:
            self._flow.addWidget(made)
            made.show()
            QWidget.setTabOrder(previous, made)
            previous = made
        self._chips.setVisible(bool(self.taken))
        self.updateGeometry()

    def _chip(self, value: str) -> QToolButton:
        made = chip(self.words(value), self.theme, checkable=False, icon="x")
        made.setIconSize(QSize(self.theme.px(14), self.theme.px(14)))
        made.setAccessibleName(tr("Take {name} away").format(name=self.words(value)))
        made.setToolTip(made.accessibleName())
        made.clicked.connect(lambda: self.remove(value))
        made.setProperty("taken", value)
        made.installEventFilter(self)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            taken = watched.property("taken")
            if taken and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self.remove(taken)
                return True
            if watched is self.editor and event.key() == Qt.Key.Key_Backspace and not self.editor.text() and self.taken:
                self.remove(self.taken[-1])
                return True
        return super().eventFilter(watched, event)


class AgreementsField(ChipsField):
    """Agreements by short id or name, as the register knows them."""

    def __init__(self, context: EntryContext, name: str, hint: str = "") -> None:
        self._names = dict(context.agreements)
        super().__init__(context, name, hint)

    def words(self, value: str) -> str:
        return f"{self._names[value]}  {value}" if value in self._names else value

    def offer(self, typed: str) -> Sequence[Choice]:
        key = typed.casefold()
        found = [
            Choice(value, self.words(value)) for value, name in self._names.items()
            if value not in self.taken and (key in value or key in name.casefold())
        ]
        found.sort(key=lambda choice: (choice.value != key, not choice.value.startswith(key)))
        return found

    def meant(self, text: str) -> str:
        offered = self.offer(text)
        if text in self._names:
            return text
        if len(offered) == 1:
            return offered[0].value
        if offered:
            names = ", ".join(choice.value for choice in offered[:3])
            raise InvalidMeasure("", tr("“{text}” may be {names}.").format(text=text, names=names), tr("Choose one of them."))
        check_agreement_id(text, "")
        return text
