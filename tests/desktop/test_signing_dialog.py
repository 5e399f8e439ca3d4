"""Signing in the window: the key is asked for when a report is issued, and what is wrong with it stands below its field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.changes import ChangeSignals
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.reports.page import ReportsPage
from cbm_tracker.desktop.reports.signing_dialog import SigningDialog
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.reports.signature import KeyFile, signatures_of
from tests.builders import an_exercise
from tests.desktop.held_work import held
from tests.desktop.named_controls import unnamed


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, tasks: TaskRunner, settings: Settings) -> SigningDialog:
    return opened(qtbot, theme, tasks, settings)


def opened(qtbot: QtBot, theme: Theme, tasks: TaskRunner, settings: Settings) -> SigningDialog:
    made = SigningDialog(theme, tasks, settings)
    qtbot.addWidget(made)
    made.show()
    return made


def told(qtbot: QtBot, dialog: SigningDialog) -> tuple[str, str]:
    """Sign; returns the field that is marked and the sentence below it."""
    dialog.sign()
    qtbot.waitUntil(lambda: not dialog.progress.is_busy, timeout=30_000)
    ((field, sentence),) = [
        (name, editor.accessibleDescription()) for name, editor in dialog.fields.items() if editor.property("invalid")
    ]
    assert dialog.key is None
    assert dialog.sign_button.isEnabled()
    return field, sentence


def test_what_is_wrong_with_a_key_file_stands_below_its_field(qtbot: QtBot, dialog: SigningDialog, key: KeyFile, tmp_path: Path) -> None:
    assert told(qtbot, dialog) == ("path", "Choose the file of the key.")
    QTest.keyClicks(dialog.fields["path"], f"{tmp_path / 'missing.p12'}")
    field, sentence = told(qtbot, dialog)
    assert (field, "cannot be read" in sentence) == ("path", True)
    dialog.fields["path"].clear()
    QTest.keyClicks(dialog.fields["path"], f"{key.path}")
    QTest.keyClicks(dialog.fields["pass_phrase"], "wrong")
    field, sentence = told(qtbot, dialog)
    assert (field, sentence.startswith("key.p12 gives no key with this pass phrase. Type the pass phrase again")) == ("pass_phrase", True)


def test_what_is_wrong_with_a_token_stands_below_its_field(qtbot: QtBot, dialog: SigningDialog, tmp_path: Path) -> None:
    dialog.more.click()
    assert dialog.focusWidget() is dialog.fields["library"]
    for field, typed in (("library", f"{tmp_path / 'no-library.so'}"), ("name", "Office"), ("key", "seal"), ("pin", "0000")):
        assert told(qtbot, dialog)[0] == field
        QTest.keyClicks(dialog.fields[field], typed)
    field, sentence = told(qtbot, dialog)
    assert (field, sentence.startswith("The token “Office” does not sign")) == ("library", True)


def test_it_is_filled_and_signed_by_keyboard_and_remembers_where_the_key_is_but_not_what_opens_it(
    qtbot: QtBot, theme: Theme, tasks: TaskRunner, settings: Settings, key: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(qtbot, theme, tasks, settings)
    assert {name for name, editor in first.fields.items() if editor.echoMode() == QLineEdit.EchoMode.Password} == {"pass_phrase", "pin"}
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (f"{key.path}", ""))
    first.choose_button.click()
    assert first.focusWidget() is first.fields["pass_phrase"]
    QTest.keyClicks(first.fields["pass_phrase"], key.pass_phrase)
    QTest.keyClick(first.fields["pass_phrase"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.key is not None, timeout=30_000)
    assert first.key == key
    assert not first.isVisible()
    kept = settings.path.read_text("utf-8")
    assert f"{key.path}" in kept
    assert key.pass_phrase not in kept
    second = opened(qtbot, theme, tasks, Settings.load(settings.path))
    assert (second.fields["path"].text(), second.fields["pass_phrase"].text()) == (f"{key.path}", "")
    assert second.focusWidget() is second.fields["pass_phrase"]


def test_every_control_has_a_name(dialog: SigningDialog) -> None:
    assert unnamed(dialog) == []
    dialog.more.click()
    assert unnamed(dialog) == []


def test_who_leaves_while_the_key_is_read_signs_nothing(
    qtbot: QtBot, dialog: SigningDialog, tasks: TaskRunner, settings: Settings, key: KeyFile
) -> None:
    dialog.fields["path"].setText(f"{key.path}")
    dialog.fields["pass_phrase"].setText(key.pass_phrase)
    with held(tasks):
        dialog.sign()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=30_000)
    assert dialog.key is None
    assert settings.signing == {}


@pytest.fixture
def page(
    qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings, signals: ChangeSignals
) -> ReportsPage:
    services.records.record(an_exercise())
    made = ReportsPage(theme, services, tasks, settings, signals)
    qtbot.addWidget(made)
    made.show()
    return made


def answering(key: KeyFile | None) -> Callable[[SigningDialog], int]:
    """Return what answers the dialog in the place of a hand."""

    def answer(dialog: SigningDialog) -> int:
        dialog.key = key
        return 0

    return answer


def test_a_report_is_issued_signed_where_that_is_wished(
    qtbot: QtBot, page: ReportsPage, services: Services, key: KeyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.pdf"
    page.sign.click()
    monkeypatch.setattr(SigningDialog, "exec", answering(None))
    page.issue(target)
    assert not page.progress.is_busy
    assert services.reports.issued() == []
    monkeypatch.setattr(SigningDialog, "exec", answering(key))
    page.issue(target)
    qtbot.waitUntil(lambda: not page.progress.is_busy, timeout=30_000)
    assert [(signature.signer, signature.holds) for signature in signatures_of(target)] == [("Verification Centre", True)]
    (report,) = services.reports.issued()
    assert report.request.signed
    page.sign.click()
    page.show_again(report.number)
    qtbot.waitUntil(lambda: not page.progress.is_busy, timeout=30_000)
    assert page.sign.isChecked(), "the form is filled with what was asked for"
