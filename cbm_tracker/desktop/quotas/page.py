"""Quotas: what each agreement grants in a year, what is used of it and by which visit, and what a planned visit would do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QStackedWidget, QToolButton, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.quotas.ledger_reading import LedgerReading, concerns_quotas
from cbm_tracker.desktop.quotas.quota_detail import QuotaDetail
from cbm_tracker.desktop.quotas.quota_list import QuotaList
from cbm_tracker.desktop.quotas.quota_words import QuotaFilter
from cbm_tracker.desktop.rules.agreement_words import short_name
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import STRETCH, Chooser, box, button, chip, column, label, line
from cbm_tracker.desktop.widgets.list_and_detail import ListAndDetail
from cbm_tracker.desktop.widgets.pick_popup import PickPopup
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.changes import Change

_YEARS_BACK = 15
_MOST_OFFERED = 12
_LARGE = 1.6  # text size from which the list needs the room of what explains it


class QuotasPage(QWidget):
    """`record_wanted` asks for a new record of a kind with values to begin with."""

    open_record = Signal(str, str)
    record_wanted = Signal(str, object)

    def __init__(self, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, signals: ChangeSignals) -> None:
        super().__init__()
        self._theme, self._services = theme, services
        self.reading = LedgerReading(services, tasks, self)
        owner = services.register.info().owner
        self.filter = QuotaFilter(state=owner)
        self.list = QuotaList(theme)
        self.detail = QuotaDetail(theme, services)
        left = box(column(self._head(), self._filters(), (self._places(), 1)), ground="surface")
        self.splitter = ListAndDetail(theme, settings, "quotas", left, self.detail, (800, 420))
        self.setLayout(column(self.splitter))
        self.setFocusProxy(self.list)

        self.reading.read.connect(self._show)
        self.reading.failed.connect(self._say_trouble)
        self.list.chosen.connect(lambda _: self._show_detail())
        self.list.opened.connect(lambda _: self.splitter.enter_detail())
        self.detail.open_record.connect(self.open_record)
        self.detail.record_wanted.connect(self.record_wanted)
        self.detail.plan_wanted.connect(self.plan_visit)
        signals.changed.connect(self._hear)
        self._show_filter()
        self.refresh()

    # -------------------------------------------------- building

    def _head(self) -> QWidget:
        theme = self._theme
        self.plan_button = button(tr("Plan a visit…"), theme, "calendar-clock", tip=tr("Ctrl+N"))
        self.plan_button.clicked.connect(lambda: self.plan_visit())
        about = label(tr("Calendar years, counted in UTC. What is not used does not pass into the next year."), "small", wrap=True)
        about.setVisible(theme.m.factor < _LARGE)
        top = line(label(tr("Quotas"), "heading"), STRETCH, self.plan_button, gap=theme.px(12))
        return box(column(top, about, gap=theme.px(4), margins=(theme.px(24), theme.px(14), theme.px(20), theme.px(10))), ground="surface")

    def _filters(self) -> QWidget:
        theme = self._theme
        this_year = self._services.today().year
        years = [str(year) for year in range(this_year + 1, this_year - _YEARS_BACK, -1)]
        self.year = Chooser(theme, [(year, year) for year in years])
        self.year.setAccessibleName(tr("Year"))
        self.year.choose(str(this_year))
        self.year.setMinimumHeight(theme.px(28))
        self.year.currentIndexChanged.connect(lambda _: self.refresh())
        self._state, self._state_popup = self._picker(tr("State"), tr("Name or code"), self._find_states, "state")
        self._agreement, self._agreement_popup = self._picker(tr("Agreement"), tr("Name or short id"), self._find_agreements, "agreement")
        self.passive, self.active = chip("", theme), chip("", theme)
        self.passive.setToolTip(tr("Quotas of those who receive"))
        self.active.setToolTip(tr("Quotas of those who inspect"))
        sides = QButtonGroup(self)
        sides.setExclusive(False)
        for side, made in (("passive", self.passive), ("active", self.active)):
            made.clicked.connect(lambda checked, side=side: self.restrict(replace(self.filter, side=side if checked else "")))
        self.used = chip(tr("In use"), theme)
        self.used.setToolTip(tr("Only quotas that count an inspection"))
        self.used.clicked.connect(lambda checked: self.restrict(replace(self.filter, in_use=checked)))
        self.clear = chip(tr("Clear filters"), theme, checkable=False)
        self.clear.clicked.connect(lambda: self.restrict(QuotaFilter()))
        self.count = label("", "caption")
        flow = FlowLayout(gap=theme.px(6))
        for widget in (self.year, self._state, self._agreement, self.passive, self.active, self.used, self.clear, self.count):
            flow.addWidget(widget)
        flow.setContentsMargins(theme.px(24), 0, theme.px(16), theme.px(8))
        made_bar = QWidget()
        made_bar.setLayout(flow)
        return made_bar

    def _picker(self, name: str, hint: str, find: Callable[[str], list[FactRow]], field: str) -> tuple[QToolButton, PickPopup]:
        made = chip("", self._theme, icon="chevron-down")
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        popup = PickPopup(self._theme, name, hint, find, self)
        popup.picked.connect(lambda key: self.restrict(replace(self.filter, **{field: key})))
        made.clicked.connect(lambda: popup.open_below(made))
        made.clicked.connect(self._show_filter)  # a click alone restricts nothing yet
        return made, popup

    def _places(self) -> QWidget:
        theme = self._theme
        self._nothing = label("", "quiet", wrap=True)
        clear = button(tr("Clear filters"), theme)
        clear.clicked.connect(lambda: self.restrict(QuotaFilter()))
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # at large text the filters come first
        self._stack.addWidget(self.list)
        self._stack.addWidget(box(column(self._nothing, theme.px(10), line(clear, STRETCH), STRETCH,
                                         margins=(theme.px(24), theme.px(24), theme.px(24), 0)), ground="surface"))
        return self._stack

    # -------------------------------------------------- showing

    @property
    def chosen_year(self) -> int:
        return int(self.year.value())

    def refresh(self) -> None:
        """Work out the quotas of the chosen year again; until that is done, what is shown stays."""
        self.reading.ask(self.chosen_year)

    def restrict(self, wanted: QuotaFilter) -> None:
        self.filter = wanted
        self._show_filter()
        self._show()

    def _show_filter(self) -> None:
        names, wanted = self._services.names, self.filter
        self._state.setText(names.name(wanted.state) if wanted.state else tr("Any State"))
        self._state.setChecked(bool(wanted.state))
        self._agreement.setText(short_name(wanted.agreement) if wanted.agreement else tr("Any agreement"))
        self._agreement.setChecked(bool(wanted.agreement))
        state = names.name(wanted.state) if wanted.state else ""
        self.passive.setText(tr("Passive: in {state}").format(state=state) if state else tr("Passive"))
        self.active.setText(tr("Active: by {state}").format(state=state) if state else tr("Active"))
        self.passive.setChecked(wanted.side == "passive")
        self.active.setChecked(wanted.side == "active")
        self.used.setChecked(wanted.in_use)
        self.clear.setVisible(wanted != QuotaFilter())

    def _show(self) -> None:
        lines = [quota for quota in self.reading.lines if self.filter.shows(quota)]
        everything = len(self.reading.lines)
        if len(lines) == everything:
            said = tr_count("{count} quota", "{count} quotas", everything).format(count=count_in_words(everything))
        else:
            said = tr("{shown} of {all}").format(shown=count_in_words(len(lines)), all=count_in_words(everything))
        self.count.setText(said)
        with QSignalBlocker(self.list):  # the detail is built once, below
            self.list.show_quotas(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        if not lines:
            self._nothing.setText(tr("No quota of {year} matches these filters.").format(year=self.reading.year))
        self._show_detail()

    def _show_detail(self) -> None:
        quota = self.list.current()
        if quota is None:
            self.detail.show_nothing()
        else:
            self.detail.show_line(quota)

    def _say_trouble(self, error: object) -> None:
        if not isinstance(error, CbmTrackerError):
            assert isinstance(error, BaseException)
            raise error
        self._nothing.setText(str(error))
        self._stack.setCurrentIndex(1)
        self.detail.show_nothing()

    def _hear(self, change: Change) -> None:
        if concerns_quotas(change) and self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read again: what was planned may be used by now, and another desk or command may have changed the register."""
        super().showEvent(event)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.splitter.back_to_list()
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    # -------------------------------------------------- wishes

    def regions(self) -> list[QWidget]:
        """Return the parts that F6 goes through."""
        return [self.list, self.detail]

    def plan_visit(self, agreement: str = "", inspecting: str = "", receiving: str = "") -> None:
        """Ask what a visit would use and meet; begin its record where that is wished."""
        from cbm_tracker.desktop.quotas.visit_plan import ask_for_visit

        agreement = agreement or (self.detail.shown.use.agreement if self.detail.shown else "")
        values = ask_for_visit(self._theme, self._services, self, agreement=agreement, inspecting=inspecting, receiving=receiving)
        if values is not None:
            self.record_wanted.emit("inspection", values)

    def _find_states(self, typed: str) -> list[FactRow]:
        rows = [FactRow(tr("Any State"))] if not typed else []
        entries = self._services.names.search(typed, "en", _MOST_OFFERED)
        return [*rows, *(FactRow(self._services.names.name(entry.code), right=entry.code, key=entry.code) for entry in entries)]

    def _find_agreements(self, typed: str) -> list[FactRow]:
        rows = [FactRow(tr("Any agreement"))] if not typed else []
        key, packs = typed.casefold(), self._services.rules.packs()
        ids = dict.fromkeys(quota.use.agreement for quota in self.reading.lines)
        found = [packs[each] for each in ids if key in packs[each].name.casefold() or key in each]
        return [*rows, *(FactRow(pack.name, right=short_name(pack.id), key=pack.id) for pack in found)]
