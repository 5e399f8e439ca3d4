"""Checking a report: drop a PDF or choose one, and read whether it is ours, unaltered, and what the register says now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QStackedLayout, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.reports.check_words import headline, origins, verdicts
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, Item, Mark, box, button, column, label, line, rule
from cbm_tracker.desktop.widgets.own_keys import OwnKeys
from cbm_tracker.desktop.widgets.page_frame import PageFrame, reading_page
from cbm_tracker.desktop.widgets.plain_table import Heading, PlainTable
from cbm_tracker.desktop.widgets.progress_line import ProgressLine
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.report_check import Difference, ReportCheck, check_report

_LARGE_TEXT = 1.25  # factor above which the actions stand in two lines, and what differs in the text


class CheckPage(QWidget):
    """Ctrl+Return chooses a file, F5 checks it again, Ctrl+Shift+C copies what was found.

    Without `services` no register is asked, and Esc asks by `left` for the page before.
    """

    left = Signal()

    def __init__(self, theme: Theme, services: Services | None, tasks: TaskRunner, settings: Settings) -> None:
        super().__init__()
        self._theme, self._services, self._tasks, self._settings = theme, services, tasks, settings
        self.path: Path | None = None
        self.checked: ReportCheck | None = None
        self._words: list[str] = []
        self.choose_button = button(tr("Choose a PDF…"), theme, "folder-open", default=True, tip="Ctrl+Return")
        self.again_button = button(tr("Check again"), theme, "history", tip="F5")
        self.copy_button = button(tr("Copy"), theme, "copy", tip="Ctrl+Shift+C")
        self.back_button = button(tr("Back"), theme, tip=tr("Esc"))
        self.back_button.setVisible(services is None)
        self.progress = ProgressLine(theme)
        self.found = PageFrame("surface")
        self.differences = PlainTable(theme, tr("What differs"), [
            Heading(tr("Section"), 180), Heading(tr("The report says"), 300), Heading(tr("The register would say now"), 300),
        ], two_lines=True)
        self._differences = box(column((self.differences, 1), margins=(1, 1, 1, 1)), panel="inset")
        self.setAcceptDrops(True)
        self._lay_out()
        self.back_button.clicked.connect(self.left)
        self.choose_button.clicked.connect(self.choose)
        self.again_button.clicked.connect(self.check_again)
        self.copy_button.clicked.connect(self.copy)
        OwnKeys(self, self._wish_of)
        self._show_nothing()

    def _lay_out(self) -> None:
        theme = self._theme
        edge, inset = theme.px(24), theme.px(6)
        title, gap, margins = label(tr("Check a report"), "heading"), theme.px(8), (edge, theme.px(14), edge, theme.px(10))
        heading = box(
            column(line(title, STRETCH, self.choose_button),
                   line(self.back_button, STRETCH, self.again_button, self.copy_button, gap=gap), gap=gap, margins=margins)
            if theme.m.factor > _LARGE_TEXT else
            line(title, STRETCH, self.back_button, self.again_button, self.copy_button, self.choose_button, gap=gap, margins=margins),
            ground="surface",
        )
        below = box(column(rule(), (box(column((self._differences, 1), margins=(edge, theme.px(12), edge, theme.px(12)))), 1)),
                    ground="surface")
        self._below = below
        keys = label(tr("Ctrl+Return choose    F5 check again    Ctrl+Shift+C copy"), "small", wrap=True)
        self._foot = QStackedLayout()
        for part in (keys, self.progress):
            self._foot.addWidget(box(line((part, 1), margins=(edge, inset, theme.px(16), inset))))
        self.setLayout(column(heading, rule(), (self.found, 3), (below, 2), rule(), self._foot))

    def regions(self) -> list[QWidget]:
        """Return the parts that F6 goes through."""
        return [self.choose_button, self.found, *([self.differences] if self._below.isVisibleTo(self) else [])]

    # -------------------------------------------------- the file

    def choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Check a report"), self._settings.folder, tr("PDF report (*.pdf)"))
        if chosen:
            self.check(Path(chosen))

    def check_again(self) -> None:
        if self.path is not None:
            self.check(self.path)

    def check(self, path: Path) -> None:
        """Check a file beside the window; what is running already goes on."""
        if self.progress.is_busy:
            return
        self.path = path
        reports = self._services.reports if self._services is not None else None

        def work(progress: Progress) -> ReportCheck:
            return check_report(path, progress, reports)

        task = self._tasks.new(work)
        task.succeeded.connect(self._show)
        task.failed.connect(self._fail)
        task.cancelled.connect(self._show_nothing)
        self.progress.follow(task, tr("Checking {name}").format(name=path.name))
        task.finished.connect(self._enable)
        self._enable()
        task.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.check(path)

    # -------------------------------------------------- what was found

    def _show_nothing(self) -> None:
        self.checked = None
        said = tr("Drop a PDF here, or choose one.")
        more = tr("You will read whether it is a report of CBM Tracker, whether a bit of it was changed, whether this register issued it, "
                  "and whether the register would still say the same.") if self._services is not None else tr(
            "You will read whether it is a report of CBM Tracker, whether a bit of it was changed, and who signed it. "
            "With the register open that issued it, also whether that would still say the same.")
        self._put([label(said, "lead", wrap=True), label(more, "quiet", wrap=True)], [said])

    def _show(self, checked: ReportCheck) -> None:
        self.checked = checked
        theme = self._theme
        status, said = headline(checked)
        items: list[Item] = [
            line(Mark(theme, status, 20), (label(said, "lead", wrap=True, select=True), 1), gap=theme.px(10)),
            label(f"{checked.file.path}", "small", wrap=True, select=True), theme.px(8),
        ]
        words = [said, f"{checked.file.path}"]
        for verdict in verdicts(checked):
            told = column(label(verdict.question, "strong", wrap=True), label(verdict.answer, wrap=True, select=True), gap=theme.px(2))
            items.append(line(Mark(theme, verdict.status), (box(told), 1), gap=theme.px(10)))
            words.append(f"{verdict.question} {verdict.answer}")
        pairs = origins(checked)
        items += [theme.px(8), label(tr("What it was made from"), "section"), self._pairs(pairs)]
        words.extend(f"{name}: {value}" for name, value in pairs)
        is_large = theme.m.factor > _LARGE_TEXT
        if is_large and checked.differences:
            items += [theme.px(8), label(tr("What differs"), "section"), *self._told_apart(checked.differences)]
        self._put(items, words)
        self.differences.show_rows([(found.section, found.then, found.now) for found in checked.differences])
        self._below.setVisible(bool(checked.differences) and not is_large)

    def _told_apart(self, differences: Sequence[Difference]) -> list[Item]:
        """Return what differs as text, for where a table has no room."""
        return [
            column(label(found.section, "strong", wrap=True), self._pairs((
                (tr("The report says"), found.then), (tr("The register would say now"), found.now)
            )), gap=self._theme.px(2))
            for found in differences
        ]

    def _fail(self, error: BaseException) -> None:
        self.checked = None
        if not isinstance(error, CbmTrackerError):
            self._show_nothing()
            show_error(self, error)
            return
        told = label(error.message, "lead", wrap=True, select=True)
        items: list[Item] = [
            line(Mark(self._theme, "missed", 20), (told, 1), gap=self._theme.px(10)), label(error.hint, "quiet", wrap=True, select=True),
        ]
        self._put(items, [error.message, error.hint])

    def _put(self, items: Sequence[Item], words: list[str]) -> None:
        """Show these parts; a screen reader hears `words`, and they are what is copied."""
        theme = self._theme
        self._words = words
        edge = theme.px(24)
        content = column(*items, STRETCH, gap=theme.px(8), margins=(edge, theme.px(20), edge, theme.px(16)))
        self.found.put(reading_page(content, "\n".join(words)))
        self._below.hide()
        self._enable()

    def _pairs(self, pairs: Sequence[tuple[str, str]]) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.px(16))
        grid.setVerticalSpacing(self._theme.px(4))
        for at, (name, value) in enumerate(pairs):
            grid.addWidget(label(name, "label"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, wrap=True, select=True), at, 1)
        grid.setColumnStretch(1, 1)
        return box(grid)

    def _enable(self) -> None:
        idle = not self.progress.is_busy
        self._foot.setCurrentIndex(0 if idle else 1)
        self.choose_button.setEnabled(idle)
        self.again_button.setEnabled(idle and self.path is not None)
        self.copy_button.setEnabled(self.path is not None)

    def copy(self) -> None:
        """Put what was found on the clipboard, with what differs."""
        lines = list(self._words)
        if self.checked is not None:
            lines.extend("\t".join((found.section, found.then, found.now)) for found in self.checked.differences)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _wish_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        held, key = event.modifiers(), event.key()
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_Escape and self._services is None:
            return self.left.emit
        if key == Qt.Key.Key_F5 and held == Qt.KeyboardModifier.NoModifier:
            return self.check_again
        if key == Qt.Key.Key_Return and held == control:
            return self.choose
        if key == Qt.Key.Key_C and held == control | shift:
            return self.copy
        return None


def _dropped(data: QMimeData) -> Path | None:
    """Return the one file that is dropped; None where it is none or several."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return Path(files[0]) if len(files) == 1 else None
