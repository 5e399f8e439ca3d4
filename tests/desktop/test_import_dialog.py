"""Import and export through their dialogs: a plan first, then all or nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.exchange.export_dialog import CSV, ICS, JSON, export_list
from cbm_tracker.desktop.exchange.import_dialog import ImportDialog
from cbm_tracker.desktop.exchange.mapping_editor import MappingEditor
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.domain.query import Query
from cbm_tracker.services.mappings import look_at, mapping_of
from tests.builders import an_exercise, an_inspection
from tests.desktop.held_work import held

OWN = "kind,designation,starts_on,ends_on\nexercise,QUIET RIVER 19,2019-06-03,2019-06-14\nexercise,GREY HERON 20,2020-07,\n"
WRONG = OWN + "exercise,SALT ROAD 21,2021-06-14,2021-06-03\n"
FOREIGN = "What;When\nQUIET RIVER 19;3/6/2019\nGREY HERON 20;1/7/2020\n"
EXERCISES = Query(kinds=("exercise",))


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings) -> ImportDialog:
    made = ImportDialog(theme, services, tasks, settings)
    qtbot.addWidget(made)
    made.show()
    return made


def written(folder: Path, text: str, name: str = "visits.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def done(qtbot: QtBot, dialog: ImportDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.progress.is_busy, timeout=30_000)


def read(qtbot: QtBot, dialog: ImportDialog, *paths: Path) -> None:
    dialog.take_files(paths)
    done(qtbot, dialog)


def test_a_plan_is_shown_and_nothing_recorded_before_it_is_read(
    qtbot: QtBot, dialog: ImportDialog, services: Services, tmp_path: Path
) -> None:
    read(qtbot, dialog, written(tmp_path, OWN))
    assert dialog.view.headline.text() == "2 lines can be recorded."
    assert dialog.record_button.text() == "Record 2"
    assert dialog.view.sample.rows.rowCount() == 2
    assert services.records.count(EXERCISES) == 0


def test_recording_is_one_step_of_undo(qtbot: QtBot, dialog: ImportDialog, services: Services, tmp_path: Path) -> None:
    read(qtbot, dialog, written(tmp_path, OWN))
    heard: list[int] = []
    dialog.recorded.connect(heard.append)
    assert dialog.record_button.hasFocus()
    QTest.keyClick(dialog.record_button, Qt.Key.Key_Space)
    done(qtbot, dialog)
    assert heard == [2]
    assert dialog.view.headline.text() == "2 records are recorded."
    assert dialog.leave_button.text() == "Close"
    assert services.undo.undo() == "import of 2 records from visits.csv"
    assert services.records.count(EXERCISES) == 0


def test_what_is_recorded_already_is_counted_and_not_offered(
    qtbot: QtBot, dialog: ImportDialog, services: Services, tmp_path: Path
) -> None:
    path = written(tmp_path, OWN)
    read(qtbot, dialog, path)
    dialog.record()
    done(qtbot, dialog)
    read(qtbot, dialog, path)
    assert dialog.view.headline.text() == "Nothing is new."
    assert "2 lines are recorded already" in dialog.view.below.text()
    assert not dialog.record_button.isEnabled()


def test_problems_stand_in_a_table_that_is_filtered_copied_and_kept(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path
) -> None:
    read(qtbot, dialog, written(tmp_path, WRONG + "exercise,X,2022-99-01,\n"))
    view = dialog.view
    assert view.headline.text() == "2 of 4 lines can be recorded. 2 need a decision."
    assert [row[1] for row in view.problems.shown_rows()] == ["4", "5"]
    view.find_line.setText("2021-06-03")
    assert [row[1] for row in view.problems.shown_rows()] == ["4"]
    for control in (view.find_line, view.problems):
        QTest.keyClick(control, Qt.Key.Key_Return)  # must not reach the default button
    assert not dialog.progress.is_busy
    QTest.keyClick(view.problems, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\t")
    assert copied[:3] == ["visits.csv", "4", "Last day"]
    dialog.save_problems(tmp_path / "problems.csv")
    with (tmp_path / "problems.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["Line"] for row in csv.DictReader(stream)] == ["4", "5"]


def test_a_cancelled_import_records_nothing(
    qtbot: QtBot, dialog: ImportDialog, services: Services, tasks: TaskRunner, tmp_path: Path
) -> None:
    read(qtbot, dialog, written(tmp_path, OWN))
    with held(tasks):
        dialog.record()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    done(qtbot, dialog)
    assert dialog.isVisible()
    assert dialog.view.headline.text() == "Cancelled; nothing is recorded."
    assert services.records.count(EXERCISES) == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("old.csv", b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel workbook"),
        ("empty.csv", b"", "is empty"),
        ("nul.csv", b"a,b\n1,\x00\n", "NUL byte"),
        ("records.json", b"{", "records.json"),
        ("sheet.xlsx", b"PK\x03\x04", "workbook"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    read(qtbot, dialog, tmp_path / name)
    assert said in dialog.view.headline.text()
    assert not dialog.record_button.isEnabled()
    assert dialog.choose_button.isEnabled()


def test_a_table_that_says_no_kind_is_asked_about(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    read(qtbot, dialog, written(tmp_path, "designation,starts_on\nQUIET RIVER 19,2019-06-03\n"))
    assert dialog.view.headline.text() == "The file does not say what its lines are."
    assert dialog.kind.isVisible()
    dialog.kind.choose("exercise")
    dialog.read()
    done(qtbot, dialog)
    assert dialog.view.headline.text() == "1 line can be recorded."


def test_a_mapping_is_made_kept_and_used_again(
    qtbot: QtBot, dialog: ImportDialog, theme: Theme, services: Services, settings: Settings, tmp_path: Path
) -> None:
    path = written(tmp_path, FOREIGN)
    look = look_at(path)
    assert look is not None
    editor = MappingEditor(theme, services, look, settings.path.parent / "mappings", parent=dialog)
    editor.save()
    assert "Give the mapping a name" in editor.name.accessibleDescription()
    editor.name.setText("Visits of the neighbours")
    editor.save()
    assert "No column becomes anything yet" in editor.problem.text()
    editor.choosers["When"].choose("starts_on:year")
    editor.save()
    assert editor.problem.text() == "Say too which column becomes: First day: month, First day: day."
    editor.choosers["What"].choose("designation")
    editor.choosers["When"].choose("starts_on")
    editor.order.choose("dmy")
    editor.save()
    assert editor.saved_path is not None
    read(qtbot, dialog, path)
    assert dialog.view.headline.text() == "2 lines can be recorded."
    assert dialog.mapping.currentText() == "Visits of the neighbours"
    rows = dialog.view.sample.rows
    assert [rows.data(rows.index(at, 0)).split(",")[0] for at in range(2)] == ["QUIET RIVER 19", "GREY HERON 20"]


def test_changing_the_kind_keeps_what_still_fits(qtbot: QtBot, theme: Theme, services: Services, tmp_path: Path) -> None:
    look = look_at(written(tmp_path, "Subject;Remarks\nA;B\n"))
    assert look is not None
    editor = MappingEditor(theme, services, look, tmp_path / "mappings", kind="contact")
    qtbot.addWidget(editor)
    assert editor.choosers["Subject"].value() == "subject"
    editor.kind.choose("case")
    assert editor.choosers["Remarks"].value() == "remarks"
    assert editor.choosers["Subject"].value() == ""


def test_a_mapping_file_from_elsewhere_is_read(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = written(tmp_path, 'name = "Visits"\nkind = "exercise"\n[[field]]\nto = "designation"\nfrom = "What"\n', "visits.toml")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *asked: (str(elsewhere), ""))
    read(qtbot, dialog, written(tmp_path, FOREIGN))
    dialog.mapping.choose("file")
    dialog.mapping.activated.emit(dialog.mapping.currentIndex())
    done(qtbot, dialog)
    assert dialog.view.headline.text() == "2 lines can be recorded."


def test_dropped_files_are_read_together(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    more = json.dumps([{"kind": "exercise", "designation": "LONG FURROW 27", "starts_on": "2027-06-14"}])
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in (written(tmp_path, OWN), written(tmp_path, more, "more.json"))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    dialog.dropEvent(event)
    done(qtbot, dialog)
    assert dialog.files.text() == "visits.csv, more.json"
    assert dialog.view.headline.text() == "3 lines can be recorded."


def test_files_are_chosen_with_the_button(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, OWN)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *asked: ([str(path)], ""))
    QTest.mouseClick(dialog.choose_button, Qt.MouseButton.LeftButton)
    done(qtbot, dialog)
    assert dialog.record_button.text() == "Record 2"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_exported_list_comes_back_as_known(
    qtbot: QtBot, dialog: ImportDialog, theme: Theme, services: Services, tasks: TaskRunner, tmp_path: Path, form: str
) -> None:
    services.records.record(an_exercise())
    services.records.record(an_inspection())
    path = tmp_path / f"exercises.{form}"
    shown = export_list(dialog, theme, services, tasks, EXERCISES, path=path)
    assert shown is not None
    qtbot.waitUntil(shown.leave_button.isEnabled)
    assert shown.said.text() == f"1 record written to {path}"
    read(qtbot, dialog, path)
    assert dialog.view.headline.text() == "Nothing is new."


def test_export_asks_where_and_what(
    qtbot: QtBot, dialog: ImportDialog, theme: Theme, services: Services, tasks: TaskRunner, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered: list[str] = []

    def answer(parent: object, title: str, proposed: str, forms: str) -> tuple[str, str]:
        offered.append(forms)
        return str(tmp_path / "list.of.all"), JSON

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    services.records.record(an_exercise())
    shown = export_list(dialog, theme, services, tasks, Query(kinds=("exercise", "inspection")), str(tmp_path))
    assert shown is not None
    qtbot.waitUntil(shown.leave_button.isEnabled)
    assert offered == [JSON]
    assert (tmp_path / "list.of.all.json").is_file()


@pytest.mark.parametrize(("query", "forms", "entries"), [(Query(), [ICS, JSON], "entries"), (EXERCISES, [CSV, JSON, ICS], "1 entry")])
def test_activities_and_what_is_owed_go_to_a_calendar(
    qtbot: QtBot, dialog: ImportDialog, theme: Theme, services: Services, tasks: TaskRunner, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, query: Query, forms: list[str], entries: str,
) -> None:
    offered: list[str] = []

    def answer(parent: object, title: str, proposed: str, offer: str) -> tuple[str, str]:
        offered.extend(offer.split(";;"))
        return str(tmp_path / "mine"), ICS

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    services.records.record(an_exercise(designation="STILL MEADOW"))
    shown = export_list(dialog, theme, services, tasks, query, str(tmp_path))
    assert shown is not None
    qtbot.waitUntil(shown.leave_button.isEnabled)
    assert offered == forms
    assert entries in shown.said.text()
    written = (tmp_path / "mine.ics").read_text(encoding="utf-8")
    assert "SUMMARY:STILL MEADOW" in written
    assert ("BEGIN:VTODO" in written) is (query == Query())


def test_a_cancelled_export_writes_nothing(
    qtbot: QtBot, dialog: ImportDialog, theme: Theme, services: Services, tasks: TaskRunner, tmp_path: Path
) -> None:
    services.records.record(an_exercise())
    with held(tasks):
        shown = export_list(dialog, theme, services, tasks, EXERCISES, path=tmp_path / "list.json")
        assert shown is not None
        QTest.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(shown.leave_button.isEnabled)
    assert shown.said.text() == "Cancelled; nothing is written."
    assert not (tmp_path / "list.json").exists()


DOUBTFUL = (
    "kind,designation,host_states\nexercise,ONE,Congo\nexercise,TWO,Korea\nexercise,THREE,Congo\nexercise,FOUR,Hungray\n"
    "exercise,FIVE,Zembla\nexercise,SIX,Guine\nexercise,SEVEN,Austria\n"
)


def answer(dialog: ImportDialog, name: str, typed: str) -> None:
    line = dialog.view.answers.lines[name]
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, typed)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_doubtful_names_are_asked_once_each(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    read(qtbot, dialog, written(tmp_path, DOUBTFUL))
    view = dialog.view
    assert view.doubt_chip.text() == "5 names to decide"
    assert view.doubt_chip.isChecked()
    assert list(view.answers.lines) == ["Congo", "Korea", "Hungray", "Zembla", "Guine"]
    congo = view.answers.lines["Congo"]
    qtbot.waitUntil(congo.hasFocus)
    assert congo.accessibleName() == "“Congo”, in 2 lines, means"
    assert {"COG", "COD", ""} <= {choice.value for choice in congo.choices()}
    assert [choice.value for choice in view.answers.lines["Zembla"].choices()] == [""]
    assert not view.use_button.isEnabled()
    assert dialog.record_button.isEnabled()


def test_answers_are_used_and_the_plan_read_again(qtbot: QtBot, dialog: ImportDialog, services: Services, tmp_path: Path) -> None:
    read(qtbot, dialog, written(tmp_path, DOUBTFUL))
    answer(dialog, "Congo", "Congo, Democratic")
    answer(dialog, "Korea", "KOR")
    answer(dialog, "Hungray", "hungary")
    answer(dialog, "Zembla", "leave")
    view = dialog.view
    assert view.use_button.isDefault()
    assert not dialog.record_button.isEnabled()
    view.use_button.click()
    done(qtbot, dialog)
    assert view.headline.text() == "5 of 7 lines can be recorded. 1 needs a decision."
    assert view.below.text() == "1 line is left out, as you answered."
    assert view.doubt_chip.text() == "1 name to decide"
    qtbot.waitUntil(lambda: dialog.focusWidget() is view.answers.lines["Guine"])
    assert view.answers.lines["Korea"].text().endswith("KOR")
    dialog.record()
    done(qtbot, dialog)
    found = {row.title: row.states for row in services.records.page(EXERCISES).rows}
    assert found["ONE"] == found["THREE"] == ("COD",)
    assert (found["TWO"], found["FOUR"]) == (("KOR",), ("HUN",))


def test_a_candidate_takes_one_click(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    read(qtbot, dialog, written(tmp_path, DOUBTFUL))
    near = [one for one in dialog.view.answers.findChildren(QToolButton) if one.accessibleName().startswith("“Hungray”")]
    near[0].click()
    assert dialog.view.answers.answers() == {"Hungray": "HUN"}


def test_words_that_name_no_state_are_said_beside_them(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    read(qtbot, dialog, written(tmp_path, DOUBTFUL))
    line = dialog.view.answers.lines["Zembla"]
    QTest.keyClicks(line, "Nowhereland")
    dialog.use_answers()
    assert not dialog.progress.is_busy
    assert "“Nowhereland” does not name one State" in line.accessibleDescription()


@pytest.mark.parametrize("text", [DOUBTFUL, DOUBTFUL.replace("kind,designation,host_states", "sort,what,where")])
def test_answers_that_are_kept_are_not_asked_again(
    qtbot: QtBot, dialog: ImportDialog, services: Services, settings: Settings, tmp_path: Path, text: str
) -> None:
    path = written(tmp_path, text)
    own = settings.path.parent / "mappings"
    own.mkdir(parents=True)
    if text != DOUBTFUL:
        columns = [("what", "designation"), ("where", "host_states")]
        services.exchange.save_mapping(mapping_of("Visits", "exercise", columns, header=("sort", "what", "where")), own / "visits.toml")
    read(qtbot, dialog, path)
    for name, typed in (("Congo", "COD"), ("Korea", "KOR"), ("Hungray", "HUN"), ("Zembla", "leave"), ("Guine", "GIN")):
        answer(dialog, name, typed)
    dialog.keep_answers(own / "kept.toml" if text == DOUBTFUL else own / "visits.toml")
    done(qtbot, dialog)
    assert dialog.view.doubt_chip.text() == "Names decided"
    assert dialog.view.headline.text() == "6 lines can be recorded."
    read(qtbot, dialog, path)
    assert dialog.view.answers.lines == {}
    assert dialog.view.doubt_chip.isHidden()
    assert dialog.record_button.text() == "Record 6"


def test_a_problem_names_the_field_as_the_forms_do_and_what_stands_there(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    table = 'kind,designation,starts_on,ends_on,contingents\nexercise,X,2021-06-14,2021-06-03,\nexercise,Y,,,"[{""troops"": ""many""}]"\n'
    read(qtbot, dialog, written(tmp_path, table))
    shown = [(row[2], row[3]) for row in dialog.view.problems.shown_rows()]
    assert shown == [("Last day", "2021-06-03"), ("Contingents 1, Troops", "many")]


def test_tab_goes_from_a_name_to_its_candidates_and_the_next_name(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    read(qtbot, dialog, written(tmp_path, DOUBTFUL))
    answers = dialog.view.answers
    at, passed = answers.lines["Hungray"].nextInFocusChain(), []
    while at is not None and at is not answers.lines["Zembla"]:
        passed.append(at.accessibleName().partition(": ")[2])
        at = at.nextInFocusChain()
    assert [words for words in passed if words] == ["Hungary  HUN", "Leave this line out"]
    after = answers.controls[-1].nextInFocusChain()
    assert after is dialog.view.keep_button
