"""The card of an obligation: by when and how that comes about, what meets it, why it is owed, and one button that begins it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QToolButton, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.date_words import clock_in_words, end_of_day_in_words, time_in
from cbm_tracker.desktop.due.entries import Entry, capitals, concerned
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.rules.finding_widgets import CertaintyMark, SumPanel
from cbm_tracker.desktop.rules.finding_words import STATE_MARKS, STATE_WORDS, Voice, finding_in_words, voice_of
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import STRETCH, Badge, Item, Mark, box, button, chip, column, label, line, rule, scrolled
from cbm_tracker.domain.fields import field_specs
from cbm_tracker.domain.measures import RECORD_CLASSES, Record
from cbm_tracker.domain.summary import KIND_NAMES
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.regimes.findings import Obligation, Remedy
from cbm_tracker.services.obligations import Owed

_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Decision:
    """What an officer may decide about an obligation: waive, remind, nil, nothing_new."""

    key: str
    words: str


class DueCard(QFrame):
    """`begin_wanted` asks for the record that meets the obligation, `open_wanted` for the one it comes from, `decided` carries a key."""

    begin_wanted = Signal()
    open_wanted = Signal()
    decided = Signal(str)

    def __init__(self, theme: Theme, services: Services) -> None:
        super().__init__()
        self._theme, self._services = theme, services
        self.setProperty("ground", "raised")
        self.entry: Entry | None = None
        self._scroll = scrolled(box(column(), ground="raised"), "raised")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.begin_button = button("", theme, "pencil", default=True)
        self.begin_button.clicked.connect(self.begin_wanted)
        self.open_button = button("", theme)
        self.open_button.clicked.connect(self.open_wanted)
        self.decide_button = chip(tr("Decide"), theme, checkable=False)
        self.decide_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._decisions = QMenu(self.decide_button)
        self.decide_button.setMenu(self._decisions)
        buttons = FlowLayout(gap=theme.px(8))
        buttons.setContentsMargins(0, 0, 0, 0)
        for made in (self.begin_button, self.open_button, self.decide_button):
            buttons.addWidget(made)
        edge = theme.px(24)
        self._enter = label(tr("Enter"), "key")
        foot = box(line((box(buttons), 1), self._enter, gap=theme.px(8), margins=(edge, theme.px(10), edge, theme.px(12))), ground="raised")
        self.setLayout(column((self._scroll, 1), rule(), foot))

    def show_entry(self, entry: Entry) -> None:
        """Show an obligation as it stands now; one that was shown already stays where it was scrolled to."""
        assert entry.owed is not None
        same = self.entry is not None and self.entry.key == entry.key
        place = self._scroll.verticalScrollBar().value() if same else 0
        self.entry = entry
        self._scroll.setWidget(self._build(entry, entry.owed))
        self._scroll.verticalScrollBar().setValue(place)
        self._fill_foot(entry.owed)

    def focus_action(self) -> None:
        """Put the focus on what Enter does."""
        (self.open_button if self.begin_button.isHidden() else self.begin_button).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what stands first at the foot, wherever the focus is on the card."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.decide_button.hasFocus():
            self.decide_button.showMenu()
        else:
            first = self.open_button if self.begin_button.isHidden() or self.open_button.hasFocus() else self.begin_button
            if not first.isHidden():
                first.click()

    # -------------------------------------------------- building

    def _build(self, entry: Entry, owed: Owed) -> QWidget:
        theme, finding = self._theme, owed.finding
        record, voice = self._record(owed), voice_of(self._services)
        words = finding_in_words(finding, voice, record)
        obligation = finding.obligation
        assert obligation is not None
        pack = self._services.rules.packs()[finding.agreement]
        kind = ", ".join(part for part in (tr(KIND_NAMES[owed.kind]) if owed.kind else tr("Duty of the year"), pack.name) if part)
        mark = entry.status if entry.status in ("running", "overdue") else STATE_MARKS[obligation.state]
        state = Badge(theme, mark, tr(STATE_WORDS[obligation.state]))
        items: list[Item] = [
            label(kind, "quiet", wrap=True), label(entry.title, "heading", wrap=True, select=True),
            line(state, (CertaintyMark(theme, finding.certainty), 1), gap=theme.px(10)), theme.px(4),
        ]
        if words.sum is not None:
            items.append(self._section(tr("How the date comes about"), SumPanel(theme, words.sum, words.source)))
        else:
            items.append(label(words.source, "word", wrap=True, select=True))
        if owed.due_at is not None:
            items.append(self._time_left(entry, owed, owed.due_at, voice))
        items.extend([rule(), self._section(tr("What meets it"), *self._meets(obligation))])
        why = [line(box(column(Mark(theme, "reached"), STRETCH)), (label(reason, "small", wrap=True, select=True), 1), gap=theme.px(8))
               for reason in words.reasons]
        items.extend([rule(), self._section(tr("Why it is owed"), *why, label(words.text, "small", wrap=True, select=True))])
        if words.late:
            items.append(label(words.late, "small", wrap=True))
        items.extend(label(note, "caption", wrap=True, select=True) for note in words.notes)
        edge = theme.px(24)
        self._scroll.setAccessibleName(f"{entry.spoken()}. {words.spoken()}")
        return box(column(*items, STRETCH, gap=theme.px(9), margins=(edge, theme.px(16), edge, theme.px(16))), ground="raised")

    def _record(self, owed: Owed) -> Record | None:
        if not owed.record_id:
            return None
        try:
            return self._services.records.get(owed.record_id).record
        except CbmTrackerError:
            return None

    def _section(self, heading: str, *items: Item) -> QWidget:
        return box(column(label(heading, "section"), *items, gap=self._theme.px(6)))

    def _time_left(self, entry: Entry, owed: Owed, end: datetime, voice: Voice) -> QWidget:
        """Show what is left, and now and the end by the clocks of the capitals concerned and of UTC."""
        theme, now = self._theme, voice.now
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(2))
        late = end < now
        grid.addWidget(label(tr("now"), "caption"), 0, 1, _RIGHT)
        grid.addWidget(label(tr("ended") if late else tr("ends"), "caption"), 0, 2, _RIGHT)
        owner = self._services.register.info().owner
        zones = capitals(concerned(owed, voice, owner), voice.names)
        for row, (place, zone_name) in enumerate([*zones, ("UTC", "UTC")], start=1):
            grid.addWidget(label(place), row, 0)
            grid.addWidget(label(clock_in_words(time_in(now, zone_name))), row, 1, _RIGHT)
            local = time_in(end, zone_name)
            said = clock_in_words(local, weekday=True) if entry.is_clock else end_of_day_in_words(local)
            grid.addWidget(label(said, "strong"), row, 2, _RIGHT)
        grid.setColumnStretch(0, 1)
        name = tr("Overdue") if late else tr("Time left")
        head = line(label(name, "section"), STRETCH, label(entry.left, "overdue" if late else "lead"))
        made = box(column(head, grid, gap=theme.px(4)))
        made.setAccessibleName(f"{name}: {entry.left}")
        return made

    def _meets(self, obligation: Obligation) -> list[Item]:
        remedy = obligation.remedy
        if remedy is None:
            said = tr("Nothing the register could hold meets this by itself. Record what was done, or waive it with a reason.")
            return [label(said, "small", wrap=True)]
        if remedy.field:
            return [label(tr("The field “{field}” of the record, filled in.").format(field=_field_name(remedy)), "small", wrap=True)]
        word = str(remedy.values.get("notification_kind") or remedy.values.get("inspection_kind") or remedy.values.get("purpose") or "")
        said = tr("A {kind} of the kind “{word}”").format(kind=tr(KIND_NAMES[remedy.kind]).lower(), word=tr(spoken(word)))
        if obligation.to:
            names = self._services.names
            to = ", ".join(names.name(each) if names.get(each) else tr(each) for each in obligation.to[:4])
            said += " " + tr("to {addressees}").format(addressees=to)
        told: list[Item] = [label(f"{said}.", "small", wrap=True)]
        if any(each.values.get("notification_kind") in ("nil_report", "nothing_new") for each in remedy.otherwise):
            told.append(label(tr("Where there is nothing to declare, saying so meets it."), "small", wrap=True))
        return told

    # -------------------------------------------------- the foot

    def _fill_foot(self, owed: Owed) -> None:
        obligation = owed.finding.obligation
        assert obligation is not None
        self.begin_button.setVisible(obligation.remedy is not None)
        if obligation.remedy is not None:
            self.begin_button.setText(self._begin_words(obligation))
        self.open_button.setVisible(bool(owed.record_id))
        if owed.record_id:
            self.open_button.setText(tr("Open {kind}").format(kind=tr(KIND_NAMES[owed.kind]).lower()))
        self._enter.setVisible(obligation.remedy is not None or bool(owed.record_id))
        self._decisions.clear()
        for decision in decisions(owed):
            self._decisions.addAction(decision.words).triggered.connect(lambda _=False, key=decision.key: self.decided.emit(key))

    def _begin_words(self, obligation: Obligation) -> str:
        remedy = obligation.remedy
        assert remedy is not None
        if remedy.field:
            return tr("Record it")
        return {"notification": tr("Notify"), "contact": tr("Record the contact"), "inspection": tr("Record the visit")}[remedy.kind]


def _field_name(remedy: Remedy) -> str:
    spec = next((spec for spec in field_specs(RECORD_CLASSES[remedy.kind]) if spec.key == remedy.field), None)
    return tr(spec.label) if spec else remedy.field


def decisions(owed: Owed) -> list[Decision]:
    """Return what may be decided about an obligation."""
    found = [Decision("waive", tr("Waive, with a reason…")), Decision("remind", tr("Remind me…"))]
    remedy = owed.finding.obligation.remedy if owed.finding.obligation else None
    words = {str(each.values.get("notification_kind")) for each in remedy.otherwise} if remedy else set()
    if "nil_report" in words or (remedy is not None and not owed.record_id and remedy.kind == "notification"):
        found.append(Decision("nil", tr("Nothing to declare")))
    if "nothing_new" in words:
        found.append(Decision("nothing_new", tr("Nothing new since…")))
    return found
