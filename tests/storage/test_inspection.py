"""Planted damage is found and named; a sound register has no findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cbm_tracker.storage import database
from cbm_tracker.storage.inspection import Finding, inspect
from cbm_tracker.storage.store import Store
from tests.builders import a_contact, an_exercise, an_operation, change_raw

CONTACT = "7b0e5f5e-3f0d-4a57-9a5b-0f6f3f1d2c10"


@pytest.fixture
def written(register_path: Path, store: Store) -> Path:
    """A register with an exercise and a contact of three revisions, closed."""
    contact = a_contact(id=CONTACT)
    with store.transaction(an_operation()) as transaction:
        transaction.writer.add_many([contact, an_exercise()])
    for number in (1, 2):
        with store.transaction(an_operation("revise")) as transaction:
            transaction.writer.revise(replace(contact, subject=f"Subject {number}"), number)
    store.close()
    return register_path


def _findings(path: Path) -> list[Finding]:
    store = Store(database.open_existing(path))
    try:
        with store.reading() as reading:
            return inspect(reading, lambda *_: None)
    finally:
        store.close()


def test_a_sound_register_has_no_findings(written: Path) -> None:
    assert _findings(written) == []


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        ("UPDATE record SET body = replace(body, 'Subject 2', 'Subject 3')", f"record {CONTACT}"),
        ("UPDATE record SET body = substr(body, 2)", "record"), ("UPDATE record SET body = '{}'", "record"),
        ("UPDATE record SET body = x'ff'", "record"), (f"DELETE FROM record WHERE uuid = '{CONTACT}'", f"record {CONTACT}"),
        ("UPDATE record SET revision = revision + 1", "record"), ("UPDATE record SET in_bin = 1", "record"),
        ("UPDATE record SET status = 'issued'", "record"), ("UPDATE record SET reference = 'X'", "record"),
        (f"UPDATE record SET uuid = '{'0' * 8}' || substr(uuid, 9) WHERE uuid = '{CONTACT}'", "record"),
        ("UPDATE revision SET after = replace(after, 'Subject 1', 'Subject X') WHERE number = 2", f"record {CONTACT}"),
        ("UPDATE revision SET before = replace(before, 'Subject 1', 'Subject X') WHERE number = 3", f"record {CONTACT}"),
        ("UPDATE revision SET before = NULL WHERE number = 3", f"record {CONTACT}"),
        ("DELETE FROM revision WHERE number = 3", f"record {CONTACT}"), ("DELETE FROM revision WHERE number = 2", f"record {CONTACT}"),
        ("DELETE FROM revision WHERE number = 1", "record"), ("DELETE FROM operation WHERE pk = 2", "revision"),
        ("DELETE FROM record_search WHERE rowid = 1", "record"),
        ("INSERT INTO record_search (rowid, words) VALUES (99, 'stray')", "search index"),
        ("UPDATE record_state SET record = 99", "record_state"),
    ],
)
def test_planted_damage_is_found(written: Path, damage: str, where: str) -> None:
    change_raw(written, damage)
    found = _findings(written)
    assert found
    assert any(finding.where.startswith(where) for finding in found), found
    assert all(finding.problem.endswith(".") for finding in found if finding.where != "structure")


def test_a_flipped_byte_in_a_page_is_found_or_said(written: Path) -> None:
    data = bytearray(written.read_bytes())
    at = data.rindex(b"Subject 2")
    data[at] ^= 0x01
    written.write_bytes(bytes(data))
    assert any(finding.where == f"record {CONTACT}" for finding in _findings(written))


def test_no_more_is_named_than_helps(written: Path) -> None:
    store = Store(database.open_existing(written))
    with store.transaction(an_operation()) as transaction:
        transaction.writer.add_many([a_contact() for _ in range(300)])
    store.close()
    change_raw(written, "UPDATE record SET body = '[]'")
    assert len(_findings(written)) == 100
