"""The page shown while no register is open: new, open, rehearse, and the recent ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from cbm_tracker import __version__
from cbm_tracker.desktop.date_words import day_in_words
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, box, column, label, line, picture, scrolled
from cbm_tracker.desktop.widgets.listing import FactList

_NARROW = 640  # pixels at 100 %: in less, what one may begin with stands above the recent registers


class StartPage(QWidget):
    """`wanted` carries new_register, open_register, rehearse or check_report; `register_chosen` the path of a recent register."""

    wanted = Signal(str)
    register_chosen = Signal(str)

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._theme, self._settings = theme, settings
        self.begin = FactList(theme, tr("Begin"), tall=True, one_click=True)
        self.begin.show_rows([
            FactRow(tr("New register"), tr("Choose your State and a place for the file"), right="Ctrl+N", icon="file-plus-2",
                    token="ink3", key="new_register"),
            FactRow(tr("Open a register"), tr("From this computer or a drive"), right="Ctrl+O", icon="folder-open", token="ink3",
                    key="open_register"),
            FactRow(tr("Rehearse"), tr("An invented year to practise on, marked EXERCISE everywhere"), right="Ctrl+Shift+E",
                    icon="graduation-cap", token="ink3", key="rehearse"),
            FactRow(tr("Check a report"), tr("A PDF somebody sent: is it unaltered, who signed it"), right="Ctrl+Shift+K", icon="check",
                    token="ink3", key="check_report"),
        ])
        self.begin.setCurrentIndex(self.begin.rows.index(0, 0))
        self.begin.opened.connect(self.wanted)
        self.recent = FactList(theme, tr("Recent registers"), tall=True, one_click=True)
        self.recent.opened.connect(self._choose)
        self.recent.forgotten.connect(self._forget)
        pad = theme.px(12)
        name = column(label("CBM Tracker", "display"), label(tr("A register of confidence-building measures."), "quiet"),
                      gap=theme.px(4), margins=(pad, 0, 0, theme.px(32)))
        left = box(column(_block(theme, tr("Begin"), "", self.begin), STRETCH))
        right = box(column(_block(theme, tr("Recent registers"), tr("Del forgets an entry, never a file"), self.recent), STRETCH))
        left.setMaximumWidth(theme.px(460))
        right.setMaximumWidth(theme.px(480))
        promise = line(picture(theme, "hard-drive"), label(tr("Works without a network. Your register is one file, and it stays where "
                                                             "you put it."), "caption", wrap=True),
                       gap=theme.px(10), margins=(pad, theme.px(28), 0, 0))
        self._blocks = line((left, 1), (right, 1), gap=theme.px(40))
        whole = box(column(name, self._blocks, promise))
        whole.setMaximumWidth(theme.px(980))
        foot = line(label(tr("Version {version}").format(version=__version__), "caption"), STRETCH,
                    margins=(theme.px(24), 0, theme.px(24), theme.px(14)))
        self.setProperty("ground", "surface")
        inner = box(column(STRETCH, line((whole, 1), margins=(theme.px(40), 0, theme.px(40), 0)), STRETCH, STRETCH, foot), ground="surface")
        self.setLayout(column((scrolled(inner, "surface"), 1)))
        self.show_recent()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_NARROW)
        self._blocks.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_recent(self) -> None:
        rows = []
        for name in self._settings.recent:
            path = Path(name)
            there = path.exists()
            when = day_in_words(datetime.fromtimestamp(path.stat().st_mtime, UTC).date()) if there else ""
            facts = str(path.parent) if there else tr("{folder} does not hold it now").format(folder=path.parent)
            rows.append(FactRow(path.name, facts, right=when, icon="notebook-tabs" if there else "circle-help", key=name, token="ink3"))
        self.recent.show_rows(rows or [FactRow(tr("None yet"), weight=400)])

    def _choose(self, name: str) -> None:
        if name:
            self.register_chosen.emit(name)

    def _forget(self, name: str) -> None:
        self._settings.forget(name)
        self.show_recent()


def _block(theme: Theme, title: str, aside: str, rows: FactList) -> QFrame:
    pad = theme.px(12)
    return box(column(line(label(title, "section"), STRETCH, label(aside, "caption"), margins=(pad, 0, pad, theme.px(4))), rows))
