"""What to issue: kind, what it is about, period, recipient, language, paper, sections and letterhead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QScrollArea, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.reports.letterhead_fields import LetterheadFields
from cbm_tracker.desktop.reports.period_fields import PeriodFields
from cbm_tracker.desktop.reports.section_list import SectionList
from cbm_tracker.desktop.reports.subject import Subject
from cbm_tracker.desktop.reports.template_line import TemplateLine
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.chips_field import AgreementsField
from cbm_tracker.desktop.widgets.entry_field import EntryField, entry_context
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import STRETCH, Chooser, column
from cbm_tracker.desktop.widgets.record_fields import RecordField
from cbm_tracker.desktop.widgets.state_fields import StatesField
from cbm_tracker.domain.summary import KIND_NAMES
from cbm_tracker.errors import CbmTrackerError, InvalidMeasure
from cbm_tracker.services.periods import Period
from cbm_tracker.services.report_templates import ReportTemplate, language_name, sections_of
from cbm_tracker.services.reports import LANGUAGES, ReportRequest


class RequestForm(QWidget):
    """Says a `ReportRequest`; errors stand below their fields."""

    changed = Signal()

    def __init__(self, theme: Theme, services: Services, settings: Settings) -> None:
        super().__init__()
        self._services = services
        self._kinds = services.reports.kinds()
        context = entry_context(theme, services)
        self.templates = TemplateLine(theme, services)
        self.kind = Chooser(theme, ((kind.id, tr(kind.name)) for kind in self._kinds.values()))
        self._kind = Labelled(theme, tr("Report"), self.kind)
        self.records = {
            kind: RecordField(context, tr(KIND_NAMES[kind]), kinds=(kind,))
            for kind in dict.fromkeys(kind.record for kind in self._kinds.values() if kind.record)
        }
        self.period = PeriodFields(theme, services)
        self.states = StatesField(context, tr("States"))
        self.agreements = AgreementsField(context, tr("Agreements"))
        self.recipient = QLineEdit()
        languages = tuple((code, language_name(code)) for code in LANGUAGES)
        self.language = Chooser(theme, languages)
        self._language = Labelled(theme, tr("Language"), self.language)
        self.second_language = Chooser(theme, (("", tr("None")), *languages))
        self._second = Labelled(theme, tr("Second language"), self.second_language, hint=tr("Its pages face those of the first"))
        for labelled in (self._language, self._second):
            labelled.setVisible(len(LANGUAGES) > 1)
        self.paper = Chooser(theme, (("A4", tr("A4")), ("Letter", tr("Letter"))))
        self.grey = QCheckBox(tr("Shades of grey"))
        self.grey.setToolTip(tr("For printers and copiers without colour"))
        self.sections = SectionList(theme)
        self.letterhead = LetterheadFields(theme, settings)
        self.setLayout(column(
            self.templates, self._kind, *self.records.values(), self.period, self.states, self.agreements,
            Labelled(theme, tr("Recipient"), self.recipient, hint=tr("Stands on the cover")),
            self._language, self._second, Labelled(theme, tr("Paper"), self.paper), self.grey, self.sections, self.letterhead, STRETCH,
            gap=theme.px(10),
        ))
        self._connect()
        self._show_kind()

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(lambda: self._show_kind())
        self.templates.chosen.connect(self.apply_template)
        self.templates.save_wished.connect(self._save_template)
        for chooser in (self.kind, self.language, self.second_language, self.paper):
            chooser.currentIndexChanged.connect(self.changed)
        for part in (self.period, self.sections, self.letterhead):
            part.changed.connect(self.changed)
        for field in self._entries():
            field.edited.connect(self.changed)
        self.recipient.textChanged.connect(self.changed)
        self.grey.toggled.connect(self.changed)

    def _entries(self) -> Iterable[EntryField]:
        return (*self.records.values(), self.states, self.agreements)

    # -------------------------------------------------- what is asked for

    def request(self) -> ReportRequest | None:
        """Return what was asked for, of this instant; None, and a sentence below the field, where it cannot be."""
        request = self._read()
        control = self.focusWidget()
        if request is None and control is not None:
            _scroll_to(control)
        return request

    def _read(self) -> ReportRequest | None:
        period = self.period.period()
        if period is None:
            return None
        shown = [field for field in self._entries() if field.isVisibleTo(self)]
        for field in shown:
            field.settle()
        wrong = next((field for field in shown if field.has_problem()), None) or self._lacking()
        if wrong is not None:
            wrong.controls()[0].setFocus()
            return None
        if self.sections.settle() or not self._languages_differ():
            return None
        record, asked = self._record(), self._anywhere(period)
        if record is not None:
            return replace(asked, record=record.value())
        return replace(asked, states=self.states.value(), agreements=self.agreements.value())

    def _anywhere(self, period: Period) -> ReportRequest:
        """Return what is asked for, whatever it is about."""
        return ReportRequest(
            kind=self.kind.value(), from_on=period.from_on, to_on=period.to_on, at=self._services.desk.now(),
            sections=self.sections.ids(), recipient=self.recipient.text().strip(), language=self.language.value(),
            second_language=self.second_language.value(), paper=self.paper.value(), grey=self.grey.isChecked(),
            header=self.letterhead.header.text().strip(), footer=self.letterhead.footer.text().strip(), emblem=self.letterhead.emblem,
        )

    def _languages_differ(self) -> bool:
        """Tell whether the second language is another than the first, and say so below it where it is not."""
        same = self.second_language.value() == self.language.value()
        self._second.show_error(tr("The report is in this language already. Choose another one, or none.") if same else "")
        if same:
            self.second_language.setFocus()
        return not same

    def _lacking(self) -> EntryField | None:
        """Return the field that the kind cannot do without and that is empty, and say so below it."""
        kind = self._kinds.get(self.kind.value())
        if kind is None:
            return None
        record = self._record()
        lacks: Sequence[tuple[EntryField | None, bool, str]] = (
            (record, record is not None and not record.value(), tr("Choose what the report is about.")),
            (self.states, len(self.states.value()) < kind.states, tr("Name the State that the report is about.")),
            (self.agreements, len(self.agreements.value()) < kind.agreements, tr("Name the agreement that the report is about.")),
        )
        for field, lacking, sentence in lacks:
            if field is not None and lacking:
                field.show_problem("", InvalidMeasure("", sentence))
                return field
        return None

    def _record(self) -> RecordField | None:
        kind = self._kinds.get(self.kind.value())
        return self.records[kind.record] if kind is not None and kind.record else None

    # -------------------------------------------------- what it shows

    def show_request(self, request: ReportRequest) -> None:
        """Fill the form with what was asked for before."""
        self.templates.leave()
        self.show_kind(request.kind)
        record = self._record()
        if record is not None:
            record.set_value(request.record)
        self.period.show_period(Period(request.from_on, request.to_on))
        self.states.set_value(request.states)
        self.agreements.set_value(request.agreements)
        self.recipient.setText(request.recipient)
        self.recipient.home(False)  # a long one is read from its beginning
        self.language.choose(request.language)
        self.second_language.choose(request.second_language)
        self.paper.choose(request.paper)
        self.grey.setChecked(request.grey)
        self._show_letterhead(request.sections, request.header, request.footer, request.emblem)

    def show_subject(self, subject: Subject) -> None:
        """Begin a report about something; the rest stays as it is."""
        self.templates.leave()
        self.show_kind(subject.kind)
        field = self._record()
        if field is not None:
            field.set_value(subject.record)
        self.states.set_value(subject.states)
        self.agreements.set_value(subject.agreements)
        self.kind.setFocus()
        _scroll_to(self.kind)

    def show_kind(self, kind: str) -> None:
        self.kind.choose(kind)

    def apply_template(self, template: ReportTemplate) -> None:
        """Take from a template what it keeps."""
        self.show_kind(template.kind)
        self._show_letterhead(template.sections, template.header, template.footer, template.emblem)

    def _show_letterhead(self, sections: Sequence[str], header: str, footer: str, emblem: str) -> None:
        self.sections.offer([(one, tr(name)) for one, name in sections_of(self.kind.value())], sections)
        self.letterhead.header.setText(header)
        self.letterhead.footer.setText(footer)
        try:
            self.letterhead.show_emblem(emblem)
        except CbmTrackerError:
            self.letterhead.show_emblem("")

    def _show_kind(self) -> None:
        """Ask what the chosen kind must be told, and say what it tells."""
        kind = self._kinds.get(self.kind.value())
        words = tr(kind.says) if kind is not None else ""
        self._kind.show_hint(words[:1].upper() + words[1:] + "." if words else "")
        record = self._record()
        for field in self.records.values():
            field.setVisible(field is record)
        for part in (self.period, self.states, self.agreements):
            part.setVisible(record is None)
        state_wanted, agreement_wanted = kind is not None and kind.states > 0, kind is not None and kind.agreements > 0
        self.states.editor.setPlaceholderText(tr("Type a name or code") if state_wanted else tr("All States; type a name or code"))
        self.agreements.editor.setPlaceholderText(tr("Type a name") if agreement_wanted else tr("All agreements; type a name"))
        self.states.clear_problem()
        self.agreements.clear_problem()
        self.sections.offer([(one, tr(name)) for one, name in sections_of(self.kind.value())])

    def _save_template(self) -> None:
        period = self.period.period()
        if period is not None and not self.sections.settle():
            self.templates.save(self._anywhere(period))


def _scroll_to(control: QWidget) -> None:
    """Bring a control and what stands below it into sight."""
    around = control.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if isinstance(around, QScrollArea):
        around.ensureWidgetVisible(control, 0, 2 * control.height())
