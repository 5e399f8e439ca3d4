"""Which packs judge which records, when they only inform, and what officers decided."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.measures import JointExercise, Participation
from cbm_tracker.regimes.evaluation import judge, quotas
from tests.builders import a_notification, an_exercise, day
from tests.regimes.situations import a_pack, a_rule, a_situation, findings_of, shipped, the_finding

_RULE = a_rule('by = "hosts"\ndue = { before = "starts_on", days = 42 }', kind="lead_time")


def _parties(*told: tuple[str, str, str]) -> str:
    return "".join(
        f'[[parties]]\nstates = ["{state}"]\nstatus = "{status}"\n' + (f'from_on = "{since}"\n' if since else "")
        for state, status, since in told
    )


def _exercise(**fields: Any) -> JointExercise:
    return an_exercise(**{"agreements": ("test-pack",), "contingents": (), **fields})


def test_an_exercise_is_judged_by_every_agreement_that_binds_a_state_involved() -> None:
    packs = [a_pack(_parties((state, "in_force", "")) + _RULE, open=False, id=name) for state, name in
             (("DEU", "test-pack"), ("FRA", "other-pack"))]
    assert [found.agreement for found in findings_of(_exercise(agreements=("vd11",)), packs)] == ["test-pack"]


def test_another_record_is_judged_by_the_agreements_it_names() -> None:
    pack = a_pack(_parties(("DEU", "in_force", "")) + a_rule("", subject="notification"), open=False)
    assert [len(findings_of(a_notification(agreements=named), pack)) for named in (("test-pack",), ("vd11",), ())] == [1, 0, 1]


@pytest.mark.parametrize(
    ("starts", "rules"), [("2027-05-31", ["old"]), ("2027-06-01", ["new"]), ("2027-06-02", ["new"])],
)
def test_the_rule_of_the_day_judges(starts: str, rules: list[str]) -> None:
    pack = a_pack(a_rule("until_on = 2027-05-31", rule_id="old") + a_rule("from_on = 2027-06-01", rule_id="new"))
    assert [found.rule for found in findings_of(_exercise(starts_on=day(starts)), pack)] == rules


@pytest.mark.parametrize(("starts", "count"), [("2027-05-31", 0), ("2027-06-01", 1)])
def test_the_document_of_the_day_judges_what_does_not_name_it(starts: str, count: int) -> None:
    pack = a_pack("valid_from = 2027-06-01\n" + _RULE)
    assert len(findings_of(_exercise(starts_on=day(starts), agreements=()), pack)) == count


@pytest.mark.parametrize(
    ("status", "since", "gate"),
    [
        ("in_force", "", ""), ("politically_binding", "2027-06-01", ""), ("in_abeyance_claimed", "2025-04-24", ""), ("disputed", "", ""),
        ("suspended_full", "2023-11-07", "Suspended full for DEU since 2023-11-07."),
        ("withdrawn", "2020", "Withdrawn for DEU since 2020."),
        ("in_force", "2027-06-02", "DEU is not recorded as taking part on 2027-06-01."),
    ],
)
def test_a_state_that_is_not_bound_is_only_informed(status: str, since: str, gate: str) -> None:
    found = the_finding(_exercise(), a_pack(_parties(("DEU", status, since)) + _RULE, open=False))
    assert found.gate == gate
    assert found.obligation is not None
    assert (found.obligation.state == "informational") == bool(gate)
    assert found.to_json().get("informational", "") == gate


def test_a_claim_of_abeyance_is_noted_and_ends_nothing() -> None:
    found = the_finding(_exercise(), a_pack(_parties(("DEU", "in_abeyance_claimed", "2025-04-24")) + _RULE, open=False))
    assert found.notes == ("In abeyance claimed for DEU since 2025-04-24.",)


def test_where_both_sides_must_take_part_one_that_left_ends_it() -> None:
    parties = _parties(("DEU", "in_force", ""), ("FRA", "suspended_full", "2024-06"))
    both = a_pack("bilateral = true\n" + parties + _RULE, open=False)
    assert the_finding(_exercise(), both).gate == "Suspended full for FRA since 2024-06."
    assert the_finding(_exercise(), a_pack(parties + _RULE, open=False)).gate == ""


def test_the_register_knows_better_than_the_pack_who_takes_part() -> None:
    pack = a_pack(_parties(("DEU", "in_force", "")) + _RULE, open=False)
    left = {"test-pack": (Participation(state="DEU", status="withdrawn", from_on=day("2026")),)}
    assert the_finding(_exercise(), pack, participations=left).gate == "Withdrawn for DEU since 2026."


def test_a_state_that_is_not_listed_is_taken_to_take_part_in_an_open_agreement() -> None:
    found = the_finding(_exercise(), a_pack(_parties(("FRA", "in_force", "")) + _RULE))
    assert (found.gate, found.notes) == ("", ("No participation of DEU is recorded; it is taken to take part.",))


def test_every_finding_names_the_version_of_its_pack() -> None:
    assert the_finding(_exercise(), a_pack(_RULE, version="2027-01")).pack_version == "2027-01"


def test_what_is_still_owed_is_found_among_the_rest() -> None:
    exercise = _exercise()
    pack = a_pack(_RULE + a_rule("", rule_id="another-rule"))
    assert [found.rule for found in judge([pack], a_situation(exercise), exercise) if found.is_open] == ["the-rule"]


def test_the_order_of_packs_and_records_does_not_matter() -> None:
    exercise, other = _exercise(), _exercise()
    packs = list(shipped().values())
    told = [finding.to_json() for finding in judge(packs, a_situation(exercise, other), exercise)]
    turned = [finding.to_json() for finding in judge(packs[::-1], a_situation(other, exercise), exercise)]
    assert sorted(map(str, told)) == sorted(map(str, turned))


def test_quotas_of_a_year_without_records_are_in_order() -> None:
    found = quotas(shipped().values(), a_situation(), 2027)
    assert found == sorted(found, key=lambda use: (use.agreement, use.rule, use.state, use.of))
