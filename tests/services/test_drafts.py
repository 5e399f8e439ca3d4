"""Half-filled forms survive a crash."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.services.desk import Desk
from tests.builders import SettableClock

TYPED: dict[str, Any] = {
    "designation": "Größe “x”", "starts_on": "5mar26", "contingents": [["DEU", "7.000", None]], "in_zone": None, "n": 1.5,
}


def test_a_draft_survives_a_crash(services: Services, register_path: Path, desk: Desk) -> None:
    services.drafts.save("new:exercise", "exercise", "New exercise", TYPED)
    crashed = bootstrap.open_register(register_path, desk)  # while the first is still open, as after a crash
    try:
        (draft,) = crashed.drafts.kept()
        assert (draft.key, draft.kind, draft.title, draft.values) == ("new:exercise", "exercise", "New exercise", TYPED)
        assert crashed.drafts.find("new:exercise") == draft
        assert crashed.drafts.find("new:contact") is None
    finally:
        crashed.close()


def test_a_draft_is_replaced_as_one_types_and_dropped_when_saved(services: Services, clock: SettableClock) -> None:
    services.drafts.save("new:exercise", "exercise", "New exercise", {"designation": "N"})
    services.drafts.save("new:contact", "contact", "New contact", {})
    clock.forward(seconds=5)
    services.drafts.save("new:exercise", "exercise", "NO", {"designation": "NO"})
    assert [(draft.key, draft.title) for draft in services.drafts.kept()] == [("new:contact", "New contact"), ("new:exercise", "NO")]
    services.drafts.drop("new:exercise")
    services.drafts.drop("new:exercise")
    assert [draft.key for draft in services.drafts.kept()] == ["new:contact"]


def test_drafts_are_no_records(services: Services) -> None:
    before = services.undo.latest()
    services.drafts.save("new:exercise", "exercise", "New exercise", TYPED)
    assert services.undo.latest() == before
    assert services.undo.undo_label() == ""
