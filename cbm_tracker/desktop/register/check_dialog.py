"""Does the register hold: its structure, its history, its search index, its attachments."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.layout import Mark, box, button, column, label, line
from cbm_tracker.desktop.widgets.plain_table import Heading, PlainTable
from cbm_tracker.desktop.widgets.progress_line import ProgressLine
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.register import Finding


class CheckDialog(FramedDialog):
    """Begins when it opens."""

    def __init__(self, theme: Theme, services: Services, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Check register"), parent, about=tr(
            "Everything is read once: the structure of the file, each record against its last revision, the search index, and "
            "each attached file against its fingerprint."
        ))
        self.holds, self.fails = Mark(theme, "met", 18), Mark(theme, "missed", 18)
        self.said = label(tr("Checking …"), "lead", wrap=True)
        self.next_step = label("", "quiet", wrap=True)
        self.table = PlainTable(theme, tr("What does not hold"), [Heading(tr("Where"), 340), Heading(tr("What"), 260)], two_lines=True)
        self._found = box(column((self.table, 1), margins=(1, 1, 1, 1)), panel="inset")
        for part in (self.holds, self.fails, self._found):
            part.hide()
        self.progress = ProgressLine(theme)
        self.copy_button = button(tr("Copy"), theme, "copy")
        self.copy_button.hide()
        self.leave_button = button(tr("Close"), theme, default=True)
        self.add(line(self.holds, self.fails, (self.said, 1), gap=theme.px(8)), self.next_step, (self._found, 1))
        self.body.addStretch(0)
        self.finish_with(self.progress, self.copy_button, self.leave_button)
        self.copy_button.clicked.connect(self.table.copy)
        self.leave_button.clicked.connect(self.accept)
        self.resize_to(640, 300)
        task = tasks.new(services.register.check)
        task.succeeded.connect(self._show)
        task.failed.connect(self._fail)
        task.cancelled.connect(self._say_cancelled)
        self.progress.follow(task, tr("Checking the register"))
        task.start()

    def _show(self, findings: list[Finding]) -> None:
        self.holds.setVisible(not findings)
        self.fails.setVisible(bool(findings))
        if not findings:
            self.said.setText(tr("The register holds."))
            return
        said = tr_count("{count} thing does not hold.", "{count} things do not hold.", len(findings))
        self.said.setText(said.format(count=count_in_words(len(findings))))
        self.next_step.setText(tr("Make a backup of the file as it is, then restore the last backup that holds."))
        self.table.show_rows([(finding.where, finding.problem) for finding in findings])
        self._found.show()
        self.copy_button.show()
        self.resize_to(720, 480)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, CbmTrackerError):
            self.fails.show()
            self.said.setText(error.message)
            self.next_step.setText(error.hint)
        else:
            show_error(self, error)

    def _say_cancelled(self) -> None:
        self.said.setText(tr("Cancelled; the register is as it was."))

    def reject(self) -> None:
        if self.progress.is_busy:
            self.progress.cancel_button.click()
        super().reject()
