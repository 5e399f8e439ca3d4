"""What to issue: kind, period, filters, recipient, paper."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.chips_field import AgreementsField
from cbm_tracker.desktop.widgets.day_range import FIRST, read_days
from cbm_tracker.desktop.widgets.entry_field import entry_context
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import STRETCH, Chooser, chip, column
from cbm_tracker.desktop.widgets.state_fields import StatesField
from cbm_tracker.domain.summary import title
from cbm_tracker.errors import InvalidMeasure, NotFound
from cbm_tracker.services.periods import Period, last_quarter, recorded_period, year
from cbm_tracker.services.reports import ReportRequest


class RequestForm(QWidget):
    """Says a `ReportRequest`; errors stand below their fields."""

    changed = Signal()

    def __init__(self, theme: Theme, services: Services) -> None:
        super().__init__()
        self._services = services
        self._kinds = services.reports.kinds()
        self._before: ReportRequest | None = None
        self.kind = Chooser(theme, ((kind.id, tr(kind.name)) for kind in self._kinds.values() if not kind.record))
        self.from_on, self.to_on = QLineEdit(), QLineEdit()
        self._from = Labelled(theme, tr("From"), self.from_on)
        self._to = Labelled(theme, tr("To"), self.to_on)
        quick_choices = FlowLayout(theme.px(4))
        quick_choices.setContentsMargins(0, 0, 0, 0)
        for words, choose in (
            (tr("This year"), lambda: self._choose(year(self._today.year))),
            (tr("Last year"), lambda: self._choose(year(self._today.year - 1))),
            (tr("Last quarter"), lambda: self._choose(last_quarter(self._today))),
            (tr("All"), self._choose_all),
        ):
            quick = chip(words, theme, checkable=False)
            quick.setAccessibleName(tr("Period: {words}").format(words=words))
            quick.clicked.connect(choose)
            quick_choices.addWidget(quick)
        self._kind = Labelled(theme, tr("Report"), self.kind, hint=self._says())
        context = entry_context(theme, services)
        self.states = StatesField(context, tr("States"))
        self.states.editor.setPlaceholderText(tr("All States; type a name or code"))
        self.agreements = AgreementsField(context, tr("Agreements"))
        self.agreements.editor.setPlaceholderText(tr("All agreements; type a name"))
        self.recipient = QLineEdit()
        self.paper = Chooser(theme, (("A4", tr("A4")), ("Letter", tr("Letter"))))
        self.grey = QCheckBox(tr("Shades of grey"))
        self.grey.setToolTip(tr("For printers and copiers without colour"))
        days = FlowLayout(theme.px(8))
        days.setContentsMargins(0, 0, 0, 0)
        for labelled in (self._from, self._to):
            labelled.setFixedWidth(theme.px(146))
            days.addWidget(labelled)
        self.setLayout(column(
            self._kind,
            days,
            quick_choices,
            self.states,
            self.agreements,
            Labelled(theme, tr("Recipient"), self.recipient, hint=tr("Stands on the cover")),
            Labelled(theme, tr("Paper"), self.paper),
            self.grey,
            STRETCH,
            gap=theme.px(10),
        ))
        for field in (self.from_on, self.to_on, self.recipient):
            field.textChanged.connect(self.changed)
        self.kind.currentIndexChanged.connect(lambda: self._kind.show_hint(self._says()))
        for chooser in (self.kind, self.paper):
            chooser.currentIndexChanged.connect(self.changed)
        self.grey.toggled.connect(self.changed)
        self.states.edited.connect(self.changed)
        self.agreements.edited.connect(self.changed)
        self._choose(year(self._today.year))

    def request(self) -> ReportRequest | None:
        """Return what was asked for, of this instant; None where a field says something else than a day."""
        days = self._days()
        if days is None:
            return None
        for picked in (self.states, self.agreements):
            picked.settle()
            if picked.has_problem():
                picked.editor.setFocus()
                return None
        before = self._asked_before()
        return ReportRequest(
            record=before.record if before else "", sections=before.sections if before else (),
            kind=self.kind.value(), from_on=days.from_on, to_on=days.to_on, at=self._services.desk.now(), states=self.states.value(),
            agreements=self.agreements.value(), recipient=self.recipient.text().strip(), paper=self.paper.value(),
            grey=self.grey.isChecked(),
        )

    def _days(self) -> Period | None:
        for labelled, field in ((self._from, self.from_on), (self._to, self.to_on)):
            if not field.text().strip():
                labelled.show_error(tr("Enter a day, such as 5mar26 or today."))
                field.setFocus()
                return None
        try:
            first, last = read_days(self.from_on.text(), self.to_on.text(), self._today)
        except InvalidMeasure as error:
            labelled, field = (self._from, self.from_on) if error.field == FIRST else (self._to, self.to_on)
            labelled.show_error(f"{error.message} {error.hint}".strip())
            field.setFocus()
            return None
        return Period(first, last) if first and last else None

    def show_request(self, request: ReportRequest) -> None:
        """Fill the form with what was asked for before; the record it was about and its sections stay with its kind."""
        self._before = request
        if self.kind.findData(request.kind) < 0:
            self.kind.addItem(tr(self._kinds[request.kind].name), request.kind)
        self.kind.choose(request.kind)
        self._choose(Period(request.from_on, request.to_on))
        self.states.set_value(request.states)
        self.agreements.set_value(request.agreements)
        self.recipient.setText(request.recipient)
        self.paper.choose(request.paper)
        self.grey.setChecked(request.grey)
        self._kind.show_hint(self._says())

    def _asked_before(self) -> ReportRequest | None:
        return self._before if self._before is not None and self._before.kind == self.kind.value() else None

    def _says(self) -> str:
        """What the kind tells, about which record, and which sections alone."""
        words = tr(self._kinds[self.kind.value()].says)
        told = [words[:1].upper() + words[1:] + "."]
        before = self._asked_before()
        if before is not None and before.record:
            told.append(tr("About {record}.").format(record=self._name_of(before.record)))
        if before is not None and before.sections:
            told.append(tr("Only the sections {sections}.").format(sections=", ".join(before.sections)))
        return " ".join(told)

    def _name_of(self, record_id: str) -> str:
        try:
            return title(self._services.records.get(record_id).record)
        except NotFound:
            return tr("a record that is no longer held")

    @property
    def _today(self) -> date:
        return self._services.today()

    def _choose(self, period: Period) -> None:
        for labelled, field, day in ((self._from, self.from_on, period.from_on), (self._to, self.to_on, period.to_on)):
            field.setText(day.isoformat())
            labelled.show_error("")

    def _choose_all(self) -> None:
        period = recorded_period(self._services.records)
        if period is None:
            self._to.show_error(tr("Nothing with a date is recorded yet."))
        else:
            self._choose(period)
