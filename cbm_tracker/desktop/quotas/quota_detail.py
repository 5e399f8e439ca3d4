"""One quota: how it stands, how its size comes about, and every inspection that it counts or leaves out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.quotas.quota_words import EFFECT_MARKS, QuotaLine, entry_in_words, missing_in_words, sum_in_words
from cbm_tracker.desktop.quotas.unit_boxes import UnitBoxes
from cbm_tracker.desktop.rules.finding_widgets import CertaintyMark
from cbm_tracker.desktop.rules.measure_words import with_state_names
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, Item, Mark, box, button, column, label, line, rule
from cbm_tracker.desktop.widgets.listing import FactList
from cbm_tracker.desktop.widgets.page_frame import PageFrame, reading_page


class QuotaDetail(PageFrame):
    """`open_record` carries kind and id of an inspection, `record_wanted` kind and values.

    `plan_wanted` carries the agreement, the inspecting and the receiving State, as far as the quota says them.
    """

    open_record = Signal(str, str)
    record_wanted = Signal(str, object)
    plan_wanted = Signal(str, str, str)

    def __init__(self, theme: Theme, services: Services) -> None:
        super().__init__("raised")
        self._theme, self._services = theme, services
        self.shown: QuotaLine | None = None
        self.entries: FactList | None = None
        self.setAccessibleName(tr("The chosen quota"))

    def show_nothing(self) -> None:
        self.shown = self.entries = None
        self.put_nothing()

    def show_line(self, quota: QuotaLine) -> None:
        """Show a quota; where nothing of it changed, what is shown stays as it is."""
        if quota != self.shown:
            self.shown = quota
            self.put(self._build(quota))

    def _build(self, quota: QuotaLine) -> QWidget:
        theme, use = self._theme, quota.use
        edge = theme.px(28)
        items: list[Item] = [
            label(quota.whose, "heading", wrap=True, select=True),
            label(tr("{title}, {year}").format(title=quota.title, year=use.year), "quiet", wrap=True), theme.px(4),
            UnitBoxes(theme, use), label(quota.figures, "lead", wrap=True),
        ]
        if quota.warning:
            items.append(line(box(column(Mark(theme, "missed" if use.over else "near"), STRETCH)),
                              (label(quota.warning, "overdue" if use.over else "soon", wrap=True), 1)))
        if use.gate:
            items.append(label(with_state_names(use.gate, self._services.names), "soon", wrap=True, select=True))
        items.extend([theme.px(2), self._sum(quota), CertaintyMark(theme, use.certainty, further=quota.source)])
        if use.missing:
            items.extend([label(missing_in_words(use, quota.whose if not use.of else use.state), "small", wrap=True), self._facts(quota)])
        rules = self._services.rules.packs()[use.agreement].by_id[use.rule]
        items.extend([theme.px(4), label(tr(rules.text), "small", wrap=True, select=True)])
        items.extend(label(with_state_names(tr(note), self._services.names), "caption", wrap=True) for note in rules.notes)
        items.extend([theme.px(8), self._entries(quota), STRETCH])
        page = reading_page(column(*items, gap=theme.px(6), margins=(edge, theme.px(20), edge, theme.px(16))), quota.spoken())
        plan = button(tr("Plan a visit…"), theme, "calendar-clock", tip=tr("What a visit under this quota would use and meet"))
        plan.clicked.connect(self._plan)
        foot = box(line(plan, STRETCH, margins=(edge, theme.px(10), edge, theme.px(12))), ground="raised")
        return box(column((page, 1), rule(), foot), ground="raised")

    def _sum(self, quota: QuotaLine) -> QWidget:
        pad = self._theme.px(14)
        told = [label(part, "strong" if at == len(sum_in_words(quota.use)) - 1 else "", wrap=True, select=True)
                for at, part in enumerate(sum_in_words(quota.use))]
        panel = box(column(*told, gap=self._theme.px(4), margins=(pad, self._theme.px(10), pad, self._theme.px(10))), panel="inset")
        panel.setAccessibleName(tr("Sum: {sum}").format(sum="; ".join(sum_in_words(quota.use))))
        return panel

    def _facts(self, quota: QuotaLine) -> QWidget:
        made = button(tr("Record the facts"), self._theme, "plus")
        made.clicked.connect(lambda: self.record_wanted.emit("agreement_facts", self._facts_of(quota)))
        return box(line(made, STRETCH))

    def _facts_of(self, quota: QuotaLine) -> dict[str, Any]:
        state = quota.use.state if self._services.names.get(quota.use.state) else ""
        return {"agreement": quota.use.agreement, "agreements": [quota.use.agreement], "state": state, "year": quota.use.year}

    def _entries(self, quota: QuotaLine) -> QWidget:
        theme = self._theme
        heading = label(tr("What it counts"), "section")
        if not quota.use.entries:
            self.entries = None
            return box(column(heading, label(tr("No inspection of this year is recorded for it."), "small", wrap=True), gap=theme.px(4)))
        rows = []
        for entry in quota.use.entries:
            title, facts = entry_in_words(entry, self._services.names)
            rows.append(FactRow(title, facts, status=EFFECT_MARKS[entry.effect], key=entry.record))
        self.entries = FactList(theme, tr("What it counts"), tall=True, one_click=True)
        self.entries.show_rows(rows)
        self.entries.setCurrentIndex(self.entries.rows.index(0, 0))
        self.entries.opened.connect(lambda record: self.open_record.emit("inspection", record))
        self.entries.setToolTip(tr("Enter opens the inspection"))
        edge = theme.px(2)
        return box(column(heading, box(column(self.entries, margins=(edge, edge, edge, edge)), panel="inset"), gap=theme.px(4)))

    def _plan(self) -> None:
        if self.shown is not None:
            use = self.shown.use
            receiving, inspecting = (use.state, use.of) if self.shown.passive else (use.of, use.state)
            known = self._services.names
            self.plan_wanted.emit(use.agreement, inspecting if known.get(inspecting) else "", receiving if known.get(receiving) else "")
