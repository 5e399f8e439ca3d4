"""The reports page: what to issue at the left, the PDF at the right, what was issued below."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox, QSplitter, QStackedLayout, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.date_words import instant_in_words, period_in_words
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.reports.preview_pane import PreviewPane
from cbm_tracker.desktop.reports.request_form import RequestForm
from cbm_tracker.desktop.reports.subject import Subject
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, label, line, rule, scrolled
from cbm_tracker.desktop.widgets.listing import FactList
from cbm_tracker.desktop.widgets.own_keys import OwnKeys
from cbm_tracker.desktop.widgets.progress_line import ProgressLine
from cbm_tracker.services.changes import Change
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.reports import Issued, PastReport, ReportRequest

_SPLITTER = "reports"
_LARGE_TEXT = 1.5  # factor above which the left side is one page to scroll


class ReportsPage(QWidget):
    """F5 draws a preview, Ctrl+Return issues, Ctrl+P prints."""

    def __init__(self, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, signals: ChangeSignals) -> None:
        super().__init__()
        self._theme, self._services, self._tasks, self._settings = theme, services, tasks, settings
        self._written: Path | None = None
        self._reports: dict[str, PastReport] = {}
        self._is_preview = False
        self.form = RequestForm(theme, services, settings)
        self.preview = PreviewPane(theme)
        self.progress = ProgressLine(theme)
        self.issued = FactList(theme, tr("Reports issued"), tall=theme.m.factor > _LARGE_TEXT)
        self.done_line = label("", "small", wrap=True, select=True)
        self.folder_button = button(tr("Open folder"), theme, "folder-open")
        self.print_issued_button = button(tr("Print…"), theme, "printer")
        self.preview_button = button(tr("Preview"), theme, "eye", tip="F5")
        self.issue_button = button(tr("Issue…"), theme, "file-text", default=True, tip="Ctrl+Return")
        self._empty_issued = label(tr("No report is issued yet."), "small")
        self._lay_out()
        self._connect(signals)
        OwnKeys(self, self._wish_of)
        self.refresh()

    def _lay_out(self) -> None:
        theme = self._theme
        edge = theme.px(24)
        left = self._left_side(edge)
        left.setMinimumWidth(theme.px(250))
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.setChildrenCollapsible(False)
        self._columns.addWidget(left)
        self._columns.addWidget(self.preview)
        self._columns.setStretchFactor(1, 1)
        self._columns.setSizes(self._settings.splitters.get(_SPLITTER) or [theme.px(376), theme.px(624)])
        inset = theme.px(6)
        self._foot = QStackedLayout()
        self._foot.addWidget(box(line((self.done_line, 1), self.folder_button, self.print_issued_button,
                                      margins=(edge, inset, theme.px(16), inset))))
        self._foot.addWidget(box(line((self.progress, 1), margins=(edge, inset, theme.px(16), inset))))
        self._say_keys()
        self.setLayout(column((self._columns, 1), rule(), self._foot))

    def _left_side(self, edge: int) -> QWidget:
        """What to issue and what was: parted by a splitter, or one long page where the text is large."""
        theme = self._theme
        heading = line(label(tr("Reports"), "heading"), margins=(edge, theme.px(16), edge, theme.px(8)))
        form = box(column(self.form, margins=(edge, theme.px(4), edge, theme.px(12))), ground="surface")
        actions = line(STRETCH, self.preview_button, self.issue_button, gap=theme.px(8),
                       margins=(edge, theme.px(10), edge, theme.px(10)))
        issued = box(column(
            line(label(tr("Reports issued"), "section"), margins=(edge, theme.px(12), edge, theme.px(4))),
            line(self._empty_issued, margins=(edge, 0, edge, theme.px(12))),
            line((self.issued, 1), margins=(theme.px(12), 0, theme.px(12), 0)), STRETCH,
        ), ground="surface")
        if theme.m.factor > _LARGE_TEXT:
            return scrolled(box(column(heading, form, actions, rule(), issued), ground="surface"), "surface")
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.addWidget(box(column(heading, (scrolled(form, "surface"), 1), rule(), actions, rule()), ground="surface"))
        left.addWidget(issued)
        left.setStretchFactor(0, 1)
        left.setSizes([theme.px(600), theme.px(150)])
        return left

    def _say_keys(self) -> None:
        self.done_line.setText(tr("F5 preview    Ctrl+Return issue    Ctrl+P print"))
        for action in (self.folder_button, self.print_issued_button):
            action.hide()

    def _connect(self, signals: ChangeSignals) -> None:
        self._columns.splitterMoved.connect(self._keep_widths)
        self.preview_button.clicked.connect(self.draw_preview)
        self.preview.preview_wished.connect(self.draw_preview)
        self.issue_button.clicked.connect(lambda: self.issue())
        self.preview.print_wished.connect(self.print_shown)
        self.print_issued_button.clicked.connect(self.print_shown)
        self.folder_button.clicked.connect(self._open_folder)
        self.issued.opened.connect(self.show_again)
        signals.changed.connect(self._note_change)

    # -------------------------------------------------- what was issued

    def refresh(self) -> None:
        """Read what was issued."""
        self._reports = {report.number: report for report in self._services.reports.issued()}
        self.issued.show_rows([
            FactRow(
                title=tr_count("{number}, {pages} page", "{number}, {pages} pages", report.pages).format(
                    number=report.number, pages=count_in_words(report.pages)),
                facts=f"{tr(report.kind_name)}, " + period_in_words(
                    report.request.from_on.isoformat(), report.request.to_on.isoformat(), ""),
                right=instant_in_words(report.issued_at).partition(",")[0],
                below_right=f"{report.sha256[:4]} {report.sha256[4:8]}",
                room=96, key=report.number,
            )
            for report in self._reports.values()
        ])
        self._empty_issued.setVisible(not self._reports)
        self.issued.setVisible(bool(self._reports))

    def _note_change(self, change: object) -> None:
        self.refresh()
        self.form.templates.refresh()
        if isinstance(change, Change) and change.operation == "template":
            return
        if self._is_preview and self.preview.view.pages is not None:
            self.preview.show_about(tr("Preview of before the last change; F5 draws it again"))

    def begin(self, subject: Subject) -> None:
        """Fill the form for a report about a record, a State or an agreement."""
        self.form.show_subject(subject)

    # -------------------------------------------------- preview

    def draw_preview(self) -> None:
        """Draw what would be issued; nothing of it stays on disk."""
        request = None if self.progress.is_busy else self.form.request()
        if request is not None:
            self._draw(request, self._show_preview)

    def show_again(self, number: str) -> None:
        """Draw a report as it was asked for when it was issued, and say whether it is still the same."""
        if not self.progress.is_busy:
            self._again = self._reports[number]
            self.form.show_request(self._again.request)
            self._draw(self._again.request, self._show_drawn_again)

    def _draw(self, request: ReportRequest, then: Callable[..., None]) -> None:
        reports = self._services.reports

        def work(progress: Progress) -> tuple[Issued, bytes]:
            with tempfile.TemporaryDirectory(prefix="cbm-tracker-preview-") as folder:
                drawn = reports.preview(request, Path(folder, "preview.pdf"), progress)
                return drawn, drawn.path.read_bytes()

        self._run(work, then, tr("Drawing the preview"))

    def _show_preview(self, outcome: tuple[Issued, bytes]) -> None:
        drawn, data = outcome
        self._is_preview = True
        self.preview.show_document(data, tr("Preview"), tr("Not issued; it would be report {number}").format(number=drawn.number))
        self.preview.view.setFocus()

    def _show_drawn_again(self, outcome: tuple[Issued, bytes]) -> None:
        drawn, data = outcome
        self._is_preview = drawn.sha256 != self._again.sha256
        if self._is_preview:
            about = tr("The register has changed since report {number} was issued; this is what it would say now")
        else:
            about = tr_count("As issued, {pages} page", "As issued, {pages} pages", drawn.pages)
        about = about.format(number=self._again.number, pages=count_in_words(drawn.pages))
        title = tr("Preview") if self._is_preview else tr("Report {number}").format(number=self._again.number)
        self.preview.show_document(data, title, about)
        self.preview.view.setFocus()

    # -------------------------------------------------- issue

    def issue(self, path: Path | None = None) -> None:
        """Write the report and note it; asks where, unless `path` says so."""
        request = None if self.progress.is_busy else self.form.request()
        if request is None:
            return
        target = path or self._ask_where(request)
        if target is None:
            return
        reports = self._services.reports

        def work(progress: Progress) -> tuple[Issued, bytes]:
            issued = reports.print_pdf(request, target, progress)
            return issued, issued.path.read_bytes()

        self._run(work, self._show_issued, tr("Issuing the report"))

    def _ask_where(self, request: ReportRequest) -> Path | None:
        name = f"{self._services.path.stem} {request.from_on.isoformat()} {request.to_on.isoformat()}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Issue the report"), str(Path(self._settings.folder, name)), tr("PDF report (*.pdf)")
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(".pdf")

    def _show_issued(self, outcome: tuple[Issued, bytes]) -> None:
        issued, data = outcome
        self._is_preview = False
        self._written = issued.path
        pages = tr_count("{pages} page, fingerprint {sign}", "{pages} pages, fingerprint {sign}", issued.pages).format(
            pages=count_in_words(issued.pages), sign=f"{issued.sha256[:4]} {issued.sha256[4:8]}")
        self.preview.show_document(data, tr("Report {number}").format(number=issued.number), pages)
        self.done_line.setText(tr("Report {number} written to {path}").format(number=issued.number, path=issued.path))
        self.done_line.setToolTip(f"SHA-256 {issued.sha256}")
        self.folder_button.show()
        self.print_issued_button.show()
        self.refresh()
        self.issued.choose(issued.number)
        self.folder_button.setFocus()

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    # -------------------------------------------------- print

    def print_shown(self) -> None:
        """Put the document that is shown on paper."""
        from cbm_tracker.desktop.reports.printing import ask_for_printer, print_pages

        pages = self.preview.view.pages
        if pages is None or self.progress.is_busy or (self._is_preview and not self._ask_print_preview()):
            return
        printer = ask_for_printer(self, pages, self.preview.title())
        if printer is not None:
            self._run(lambda progress: print_pages(pages, printer, progress), self._show_printed, tr("Printing"))

    def _ask_print_preview(self) -> bool:
        message = QMessageBox(
            QMessageBox.Icon.Question, tr("Print the preview"), tr("This is a preview; it is not among the reports issued."),
            QMessageBox.StandardButton.NoButton, self,
        )
        message.setInformativeText(tr("Print it to read it, or issue it first and print that."))
        chosen = message.addButton(tr("Print the preview"), QMessageBox.ButtonRole.AcceptRole)
        message.addButton(tr("Keep it on screen"), QMessageBox.ButtonRole.RejectRole)
        message.exec()
        return message.clickedButton() is chosen

    def _show_printed(self, count: int) -> None:
        self.preview.show_about(tr_count(
            "{count} page sent to the printer", "{count} pages sent to the printer", count).format(count=count_in_words(count)))

    # -------------------------------------------------- work

    def _run(self, work: Callable[[Progress], object], then: Callable[..., None], doing: str) -> None:
        task = self._tasks.new(work)
        self._then = then
        task.succeeded.connect(self._succeed)
        task.failed.connect(self._fail)
        task.finished.connect(self._end)
        self.progress.follow(task, doing)
        self._say_keys()
        self._foot.setCurrentIndex(1)
        for action in (self.preview_button, self.issue_button, self.preview.print_button):
            action.setEnabled(False)
        task.start()

    def _succeed(self, outcome: object) -> None:
        self._then(outcome)

    def _fail(self, error: BaseException) -> None:
        show_error(self, error)

    def _end(self) -> None:
        self._foot.setCurrentIndex(0)
        for action in (self.preview_button, self.issue_button, self.preview.print_button):
            action.setEnabled(True)

    # -------------------------------------------------- keys

    def _wish_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        held, key = event.modifiers(), event.key()
        if key == Qt.Key.Key_F5 and held == Qt.KeyboardModifier.NoModifier:
            return self.draw_preview
        if held == Qt.KeyboardModifier.ControlModifier:
            return {Qt.Key.Key_Return: self.issue, Qt.Key.Key_P: self.print_shown}.get(Qt.Key(key))
        return None

    def _keep_widths(self) -> None:
        self._settings.splitters[_SPLITTER] = self._columns.sizes()
        self._settings.save()
