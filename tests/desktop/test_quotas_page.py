"""Quotas: the ledger of a year, a fourth inspection, a visit that is only planned, and the ledger beside the inspections."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.app import Application
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.look.tokens import LIGHT, Metrics
from cbm_tracker.desktop.quotas.ledger_pane import RecordOrLedger
from cbm_tracker.desktop.quotas.page import QuotasPage
from cbm_tracker.desktop.quotas.quota_words import QuotaFilter, QuotaLine
from cbm_tracker.desktop.quotas.visit_plan import VisitPlanDialog
from cbm_tracker.desktop.records.kind_views import KIND_VIEWS
from cbm_tracker.desktop.records.page import RecordsPage
from cbm_tracker.desktop.rules.record_rules import rules_section
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.domain.measures import Inspection
from cbm_tracker.domain.record_json import read_fields
from tests.builders import an_inspection, at, facts
from tests.desktop.named_controls import unnamed

NOT_YET = {"replied_at": None, "reply": "", "arrived_at": None, "started_at": None, "ended_at": None, "outcome": "requested",
           "quota_effect": "", "findings": "", "team": ()}


def _visit(state: str, month: int, **fields: Any) -> Inspection:
    """An inspection of Germany by another State in a month of 2027, asked for two days before its entry."""
    told = {"inspecting_states": (state,), "from_state": state, "reference": f"{state} {month}", "quota_effect": "",
            "requested_at": at(f"2027-{month:02}-03T08:00:00Z"), "request_received_at": None, "replied_at": None, "reply": "accepted",
            "arrived_at": at(f"2027-{month:02}-05T08:00:00Z"), "started_at": at(f"2027-{month:02}-05T09:00:00Z"),
            "ended_at": at(f"2027-{month:02}-06T09:00:00Z")}
    return an_inspection(**{**told, **fields})


@pytest.fixture
def page(
    qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, signals: ChangeSignals
) -> QuotasPage:
    services.records.record(_visit("POL", 1))
    services.records.record(_visit("FRA", 2))
    made = QuotasPage(theme, services, tasks, settings, signals)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    _read(qtbot, made)
    return made


def _read(qtbot: QtBot, page: QuotasPage) -> None:
    qtbot.waitUntil(lambda: not page.reading.is_reading)


def _line(page: QuotasPage, rule: str, whose: str = "Germany") -> QuotaLine:
    return next(line for line in page.list.quotas if line.use.rule == rule and line.whose == whose)


def _texts(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel)]


def test_the_ledger_of_the_owner_says_what_is_used_and_by_whom(qtbot: QtBot, page: QuotasPage) -> None:
    assert page.filter == QuotaFilter(state="DEU")
    quota = _line(page, "inspection-quota")
    assert (quota.figures, quota.warning, quota.source) == ("2 used of 3", "", "VD 11 ¶76")
    assert quota.spoken() == "Germany, Inspections to accept, 2 used of 3, Verified, VD 11 ¶76"
    assert {"France in Germany", "Poland in Germany"} <= {line.whose for line in page.list.quotas}
    page.list.choose(quota.key)
    shown = _texts(page.detail)
    assert {"Germany", "2 used of 3", "3 − 2 used = 1 left", "Verified rule, VD 11 ¶76"} <= set(shown)
    assert page.detail.entries is not None
    told = [page.detail.entries.rows.index(at_, 0).data() for at_ in range(page.detail.entries.rows.rowCount())]
    assert told == ["Poland, 5 Jan 2027, Used", "France, 5 Feb 2027, Used"]
    opened: list[tuple[str, str]] = []
    page.open_record.connect(lambda kind, record: opened.append((kind, record)))
    QTest.keyClick(page.detail.entries, Qt.Key.Key_Return)
    assert opened == [("inspection", quota.use.entries[0].record)]


def test_the_third_fills_the_quota_and_the_fourth_is_flagged(
    qtbot: QtBot, page: QuotasPage, services: Services, theme: Theme
) -> None:
    services.records.record(_visit("ITA", 3, **{**NOT_YET, "entry_planned_at": at("2027-03-05T08:00:00Z")}))
    _read(qtbot, page)
    third = _line(page, "inspection-quota")
    assert (third.figures, third.warning) == ("2 used, 1 planned, of 3", "Full")
    fourth = _visit("SWE", 4, **{**NOT_YET, "entry_planned_at": at("2027-04-05T08:00:00Z")})
    services.records.record(fourth)
    _read(qtbot, page)
    assert (_line(page, "inspection-quota").figures, _line(page, "inspection-quota").warning) == ("2 used, 2 planned, of 3", "1 over")
    section = rules_section(theme, services, fourth)
    assert section is not None
    qtbot.addWidget(section)
    assert "May be refused: quota full" in _texts(section)


def test_a_visit_that_is_not_charged_says_why(qtbot: QtBot, page: QuotasPage, services: Services) -> None:
    services.records.record(_visit("ITA", 3, **{**NOT_YET, "entry_planned_at": at("2027-03-05T08:00:00Z"), "force_majeure": True}))
    _read(qtbot, page)
    quota = _line(page, "inspection-quota")
    assert quota.figures == "2 used of 3"
    page.list.choose(quota.key)
    assert page.detail.entries is not None
    assert page.detail.entries.rows.index(2, 0).data() == "Italy, 5 Mar 2027, Not charged: hindered by force majeure"


def test_filters_by_side_agreement_and_use(qtbot: QtBot, page: QuotasPage) -> None:
    page.restrict(QuotaFilter(state="POL"))
    assert [line.whose for line in page.list.quotas if line.use.agreement == "vd11"] == ["Poland in Germany"]
    page.active.click()
    assert page.filter.side == "active"
    assert [line.whose for line in page.list.quotas] == ["Poland in Germany"]
    page.restrict(QuotaFilter(state="POL", side="passive", agreement="vd11"))
    assert page.list.quotas == []
    assert page.detail.shown is None
    page.restrict(QuotaFilter(in_use=True))
    assert {line.use.agreement for line in page.list.quotas} == {"vd11"}
    page.year.choose("2026")
    _read(qtbot, page)
    assert page.reading.year == 2026
    assert all(not line.use.entries for line in page.reading.lines)


def test_a_size_that_is_not_known_leads_to_its_facts(qtbot: QtBot, page: QuotasPage, services: Services) -> None:
    page.list.choose(_line(page, "evaluation-quota").key)
    assert any(text.startswith("The limit is not known: Units and formations of Germany for 2027") for text in _texts(page.detail))
    services.records.record(facts(agreement="vd11", state="DEU", year=2027, units=236))
    _read(qtbot, page)
    assert _line(page, "evaluation-quota").figures == "0 used of 4"
    assert "236 units / 60 rounded up = 4" in _texts(page.detail)


def test_planning_shows_the_full_quota_and_the_times_before_anybody_is_asked(
    qtbot: QtBot, theme: Theme, services: Services
) -> None:
    for state, month in (("POL", 1), ("FRA", 2), ("ITA", 3)):
        services.records.record(_visit(state, month))
    dialog = VisitPlanDialog(theme, services, agreement="vd11", inspecting="SWE", receiving="DEU")
    qtbot.addWidget(dialog)
    assert dialog.fields["inspection_kind"].value() == "specified_area"
    dialog.fields["entry_planned_at"].type_in("2027-05-20 06:00Z")
    dialog.judge()
    assert dialog.findings.headlines == [
        "Germany: May be refused: quota full. Inspections to accept",
        "Sweden in Germany: Within the limit: Inspections by the same State",
        "No other visit and no limit stands against it, as far as is recorded.",
        "Not before Sat 15 May 2027, 06:00 UTC", "At the latest Tue 18 May 2027, 18:00 UTC",
    ]
    shown = _texts(dialog)
    assert {"0 left, 1 over", "120 hours", "36 hours", "2027-05-18T18:00Z"} <= set(shown)
    dialog.record_button.click()
    assert dialog.wished is not None
    begun = read_fields("inspection", dialog.wished)
    assert (begun["inspecting_states"], begun["receiving_state"], begun["from_state"]) == (("SWE",), "DEU", "SWE")
    assert begun["agreements"] == ("vd11",)
    assert services.records.count_by_kind()["inspection"] == 3


def test_planning_shows_who_is_at_the_same_site_and_that_a_moment_is_past(qtbot: QtBot, theme: Theme, services: Services) -> None:
    services.records.record(_visit("POL", 3, ended_at=at("2027-03-07T09:00:00Z")))
    dialog = VisitPlanDialog(theme, services, agreement="vd11", inspecting="SWE", receiving="DEU")
    qtbot.addWidget(dialog)
    dialog.fields["area"].type_in("Grafenwöhr")
    dialog.fields["entry_planned_at"].type_in("2027-03-02 06:00Z")
    dialog.judge()
    assert "At the latest Sun 28 Feb 2027, 18:00 UTC. It is past." in dialog.findings.headlines
    dialog.fields["entry_planned_at"].type_in("2027-03-05 12:00Z")
    dialog.judge()
    assert "To be noted: Another visit at the same place" in dialog.findings.headlines
    dialog.fields["entry_planned_at"].type_in("someday")
    dialog.record_button.click()
    assert dialog.wished is None
    assert dialog.fields["entry_planned_at"].has_problem()


def test_an_answer_that_comes_while_the_register_is_closed_is_not_shown(
    qtbot: QtBot, page: QuotasPage, tasks: TaskRunner
) -> None:
    lines = page.reading.lines
    page.reading.ask(2026)
    tasks.stop()
    _read(qtbot, page)
    assert (page.reading.year, page.reading.lines) == (2027, lines)


@pytest.fixture
def inspections(
    qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, signals: ChangeSignals
) -> RecordsPage:
    made = RecordsPage(theme, services, tasks, LongWork(tasks), settings, signals, KIND_VIEWS["inspections"])
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    return made


def test_the_ledger_stands_beside_the_inspections(qtbot: QtBot, inspections: RecordsPage, services: Services) -> None:
    side = inspections.findChild(RecordOrLedger)
    assert side is not None
    assert side.shows_ledger
    assert not side.record_chip.isEnabled()
    services.records.record(_visit("POL", 1))
    qtbot.waitUntil(lambda: not side.shows_ledger)
    side.ledger_chip.click()
    qtbot.waitUntil(lambda: any(line.figures == "1 used of 3" for line in side.ledger.lines))
    assert "Quota ledger 2027" in _texts(side.ledger)
    assert "Used: Poland, 5 Jan 2027." in _texts(side.ledger)
    services.records.record(_visit("FRA", 2))
    assert side.shows_ledger is True, "a wish for the ledger outlasts the choice of another record"
    QTest.keyClick(inspections.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not side.shows_ledger)
    wanted: list[str] = []
    inspections.page_wanted.connect(wanted.append)
    side.ledger.opened.emit()
    assert wanted == ["quotas"]


def test_a_planned_visit_becomes_a_request_in_the_form(
    qtbot: QtBot, application: Application, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.close()
    assert application.open(services.path)
    window = application.window

    def plan(dialog: VisitPlanDialog) -> int:
        dialog.fields["receiving_state"].type_in("POL")
        dialog.fields["entry_planned_at"].type_in("2027-05-20 06:00Z")
        dialog.record_button.click()
        return dialog.result()

    monkeypatch.setattr(VisitPlanDialog, "exec", plan)
    window.carry_out("go:quotas")
    window.carry_out("new")
    assert window.current_page() == "inspections"
    session = window.session
    assert session is not None
    inspections = session.records_page("inspections")
    assert inspections is not None
    assert inspections.form is not None
    typed = {key: inspections.form.fields[key].value() for key in ("inspecting_states", "receiving_state", "agreements", "inspection_kind")}
    assert typed == {"inspecting_states": ("DEU",), "receiving_state": "POL", "agreements": ("vd11",), "inspection_kind": "specified_area"}
    assert inspections.form.fields["entry_planned_at"].typed() == "2027-05-20 06:00Z"
    window.carry_out("go:rules")
    window.carry_out("find")
    assert window.current_page() == "rules"


@pytest.mark.parametrize("factor", [1.0, 2.0, 3.0])
def test_every_control_has_a_name(
    qtbot: QtBot, services: Services, tasks: TaskRunner, settings: Settings, signals: ChangeSignals, factor: float
) -> None:
    page = QuotasPage(Theme(LIGHT, Metrics(factor)), services, tasks, settings, signals)
    qtbot.addWidget(page)
    _read(qtbot, page)
    assert unnamed(page) == []
    dialog = VisitPlanDialog(Theme(LIGHT, Metrics(factor)), services)
    qtbot.addWidget(dialog)
    assert unnamed(dialog) == []
