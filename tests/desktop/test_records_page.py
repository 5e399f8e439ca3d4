"""The list of a kind: rows by pages, filters, order, columns that are remembered, and the record beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.look.tokens import Metrics
from cbm_tracker.desktop.records.kind_views import KIND_VIEWS, Lookup
from cbm_tracker.desktop.records.page import RecordsPage
from cbm_tracker.desktop.records.table_model import RecordTableModel
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.domain.forces import Contingent
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import RecordUnavailable
from cbm_tracker.services.records import RecordList, Row
from tests.builders import SettableClock, an_exercise, day

EXERCISES = KIND_VIEWS["exercises"]


def record_exercises(services: Services, count: int) -> None:
    for number in range(count):
        first = date(2027, 1 + number % 12, 1 + number % 28)
        services.records.record(an_exercise(
            designation=f"ARC {number:03d}", starts_on=day(first.isoformat()), ends_on=None, completed_on=None,
            contingents=(Contingent(state="DEU" if number % 2 else "FRA", troops=100 * number),)))


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings) -> Iterator[RecordsPage]:
    signals = ChangeSignals(services.changes, services.desk.now)
    record_exercises(services, 30)
    made = RecordsPage(theme, services, tasks, LongWork(tasks), settings, signals, EXERCISES)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    yield made
    signals.close()


def shown(page: RecordsPage, most: int = 100) -> list[str]:
    rows = [page.model.row(number) for number in range(min(page.model.rowCount(), most))]
    return [row.title for row in rows if row is not None]


def test_where_room_is_short_times_are_cut_last(page: RecordsPage) -> None:
    page.table.setMinimumWidth(0)
    page.table.setFixedWidth(480)
    keys = [column.key for column in EXERCISES.columns]
    when, troops = keys.index("when"), keys.index("figure")
    assert page.table.columnWidth(when) == EXERCISES.columns[when].width
    assert page.table.columnWidth(troops) < EXERCISES.columns[troops].width


def test_model_keeps_the_toolkits_contract(services: Services) -> None:
    record_exercises(services, 5)
    model = RecordTableModel(EXERCISES.columns, Lookup(services.names, services.desk.now()))
    model.show(services.records.listed(Query(kinds=("exercise",))), Lookup(services.names, services.desk.now()))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(services.records.listed(Query(kinds=("exercise",), states=("FRA",))), model.lookup)
    assert tester.model() is model
    assert model.rowCount() == 3


def test_only_the_rows_looked_at_are_read(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    record_exercises(services, 300)
    asked: list[tuple[int, int]] = []
    fetch = RecordList.fetch

    def counted(self: RecordList, first: int, count: int) -> tuple[Row, ...]:
        asked.append((first, count))
        return fetch(self, first, count)

    monkeypatch.setattr(RecordList, "fetch", counted)
    lookup = Lookup(services.names, services.desk.now())
    model = RecordTableModel(EXERCISES.columns, lookup)
    model.show(services.records.listed(Query(kinds=("exercise",), sort="title", descending=False)), lookup)
    assert asked == []
    row = model.row(290)
    assert row is not None
    assert row.title == "ARC 290"
    assert len(asked) == 1
    assert asked[0][1] < 300


def test_clicking_a_head_sorts_and_is_remembered(page: RecordsPage, settings: Settings) -> None:
    page.table.horizontalHeader().sectionClicked.emit(0)
    assert shown(page)[:2] == ["ARC 000", "ARC 001"]
    page.table.horizontalHeader().sectionClicked.emit(0)
    assert shown(page)[:2] == ["ARC 029", "ARC 028"]
    assert (settings.lists["exercises"]["sort"], settings.lists["exercises"]["descending"]) == ("title", True)
    page.table.horizontalHeader().sectionClicked.emit(2)
    assert shown(page)[0] == "ARC 029"  # most troops first


def test_filters_narrow_together_and_clear_at_once(page: RecordsPage, qtbot: QtBot) -> None:
    page.filters.restrict(Query(states=("DEU",), from_on=date(2027, 2, 1), to_on=date(2027, 2, 28)))
    titles = shown(page)
    assert titles
    assert all(int(title[4:]) % 2 and int(title[4:]) % 12 == 1 for title in titles)
    assert page.filters.count.text() == f"{len(titles)} of 30"
    QTest.keyClicks(page.filters.search_field, "nowhere")
    qtbot.waitUntil(lambda: page.filters.query.text == "nowhere")
    assert page.model.rowCount() == 0
    assert page.detail.stored is None
    page.filters.clear()
    assert page.model.rowCount() == 30


def test_chosen_record_stays_chosen_through_a_change(page: RecordsPage, services: Services) -> None:
    page.table.choose_row(10)
    chosen = page.table.chosen_id()
    services.records.record(an_exercise(designation="NEW ONE", starts_on=day("2028-01-01"), ends_on=None, completed_on=None))
    assert page.table.chosen_id() == chosen
    assert page.detail.stored is not None
    assert page.detail.stored.record.id == chosen
    assert page.table.currentIndex().row() == 11


def test_several_are_deleted_and_undone_in_one_step(page: RecordsPage, services: Services) -> None:
    flags = QItemSelectionModel.SelectionFlag
    for number in (2, 3, 5):
        page.table.selectionModel().select(page.model.index(number, 0), flags.Select | flags.Rows)
    page.carry_out("delete")
    assert page.model.rowCount() == 26
    assert services.undo.undo_label() == "deletion of 4 records"
    services.undo.undo()
    assert page.model.rowCount() == 30


def test_bin_shows_what_was_deleted_and_restores_it(page: RecordsPage) -> None:
    page.table.choose_row(0)
    page.carry_out("delete")
    page.filters.restrict(Query(in_bin=True))
    assert page.model.rowCount() == 1
    page.carry_out("restore")
    assert page.model.rowCount() == 0
    page.filters.clear()
    assert page.model.rowCount() == 30


def test_columns_are_chosen_and_remembered(page: RecordsPage, settings: Settings, theme: Theme) -> None:
    menu = page.table.column_menu()
    reference = next(action for action in menu.actions() if action.text() == "Reference")
    assert not reference.isChecked()
    reference.setChecked(True)
    assert "reference" not in settings.lists["exercises"]["hidden"]
    again = type(page.table)(theme, EXERCISES, page.model, settings)
    at = [column.key for column in EXERCISES.columns].index("reference")
    assert not again.isColumnHidden(at)
    again.deleteLater()


def test_list_is_walked_and_opened_by_keys(page: RecordsPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    page.table.choose_row(0)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 1
    QTest.keyClick(page.table, Qt.Key.Key_End)
    assert page.table.currentIndex().row() == 29
    with qtbot.waitSignal(page.table.opened) as opened:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args == [page.table.chosen_id()]


def test_narrow_window_shows_list_or_detail(page: RecordsPage) -> None:
    page.resize(700, 600)
    assert page.table.isVisible()
    assert not page.detail.isVisible()
    page.splitter.enter_detail()
    assert page.detail.isVisible()
    assert not page.table.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.table.isVisible()


def test_distance_to_today_moves_with_the_clock(page: RecordsPage, clock: SettableClock) -> None:
    page.filters.restrict(Query(from_on=date(2027, 6, 1), to_on=date(2027, 6, 30)))
    period = [column.key for column in EXERCISES.columns].index("when")
    before = page.model.index(0, period).data()
    clock.forward(days=1)
    page.refresh()
    assert page.model.index(0, period).data() != before


@pytest.mark.parametrize("factor", [1.0, 2.0])
@pytest.mark.parametrize("key", sorted(KIND_VIEWS))
def test_every_control_has_a_name(
    qtbot: QtBot, services: Services, tasks: TaskRunner, settings: Settings, key: str, factor: float
) -> None:
    signals = ChangeSignals(services.changes, services.desk.now)
    page = RecordsPage(Theme(metrics=Metrics(factor)), services, tasks, LongWork(tasks), settings, signals, KIND_VIEWS[key])
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    page.new_record()
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}" for widget in page.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit) and widget.isVisible()
        and not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and widget.text())
        and widget.objectName() != "qt_spinbox_lineedit" and not _has_buddy(page, widget)
    ]
    assert nameless == []
    signals.close()


def _has_buddy(page: QWidget, widget: QWidget) -> bool:
    from PySide6.QtWidgets import QLabel

    return any(label.buddy() is widget for label in page.findChildren(QLabel))


def test_columns_have_their_width_again_when_there_is_room(page: RecordsPage) -> None:
    period = [column.key for column in EXERCISES.columns].index("when")
    page.splitter.setSizes([900, 400])
    wide = page.table.columnWidth(period)
    page.splitter.setSizes([340, 960])
    assert page.table.columnWidth(period) < wide
    page.splitter.setSizes([900, 400])
    assert page.table.columnWidth(period) == wide


def test_what_was_not_saved_is_offered_again(page: RecordsPage) -> None:
    page.new_record()
    form = page.form
    assert form is not None
    QTest.keyClicks(form.fields["designation"].controls()[0], "HALF TYPED 27")
    assert page.leave_form()
    assert page.unfinished.sentence().startswith("“HALF TYPED 27” is not saved yet; kept 1 Mar 2027")
    go_on = page.unfinished.choice("Continue")
    assert go_on is not None
    go_on.click()
    again = page.form
    assert again is not None
    assert again.fields["designation"].typed() == "HALF TYPED 27"
    again.discard()
    assert page.leave_form()
    assert page.unfinished.sentence() == ""


def test_a_list_that_cannot_be_read_says_so_once_and_can_be_read_again(
    page: RecordsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are asked for while the list is painted, where nothing may be raised."""
    asked: list[int] = []

    def refuse(self: RecordList, first: int, count: int) -> tuple[Row, ...]:
        asked.append(first)
        raise RecordUnavailable("The register is locked.", "Close it on the other desk.")

    with monkeypatch.context() as broken:
        broken.setattr(RecordList, "fetch", refuse)
        with qtbot.captureExceptions() as raised:
            page.refresh()
            page.grab()
            qtbot.waitUntil(lambda: bool(page.trouble.sentence()))
        assert raised == []
        assert asked == [0]
        assert page.trouble.sentence() == (
            "This list cannot be read to its end. The register is locked. Close it on the other desk.")
        assert page.model.rowCount() == 30
        assert page.model.index(0, 0).data() is None
    again = page.trouble.choice("Read it again")
    assert again is not None
    again.click()
    assert page.trouble.sentence() == ""
    assert page.model.index(0, 0).data() is not None


def test_this_year_begins_where_the_owner_sits(page: RecordsPage, clock: SettableClock) -> None:
    """23:30 UTC on the last day of the year is next year in Berlin."""
    clock.shows = datetime(2027, 12, 31, 23, 30, tzinfo=UTC)
    next(action for action in page.filters.period_actions() if action.text() == "This year").trigger()
    assert page.filters.query.from_on == date(2028, 1, 1)


def test_selected_rows_are_copied_as_a_table(page: RecordsPage) -> None:
    page.table.horizontalHeader().sectionClicked.emit(0)
    page.table.choose_row(0)
    flags = QItemSelectionModel.SelectionFlag
    page.table.selectionModel().select(page.model.index(1, 0), flags.Select | flags.Rows)
    page.table.copy()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0] == ["Exercise", "Period", "Troops", "Status"]
    assert [line[0] for line in lines[1:]] == ["ARC 000, Germany, France", "ARC 001, Germany"]
    assert lines[2][2] == "100"
