"""Fields that hold fields: one nested value as a group, several as rows that can be added and taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget

from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField, put_before, split_path
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, line
from cbm_tracker.desktop.widgets.six_columns import SixColumns
from cbm_tracker.domain.fields import FieldSpec, field_specs
from cbm_tracker.errors import InvalidMeasure

MakeField = Callable[[EntryContext, FieldSpec], EntryField]


class Parts(QWidget):
    """The fields of one nested value in six columns."""

    edited = Signal()
    left = Signal()

    def __init__(self, context: EntryContext, of: type, spans: Mapping[str, int], make: MakeField) -> None:
        super().__init__()
        self._of = of
        specs = {spec.key: spec for spec in field_specs(of)}
        self.fields: dict[str, EntryField] = {}
        grid = SixColumns(context.theme, self)
        self.setLayout(column(grid))
        for key, span in spans.items():
            field = self.fields[key] = make(context, specs[key])
            grid.add(field, span)
            field.edited.connect(self.edited)
            field.left.connect(self.left)

    def typed(self) -> dict[str, Any]:
        return {key: field.typed() for key, field in self.fields.items() if field.typed()}

    def type_in(self, typed: Mapping[str, Any]) -> None:
        for key, field in self.fields.items():
            if key in typed or field.typed():
                field.type_in(typed.get(key, ""))

    def set_value(self, value: Any) -> None:
        for key, field in self.fields.items():
            field.set_value(getattr(value, key))

    def problems(self) -> list[InvalidMeasure]:
        found = [
            InvalidMeasure(f".{key}{error.field}", error.message, error.hint)
            for key, field in self.fields.items() for error in field.problems()
        ]
        if not found and self.typed():
            try:
                self.value()
            except InvalidMeasure as error:
                found.append(error)
        return found

    def value(self) -> Any:
        """Raises InvalidMeasure, its field such as `.points[1]`."""
        values: dict[str, Any] = {}
        for key, field in self.fields.items():
            try:
                values[key] = field.value()
            except InvalidMeasure as error:
                raise InvalidMeasure(f".{key}{error.field}", error.message, error.hint) from error
        try:
            return self._of(**values)
        except InvalidMeasure as error:
            raise InvalidMeasure(f".{error.field}", error.message, error.hint) from error

    def show_problem(self, path: str, error: InvalidMeasure) -> bool:
        """Show it at the part `path` leads to; False where there is no such part."""
        head, rest = split_path(path)
        field = self.fields.get(str(head))
        if field is None:
            return False
        field.show_problem(rest, error)
        return True

    def clear_problems(self) -> None:
        for field in self.fields.values():
            field.clear_problem()

    def controls(self) -> list[QWidget]:
        return [control for field in self.fields.values() for control in field.controls()]


class GroupField(EntryField):
    """One nested value; all parts empty means that it is not stated."""

    def __init__(self, context: EntryContext, name: str, of: type, spans: Mapping[str, int], make: MakeField) -> None:
        super().__init__(context, name)
        self.parts = Parts(context, of, spans, make)
        self.parts.edited.connect(self.edited)
        self.parts.left.connect(self.left)
        self._place(self.parts)
        self.hide_name()  # its parts say what they are

    def typed(self) -> Any:
        return self.parts.typed()

    def type_in(self, typed: Any) -> None:
        self.parts.type_in(typed or {})

    def value(self) -> Any:
        return self.parts.value() if self.parts.typed() else None

    def set_value(self, value: Any) -> None:
        if value is None:
            self.parts.type_in({})
        else:
            self.parts.set_value(value)

    def problems(self) -> list[InvalidMeasure]:
        return self.parts.problems()

    def show_problem(self, path: str, error: InvalidMeasure) -> None:
        if not self.parts.show_problem(path, error):
            super().show_problem(path, error)

    def clear_problem(self) -> None:
        super().clear_problem()
        self.parts.clear_problems()

    def controls(self) -> list[QWidget]:
        return self.parts.controls()


class _Row(QWidget):
    removed = Signal(object)

    def __init__(self, context: EntryContext, parts: Parts, what: str) -> None:
        super().__init__()
        self.parts = parts
        self.remove = QToolButton()
        self.remove.setIcon(context.theme.icon("x", "ink3"))
        self.remove.setToolTip(tr("Take this {what} out").format(what=what))
        self.remove.setAccessibleName(self.remove.toolTip())
        self.remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.remove.clicked.connect(lambda: self.removed.emit(self))
        top = context.theme.px(18)
        self.setLayout(line((parts, 1), column(top, self.remove, STRETCH), gap=context.theme.px(8)))

    def controls(self) -> list[QWidget]:
        return [*self.parts.controls(), self.remove]


class RowsField(EntryField):
    """Several nested values; rows left empty do not count.

    Args:
        what: one of them in the middle of a sentence, such as “promise”.
    """

    def __init__(
        self, context: EntryContext, name: str, what: str, of: type, spans: Mapping[str, int], make: MakeField
    ) -> None:
        super().__init__(context, name)
        self._of, self._spans, self._make, self._what = of, spans, make, what
        self.rows: list[_Row] = []
        self._stack = QVBoxLayout()
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(self.theme.px(8))
        self.add: QPushButton = button(tr("Add {what}").format(what=what), self.theme, "plus")
        self.add.clicked.connect(self._add_by_hand)
        self._place(box(column(self._stack, line(self.add, STRETCH), gap=self.theme.px(8))))

    def add_row(self) -> Parts:
        parts = Parts(self.context, self._of, self._spans, self._make)
        row = _Row(self.context, parts, self._what)
        parts.edited.connect(self.edited)
        parts.left.connect(self.left)
        row.removed.connect(self._remove)
        self.rows.append(row)
        self._stack.addWidget(row)
        put_before(self.add, row.controls())
        return parts

    def _add_by_hand(self) -> None:
        parts = self.add_row()
        self.rows[-1].show()  # at once, so that Tab finds what is in it
        parts.controls()[0].setFocus()
        self.touch()

    def _remove(self, row: _Row) -> None:
        self._drop(row)
        self.add.setFocus()
        self.touch()

    def _drop(self, row: _Row) -> None:
        self.rows.remove(row)
        self._stack.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _filled(self) -> Sequence[_Row]:
        return [row for row in self.rows if row.parts.typed()]

    def typed(self) -> Any:
        return [row.parts.typed() for row in self._filled()]

    def type_in(self, typed: Any) -> None:
        for row in list(self.rows):
            self._drop(row)
        for told in typed or []:
            self.add_row().type_in(told)
        self.clear_problem()

    def value(self) -> Any:
        values = []
        for at, row in enumerate(self._filled()):
            try:
                values.append(row.parts.value())
            except InvalidMeasure as error:
                raise InvalidMeasure(f"[{at}]{error.field}", error.message, error.hint) from error
        return tuple(values)

    def set_value(self, value: Any) -> None:
        self.type_in([])
        for told in value:
            self.add_row().set_value(told)

    def problems(self) -> list[InvalidMeasure]:
        return [
            InvalidMeasure(f"[{at}]{error.field}", error.message, error.hint)
            for at, row in enumerate(self._filled()) for error in row.parts.problems()
        ]

    def show_problem(self, path: str, error: InvalidMeasure) -> None:
        at, rest = split_path(path)
        filled = self._filled()
        if not (isinstance(at, int) and at < len(filled) and filled[at].parts.show_problem(rest, error)):
            super().show_problem(path, error)

    def clear_problem(self) -> None:
        super().clear_problem()
        for row in self.rows:
            row.parts.clear_problems()

    def controls(self) -> list[QWidget]:
        return [*(control for row in self.rows for control in row.controls()), self.add]
