"""Rules: packs and their rules, a search through both, and adding a pack: a bad one, and a good one after its preview."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.look.tokens import LIGHT, Metrics
from cbm_tracker.desktop.packs.page import RulesPage
from cbm_tracker.desktop.packs.preview_dialog import PackPreviewDialog
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.paths import resource
from tests.builders import an_exercise
from tests.desktop.named_controls import unnamed
from tests.services.test_rule_packs import HEAD, RULE, written


@pytest.fixture
def page(
    qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, signals: ChangeSignals
) -> RulesPage:
    made = RulesPage(theme, services, tasks, LongWork(tasks), settings, signals)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def _texts(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel)]


def _row(page: RulesPage, pack_id: str) -> str:
    rows = page.list.rows
    found = [rows.row(rows.index(at, 0)) for at in range(rows.rowCount())]
    return next(row.spoken() for row in found if row is not None and row.key == pack_id)


def _answered(monkeypatch: pytest.MonkeyPatch, answer: PackPreviewDialog.DialogCode) -> list[list[str]]:
    """Answer the preview at once; returns what each preview showed."""
    shown: list[list[str]] = []

    def look(dialog: PackPreviewDialog) -> PackPreviewDialog.DialogCode:
        shown.append(_texts(dialog))
        return answer

    monkeypatch.setattr(PackPreviewDialog, "exec", look)
    return shown


def test_packs_stand_with_version_status_and_certainty(page: RulesPage, services: Services) -> None:
    pack = services.rules.packs()["vd11"]
    doubtful = sum(rule.certainty == "provisional" for rule in pack.rules)
    assert doubtful
    assert _row(page, "vd11") == (
        f"Vienna Document 2011, VD 11, politically binding, version {pack.version}, {len(pack.rules)} rules, {doubtful} provisional")
    page.show_pack("vd11")
    shown = _texts(page.detail)
    assert "Politically binding, from 1 Dec 2011 (56)" in shown
    assert "Mongolia. Joined 2012; its place in the zone is provisional." in shown
    assert {"Verified, ¶38, prior-notification", "Provisional, ¶112, evaluation-notice"} <= set(shown)
    assert "Prior notification" in shown
    assert any(text.startswith("OSCE, Vienna Document 2011, achievements") for text in shown)


def test_the_search_finds_rules_by_their_words(page: RulesPage) -> None:
    page.focus_search()
    QTest.keyClicks(page.search_field, "evaluation visit vd11")
    QTest.keyClick(page.search_field, Qt.Key.Key_Return)
    assert page.list.rows.rowCount() == 1
    assert page.list.chosen() == "vd11"
    told = [rule.id for rule in page.detail.rules]
    assert "evaluation-notice" in told
    assert "prior-notification" not in told
    page.search_field.clear()
    QTest.keyClicks(page.search_field, "nothing of the kind")
    QTest.keyClick(page.search_field, Qt.Key.Key_Return)
    assert "No agreement and no rule matches “nothing of the kind”." in _texts(page)
    assert page.detail.rules == ()


def test_a_bad_pack_is_refused_with_file_rule_and_reason(
    qtbot: QtBot, page: RulesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    page.preview_file(written(tmp_path, HEAD + RULE.replace("days = 30", "dayz = 30, days = 30")))
    qtbot.waitUntil(lambda: bool(said) and page.add_button.isEnabled())
    assert said[0].startswith("river-2001.toml, rule river-notice: ")
    assert "dayz" in said[0]
    page.preview_file(written(tmp_path, HEAD + "[[rule"))
    qtbot.waitUntil(lambda: len(said) == 2)
    assert "is not TOML" in said[1]
    assert "river-2001" not in services.rules.packs()


def test_a_good_pack_shows_what_changes_and_then_judges(
    qtbot: QtBot, page: RulesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services
) -> None:
    services.records.record(an_exercise(agreements=("river-2001",)))
    shown = _answered(monkeypatch, PackPreviewDialog.DialogCode.Rejected)
    page.preview_file(written(tmp_path, HEAD + RULE))
    qtbot.waitUntil(lambda: bool(shown) and page.add_button.isEnabled())
    told = shown[0]
    assert "New here, version 1. Nothing is changed before you add it." in told
    assert {"1 open obligation changes", "NORTHERN ARC 27", "Nothing is open.", "Rules that are added: 1"} <= set(told)
    assert any("By Sun 2 May 2027" in text for text in told)
    assert "Verified, ¶3, river-notice" in told
    assert "river-2001" not in services.rules.packs()

    accepted = _answered(monkeypatch, PackPreviewDialog.DialogCode.Accepted)
    page.preview_file(written(tmp_path, HEAD + RULE))
    qtbot.waitUntil(lambda: bool(accepted) and page.add_button.isEnabled())
    assert page.list.chosen() == "river-2001"
    assert _row(page, "river-2001").endswith("added here, 1 rule")
    now = services.desk.now()
    assert [owed.finding.pack_version for owed in services.obligations.due(now, 90) if owed.agreement == "river-2001"] == ["1"]


def test_a_newer_pack_changes_a_finding_and_can_be_taken_away_again(
    qtbot: QtBot, page: RulesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services
) -> None:
    exercise = an_exercise()
    services.records.record(exercise)
    text = resource("regimes", "vd11.toml").read_text("utf-8")
    old = services.rules.packs()["vd11"].version
    newer = text.replace(f'version = "{old}"', 'version = "2099-01"').replace("at_least = 9000", "at_least = 90000")
    assert newer.count("90000") >= 1
    shown = _answered(monkeypatch, PackPreviewDialog.DialogCode.Accepted)
    page.preview_file(written(tmp_path, newer, "vd11.toml"))
    qtbot.waitUntil(lambda: bool(shown) and page.add_button.isEnabled())
    assert f"Version {old} becomes version 2099-01. Nothing is changed before you replace it." in shown[0]
    assert any(text.startswith("Rules that change: ") for text in shown[0])
    found = services.obligations.of_record(exercise, services.desk.now())
    assert {finding.pack_version for finding in found if finding.agreement == "vd11"} == {"2099-01"}
    page.remove("vd11")
    assert services.rules.packs()["vd11"].version == old
    assert "added here" not in _row(page, "vd11")


@pytest.mark.parametrize("factor", [1.0, 2.0, 3.0])
def test_every_control_has_a_name(
    qtbot: QtBot, services: Services, tasks: TaskRunner, settings: Settings, signals: ChangeSignals, tmp_path: Path, factor: float
) -> None:
    theme = Theme(LIGHT, Metrics(factor))
    page = RulesPage(theme, services, tasks, LongWork(tasks), settings, signals)
    qtbot.addWidget(page)
    assert unnamed(page) == []
    dialog = PackPreviewDialog(theme, services, services.rules.add(written(tmp_path, HEAD + RULE)))
    qtbot.addWidget(dialog)
    assert unnamed(dialog) == []
