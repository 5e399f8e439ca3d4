"""An object with keys of its own, such as the content of a notification by the items of its format, as rows of key and value."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField, mark_invalid, put_before, say_problem, split_path
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, label, line
from cbm_tracker.errors import InvalidMeasure

_HEADS = ("Item", "What it says", "Add item")


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is not a number of JSON")


def read_value(text: str) -> Any:
    """Return figures, true, false, null, lists and objects as JSON means them, all else as text; quotes keep a number a text."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except ValueError:
        return text


def write_value(value: Any) -> str:
    """Write a value so that `read_value` reads the same."""
    if isinstance(value, str) and value == value.strip() and value and read_value(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)


class ContentField(EntryField):
    """A row without key and value does not count.

    Args:
        heads: what the two columns are called, and the button that adds a row.
    """

    def __init__(self, context: EntryContext, name: str, hint: str = "", heads: tuple[str, str, str] = _HEADS) -> None:
        super().__init__(context, name, hint)
        self._heads = tuple(tr(head) for head in heads)
        self.rows: list[tuple[QLineEdit, QLineEdit]] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(self.theme.px(8))
        self._grid.setVerticalSpacing(self.theme.px(6))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 3)
        self._grid.addWidget(label(self._heads[0], "label"), 0, 0)
        self._grid.addWidget(label(self._heads[1], "label"), 0, 1)
        self.add = button(self._heads[2], self.theme, "plus")
        self.add.clicked.connect(self._add_by_hand)
        self._place(box(column(self._grid, line(self.add, STRETCH), gap=self.theme.px(8))))
        self.add_row()

    def add_row(self, key: str = "", text: str = "") -> None:
        cells = (QLineEdit(key), QLineEdit(text))
        self.rows.append(cells)
        for at, (cell, name) in enumerate(zip(cells, self._heads[:2], strict=True)):
            cell.setMinimumHeight(self.theme.px(28))
            cell.setProperty("cell", True)
            cell.setCursorPosition(0)
            cell.setAccessibleName(tr("{name}, row {number}").format(name=name, number=len(self.rows)))
            cell.textEdited.connect(self.touch)
            cell.editingFinished.connect(self.leave)
            self._grid.addWidget(cell, len(self.rows), at, Qt.AlignmentFlag.AlignTop)
        put_before(self.add, cells)

    def _add_by_hand(self) -> None:
        self.add_row()
        self.rows[-1][0].setFocus()

    def controls(self) -> list[QWidget]:
        return [*(cell for row in self.rows for cell in row), self.add]

    def typed(self) -> Any:
        return [[key.text(), text.text()] for key, text in self.rows if key.text().strip() or text.text().strip()]

    def type_in(self, typed: Any) -> None:
        for row in self.rows:
            for cell in row:
                self._grid.removeWidget(cell)
                cell.hide()
                cell.deleteLater()
        self.rows = []
        for key, text in typed or []:
            self.add_row(str(key), str(text))
        if not typed:
            self.add_row()
        self.clear_problem()

    def value(self) -> Any:
        told: dict[str, Any] = {}
        for key, text in self.typed():
            key = key.strip()
            if not key:
                said = tr("“{text}” stands without what it is about.").format(text=text)
                raise InvalidMeasure("", said, tr("Write that on its left."))
            if key in told:
                raise InvalidMeasure(f".{key}", tr("“{text}” is there twice.").format(text=key), tr("Join the two rows."))
            told[key] = read_value(text.strip())
        return told

    def set_value(self, value: Any) -> None:
        self.type_in([[key, write_value(part)] for key, part in dict(value).items()])

    def show_problem(self, path: str, error: InvalidMeasure) -> None:
        said = say_problem(error, self.name)
        self._say(said, wrong=True)
        key = path.removeprefix(".")
        meant = [text for item, text in self.rows if item.text().strip() == key or split_path(path)[0] == item.text().strip()]
        for cell in meant or [self.rows[0][0]]:
            mark_invalid(cell, True)
            cell.setAccessibleDescription(said)

    def clear_problem(self) -> None:
        super().clear_problem()
        for row in self.rows:
            for cell in row:
                mark_invalid(cell, False)
                cell.setAccessibleDescription("")
