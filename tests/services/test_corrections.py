"""A correction and its original, while one or the other goes to the bin and comes back: one of them always stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Link
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import EditConflict, InvalidMeasure
from cbm_tracker.services.progress import Silent
from tests.builders import a_contact, an_exercise

ISSUED = an_exercise(status="issued")


def _corrected(services: Services, times: int = 1) -> list[str]:
    """Record an issued exercise and correct it; returns the ids, the original first."""
    services.records.record(ISSUED)
    ids = [ISSUED.id]
    for number in range(times):
        ids.append(services.records.correct(ids[-1], replace(ISSUED, designation=f"CORRECTED {number}"), "why"))
    return ids


def _status(services: Services, *ids: str) -> list[str]:
    """`issued`, `superseded`, or the same `in the bin`; nothing where it is not recorded any more."""
    with services.records.store.reading() as reading:
        held = reading.records.get_many(ids)
    return [f"{held[each].record.status}{' in the bin' if held[each].in_bin else ''}" if each in held else "" for each in ids]


def test_an_original_holds_again_when_its_correction_is_deleted(services: Services) -> None:
    ids = _corrected(services)
    services.records.delete(ids[1])
    assert _status(services, *ids) == ["issued", "issued in the bin"]
    assert services.records.history(ids[0])[-1].change == "holds again"
    again = services.records.correct(ids[0], replace(ISSUED, designation="CORRECTED WELL"), "why")
    assert _status(services, ids[0], again) == ["superseded", "issued"]
    with pytest.raises(EditConflict, match="corrected by another record"):
        services.records.restore(ids[1])
    assert _status(services, *ids, again) == ["superseded", "issued in the bin", "issued"]
    assert services.records.empty_bin() == 1
    assert _status(services, *ids, again) == ["superseded", "", "issued"]
    assert services.register.check(Silent()) == []


def test_a_correction_that_comes_back_supersedes_again_and_undo_goes_through_both(services: Services) -> None:
    ids = _corrected(services)
    services.records.delete(ids[1])
    services.records.restore(ids[1])
    assert _status(services, *ids) == ["superseded", "issued"]
    services.undo.undo()
    assert _status(services, *ids) == ["issued", "issued in the bin"]
    services.undo.undo()
    assert _status(services, *ids) == ["superseded", "issued"]
    services.undo.redo()
    assert _status(services, *ids) == ["issued", "issued in the bin"]
    assert services.register.check(Silent()) == []


def test_an_original_is_not_deleted_under_its_correction(services: Services) -> None:
    ids = _corrected(services, 2)
    for several in ([ids[0]], [ids[1]], [ids[0], ids[1]]):
        with pytest.raises(EditConflict, match="its correction stands"):
            services.records.delete(*several)
    services.records.delete(*ids)
    assert services.records.count(Query(kinds=("exercise",))) == 0
    services.undo.undo()
    assert _status(services, *ids) == ["superseded", "superseded", "issued"]


def test_a_chain_of_corrections_goes_and_comes_back_part_by_part(services: Services) -> None:
    ids = _corrected(services, 2)
    services.records.delete(ids[2], ids[1])
    assert _status(services, *ids) == ["issued", "superseded in the bin", "issued in the bin"]
    with pytest.raises(EditConflict, match="lies in the bin"):
        services.records.restore(ids[2])
    services.records.restore(ids[1])
    assert _status(services, *ids) == ["superseded", "issued", "issued in the bin"]
    services.undo.undo()
    assert _status(services, *ids) == ["issued", "superseded in the bin", "issued in the bin"]
    services.undo.redo()
    services.records.restore(ids[2])
    assert _status(services, *ids) == ["superseded", "superseded", "issued"]
    assert services.register.check(Silent()) == []


def test_a_draft_that_names_an_original_supersedes_nothing(services: Services) -> None:
    services.records.record(ISSUED)
    draft = an_exercise(links=(Link(relation="supersedes", target=ISSUED.id),))
    services.records.record(draft)
    services.records.delete(draft.id)
    services.records.restore(draft.id)
    services.records.delete(ISSUED.id)
    assert _status(services, ISSUED.id, draft.id) == ["issued in the bin", "draft"]


def test_a_correction_says_what_it_is_when_and_whose(services: Services) -> None:
    services.records.record(ISSUED)
    with pytest.raises(InvalidMeasure) as refusal:
        services.records.correct(ISSUED.id, replace(ISSUED, starts_on=None, ends_on=None), "why")
    assert refusal.value.field == "starts_on"
    assert _status(services, ISSUED.id) == ["issued"]
    assert services.records.count(Query(kinds=("exercise",))) == 1


def test_what_is_recorded_as_issued_is_complete_and_nothing_is_recorded_as_superseded(services: Services) -> None:
    with pytest.raises(InvalidMeasure) as refusal:
        services.records.record(an_exercise(status="issued", activity_type=""))
    assert refusal.value.field == "activity_type"
    with pytest.raises(InvalidMeasure) as refusal:
        services.records.record(a_contact(status="superseded"))
    assert refusal.value.field == "status"
    assert services.records.count(Query(kinds=("exercise", "contact"))) == 0
