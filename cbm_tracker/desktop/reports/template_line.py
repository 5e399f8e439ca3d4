"""Templates in the form of a report: one is chosen, kept under a name, or taken away."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.error_dialog import show_error
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import STRETCH, Chooser, button, column, line
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.report_templates import ReportTemplate
from cbm_tracker.services.reports import ReportRequest


class TemplateLine(QWidget):
    """`chosen` carries the template that is to be filled in; `save_wished` asks the form to call `save` with its request."""

    chosen = Signal(object)
    save_wished = Signal()

    def __init__(self, theme: Theme, services: Services) -> None:
        super().__init__()
        self._services = services
        self._templates: dict[str, ReportTemplate] = {}
        self.chooser = Chooser(theme)
        self.save_button = button(tr("Save as…"), theme, tip=tr("Keeps kind, sections, header, footer and emblem under a name"))
        self.save_button.setAccessibleName(tr("Save as a template…"))
        self.remove_button = button(tr("Remove"), theme)
        self.remove_button.setAccessibleName(tr("Remove this template"))
        self.chooser.activated.connect(self._choose)
        self.save_button.clicked.connect(self.save_wished)
        self.remove_button.clicked.connect(self.remove)
        self.setLayout(column(
            Labelled(theme, tr("Template"), self.chooser), line(self.save_button, self.remove_button, STRETCH, gap=theme.px(8)),
            gap=theme.px(6),
        ))
        self.refresh()

    def refresh(self) -> None:
        """Read the templates; the chosen one stays chosen where it is still there."""
        self._templates = {template.name: template for template in self._services.templates.all()}
        before = self.chooser.value()
        blocked = QSignalBlocker(self.chooser)
        self.chooser.clear()
        self.chooser.addItem(tr("No template"), "")
        for name in self._templates:
            self.chooser.addItem(name, name)
        self.chooser.choose(before)
        blocked.unblock()
        self._offer()

    def leave(self) -> None:
        """Say that what stands in the form is of no template."""
        self.chooser.choose("")
        self._offer()

    def save(self, request: ReportRequest, name: str = "") -> None:
        """Keep what a request chooses; asks under which name, unless `name` says so."""
        name = name or self._ask_name()
        if not name:
            return
        taken = self._services.templates.find(name)
        if taken is not None and taken.name != self.chooser.value() and not self._ask(
            tr("A template of this name is there already."),
            tr("Replace “{name}”, or keep it and choose another name.").format(name=taken.name), tr("Replace")
        ):
            return
        try:
            saved = self._services.templates.save(name, request)
        except CbmTrackerError as error:
            show_error(self, error)
            return
        self.refresh()
        self.chooser.choose(saved.name)
        self._offer()

    def remove(self) -> None:
        """Take the chosen template away, after asking."""
        name = self.chooser.value()
        if not name or not self._ask(
            tr("Remove the template “{name}”?").format(name=name), tr("Reports that were issued with it stay as they are."), tr("Remove")
        ):
            return
        try:
            self._services.templates.remove(name)
        except CbmTrackerError as error:
            show_error(self, error)
        self.refresh()

    def _choose(self) -> None:
        self._offer()
        template = self._templates.get(self.chooser.value())
        if template is not None:
            self.chosen.emit(template)

    def _offer(self) -> None:
        self.remove_button.setVisible(bool(self.chooser.value()))

    def _ask_name(self) -> str:
        name, agreed = QInputDialog.getText(self, tr("Save as a template"), tr("Name of the template"), text=self.chooser.value())
        return name.strip() if agreed else ""

    def _ask(self, question: str, about: str, agree: str) -> bool:
        message = QMessageBox(QMessageBox.Icon.Question, tr("Template"), question, QMessageBox.StandardButton.NoButton, self)
        message.setInformativeText(about)
        agreed = message.addButton(agree, QMessageBox.ButtonRole.AcceptRole)
        message.setDefaultButton(message.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole))
        message.exec()
        return message.clickedButton() is agreed
