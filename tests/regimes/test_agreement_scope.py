"""What a rule is about at all, and whom an inspection binds."""

from __future__ import annotations

import pytest

from cbm_tracker.domain.measures import Link
from tests.builders import a_notification, an_exercise, an_inspection, at, facts
from tests.regimes.situations import a_pack, a_rule, findings_of, the_finding

NAVAL = 'applies = { fact = "activity_type", is = "naval_exercise" }\nwhen = { fact = "ships", at_least = 6 }'


@pytest.mark.parametrize(("activity_type", "ships", "outcomes"), [
    ("naval_exercise", 6, ["required"]), ("naval_exercise", 5, ["not_required"]), ("field_exercise", 6, []), ("", 6, ["undetermined"]),
])
def test_a_rule_is_silent_about_what_it_does_not_apply_to(activity_type: str, ships: int, outcomes: list[str]) -> None:
    exercise = an_exercise(activity_type=activity_type, ships=ships)
    assert [found.outcome for found in findings_of(exercise, a_pack(a_rule(NAVAL)))] == outcomes


PARTIES = """
[[parties]]
states = ["DEU", "POL"]
status = "in_force"
[[parties]]
states = ["FRA"]
status = "withdrawn"
"""
REPLY = a_rule('by = "receiving"\ndue = { after = "requested_at", hours = 24 }\nmet_by = { field = "replied_at" }', "reply", "inspection")


@pytest.mark.parametrize(("inspecting", "receiving", "applies"), [
    (("POL",), "DEU", True), (("FRA",), "DEU", False), (("POL", "FRA"), "DEU", True), (("POL",), "FRA", False),
])
def test_an_inspection_binds_both_sides(inspecting: tuple[str, ...], receiving: str, applies: bool) -> None:
    pack = a_pack(PARTIES + REPLY, open=False)
    inspection = an_inspection(inspecting_states=inspecting, receiving_state=receiving, agreements=("test-pack",))
    assert (the_finding(inspection, pack).gate == "") == applies


@pytest.mark.parametrize(("replied", "answer", "state"), [(True, False, "met"), (False, True, "met"), (False, False, "overdue")])
def test_a_field_or_another_record_meets_a_rule(replied: bool, answer: bool, state: str) -> None:
    body = REPLY.replace('{ field = "replied_at" }', '{ field = "replied_at", notification = ["acknowledgement"], relation = "answers" }')
    inspection = an_inspection(replied_at=at("2027-05-03T20:00:00Z") if replied else None, agreements=("test-pack",))
    answers = a_notification(notification_kind="acknowledgement", from_state="DEU", sent_at=at("2027-05-03T21:00:00Z"),
                             links=(Link(relation="answers", target=inspection.id),) if answer else ())
    found = the_finding(inspection, a_pack(body), answers, at="2027-06-01")
    assert found.obligation is not None
    assert found.obligation.state == state


@pytest.mark.parametrize(("holdings", "operator", "outcome"), [
    ({"battle_tanks": 9}, "known = true", "required"), ({}, "known = true", "not_required"),
    ({"battle_tanks": 9}, 'one_of = ["artillery", "battle_tanks"]', "required"),
    ({"artillery": 9}, 'one_of = ["battle_tanks"]', "not_required"),
])
def test_an_object_counts_by_the_keys_it_names(holdings: dict[str, int], operator: str, outcome: str) -> None:
    pack = a_pack(a_rule(f'when = {{ all = [{{ fact = "holdings", {operator} }}] }}', subject="agreement_facts"))
    assert the_finding(facts(agreement="test-pack", agreements=(), holdings=holdings), pack).outcome == outcome


def test_a_list_in_a_notification_counts_by_its_items() -> None:
    pack = a_pack(a_rule('when = { all = [{ fact = "content.states", one_of = ["FRA"] }] }', subject="notification"))
    assert the_finding(a_notification(agreements=("test-pack",), content={"states": ["DEU", "FRA"]}), pack).outcome == "required"
