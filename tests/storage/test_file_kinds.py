"""A file is told by its first bytes, whatever its name says."""

from __future__ import annotations

import random

import pytest

from cbm_tracker.storage.file_kinds import UNKNOWN, what_is

BEGINNINGS = {
    "a PDF document": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a workbook or archive (ZIP)": b"PK\x03\x04rest",
    "an old Office document": b"\xd0\xcf\x11\xe0rest", "a SQLite database": b"SQLite format 3\x00", "a picture (PNG)": b"\x89PNG\r\n",
    "an empty file": b"", "a JSON text": b'\xef\xbb\xbf \n{"kind": "exercise"}', "a text or table": "ζώνη;дата\n".encode(),
    UNKNOWN: b"\x01\x00\x02",
}


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_what_a_file_is(kind: str) -> None:
    assert what_is(BEGINNINGS[kind]) == kind


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig", "cp1252"])
def test_text_is_text_in_any_usual_encoding(encoding: str) -> None:
    assert what_is("Übung;Beginn\r\nHERBSTWIND;2027-06-01\r\n".encode(encoding)) == "a text or table"


def test_what_is_encrypted_is_never_taken_for_text() -> None:
    dice = random.Random(1)
    assert {what_is(dice.randbytes(100)) for _ in range(500)} == {UNKNOWN}
