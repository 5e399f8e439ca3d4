"""A record whose files are being taken in can be let go of: nothing of it is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import Cancelled
from tests.builders import a_contact


class _CancelledAt:
    """Cancels at its nth step."""

    def __init__(self, last: int) -> None:
        self.left, self.said = last, ""

    def step(self, done: int, total: int, doing: str) -> None:
        self.said = f"{doing}: {done} of {total}"
        self.left -= 1
        if not self.left:
            raise Cancelled


def test_what_is_cancelled_between_two_parts_of_a_file_is_not_recorded(services: Services, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7" + bytes(3_000_000))
    progress = _CancelledAt(2)
    with pytest.raises(Cancelled):
        services.records.record_with_files(a_contact(), [scan], progress=progress)
    assert progress.said == f"Taking in scan.pdf: {1 << 20} of 3000008"
    assert services.records.count(Query(kinds=("contact",))) == 0
    assert services.undo.undo_label() == ""


def test_a_cancelled_revision_and_correction_leave_the_record_alone(services: Services, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7")
    contact = a_contact()
    services.records.record(contact)
    with pytest.raises(Cancelled):
        services.records.revise(replace(contact, subject="Other"), 1, files=[scan], progress=_CancelledAt(1))
    assert services.records.get(contact.id).record == contact
    services.records.issue(contact.id)
    with pytest.raises(Cancelled):
        services.records.correct(contact.id, contact, "A file was left out.", [scan], progress=_CancelledAt(1))
    assert services.records.get(contact.id).record.status == "issued"


def test_undo_tells_how_many_records_it_would_change(services: Services) -> None:
    contacts = [a_contact(), a_contact(), a_contact()]
    for contact in contacts:
        services.records.record(contact)
    services.records.delete(*(contact.id for contact in contacts))
    deletion = services.undo.next_undo()
    assert deletion is not None
    assert services.undo.extent(deletion.number) == 3
