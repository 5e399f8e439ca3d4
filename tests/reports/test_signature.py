"""Signed reports: the signature holds, nothing of the report changes, and what is altered later is seen."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cbm_tracker.errors import KeyRefused, UnreadableFile
from cbm_tracker.reports.conformance.checks import faults_of
from cbm_tracker.reports.pdf import write_pdf
from cbm_tracker.reports.seal import seal_of
from cbm_tracker.reports.signature import KeyFile, SigningKey, Token, check_key, sign, signatures_of
from tests.reports.test_pdf import mixed_report, silent


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    write_pdf(replace(mixed_report(), signed=True), path, silent)
    return path


def test_a_report_with_a_field_is_archival_and_signed_it_stays_so(report: Path, key: KeyFile) -> None:
    before = report.read_bytes()
    assert faults_of(report) == ()
    sign(report, key)
    after = report.read_bytes()
    assert after.startswith(before), "the report itself stays as it was"
    assert faults_of(report) == ()
    assert faults_of(report) == (), "what is added departs from no rule, and says nothing else of the report"
    (signature,) = signatures_of(report)
    assert (signature.signer, signature.holds, signature.whole) == ("Verification Centre", True, True)
    seal = seal_of(report)
    assert seal is not None
    assert (seal.holds, seal.length) == (True, len(before))


def field_of(path: Path) -> Any:
    annotations: Any = PdfReader(path).pages[-1]["/Annots"]
    return annotations[0]


def test_the_field_is_on_the_last_page_and_keeps_its_look(report: Path, key: KeyFile) -> None:
    unsigned = field_of(report)["/AP"]["/N"].get_data()
    sign(report, key)
    field = field_of(report)
    assert field["/AP"]["/N"].get_data() == unsigned
    assert field["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"


def test_pdfsig_agrees(report: Path, key: KeyFile) -> None:
    sign(report, key)
    told = subprocess.run(["pdfsig", str(report)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told


def test_what_is_altered_after_signing_is_seen(report: Path, key: KeyFile) -> None:
    sign(report, key)
    data = bytearray(report.read_bytes())
    data[len(data) // 3] ^= 1
    report.write_bytes(data)
    try:
        (signature,) = signatures_of(report)
    except UnreadableFile:
        return
    assert not signature.holds


def test_what_is_added_after_signing_is_seen(report: Path, key: KeyFile) -> None:
    sign(report, key)
    with report.open("ab") as file:
        file.write(b"\n% more\n")
    (signature,) = signatures_of(report)
    assert signature.holds
    assert not signature.whole


def test_a_key_that_cannot_be_had_is_told_with_what_to_look_at(report: Path, key: KeyFile, tmp_path: Path) -> None:
    before = report.read_bytes()
    (tmp_path / "text.p12").write_text("no key")
    refused: tuple[tuple[SigningKey, str, str], ...] = (
        (replace(key, pass_phrase="wrong"), "gives no key with this pass phrase", "pass_phrase"),
        (KeyFile(tmp_path / "text.p12", ""), r"text\.p12 gives no key", "pass_phrase"),
        (KeyFile(tmp_path / "missing.p12", ""), "cannot be read", "path"),
        (Token(tmp_path / "no-library.so", "Office", "seal", "0000"), "does not sign", "library"),
    )
    for wrong, said, field in refused:
        with pytest.raises(KeyRefused, match=said) as of_sign:
            sign(report, wrong)
        with pytest.raises(KeyRefused, match=said) as of_check:
            check_key(wrong)
        assert of_sign.value.field == of_check.value.field == field
        assert hasattr(wrong, field)
    check_key(key)
    assert report.read_bytes() == before


def test_what_opens_a_key_is_not_written_where_it_is_described(key: KeyFile) -> None:
    assert key.pass_phrase not in repr(key)
    assert "0000" not in repr(Token(key.path, "Office", "seal", "0000"))


def test_an_unsigned_file_has_no_signature(report: Path) -> None:
    assert signatures_of(report) == ()
