"""The form of a record: type, see what is wrong beside the field, save. What is typed survives as a draft."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QLocale, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.date_words import instant_in_words
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.records.form_bars import FormBar, FormFoot
from cbm_tracker.desktop.records.form_drafts import DraftKeeper
from cbm_tracker.desktop.records.form_judgement import JUDGED, FormJudgement
from cbm_tracker.desktop.records.form_reading import read_record, read_typed
from cbm_tracker.desktop.records.form_saving import Mode, Saving
from cbm_tracker.desktop.records.form_sections import FormSections
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.attachments_field import AttachmentsField, files_of
from cbm_tracker.desktop.widgets.entry_field import EntryField, entry_context, put_before, split_path
from cbm_tracker.desktop.widgets.layout import box, column, label, line, rule, scrolled
from cbm_tracker.desktop.widgets.line_fields import TextField
from cbm_tracker.domain.measures import RECORD_CLASSES, Record
from cbm_tracker.domain.record_json import read_fields
from cbm_tracker.domain.summary import KIND_NAMES, title
from cbm_tracker.errors import CbmTrackerError, EditConflict, InvalidMeasure
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.records import StoredRecord

_NAMING = ("designation", "subject", "title", "name", "description", "reference", "site", "agreement", "code")
_WHY_CORRECTED = "correction_reason"  # beside the fields of the record, of which one may be a reason too
"""Fields by which a person knows what was half typed."""


class RecordForm(QWidget):
    """Records, edits or corrects one record.

    `saved` carries its id, `told` a sentence for the status bar, `working` the task that saves it with its files, and what
    that does; `closed` says that the form may go.

    Args:
        stored: what is edited or corrected; None for a new record.
        prefill: JSON values by the keys of the interface that a new record begins with.
        settings: where the width of the judgement is remembered.
    """

    saved = Signal(str)
    told = Signal(str)
    working = Signal(object, str)
    closed = Signal()

    def __init__(
        self, theme: Theme, services: Services, tasks: TaskRunner, *, kind: str, stored: StoredRecord | None, mode: Mode,
        prefill: dict[str, Any] | None = None, locale: QLocale | None = None, settings: Settings | None = None,
    ) -> None:
        super().__init__()
        self._theme, self._services, self._tasks, self._kind = theme, services, tasks, kind
        self._stored, self._mode = stored, mode
        self._closing = self._saving = False
        context = entry_context(theme, services, locale)
        self.reason = TextField(context, tr("Reason for the correction"), tr("Kept with the original, which stays readable"))
        self.reason.setVisible(mode == "correct")
        self._touched: set[str] = set()
        self._build(settings)
        self.sections = FormSections(context, kind, self._ground)
        self._ground.setLayout(column(self.sections))
        judgement = self.judgement.chain() if self.judgement else []
        put_before(self.cancel_button, [self.reason.editor, *self.sections.chain(), *judgement])
        self._fill(prefill or {})
        self._drafts = DraftKeeper(services.drafts, kind, stored.record.id if stored else "", bool(prefill), self._draft, self)
        self._restore()
        self.sections.edited.connect(self._edited)
        self.sections.left.connect(self._left)
        self.reason.edited.connect(self._drafts.edited)
        self.setFocusProxy(self.reason.editor if mode == "correct" else self.sections.first_control())
        for keys, act in (("Ctrl+S", self.save), ("Ctrl+Return", self.save), ("Ctrl+Enter", self.save),
                          ("Ctrl+Shift+Return", self.save_and_new), ("Ctrl+Shift+Enter", self.save_and_new),
                          ("F8", self.next_problem), ("F7", self.go_to_judgement), ("Escape", self._escape)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.setAcceptDrops(True)
        for editor in (*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit)):
            editor.setAcceptDrops(False)  # what is dropped anywhere is attached

    @property
    def fields(self) -> dict[str, EntryField]:
        return self.sections.fields

    # -------------------------------------------------- building

    def _build(self, settings: Settings | None) -> None:
        """Build everything round the fields, and the ground they will stand on."""
        theme = self._theme
        self._heading, self._name = label("", "heading"), label("", "quiet")
        self.problem_bar = FormBar(theme, "missed", "overdue", "F8")
        self.draft_bar = FormBar(theme, "open", "soon")
        self.conflict_bar = FormBar(theme, "near", "soon")
        edge = theme.px(24)
        head = line(self._heading, (self._name, 1), gap=theme.px(14), margins=(edge, theme.px(16), edge, theme.px(8)))
        bars = (self.problem_bar, self.conflict_bar, self.draft_bar, self.reason)
        above = column(*bars, gap=theme.px(8), margins=(edge, 0, edge, theme.px(6)))
        self._ground = QFrame()
        self._ground.setProperty("ground", "surface")
        self._area = scrolled(self._ground, "surface")
        self._area.setAccessibleName(tr("Fields"))
        foot = FormFoot(theme, correct=self._mode == "correct", judged=self._kind in JUDGED)
        self.cancel_button, self.new_button, self.issue_button, self.save_button = foot.cancel, foot.new, foot.issue, foot.save
        for pressed, act in ((foot.cancel, self.close_form), (foot.new, self.save_and_new), (foot.issue, self.save_and_issue),
                             (foot.save, self.save)):
            pressed.clicked.connect(act)
        slot = column()  # for the judgement, where there is no room beside
        whole = box(column(head, above, (self._area, 1), slot, rule(), foot), ground="surface")
        self.judgement: FormJudgement | None = None
        if self._kind in JUDGED:
            self.judgement = FormJudgement(theme, self._services, settings, whole, self._ground, slot, self._typed_record)
        self.setLayout(line((self.judgement or whole, 1), gap=0))

    def _name_it(self) -> None:
        kind = tr(KIND_NAMES[self._kind])
        kind = kind if self._kind == "state" else kind[:1].lower() + kind[1:]
        words = {"new": tr("New {kind}"), "edit": tr("Edit {kind}"), "correct": tr("Correct {kind}")}[self._mode]
        self._heading.setText(words.format(kind=kind))
        self._name.setText(title(self._stored.record) if self._stored else "")

    # -------------------------------------------------- filling and drafts

    def _fill(self, prefill: dict[str, Any]) -> None:
        """Show the stored record, or a new one with what it begins with; that is what nothing was changed from."""
        self._name_it()
        if self._stored is not None:
            self.sections.set_values({key: getattr(self._stored.record, key) for key in self.fields})
        else:
            blank = {part.name: _default(part) for part in dataclasses.fields(RECORD_CLASSES[self._kind]) if part.name in self.fields}
            self.sections.set_values({**blank, **read_fields(self._kind, prefill)})
        self._baseline = self.sections.typed()
        self._touched.clear()
        self._judge_soon()

    # -------------------------------------------------- judgement

    def _judge_soon(self) -> None:
        if self.judgement is not None:
            self.judgement.judge_soon()

    def _typed_record(self, before: Record | None) -> tuple[Record | None, Sequence[str]]:
        return read_typed(self.fields, self._kind, self._base(), before)

    def go_to_judgement(self) -> None:
        """Go to the judgement, or from there back to the field."""
        if self.judgement is not None:
            self.judgement.toggle_focus()

    # -------------------------------------------------- what was changed

    def _changed(self) -> dict[str, Any]:
        """Return what is typed in the fields that were changed."""
        return {key: typed for key, typed in self.sections.typed().items() if typed != self._baseline[key]}

    def _draft(self) -> tuple[str, dict[str, Any]]:
        typed, reason = self._changed(), self.reason.typed()
        name = self._stored.record if self._stored else None
        named = (typed[key] for key in _NAMING if isinstance(typed.get(key), str) and typed[key])
        words = title(name) if name else next(named, tr(KIND_NAMES[self._kind]))
        return words, {"typed": typed, "reason": reason} if typed or reason else {}

    def _restore(self) -> None:
        """Bring back what was typed before the form, or the program, went away."""
        draft = self._drafts.found
        if draft is None:
            return
        self.sections.type_in(draft.values.get("typed", {}))
        self.reason.type_in(draft.values.get("reason", ""))
        self._touched.update(draft.values.get("typed", {}))
        said = tr("What you typed on {when} is back.").format(when=instant_in_words(draft.saved_at))
        self.draft_bar.say(said, (tr("Discard"), self.discard))

    def discard(self) -> None:
        """Go back to what is recorded, or to an empty form."""
        self._drafts.drop()
        self.sections.type_in(self._baseline)
        self._fill({})
        self.reason.type_in("")
        self.draft_bar.say("")
        self.problem_bar.say("")
        self.setFocus()

    def keep_draft(self) -> bool:
        """Keep what is typed now; returns whether there was anything to keep."""
        return not self._closing and self._drafts.keep()

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep_draft()
        super().hideEvent(event)

    def _escape(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()  # first what lies on top
        elif self.judgement is not None and self.judgement.holds_focus():
            self.judgement.toggle_focus()
        else:
            self.close_form()

    def close_form(self) -> None:
        """Leave; what was typed is kept as a draft, nothing is asked."""
        if self._saving or self._closing:
            return
        if self.keep_draft():
            self.told.emit(tr("What you typed is kept as a draft."))
        self._closing = True
        self.closed.emit()

    # -------------------------------------------------- problems

    def _edited(self, key: str) -> None:
        self._touched.add(key)
        self._drafts.edited()
        self._judge_soon()
        if self.problem_bar.sentence():
            self._count_problems()

    def _left(self, key: str) -> None:
        """Say, beside the field just left, how it contradicts another; what was never touched is left in peace."""
        if key not in self._touched or self.fields[key].has_problem():
            return
        _, found = read_record(self.fields, self._kind, self._base(), complete=False)
        for problem in found:
            if str(split_path(problem.field)[0]) == key:
                self._show(problem)

    def _base(self) -> Record | None:
        return self._stored.record if self._stored else None

    def _show(self, problem: InvalidMeasure) -> None:
        head, rest = split_path(problem.field)
        field = self.reason if head == _WHY_CORRECTED else self.fields.get(str(head))
        if field is None:
            show_error(self, problem)
            return
        field.show_problem(rest, problem)

    def _show_all(self, found: list[InvalidMeasure]) -> None:
        for field in (*self.fields.values(), self.reason):
            field.clear_problem()
        for problem in found:
            self._show(problem)
        self.sections.show_filled()
        self._count_problems(len(found))
        controls = self.problem_controls()
        if controls:
            self._focus(controls[0])

    def problem_controls(self) -> list[QWidget]:
        """Return the controls with a problem in the order of reading."""
        wrong = [control for control in self.findChildren(QWidget) if control.property("invalid") and not control.isHidden()]
        return sorted(wrong, key=self._place_of)

    def _place_of(self, control: QWidget) -> tuple[int, int]:
        corner = control.mapTo(self, QPoint(0, 0))
        return corner.y(), corner.x()

    def _count_problems(self, at_least: int = 0) -> None:
        count = max(at_least, len(self.problem_controls()))
        said = tr_count("{count} field needs a correction before this can be saved.",
                        "{count} fields need a correction before this can be saved.", count)
        self.problem_bar.say(said.format(count=count) if count else "")

    def next_problem(self) -> None:
        """Go to the next control with a problem, from the last to the first."""
        controls = self.problem_controls()
        if controls:
            focused = self.focusWidget()
            at = controls.index(focused) + 1 if focused in controls else 0
            self._focus(controls[at % len(controls)])

    def _focus(self, control: QWidget) -> None:
        control.setFocus()
        self._area.ensureWidgetVisible(control, self._theme.px(40), self._theme.px(90))

    def go_to_field(self, key: str) -> None:
        """Put the focus into one field, wherever it stands."""
        controls = self.fields[key].controls() if key in self.fields else []
        if controls:
            self.sections.show_field(key)
            self._focus(controls[0])

    # -------------------------------------------------- saving

    def save(self) -> None:
        self._save(issue=False, then_new=False)

    def save_and_new(self) -> None:
        if self._mode != "correct":
            self._save(issue=False, then_new=True)

    def save_and_issue(self) -> None:
        if self._mode != "correct":
            self._save(issue=True, then_new=False)

    def _save(self, *, issue: bool, then_new: bool) -> None:
        if self._saving or self._closing:
            return
        complete = issue or self._mode == "correct"
        record, found = read_record(self.fields, self._kind, self._base(), complete=complete)
        if self._mode == "correct" and not self.reason.value():
            found.insert(0, InvalidMeasure(_WHY_CORRECTED, "is empty.", tr("Say why the issued record is corrected.")))
        if found or record is None:
            self._show_all(found)
            return
        self.problem_bar.say("")
        attachments = self.fields["attachments"]
        files = attachments.new_files() if isinstance(attachments, AttachmentsField) else ()
        saving = Saving(self._mode, record, self._stored, files, self.reason.value(), issue)
        self._drafts.keep()  # whatever happens to the program while it saves
        self._then_new = then_new
        if not files:
            try:
                self._done(saving.carry_out(self._services.records, Silent()))
            except CbmTrackerError as error:
                self._refused(error)
            return
        self._saving = True
        self.setEnabled(False)
        task = self._tasks.new(lambda progress: saving.carry_out(self._services.records, progress))
        task.succeeded.connect(self._done)
        task.failed.connect(self._refused)
        task.cancelled.connect(self._stopped)
        self.working.emit(task, tr("Saving with its files"))
        task.start()

    def _done(self, record_id: str) -> None:
        self._saving = False
        self.setEnabled(True)
        self._drafts.drop()
        self.draft_bar.say("")
        self.conflict_bar.say("")
        if not self._then_new:
            self._closing = True
        self.saved.emit(record_id)
        if self._closing:
            self.closed.emit()
            return
        self._stored, self._mode = None, "new"
        self._fill({})
        self._drafts = DraftKeeper(self._services.drafts, self._kind, "", True, self._draft, self)
        self.setFocusProxy(self.sections.first_control())
        self._focus(self.sections.first_control())

    def _stopped(self) -> None:
        self._saving = False
        self.setEnabled(True)
        self.told.emit(tr("Nothing was saved. Everything typed is still here."))

    def _refused(self, error: Exception) -> None:
        """Say why it was not saved; everything typed stays."""
        self._saving = False
        self.setEnabled(True)
        if isinstance(error, InvalidMeasure):
            self._show_all([error])
        elif isinstance(error, EditConflict):
            choices = [(tr("Take the other change in, keep mine"), self.take_other_change)] if self._mode == "edit" else []
            self.conflict_bar.say(str(error), *choices)
        else:
            show_error(self, error)

    def take_other_change(self) -> None:
        """Read the record anew and put what was typed here on top."""
        mine = self._changed()
        assert self._stored is not None
        try:
            self._stored = self._services.records.get(self._stored.record.id)
        except CbmTrackerError as error:
            show_error(self, error)
            return
        self._fill({})
        self.sections.type_in(mine)
        self._touched.update(mine)
        self.conflict_bar.say("")

    # -------------------------------------------------- dropped files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.attach(event.mimeData())
        event.acceptProposedAction()

    def attach(self, dropped: QMimeData) -> None:
        """Attach the files among what was dropped, and show them."""
        attachments = self.fields["attachments"]
        if isinstance(attachments, AttachmentsField):
            attachments.attach(files_of(dropped))
            self._area.ensureWidgetVisible(attachments)


def _default(part: dataclasses.Field[Any]) -> Any:
    return part.default_factory() if callable(part.default_factory) else part.default
