"""A small editor that says which column of a table is what, and keeps it as a mapping file."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import Chooser, box, button, label, line, scrolled
from cbm_tracker.domain.summary import KIND_NAMES
from cbm_tracker.errors import NotWritable
from cbm_tracker.services.mappings import Mapping, TableLook, likely_targets, mapping_of, parts_missing, targets

_LEFT_OUT = ""
_MARKS = "; "


class MappingEditor(FramedDialog):
    """Accepted when the mapping is saved; `saved_path` says where."""

    def __init__(
        self, theme: Theme, services: Services, look: TableLook, folder: Path, *, kind: str = "exercise", name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, tr("Mapping of the columns"), parent, about=tr(
            "Say what each column becomes. The mapping is kept and used again for the next file with the same columns."
        ))
        self._services, self._look, self._folder = services, look, folder
        self.saved_path: Path | None = None
        self.name = QLineEdit(name)
        self._name = Labelled(theme, tr("Name of the mapping"), self.name)
        self.kind = Chooser(theme, ((key, tr(words)) for key, words in KIND_NAMES.items() if key != "state"))
        self.kind.choose(kind)
        self.order = Chooser(theme, (
            ("", tr("Year first, or not ambiguous")), ("dmy", tr("Day, month, year")), ("mdy", tr("Month, day, year")),
        ))
        self.missing = QLineEdit("-9; n/a")
        self.add(
            line((self._name, 3), (Labelled(theme, tr("Each line is"), self.kind), 2), gap=theme.px(12)),
            line(
                (Labelled(theme, tr("Dates are written"), self.order), 2),
                (Labelled(theme, tr("Not known is written"), self.missing, hint=tr("Separate several with ;")), 3),
                gap=theme.px(12),
            ),
        )
        self.choosers: dict[str, Chooser] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(1, 1)
        columns = scrolled(box(self._grid, ground="surface"), "surface")
        columns.setMinimumHeight(theme.px(200))
        self.add((columns, 1))
        self._list_columns()
        self.problem = label("", "error", wrap=True)
        self.save_button = button(tr("Save mapping"), theme, default=True)
        leave = button(tr("Cancel"), theme)
        self.finish_with(self.problem, leave, self.save_button)
        self.save_button.clicked.connect(self.save)
        leave.clicked.connect(self.reject)
        self.kind.currentIndexChanged.connect(self._offer)
        self._offer()
        self.resize_to(720, 620)

    def _list_columns(self) -> None:
        for at, words in enumerate((tr("Column"), tr("Such as"), tr("Becomes"))):
            self._grid.addWidget(label(words, "caption"), 0, at)
        for row, column in enumerate(self._look.columns, 1):
            name = label(column, "strong")
            name.setMaximumWidth(self.theme.px(200))
            examples = label(", ".join(text[:20] for text in self._look.examples(column, 2)), "small")
            examples.setMinimumWidth(self.theme.px(80))
            chooser = Chooser(self.theme)
            chooser.setAccessibleName(tr("{column} becomes").format(column=column))
            chooser.setMinimumWidth(self.theme.px(240))
            self.choosers[column] = chooser
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(examples, row, 1, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(chooser, row, 2)
        self._grid.setRowStretch(len(self._look.columns) + 1, 1)

    def _offer(self) -> None:
        """Offer the fields of the kind; a column named like a field begins with it."""
        kind = self.kind.value()
        offered = [(_LEFT_OUT, tr("is left out")), *((target.key, tr(target.label)) for target in targets(kind))]
        likely = likely_targets(self._look.columns, kind)
        for column, chooser in self.choosers.items():
            before = chooser.value()
            chooser.clear()
            for key, words in offered:
                chooser.addItem(words, key)
            chooser.choose(before or likely.get(column, _LEFT_OUT))

    def mapping(self) -> Mapping:
        """Return what the choices say."""
        return mapping_of(
            self.name.text().strip(), self.kind.value(), self._chosen(), order=self.order.value(), header=self._look.columns,
            missing=[mark.strip() for mark in self.missing.text().split(_MARKS.strip())],
        )

    def _chosen(self) -> list[tuple[str, str]]:
        return [(column, chooser.value()) for column, chooser in self.choosers.items() if chooser.value()]

    def save(self) -> None:
        """Keep the mapping; says beside what is missing what to do."""
        made = self.mapping()
        if not made.name:
            self._name.show_error(tr("Give the mapping a name, such as where the file comes from."))
            self.name.setFocus()
            return
        missing = parts_missing(self.kind.value(), self._chosen())
        if missing:
            names = ", ".join(tr(target.label) for target in missing)
            self.problem.setText(tr("Say too which column becomes: {names}.").format(names=names))
            return
        if not made.fields:
            self.problem.setText(tr("No column becomes anything yet. Choose a field for at least one."))
            return
        path = self._folder / f"{_file_name(made.name)}.toml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._services.exchange.save_mapping(made, path)
        except NotWritable as error:
            self.problem.setText(str(error))
            return
        except OSError as error:
            self.problem.setText(tr("{folder} cannot be made ({why}).").format(folder=self._folder, why=error.strerror or error))
            return
        self.saved_path = path
        self.accept()


def _file_name(name: str) -> str:
    """Return a name that any file system takes."""
    return re.sub(r"[^\w\-]+", "-", name).strip("-").lower()[:80] or "mapping"
