"""What the register says of itself, and who sits at this desk."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.date_words import instant_in_words
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.register.owner_field import owner_field, owner_meant
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.framed_dialog import FramedDialog
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import button, label
from cbm_tracker.errors import CbmTrackerError


class PropertiesDialog(FramedDialog):
    """Saves what changed; the officer's name is kept at this desk and signs what is done from the next opening on."""

    def __init__(self, theme: Theme, services: Services, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Register properties"), parent)
        self._services, self._settings = services, settings
        info = services.register.info()
        self._info = info
        self.owner, self._owner = owner_field(theme, services.names, info.owner)
        self.name, self.office, self.marking = QLineEdit(info.name), QLineEdit(info.office), QLineEdit(info.marking)
        self.officer = QLineEdit(settings.officer or services.desk.officer)
        self._name = Labelled(theme, tr("Name"), self.name)
        marked = tr("A rehearsal is always marked EXERCISE") if info.is_rehearsal else tr("Stands at top and foot of each page of a report")
        self.marking.setEnabled(not info.is_rehearsal)
        signs = tr("Signs what is done here from the next opening on")
        self._officer = Labelled(theme, tr("Officer at this desk"), self.officer, hint=signs)
        facts = label(tr("{path}\nMade {when}").format(path=services.path, when=instant_in_words(info.created_at)), "small", wrap=True,
                      select=True)
        self.problem = label("", "error", wrap=True)
        self.save_button = button(tr("Save"), theme, default=True)
        leave = button(tr("Cancel"), theme)
        self.add(
            self._owner, self._name, Labelled(theme, tr("Office"), self.office),
            Labelled(theme, tr("Marking"), self.marking, hint=marked), self._officer, facts,
        )
        self.body.addStretch(1)
        self.finish_with(self.problem, leave, self.save_button)
        self.save_button.clicked.connect(self.save)
        leave.clicked.connect(self.reject)
        self.resize_to(520, 540)

    def save(self) -> None:
        owner = owner_meant(self.owner, self._owner)
        if owner is None:
            return
        if not self.name.text().strip():
            self._name.show_error(tr("A register has a name; it stands in reports."))
            self.name.setFocus()
            return
        if not self.officer.text().strip():
            self._officer.show_error(tr("Say who sits at this desk; every change is signed."))
            self.officer.setFocus()
            return
        told = (owner, self.office.text().strip(), self.marking.text().strip(), self.name.text().strip())
        info = self._info
        if told != (info.owner, info.office, info.marking, info.name):
            try:
                self._services.register.describe(owner=told[0], office=told[1], marking=told[2], name=told[3])
            except CbmTrackerError as error:
                self.problem.setText(str(error))
                return
        self._settings.officer = self.officer.text().strip()
        self._settings.save()
        self.accept()
