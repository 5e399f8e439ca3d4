"""Fields that name other records: one, found by searching, and several in the order of a story."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from cbm_tracker.desktop.date_words import partial_in_words
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, line
from cbm_tracker.desktop.widgets.listing import FactList
from cbm_tracker.desktop.widgets.picker_line import Choice, PickerLine
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.summary import KIND_NAMES
from cbm_tracker.errors import InvalidMeasure
from cbm_tracker.services.records import Row

_MOST_OFFERED = 12


def record_words(row: Row) -> str:
    """“Exercise, NORTHERN ARC 27, 1 Jun 2027, EX/27/01”."""
    told = (tr(KIND_NAMES[row.kind]), row.title, partial_in_words(row.when), row.reference if row.reference != row.title else "")
    return ", ".join(part for part in told if part)


def offer_records(context: EntryContext, typed: str, kinds: tuple[str, ...] = ()) -> list[Choice]:
    """Return the records that hold all words typed; the latest where nothing is."""
    rows = context.services.records.page(Query(kinds=kinds, text=typed), limit=_MOST_OFFERED).rows
    return [Choice(row.id, record_words(row)) for row in rows]


class RecordField(EntryField):
    """One record, of certain kinds where `kinds` names them, found by words of it."""

    def __init__(self, context: EntryContext, name: str, hint: str = "", kinds: tuple[str, ...] = ()) -> None:
        super().__init__(context, name, hint)
        self._id = ""
        self.editor = PickerLine(self.theme, lambda typed: offer_records(context, typed, kinds))
        self.editor.setPlaceholderText(tr("Find by words of it"))
        self.editor.textEdited.connect(self._forget)
        self.editor.picked.connect(self._take)
        self._place(self.editor, self.editor)

    def typed(self) -> Any:
        return {"id": self._id, "words": self.editor.text()} if self.editor.text() else ""

    def type_in(self, typed: Any) -> None:
        self._id, words = (typed["id"], typed["words"]) if isinstance(typed, dict) else ("", "")
        self.editor.setText(words)
        self.editor.setCursorPosition(0)
        self.clear_problem()

    def value(self) -> Any:
        if not self._id and self.editor.text().strip():
            said = tr("“{text}” names no record yet.").format(text=self.editor.text().strip())
            raise InvalidMeasure("", said, tr("Choose one of those found."))
        return self._id

    def set_value(self, value: Any) -> None:
        row = self.context.services.records.rows([value]).get(value) if value else None
        self.type_in({"id": value, "words": record_words(row) if row else value} if value else "")

    def _forget(self) -> None:
        self._id = ""
        self.touch()

    def _take(self, value: str, words: str) -> None:
        self.type_in({"id": value, "words": words})
        self.touch()


class _Members(FactList):
    def __init__(self, field: MembersField) -> None:
        super().__init__(field.theme, field.name, tall=True)
        self._field = field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._field.move_chosen(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class MembersField(EntryField):
    """Records in the order of the story; Alt+Up and Alt+Down move the chosen one, Delete takes it out."""

    def __init__(self, context: EntryContext, name: str, hint: str = "") -> None:
        super().__init__(context, name, hint)
        self._ids: list[str] = []
        self.editor = PickerLine(self.theme, self._offer)
        self.editor.setPlaceholderText(tr("Find a record by words of it; Enter adds it"))
        self.editor.setAccessibleName(tr("Add a record"))
        self.editor.picked.connect(self._add)
        self.list = _Members(self)
        self.list.forgotten.connect(self._remove)
        self.up = button(tr("Move up"), self.theme, tip="Alt+Up")
        self.down = button(tr("Move down"), self.theme, tip="Alt+Down")
        self.out = button(tr("Take out"), self.theme, tip="Delete")
        self.up.clicked.connect(lambda: self.move_chosen(-1))
        self.down.clicked.connect(lambda: self.move_chosen(1))
        self.out.clicked.connect(lambda: self._remove(self.list.chosen()))
        buttons = line(self.up, self.down, self.out, STRETCH, gap=self.theme.px(8))
        controls = (self.editor, self.list, self.up, self.down, self.out)
        self._place(box(column(self.editor, self.list, buttons, gap=self.theme.px(6))), *controls)
        self._draw()

    def _offer(self, typed: str) -> list[Choice]:
        return [choice for choice in offer_records(self.context, typed) if choice.value not in self._ids]

    def typed(self) -> Any:
        return list(self._ids)

    def type_in(self, typed: Any) -> None:
        self._ids = [str(value) for value in typed]
        self._draw()
        self.clear_problem()

    def value(self) -> Any:
        return tuple(self._ids)

    def set_value(self, value: Any) -> None:
        self.type_in(list(value))

    def move_chosen(self, by: int) -> None:
        """Move the chosen record up (-1) or down (1)."""
        chosen = self.list.chosen()
        if chosen not in self._ids:
            return
        at = self._ids.index(chosen)
        to = at + by
        if 0 <= to < len(self._ids):
            self._ids.insert(to, self._ids.pop(at))
            self._draw()
            self.touch()

    def _add(self, value: str) -> None:
        self.editor.clear()
        if value not in self._ids:
            self._ids.append(value)
            self._draw()
            self.list.choose(value)
        self.touch()

    def _remove(self, value: str) -> None:
        if value in self._ids:
            self._ids.remove(value)
            self._draw()
            self.touch()

    def _draw(self) -> None:
        known = self.context.services.records.rows(self._ids)
        rows = []
        for value in self._ids:
            row = known.get(value)
            facts = ", ".join(part for part in (tr(KIND_NAMES[row.kind]), partial_in_words(row.when), row.reference) if part) if row else ""
            rows.append(FactRow(row.title if row else value, facts, key=value))
        self.list.show_rows(rows)
        for widget in (self.list, self.up, self.down, self.out):
            widget.setVisible(bool(rows))
