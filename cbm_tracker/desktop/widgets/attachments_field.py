"""The files kept with a record: those kept already, and those that will be kept when the form is saved."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog

from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.number_words import size_in_words
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, label, line
from cbm_tracker.desktop.widgets.listing import FactList
from cbm_tracker.domain.measures import LARGEST_ATTACHMENT, Attachment
from cbm_tracker.errors import InvalidMeasure


def files_of(dropped: QMimeData) -> list[Path]:
    """Return the local files among what is dropped."""
    return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]


class AttachmentsField(EntryField):
    def __init__(self, context: EntryContext, name: str) -> None:
        super().__init__(context, name)
        self._kept: list[Attachment] = []
        self._new: list[Path] = []
        self.attach_button = button(tr("Attach files…"), self.theme, "paperclip")
        self.remove_button = button(tr("Take out"), self.theme, tip="Delete")
        self.list = FactList(self.theme, name, tall=True)
        self.attach_button.clicked.connect(self._ask)
        self.remove_button.clicked.connect(lambda: self._remove(self.list.chosen()))
        self.list.forgotten.connect(self._remove)
        drop_hint = label(tr("or drop them on this form; each up to 100 MB"), "caption")
        buttons = line(self.attach_button, drop_hint, STRETCH, self.remove_button, gap=self.theme.px(10))
        self._place(box(column(self.list, buttons, gap=self.theme.px(6))), self.attach_button, self.list, self.remove_button)
        self.attach_button.setAccessibleName(tr("Attach files"))
        self.remove_button.setAccessibleName(tr("Take the chosen file out"))
        self._draw()

    def typed(self) -> Any:
        kept = [{"name": one.name, "sha256": one.sha256, "size": one.size, "media_type": one.media_type} for one in self._kept]
        return [*kept, *({"path": str(path)} for path in self._new)]

    def type_in(self, typed: Any) -> None:
        self._kept = [Attachment(**told) for told in typed if "sha256" in told]
        self._new = [Path(told["path"]) for told in typed if "path" in told]
        self._draw()
        self.clear_problem()

    def value(self) -> Any:
        """Return what is kept already; `new_files` are kept at saving. Raises InvalidMeasure where a file is gone."""
        for at, path in enumerate(self._new):
            if not path.is_file():
                field = f"[{len(self._kept) + at}]"
                said = tr("{name} is no longer where it was.").format(name=path.name)
                raise InvalidMeasure(field, said, tr("Take it out, or attach it again."))
        return tuple(self._kept)

    def new_files(self) -> tuple[Path, ...]:
        return tuple(self._new)

    def set_value(self, value: Any) -> None:
        self._kept, self._new = list(value), []
        self._draw()
        self.clear_problem()

    def attach(self, paths: Iterable[Path]) -> None:
        """Take files in; what cannot be attached is said and left out."""
        refused = ""
        for path in paths:
            if path.is_dir():
                refused = tr("{name} is a folder. Attach the files in it.").format(name=path.name)
            elif not path.is_file():
                refused = tr("{name} cannot be read. Choose another file.").format(name=path.name)
            elif path.stat().st_size > LARGEST_ATTACHMENT:
                size = size_in_words(path.stat().st_size)
                refused = tr("{name} is {size}, and a file may be up to 100 MB. Attach a smaller file.").format(name=path.name, size=size)
            elif path not in self._new:
                self._new.append(path)
        self._draw()
        self.touch()
        if refused:
            self._say(refused, wrong=True)

    def _ask(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, tr("Attach files"))
        if names:
            self.attach(Path(name) for name in names)

    def _remove(self, key: str) -> None:
        self._kept = [one for one in self._kept if one.sha256 != key]
        self._new = [path for path in self._new if str(path) != key]
        self._draw()
        self.touch()

    def _draw(self) -> None:
        rows = [
            FactRow(one.name, right=size_in_words(one.size), icon="paperclip", weight=400, key=one.sha256)
            for one in self._kept
        ]
        rows += [
            FactRow(path.name, right=tr("kept when saved"), icon="paperclip", weight=400, key=str(path)) for path in self._new
        ]
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self.remove_button.setVisible(bool(rows))
