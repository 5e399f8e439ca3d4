"""The period of a report: its first and last day, and the periods that are asked for most."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.day_range import FIRST, read_days
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import chip, column
from cbm_tracker.errors import InvalidMeasure
from cbm_tracker.services.periods import Period, last_quarter, recorded_period, year


class PeriodFields(QWidget):
    """Begins with this year; errors stand below their field."""

    changed = Signal()

    def __init__(self, theme: Theme, services: Services) -> None:
        super().__init__()
        self._services = services
        self.from_on, self.to_on = QLineEdit(), QLineEdit()
        self._from = Labelled(theme, tr("From"), self.from_on)
        self._to = Labelled(theme, tr("To"), self.to_on)
        days = FlowLayout(theme.px(8))
        days.setContentsMargins(0, 0, 0, 0)
        for labelled in (self._from, self._to):
            labelled.setFixedWidth(theme.px(146))
            days.addWidget(labelled)
        quick_choices = FlowLayout(theme.px(4))
        quick_choices.setContentsMargins(0, 0, 0, 0)
        for words, choose in (
            (tr("This year"), lambda: self.show_period(year(services.today().year))),
            (tr("Last year"), lambda: self.show_period(year(services.today().year - 1))),
            (tr("Last quarter"), lambda: self.show_period(last_quarter(services.today()))),
            (tr("All"), self._show_all),
        ):
            quick = chip(words, theme, checkable=False)
            quick.setAccessibleName(tr("Period: {words}").format(words=words))
            quick.clicked.connect(choose)
            quick_choices.addWidget(quick)
        self.setLayout(column(days, quick_choices, gap=theme.px(10)))
        for field in (self.from_on, self.to_on):
            field.textChanged.connect(self.changed)
        self.show_period(year(services.today().year))

    def period(self) -> Period | None:
        """Return the period; None, and a sentence below the field, where a field says something else than a day."""
        for labelled, field in ((self._from, self.from_on), (self._to, self.to_on)):
            if not field.text().strip():
                labelled.show_error(tr("Enter a day, such as 5mar26 or today."))
                field.setFocus()
                return None
        try:
            first, last = read_days(self.from_on.text(), self.to_on.text(), self._services.today())
        except InvalidMeasure as error:
            labelled, field = (self._from, self.from_on) if error.field == FIRST else (self._to, self.to_on)
            labelled.show_error(f"{error.message} {error.hint}".strip())
            field.setFocus()
            return None
        return Period(first, last) if first and last else None

    def show_period(self, period: Period) -> None:
        for labelled, field, day in ((self._from, self.from_on, period.from_on), (self._to, self.to_on, period.to_on)):
            field.setText(day.isoformat())
            labelled.show_error("")

    def _show_all(self) -> None:
        period = recorded_period(self._services.records)
        if period is None:
            self._to.show_error(tr("Nothing with a date is recorded yet."))
        else:
            self.show_period(period)
