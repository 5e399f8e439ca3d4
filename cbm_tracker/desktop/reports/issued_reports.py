"""The reports that were issued: each can be looked at as it went out, written again, and corrected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cbm_tracker.desktop.date_words import instant_in_words, period_in_words
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import STRETCH, button, column, label, line
from cbm_tracker.desktop.widgets.listing import FactList
from cbm_tracker.services.reports import PastReport


class IssuedReports(QWidget):
    """Each signal carries the number of a report."""

    shown = Signal(str)
    written_again = Signal(str)
    corrected = Signal(str)

    def __init__(self, theme: Theme, *, tall: bool) -> None:
        super().__init__()
        self.list = FactList(theme, tr("Reports issued"), tall=tall)
        self.list.opened.connect(self.shown)
        self._empty = label(tr("No report is issued yet."), "small")
        self.again_button = button(tr("Write again…"), theme, tip=tr("The same file, from what the register knew then"))
        self.correct_button = button(tr("Corrigendum…"), theme, tip=tr("Tells what changed since the report was issued"))
        self.again_button.clicked.connect(lambda: self.written_again.emit(self.list.chosen()))
        self.correct_button.clicked.connect(lambda: self.corrected.emit(self.list.chosen()))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self.list.rows.modelReset.connect(self._offer)
        self._actions = QWidget()
        actions = FlowLayout(theme.px(8))
        actions.setContentsMargins(0, 0, 0, 0)
        actions.addWidget(self.again_button)
        actions.addWidget(self.correct_button)
        self._actions.setLayout(actions)
        edge = theme.px(24)
        self.setLayout(column(
            line(label(tr("Reports issued"), "section"), margins=(edge, theme.px(12), edge, theme.px(4))),
            line(self._empty, margins=(edge, 0, edge, 0)),
            line((self.list, 1), margins=(theme.px(12), 0, theme.px(12), 0)),
            line((self._actions, 1), margins=(edge, theme.px(6), edge, theme.px(8))), STRETCH,
        ))
        self._busy = False
        self.show_reports(())

    def show_reports(self, reports: Sequence[PastReport]) -> None:
        self.list.show_rows([
            FactRow(
                title=tr_count("{number}, {pages} page", "{number}, {pages} pages", report.pages).format(
                    number=report.number, pages=count_in_words(report.pages)),
                facts=f"{tr(report.kind_name)}, {_of_what(report)}",
                right=instant_in_words(report.issued_at).partition(",")[0],
                below_right=short_fingerprint(report.fingerprint),
                room=96, key=report.number,
            )
            for report in reports
        ])
        self._empty.setVisible(not reports)
        self.list.setVisible(bool(reports))
        self._offer()

    def hold(self, busy: bool) -> None:
        """Offer nothing while something is being drawn or written."""
        self._busy = busy
        self._offer()

    def _offer(self) -> None:
        self._actions.setVisible(bool(self.list.chosen()))
        for action in (self.again_button, self.correct_button):
            action.setEnabled(not self._busy)


def short_fingerprint(fingerprint: str) -> str:
    """The first two groups, as they stand at the foot of every page: B6F4 724C."""
    return f"{fingerprint[:4]} {fingerprint[4:8]}".upper().strip()


def _of_what(report: PastReport) -> str:
    """The report it corrects, or the period."""
    if report.corrects:
        return tr("of report {number}").format(number=report.corrects)
    return period_in_words(report.request.from_on.isoformat(), report.request.to_on.isoformat(), "")
