"""Records to JSON and back: nothing is lost, nothing is made up, every refusal names its key."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from cbm_tracker.domain.fields import FieldKind, field_specs
from cbm_tracker.domain.measures import RECORD_CLASSES, JointExercise, Notification, Record
from cbm_tracker.domain.record_json import as_is, canonical, from_json, to_json
from cbm_tracker.errors import InvalidMeasure
from tests.builders import a_contribution, a_notification, an_exercise, at, day, one_of_each
from tests.strategies import records, records_of


@pytest.mark.parametrize("kind", sorted(RECORD_CLASSES))
def test_every_record_reads_back_as_it_was(kind: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(records_of(kind))
    def reads_back(record: Record) -> None:
        text = canonical(to_json(record))
        again = from_json(json.loads(text))
        assert again == record
        assert canonical(to_json(again)) == text

    reads_back()


@settings(max_examples=100, deadline=None)
@given(records())
def test_json_of_a_record_can_always_be_stored_as_utf8_text(record: Record) -> None:
    assert canonical(to_json(record)).encode("utf-8")


@pytest.mark.parametrize("record", one_of_each(), ids=lambda record: record.kind)
def test_absent_values_are_left_out(record: Record) -> None:
    written = to_json(record)
    assert list(written)[:2] == ["kind", "id"]
    assert not [key for key, value in written.items() if value in ("", None, [], {})]


def test_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    record = a_notification()
    turned = dict(reversed(list(to_json(record).items())))
    assert canonical(turned) == canonical(to_json(record))


def test_the_zone_of_an_instant_is_kept_beside_it() -> None:
    written = to_json(a_notification(sent_at=at("2027-04-10T09:30:00+02:00", "Europe/Berlin"), received_at=None))
    assert written["sent_at"] == "2027-04-10T07:30:00Z"
    assert written["zones"] == {"sent_at": "Europe/Berlin"}


def test_an_offset_is_kept_as_the_zone() -> None:
    read = from_json({"kind": "notification", "sent_at": "2027-06-10T08:00:00+05:45"})
    assert isinstance(read, Notification)
    assert read.sent_at is not None
    assert (str(read.sent_at), read.sent_at.zone) == ("2027-06-10T02:15:00Z", "+05:45")


def test_a_partial_date_stays_partial() -> None:
    read = from_json({"kind": "exercise", "starts_on": "1980-01", "ends_on": "1980"})
    assert isinstance(read, JointExercise)
    assert (read.starts_on, read.ends_on) == (day("1980-01"), day("1980"))
    assert to_json(read)["starts_on"] == "1980-01"


def test_the_interface_example_is_an_exercise() -> None:
    text = """{"kind": "exercise", "designation": "NORTHERN ARC 27", "agreements": ["vd11"], "activity_type": "field_exercise",
 "host_states": ["DEU"], "starts_on": "2027-06-01", "ends_on": "2027-06-14", "level_of_command": "division",
 "divisional_structure": true, "without_advance_notice": false, "in_zone": true,
 "area": {"name": "Baumholder", "points": [[49.6, 7.3]]}, "sorties": 0,
 "contingents": [{"state": "DEU", "troops": 7000, "battle_tanks": 120, "armoured_combat_vehicles": 300, "artillery": 80,
   "anti_tank_launchers": 24, "combat_aircraft": 0, "attack_helicopters": 6, "helicopters": 12, "ships": 0}]}"""
    told = json.loads(text)
    written = to_json(from_json(told))
    written.pop("id")
    written.pop("status")
    assert written == told


def test_facts_under_an_agreement_stand_under_it() -> None:
    told = {"kind": "agreement_facts", "agreement": "vd11", "state": "AUT", "year": 2027, "units": 61,
            "budget_approved_on": "2026-12-10", "holdings": {"battle_tanks": 56, "share": 0.5}, "shares": {"AUT": 12.5}}
    written = to_json(from_json(told))
    assert (written.pop("agreements"), written.pop("status"), bool(written.pop("id"))) == (["vd11"], "draft", True)
    assert written == told


def test_the_hour_of_an_activity_invents_no_day_of_it() -> None:
    read = from_json({"kind": "exercise", "starts_at": "2027-06-01T04:00:00Z"})
    assert isinstance(read, JointExercise)
    assert read.starts_on is None
    across_the_date_line = {"kind": "exercise", "starts_on": "2027-06-02", "starts_at": "2027-06-01T11:00:00Z"}
    assert to_json(from_json(across_the_date_line))["starts_on"] == "2027-06-02"


def _wrong(kind: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, **fields}


def _facts(**fields: Any) -> dict[str, Any]:
    return {"kind": "agreement_facts", "agreement": "vd11", "state": "AUT", **fields}


def _note(**fields: Any) -> dict[str, Any]:
    return {"kind": "obligation_note", "rule": "annual-exchange", "agreement": "vd11", "decision": "waived", "reason": "X", **fields}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ([], ""), ("text", ""), ({}, "kind"), ({"kind": "war"}, "kind"), ({"kind": ["exercise"]}, "kind"),
        (_wrong("exercise", id="7"), "id"), (_wrong("exercise", id=7), "id"), (_wrong("exercise", id=["a"]), "id"),
        (_wrong("exercise", troops=5), "troops"), (_wrong("exercise", startson="2027"), "startson"),
        (_wrong("exercise", starts_on="1980-01-xx"), "starts_on"), (_wrong("exercise", starts_on="2027-02-30"), "starts_on"),
        (_wrong("exercise", starts_on="2027-13"), "starts_on"), (_wrong("exercise", starts_on=2027), "starts_on"),
        (_wrong("exercise", starts_on="0202-01-01"), "starts_on"), (_wrong("exercise", starts_on="2027-06-01T00:00:00Z"), "starts_on"),
        (_wrong("exercise", starts_on="2027-06-14", ends_on="2027-06-01"), "ends_on"),
        (_wrong("exercise", sorties=-9), "sorties"), (_wrong("exercise", sorties="9"), "sorties"),
        (_wrong("exercise", sorties=1.5), "sorties"),
        (_wrong("exercise", sorties=True), "sorties"), (_wrong("exercise", sorties=10**400), "sorties"),
        (_wrong("exercise", sorties=float("inf")), "sorties"), (_wrong("exercise", in_zone="yes"), "in_zone"),
        (_wrong("exercise", in_zone=1), "in_zone"), (_wrong("exercise", activity_type="war"), "activity_type"),
        (_wrong("exercise", host_states=["Germany!"]), "host_states[0]"), (_wrong("exercise", host_states=["DEU", "DEU"]), "host_states"),
        (_wrong("exercise", host_states={"DEU": 1}), "host_states"), (_wrong("exercise", host_states=[5]), "host_states[0]"),
        (_wrong("exercise", tags=[""]), "tags[0]"), (_wrong("exercise", tags=[None]), "tags[0]"),
        (_wrong("exercise", agreements=["VD11"]), "agreements[0]"), (_wrong("exercise", designation="a\x00b"), "designation"),
        (_wrong("exercise", designation="half \ud83d"), "designation"), (_wrong("exercise", designation="x" * 100_001), "designation"),
        (_wrong("exercise", area={"name": "A", "point": [1, 2]}), "area.point"), (_wrong("exercise", area="Baumholder"), "area"),
        (_wrong("exercise", area={"points": [[91, 0]]}), "area.points[0]"), (_wrong("exercise", area={"points": [[1]]}), "area.points[0]"),
        (_wrong("exercise", area={"points": [[float("nan"), 0]]}), "area.points[0]"),
        (_wrong("exercise", area={"points": [["1", "2"]]}), "area.points[0]"),
        (_wrong("exercise", contingents=[{"troops": 5}]), "contingents[0].state"),
        (_wrong("exercise", contingents=[{"state": "DEU"}, {"state": "FRA", "troops": -1}]), "contingents[1].troops"),
        (_wrong("exercise", contingents=[{"state": "DEU"}, {"state": "DEU"}]), "contingents[1].state"),
        (_wrong("exercise", contingents=[7]), "contingents[0]"), (_wrong("exercise", contingents={"state": "DEU"}), "contingents"),
        (_wrong("exercise", distances_km={"line": -1}), "distances_km.line"),
        (_wrong("exercise", distances_km={"line": True}), "distances_km.line"),
        (_wrong("exercise", links=[{"relation": "notifies", "target": "x"}]), "links[0].target"),
        (_wrong("exercise", links=[{"target": "x"}]), "links[0].relation"),
        (_wrong("exercise", attachments=[{"name": "../x", "sha256": "a" * 64}]), "attachments[0].name"),
        (_wrong("exercise", attachments=[{"name": "x", "sha256": "A" * 64}]), "attachments[0].sha256"),
        (_wrong("exercise", zones={"starts_on": "UTC"}), "zones.starts_on"), (_wrong("exercise", zones=["UTC"]), "zones"),
        (_wrong("notification", sent_at="2027-06-10"), "sent_at"), (_wrong("notification", sent_at="2027-06-10T06:00:00"), "sent_at"),
        (_wrong("notification", sent_at="2027-06-10T25:00:00Z"), "sent_at"),
        (_wrong("notification", sent_at="0001-01-01T00:00:00+14:00"), "sent_at"),
        (_wrong("notification", sent_at="0202-06-10T06:00:00Z"), "sent_at"),
        (_wrong("notification", sent_at="2027-06-10T06:00:00Z", zones={"sent_at": "Mars/Olympus"}), "sent_at"),
        (_wrong("notification", sent_at="2027-06-10T06:00:00Z", zones={"sent_at": "../../etc/passwd"}), "sent_at"),
        (_wrong("notification", sent_at="2027-06-10T06:00:00Z", received_at="2027-06-10T05:59:59Z"), "received_at"),
        (_wrong("notification", content={"a": float("inf")}), "content.a"), (_wrong("notification", content={"a": {1: 2}}), "content.a"),
        (_wrong("notification", content={"a": ["half \ud83d"]}), "content.a[0]"),
        (_wrong("notification", content={"half \ud83d": 1}), "content"),
        (_wrong("notification", content=[1]), "content"),
        (_wrong("inspection", receiving_state="DEU", inspecting_states=["POL", "DEU"]), "receiving_state"),
        (_wrong("inspection", reply="refused", outcome="conducted_full"), "outcome"),
        (_wrong("inspection", team=[{"nom": "x"}]), "team[0].nom"),
        (_wrong("inspection", started_at="2027-06-10T06:00:00Z", ended_at="2027-06-09T06:00:00Z"), "ended_at"),
        (_wrong("contact", outcome="unanswered", answered_at="2027-06-10T06:00:00Z"), "outcome"),
        (_wrong("contact", promises=[{"text": " "}]), "promises[0].text"),
        (_wrong("contribution", amount=5), "currency"), (_wrong("contribution", amount=5, currency="Euro"), "currency"),
        (_wrong("contribution", quantity=-1), "quantity"), (_wrong("contribution", quantity="NaN"), "quantity"),
        (_wrong("contribution", quantity="sNaN"), "quantity"), (_wrong("contribution", quantity=float("inf")), "quantity"),
        (_wrong("contribution", quantity="1e999999999"), "quantity"), (_wrong("contribution", quantity="1e-400"), "quantity"),
        (_wrong("contribution", quantity="1234567890.1234567"), "quantity"), (_wrong("contribution", quantity=[1]), "quantity"),
        (_wrong("contribution", quantity="many"), "quantity"),
        (_wrong("agreement", name="X"), "agreement"), (_wrong("agreement", agreement="x"), "name"),
        (_wrong("agreement", agreement="X y", name="X"), "agreement"),
        (_wrong("agreement", agreement="x", name="X", participations=[{"state": "DEU", "status": "on"}]), "participations[0].status"),
        (_wrong("state", name="X"), "code"), (_wrong("state", code="x1", name="X"), "code"), (_wrong("state", code="XX"), "name"),
        (_wrong("state", code="XX", name="X", names=[{"name": ""}]), "names[0].name"),
        (_wrong("exercise", starts_on="2027-06-01", starts_at="2027-06-03T00:00:00Z"), "starts_at"),
        (_wrong("exercise", starts_on="2027-06-01", starts_at="2027-05-30T23:59:59Z"), "starts_at"),
        (_wrong("exercise", ends_on="2027-06", ends_at="2027-07-02T00:00:00Z"), "ends_at"),
        (_wrong("exercise", starts_at="2027-06-02T00:00:00Z", ends_at="2027-06-01T23:59:59Z"), "ends_at"),
        (_wrong("inspection", plan_received_at="2027-06-02T00:00:00Z", plan_answered_at="2027-06-01T23:00:00Z"), "plan_answered_at"),
        (_wrong("inspection", flight_started_at="2027-06-02T00:00:00Z", ended_at="2027-06-01T23:00:00Z"), "ended_at"),
        (_wrong("agreement_facts", state="AUT"), "agreement"), (_wrong("agreement_facts", agreement="vd11"), "state"),
        (_wrong("agreement_facts", agreement="VD 11", state="AUT"), "agreement"), (_facts(agreements=["gemi"]), "agreements"),
        (_facts(units=-1), "units"), (_facts(units=1.5), "units"), (_facts(year=27), "year"), (_facts(year=3000), "year"),
        (_facts(from_on="2027-02", to_on="2027-01-31"), "to_on"),
        (_facts(entry_on="2027-02-02", exit_on="2027-02-01"), "exit_on"),
        (_facts(holdings={"battle_tanks": -1}), "holdings.battle_tanks"),
        (_facts(holdings={"battle_tanks": "10"}), "holdings.battle_tanks"),
        (_facts(base_holdings={"battle_tanks": True}), "base_holdings.battle_tanks"), (_facts(holdings=[1]), "holdings"),
        (_facts(shares={"AUT": 100.5}), "shares.AUT"), (_facts(shares={"Austria": 50}), "shares.Austria"),
        (_facts(amount=5), "currency"), (_facts(currency="Euro"), "currency"), (_facts(tonnage=-1), "tonnage"),
        (_facts(unit_kind="brigade"), "unit_kind"), (_facts(riparian="yes"), "riparian"), (_facts(facts={"a": float("nan")}), "facts.a"),
        (_note(rule=" "), "rule"), (_note(agreement=""), "agreement"), (_note(reason=" \n"), "reason"),
        (_note(decision="kept"), "decision"),
        (_note(remind_days=-1), "remind_days"), (_note(agreements=["gemi"]), "agreements"),
        (_wrong("case"), "title"), (_wrong("case", title=" "), "title"), (_wrong("case", title="X", members=["all of them"]), "members[0]"),
        (_wrong("case", title="X", opened_on="2027-02", closed_on="2027-01-31"), "closed_on"),
    ],
)
def test_a_refusal_names_the_field(data: Any, field: str) -> None:
    with pytest.raises(InvalidMeasure) as refusal:
        from_json(data)
    assert refusal.value.field == field
    assert refusal.value.message


def test_content_is_not_read_deeper_than_it_can_be_written() -> None:
    deep: Any = "end"
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(InvalidMeasure) as refusal:
        from_json({"kind": "notification", "content": {"a": deep}})
    assert refusal.value.field.startswith("content.a")


def test_a_mistyped_key_is_told_its_neighbour() -> None:
    with pytest.raises(InvalidMeasure, match="designation"):
        from_json({"kind": "exercise", "desigation": "X"})


def test_null_is_an_absent_value() -> None:
    assert from_json({"kind": "exercise", "id": None, "area": None, "sorties": None, "zones": None, "tags": None}).kind == "exercise"


def test_states_are_resolved_and_doubt_is_refused() -> None:
    def resolve(text: str) -> str | None:
        return {"Germany": "DEU", "NATO": "NATO"}.get(text)

    record = from_json({"kind": "exercise", "host_states": ["Germany"], "to": ["Germany", "NATO", "Somebody else"]}, resolve)
    assert isinstance(record, JointExercise)
    assert record.host_states == ("DEU",)
    assert record.to == ("DEU", "NATO", "Somebody else")
    with pytest.raises(InvalidMeasure) as refusal:
        from_json({"kind": "exercise", "contingents": [{"state": "Congo"}]}, resolve)
    assert refusal.value.field == "contingents[0].state"


def test_amounts_keep_their_value() -> None:
    record = a_contribution()
    assert to_json(record)["amount"] == 1250000.5
    assert to_json(record)["quantity"] == 6000
    assert from_json(to_json(record)) == record


def test_every_field_kind_can_be_read() -> None:
    """A kind without a reader would be found by the first user of it only."""
    for record in (*one_of_each(), an_exercise(distances_km={"line": 12.5})):
        assert from_json(to_json(record), as_is) == record
    used = {spec.kind for cls in RECORD_CLASSES.values() for spec in field_specs(cls)}
    assert used <= set(FieldKind)
