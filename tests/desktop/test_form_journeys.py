"""A record of each kind, typed on the keyboard from the first field to the last, saved and read back."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.records.form_layouts import FORM_LAYOUTS
from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.domain.fields import field_specs
from cbm_tracker.domain.measures import (
    RECORD_CLASSES,
    Agreement,
    AgreementFacts,
    Case,
    Contribution,
    HotlineContact,
    Inspection,
    JointExercise,
    Notification,
    ObligationNote,
    Record,
    StateRecord,
)
from tests.builders import a_contact, an_exercise, at, day, one_of_each
from tests.desktop.form_hands import ALT, CONTROL, SHIFT, FormHands


@pytest.fixture
def hands(qtbot: QtBot, theme: Theme, services: Services, tasks: TaskRunner) -> FormHands:
    return FormHands(qtbot, theme, services, tasks)


def _save(hands: FormHands) -> Record:
    hands.key(Qt.Key.Key_S, CONTROL)
    assert len(hands.saved) == 1, [control.accessibleDescription() for control in hands.form.problem_controls()]
    assert hands.closed
    return hands.services.records.get(hands.saved[0]).record


@pytest.mark.parametrize("kind", RECORD_CLASSES)
def test_every_field_but_id_and_status_has_its_place_once(kind: str) -> None:
    placed = [key for section in FORM_LAYOUTS[kind] for key, _ in (*section.fields, *section.more)]
    assert sorted(placed) == sorted(spec.key for spec in field_specs(RECORD_CLASSES[kind]) if spec.key != "status")


@pytest.mark.parametrize("record", one_of_each(), ids=lambda record: record.kind)
def test_a_form_gives_back_what_it_was_given(hands: FormHands, record: Record) -> None:
    hands.services.records.record(record)
    form = hands.open(record.kind, hands.services.records.get(record.id), "edit")
    assert not form.keep_draft()
    form.save()
    assert hands.services.records.get(record.id).record == record
    assert hands.services.records.get(record.id).revision == 1


@pytest.mark.parametrize("record", one_of_each(), ids=lambda record: record.kind)
def test_every_control_has_a_name_for_those_who_do_not_see_it(hands: FormHands, record: Record) -> None:
    hands.services.records.record(record)
    form = hands.open(record.kind, hands.services.records.get(record.id), "edit")
    takes_focus = [one for one in form.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()]
    assert len(takes_focus) > 10
    nameless = [one for one in takes_focus if not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))]
    assert nameless == []


def test_tab_visits_every_control_from_top_to_bottom(hands: FormHands) -> None:
    form = hands.open("exercise", prefill={"contingents": [{"state": "FRA"}, {"state": "DEU"}], "host_states": ["FRA", "DEU"]})
    visited = [hands.focus()]
    while True:
        hands.key(Qt.Key.Key_Tab)
        if hands.focus() is visited[0]:
            break
        visited.append(hands.focus())
        assert len(visited) < 200
    fields = [one for one in visited if form.sections.isAncestorOf(one) and not (isinstance(one, QToolButton) and one.isCheckable())]
    tops = [one.mapTo(form.sections, QPoint(0, 0)).y() for one in fields]
    assert len(fields) > 20
    assert min(later - earlier for earlier, later in pairwise(tops)) > -80  # from a chip back up to the next field beside it
    cells = [cell for row in hands.grid().cells for cell in row.values()]
    assert [one for one in visited if one in cells] == cells
    assert visited[-1] is form.save_button


def test_an_exercise(hands: FormHands) -> None:
    hands.open("exercise")
    hands.fill(designation="NORTHERN ARC 27", activity_type="Field", starts_on="1jun27", ends_on="14/6/27", level="Div", area="Baumholder")
    hands.leave()
    hands.type("4936N 00718E")
    hands.fill(host_states="germ\n", agreements="vd11\n", contingents="fra\n6000")
    hands.leave()
    hands.type("40")
    record = _save(hands)
    assert isinstance(record, JointExercise)
    assert (record.designation, record.activity_type, record.level) == ("NORTHERN ARC 27", "field_exercise", "division")
    assert (record.starts_on, record.ends_on) == (day("2027-06-01"), day("2027-06-14"))
    assert record.area is not None
    assert (record.area.name, record.area.points) == ("Baumholder", ((49.6, 7.3),))
    assert (record.host_states, record.agreements, record.status) == (("DEU",), ("vd11",), "draft")
    assert [(one.state, one.troops, one.battle_tanks) for one in record.contingents] == [("FRA", 6000, 40)]


def test_a_notification(hands: FormHands) -> None:
    hands.open("notification")
    hands.fill(notification_kind="Quota", format="F25", reference="CBM/DE/27/0031/F25/O", subject="Quota is filled",
               agreements="vienna doc\n", direction="G", from_state="DE\n", to="austria\nosce\n",
               sent_at="10apr27 0930Z", channel="OSCE", content="1")
    hands.leave()
    hands.type("filled")
    record = _save(hands)
    assert isinstance(record, Notification)
    assert (record.notification_kind, record.format, record.direction) == ("quota_filled", "F25", "given")
    assert (record.from_state, record.to, record.channel) == ("DEU", ("AUT", "OSCE"), "OSCE_network")
    assert record.sent_at == at("2027-04-10T09:30:00Z")
    assert record.content == {"1": "filled"}


def test_an_inspection(hands: FormHands) -> None:
    hands.open("inspection")
    hands.fill(inspection_kind="Spec", inspecting_states="poland\n", receiving_state="germany\n", site="Baumholder",
               requested_at="3may27 0800Z", request_received_at="3may27 0805Z", reply="Acc", started_at="6may27 1100", team="")
    hands.type("Anna Nowak")
    hands.leave()
    hands.type("pol\n")
    hands.type("team leader")
    hands.fill(findings="What was seen agrees with the annual exchange.")
    record = _save(hands)
    assert isinstance(record, Inspection)
    assert (record.inspecting_states, record.receiving_state, record.reply) == (("POL",), "DEU", "accepted")
    assert record.started_at == at("2027-05-06T11:00:00+02:00", "Europe/Berlin")
    assert [(one.name, one.state, one.function) for one in record.team] == [("Anna Nowak", "POL", "team leader")]
    assert record.findings == "What was seen agrees with the annual exchange."


def test_a_hotline_contact(hands: FormHands) -> None:
    hands.open("contact")
    hands.fill(with_states="pak\n", channel="Hotline", purpose="Airsp", direction="R", opened_at="now", closed_at="+15m",
               subject="Helicopter near the line", summary="Track confirmed.", promises="")
    hands.key(Qt.Key.Key_Space)
    hands.type("Send the flight log")
    hands.leave()
    hands.type("pakistan\n")
    hands.leave()
    hands.type("tomorrow 0430Z")
    record = _save(hands)
    assert isinstance(record, HotlineContact)
    assert (record.with_states, record.channel, record.purpose) == (("PAK",), "hotline_voice", "airspace_matter")
    assert record.opened_at == at("2027-03-01T08:00:00Z", "Europe/Berlin")
    assert record.closed_at == at("2027-03-01T08:15:00Z", "Europe/Berlin")
    assert [(one.text, one.by, one.due_at) for one in record.promises] == [("Send the flight log", "PAK", at("2027-03-02T04:30:00Z"))]


def test_a_contribution(hands: FormHands) -> None:
    hands.open("contribution")
    hands.fill(state="france\n", contribution_kind="Troops", to="Mission to the River Line\n", quantity="6,000", unit="persons",
               amount="1 250 000.50", currency="EUR", from_on="jun 2027")
    record = _save(hands)
    assert isinstance(record, Contribution)
    assert (record.state, record.contribution_kind, record.to) == ("FRA", "troops", ("Mission to the River Line",))
    assert (record.quantity, record.amount, record.currency) == (Decimal(6000), Decimal("1250000.50"), "EUR")
    assert record.from_on == day("2027-06")


def test_an_agreement(hands: FormHands) -> None:
    hands.open("agreement")
    hands.fill(name="Agreement on the River Line", agreement="river-2001", agreement_kind="Tre", agreement_status="In",
               signed_on="9mar2001", in_force_on="2001-05", participations="france\n")
    record = _save(hands)
    assert isinstance(record, Agreement)
    assert (record.name, record.agreement, record.agreement_kind) == ("Agreement on the River Line", "river-2001", "treaty")
    assert (record.signed_on, record.in_force_on) == (day("2001-03-09"), day("2001-05"))
    assert [one.state for one in record.participations] == ["FRA"]


def test_a_state(hands: FormHands) -> None:
    hands.open("state")
    hands.fill(name="Ruritania", code="XRU", capital="Strelsau", zone="Europe/Vienna", names="Ruritanien")
    hands.leave()
    hands.type("de")
    record = _save(hands)
    assert isinstance(record, StateRecord)
    assert (record.name, record.code, record.state_kind, record.capital) == ("Ruritania", "XRU", "state", "Strelsau")
    assert [(one.name, one.language) for one in record.names] == [("Ruritanien", "de")]


def test_a_case_with_its_records_in_the_order_of_the_story(hands: FormHands) -> None:
    contact, exercise = a_contact(), an_exercise()
    hands.services.records.record(contact)
    hands.services.records.record(exercise)
    hands.open("case")
    hands.fill(title="Helicopter incident", opened_on="11feb27", narrative="How it began.\nHow it went on.",
               members="helicopter\nnorthern\n")
    hands.leave()
    hands.key(Qt.Key.Key_Up, ALT)
    record = _save(hands)
    assert isinstance(record, Case)
    assert (record.title, record.narrative) == ("Helicopter incident", "How it began.\nHow it went on.")
    assert record.members == (exercise.id, contact.id)


def test_facts_of_an_agreement(hands: FormHands) -> None:
    form = hands.open("agreement_facts")
    hands.fill(agreement="vd11", state="austria\n", year="2027", units="1,061", budget_approved_on="10dec2026", holdings="battle_tanks")
    hands.leave()
    hands.type("56")
    hands.fill(shares="AUT")
    hands.leave()
    hands.type("12.5")
    assert form.fields["year"].typed() == "2027"
    record = _save(hands)
    assert isinstance(record, AgreementFacts)
    assert (record.agreement, record.agreements, record.state, record.year) == ("vd11", ("vd11",), "AUT", 2027)
    assert (record.units, record.budget_approved_on) == (1061, day("2026-12-10"))
    assert (record.holdings, record.shares) == ({"battle_tanks": 56}, {"AUT": 12.5})


def test_a_share_that_is_no_number_is_marked(hands: FormHands) -> None:
    hands.open("agreement_facts")
    hands.fill(agreement="vd11", state="austria\n", shares="AUT")
    hands.leave()
    hands.type("half")
    hands.key(Qt.Key.Key_S, CONTROL)
    assert not hands.saved
    cell = hands.focus()
    assert isinstance(cell, QLineEdit)
    assert cell.text() == "half"
    assert cell.accessibleDescription() == "“half” is not a number from 0 to 100. Enter figures only."


def test_an_obligation_is_waived_with_a_reason_only(hands: FormHands) -> None:
    hands.open("obligation_note")
    hands.fill(rule="annual-exchange", agreement="vd11", state="austria\n", period="2027", decision="Waived")
    hands.key(Qt.Key.Key_S, CONTROL)
    assert not hands.saved
    assert "waived" in hands.message("reason")
    hands.fill(reason="Made at the meeting itself.")
    record = _save(hands)
    assert isinstance(record, ObligationNote)
    assert (record.rule, record.state, record.period, record.decision) == ("annual-exchange", "AUT", "2027", "waived")


def test_save_and_new_leaves_an_empty_form_to_go_on_with(hands: FormHands) -> None:
    form = hands.open("contact")
    hands.fill(with_states="pak\n", subject="First")
    hands.key(Qt.Key.Key_Return, CONTROL | SHIFT)
    assert len(hands.saved) == 1
    assert not hands.closed
    assert form.fields["subject"].typed() == ""
    hands.fill(with_states="india\n", subject="Second")
    hands.key(Qt.Key.Key_Return, CONTROL)
    saved = [hands.services.records.get(one).record for one in hands.saved]
    assert [one.with_states for one in saved if isinstance(one, HotlineContact)] == [("PAK",), ("IND",)]


def test_a_copy_begins_with_the_values_it_is_given(hands: FormHands) -> None:
    told = {"with_states": ["PAK"], "opened_at": "2027-02-11T04:31:00Z", "zones": {"opened_at": "Asia/Karachi"}}
    form = hands.open("contact", prefill=told)
    assert form.fields["with_states"].value() == ("PAK",)
    assert form.fields["opened_at"].value() == at("2027-02-11T04:31:00Z", "Asia/Karachi")
    assert not form.keep_draft()
