"""The search field and filter chips above a list: what they hold is a Query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from cbm_tracker.desktop.date_words import day_in_words
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.records.kind_views import KindView
from cbm_tracker.desktop.records.period_dialog import PeriodDialog
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import chip, label
from cbm_tracker.desktop.widgets.pick_popup import PickPopup
from cbm_tracker.desktop.widgets.search_line import SearchLine
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.vocabulary import VOCABULARIES, spoken

_PAUSE = 150  # milliseconds after the last key before the list is asked
Agreements = Callable[[], Sequence[tuple[str, str]]]


class FilterBar(QWidget):
    """`changed` says that the query is another; `left` that the list shall have the focus."""

    changed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, view: KindView, names: StateNames, agreements: Agreements, today: Callable[[], date]) -> None:
        super().__init__()
        self._view, self._names, self._agreements, self._today = view, names, agreements, today
        self._query = Query(kinds=view.kinds)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._take_text)

        self.search_field = SearchLine()
        self.search_field.setPlaceholderText(tr(view.find))
        self.search_field.setAccessibleName(tr(view.find))
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setMinimumWidth(theme.px(190))
        self.search_field.addAction(theme.icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self.search_field.textEdited.connect(lambda _: self._pause.start())
        self.search_field.textChanged.connect(lambda text: None if text else self._take_text())
        self.search_field.installEventFilter(self)

        self._period = self._chip(theme, tr("Any time"))
        self._period.setMenu(self._period_menu())
        self._period.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._state = self._chip(theme, tr("Any State"))
        self._state_popup = PickPopup(theme, tr("State"), tr("Name or code"), self._find_states, self)
        self._state_popup.picked.connect(self._choose_state)
        self._state.clicked.connect(lambda: self._state_popup.open_below(self._state))
        self._agreement = self._chip(theme, tr("Any agreement"))
        self._agreement_popup = PickPopup(theme, tr("Agreement"), tr("Name or short id"), self._find_agreements, self)
        self._agreement_popup.picked.connect(self._choose_agreement)
        self._agreement.clicked.connect(lambda: self._agreement_popup.open_below(self._agreement))
        self._agreement.setVisible(view.has_agreements)
        self._word = self._chip(theme, tr("Any kind"))
        self._word.setVisible(bool(view.words))
        if view.words:
            words = [(word, tr(spoken(word))) for word in VOCABULARIES[view.words[0][1]]]
            self._menu(self._word, [("", tr("Any kind")), *sorted(words, key=lambda pair: pair[1])], self._choose_word)
        self._direction = self._chip(theme, tr("Given or received"))
        self._direction.setVisible(view.has_direction)
        self._menu(self._direction, [("", tr("Given or received")), ("given", tr("Given")), ("received", tr("Received"))],
                   self._choose_direction)
        self._status = self._chip(theme, tr("Any status"))
        self._menu(self._status, [("", tr("Any status")), ("draft", tr("Drafts")), ("issued", tr("Issued")),
                                  ("superseded", tr("Superseded")), ("bin", tr("In the bin"))], self._choose_status)
        self._clear = chip(tr("Clear filters"), theme, checkable=False)
        self._clear.clicked.connect(self.clear)
        self.count = label("", "caption")

        flow = FlowLayout(gap=theme.px(6))
        for widget in (self.search_field, self._period, self._state, self._agreement, self._word, self._direction, self._status,
                       self._clear, self.count):
            flow.addWidget(widget)
        flow.setContentsMargins(theme.px(24), 0, theme.px(16), theme.px(10))
        self.setLayout(flow)
        self._show()

    # -------------------------------------------------- what is asked

    @property
    def query(self) -> Query:
        return self._query

    @property
    def restricts(self) -> bool:
        return self._query != Query(kinds=self._view.kinds)

    def restrict(self, query: Query) -> None:
        """Show a query that somebody else made for this page."""
        self._query = replace(query, kinds=self._view.kinds, sort="begins", descending=True)
        self.search_field.setText(query.text)
        self._show()
        self.changed.emit()

    def clear(self) -> None:
        self.search_field.clear()
        self.restrict(Query())

    def period_actions(self) -> list[QAction]:
        """The choices of a period."""
        return self._period.menu().actions()

    def show_count(self, shown: int, all_of_them: int) -> None:
        if shown == all_of_them:
            self.count.setText(tr_count("{count} record", "{count} records", shown).format(count=count_in_words(shown)))
        else:
            self.count.setText(tr("{shown} of {all}").format(shown=count_in_words(shown), all=count_in_words(all_of_them)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self.search_field.text():
                self.search_field.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
                self._take_text()
                self.left.emit()
                return True
        return False

    # -------------------------------------------------- chips

    def _chip(self, theme: Theme, words: str) -> QToolButton:
        made = chip(words, theme)
        made.clicked.connect(self._show)  # a click opens; only what is chosen checks it
        return made

    def _menu(self, button: QToolButton, choices: Sequence[tuple[str, str]], choose: Callable[[str], None]) -> None:
        menu = QMenu(button)
        group = QActionGroup(menu)
        for value, words in choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, chosen=value: choose(chosen))
        group.actions()[0].setChecked(True)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _period_menu(self) -> QMenu:
        menu = QMenu(self)

        def add(words: str, choose: Callable[[], None]) -> QAction:
            action = menu.addAction(words)
            action.triggered.connect(choose)
            return action

        add(tr("Any time"), lambda: self._ask(replace(self._query, from_on=None, to_on=None)))
        add(tr("This year"), lambda: self._choose_year(self._today().year))
        add(tr("Last year"), lambda: self._choose_year(self._today().year - 1))
        add(tr("Next year"), lambda: self._choose_year(self._today().year + 1))
        add(tr("From today on"), lambda: self._ask(replace(self._query, from_on=self._today(), to_on=None)))
        add(tr("Last 12 months"), lambda: self._ask(replace(self._query, from_on=self._today() - timedelta(days=365), to_on=self._today())))
        menu.addSeparator()
        add(tr("From … to …"), self._ask_period)
        return menu

    def _choose_year(self, year: int) -> None:
        self._ask(replace(self._query, from_on=date(year, 1, 1), to_on=date(year, 12, 31)))

    def _ask_period(self) -> None:
        dialog = PeriodDialog(self._today(), self._query.from_on, self._query.to_on, self)
        if dialog.exec():
            self._ask(replace(self._query, from_on=dialog.from_on, to_on=dialog.to_on))

    def _find_states(self, typed: str) -> list[FactRow]:
        if not typed.strip():
            return [FactRow(tr("Any State"), key="")]
        return [FactRow(entry.name(), right=entry.code, key=entry.code) for entry in self._names.search(typed)]

    def _choose_state(self, code: str) -> None:
        self._ask(replace(self._query, states=(code,) if code else ()))

    def _find_agreements(self, typed: str) -> list[FactRow]:
        asked = typed.casefold().strip()
        rows = [FactRow(name, right=identity, key=identity) for identity, name in self._agreements()
                if not asked or asked in name.casefold() or asked in identity]
        return rows if asked else [FactRow(tr("Any agreement"), key=""), *rows]

    def _choose_agreement(self, identity: str) -> None:
        self._ask(replace(self._query, agreements=(identity,) if identity else ()))

    def _choose_word(self, word: str) -> None:
        self._ask(replace(self._query, words=(word,) if word else ()))

    def _choose_direction(self, direction: str) -> None:
        self._ask(replace(self._query, direction=direction))

    def _choose_status(self, status: str) -> None:
        self._ask(replace(self._query, statuses=(status,) if status not in ("", "bin") else (), in_bin=status == "bin"))

    def _take_text(self) -> None:
        self._pause.stop()
        if self.search_field.text().strip() != self._query.text:
            self._ask(replace(self._query, text=self.search_field.text().strip()))

    def _ask(self, query: Query) -> None:
        self._query = query
        self._show()
        self.changed.emit()

    # -------------------------------------------------- what the chips say

    def _show(self) -> None:
        query = self._query
        self._say(self._period, self._period_words(query), bool(query.from_on or query.to_on))
        self._say(self._state, ", ".join(self._names.name(code) for code in query.states) or tr("Any State"), bool(query.states))
        names = dict(self._agreements()) if query.agreements else {}
        self._say(self._agreement, ", ".join(names.get(each, each) for each in query.agreements) or tr("Any agreement"),
                  bool(query.agreements))
        self._say(self._word, tr(spoken(query.words[0])) if query.words else tr("Any kind"), bool(query.words))
        self._say(self._direction, tr(spoken(query.direction)) or tr("Given or received"), bool(query.direction))
        words = {"draft": tr("Drafts"), "issued": tr("Issued"), "superseded": tr("Superseded")}
        status = tr("In the bin") if query.in_bin else words[query.statuses[0]] if query.statuses else tr("Any status")
        self._say(self._status, status, query.in_bin or bool(query.statuses))
        self._clear.setVisible(self.restricts)

    def _say(self, button: QToolButton, words: str, restricts: bool) -> None:
        button.setText(words if len(words) <= 34 else words[:33].rstrip() + "…")
        button.setToolTip(words)
        button.setChecked(restricts)

    def _period_words(self, query: Query) -> str:
        first, last = query.from_on, query.to_on
        if first and last:
            if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
                return str(first.year) if first.year == last.year else f"{first.year} – {last.year}"
            return f"{day_in_words(first)} – {day_in_words(last)}"
        if first:
            return tr("from {day}").format(day=day_in_words(first))
        return tr("until {day}").format(day=day_in_words(last)) if last else tr("Any time")
