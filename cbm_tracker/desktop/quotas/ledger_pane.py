"""The quotas of the register's owner beside the list of inspections, and the record that is chosen in their place."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedWidget, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.quotas.ledger_reading import LedgerReading, concerns_quotas
from cbm_tracker.desktop.quotas.quota_words import QuotaFilter, QuotaLine, entries_in_words
from cbm_tracker.desktop.quotas.unit_boxes import UnitBoxes
from cbm_tracker.desktop.records.detail_pane import DetailPane
from cbm_tracker.desktop.rules.finding_widgets import CertaintyMark
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, Item, box, button, chip, column, label, line, rule
from cbm_tracker.desktop.widgets.page_frame import PageFrame, reading_page
from cbm_tracker.services.changes import Change


class LedgerPane(PageFrame):
    """Shows the quotas of the owner in this calendar year. `opened` asks for the page of all, `plan_wanted` for a visit to plan."""

    opened = Signal()
    plan_wanted = Signal()

    def __init__(self, theme: Theme, services: Services, tasks: TaskRunner, signals: ChangeSignals) -> None:
        super().__init__("raised")
        self._theme, self._services = theme, services
        self._stale = True
        self.lines: list[QuotaLine] = []
        self.reading = LedgerReading(services, tasks, self)
        self.reading.read.connect(self._show)
        self.reading.failed.connect(lambda error: self._put_items([label(str(error), "quiet", wrap=True)]))
        signals.changed.connect(self._hear)
        signals.minute_passed.connect(self._age)

    @property
    def year(self) -> int:
        return self._services.today().year

    def refresh(self) -> None:
        self._stale = False
        self.reading.ask(self.year)

    def _hear(self, change: Change) -> None:
        if concerns_quotas(change):
            self._stale = True
            if self.isVisible():
                self.refresh()

    def _age(self, now: datetime) -> None:
        self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _show(self) -> None:
        owner = self._services.register.info().owner
        wanted = QuotaFilter(state=owner)
        self.lines = [quota for quota in self.reading.lines if wanted.shows(quota)]
        items: list[Item] = []
        for quota in self.lines:
            items.extend([self._block(quota), rule()])
        no_owner = tr("The register names no owner. Enter one under File, Register properties.")
        nothing = tr("No quota of this year is known.") if owner else no_owner
        self._put_items(items or [label(nothing, "small", wrap=True)])

    def _put_items(self, items: list[Item]) -> None:
        theme = self._theme
        edge = theme.px(24)
        about = label(tr("1 January to 31 December, UTC. Unused quota is not carried over."), "small", wrap=True)
        name = tr("Quota ledger {year}").format(year=self.year)
        page = column(label(name, "heading"), about, theme.px(4), *items, STRETCH,
                      gap=theme.px(8), margins=(edge, theme.px(6), edge, theme.px(16)))
        scroll = reading_page(page, name)
        scroll.setAccessibleDescription(". ".join(quota.spoken() for quota in self.lines))
        whole = button(tr("All quotas"), theme, "gauge")
        whole.clicked.connect(self.opened)
        plan = button(tr("Plan a visit…"), theme, "calendar-clock")
        plan.clicked.connect(self.plan_wanted)
        foot = box(line(plan, whole, STRETCH, margins=(edge, theme.px(10), edge, theme.px(12))), ground="raised")
        self.put(box(column((scroll, 1), rule(), foot), ground="raised"))

    def _block(self, quota: QuotaLine) -> QWidget:
        """Show a quota: what and whose, the figures, a box for each unit, how sure it is, and who used it."""
        theme = self._theme
        figures = f"{quota.figures}, {quota.warning.lower()}" if quota.use.over else quota.figures
        role = "overdue" if quota.use.over else "soon" if quota.warning else ""
        title = tr("{title}: {whose}").format(title=quota.title, whose=quota.whose)
        items: list[Item] = [
            label(title, "strong", wrap=True),
            line(UnitBoxes(theme, quota.use), (label(figures, role, wrap=True), 1), gap=theme.px(10)),
            CertaintyMark(theme, quota.use.certainty, short=True, further=quota.source),
        ]
        told = entries_in_words(quota.use.entries, self._services.names)
        if told:
            items.append(label(told, "small", wrap=True, select=True))
        made = box(column(*items, gap=theme.px(4)))
        made.setAccessibleName(quota.spoken())
        return made


class RecordOrLedger(QFrame):
    """The chosen record or the ledger, by two buttons above; where no record is chosen, the ledger.

    `page_wanted` carries the key of a page; `record_wanted` the values of an inspection to begin.
    """

    page_wanted = Signal(str)
    record_wanted = Signal(object)

    def __init__(self, theme: Theme, services: Services, tasks: TaskRunner, signals: ChangeSignals, detail: DetailPane) -> None:
        super().__init__()
        self._theme, self._services = theme, services
        self.detail, self.ledger = detail, LedgerPane(theme, services, tasks, signals)
        self.ledger.opened.connect(lambda: self.page_wanted.emit("quotas"))
        self.ledger.plan_wanted.connect(self._plan)
        self.setProperty("ground", "raised")
        self.record_chip, self.ledger_chip = chip(tr("Record"), theme), chip(tr("Quota ledger"), theme)
        group = QButtonGroup(self)
        group.setExclusive(True)
        for at, made in enumerate((self.record_chip, self.ledger_chip)):
            group.addButton(made, at)
        self._stack = QStackedWidget()
        self._stack.addWidget(detail)
        self._stack.addWidget(self.ledger)
        group.idClicked.connect(self._wish)
        edge = theme.px(24)
        top = line(self.record_chip, self.ledger_chip, STRETCH, gap=theme.px(6), margins=(edge, theme.px(14), edge, 0))
        self.setLayout(column(box(top, ground="raised"), (self._stack, 1)))
        self._ledger_wished = False
        detail.shown.connect(self._follow)
        self._follow(detail.stored is not None)

    @property
    def shows_ledger(self) -> bool:
        return self._stack.currentIndex() == 1

    @Slot()
    def show_record(self) -> None:
        """Turn to the record: somebody goes to it."""
        if self.record_chip.isEnabled():
            self._wish(0)

    def _plan(self) -> None:
        from cbm_tracker.desktop.quotas.visit_plan import ask_for_visit

        values = ask_for_visit(self._theme, self._services, self)
        if values is not None:
            self.record_wanted.emit(values)

    def _wish(self, at: int) -> None:
        self._ledger_wished = at == 1
        self._turn(at)

    def _follow(self, record: bool) -> None:
        """Show the ledger where no record is chosen; a wish for it outlasts the choice of another record."""
        self.record_chip.setEnabled(record)
        self._turn(1 if self._ledger_wished or not record else 0)

    def _turn(self, at: int) -> None:
        (self.ledger_chip if at else self.record_chip).setChecked(True)
        self._stack.setCurrentIndex(at)
