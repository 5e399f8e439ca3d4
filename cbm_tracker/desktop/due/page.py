"""Due, the first page: what rules ask and what records put on a date, grouped by how near it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.date_words import day_in_words
from cbm_tracker.desktop.due.card import DueCard
from cbm_tracker.desktop.due.decision_dialogs import RemindDialog, SinceDialog, WaiveDialog, asked
from cbm_tracker.desktop.due.entries import Entry, entries_of
from cbm_tracker.desktop.due.rows import DueList
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.records.detail_pane import DetailPane
from cbm_tracker.desktop.rules.agreement_words import short_name
from cbm_tracker.desktop.rules.finding_words import Voice, voice_of
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import Task, TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import STRETCH, Chooser, box, chip, column, label, line, restyle
from cbm_tracker.desktop.widgets.list_and_detail import ListAndDetail
from cbm_tracker.desktop.widgets.search_line import SearchLine
from cbm_tracker.domain.summary import KINDS_WITH_AN_ID_FOR_WORD
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.obligations import Owed

_PAUSE = 400  # milliseconds: while another page is looked at, only the count in the navigation waits for this one
_AT_ONCE = 200  # records of what was done: what more say takes longer than 50 ms and is read beside the window
_WITHIN_DAYS = 60
_CHIPS = ("all", "mine", "clocks", "provisional", "promises")


class DuePage(QWidget):
    """`counted` carries (open, overdue) for the navigation, `told` a sentence for the status bar.

    `begin_record` carries a kind and the values a new record begins with; `complete_record` kind, id and the field to fill in.
    `listed` carries the lines that stand there, for whoever tells of them elsewhere.
    """

    told = Signal(str)
    open_record = Signal(str, str)
    begin_record = Signal(str, object)
    complete_record = Signal(str, str, str)
    counted = Signal(int, int)
    listed = Signal(object)

    def __init__(
        self, theme: Theme, services: Services, tasks: TaskRunner, work: LongWork, settings: Settings, signals: ChangeSignals
    ) -> None:
        super().__init__()
        self._theme, self._services, self._tasks, self._work = theme, services, tasks, work
        self._only = "all"
        self.entries: list[Entry] = []
        self.open_now, self.overdue = 0, 0
        self._stale = False
        self._reading: Task | None = None
        self._build_list(theme)
        self._detail = DetailPane(theme, services, work)
        self._detail.open_record.connect(self.open_record)
        self._detail.told.connect(self.told)
        self._detail.wanted.connect(lambda _: self._open_record())
        self.card = DueCard(theme, services)
        self.card.begin_wanted.connect(self.begin)
        self.card.open_wanted.connect(self._open_record)
        self.card.decided.connect(self.decide)
        self.beside = QStackedWidget()
        self.beside.addWidget(self._detail)
        self.beside.addWidget(self.card)
        self._splitter = ListAndDetail(theme, settings, "due", self._left, self.beside, (740, 440))
        self.beside.setMinimumWidth(theme.px(350))  # so that the clocks of three capitals stand side by side
        self.setLayout(column((self._splitter, 1)))
        back = QShortcut(QKeySequence("Escape"), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._back)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.refresh)
        signals.changed.connect(self._refresh_soon)
        signals.minute_passed.connect(self._refresh_soon)
        self.refresh()

    def _build_list(self, theme: Theme) -> None:
        self._day = label("", "quiet")
        edge = theme.px(24)
        top = (edge, theme.px(14), theme.px(20), theme.px(10))
        self._count = label("", "caption")
        self.search_field = SearchLine()
        self.search_field.setPlaceholderText(tr("Find"))
        self.search_field.setAccessibleName(tr("Find in this list"))
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setProperty("chip", True)
        self.search_field.setMinimumWidth(theme.px(80))
        self.search_field.setMaximumWidth(theme.px(200))
        self.search_field.addAction(theme.icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self.search_field.textChanged.connect(lambda _: self._show())
        head = box(line(label(tr("Due"), "heading"), self._day, STRETCH, (self.search_field, 2), self._count, gap=theme.px(12),
                        margins=top))
        words = {
            "all": tr("Everything"), "mine": tr("Mine"), "clocks": tr("Clocks only"), "provisional": tr("Provisional"),
            "promises": tr("Promises"),
        }
        self.chips = {key: chip(words[key], theme) for key in _CHIPS}
        for key, made in self.chips.items():
            made.clicked.connect(lambda _=False, chosen=key: self.show_only(chosen))
        self.state_chooser, self.agreement_chooser = Chooser(theme), Chooser(theme)
        for chooser, name in ((self.state_chooser, tr("State")), (self.agreement_chooser, tr("Agreement"))):
            chooser.setAccessibleName(name)
            chooser.setMinimumHeight(theme.px(26))
            chooser.setProperty("chip", True)
            chooser.setFixedWidth(theme.px(132))
            chooser.activated.connect(lambda _: self._show())
        flow = FlowLayout(gap=theme.px(6))
        for widget in (*self.chips.values(), self.state_chooser, self.agreement_chooser):
            flow.addWidget(widget)
        flow.setContentsMargins(edge, 0, edge, theme.px(8))
        self.list = DueList(theme)
        self.search_field.returnPressed.connect(self.list.setFocus)
        self.list.opened.connect(lambda _: self._act())
        self.list.chosen.connect(lambda _: self._show_detail())
        self._nothing = label("", "strong", wrap=True)
        self._next = label("", "quiet", wrap=True)
        self._empty = box(column(theme.px(24), self._nothing, self._next, STRETCH, gap=theme.px(6), margins=(edge, 0, edge, 0)))
        self._lists = QStackedWidget()
        self._lists.addWidget(self.list)
        self._lists.addWidget(self._empty)
        self._left = box(column(head, box(flow), (self._lists, 1)), ground="surface")

    # -------------------------------------------------- keeping up

    def _refresh_soon(self) -> None:
        """Show what a change or the minute brought; while another page is looked at, the count in the navigation follows later."""
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.focusWidget() is None:
            self.list.setFocus()
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Work it out afresh; the chosen line stays chosen. A large register is read beside the window."""
        self._stale = self._reading is not None
        if self._stale:
            return  # what was asked before is on its way, and may miss what changed meanwhile
        voice, now = voice_of(self._services), self._services.local_now()
        counts = self._services.records.count_by_kind()
        if sum(count for kind, count in counts.items() if kind not in KINDS_WITH_AN_ID_FOR_WORD) <= _AT_ONCE:
            self._take(self._read(voice, now))
            return
        self._reading = self._tasks.new(lambda _: self._read(voice, now))
        self._reading.succeeded.connect(self._take_read)
        self._reading.failed.connect(self._say_trouble)
        self._reading.finished.connect(self._end_reading)
        self._reading.start()

    def _read(self, voice: Voice, now: datetime) -> list[Entry]:
        owed = self._services.obligations.due(voice.now, _WITHIN_DAYS)
        return entries_of([_reminded(each, voice) for each in owed], self._services.agenda.upcoming(now), voice)

    def _take_read(self, read: object) -> None:
        assert isinstance(read, list)
        self._take(read)

    def _end_reading(self) -> None:
        self._reading = None
        if self._stale:
            self.refresh()

    def _take(self, entries: list[Entry]) -> None:
        self.entries = entries
        now = self._services.local_now()
        self._day.setText(day_in_words(now.date(), weekday=True))
        self._fill_choosers()
        self._show()
        self.open_now, self.overdue = len(entries), sum(entry.group == "overdue" for entry in entries)
        self.counted.emit(self.open_now, self.overdue)
        self.listed.emit(entries)

    def _say_trouble(self, error: object) -> None:
        self._nothing.setText(str(error))
        self._next.setText("")
        self._lists.setCurrentWidget(self._empty)

    # -------------------------------------------------- filters

    def show_only(self, key: str) -> None:
        """Restrict the list: all, mine, clocks, provisional or promises."""
        self._only = key
        self._show()

    def _fill_choosers(self) -> None:
        names = self._services.names
        states = sorted({code for entry in self.entries for code in entry.states}, key=names.name)
        agreements = sorted({each for entry in self.entries for each in entry.agreements}, key=short_name)
        for chooser, choices in (
            (self.state_chooser, [("", tr("Any State")), *((code, names.name(code)) for code in states)]),
            (self.agreement_chooser, [("", tr("Any agreement")), *((each, short_name(each)) for each in agreements)]),
        ):
            chosen = chooser.value()
            if [chooser.itemData(at) for at in range(chooser.count())] != [value for value, _ in choices]:
                chooser.clear()
                for value, words in choices:
                    chooser.addItem(words, value)
                chooser.choose(chosen)

    def _wanted(self, entry: Entry) -> bool:
        state, agreement = self.state_chooser.value(), self.agreement_chooser.value()
        if (state and state not in entry.states) or (agreement and agreement not in entry.agreements):
            return False
        said = entry.spoken().casefold()
        if not all(word in said for word in self.search_field.text().casefold().split()):
            return False
        return {
            "all": True, "mine": entry.owed.own if entry.owed else bool(entry.fact), "clocks": entry.is_clock,
            "provisional": entry.certainty == "provisional", "promises": entry.fact is not None and entry.fact.what == "promise",
        }[self._only]

    def _show(self) -> None:
        shown = [entry for entry in self.entries if self._wanted(entry)]
        for key, made in self.chips.items():
            made.setChecked(key == self._only)
        for chooser in (self.state_chooser, self.agreement_chooser):
            if chooser.property("chosen") != bool(chooser.value()):
                chooser.setProperty("chosen", bool(chooser.value()))
                restyle(chooser)
        whole = tr_count("{count} open", "{count} open", len(self.entries)).format(count=count_in_words(len(self.entries)))
        self._count.setText(whole if len(shown) == len(self.entries) else
                            tr("{count} of {whole}").format(count=count_in_words(len(shown)), whole=whole))
        with QSignalBlocker(self.list):  # the card is built once, below
            self.list.show_entries(shown)
        if shown:
            self._lists.setCurrentWidget(self.list)
            self._show_detail()
            return
        self._lists.setCurrentWidget(self._empty)
        self._detail.show_nothing()
        self.beside.setCurrentWidget(self._detail)
        until = day_in_words(self._services.today() + timedelta(days=_WITHIN_DAYS))
        self._nothing.setText(tr("Nothing of this kind is due.") if self.entries else tr("Nothing is due before {day}.").format(day=until))
        if self._services.register.info().owner:
            self._next.setText(tr("What rules ask and what records put on a date stands here, with the sum of each date."))
        else:
            self._next.setText(tr("No State is named as the owner of this register, so its duties of the year are not told. "
                                  "Name it under File > Register properties."))

    # -------------------------------------------------- what is chosen

    def _show_detail(self) -> None:
        entry = self.list.current()
        if entry is None:
            return
        if entry.owed is not None:
            self.card.show_entry(entry)
            self.beside.setCurrentWidget(self.card)
        else:
            self._detail.show_record(entry.record[1])
            self.beside.setCurrentWidget(self._detail)

    def _act(self) -> None:
        """Enter: begin what meets an obligation, or go to the record; where there is no room for two, show the card first."""
        entry = self.list.current()
        if entry is not None and self._splitter.is_narrow:
            self._splitter.enter_detail()
            if entry.owed is not None:
                self.card.focus_action()
        elif entry is not None and entry.owed is not None and not self.card.begin_button.isHidden():
            self.begin()
        else:
            self._open_record()

    def _open_record(self) -> None:
        entry = self.list.current()
        if entry is not None and entry.record[1]:
            self.open_record.emit(*entry.record)

    def regions(self) -> list[QWidget]:
        """Return the parts that F6 goes through."""
        return [self.search_field, self.list, self.beside]

    def focus_search(self) -> None:
        """Go to the field that restricts the list to what is typed."""
        self._splitter.back_to_list()
        self.search_field.setFocus()
        self.search_field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            self.focus_search()
        elif event.key() == Qt.Key.Key_Down and self.search_field.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def _back(self) -> None:
        """Esc: empty the field that is typed in, else go back to the list."""
        if self.search_field.hasFocus() and self.search_field.text():
            self.search_field.clear()
            return
        self._splitter.back_to_list()
        self.list.setFocus()

    def begin(self) -> None:
        """Begin the record that meets the chosen obligation, or the field of its own record that does."""
        entry = self.list.current()
        if entry is None or entry.owed is None:
            return
        obligation = entry.owed.finding.obligation
        remedy = obligation.remedy if obligation else None
        if remedy is not None and remedy.field:
            self.complete_record.emit(entry.owed.kind, entry.owed.record_id, remedy.field)
            return
        try:
            kind, values = self._services.obligations.prefill(entry.owed.finding)
        except CbmTrackerError as error:
            show_error(self, error)
            return
        self.begin_record.emit(kind, values)

    def decide(self, key: str) -> None:
        """Waive the chosen obligation, ask for a reminder, or declare that there is nothing, or nothing new."""
        entry = self.list.current()
        if entry is None or entry.owed is None or not self._work.may_begin():
            return
        finding, obligations = entry.owed.finding, self._services.obligations
        try:
            if key == "waive":
                waive = WaiveDialog(self._theme, entry.title, self)
                if asked(waive):
                    obligations.waive(finding, waive.reason)
                    self.told.emit(tr("Waived: {title}").format(title=entry.title))
            elif key == "remind":
                remind = RemindDialog(self._theme, entry.title, entry.owed.remind_days or 14, self)
                if asked(remind):
                    obligations.remind(finding, remind.days)
                    self.told.emit(tr("Reminder kept: {title}").format(title=entry.title))
            elif key == "nil":
                obligations.declare_nil(finding)
                self.told.emit(tr("Recorded: nothing to declare. {title}").format(title=entry.title))
            elif key == "nothing_new":
                since = SinceDialog(self._theme, entry.title, str(self._services.today().year - 1), self)
                if asked(since):
                    obligations.declare_nothing_new(finding, since.since)
                    self.told.emit(tr("Recorded: nothing new. {title}").format(title=entry.title))
        except CbmTrackerError as error:
            show_error(self, error)


def _reminded(owed: Owed, voice: Voice) -> Owed:
    """Bring what an officer wants to be reminded of by now among what is for today."""
    due_later = owed.group in ("week", "later")
    return replace(owed, group="today") if due_later and owed.remind_on is not None and owed.remind_on <= voice.today else owed
