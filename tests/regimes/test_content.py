"""What a notification must hold: items that are always asked for, and those that the activity calls for."""

from __future__ import annotations

from typing import Any

import pytest

from cbm_tracker.domain.measures import JointExercise, Link, Notification
from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.findings import Finding
from tests.builders import a_notification, an_exercise
from tests.regimes.situations import a_pack, a_rule, findings_of, the_finding

_BODY = """words = "exercise_advance"
optional = [{ item = "picture" }]
required = [
  { item = "designation", paragraph = "43.1" },
  { item = "purpose", paragraph = "43.2" },
  { item = "sorties", paragraph = "44.1.7", when = { fact = "sorties", at_least = 200 } },
]"""
_PACK = a_pack(a_rule(_BODY, kind="content", subject="notification"))
_AT = "2027-05-01"


def _notice(content: dict[str, Any], exercise: JointExercise | None = None, **fields: Any) -> Notification:
    links = (Link(relation="notifies", target=exercise.id),) if exercise else ()
    return a_notification(**{"agreements": ("test-pack",), "content": content, "links": links, **fields})


def _found(content: dict[str, Any], **exercise: Any) -> Finding:
    made = an_exercise(**exercise)
    return the_finding(_notice(content, made), _PACK, made, at=_AT)


def test_what_holds_all_items_meets_it_by_name_or_paragraph() -> None:
    found = _found({"designation": "NORTHERN ARC", "43.2": "Training"}, sorties=0)
    assert (found.outcome, found.missing, found.notes) == ("required", (), ())
    assert found.obligation is not None
    assert found.obligation.state == "met"


@pytest.mark.parametrize("empty", ["", None, [], {}])
def test_an_empty_item_does_not_stand(empty: Any) -> None:
    found = _found({"43.1": empty, "43.2": "Training"}, sorties=0)
    assert (found.outcome, found.notes) == ("advisory", ("lacks 1 of 2 items: 43.1 designation.",))
    assert found.missing == ("content.43.1",)


@pytest.mark.parametrize(("sorties", "outcome"), [(199, "required"), (200, "advisory")])
def test_an_item_is_asked_for_where_the_activity_calls_for_it(sorties: int, outcome: str) -> None:
    assert _found({"43.1": "NORTHERN ARC", "43.2": "Training"}, sorties=sorties).outcome == outcome


def test_zero_and_false_are_content() -> None:
    assert _found({"43.1": 0, "43.2": False}, sorties=0).outcome == "required"


def test_what_the_activity_does_not_say_is_told_and_not_demanded() -> None:
    found = _found({"43.1": "NORTHERN ARC", "43.2": "Training"}, sorties=None)
    assert (found.outcome, found.missing) == ("required", ("sorties",))
    assert found.notes == ("Whether these are asked for is not known: 44.1.7 sorties.",)


def test_without_a_linked_activity_only_what_is_always_asked_for_is() -> None:
    found = the_finding(_notice({"43.1": "NORTHERN ARC"}), _PACK, at=_AT)
    assert found.notes[0] == "lacks 1 of 2 items: 43.2 purpose."


def test_content_that_is_not_recorded_is_not_known() -> None:
    found = _found({}, sorties=0)
    assert (found.outcome, found.missing) == ("undetermined", ("content",))
    assert found.notes == (
        "No content is recorded; 2 items are asked for: 43.1 designation; 43.2 purpose.", "May be told as well: picture.",
    )


def test_other_kinds_of_notification_are_left_alone() -> None:
    assert findings_of(_notice({}, notification_kind="annual_calendar"), _PACK) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("required = []", "at least one item"), ('required = [{ paragraph = "1" }]', "“item” is not there"),
        ('required = [{ item = "a", paragraph = "1" }, { item = "b", paragraph = "1" }]', "1 twice"),
        ('required = [{ item = "a", unit = "1" }]', r"required\[0\]: “unit” is not a key here"),
        ('required = ["a"]', "not a table"),
    ],
)
def test_a_rule_that_is_wrong_is_refused(body: str, reason: str) -> None:
    with pytest.raises(InvalidRule, match=reason):
        a_pack(a_rule(body, kind="content", subject="notification"))


def test_its_subject_is_a_notification() -> None:
    with pytest.raises(InvalidRule, match="subject “notification”"):
        a_pack(a_rule('required = [{ item = "designation" }]', kind="content"))
