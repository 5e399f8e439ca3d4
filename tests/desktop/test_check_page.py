"""The page that checks a report: a PDF is dropped or chosen, its verdicts are read, copied and asked again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services, rehearsal_register
from cbm_tracker.desktop.app import Application
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.look.tokens import LIGHT, Metrics
from cbm_tracker.desktop.reports.check_page import CheckPage
from cbm_tracker.desktop.reports.page import ReportsPage
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.reports.signature import KeyFile
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_contact, an_exercise
from tests.desktop.held_work import held
from tests.desktop.named_controls import unnamed

REQUEST = ReportRequest("hotline", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC), recipient="France")
NO_BUTTON, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def report(services: Services, tmp_path: Path) -> Path:
    services.records.record(a_contact(status="issued"))
    return services.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent()).path


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings) -> CheckPage:
    made = CheckPage(theme, services, tasks, settings)
    qtbot.addWidget(made)
    made.resize(976, 700)
    made.show()
    return made


def said(page: CheckPage) -> str:
    return "\n".join(each.text() for each in page.found.findChildren(QLabel) if each.isVisibleTo(page))


def checked(qtbot: QtBot, page: CheckPage, path: Path) -> str:
    page.check(path)
    qtbot.waitUntil(lambda: not page.progress.is_busy and said(page) != "", timeout=30_000)
    return said(page)


def test_it_says_what_to_do_before_anything_is_chosen(page: CheckPage) -> None:
    assert "Drop a PDF here, or choose one." in said(page)
    assert not page.again_button.isEnabled()
    assert unnamed(page) == []


def test_a_report_as_issued(qtbot: QtBot, page: CheckPage, report: Path) -> None:
    text = checked(qtbot, page, report)
    for told in ("The report is as it was issued, and the register still says the same.", "Yes: no bit of the file was changed.",
                 "Yes: 1 Mar 2027, 08:00 UTC.", "2027/001", "5 Jul 2027, 10:00 UTC", "Test register", "France"):
        assert told in text
    assert not page.differences.isVisibleTo(page)
    assert unnamed(page) == []


def test_what_the_register_would_say_now_stands_below_line_by_line(
    qtbot: QtBot, page: CheckPage, report: Path, services: Services
) -> None:
    services.records.record(a_contact(status="issued", reference="HL/27/0009", subject="A second helicopter"))
    text = checked(qtbot, page, report)
    assert "the register would say something else now" in text
    assert page.differences.isVisibleTo(page)
    assert any("A second helicopter" in now for _, _, now in page.differences.shown_rows())


def test_where_the_text_is_large_what_differs_stands_in_it(
    qtbot: QtBot, services: Services, tasks: TaskRunner, settings: Settings, report: Path
) -> None:
    services.records.record(a_contact(status="issued", reference="HL/27/0009", subject="A second helicopter"))
    page = CheckPage(Theme(LIGHT, Metrics(2.0)), services, tasks, settings)
    qtbot.addWidget(page)
    page.resize(700, 500)
    page.show()
    text = checked(qtbot, page, report)
    assert "A second helicopter" in text
    assert not page.differences.isVisibleTo(page)
    page.copy()
    assert QGuiApplication.clipboard().text().count("A second helicopter") == text.count("A second helicopter")
    reached = page.choose_button.mapTo(page, page.choose_button.rect().bottomRight())
    assert page.rect().contains(reached), "no action is cut off"


def test_who_signed_it_is_told(qtbot: QtBot, page: CheckPage, services: Services, key: KeyFile, tmp_path: Path) -> None:
    services.records.record(a_contact(status="issued"))
    path = services.reports.print_pdf(REQUEST, tmp_path / "signed.pdf", Silent(), signing=key).path
    assert "Yes, by Verification Centre. Whether the certificate is theirs, the issuing office knows." in checked(qtbot, page, path)
    with path.open("ab") as file:
        file.write(b"% a note\n")
    assert "something was added after it was signed" in checked(qtbot, page, path)


def test_a_report_of_another_register_is_not_called_a_bad_one(
    qtbot: QtBot, page: CheckPage, tmp_path: Path, desk: Desk
) -> None:
    other = rehearsal_register(tmp_path / "other.cbm", desk, year=2027, records=20)
    path = other.reports.print_pdf(REQUEST, tmp_path / "theirs.pdf", Silent()).path
    other.close()
    text = checked(qtbot, page, path)
    assert "it was made from another register than the open one" in text
    assert "it names the register “Rehearsal 2027”" in text
    assert "Do not use" not in text
    whole = path.read_bytes()
    path.write_bytes(whole[:700] + bytes([whole[700] ^ 4]) + whole[701:])
    assert "Do not use this report: it does not hold." in checked(qtbot, page, path)


def test_a_file_that_was_changed(qtbot: QtBot, page: CheckPage, report: Path) -> None:
    whole = report.read_bytes()
    report.write_bytes(whole[:700] + bytes([whole[700] ^ 4]) + whole[701:])
    text = checked(qtbot, page, report)
    assert "Do not use this report: it does not hold." in text
    assert "The file was changed after it was issued." in text


def test_what_is_no_report_is_a_sentence_with_the_next_step(qtbot: QtBot, page: CheckPage, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Excellency,\n", "utf-8")
    text = checked(qtbot, page, letter)
    assert "is a text or table, neither a register nor a report of CBM Tracker." in text
    assert "Choose a .cbm or a .pdf file." in text


def test_a_pdf_is_dropped(qtbot: QtBot, page: CheckPage, report: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(report))])
    entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, LEFT, NO_BUTTON)
    page.dragEnterEvent(entering)
    assert entering.isAccepted()
    page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, LEFT, NO_BUTTON))
    qtbot.waitUntil(lambda: page.checked is not None, timeout=30_000)
    data.setUrls([QUrl.fromLocalFile(str(report)), QUrl.fromLocalFile("/other.pdf")])
    entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, LEFT, NO_BUTTON)
    entering.ignore()
    page.dragEnterEvent(entering)
    assert not entering.isAccepted(), "one report at a time"


def test_the_keyboard_chooses_checks_again_and_copies(
    qtbot: QtBot, page: CheckPage, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(report), ""))
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.checked is not None, timeout=30_000)
    first = page.checked
    QTest.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.checked is not first and not page.progress.is_busy, timeout=30_000)
    QTest.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("The report is as it was issued")
    assert "Is it unaltered? Yes: no bit of the file was changed." in copied


def test_a_check_can_be_cancelled(qtbot: QtBot, page: CheckPage, report: Path, tasks: TaskRunner) -> None:
    with held(tasks):
        page.check(report)
        assert not page.choose_button.isEnabled()
        page.progress.cancel_button.click()
    qtbot.waitUntil(lambda: not page.progress.is_busy, timeout=30_000)
    assert page.checked is None
    assert page.choose_button.isEnabled()


def test_the_page_is_reached_from_reports_menu_and_a_dropped_pdf(qtbot: QtBot, application: Application, tmp_path: Path) -> None:
    from cbm_tracker import bootstrap

    services = bootstrap.new_register(tmp_path / "r.cbm", application.desk(), owner="DEU")
    services.records.record(an_exercise())
    services.close()
    assert application.open(tmp_path / "r.cbm")
    window = application.window
    qtbot.waitUntil(lambda: window.session is not None, timeout=30_000)
    window.carry_out("go:check_report")
    assert isinstance(window.pages.currentWidget(), CheckPage)
    window.carry_out("go:reports")
    reports = window.pages.currentWidget()
    assert isinstance(reports, ReportsPage)
    reports.check_button.click()
    assert isinstance(window.pages.currentWidget(), CheckPage)
    window.carry_out("go:due")
    window.files_dropped.emit([str(tmp_path / "missing.pdf")])
    page = window.pages.currentWidget()
    assert isinstance(page, CheckPage)
    qtbot.waitUntil(lambda: "is not there" in said(page), timeout=30_000)


def test_without_a_register_it_is_reached_from_the_start_page_and_left_again(
    qtbot: QtBot, application: Application, services: Services, report: Path
) -> None:
    services.close()
    window = application.window
    window.start.begin.opened.emit("check_report")
    page = window.pages.currentWidget()
    assert isinstance(page, CheckPage)
    assert "who signed it" in said(page)
    assert unnamed(page) == []
    text = checked(qtbot, page, report)
    for told in ("The report is unaltered since it was sealed.", "Not asked: no register is open. Open the one that issued it", "2027/001"):
        assert told in text
    window.carry_out("next_region")
    assert page.isAncestorOf(window.focusWidget())
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.start
    window.carry_out("go:check_report")
    again = window.pages.currentWidget()
    assert isinstance(again, CheckPage)
    again.back_button.click()
    assert window.pages.currentWidget() is window.start
    window.files_dropped.emit([str(report)])
    dropped = window.pages.currentWidget()
    assert isinstance(dropped, CheckPage)
    qtbot.waitUntil(lambda: "2027/001" in said(dropped), timeout=30_000)
    assert window.commands.actions["go:check_report"].isEnabled()
    assert application.open(services.path)
    qtbot.waitUntil(lambda: window.session is not None, timeout=30_000)
    assert not any(isinstance(window.pages.widget(at), CheckPage) for at in range(window.pages.count()))


def test_with_a_register_open_there_is_nothing_to_go_back_to(page: CheckPage) -> None:
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert left == []
    assert not page.back_button.isVisible()
