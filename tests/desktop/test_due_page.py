"""The page Due: obligations with their clocks and sums, what meets them, and what an officer decides about them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from cbm_tracker.bootstrap import Services, new_register
from cbm_tracker.desktop.due.decision_dialogs import RemindDialog, SinceDialog, WaiveDialog
from cbm_tracker.desktop.due.entries import Entry
from cbm_tracker.desktop.due.page import DuePage
from cbm_tracker.domain.measures import Notification, ObligationNote, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import from_json
from cbm_tracker.services.desk import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from cbm_tracker.desktop.app import Application

NOW = datetime(2027, 3, 8, 15, 0, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return Desk("Officer", "WS-1", lambda: NOW)


@pytest.fixture
def services(application: Application, desk: Desk, tmp_path: Path) -> Services:
    path = tmp_path / "due.cbm"
    new_register(path, desk, owner="AUT").close()
    application.open(path)
    session = application.window.session
    assert session is not None
    return session.services


def due_page(application: Application) -> DuePage:
    session = application.window.session
    assert session is not None
    application.window.go_to("due")
    page = session.page("due")
    assert isinstance(page, DuePage)
    return page


def an_activity(**told: Any) -> Record:
    return from_json({
        "kind": "exercise", "designation": "NORTHERN ARC 27", "agreements": ["vd11"], "activity_type": "field_exercise",
        "host_states": ["AUT"], "starts_on": "2027-04-20", "ends_on": "2027-05-02", "divisional_structure": True,
        "without_advance_notice": False, "in_zone": True,
        "contingents": [{"state": "AUT", "troops": 9000, "battle_tanks": 0, "armoured_combat_vehicles": 0, "artillery": 0}], **told,
    })


def a_request(at: str = "2027-03-08T13:05:00Z") -> Record:
    return from_json({
        "kind": "inspection", "inspection_kind": "specified_area", "agreements": ["vd11"], "inspecting_states": ["PRT"],
        "receiving_state": "AUT", "requested_at": at, "request_received_at": at, "direction": "received",
    })


def entry_of(page: DuePage, rule: str) -> Entry:
    found = [entry for entry in page.list.entries if entry.owed is not None and entry.owed.finding.rule == rule]
    assert len(found) == 1, [entry.title for entry in page.list.entries]
    return found[0]


def wide_page(application: Application) -> DuePage:
    """The page beside its card."""
    application.window.resize(1440, 900)
    return due_page(application)


def choose(page: DuePage, entry: Entry) -> None:
    model = page.list.model()
    for row in range(model.rowCount()):
        if model.index(row, 0).data() == entry.spoken():
            page.list.setCurrentIndex(model.index(row, 0))
            return
    raise AssertionError(entry.title)


def test_a_request_at_14_05_local_shows_its_24_hours_by_both_capitals(application: Application, services: Services) -> None:
    services.records.record(a_request())
    page = due_page(application)

    entry = entry_of(page, "inspection-reply")

    assert (entry.group, entry.status, entry.left) == ("week", "running", "22 h 5 min")
    assert entry.facts == "ends 13:05 UTC, 14:05 Vienna, 13:05 Lisbon"
    assert entry.share == pytest.approx((24 - 22 - 5 / 60) / 24)
    assert "Tue 9 Mar 2027, 13:05 UTC" in entry.when


def test_what_is_overdue_stands_first_and_raises_the_mark(application: Application, services: Services) -> None:
    services.records.record(a_request("2027-03-07T08:00:00Z"))
    services.records.record(an_activity())
    page = due_page(application)

    first = page.list.entries[0]

    assert first.owed is not None
    assert (first.owed.finding.rule, first.group, first.left) == ("inspection-reply", "overdue", "7 h 0 min over")
    assert page.overdue >= 1


def test_a_notification_that_is_recorded_from_the_card_takes_the_line_away(
    application: Application, services: Services, qtbot: QtBot
) -> None:
    services.records.record(an_activity())
    page = wide_page(application)
    entry = entry_of(page, "prior-notification")
    assert entry.when == "Tue 9 Mar 2027"
    choose(page, entry)
    assert page.card.begin_button.text() == "Notify"
    with qtbot.waitSignal(page.begin_record) as begun:
        QTest.keyClick(page.list, Qt.Key.Key_Return)
    kind, values = begun.args
    assert (kind, values["notification_kind"], values["from_state"]) == ("notification", "exercise_advance", "AUT")
    session = application.window.session
    assert session is not None
    records = session.records_page("notifications")
    assert records is not None
    form = records.form
    assert form is not None
    form.fields["sent_at"].set_value(Instant(NOW.replace(hour=14)))
    form.save()

    page = due_page(application)
    assert [each for each in page.list.entries if each.owed and each.owed.finding.rule == "prior-notification"] == []


def test_what_a_field_meets_opens_the_form_at_that_field(application: Application, services: Services, qtbot: QtBot) -> None:
    services.records.record(a_request())
    page = wide_page(application)
    choose(page, entry_of(page, "inspection-reply"))
    with qtbot.waitSignal(page.complete_record) as asked:
        QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert asked.args[2] == "replied_at"
    session = application.window.session
    assert session is not None
    records = session.records_page("inspections")
    assert records is not None
    assert records.form is not None
    controls = records.form.fields["replied_at"].controls()
    assert any(control.hasFocus() or control.isAncestorOf(records.form.focusWidget()) for control in controls)


def carry_out(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    """Let every dialog of a decision be answered with `typed`, as a person would, and be accepted by its button."""

    def answer(dialog: WaiveDialog | RemindDialog | SinceDialog) -> int:
        if isinstance(dialog, WaiveDialog):
            dialog.editor.setPlainText(typed)
        else:
            dialog.editor.setText(typed)
        dialog._do.click()
        return dialog.result()

    for dialog in (WaiveDialog, RemindDialog, SinceDialog):
        monkeypatch.setattr(dialog, "exec", answer)


def test_waiving_asks_for_a_reason_and_takes_the_line_away(
    application: Application, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.records.record(an_activity())
    page = due_page(application)
    choose(page, entry_of(page, "prior-notification"))
    carry_out(monkeypatch, "   ")
    page.decide("waive")
    assert entry_of(page, "prior-notification")

    carry_out(monkeypatch, "The activity was moved to another State.")
    page.decide("waive")
    assert [each for each in page.list.entries if each.owed and each.owed.finding.rule == "prior-notification"] == []
    notes = [record for record in services.records.stream(Query(kinds=("obligation_note",))) if isinstance(record, ObligationNote)]
    assert [note.reason for note in notes] == ["The activity was moved to another State."]
    services.undo.undo()
    assert entry_of(page, "prior-notification")


def test_a_reminder_brings_a_later_duty_among_those_of_today(
    application: Application, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.records.record(an_activity(starts_on="2027-05-30", ends_on="2027-06-10"))
    page = due_page(application)
    entry = entry_of(page, "prior-notification")
    assert entry.group == "later"
    choose(page, entry)
    carry_out(monkeypatch, "a week")
    page.decide("remind")
    assert entry_of(page, "prior-notification").group == "later"

    carry_out(monkeypatch, "60")
    page.decide("remind")
    reminded = entry_of(page, "prior-notification")
    assert reminded.group == "today"
    assert "reminder" in reminded.facts


def test_nothing_to_declare_and_nothing_new_are_records(
    application: Application, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = due_page(application)
    yearly = [entry for entry in page.list.entries if entry.owed is not None and entry.owed.agreement in ("bwc-cbm", "unmilex")]
    assert {entry.owed.agreement for entry in yearly if entry.owed} == {"bwc-cbm", "unmilex"}
    choose(page, next(entry for entry in yearly if entry.agreements == ("unmilex",)))
    page.decide("nil")
    choose(page, next(entry for entry in page.list.entries if entry.agreements == ("bwc-cbm",)))
    carry_out(monkeypatch, "2024")
    page.decide("nothing_new")

    told = [record for record in services.records.stream(Query(kinds=("notification",))) if isinstance(record, Notification)]
    assert {record.notification_kind for record in told} == {"nil_report", "nothing_new"}
    assert [entry for entry in page.list.entries if entry.agreements in (("bwc-cbm",), ("unmilex",))] == []


def test_filters_restrict_by_clock_agreement_and_certainty(application: Application, services: Services) -> None:
    services.records.record(a_request())
    services.records.record(an_activity())
    page = due_page(application)
    whole = len(page.list.entries)

    page.show_only("clocks")
    assert {entry.owed.finding.rule for entry in page.list.entries if entry.owed} >= {"inspection-reply"}
    assert all(entry.is_clock for entry in page.list.entries)
    page.show_only("all")
    page.agreement_chooser.choose("unmilex")
    page.agreement_chooser.activated.emit(page.agreement_chooser.currentIndex())
    assert {entry.agreements for entry in page.list.entries} == {("unmilex",)}
    assert len(page.list.entries) < whole


def test_the_list_says_what_it_would_hold_when_nothing_is_due(application: Application, services: Services) -> None:
    page = due_page(application)
    page.show_only("promises")
    assert page._nothing.text() == "Nothing of this kind is due."


def test_a_dialog_is_closed_without_a_decision(application: Application, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    services.records.record(an_activity())
    page = due_page(application)
    choose(page, entry_of(page, "prior-notification"))
    monkeypatch.setattr(WaiveDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    page.decide("waive")
    assert entry_of(page, "prior-notification")


def test_a_narrow_window_shows_the_card_before_enter_begins(application: Application, services: Services, qtbot: QtBot) -> None:
    services.records.record(an_activity())
    application.window.resize(820, 700)
    page = due_page(application)
    choose(page, entry_of(page, "prior-notification"))
    assert (page.list.isVisible(), page.card.isVisible()) == (True, False)
    begun: list[str] = []
    page.begin_record.connect(lambda kind, _: begun.append(kind))

    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert (page.list.isVisible(), page.card.isVisible(), begun) == (False, True, [])
    assert page.card.begin_button.hasFocus()
    QTest.keyClick(page.card.begin_button, Qt.Key.Key_Escape)
    assert (page.list.isVisible(), page.card.isVisible(), page.list.hasFocus()) == (True, False, True)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    QTest.keyClick(page.card.begin_button, Qt.Key.Key_Return)
    assert begun == ["notification"]


def test_what_is_typed_restricts_the_list_and_esc_clears_it(application: Application, services: Services) -> None:
    services.records.record(an_activity())
    page = wide_page(application)
    whole = len(page.list.entries)
    page.list.setFocus()

    QTest.keyClicks(page.list, "/")
    assert page.search_field.hasFocus()
    QTest.keyClicks(page.search_field, "arc prior")
    assert [entry.title for entry in page.list.entries] == ["Prior notification: NORTHERN ARC 27"]
    assert page._count.text() == f"1 of {whole} open"
    QTest.keyClick(page.search_field, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    application.window.carry_out("find")
    assert page.search_field.hasFocus()
    QTest.keyClick(page.search_field, Qt.Key.Key_Escape)
    assert len(page.list.entries) == whole > 1


def test_a_large_register_is_read_beside_the_window_and_once_more_where_it_changed_meanwhile(
    application: Application, services: Services, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    page = wide_page(application)
    monkeypatch.setattr("cbm_tracker.desktop.due.page._AT_ONCE", -1)
    before = len(page.list.entries)
    page.refresh()
    assert application.tasks.is_busy
    services.records.record(an_activity())
    assert len(page.list.entries) == before

    qtbot.waitUntil(lambda: any("NORTHERN ARC 27" in entry.title for entry in page.list.entries))


def test_a_minute_that_passes_leaves_the_card_where_it_is(application: Application, services: Services) -> None:
    services.records.record(a_request())
    application.window.resize(1440, 520)
    page = due_page(application)
    choose(page, entry_of(page, "inspection-reply"))
    page.card.begin_button.setFocus()
    bar = page.card._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    place = bar.value()

    page.refresh()
    assert (bar.value(), page.card.begin_button.hasFocus()) == (place, True)
    shown = page.card.entry
    assert shown is not None
    choose(page, next(entry for entry in page.list.entries if entry.owed and entry.key != shown.key))
    assert bar.value() == 0


def test_a_duty_of_the_year_says_to_whom_and_what_and_names_its_agreement(application: Application, services: Services) -> None:
    page = due_page(application)
    yearly = {entry.agreements[0]: entry for entry in page.list.entries if entry.owed and not entry.owed.record_id}
    spending = yearly["unmilex"]
    assert (spending.title, spending.facts, spending.source) == (
        "Annual report on military expenditures 2026", "to UNODA; report on military expenditures", "UNMilEx")


def test_a_planned_visit_is_named_by_who_visits_whom(application: Application, services: Services) -> None:
    services.records.record(from_json({
        "kind": "inspection", "inspection_kind": "evaluation_visit", "agreements": ["vd11"], "inspecting_states": ["PRT"],
        "receiving_state": "AUT", "entry_planned_at": "2027-03-10T09:00:00Z", "direction": "received", "site": "Zeltweg",
    }))
    page = due_page(application)
    [entry] = [entry for entry in page.list.entries if entry.fact and entry.fact.what == "planned_entry"]
    assert (entry.title, entry.facts) == ("Entry: Portugal in Austria", "Evaluation visit, Zeltweg")
