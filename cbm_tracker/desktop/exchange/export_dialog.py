"""Export of the list that is shown, as CSV or JSON, and of activities and what is owed, for a calendar."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.layout import button, label
from cbm_tracker.desktop.widgets.progress_line import ProgressLine
from cbm_tracker.domain.query import Query

CSV, JSON, ICS = "CSV table (*.csv)", "JSON records (*.json)", "Calendar with alarms (*.ics)"
_ENDINGS = {CSV: ".csv", JSON: ".json", ICS: ".ics"}


class ExportDialog(FramedDialog):
    """Writes while it is open; says where the file is when it is there."""

    def __init__(
        self, theme: Theme, services: Services, tasks: TaskRunner, query: Query, path: Path, form: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, tr("Export"), parent)
        self._path = path
        self.said = label(str(path), "quiet", wrap=True, select=True)
        self.progress = ProgressLine(theme)
        self.leave_button = button(tr("Close"), theme, default=True)
        self.add(self.said)
        self.body.addStretch(1)
        self.finish_with(self.progress, self.leave_button)
        self.leave_button.setEnabled(False)
        self.leave_button.clicked.connect(self.accept)
        self.resize_to(480, 190)
        exchange, calendar, now = services.exchange, services.calendar, services.desk.now()
        self._task = tasks.new(lambda progress: calendar.export(query, path, now) if form == "ics" else
                               exchange.export(query, form, path, progress))
        self._task.succeeded.connect(self._show_written)
        self._task.failed.connect(self._show_error)
        self._task.cancelled.connect(self._say_cancelled)
        self._task.finished.connect(self._finish)
        self.progress.follow(self._task, tr("Writing"))
        self._task.start()

    def _show_written(self, count: int) -> None:
        words = (tr_count("{count} entry written to {path}", "{count} entries written to {path}", count) if self._path.suffix == ".ics"
                 else tr_count("{count} record written to {path}", "{count} records written to {path}", count))
        self.said.setText(words.format(count=count_in_words(count), path=self._path))

    def _show_error(self, error: BaseException) -> None:
        self.said.setText(tr("Nothing is written."))
        show_error(self, error)

    def _say_cancelled(self) -> None:
        self.said.setText(tr("Cancelled; nothing is written."))

    def _finish(self) -> None:
        self.leave_button.setEnabled(True)
        self.leave_button.setFocus()

    def reject(self) -> None:
        if self.progress.is_busy:
            self.progress.cancel_button.click()
        else:
            super().reject()


def export_list(
    parent: QWidget, theme: Theme, services: Services, tasks: TaskRunner, query: Query, folder: str = "", path: Path | None = None
) -> ExportDialog | None:
    """Write the records of a list; asks where, unless `path` says so.

    CSV is offered for a list of one kind; a calendar for exercises, and for everything, then with what is owed.
    """
    if path is None:
        name = f"{services.path.stem}{'-' + query.kinds[0] if len(query.kinds) == 1 else ''}"
        forms = [CSV, JSON] if len(query.kinds) == 1 else [JSON]
        if query.kinds == ("exercise",):
            forms.append(ICS)
        elif not query.kinds:
            forms.insert(0, ICS)
        chosen, form = QFileDialog.getSaveFileName(parent, tr("Export this list"), str(Path(folder, name)), ";;".join(map(tr, forms)))
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix.lower() not in _ENDINGS.values():
            path = path.with_name(path.name + next(_ENDINGS[each] for each in forms if tr(each) == form))
    dialog = ExportDialog(theme, services, tasks, query, path, path.suffix.lower().lstrip("."), parent)
    dialog.open()
    return dialog
