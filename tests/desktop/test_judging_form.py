"""The judgement while one types: a level is reached and left again, a figure is wrong, the notification is recorded."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.look.tokens import LIGHT, Metrics
from cbm_tracker.desktop.records.form_judgement import FormJudgement
from cbm_tracker.desktop.rules.finding_widgets import FindingBlock, SumPanel
from cbm_tracker.desktop.rules.finding_words import FindingWords
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.domain.measures import Inspection, JointExercise
from tests.builders import SettableClock, an_exercise, an_inspection
from tests.desktop.form_hands import CONTROL, FormHands

NOTIFIABLE = {"activity_type": "field_exercise", "in_zone": True, "divisional_structure": True, "level": "division",
              "without_advance_notice": False, "agreements": ["vd11"], "contingents": [{
                  "state": "DEU", "battle_tanks": 0, "armoured_combat_vehicles": 0, "artillery": 0, "anti_tank_launchers": 0}]}


@pytest.fixture
def hands(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner) -> FormHands:
    return FormHands(qtbot, theme, services, tasks)


def _judgement(hands: FormHands) -> FormJudgement:
    assert hands.form.judgement is not None
    return hands.form.judgement


def _judged(hands: FormHands) -> list[FindingWords]:
    """Return what is judged once the changes of this moment have been taken in."""
    for _ in range(3):
        QApplication.processEvents()
    return _judgement(hands).pane.findings.told


def _found(hands: FormHands, title: str) -> FindingWords | None:
    return next((words for words in _judged(hands) if words.title == title and words.source == "VD 11 ¶38"), None)


def _notification(hands: FormHands) -> FindingWords | None:
    return _found(hands, "Prior notification")


def _texts(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget)]


def test_nine_thousand_troops_by_keyboard_until_the_obligation_is_met(hands: FormHands, clock: SettableClock) -> None:
    hands.open("exercise", prefill=NOTIFIABLE)
    hands.fill(designation="STILL MEADOW 27", starts_on="1jun27", ends_on="14jun27", host_states="germ\n")
    hands.go_to("contingents")
    hands.leave()
    hands.type("9000")
    found = _notification(hands)
    assert found is not None
    assert found.headline == "Must be notified"
    assert found.standing == "By Tue 20 Apr 2027, in 50 days"
    assert "9 000 troops reach the level of 9 000 exactly." in [reason.replace("\u202f", " ") for reason in found.reasons]
    shown = _texts(_judgement(hands).pane)
    assert {"42 days", "2027-04-20", "VD 11 ¶38", "Must be notified"} <= set(shown)

    hands.key(Qt.Key.Key_A, CONTROL)
    hands.type("8999")
    gone = _notification(hands)
    assert gone is not None
    assert gone.headline == "No notification owed"
    assert "8 999 troops are 1 below 9 000." in [reason.replace("\u202f", " ") for reason in gone.reasons]
    assert "Must be notified" not in _texts(_judgement(hands).pane)

    hands.key(Qt.Key.Key_A, CONTROL)
    hands.type("9000")
    hands.key(Qt.Key.Key_S, CONTROL)
    exercise = hands.services.records.get(hands.saved[0])
    assert isinstance(exercise.record, JointExercise)

    clock.forward(days=10)
    hands.open("notification", prefill={
        "notification_kind": "exercise_advance", "agreements": ["vd11"], "from_state": "DEU", "direction": "given",
        "links": [{"relation": "notifies", "target": exercise.record.id}],
    })
    hands.fill(subject="STILL MEADOW 27", sent_at="10mar27 0930Z")
    hands.key(Qt.Key.Key_S, CONTROL)
    assert len(hands.saved) == 2

    hands.open("exercise", exercise, "edit")
    met = _notification(hands)
    assert met is not None
    assert (met.status, met.headline, met.standing) == ("met", "Prior notification: met", "Met on 10 Mar 2027, 09:30 UTC")


def test_a_wrong_figure_leaves_the_last_good_judgement(hands: FormHands) -> None:
    stored = _recorded(hands, an_exercise())
    hands.open("exercise", stored, "edit")
    assert _notification(hands) is not None
    hands.go_to("ends_on")
    hands.key(Qt.Key.Key_A, CONTROL)
    hands.type("31feb27")
    assert _notification(hands) is not None
    assert "Judged without what is typed in: Last day." in _texts(_judgement(hands).pane)
    hands.key(Qt.Key.Key_A, CONTROL)
    hands.type("20jun27")
    assert _notification(hands) is not None
    assert "Judged without what is typed in: Last day." not in _texts(_judgement(hands).pane)


def test_an_inspection_request_shows_its_reply_clock(hands: FormHands) -> None:
    hands.open("inspection", prefill={"agreements": ["vd11"], "inspection_kind": "specified_area", "inspecting_states": ["POL"],
                                      "receiving_state": "DEU"})
    hands.fill(requested_at="1mar27 1405")
    reply = next(words for words in _judged(hands) if "reply" in words.title.lower())
    assert reply.headline == "A reply is owed"
    assert reply.standing == "By Tue 2 Mar 2027, 13:05 UTC: 29 h 5 min left"
    assert "24 hours" in _texts(_judgement(hands).pane)


def _recorded(hands: FormHands, record: Any) -> Any:
    hands.services.records.record(record)
    return hands.services.records.get(record.id)


@pytest.mark.parametrize("kind", ["contact", "contribution", "agreement", "state", "case"])
def test_forms_without_rules_have_no_judgement(hands: FormHands, kind: str) -> None:
    form = hands.open(kind)
    form.go_to_judgement()
    assert form.judgement is None


def test_f7_goes_to_the_judgement_and_back(hands: FormHands) -> None:
    hands.open("exercise", _recorded(hands, an_exercise()), "edit")
    field = hands.go_to("starts_on")
    hands.key(Qt.Key.Key_F7)
    assert _judgement(hands).pane.area.hasFocus()
    hands.key(Qt.Key.Key_F7)
    assert field.isAncestorOf(hands.focus())


def test_escape_leaves_the_judgement_before_it_leaves_the_form(hands: FormHands) -> None:
    form = hands.open("exercise", _recorded(hands, an_exercise()), "edit")
    left: list[bool] = []
    form.closed.connect(lambda *_: left.append(True))
    field = hands.go_to("starts_on")
    hands.key(Qt.Key.Key_F7)
    hands.key(Qt.Key.Key_Escape)
    assert field.isAncestorOf(hands.focus())
    assert not left
    hands.key(Qt.Key.Key_Escape)
    assert left


def test_where_there_is_no_room_a_strip_tells_the_first_finding_and_opens_the_rest(hands: FormHands) -> None:
    form = hands.open("exercise", _recorded(hands, an_exercise()), "edit")
    judgement = _judgement(hands)
    assert not judgement.strip.isVisible()
    assert judgement.pane.isVisible()
    form.resize(860, 800)
    _judged(hands)
    assert judgement.strip.isVisible()
    assert not judgement.pane.isVisible()
    assert judgement.strip.text().endswith("By Tue 20 Apr 2027, in 50 days (and 2 more)")
    hands.key(Qt.Key.Key_F7)
    assert judgement.pane.isVisible()
    assert judgement.pane.area.hasFocus()
    assert judgement.pane.height() < form.height() / 2
    hands.key(Qt.Key.Key_F7)
    assert not judgement.pane.isVisible()
    form.resize(1300, 800)
    _judged(hands)
    assert judgement.pane.isVisible()
    assert judgement.pane.height() > form.height() / 2


def test_the_width_of_the_judgement_is_remembered(
    qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner, settings: Settings
) -> None:
    from cbm_tracker.desktop.records.form import RecordForm

    def opened() -> RecordForm:
        form = RecordForm(theme, services, tasks, kind="exercise", stored=None, mode="new", settings=settings)
        qtbot.addWidget(form)
        form.resize(1300, 800)
        form.show()
        return form

    first = opened().judgement
    assert first is not None
    assert abs(first.pane.width() - 380) < 40
    first.moveSplitter(800, 1)
    again = opened().judgement
    assert again is not None
    assert abs(again.pane.width() - 500) < 20


@pytest.mark.parametrize("size", [1.0, 2.0, 3.0])
def test_nothing_is_cut_off_whatever_the_text_size(qtbot: QtBot, services: Services, tasks: TaskRunner, size: float) -> None:
    hands = FormHands(qtbot, Theme(LIGHT, Metrics(size)), services, tasks)
    form = hands.open("exercise", _recorded(hands, an_exercise()), "edit")
    form.resize(int(1216 * size), 900)
    _judged(hands)
    pane = _judgement(hands).pane
    panels = pane.findChildren(SumPanel)
    assert panels
    for part in (*panels, *pane.findChildren(FindingBlock)):
        shown = [one for one in part.findChildren(QLabel) if one.isVisibleTo(pane)]
        assert all(one.height() >= one.heightForWidth(one.width()) for one in shown if one.wordWrap())
        assert all(one.width() >= one.sizeHint().width() for one in shown if not one.wordWrap())


def test_typing_is_judged_within_fifty_milliseconds(hands: FormHands, qtbot: QtBot) -> None:
    hands.open("exercise", _recorded(hands, an_exercise()), "edit")
    _judged(hands)
    seen: list[str] = []
    _judgement(hands).pane.judged.connect(lambda status, words: seen.append(words))
    hands.go_to("designation")
    editor = hands.focus()
    assert isinstance(editor, QLineEdit)
    hands.type("AB")
    assert seen == []  # the changes of one moment are taken in together
    qtbot.waitUntil(lambda: len(seen) == 1, timeout=1_000)


def test_an_inspection_is_judged_with_what_was_done(hands: FormHands, clock: SettableClock) -> None:
    clock.forward(days=80)
    stored = _recorded(hands, an_inspection())
    assert isinstance(stored.record, Inspection)
    hands.open("inspection", stored, "edit")
    reply = next(words for words in _judged(hands) if "reply" in words.title.lower())
    assert reply.status == "met"
    hands.go_to("replied_at")
    hands.key(Qt.Key.Key_A, CONTROL)
    hands.type("5may27 1200")
    late = next(words for words in _judged(hands) if "reply" in words.title.lower())
    assert (late.status, late.standing) == ("missed", "Done on 5 May 2027, 10:00 UTC, later than 4 May 2027, 08:00 UTC")


@pytest.mark.parametrize("width", [340, 620, 860, 1000, 1300])
def test_no_button_of_the_foot_is_cut_off(hands: FormHands, width: int) -> None:
    form = hands.open("exercise")
    form.resize(width, 700)
    _judged(hands)
    buttons = (form.cancel_button, form.new_button, form.issue_button, form.save_button)
    assert all(one.width() >= one.sizeHint().width() for one in buttons if one.isVisible())
    assert form.cancel_button.isVisible()
    assert form.save_button.isVisible()
