"""The reports page, from what is asked for to the file on disk, through real services and the real PDF."""

from __future__ import annotations

import hashlib
import io
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMessageBox
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.reports.page import ReportsPage
from cbm_tracker.desktop.reports.pdf_pages import PdfPages
from cbm_tracker.desktop.reports.printing import lay_out, print_pages
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import Cancelled
from cbm_tracker.reports.sheet import Sheet
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import KINDS
from tests.builders import an_exercise, an_inspection
from tests.desktop.held_work import held
from tests.desktop.named_controls import unnamed


@pytest.fixture
def page(
    qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, signals: ChangeSignals
) -> ReportsPage:
    services.records.record(an_exercise())
    services.records.record(an_inspection())
    made = ReportsPage(theme, services, tasks, settings, signals)
    qtbot.addWidget(made)
    made.resize(976, 700)
    made.show()
    return made


def done(qtbot: QtBot, page: ReportsPage) -> None:
    qtbot.waitUntil(lambda: not page.progress.is_busy, timeout=30_000)


def previewed(qtbot: QtBot, page: ReportsPage) -> PdfPages:
    page.draw_preview()
    done(qtbot, page)
    assert page.preview.view.pages is not None
    return page.preview.view.pages


def test_preview_shows_the_report_and_leaves_nothing_behind(
    qtbot: QtBot, page: ReportsPage, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    pages = previewed(qtbot, page)
    assert len(pages) == len(PdfReader(io.BytesIO(pages.data)).pages)
    assert page.preview.title() == "Preview"
    assert "2027/001" in page.preview.about()
    assert services.reports.issued() == []
    assert list(room.iterdir()) == []


def test_issue_writes_the_file_and_lists_it(qtbot: QtBot, page: ReportsPage, services: Services, tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    page.issue(target)
    done(qtbot, page)
    (report,) = services.reports.issued()
    assert report.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert page.done_line.text() == f"Report 2027/001 written to {target}"
    assert page.issued.list.rows.rowCount() == 1
    assert page.preview.title() == "Report 2027/001"
    told = page.preview.about().rpartition("fingerprint ")[2]
    assert all(f"Fingerprint {told}" in sheet.extract_text() for sheet in PdfReader(target).pages)
    assert told in page.issued.list.rows.data(page.issued.list.rows.index(0, 0))


def test_issue_asks_where_and_adds_the_suffix(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(parent: object, title: str, proposed: str, *rest: object) -> tuple[str, str]:
        asked.append(proposed)
        return str(tmp_path / "chosen"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    page.issue()
    done(qtbot, page)
    assert (tmp_path / "chosen.pdf").is_file()
    assert asked == [str(tmp_path / "register 2027-01-01 2027-12-31.pdf")]


def test_a_cancelled_report_leaves_nothing(
    qtbot: QtBot, page: ReportsPage, services: Services, tasks: TaskRunner, tmp_path: Path
) -> None:
    before = set(tmp_path.iterdir())
    with held(tasks):
        page.issue(tmp_path / "report.pdf")
        QTest.mouseClick(page.progress.cancel_button, Qt.MouseButton.LeftButton)
    done(qtbot, page)
    assert set(tmp_path.iterdir()) == before
    assert services.reports.issued() == []
    assert page.issue_button.isEnabled()


def test_pages_are_told_one_by_one_and_a_report_cancelled_among_them_leaves_nothing(
    qtbot: QtBot, page: ReportsPage, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    before = set(tmp_path.iterdir())
    drawn: list[int] = []
    go = threading.Event()

    def cancel_at_a_page(done: int, total: int, doing: str) -> None:
        if doing == "Drawing pages":
            QTest.mouseClick(page.progress.cancel_button, Qt.MouseButton.LeftButton)
            go.set()

    def noted(self: Sheet, *words: object, **more: object) -> None:
        start(self, *words, **more)
        drawn.append(self.page)
        go.wait(30)  # until the hand has pressed Cancel

    start: Callable[..., None] = Sheet.start_page
    monkeypatch.setattr(Sheet, "start_page", noted)
    for ask in (page.draw_preview, lambda: page.issue(tmp_path / "report.pdf")):
        go.clear()
        drawn.clear()
        ask()
        assert page.progress.task is not None
        page.progress.task.progressed.connect(cancel_at_a_page)
        done(qtbot, page)
        assert drawn == [1]
        assert set(tmp_path.iterdir()) == before
        assert list(room.iterdir()) == []
        assert services.reports.issued() == []
        assert page.issue_button.isEnabled()


def test_a_reversed_period_is_said_beside_its_field(qtbot: QtBot, page: ReportsPage) -> None:
    page.form.period.from_on.setText("2027-06")
    page.form.period.to_on.setText("2027-05-31")
    page.draw_preview()
    assert not page.progress.is_busy
    assert page.form.period.to_on.property("invalid") is True
    assert "1 Jun 2027 or later" in page.form.period.to_on.accessibleDescription()


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2026", "2026", (date(2026, 1, 1), date(2026, 12, 31))),
        ("2027-02", "2027-02", (date(2027, 2, 1), date(2027, 2, 28))),
        ("5mar26", "today", (date(2026, 3, 5), date(2027, 3, 1))),
    ],
)
def test_a_partial_date_means_its_first_or_last_day(
    page: ReportsPage, first: str, last: str, period: tuple[date, date]
) -> None:
    page.form.period.from_on.setText(first)
    page.form.period.to_on.setText(last)
    request = page.form.request()
    assert request is not None
    assert (request.from_on, request.to_on) == period


def test_every_control_has_a_name(page: ReportsPage) -> None:
    assert unnamed(page) == []


def test_filters_reach_the_request(page: ReportsPage) -> None:
    page.form.states.editor.setText("Frankreich")
    page.form.agreements.set_value(("vd11",))
    page.form.recipient.setText("OSCE")
    page.form.paper.choose("Letter")
    page.form.grey.setChecked(True)
    request = page.form.request()
    assert request is not None
    assert (request.states, request.agreements, request.recipient, request.paper, request.grey) == (
        ("FRA",), ("vd11",), "OSCE", "Letter", True,
    )


def test_a_state_that_is_none_stops_the_request(page: ReportsPage) -> None:
    page.form.states.editor.setText("Ruritania")
    assert page.form.request() is None
    assert page.form.states.has_problem()


def test_an_issued_report_is_drawn_again_as_it_was_whatever_changed_since(
    qtbot: QtBot, page: ReportsPage, services: Services, tmp_path: Path
) -> None:
    page.issue(tmp_path / "report.pdf")
    done(qtbot, page)
    services.records.record(an_exercise(designation="LATE FROST 27"))
    page.issued.shown.emit("2027/001")
    done(qtbot, page)
    assert page.preview.about().startswith("As issued")
    assert page.preview.view.pages is not None
    assert page.preview.view.pages.data == (tmp_path / "report.pdf").read_bytes()


def test_an_issued_report_is_written_again_with_its_receipt(qtbot: QtBot, page: ReportsPage, services: Services, tmp_path: Path) -> None:
    page.issue(tmp_path / "report.pdf")
    done(qtbot, page)
    assert not (tmp_path / "report.pdf.receipt.json").exists()
    services.records.record(an_exercise(designation="LATE FROST 27"))
    page.receipt.setChecked(True)
    page.write_again("2027/001", tmp_path / "again.pdf")
    done(qtbot, page)
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "report.pdf").read_bytes()
    assert (tmp_path / "again.pdf.receipt.json").is_file()
    assert page.done_line.text() == f"Report 2027/001 written again to {tmp_path / 'again.pdf'}"
    assert len(services.reports.issued()) == 1


def test_what_changed_since_a_report_is_told_by_a_corrigendum(
    qtbot: QtBot, page: ReportsPage, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.issue(tmp_path / "report.pdf")
    done(qtbot, page)
    services.records.record(an_exercise(designation="LATE FROST 27"))
    pressed: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda message: None)
    monkeypatch.setattr(
        QMessageBox, "clickedButton", lambda message: next(one for one in message.buttons() if one.text() == pressed[-1])
    )
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "corrigendum.pdf"), ""))
    for words, issued in (("Not now", 1), ("Preview", 1), ("Issue…", 2)):
        pressed.append(words)
        page.issued.correct_button.click()
        done(qtbot, page)
        assert len(services.reports.issued()) == issued
    (corrigendum, _) = services.reports.issued()
    assert corrigendum.corrects == "2027/001"
    assert "LATE FROST 27" in " ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "corrigendum.pdf").pages)
    page.show_again(corrigendum.number)
    done(qtbot, page)
    assert page.preview.title() == f"Report {corrigendum.number}"
    assert page.form.kind.value() == "period"


def test_the_kind_says_what_it_tells_and_every_kind_is_offered(page: ReportsPage) -> None:
    form = page.form
    assert "everything the register holds" in form.kind.accessibleDescription().casefold()
    form.kind.choose("hotline")
    assert form.kind.accessibleDescription().startswith("Contacts by channel")
    assert [form.kind.itemData(at) for at in range(form.kind.count())] == list(KINDS)


def test_a_report_about_a_record_is_asked_for_again_with_its_record_and_sections(
    qtbot: QtBot, page: ReportsPage, services: Services, tmp_path: Path
) -> None:
    (exercise,) = services.records.page(Query(kinds=("exercise",))).rows
    request = page.form.request()
    assert request is not None
    asked = replace(request, kind="exercise", record=exercise.id, sections=("forces",), header="Exchange")
    services.reports.print_pdf(asked, tmp_path / "exercise.pdf", Silent())
    page.refresh()
    page.show_again("2027/001")
    done(qtbot, page)
    assert "NORTHERN ARC 27" in page.form.records["exercise"].editor.text()
    again = page.form.request()
    assert again is not None
    assert (again.kind, again.record, again.sections, again.header) == ("exercise", exercise.id, ("forces",), "Exchange")
    page.form.kind.choose("period")
    plain = page.form.request()
    assert plain is not None
    assert (plain.record, plain.sections) == ("", ())


def test_a_change_says_that_the_preview_is_old(qtbot: QtBot, page: ReportsPage, services: Services) -> None:
    previewed(qtbot, page)
    services.records.record(an_exercise(designation="LATE FROST 27"))
    qtbot.waitUntil(lambda: "before the last change" in page.preview.about())


def test_page_keys_win_over_the_menus_of_the_window(qtbot: QtBot, page: ReportsPage) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    refreshed: list[bool] = []
    larger: list[bool] = []
    for keys, heard in (("F5", refreshed), ("Ctrl++", larger)):
        action = QAction(window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(heard.append)
        window.addAction(action)
    window.setCentralWidget(page)
    window.show()
    window.activateWindow()
    page.form.period.from_on.setFocus()
    qtbot.waitUntil(page.form.period.from_on.hasFocus)
    QTest.keyClick(page.form.period.from_on, Qt.Key.Key_F5)
    done(qtbot, page)
    assert page.preview.view.pages is not None
    assert refreshed == []
    zoom = page.preview.view.zoom
    page.preview.view.setFocus()
    qtbot.waitUntil(page.preview.view.hasFocus)
    QTest.keyClick(page.preview.view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.preview.view.zoom > zoom
    assert larger == []
    window.takeCentralWidget()


def test_pages_are_turned_and_read_aloud(qtbot: QtBot, page: ReportsPage) -> None:
    pages = previewed(qtbot, page)
    view = page.preview.view
    assert view.page == 1
    assert "Verification Centre" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 2
    assert "Page 2 of" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == len(pages)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page == len(pages) - 1
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 1


def test_width_is_fitted_until_somebody_zooms(qtbot: QtBot, page: ReportsPage) -> None:
    previewed(qtbot, page)
    view = page.preview.view
    narrow = view.zoom
    page.resize(1400, 700)
    qtbot.waitUntil(lambda: view.zoom > narrow)
    view.zoom_to(1.0)
    page.resize(1000, 700)
    QApplication.processEvents()
    assert view.zoom == 1.0
    view.fit_width()
    assert view.zoom != 1.0


def test_in_a_narrow_window_the_preview_takes_the_place_of_the_form_and_escape_brings_it_back(qtbot: QtBot, page: ReportsPage) -> None:
    page.resize(500, 700)
    page.form.recipient.setFocus()
    assert not page.preview.isVisible()
    previewed(qtbot, page)
    assert (page.preview.isVisible(), page.form.isVisible()) == (True, False)
    assert page.preview.back_button.isVisible()
    QTest.keyClick(page.preview.view, Qt.Key.Key_Escape)
    assert (page.preview.isVisible(), page.form.isVisible()) == (False, True)
    assert page.focusWidget() is page.form.recipient
    page.resize(976, 700)
    assert (page.preview.isVisible(), page.form.isVisible()) == (True, True)
    assert not page.preview.back_button.isVisible()


def test_the_wheel_zooms_with_control_only(qtbot: QtBot, page: ReportsPage) -> None:
    previewed(qtbot, page)
    view = page.preview.view
    at = view.zoom
    for modifiers, zooms in ((Qt.KeyboardModifier.NoModifier, False), (Qt.KeyboardModifier.ControlModifier, True)):
        turned = QWheelEvent(
            QPointF(50, 50), QPointF(50, 50), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )
        view.wheelEvent(turned)
        assert (view.zoom > at) is zooms


def test_only_pages_in_sight_are_drawn(qtbot: QtBot, page: ReportsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    draw = PdfPages.picture

    def noted(self: PdfPages, number: int, scale: float) -> object:
        drawn.append(number)
        return draw(self, number, scale)

    monkeypatch.setattr(PdfPages, "picture", noted)
    pages = previewed(qtbot, page)
    page.preview.view.grab()
    assert 0 in drawn
    assert len(pages) - 1 not in drawn
    page.preview.view.go_to(len(pages))
    page.preview.view.grab()
    assert len(pages) - 1 in drawn


def printer_to(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_every_page_is_printed_on_the_paper_of_the_report(qtbot: QtBot, page: ReportsPage, tmp_path: Path) -> None:
    pages = previewed(qtbot, page)
    printer = printer_to(tmp_path / "printed.pdf")
    lay_out(printer, pages.sizes[0])
    assert print_pages(pages, printer, Silent()) == len(pages)
    printed = PdfReader(tmp_path / "printed.pdf").pages
    assert len(printed) == len(pages)
    assert float(printed[0].mediabox.width) == pytest.approx(pages.sizes[0].width(), abs=2)


def test_printing_stops_when_cancelled(qtbot: QtBot, page: ReportsPage, tmp_path: Path) -> None:
    class Enough:
        def step(self, done: int, total: int, doing: str) -> None:
            if done == 1:
                raise Cancelled

    pages = previewed(qtbot, page)
    printer = printer_to(tmp_path / "printed.pdf")
    lay_out(printer, pages.sizes[0])
    with pytest.raises(Cancelled):
        print_pages(pages, printer, Enough())


def test_a_preview_is_printed_only_when_that_is_meant(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda message: asked.append(message.text()))
    monkeypatch.setattr(
        "cbm_tracker.desktop.reports.printing.ask_for_printer", lambda parent, pages, name: printer_to(tmp_path / "printed.pdf")
    )
    previewed(qtbot, page)
    page.print_shown()
    assert asked == ["This is a preview; it is not among the reports issued."]
    assert not page.progress.is_busy
    page.issue(tmp_path / "report.pdf")
    done(qtbot, page)
    page.print_shown()
    done(qtbot, page)
    assert len(asked) == 1
    assert "sent to the printer" in page.preview.about()
    assert (tmp_path / "printed.pdf").stat().st_size > 0
