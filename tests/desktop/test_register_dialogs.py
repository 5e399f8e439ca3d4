"""The register as a whole, through its dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.exchange.import_dialog import ImportDialog
from cbm_tracker.desktop.exchange.mapping_editor import MappingEditor
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.register.backups_dialog import BackupsDialog
from cbm_tracker.desktop.register.check_dialog import CheckDialog
from cbm_tracker.desktop.register.history_dialog import HistoryDialog
from cbm_tracker.desktop.register.new_register_dialog import NewRegisterDialog
from cbm_tracker.desktop.register.properties_dialog import PropertiesDialog
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.domain.query import Query
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.mappings import TableLook
from tests.builders import SettableClock, an_exercise
from tests.desktop.held_work import held
from tests.desktop.named_controls import unnamed

EXERCISES = Query(kinds=("exercise",))


# ---------------------------------------------------------------- new


@pytest.fixture
def new(qtbot: QtBot, theme: Theme, tasks: TaskRunner, settings: Settings, desk: Desk) -> Iterator[NewRegisterDialog]:
    made = NewRegisterDialog(theme, tasks, settings, desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    if made.made is not None:
        made.made.close()


def made_by(qtbot: QtBot, dialog: NewRegisterDialog) -> Services:
    dialog.make()
    qtbot.waitUntil(lambda: dialog.made is not None, timeout=30_000)
    assert dialog.made is not None
    return dialog.made


def test_a_register_is_made_by_keyboard(qtbot: QtBot, new: NewRegisterDialog, tmp_path: Path) -> None:
    QTest.keyClicks(new.owner, "Öster")
    QTest.keyClick(new.owner, Qt.Key.Key_Return)
    assert new.owner.text() == "Austria  AUT"
    new.office.setText("Verification centre, Vienna")
    info = made_by(qtbot, new).register.info()
    assert (info.owner, info.office, info.name) == ("AUT", "Verification centre, Vienna", "Register 2027")
    assert (tmp_path / "Register 2027.cbm").is_file()


def test_the_file_is_called_as_the_register_until_somebody_says_otherwise(new: NewRegisterDialog, tmp_path: Path) -> None:
    new.name.clear()
    QTest.keyClicks(new.name, "North/South")
    assert new.path.text() == str(tmp_path / "North-South.cbm")
    new.path.setText(str(tmp_path / "own.cbm"))
    QTest.keyClicks(new.name, " 2027")
    assert new.path.text() == str(tmp_path / "own.cbm")


def test_what_is_there_is_never_proposed_nor_overwritten(qtbot: QtBot, new: NewRegisterDialog, tmp_path: Path) -> None:
    there = tmp_path / "there.cbm"
    there.write_text("something", "utf-8")
    new.name.clear()
    QTest.keyClicks(new.name, "there")
    assert new.path.text() == str(tmp_path / "there (2).cbm")
    new.path.setText(str(there))
    new.make()
    qtbot.waitUntil(lambda: not new.progress.is_busy)
    assert "is there already" in new.path.accessibleDescription()
    assert there.read_text("utf-8") == "something"
    assert new.isVisible()


@pytest.mark.parametrize("words", ["Ruritania", "Congo"])
def test_an_owner_in_doubt_is_asked_about(new: NewRegisterDialog, words: str) -> None:
    new.owner.setText(words)
    new.make()
    assert not new.progress.is_busy
    assert f"“{words}” does not name one State" in new.owner.accessibleDescription()


def test_the_place_is_chosen_with_the_button(new: NewRegisterDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked, **options: (str(tmp_path / "chosen"), ""))
    new.browse_button.click()
    assert new.path.text() == str(tmp_path / "chosen.cbm")


# ---------------------------------------------------------------- properties


def test_properties_are_saved(qtbot: QtBot, theme: Theme, services: Services, settings: Settings) -> None:
    dialog = PropertiesDialog(theme, services, settings)
    qtbot.addWidget(dialog)
    assert dialog.owner.text() == "Germany  DEU"
    dialog.owner.setText("Türkiye")
    dialog.name.setText("Centre 2027")
    dialog.marking.setText("FOR PARTICIPATING STATES ONLY")
    dialog.officer.setText("M. Lindner")
    dialog.save()
    info = services.register.info()
    assert (info.owner, info.name, info.marking) == ("TUR", "Centre 2027", "FOR PARTICIPATING STATES ONLY")
    assert Settings.load(settings.path).officer == "M. Lindner"
    assert services.undo.latest(1)[0].kind == "describe"


def test_nothing_is_written_where_nothing_changed(qtbot: QtBot, theme: Theme, services: Services, settings: Settings) -> None:
    before = services.undo.latest()
    dialog = PropertiesDialog(theme, services, settings)
    qtbot.addWidget(dialog)
    dialog.save()
    assert services.undo.latest() == before


@pytest.mark.parametrize(
    ("field", "said"), [("owner", "does not name one State"), ("name", "has a name"), ("officer", "every change is signed")]
)
def test_a_property_that_is_missing_is_said_beside_it(
    qtbot: QtBot, theme: Theme, services: Services, settings: Settings, field: str, said: str
) -> None:
    dialog = PropertiesDialog(theme, services, settings)
    qtbot.addWidget(dialog)
    line = {"owner": dialog.owner, "name": dialog.name, "officer": dialog.officer}[field]
    line.setText("Nowhere" if field == "owner" else "")
    dialog.save()
    assert said in line.accessibleDescription()
    assert services.register.info().owner == "DEU"


def test_the_marking_of_a_rehearsal_stays(qtbot: QtBot, theme: Theme, settings: Settings, desk: Desk, tmp_path: Path) -> None:
    rehearsal = bootstrap.new_register(tmp_path / "rehearsal.cbm", desk, rehearsal=True)
    try:
        dialog = PropertiesDialog(theme, rehearsal, settings)
        qtbot.addWidget(dialog)
        assert dialog.marking.text() == "EXERCISE"
        assert not dialog.marking.isEnabled()
    finally:
        rehearsal.close()


# ---------------------------------------------------------------- history


def test_history_tells_who_did_what(qtbot: QtBot, theme: Theme, services: Services) -> None:
    services.records.record(an_exercise())
    services.undo.undo()
    dialog = HistoryDialog(theme, services)
    qtbot.addWidget(dialog)
    rows = dialog.table.shown_rows()
    assert [row[1] for row in rows] == [
        "Undoing: recording of Exercise NORTHERN ARC 27", "Recording of Exercise NORTHERN ARC 27 (undone)", "New register",
    ]
    assert rows[0][0] == "1 Mar 2027, 08:00 UTC"
    assert rows[0][2:4] == ("A. Officer", "desk-1")
    dialog.find_line.setText("new reg")
    assert [row[1] for row in dialog.table.shown_rows()] == ["New register"]
    dialog.table.copy()
    assert QGuiApplication.clipboard().text().startswith("1 Mar 2027, 08:00 UTC\tNew register\t")


# ---------------------------------------------------------------- check


def test_a_sound_register_holds(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner) -> None:
    dialog = CheckDialog(theme, services, tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.progress.is_busy, timeout=30_000)
    assert dialog.said.text() == "The register holds."
    assert dialog.holds.isVisible()
    assert not dialog.fails.isVisible()


def test_damage_is_listed(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner) -> None:
    import sqlcipher3.dbapi2 as driver

    services.records.record(an_exercise())
    connection = driver.connect(str(services.path))
    connection.execute("UPDATE record SET body = replace(body, 'NORTHERN', 'SOUTHERN')")
    connection.commit()
    connection.close()
    dialog = CheckDialog(theme, services, tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.progress.is_busy, timeout=30_000)
    assert dialog.said.text() == "1 thing does not hold."
    assert dialog.fails.isVisible()
    assert "is not what its last revision says" in dialog.table.shown_rows()[0][1]
    assert "restore the last backup" in dialog.next_step.text()


def test_a_check_is_cancelled(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner) -> None:
    with held(tasks):
        dialog = CheckDialog(theme, services, tasks)
        qtbot.addWidget(dialog)
        dialog.progress.cancel_button.click()
    qtbot.waitUntil(lambda: not dialog.progress.is_busy)
    assert dialog.said.text().startswith("Cancelled")


# ---------------------------------------------------------------- backups


@pytest.fixture
def backups(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, tmp_path: Path) -> BackupsDialog:
    settings.backup_folder = str(tmp_path / "backups")
    made = BackupsDialog(theme, services, tasks, settings)
    qtbot.addWidget(made)
    made.show()
    return made


def backed_up(qtbot: QtBot, dialog: BackupsDialog) -> Path:
    dialog.back_up()
    qtbot.waitUntil(lambda: not dialog.progress.is_busy, timeout=30_000)
    return Path(dialog.list.chosen())


def test_a_backup_is_made_and_listed(qtbot: QtBot, backups: BackupsDialog, services: Services) -> None:
    assert "No backup of this register" in backups.said.text()
    assert not backups.restore_button.isEnabled()
    path = backed_up(qtbot, backups)
    assert path.is_file()
    assert backups.said.text() == f"{path.name} is written and verified."
    assert backups.restore_button.isEnabled()
    row = backups.list.rows.row(backups.list.currentIndex())
    assert row is not None
    assert row.title == "Mon 1 Mar 2027, 08:00 UTC"
    records = sum(services.records.count_by_kind().values())
    assert row.right == f"{count_in_words(records)} records"


def test_the_folder_is_remembered(
    backups: BackupsDialog, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *asked: str(tmp_path / "elsewhere"))
    backups.folder_button.click()
    assert Settings.load(settings.path).backup_folder == str(tmp_path / "elsewhere")


def answering(monkeypatch: pytest.MonkeyPatch, verb: str) -> list[str]:
    """Let a message box be answered by the button that says `verb`; returns what was asked."""
    asked: list[str] = []

    def answer(message: QMessageBox) -> None:
        asked.append(message.text())
        next(button for button in message.buttons() if button.text().replace("&", "") == verb).click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return asked


def test_a_backup_is_restored_and_what_it_replaced_is_kept(
    qtbot: QtBot, backups: BackupsDialog, services: Services, clock: SettableClock, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(qtbot, backups)
    services.records.record(an_exercise())
    clock.forward(hours=1)
    asked = answering(monkeypatch, "Restore")
    told: list[tuple[str, ...]] = []
    backups.about_to_restore.connect(lambda: told.append(("closing",)))
    backups.restored.connect(lambda path, words: told.append((path, words)))
    QTest.mouseClick(backups.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=30_000)
    kept = services.path.with_name("register-replaced-20270301T090000Z.cbm")
    assert asked == ["Put the backup of 1 Mar 2027, 08:00 UTC in the place of the register?"]
    assert told == [("closing",), (str(services.path), f"Restored. What it replaced is kept as {kept.name}.")]
    for path, count in ((services.path, 0), (kept, 1)):
        reopened = bootstrap.open_register(path, desk)
        assert reopened.records.count(EXERCISES) == count
        reopened.close()


def test_the_register_is_kept_when_that_is_the_answer(
    qtbot: QtBot, backups: BackupsDialog, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(qtbot, backups)
    services.records.record(an_exercise())
    answering(monkeypatch, "Keep the register")
    backups.restore_button.click()
    assert not backups.progress.is_busy
    assert services.records.count(EXERCISES) == 1


def test_a_damaged_backup_is_shown_and_not_restored(qtbot: QtBot, backups: BackupsDialog) -> None:
    path = backed_up(qtbot, backups)
    path.write_bytes(path.read_bytes()[:5000])
    backups.refresh()
    row = backups.list.rows.row(backups.list.currentIndex())
    assert row is not None
    assert row.right == "damaged"
    assert not backups.restore_button.isEnabled()


def test_a_cancelled_backup_leaves_nothing(qtbot: QtBot, backups: BackupsDialog, tasks: TaskRunner, tmp_path: Path) -> None:
    with held(tasks):
        backups.back_up()
        QTest.keyClick(backups, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not backups.progress.is_busy)
    assert backups.isVisible()
    assert backups.said.text().startswith("Cancelled")
    assert list((tmp_path / "backups").glob("*")) == []


def test_a_backup_that_cannot_be_written_is_said(
    qtbot: QtBot, backups: BackupsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answering(monkeypatch, "Close")
    (tmp_path / "file").write_text("no folder", "utf-8")
    backups.use_folder(tmp_path / "file")
    backups.back_up()
    qtbot.waitUntil(lambda: not backups.progress.is_busy)
    assert asked == [f"{tmp_path / 'file'} is not a folder."]


@pytest.mark.parametrize("which", ["new", "properties", "history", "check", "backups", "import", "mapping"])
def test_every_control_has_a_name(
    qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, desk: Desk, tmp_path: Path, which: str
) -> None:
    look = TableLook(("What", "When"), (("a", "b"),), "utf-8", ";")
    dialogs: dict[str, Callable[[], QWidget]] = {
        "new": lambda: NewRegisterDialog(theme, tasks, settings, desk),
        "properties": lambda: PropertiesDialog(theme, services, settings),
        "history": lambda: HistoryDialog(theme, services),
        "check": lambda: CheckDialog(theme, services, tasks),
        "backups": lambda: BackupsDialog(theme, services, tasks, settings),
        "import": lambda: ImportDialog(theme, services, tasks, settings),
        "mapping": lambda: MappingEditor(theme, services, look, tmp_path),
    }
    dialog = dialogs[which]()
    qtbot.addWidget(dialog)
    assert unnamed(dialog) == []
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=30_000)
