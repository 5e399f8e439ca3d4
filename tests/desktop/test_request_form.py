"""The form of a report: what each kind must be told, sections, letterhead and templates."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.reports.request_form import RequestForm
from cbm_tracker.desktop.reports.subject import Subject, subject_of
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.widgets.layout import scrolled
from cbm_tracker.services.reports import KINDS, ReportRequest
from tests.builders import a_case, a_notification, a_state, an_agreement, an_exercise, an_inspection
from tests.desktop.named_controls import unnamed

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#036"/></svg>'


@pytest.fixture
def form(qtbot: QtBot, theme: Theme, services: Services, settings: Settings) -> RequestForm:
    services.records.record(an_exercise())
    services.records.record(an_inspection())
    services.records.record(a_case())
    made = RequestForm(theme, services, settings)
    qtbot.addWidget(made)
    made.resize(376, 1200)
    made.show()
    return made


def asked(form: RequestForm) -> ReportRequest:
    request = form.request()
    assert request is not None
    return request


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_asks_for_what_it_must_be_told_and_for_nothing_else(form: RequestForm, kind: str) -> None:
    form.kind.choose(kind)
    about = KINDS[kind]
    shown = [name for name, field in form.records.items() if field.isVisibleTo(form)]
    assert shown == ([about.record] if about.record else [])
    assert form.period.isVisibleTo(form) is form.states.isVisibleTo(form) is (not about.record)
    assert unnamed(form) == []
    if about.record or about.states or about.agreements:
        assert form.request() is None
    else:
        assert asked(form).kind == kind


def test_the_record_is_found_by_words_of_it_among_its_kind(form: RequestForm) -> None:
    form.kind.choose("exercise")
    field = form.records["exercise"]
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "northern")
    assert all("Exercise" in choice.words for choice in field.editor.offered(""))
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    request = asked(form)
    assert "NORTHERN ARC 27" in field.editor.text()
    assert (request.kind, request.states, request.agreements) == ("exercise", (), ())
    assert request.record


def test_a_record_that_is_not_chosen_is_said_below_its_field(form: RequestForm) -> None:
    form.kind.choose("case")
    assert form.request() is None
    assert form.records["case"].has_problem()
    assert "Choose what the report is about" in form.records["case"].editor.accessibleDescription()


def test_sections_are_taken_out_and_moved_by_keyboard(form: RequestForm) -> None:
    form.kind.choose("hotline")
    assert asked(form).sections == ()
    rows = form.sections.list
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Space)
    QTest.keyClick(rows, Qt.Key.Key_End)
    QTest.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert asked(form).sections == ("tests", "answers", "method", "promises")
    form.sections.all.click()
    assert asked(form).sections == ()


def test_a_report_without_any_section_is_not_asked_for(form: RequestForm) -> None:
    form.kind.choose("case")
    for at in range(form.sections.list.count()):
        form.sections.list.item(at).setCheckState(Qt.CheckState.Unchecked)
    form.kind.choose("gaps")
    assert form.request() is not None
    for at in range(form.sections.list.count()):
        form.sections.list.item(at).setCheckState(Qt.CheckState.Unchecked)
    assert form.request() is None


def test_an_emblem_is_taken_from_a_file_and_one_that_cannot_be_printed_is_refused(form: RequestForm, tmp_path: Path) -> None:
    good, bad = tmp_path / "emblem.svg", tmp_path / "words.svg"
    good.write_text(SQUARE)
    bad.write_text(SQUARE.replace("<rect", "<text>OSCE</text><rect"))
    form.letterhead.choose(good)
    taken = asked(form).emblem
    assert taken
    assert "SVG" in form.letterhead.choose_button.accessibleDescription()
    for path, said in ((bad, "kind “text”"), (tmp_path / "missing.svg", "cannot be read")):
        form.letterhead.choose(path)
        assert said in form.letterhead.choose_button.accessibleDescription()
        assert asked(form).emblem == taken
    form.letterhead.clear_button.click()
    assert asked(form).emblem == ""


def test_a_template_is_kept_chosen_and_taken_away(
    form: RequestForm, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emblem = tmp_path / "emblem.svg"
    emblem.write_text(SQUARE)
    form.kind.choose("hotline")
    form.sections.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    form.letterhead.header.setText("Annual exchange")
    form.letterhead.choose(emblem)
    kept = asked(form)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Exchange", True))
    form.templates.save_button.click()
    assert [template.name for template in services.templates.all()] == ["Exchange"]
    assert form.templates.chooser.value() == "Exchange"

    form.show_request(ReportRequest("gaps", kept.from_on, kept.to_on, kept.at))
    assert form.templates.chooser.value() == ""
    assert asked(form).header == ""
    form.templates.chooser.choose("Exchange")
    form.templates.chooser.activated.emit(1)
    again = asked(form)
    assert (again.kind, again.sections, again.header, again.emblem) == (kept.kind, kept.sections, kept.header, kept.emblem)

    monkeypatch.setattr(QMessageBox, "exec", lambda message: None)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda message: message.buttons()[0])
    form.templates.remove_button.click()
    assert services.templates.all() == []
    assert not form.templates.remove_button.isVisibleTo(form)


def test_another_template_of_the_same_name_is_replaced_only_when_that_is_meant(
    form: RequestForm, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    form.templates.save(asked(form), "Exchange")
    form.templates.leave()
    form.kind.choose("gaps")
    questions: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda message: questions.append(message.text()))
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda message: message.defaultButton())
    form.templates.save(asked(form), "exchange")
    assert questions == ["A template of this name is there already."]
    assert [template.kind for template in services.templates.all()] == ["period"]


def test_a_report_about_a_record_begins_with_the_record_filled_in(form: RequestForm, services: Services) -> None:
    record = services.records.record(an_exercise(designation="LATE FROST 27"))
    form.show_subject(Subject("exercise", record))
    assert "LATE FROST 27" in form.records["exercise"].editor.text()
    assert asked(form).record == record


def test_a_report_is_about_one_record_one_state_or_one_agreement() -> None:
    exercise, state, agreement = an_exercise(), a_state(code="FRA"), an_agreement(agreement="vd11")
    assert subject_of(exercise, KINDS) == Subject("exercise", exercise.id)
    assert subject_of(state, KINDS) == Subject("state", states=("FRA",))
    assert subject_of(agreement, KINDS) == Subject("agreement", agreements=("vd11",))
    assert subject_of(a_notification(), KINDS) is None
    assert subject_of(state, {}) is None


def test_two_languages_are_asked_for_and_must_differ(
    qtbot: QtBot, theme: Theme, services: Services, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cbm_tracker.desktop.reports.request_form.LANGUAGES", ("en", "fr"))
    form = RequestForm(theme, services, settings)
    qtbot.addWidget(form)
    assert form.language.isVisibleTo(form)
    assert [form.second_language.itemText(at) for at in range(3)] == ["None", "English", "Français"]
    assert (asked(form).language, asked(form).second_language) == ("en", "")
    form.second_language.choose("fr")
    request = asked(form)
    assert request.second_language == "fr"
    form.second_language.choose("en")
    assert form.request() is None
    assert "in this language already" in form.second_language.accessibleDescription()
    form.show_request(request)
    assert asked(form).second_language == "fr"


def test_what_is_wrong_is_scrolled_into_sight(qtbot: QtBot, theme: Theme, form: RequestForm) -> None:
    area = scrolled(form, "surface")
    qtbot.addWidget(area)
    area.resize(376, 300)
    area.show()
    form.kind.choose("bilateral")
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert form.states.editor.visibleRegion().isEmpty()
    assert form.request() is None
    assert not form.states.editor.visibleRegion().isEmpty()
    area.takeWidget()
