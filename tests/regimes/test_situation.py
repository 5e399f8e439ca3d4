"""Records as rules look them up: without what was corrected, and with what links to it."""

from __future__ import annotations

from cbm_tracker.domain.measures import Link
from cbm_tracker.regimes.situation import RecordSet
from tests.builders import a_notification, an_exercise, obligation_note
from tests.regimes.situations import a_pack, a_rule, the_finding


def test_what_links_to_a_corrected_record_counts_for_its_correction() -> None:
    first = an_exercise(status="superseded")
    second = an_exercise(status="superseded", links=(Link(relation="supersedes", target=first.id),))
    third = an_exercise(status="issued", links=(Link(relation="supersedes", target=second.id),))
    told = a_notification(links=(Link(relation="notifies", target=first.id),))
    records = RecordSet([told, third, first, second])
    assert list(records.linked_with(third)) == [told]
    assert list(records.linked_with(told)) == [third]
    assert records.get(first.id) is third


def test_a_draft_corrects_nothing_yet() -> None:
    original = an_exercise(status="issued")
    draft = an_exercise(status="draft", links=(Link(relation="supersedes", target=original.id),))
    records = RecordSet([original, draft])
    assert records.current(original.id) == original.id


def test_corrections_in_a_circle_end() -> None:
    one, two = an_exercise(status="superseded"), an_exercise(status="superseded")
    circle = [
        an_exercise(id=one.id, status="superseded", links=(Link(relation="supersedes", target=two.id),)),
        an_exercise(id=two.id, status="superseded", links=(Link(relation="supersedes", target=one.id),)),
    ]
    assert RecordSet(circle).get(one.id) is None


def test_a_waiver_of_a_corrected_record_holds_for_its_correction() -> None:
    pack = a_pack(a_rule('by = "hosts"\ndue = { before = "starts_on", days = 42 }\nmet_by = { notification = ["exercise_advance"] }',
                         kind="lead_time"))
    original = an_exercise(status="superseded")
    correction = an_exercise(status="issued", links=(Link(relation="supersedes", target=original.id),))
    note = obligation_note(rule="the-rule", agreement="test-pack", state="DEU", period="",
                           links=(Link(relation="settles", target=original.id),))
    found = the_finding(correction, pack, note, original)
    assert found.obligation is not None
    assert found.obligation.state == "waived"
