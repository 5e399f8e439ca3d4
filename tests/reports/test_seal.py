"""The seal of a PDF: any change to the file shows, and what is appended leaves the sealed part as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbm_tracker.reports.seal import Seal, seal, seal_of

_OBJECTS = b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n"
_STREAM = (
    b"2 0 obj\n<</Type /XRef /Size 3 /W [1 2 1] /Root 1 0 R /ID [<00ff><00ff>] /Length 12>>\nstream\n"
    b"\x00\x00\x00\xff\x01\x00\x09\x00\x01\x00\x2b\x00\nendstream\nendobj\n"
)
_TABLE = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2\n/ID \n[<00ff><00ff>]\n% made by hand\n/Root 1 0 R>>\n"


def a_pdf(path: Path, references: bytes) -> Path:
    path.write_bytes(_OBJECTS + references + b"startxref\n%d\n%%%%EOF\n" % len(_OBJECTS))
    return path


@pytest.mark.parametrize("references", [_STREAM, _TABLE], ids=["stream", "table"])
def test_a_flipped_bit_breaks_the_seal_wherever_it_is(tmp_path: Path, references: bytes) -> None:
    path = a_pdf(tmp_path / "sealed.pdf", references)
    seal(path)
    whole = path.read_bytes()
    assert seal_of(path) == Seal(True, len(whole), 0)
    assert whole.startswith(_OBJECTS)
    for at in range(len(whole)):
        for bit in (0, 5):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
            found = seal_of(path)
            assert found is None or not found.holds, f"bit {bit} of byte {at}"


def test_what_is_cut_off_or_put_in_breaks_the_seal(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "sealed.pdf", _TABLE)
    seal(path)
    whole = path.read_bytes()
    for changed in (whole[:-1], whole[1:], b" " + whole, whole[:30] + b" " + whole[30:]):
        path.write_bytes(changed)
        found = seal_of(path)
        assert found is None or not found.holds


def test_what_is_appended_is_told_and_leaves_the_sealed_part(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "sealed.pdf", _STREAM)
    seal(path)
    length = path.stat().st_size
    update = b"1 0 obj\n<</Type /Catalog /AcroForm 3 0 R>>\nendobj\nxref\ntrailer\n<</ID [<00ff><11>]>>\nstartxref\n%d\n%%%%EOF\n" % length
    with path.open("ab") as file:
        file.write(update)
    assert seal_of(path) == Seal(True, length, len(update))


def test_sealing_again_changes_nothing(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "sealed.pdf", _TABLE)
    seal(path)
    once = path.read_bytes()
    seal(path)
    assert path.read_bytes() == once


def test_files_without_a_seal_have_none(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "other.pdf", _TABLE)
    assert seal_of(path) is None
    path.write_bytes(b"")
    assert seal_of(path) is None
