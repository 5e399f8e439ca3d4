"""The hotline desk: three clocks, one line that logs a contact, today's tests, open promises, the latest contacts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.date_words import day_in_words, distance_from_utc, instant_in_words, partial_in_words, time_in, time_left
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.records.kind_views import outcome_mark
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, chip, column, label, line, rule, scrolled
from cbm_tracker.desktop.widgets.listing import FactList
from cbm_tracker.desktop.widgets.pick_popup import PickPopup
from cbm_tracker.desktop.widgets.search_line import SearchLine
from cbm_tracker.domain.contact_entry import TypedContact, contact_json, read_contact
from cbm_tracker.domain.measures import HotlineContact
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import from_json
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.errors import CbmTrackerError, InvalidMeasure
from cbm_tracker.services.changes import Change

_LATEST = 6


class HotlinePage(QWidget):
    """`full_form` carries what was typed so far, as values of a new contact."""

    open_record = Signal(str, str)
    full_form = Signal(object)
    told = Signal(str)

    def __init__(self, theme: Theme, services: Services, work: LongWork, signals: ChangeSignals) -> None:
        super().__init__()
        self._theme, self._services, self._work = theme, services, work
        self._stale = False
        self._owner = services.register.info().owner
        self._with = ""
        self._begun_at: datetime | None = None
        self._zone = services.zone

        self._with_button = chip(tr("Any State"), theme, checkable=False)
        self._popup = PickPopup(theme, tr("With"), tr("Name or code"), self._find_states, self)
        self._popup.picked.connect(self.choose_state)
        self._with_button.clicked.connect(lambda: self._popup.open_below(self._with_button))
        full = button(tr("Full form"), theme, "pencil", tip=tr("Opens the form with what is typed here (Ctrl+Enter)"))
        full.clicked.connect(self._open_form)
        head = box(line(label(tr("Hotline desk"), "heading"), theme.px(8), label(tr("with"), "quiet"), self._with_button, STRETCH, full,
                        gap=theme.px(10), margins=(theme.px(24), theme.px(14), theme.px(24), theme.px(10))))

        self._clocks = (_Clock(theme), _Clock(theme), _Clock(theme))
        clocks = box(line((self._clocks[0], 1), rule("v"), (self._clocks[1], 1), rule("v"), (self._clocks[2], 1), gap=0), panel="inset")

        name = label(tr("New contact"), "label")
        self.entry = SearchLine()
        self.entry.setProperty("size", "large")
        self.entry.setPlaceholderText(tr("0938 in voice “Range closure confirmed” answered promise map by 24apr"))
        self.entry.setAccessibleName(tr("New contact"))
        self.entry.textChanged.connect(self._read)
        self.entry.installEventFilter(self)
        name.setBuddy(self.entry)
        self._said = QFrame()
        self._said_layout = FlowLayout(gap=theme.px(8))
        self._said_layout.setContentsMargins(0, theme.px(2), 0, 0)
        self._said.setLayout(self._said_layout)

        self._tests = FactList(theme, tr("Scheduled today"), tall=True)
        self._latest = FactList(theme, tr("Latest contacts"), tall=True)
        self._promises = FactList(theme, tr("Open promises"), tall=True)
        for listed in (self._tests, self._latest, self._promises):
            listed.opened.connect(lambda key: self.open_record.emit("contact", key.partition(" ")[0]))
        self._keep = button(tr("Mark as kept"), theme, "check")
        self._keep.clicked.connect(self._keep_promise)
        self._tests_head, self._latest_head, self._promises_head = label("", "caption"), label("", "caption"), label("", "caption")
        left = column(_block(theme, tr("Scheduled today"), self._tests_head, self._tests), theme.px(14),
                      _block(theme, tr("Latest contacts"), self._latest_head, self._latest), STRETCH)
        right = column(_block(theme, tr("Open promises"), self._promises_head, self._promises),
                       line(self._keep, STRETCH, margins=(theme.px(12), theme.px(8), 0, 0)), STRETCH)
        upper = column(clocks, theme.px(12), name, self.entry, self._said, gap=theme.px(4),
                       margins=(theme.px(24), theme.px(2), theme.px(24), 0))
        lower = line((box(left), 1), (box(right), 1), gap=theme.px(16),
                     margins=(theme.px(12), theme.px(20), theme.px(12), theme.px(12)))
        body = scrolled(box(column(upper, lower, STRETCH), ground="surface"), "surface")
        self.setLayout(column(box(column(head), ground="surface"), (body, 1)))
        signals.changed.connect(self._hear)
        signals.minute_passed.connect(self._refresh_if_seen)
        self.refresh()
        self._read("")

    # -------------------------------------------------- one line

    def begin_contact(self) -> None:
        """Stamp the time and wait for the line."""
        if not self.entry.text().strip():
            self._begun_at = self._services.desk.now()
            self._read("")
        self.entry.setFocus()

    def regions(self) -> list[QWidget]:
        """Return the parts that F6 goes through."""
        return [self.entry]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    self._open_form()
                else:
                    self._record()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.entry.clear()
                self._begun_at = None
                return True
        return super().eventFilter(watched, event)

    def _typed(self) -> TypedContact:
        if self._begun_at is None:
            self._begun_at = self._services.desk.now()
        return read_contact(self.entry.text(), self._begun_at, self._zone, self._services.names.code)

    def _read(self, typed: str) -> None:
        while self._said_layout.count():
            item = self._said_layout.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not typed.strip():
            said = tr("Time, in or out, channel, subject in quotation marks, promises. Enter records it.")
            if self._begun_at is not None:
                said = tr("Begun at {time}. ").format(time=f"{self._begun_at:%H:%M} UTC") + said
            self._said_layout.addWidget(label(said, "caption"))
            return
        try:
            contact = self._typed()
        except InvalidMeasure as error:
            self._said_layout.addWidget(label(f"{error.message} {error.hint}".strip(), "error"))
            return
        self._said_layout.addWidget(label(tr("Read as"), "caption"))
        for name, value in self._understood(contact):
            self._said_layout.addWidget(box(line(label(name, "caption"), label(value, "strong"), gap=self._theme.px(5),
                                                 margins=(self._theme.px(8), self._theme.px(3), self._theme.px(8), self._theme.px(3))),
                                            panel="plain"))
        self._said_layout.addWidget(label(tr("Enter records it, Esc clears"), "key"))

    def _understood(self, contact: TypedContact) -> list[tuple[str, str]]:
        said = [(tr("Time"), instant_in_words(contact.at.utc))]
        with_state = contact.with_state or self._with
        said.append((tr("With"), self._services.names.name(with_state) if with_state else tr("nobody named yet")))
        said.extend((name, tr(spoken(value))) for name, value in (
            (tr("Direction"), contact.direction), (tr("Channel"), contact.channel), (tr("Purpose"), contact.purpose),
            (tr("Outcome"), contact.outcome)) if value)
        if contact.subject:
            said.append((tr("Subject"), contact.subject))
        if contact.rest:
            said.append((tr("Summary"), contact.rest))
        for promise in contact.promises:
            due = tr("{promise}, by {day}").format(promise=promise.text, day=day_in_words(promise.due, weekday=True)) if promise.due \
                else promise.text
            said.append((tr("Promise"), due))
        return said

    def _json(self) -> dict[str, object]:
        return contact_json(self._typed(), owner=self._owner, with_state=self._with)

    def _record(self) -> None:
        if not self.entry.text().strip() or not self._work.may_begin():
            return
        try:
            record_id = self._services.records.record(from_json(self._json()))
        except InvalidMeasure as error:
            self.told.emit(str(error))
            return
        except CbmTrackerError as error:
            show_error(self, error)
            return
        self._begun_at = None
        self.entry.begin_anew()
        self.told.emit(tr("Recorded as a draft. Ctrl+Z takes it back."))
        self._latest.choose(record_id)

    def _open_form(self) -> None:
        try:
            values = self._json()
        except InvalidMeasure as error:
            self.told.emit(str(error))
            return
        self.full_form.emit(values)
        self._begun_at = None
        self.entry.begin_anew()

    # -------------------------------------------------- with whom

    def _find_states(self, typed: str) -> list[FactRow]:
        if not typed.strip():
            return [FactRow(tr("Any State"), key="")]
        return [FactRow(entry.name(), right=entry.code, key=entry.code) for entry in self._services.names.search(typed)]

    def choose_state(self, code: str) -> None:
        """Say whom the line goes to; "" for anybody."""
        self._with = code
        entry = self._services.names.get(code)
        where = f"{entry.capital}, {entry.name()}" if entry and entry.capital else self._services.names.name(code)
        self._with_button.setText(where if code else tr("Any State"))
        self.refresh()
        self._read(self.entry.text())
        self.entry.setFocus()

    # -------------------------------------------------- what stands below

    def _hear(self, change: Change) -> None:
        if change.concerns("contact"):
            self._refresh_if_seen()

    def _refresh_if_seen(self) -> None:
        """Refresh now, or once the page is looked at again."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        self._stale = False
        now = self._services.desk.now()
        self._show_clocks(now)
        self._show_scheduled(now)
        self._show_latest(now)
        self._show_promises(now)

    def _show_clocks(self, now: datetime) -> None:
        names = self._services.names
        own = names.get(self._owner)
        self._clocks[0].show_time(own.capital if own and own.capital else tr("This desk"), time_in(now, self._zone), "")
        other = names.get(self._with)
        if other and other.zone:
            self._clocks[1].show_time(other.capital or other.name(), time_in(now, other.zone), "")
        else:
            self._clocks[1].show_time(tr("The other side"), None, tr("Choose a State above") if not other else tr("No time zone known"))
        self._clocks[2].show_time("UTC", now, tr("The register keeps this time"))

    def _names(self, states: tuple[str, ...]) -> str:
        return ", ".join(self._services.names.name(code) for code in states)

    def _show_scheduled(self, now: datetime) -> None:
        rows, done = [], 0
        for contact in self._services.agenda.scheduled_contacts(self._services.local_now()):
            if self._with and self._with not in contact.with_states:
                continue
            assert contact.scheduled_at is not None
            done += bool(contact.outcome)
            rows.append(self._scheduled_row(contact, contact.scheduled_at.utc, now))
        self._tests.show_rows(rows or [FactRow(tr("Nothing is scheduled today."), weight=400)])
        self._tests_head.setText(tr("{done} of {all} done").format(done=done, all=len(rows)) if rows else "")

    def _scheduled_row(self, contact: HotlineContact, at: datetime, now: datetime) -> FactRow:
        facts = ", ".join(part for part in (f"{at:%H:%M} UTC", tr(spoken(contact.channel)), tr(spoken(contact.purpose))) if part)
        name = self._names(contact.with_states) or contact.subject or tr("Contact")
        if contact.outcome:
            return FactRow(name, facts, right=tr(spoken(contact.outcome)), status=outcome_mark(contact.outcome), key=contact.id)
        late = at < now
        return FactRow(name, facts, right=time_left(at - now), status="overdue" if late else "running", share=0.3,
                       token="overdue" if late else "soon", key=contact.id)

    def _show_latest(self, now: datetime) -> None:
        records = self._services.records
        query = Query(kinds=("contact",), states=(self._with,) if self._with else (), to_on=self._services.today())
        rows = []
        for row in records.page(query, limit=_LATEST).rows:
            icon = {"given": "phone-outgoing", "received": "phone-incoming"}.get(row.direction, "phone")
            said = [self._names(row.states), tr(spoken(row.word)), tr(spoken(row.outcome))]
            rows.append(FactRow(row.title, ", ".join(part for part in said if part), right=partial_in_words(row.begins), icon=icon,
                                key=row.id, room=170))
        self._latest.show_rows(rows or [FactRow(tr("No contact is recorded."), weight=400)])
        count = records.count(replace(query, to_on=None))
        self._latest_head.setText(tr("{count} in the register").format(count=count_in_words(count)) if count else "")

    def _show_promises(self, now: datetime) -> None:
        rows = []
        for open_promise in self._services.agenda.open_promises(now):
            if self._with and self._with not in open_promise.with_states:
                continue
            promise = open_promise.promise
            whose = self._whose(promise.by, open_promise.with_states)
            made = tr("made {when}").format(when=instant_in_words(open_promise.made_at)) if open_promise.made_at else ""
            facts = ", ".join(part for part in (self._names(open_promise.with_states), whose, made) if part)
            key = f"{open_promise.contact_id} {open_promise.number}"
            if promise.due_at is None:
                rows.append(FactRow(promise.text, facts, right=tr("no date"), status="open", key=key, room=110, token="ink3"))
                continue
            left = promise.due_at.utc - now
            late, soon = left.total_seconds() < 0, left.total_seconds() < 86_400
            status = "overdue" if late else "today" if soon else "week"
            rows.append(FactRow(promise.text, facts, right=time_left(left), status=status, key=key, room=110,
                                token="overdue" if late else "soon" if soon else "ink2"))
        self._promises.show_rows(rows[:12] or [FactRow(tr("No promise is open."), weight=400)])
        self._promises_head.setText(count_in_words(len(rows)) if rows else "")
        self._keep.setVisible(bool(rows))

    def _whose(self, by: str, with_states: tuple[str, ...]) -> str:
        if by and by == self._owner:
            return tr("ours")
        return tr("theirs") if by and with_states == (by,) else self._services.names.name(by) if by else ""

    def _keep_promise(self) -> None:
        contact_id, _, number = self._promises.chosen().partition(" ")
        if not number:
            self.told.emit(tr("Choose the promise that was kept."))
            return
        if not self._work.may_begin():
            return
        try:
            self._services.agenda.keep_promise(contact_id, int(number), self._services.desk.now())
        except CbmTrackerError as error:
            show_error(self, error)
            return
        self.told.emit(tr("The promise is recorded as kept."))


class _Clock(QFrame):
    """A place, its time in large figures, its day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._place, self._day = label("", "strong"), label("", "caption")
        self._time, self._note = label("", "clock"), label("", "small")
        self.setLayout(column(line(self._place, STRETCH, self._day), self._time, self._note, gap=theme.px(2),
                              margins=(theme.px(20), theme.px(12), theme.px(20), theme.px(12))))

    def show_time(self, place: str, local: datetime | None, note: str) -> None:
        self._place.setText(place)
        self._time.setText(f"{local:%H:%M}" if local else "–")
        self._day.setText(day_in_words(local.date(), weekday=True, year=False) if local else "")
        self._note.setText(note or (distance_from_utc(local) if local else ""))


def _block(theme: Theme, title: str, aside: QWidget, rows: FactList) -> QFrame:
    pad = theme.px(12)
    return box(column(line(label(title, "lead"), STRETCH, aside, margins=(pad, 0, pad, theme.px(4))), rows))
