"""Nested values as a grid: a row for each, columns that can be chosen, blocks pasted from a spreadsheet."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import (
    EntryContext,
    EntryField,
    mark_invalid,
    nothing_stated,
    put_before,
    say_problem,
    split_path,
)
from cbm_tracker.desktop.widgets.grid_columns import Cells, Columns
from cbm_tracker.desktop.widgets.layout import STRETCH, Chooser, box, button, column, label, line
from cbm_tracker.desktop.widgets.line_fields import ungroup
from cbm_tracker.desktop.widgets.picker_line import PickerLine
from cbm_tracker.desktop.widgets.state_choices import is_known, offer_states, state_words
from cbm_tracker.desktop.widgets.wide_area import WideArea
from cbm_tracker.domain.fields import FieldKind
from cbm_tracker.domain.vocabulary import VOCABULARIES, spoken
from cbm_tracker.errors import InvalidMeasure

RIGHT = Qt.AlignmentFlag.AlignRight


class GridField(EntryField):
    """Rows left empty do not count; columns that hold something are always shown.

    Args:
        add_words: what the button says that adds a row.
    """

    def __init__(self, context: EntryContext, name: str, columns: Columns, add_words: str) -> None:
        super().__init__(context, name)
        self.columns = columns
        self.rows: list[Cells] = [{}]
        self.cells: list[dict[str, QWidget]] = []
        self._wanted = set(columns.shown)
        self._below: list[tuple[QWidget, int]] = []
        self._told: list[str] = []
        self._ground = QWidget()
        self._ground.setProperty("ground", "surface")
        self._grid = QGridLayout(self._ground)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(self.theme.px(8))
        self._grid.setVerticalSpacing(self.theme.px(6))
        self._ground.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self._area = WideArea(self._ground)
        self.add = button(add_words, self.theme, "plus", tip=tr("Enter in the last row"))
        self.add.clicked.connect(self._add_by_hand)
        self.choose = QToolButton()
        self.choose.setText(tr("Columns"))
        self.choose.setIcon(self.theme.icon("columns-3"))
        self.choose.setIconSize(QSize(self.theme.px(16), self.theme.px(16)))
        self.choose.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choose.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.choose.setMenu(QMenu(self.choose))
        self.choose.setVisible(len(columns.shown) < len(columns.specs))
        self._place(box(column(self._area, line(self.add, self.choose, STRETCH), gap=self.theme.px(8))))
        self._build()

    def _make_below(self, shown: list[str]) -> list[tuple[QWidget, int]]:
        """Return what stands below the rows, each with the number of its column."""
        return []

    def _recount(self) -> None:
        """Work out anew what stands below the rows."""

    # -------------------------------------------------- what is in it

    def typed(self) -> Any:
        return [dict(row) for row in self.filled()]

    def type_in(self, typed: Any) -> None:
        self.rows = [{key: str(text) for key, text in row.items() if key in self.columns.specs} for row in typed or []] or [{}]
        self._build()
        self.clear_problem()

    def value(self) -> Any:
        values = []
        for at, row in enumerate(self.filled()):
            try:
                values.append(self.columns.read_row(row))
            except InvalidMeasure as error:
                raise InvalidMeasure(f"[{at}]{error.field}", error.message, error.hint) from error
        return tuple(values)

    def set_value(self, value: Any) -> None:
        self.type_in([self.columns.write_row(told) for told in value])

    def problems(self) -> list[InvalidMeasure]:
        return [
            InvalidMeasure(f"[{at}]{error.field}", error.message, error.hint)
            for at, row in enumerate(self.filled()) for error in self.columns.problems(row)
        ]

    def filled(self) -> list[Cells]:
        filled = ({key: text for key, text in row.items() if text.strip()} for row in self.rows)
        return [row for row in filled if row]

    def _number_of(self, filled: int) -> int:
        """Return the number of the row that is the `filled`-th of those that are not empty."""
        numbers = [at for at, row in enumerate(self.rows) if any(text.strip() for text in row.values())]
        return numbers[filled] if filled < len(numbers) else -1

    # -------------------------------------------------- problems

    def show_problem(self, path: str, error: InvalidMeasure) -> None:
        at, rest = split_path(path)
        row = self._number_of(at) if isinstance(at, int) else -1
        key = str(split_path(rest)[0])
        if row < 0 or key not in self.columns.specs:
            self._told.append(say_problem(error, self.name))
        else:
            if key not in self._shown():
                self._wanted.add(key)
                self._build()
            name = self._name_of(row, key)
            sentence = say_problem(error, name)
            self._told.append(sentence if sentence.startswith(name) else f"{name}: {sentence}")
            cell = self.cells[row][key]
            mark_invalid(cell, True)
            cell.setAccessibleDescription(self._told[-1])
        self._say("\n".join(dict.fromkeys(self._told)), wrong=True)

    def clear_problem(self) -> None:
        self._told = []
        for row in self.cells:
            for cell in row.values():
                if cell.property("invalid"):
                    mark_invalid(cell, False)
                    cell.setAccessibleDescription("")
        self._say(self.understood(), wrong=False)

    def _name_of(self, row: int, key: str) -> str:
        """Say which cell is meant: its column, and whose row it is where that is told."""
        whose = self.rows[row].get(self.columns.first, "") if key != self.columns.first else ""
        if whose and self.columns.kind(self.columns.first) is FieldKind.STATE:
            whose = self.context.names.name(whose, self.context.language)
        return tr("{what} of {whose}").format(what=self.columns.words(key), whose=whose) if whose else self.columns.words(key)

    # -------------------------------------------------- the grid

    def _shown(self) -> list[str]:
        held = {key for row in self.rows for key, text in row.items() if text}
        return [key for key in self.columns.specs if key in self._wanted | held]

    def _build(self) -> None:
        shown = self._shown()
        self.cells = []  # from here on the old cells are not listened to
        focused = QApplication.focusWidget()
        if focused is not None and self._ground.isAncestorOf(focused):
            self.add.setFocus()
        for child in self._ground.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            child.hide()
            child.deleteLater()
        while self._grid.takeAt(0) is not None:
            pass
        for at in range(len(self.columns.specs) + 1):
            least = self.columns.least_width(shown[at]) if at < len(shown) else 0
            self._grid.setColumnMinimumWidth(at, self.theme.px(least) if least else 0)
            self._grid.setColumnStretch(at, least)
        for at, key in enumerate(shown):
            self._grid.addWidget(self._heading(key), 0, at)
        for row in self.rows:
            self._set_row(row, shown)
        self._below = self._make_below(shown)
        self._set_below()
        self._offer_columns(shown)
        put_before(self.add, (cell for row in self.cells for cell in row.values()))

    def _set_row(self, row: Cells, shown: list[str]) -> None:
        cells = {key: self._cell(key, row.get(key, "")) for key in shown}
        number = len(self.cells)
        for at, cell in enumerate(cells.values()):
            self._grid.addWidget(cell, number + 1, at)
        self._grid.addWidget(self._remover(number), number + 1, len(shown))
        self.cells.append(cells)
        if self._ground.isVisible():
            for cell in cells.values():
                cell.show()  # at once, so that Tab and F8 find it

    def _set_below(self) -> None:
        for widget, at in self._below:
            self._grid.removeWidget(widget)
            self._grid.addWidget(widget, len(self.rows) + 1, at, RIGHT if at else Qt.AlignmentFlag.AlignLeft)
        self._area.updateGeometry()
        self._recount()

    def _heading(self, key: str) -> QLabel:
        made = label(self.columns.words(key), "label", wrap=True)
        counted = self.columns.kind(key) is FieldKind.COUNT
        made.setAlignment(Qt.AlignmentFlag.AlignBottom | (RIGHT if counted else Qt.AlignmentFlag.AlignLeft))
        if counted:
            made.setContentsMargins(0, 0, self.theme.px(9), 0)
        return made

    def _cell(self, key: str, text: str) -> QWidget:
        cell = self._chooser(key, text) if self.columns.kind(key) is FieldKind.WORD else self._editor(key, text)
        cell.setFixedHeight(self.theme.px("control"))
        cell.setAccessibleName(self.columns.words(key))
        cell.installEventFilter(self)
        return cell

    def _chooser(self, key: str, text: str) -> Chooser:
        words = [("", nothing_stated()), *((word, tr(spoken(word))) for word in VOCABULARIES[self.columns.specs[key].vocabulary])]
        made = Chooser(self.theme, words)
        made.choose(text)
        made.activated.connect(lambda: self._type(made, made.value()))
        return made

    def _editor(self, key: str, text: str) -> QLineEdit:
        if self.columns.kind(key) is FieldKind.STATE:
            made: QLineEdit = PickerLine(self.theme, lambda typed: offer_states(self.context, typed))
            made.setText(self._shown_text(key, text))
            assert isinstance(made, PickerLine)
            made.picked.connect(partial(self._take_state, made))
        else:
            made = QLineEdit(text)
        if self.columns.kind(key) is FieldKind.COUNT:
            made.setAlignment(RIGHT)
        made.setProperty("cell", True)
        made.setCursorPosition(0)
        made.textEdited.connect(lambda typed: self._type(made, typed))
        return made

    def _remover(self, number: int) -> QToolButton:
        made = QToolButton()
        made.setIcon(self.theme.icon("x", "ink3"))
        made.setToolTip(tr("Take row {number} out (Ctrl+Delete)").format(number=number + 1))
        made.setAccessibleName(made.toolTip())
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self.remove_row(number))
        return made

    def controls(self) -> list[QWidget]:
        return [*(cell for row in self.cells for cell in row.values()), self.add, self.choose]

    def _offer_columns(self, shown: list[str]) -> None:
        menu = self.choose.menu()
        menu.clear()
        for key in list(self.columns.specs)[1:]:
            action = QAction(self.columns.words(key), menu)
            action.setCheckable(True)
            action.setChecked(key in shown)
            action.setEnabled(not any(row.get(key) for row in self.rows))
            action.toggled.connect(partial(self.show_column, key))
            menu.addAction(action)

    def show_column(self, key: str, shown: bool = True) -> None:
        (self._wanted.add if shown else self._wanted.discard)(key)
        self._build()

    # -------------------------------------------------- by hand

    def _place_of(self, cell: QObject) -> tuple[int, str]:
        for number, row in enumerate(self.cells):
            for key, known in row.items():
                if known is cell:
                    return number, key
        return -1, ""

    def _type(self, cell: QWidget, text: str) -> None:
        number, key = self._place_of(cell)
        self.rows[number][key] = text
        self._recount()
        self.touch()

    def _take_state(self, cell: PickerLine, code: str, words: str) -> None:
        cell.setText(words)
        self._type(cell, code)
        self._step(cell, 0, 1)

    def _add_by_hand(self) -> None:
        self.add_row()
        self.cells[-1][self.columns.first].setFocus()
        self.touch()

    def add_row(self) -> None:
        self.rows.append({})
        self._set_row(self.rows[-1], list(self.cells[0]))
        self._set_below()
        put_before(self.add, self.cells[-1].values())

    def remove_row(self, number: int) -> None:
        del self.rows[number]
        self.rows = self.rows or [{}]
        self._build()
        self.cells[min(number, len(self.cells) - 1)][self.columns.first].setFocus()
        self.clear_problem()
        self.edited.emit()

    def paste(self, number: int, key: str, text: str) -> None:
        """Put a block of a spreadsheet (tabs and line ends) in, from a cell to the right and down; rows are added as needed."""
        shown = self._shown()
        first = shown.index(key)
        left_out = False
        for below, told in enumerate(text.rstrip("\r\n").splitlines()):
            while number + below >= len(self.rows):
                self.rows.append({})
            for beside, cell in enumerate(told.split("\t")):
                if first + beside >= len(shown):
                    left_out = True
                    continue
                self.rows[number + below][shown[first + beside]] = self.columns.pasted(shown[first + beside], cell)
        self._build()
        self.settle()
        if left_out and not self.has_problem():
            self._say(tr("What lay beyond the last column was left out. Show more columns, then paste again."), wrong=False)
        self.cells[number][key].setFocus()
        self.edited.emit()

    def settle(self) -> None:
        for number, row in enumerate(self.rows):
            for key, text in row.items():
                self._settle_cell(number, key, text)
        self._recount()
        super().settle()

    def _settle_cell(self, number: int, key: str, text: str) -> None:
        """Write what was understood into the cell: the State's name, the figure with its separators."""
        try:
            written = self.columns.write(key, self.columns.read(key, text))
        except InvalidMeasure:
            return
        cell = self.cells[number].get(key)
        self.rows[number][key] = written
        if isinstance(cell, QLineEdit) and cell.text().strip() != self._shown_text(key, written):
            cell.setText(self._shown_text(key, written))

    def _shown_text(self, key: str, text: str) -> str:
        known = self.columns.kind(key) is FieldKind.STATE and text and is_known(self.context, text)
        return state_words(self.context, text) if known else text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            return False
        number, key = self._place_of(watched)
        if number < 0:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(watched, number, key, event):
            return True
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit) and self.columns.kind(key) is FieldKind.COUNT:
            ungroup(watched, self.context.locale)
        if event.type() == QEvent.Type.FocusOut and QGuiApplication.focusWindow() is not None and not _popup_open(watched):
            self.leave()
        return False

    def _key(self, cell: QObject, number: int, key: str, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if "\t" in text or "\n" in text.rstrip("\r\n"):
                self.paste(number, key, text)
                return True
        if event.key() == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.remove_row(number)
            return True
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if not plain or self.columns.kind(key) in (FieldKind.STATE, FieldKind.WORD):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if number + 1 == len(self.rows):
                self._add_by_hand()
            else:
                self.cells[number + 1][key].setFocus()
            return True
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._step(cell, -1 if event.key() == Qt.Key.Key_Up else 1, 0)
        return False

    def _step(self, cell: QObject, rows: int, columns: int) -> bool:
        number, key = self._place_of(cell)
        keys = list(self.cells[number])
        to, at = number + rows, keys.index(key) + columns
        if not (0 <= to < len(self.cells) and at < len(keys)):
            return False
        self.cells[to][keys[at]].setFocus()
        return True


def _popup_open(cell: QObject) -> bool:
    return isinstance(cell, PickerLine) and cell.is_offering()
