"""The fields of a form in their sections: headings, the six-column grid, and what waits behind “More fields”."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from cbm_tracker.desktop.records.form_layouts import FORM_LAYOUTS, Section
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField
from cbm_tracker.desktop.widgets.field_kinds import make_field
from cbm_tracker.desktop.widgets.layout import STRETCH, Item, chip, column, label, line, rule
from cbm_tracker.desktop.widgets.six_columns import SixColumns
from cbm_tracker.domain.fields import field_spec
from cbm_tracker.domain.measures import RECORD_CLASSES


class _SectionView(QWidget):
    def __init__(self, context: EntryContext, cls: type, section: Section, parent: QWidget) -> None:
        super().__init__(parent)  # from the outside in: each widget that changes its parent is styled anew with all it holds
        theme = context.theme
        self.always = {key for key, _ in section.fields}
        self.more: QToolButton | None = None
        note = [label(tr(section.note), "caption")] if section.note else []
        if section.more:
            self.more = chip(tr("More fields"), theme)
            self.more.setAccessibleName(tr("More fields: {section}").format(section=tr(section.title)))
            self.more.toggled.connect(self.show_more)
        buttons = [self.more] if self.more else []
        self.grid = SixColumns(theme, self)
        head = line(label(tr(section.title), "lead"), STRETCH, *note, *buttons, gap=theme.px(10))
        self.setLayout(column(head, self.grid, gap=theme.px(8)))
        self.fields: dict[str, EntryField] = {}
        for key, span in (*section.fields, *section.more):
            self.fields[key] = make_field(context, field_spec(cls, key))
            self.grid.add(self.fields[key], span)
        if section.bare:
            self.fields[section.fields[0][0]].hide_name()
        self.show_more(False)

    def show_more(self, wished: bool) -> None:
        shown: set[QWidget] = {
            field for key, field in self.fields.items() if wished or key in self.always or field.typed() or field.has_problem()
        }
        self.grid.show_only(shown)


class FormSections(QWidget):
    """All fields of a kind of record, by key. `edited` and `left` carry the key."""

    edited = Signal(str)
    left = Signal(str)

    def __init__(self, context: EntryContext, kind: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._views = [_SectionView(context, RECORD_CLASSES[kind], section, self) for section in FORM_LAYOUTS[kind]]
        self.fields: dict[str, EntryField] = {key: field for view in self._views for key, field in view.fields.items()}
        for key, field in self.fields.items():
            field.setProperty("key", key)
            field.edited.connect(self._pass_edited)
            field.left.connect(self._pass_left)
        items: list[Item] = []
        for at, view in enumerate(self._views):
            items.extend([rule(), view] if at else [view])
        edge = context.theme.px(24)
        gap = context.theme.px(14)
        self.setLayout(column(*items, STRETCH, gap=gap, margins=(edge, context.theme.px(8), edge, gap)))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _pass_edited(self) -> None:
        self.edited.emit(self.sender().property("key"))

    def _pass_left(self) -> None:
        self.left.emit(self.sender().property("key"))

    def chain(self) -> list[QWidget]:
        """Return what takes the focus in the order of reading; the first section's “More fields” comes after its fields."""
        chain: list[QWidget] = []
        for view in self._views:
            controls = [control for field in view.fields.values() for control in field.controls()]
            more = [view.more] if view.more else []
            chain.extend([*controls, *more] if view is self._views[0] else [*more, *controls])
        return chain

    def typed(self) -> dict[str, Any]:
        return {key: field.typed() for key, field in self.fields.items()}

    def type_in(self, typed: Mapping[str, Any]) -> None:
        for key, told in typed.items():
            if key in self.fields:
                self.fields[key].type_in(told)
        self.show_filled()

    def set_values(self, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            if key in self.fields:
                self.fields[key].set_value(value)
        self.show_filled()

    def show_filled(self) -> None:
        """Show what was behind “More fields” and holds something, or has a problem."""
        for view in self._views:
            view.show_more(view.more is not None and view.more.isChecked())

    def show_field(self, key: str) -> None:
        """Show a field that stands behind “More fields”."""
        for view in self._views:
            if key in view.fields and key not in view.always and view.more is not None:
                view.more.setChecked(True)

    def first_control(self) -> QWidget:
        return next(iter(self.fields.values())).controls()[0]
