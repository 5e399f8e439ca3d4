"""The reports page: what to issue at the left, the PDF at the right, what was issued below."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QMessageBox, QSplitter, QStackedLayout, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.reports.issued_reports import IssuedReports, short_fingerprint
from cbm_tracker.desktop.reports.preview_pane import PreviewPane
from cbm_tracker.desktop.reports.request_form import RequestForm
from cbm_tracker.desktop.reports.subject import Subject
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, label, line, rule, scrolled
from cbm_tracker.desktop.widgets.list_and_detail import ListAndDetail
from cbm_tracker.desktop.widgets.own_keys import OwnKeys
from cbm_tracker.desktop.widgets.progress_line import ProgressLine
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.changes import Change
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.reports import Issued, PastReport, ReportRequest, SigningKey

_NARROW = 680  # pixels at 100 %: in less the preview takes the place of the form
_LARGE_TEXT = 1.5  # factor above which the left side is one page to scroll


class ReportsPage(QWidget):
    """F5 draws a preview, Esc leaves it, Ctrl+Return issues, Ctrl+P prints; `check_wished` asks for the page that checks a report."""

    check_wished = Signal()

    def __init__(self, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, signals: ChangeSignals) -> None:
        super().__init__()
        self._theme, self._services, self._tasks, self._settings = theme, services, tasks, settings
        self._written: Path | None = None
        self._reports: dict[str, PastReport] = {}
        self._is_preview = False
        self.form = RequestForm(theme, services, settings)
        self.preview = PreviewPane(theme)
        self.progress = ProgressLine(theme)
        self.issued = IssuedReports(theme, tall=theme.m.factor > _LARGE_TEXT)
        self.receipt = QCheckBox(tr("Receipt"))
        self.receipt.setToolTip(tr("Writes number, hashes and state of the register beside the PDF, to keep or to send by another way"))
        self.sign = QCheckBox(tr("Sign the report"))
        self.sign.setToolTip(tr("Asks for the key when the report is issued"))
        self.done_line = label("", "small", wrap=True, select=True)
        self.folder_button = button(tr("Open folder"), theme, "folder-open")
        self.print_issued_button = button(tr("Print…"), theme, "printer")
        self.preview_button = button(tr("Preview"), theme, "eye", tip="F5")
        self.check_button = button(tr("Check a report"), theme, "check", tip="Ctrl+Shift+K")
        self.issue_button = button(tr("Issue…"), theme, "file-text", default=True, tip="Ctrl+Return")
        self._lay_out()
        self._connect(signals)
        OwnKeys(self, self._wish_of)
        self.refresh()

    def _lay_out(self) -> None:
        theme = self._theme
        edge = theme.px(24)
        self._columns = ListAndDetail(theme, self._settings, "reports", self._left_side(edge), self.preview, (376, 624), _NARROW)
        self._columns.setStretchFactor(0, 0)
        inset = theme.px(6)
        self._foot = QStackedLayout()
        margins = (edge, inset, theme.px(16), inset)
        self._foot.addWidget(box(
            column(self.done_line, line(self.folder_button, self.print_issued_button, STRETCH), gap=inset, margins=margins)
            if theme.m.factor > _LARGE_TEXT else
            line((self.done_line, 1), self.folder_button, self.print_issued_button, margins=margins)
        ))
        self._foot.addWidget(box(line((self.progress, 1), margins=margins)))
        self._say_keys()
        self.setLayout(column((self._columns, 1), rule(), self._foot))

    def _left_side(self, edge: int) -> QWidget:
        """What to issue and what was: parted by a splitter, or one long page where the text is large."""
        theme = self._theme
        heading = line(label(tr("Reports"), "heading"), STRETCH, self.check_button, margins=(edge, theme.px(16), edge, theme.px(8)))
        form = box(column(self.form, margins=(edge, theme.px(4), edge, theme.px(12))), ground="surface")
        boxes = FlowLayout(theme.px(12))
        boxes.setContentsMargins(0, 0, 0, 0)
        for box_of_issue in (self.sign, self.receipt):
            boxes.addWidget(box_of_issue)
        actions = column(boxes, line(STRETCH, self.preview_button, self.issue_button, gap=theme.px(8)), gap=theme.px(8),
                         margins=(edge, theme.px(10), edge, theme.px(10)))
        issued = box(column((self.issued, 1)), ground="surface")
        if theme.m.factor > _LARGE_TEXT:
            return scrolled(box(column(heading, form, actions, rule(), issued), ground="surface"), "surface")
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.addWidget(box(column(heading, (scrolled(form, "surface"), 1), rule(), actions, rule()), ground="surface"))
        left.addWidget(issued)
        left.setStretchFactor(0, 1)
        left.setSizes([theme.px(580), theme.px(170)])
        return left

    def _say_keys(self) -> None:
        self.done_line.setText(tr("F5 preview    Ctrl+Return issue    Ctrl+P print"))
        for action in (self.folder_button, self.print_issued_button):
            action.hide()

    def _connect(self, signals: ChangeSignals) -> None:
        self.check_button.clicked.connect(self.check_wished)
        self._columns.detail_stands_alone.connect(self.preview.back_button.setVisible)
        self.preview.left.connect(self.back_to_form)
        self.preview_button.clicked.connect(self.draw_preview)
        self.preview.preview_wished.connect(self.draw_preview)
        self.issue_button.clicked.connect(lambda: self.issue())
        self.preview.print_wished.connect(self.print_shown)
        self.print_issued_button.clicked.connect(self.print_shown)
        self.folder_button.clicked.connect(self._open_folder)
        self.issued.shown.connect(self.show_again)
        self.issued.written_again.connect(lambda number: self.write_again(number))
        self.issued.corrected.connect(self.correct)
        signals.changed.connect(self._note_change)

    # -------------------------------------------------- what was issued

    def refresh(self) -> None:
        """Read what was issued."""
        self._reports = {report.number: report for report in self._services.reports.issued()}
        self.issued.show_reports(tuple(self._reports.values()))

    def _note_change(self, change: object) -> None:
        if isinstance(change, Change) and change.operation == "template":
            self.form.templates.refresh()
            return
        if self._is_preview and self.preview.view.pages is not None:
            self.preview.show_about(tr("Preview of before the last change; F5 draws it again"))

    def regions(self) -> list[QWidget]:
        """Return the parts that F6 goes through."""
        parts: tuple[QWidget, ...] = (self.form.templates.chooser, self.issued.list, self.preview.view)
        return [part for part in parts if part.isVisibleTo(self)]

    def begin(self, subject: Subject) -> None:
        """Fill the form for a report about a record, a State or an agreement."""
        self._columns.back_to_list()
        self.form.show_subject(subject)

    # -------------------------------------------------- preview

    def draw_preview(self) -> None:
        """Draw what would be issued; nothing of it stays on disk."""
        request = None if self.progress.is_busy else self.form.request()
        if request is not None:
            self._draw_request(replace(request, signed=self.sign.isChecked()))

    def show_again(self, number: str) -> None:
        """Draw a report as it went out, from what the register knew then."""
        if self.progress.is_busy:
            return
        self._again = self._reports[number]
        if self._again.request.kind in self._services.reports.kinds():
            self.form.show_request(self._again.request)
            self.sign.setChecked(self._again.request.signed)
        reports = self._services.reports
        self._draw(lambda path, progress: reports.remake(number, path, progress), self._show_drawn_again)

    def _draw(self, make: Callable[[Path, Progress], Issued], then: Callable[..., None]) -> None:
        def work(progress: Progress) -> tuple[Issued, bytes]:
            with tempfile.TemporaryDirectory(prefix="cbm-tracker-preview-") as folder:
                drawn = make(Path(folder, "preview.pdf"), progress)
                return drawn, drawn.path.read_bytes()

        self._run(work, then, tr("Drawing the preview"))

    def _draw_request(self, request: ReportRequest) -> None:
        reports = self._services.reports
        self._draw(lambda path, progress: reports.preview(request, path, progress), self._show_preview)

    def _show_preview(self, outcome: tuple[Issued, bytes]) -> None:
        drawn, data = outcome
        self._is_preview = True
        self.preview.show_document(data, tr("Preview"), tr("Not issued; it would be report {number}").format(number=drawn.number))
        self._enter_preview()

    def _show_drawn_again(self, outcome: tuple[Issued, bytes]) -> None:
        drawn, data = outcome
        self._is_preview = False
        about = tr_count("As issued, {pages} page", "As issued, {pages} pages", drawn.pages).format(pages=count_in_words(drawn.pages))
        title = tr("Report {number}").format(number=drawn.number)
        self.preview.show_document(data, title, f"{about}. {drawn.remark}" if drawn.remark else about)
        self._enter_preview()

    def _enter_preview(self) -> None:
        """Go to the pages; in a narrow window they take the place of the form."""
        self._columns.enter_detail()
        self.preview.view.setFocus()

    def back_to_form(self) -> None:
        self._columns.back_to_list()
        (self.form.focusWidget() or self.form.kind).setFocus()

    # -------------------------------------------------- issue

    def issue(self, path: Path | None = None) -> None:
        """Write the report and note it; asks where, unless `path` says so."""
        request = None if self.progress.is_busy else self.form.request()
        if request is not None:
            self._issue(request, path)

    def _issue(self, request: ReportRequest, path: Path | None = None) -> None:
        key = self._ask_key() if self.sign.isChecked() else None
        if key is None and self.sign.isChecked():
            return
        target = path or self._ask_where(tr("Issue the report"), _file_name(self._services.path.stem, request))
        if target is None:
            return
        reports, receipt = self._services.reports, self.receipt.isChecked()
        self._write(lambda progress: reports.print_pdf(request, target, progress, receipt=receipt, signing=key), self._show_issued)

    def _ask_key(self) -> SigningKey | None:
        """Return the key to sign with; None where nobody signs after all."""
        from cbm_tracker.desktop.reports.signing_dialog import SigningDialog

        dialog = SigningDialog(self._theme, self._tasks, self._settings, self)
        dialog.exec()
        dialog.deleteLater()  # and with it what was typed
        return dialog.key

    def write_again(self, number: str, path: Path | None = None) -> None:
        """Write a report that was issued once more: the same bytes; asks where, unless `path` says so."""
        if self.progress.is_busy or number not in self._reports:
            return
        target = path or self._ask_where(tr("Write the report again"), _file_name(self._services.path.stem, self._reports[number].request))
        if target is None:
            return
        reports, receipt = self._services.reports, self.receipt.isChecked()
        self._write(lambda progress: reports.remake(number, target, progress, receipt=receipt), self._show_written_again)

    def correct(self, number: str) -> None:
        """Ask whether a corrigendum of a report is to be looked at first, or issued."""
        if self.progress.is_busy:
            return
        try:
            request = self._services.reports.correction_of(number, self._services.desk.now())
        except CbmTrackerError as error:
            show_error(self, error)
            return
        message = QMessageBox(
            QMessageBox.Icon.Question, tr("Corrigendum"), tr("Issue a corrigendum of report {number}?").format(number=number),
            QMessageBox.StandardButton.NoButton, self,
        )
        message.setInformativeText(tr("It goes to the same recipient and tells, old beside new, what the register says otherwise now."))
        look = message.addButton(tr("Preview"), QMessageBox.ButtonRole.ActionRole)
        issue = message.addButton(tr("Issue…"), QMessageBox.ButtonRole.AcceptRole)
        message.addButton(tr("Not now"), QMessageBox.ButtonRole.RejectRole)
        message.setDefaultButton(look)
        message.exec()
        if message.clickedButton() is look:
            self._draw_request(request)
        elif message.clickedButton() is issue:
            self._issue(request)

    def _write(self, make: Callable[[Progress], Issued], then: Callable[..., None]) -> None:
        def work(progress: Progress) -> tuple[Issued, bytes]:
            written = make(progress)
            return written, written.path.read_bytes()

        self._run(work, then, tr("Issuing the report"))

    def _ask_where(self, title: str, name: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path(self._settings.folder, name)), tr("PDF report (*.pdf)"))
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(".pdf")

    def _show_issued(self, outcome: tuple[Issued, bytes]) -> None:
        issued, data = outcome
        self._is_preview = False
        self._written = issued.path
        pages = tr_count("{pages} page, fingerprint {sign}", "{pages} pages, fingerprint {sign}", issued.pages).format(
            pages=count_in_words(issued.pages), sign=short_fingerprint(issued.fingerprint))
        self.preview.show_document(data, tr("Report {number}").format(number=issued.number), pages)
        self._say_written(issued, tr("Report {number} written to {path}"))
        self.refresh()
        self.issued.list.choose(issued.number)
        self.folder_button.setFocus()

    def _show_written_again(self, outcome: tuple[Issued, bytes]) -> None:
        self._show_drawn_again(outcome)
        self._written = outcome[0].path
        self._say_written(outcome[0], tr("Report {number} written again to {path}"))

    def _say_written(self, written: Issued, words: str) -> None:
        self.done_line.setText(words.format(number=written.number, path=written.path))
        self.done_line.setToolTip(f"SHA-256 {written.sha256}")
        self.folder_button.show()
        self.print_issued_button.show()

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
        self._offer(False)
        task.start()

    def _succeed(self, outcome: object) -> None:
        self._then(outcome)

    def _fail(self, error: BaseException) -> None:
        show_error(self, error)

    def _end(self) -> None:
        self._foot.setCurrentIndex(0)
        self._offer(True)

    def _offer(self, idle: bool) -> None:
        for action in (self.preview_button, self.issue_button, self.preview.print_button):
            action.setEnabled(idle)
        self.issued.hold(not idle)

    # -------------------------------------------------- keys

    def _wish_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        held, key = event.modifiers(), event.key()
        if held == Qt.KeyboardModifier.NoModifier:
            back = self.back_to_form if self.preview.back_button.isVisible() else None
            return {Qt.Key.Key_F5: self.draw_preview, Qt.Key.Key_Escape: back}.get(Qt.Key(key))
        if held == Qt.KeyboardModifier.ControlModifier:
            return {Qt.Key.Key_Return: self.issue, Qt.Key.Key_P: self.print_shown}.get(Qt.Key(key))
        return None


def _file_name(register: str, request: ReportRequest) -> str:
    """Propose a name that tells nothing of what the report is about."""
    kind = "" if request.kind == "period" else request.kind
    days = "" if request.record else f"{request.from_on.isoformat()} {request.to_on.isoformat()}"
    return " ".join(part for part in (register, kind, days) if part) + ".pdf"
