"""What an office puts round its reports: running header and footer, and the emblem on the cover."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import size_in_words
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import STRETCH, button, column, label, line
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.report_templates import LONGEST_LINE, emblem_file, emblem_of_file


class LetterheadFields(QWidget):
    """`emblem` is the text that a request carries, "" for none."""

    changed = Signal()

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._theme, self._settings = theme, settings
        self.emblem = ""
        self.header, self.footer = QLineEdit(), QLineEdit()
        for field in (self.header, self.footer):
            field.setMaxLength(LONGEST_LINE)
            field.textChanged.connect(self.changed)
        self.choose_button = button(tr("Choose…"), theme, tip=tr("An SVG file, or a PNG file"))
        self.choose_button.setAccessibleName(tr("Choose the emblem"))
        self.clear_button = button(tr("Take away"), theme)
        self.clear_button.setAccessibleName(tr("Take the emblem away"))
        self.choose_button.clicked.connect(lambda: self.choose())
        self.clear_button.clicked.connect(lambda: self.show_emblem(""))
        self._picture = QLabel()
        self._picture.setFixedHeight(theme.px(40))
        self._told = label("", "small", wrap=True)
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        heading = label(tr("Emblem"), "label")
        heading.setBuddy(self.choose_button)
        gap = theme.px(10)
        self.setLayout(column(
            Labelled(theme, tr("Header"), self.header, hint=tr("Runs in the head of each page")),
            gap,
            Labelled(theme, tr("Footer"), self.footer, hint=tr("Runs in the foot of each page")),
            gap,
            heading, theme.px(4),
            line(self._picture, self.choose_button, self.clear_button, STRETCH, gap=theme.px(8)), theme.px(4),
            self._told, self._problem,
        ))
        self.show_emblem("")

    def choose(self, path: Path | None = None) -> None:
        """Take a file as the emblem; asks which, unless `path` says so."""
        if path is None:
            kinds = tr("Emblems (*.svg *.png)")
            chosen, _ = QFileDialog.getOpenFileName(self, tr("Choose the emblem"), self._settings.folder, kinds)
            if not chosen:
                return
            path = Path(chosen)
        try:
            self.show_emblem(emblem_of_file(path))
        except CbmTrackerError as error:
            self._say_problem(str(error))

    def show_emblem(self, emblem: str) -> None:
        self.emblem = emblem
        self._say_problem("")
        self.clear_button.setVisible(bool(emblem))
        shown = QPixmap()
        told = tr("Stands on the cover; SVG prints sharpest")
        if emblem:
            kind, data = emblem_file(emblem)
            told = tr("{kind}, {size}; stands on the cover").format(kind=kind, size=size_in_words(len(data)))
            shown.loadFromData(data)
        self._told.setText(told)
        self.choose_button.setAccessibleDescription(told)
        self._picture.setVisible(not shown.isNull())
        if not shown.isNull():
            side = QSize(self._theme.px(80), self._theme.px(40))
            self._picture.setPixmap(
                shown.scaled(side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))
        self.changed.emit()

    def _say_problem(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        if sentence:
            self.choose_button.setAccessibleDescription(sentence)
