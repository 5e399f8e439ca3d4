"""Where the judgement stands in a form: at its side, or behind a strip above its foot where there is no room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.rules.finding_words import voice_of
from cbm_tracker.desktop.rules.judgement_pane import JudgementPane, JudgementStrip
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.domain.measures import Record
from cbm_tracker.errors import CbmTrackerError

JUDGED = ("exercise", "inspection", "notification")
_NARROW, _WIDE = 900, 380  # pixels at 100 %: below the first there is a strip, else a pane of the second
_KEY = "judgement"

Read = Callable[[Record | None], tuple[Record | None, Sequence[str]]]


class FormJudgement(QSplitter):
    """A form with its judgement. `judge_soon` is told of each change; changes of one moment are judged once.

    Args:
        form: everything of the form but the judgement.
        fields: what holds the fields, to come back to the one that was left.
        slot: the layout within the form, above its foot, that takes strip and pane where there is no room beside.
        read: returns the record as it is typed and the keys of fields that cannot be read; takes the one judged before.
    """

    def __init__(
        self, theme: Theme, services: Services, settings: Settings | None, form: QWidget, fields: QWidget, slot: QVBoxLayout, read: Read,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme, self._settings, self._fields, self._slot = theme, settings, fields, slot
        self._services, self._read = services, read
        self._before: Record | None = None
        self._placed_narrow: bool | None = None
        self.pane, self.strip = JudgementPane(theme, lambda: voice_of(services)), JudgementStrip(theme)
        self.pane.judged.connect(self.strip.say)
        self.strip.toggled.connect(self._open)
        form.setMinimumWidth(theme.px(340))
        slot.addWidget(self.strip)
        self.addWidget(form)
        self.addWidget(self.pane)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.splitterMoved.connect(self._remember)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.judge)
        self._place(narrow=False)

    def chain(self) -> list[QWidget]:
        """Return what takes the focus, in the order of reading."""
        return [self.strip, *self.pane.chain()]

    # -------------------------------------------------- judging

    def judge_soon(self) -> None:
        self._timer.start(0)

    def judge(self) -> None:
        """Judge what is typed now; where nothing can be read, the last judgement stays."""
        record, unread = self._read(self._before)
        if record is None:
            record = self._before
        if record is not None:
            self._before = record
            try:
                found = self._services.obligations.judge_typed(record, self._services.desk.now())
            except CbmTrackerError as error:  # such as a rule pack that cannot be read: what is typed can be saved all the same
                self.pane.show_trouble(str(error))
                return
            self.pane.show_findings(record, found, unread)

    # -------------------------------------------------- placing

    def holds_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.pane.isAncestorOf(focused)

    def toggle_focus(self) -> None:
        """Go to the judgement, opening it where it is folded; from there, fold it and go back to the field."""
        if self.holds_focus():
            left = self._fields.focusWidget()
            self.strip.setChecked(False)
            if left is not None:
                left.setFocus()
            return
        self.strip.setChecked(self.is_narrow)
        self.pane.area.setFocus()

    @property
    def is_narrow(self) -> bool:
        return bool(self._placed_narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(narrow=event.size().width() < self._theme.px(_NARROW))
        if self.is_narrow:
            self.pane.setFixedHeight(event.size().height() * 45 // 100)

    def _place(self, *, narrow: bool) -> None:
        if narrow == self._placed_narrow:
            return
        self._placed_narrow = narrow
        self.strip.setVisible(narrow)
        self.pane.set_beside(not narrow)
        if narrow:
            self.pane.setMinimumWidth(0)
            self._slot.addWidget(self.pane)
            self.pane.setVisible(self.strip.isChecked())
            return
        self.pane.setMinimumSize(self._theme.px(280), 0)
        self.pane.setMaximumHeight(16_777_215)  # Qt's own: no limit
        self.addWidget(self.pane)
        self.pane.setVisible(True)
        told = self._settings.splitters.get(_KEY) if self._settings is not None else None
        self.setSizes(told or [self._theme.px(1216 - _WIDE), self._theme.px(_WIDE)])

    def _open(self, wished: bool) -> None:
        if self.is_narrow:
            self.pane.setVisible(wished)

    def _remember(self) -> None:
        if self._settings is not None and not self.is_narrow:
            self._settings.splitters[_KEY] = self.sizes()
