"""Checking a report as a PDF: whose it is, whether a bit was changed, which register issued it and what that says now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.errors import UnreadableFile
from cbm_tracker.reports.editions import LANGUAGES
from cbm_tracker.reports.seal import seal_of
from cbm_tracker.reports.signature import KeyFile, adds_signatures_alone, sign
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.report_check import check_report, is_register
from cbm_tracker.services.reports import ReportRequest
from tests.builders import a_contact, an_exercise, an_inspection

REQUEST = ReportRequest("period", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC))


@pytest.fixture
def issued(services: Services, tmp_path: Path) -> Path:
    for record in (an_exercise(status="issued"), an_inspection(), a_contact()):
        services.records.record(record)
    return services.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent()).path


def test_a_report_as_issued_holds_and_says_what_it_is(services: Services, issued: Path) -> None:
    checked = check_report(issued, Silent(), services.reports)
    assert checked.holds
    (past,) = services.reports.issued()
    assert checked.issued_as == past
    assert checked.says_the_same
    assert (checked.file.number, checked.file.at, checked.file.sha256) == (past.number, REQUEST.at, past.sha256)
    assert checked.file.fingerprint == past.fingerprint
    assert checked.file.data is not None
    assert checked.file.register == "Test register"
    assert checked.file.program.startswith("CBM Tracker ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_in_any_language_holds_and_says_what_it_is(services: Services, tmp_path: Path, language: str) -> None:
    services.records.record(an_exercise(status="issued"))
    printed = services.reports.print_pdf(replace(REQUEST, language=language), tmp_path / "report.pdf", Silent()).path
    checked = check_report(printed, Silent(), services.reports)
    assert checked.holds
    (past,) = services.reports.issued()
    assert (checked.file.number, checked.file.at, checked.file.fingerprint) == (past.number, REQUEST.at, past.fingerprint)


def test_without_a_register_it_is_not_told_who_issued_it(issued: Path) -> None:
    checked = check_report(issued, Silent())
    assert checked.holds
    assert (checked.asked_register, checked.issued_as, checked.says_the_same) == (False, None, None)


def test_another_register_has_not_issued_it(issued: Path, tmp_path: Path, desk: Desk) -> None:
    other = bootstrap.new_register(tmp_path / "other.cbm", desk, owner="FRA")
    try:
        checked = check_report(issued, Silent(), other.reports)
        assert [found.problem for found in checked.problems] == ["The register has not issued report 2027/001."]
        other.reports.print_pdf(REQUEST, tmp_path / "theirs.pdf", Silent())
        (found,) = check_report(issued, Silent(), other.reports).problems
        assert found.problem.startswith("The register issued report 2027/001 with other bytes")
    finally:
        other.close()


def test_what_the_register_would_say_now_is_told_line_by_line(services: Services, issued: Path) -> None:
    services.records.record(an_exercise(designation="SOUTHERN ARC 27", reference="EX/27/02", status="issued"))
    checked = check_report(issued, Silent(), services.reports)
    assert checked.holds
    assert checked.says_the_same is False
    assert any("SOUTHERN ARC 27" in found.now and not found.then for found in checked.differences)
    assert not any("SOUTHERN ARC 27" in found.then for found in checked.differences)
    assert any(found.then and found.now for found in checked.differences), "a line that changed is told as one"


def test_another_file_of_the_same_data_is_not_the_one_that_was_issued(services: Services, issued: Path, tmp_path: Path) -> None:
    other = tmp_path / "letter.pdf"
    services.reports.print_pdf(replace(REQUEST, paper="Letter"), other, Silent())
    assert check_report(other, Silent(), services.reports).holds
    with services.reports.store.transaction(services.desk.operation("test", "what a lost note looks like")) as transaction:
        transaction.forget_report(transaction.reports()[-1])
    (found,) = check_report(other, Silent(), services.reports).problems
    assert found.problem == "The register has not issued report 2027/002."


def test_each_flipped_bit_is_noticed(issued: Path, tmp_path: Path) -> None:
    whole = issued.read_bytes()
    places = [*range(0, len(whole), 97), *range(len(whole) - 200, len(whole))]
    changed = tmp_path / "changed.pdf"
    for at in places:
        bit = 1 << at % 8
        changed.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        assert not is_register(changed), f"byte {at}"
        try:
            holds = check_report(changed, Silent()).holds
        except UnreadableFile:
            holds = False
        assert not holds, f"bit {bit} of byte {at}"


def test_what_is_cut_off_or_added_is_noticed(issued: Path, tmp_path: Path) -> None:
    whole = issued.read_bytes()
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(whole[:-1])
    assert check_report(changed, Silent()).problems[0].where == "seal"
    changed.write_bytes(whole[:2000])
    with pytest.raises(UnreadableFile, match="damaged beyond reading"):
        check_report(changed, Silent())
    changed.write_bytes(whole + b"% a note\n")
    (found,) = check_report(changed, Silent()).problems
    assert found.problem == "The report is as it was, but 9 bytes follow that were added later, such as notes."


def test_a_report_saved_again_by_another_program_is_noticed(issued: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    with pikepdf.open(issued) as pdf:
        pdf.save(again)
    checked = check_report(again, Silent())
    assert not checked.holds
    assert checked.file.number == "2027/001"


def somebody_elses(path: Path) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Creator"] = "Another program"
        pdf.save(path)
    return path


def locked(path: Path) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return path


def written(text: bytes) -> object:
    def write(path: Path) -> Path:
        path.write_bytes(text)
        return path

    return write


@pytest.mark.parametrize(("make", "sentence"), [
    (somebody_elses, "is a PDF document, but not a report of CBM Tracker"),
    (locked, "is protected with a password"),
    (written(b"%PDF-1.7\n" + bytes(300)), "damaged beyond reading"),
    (written(b"Excellency,\n"), "is a text or table, neither a register nor a report"),
    (written(b""), "is an empty file, neither"),
    (written(b'{"kind": "exercise"}'), "is a JSON text, neither"),
], ids=["somebody else's", "locked", "damaged", "text", "empty", "JSON"])
def test_what_is_no_report_is_said_in_a_sentence(make: object, sentence: str, tmp_path: Path) -> None:
    assert callable(make)
    path = make(tmp_path / "file.pdf")
    with pytest.raises(UnreadableFile, match=sentence):
        check_report(path, Silent())


@pytest.mark.parametrize("name", ["missing.pdf", "."])
def test_what_is_not_there_or_a_folder_is_said(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"is not there|is a folder"):
        check_report(tmp_path / name, Silent())


def test_what_is_changed_and_signed_then_is_noticed(services: Services, issued: Path, key: KeyFile, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    services.reports.print_pdf(REQUEST, path, Silent(), signing=key)
    assert check_report(path, Silent(), services.reports).holds
    forged = tmp_path / "forged.pdf"
    sealed = seal_of(path)
    assert sealed is not None
    forged.write_bytes(path.read_bytes()[: sealed.length])
    with forged.open("r+b") as file:
        writer: Any = IncrementalPdfFileWriter(file)
        reference, _ = writer.find_page_for_modification(0)
        page = reference.get_object()
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
        writer.update_container(page)
        writer.write_in_place()
    sign(forged, key)
    (found,) = check_report(forged, Silent(), services.reports).problems
    assert found.problem == "The report was changed before it was signed: more than a signature was added to what was issued."


def test_another_document_put_behind_a_report_and_signed_is_noticed(services: Services, key: KeyFile, tmp_path: Path) -> None:
    """What is read of such a file is the other document alone: its cross-references do not lead back."""
    path, other = tmp_path / "signed.pdf", tmp_path / "other.pdf"
    services.reports.print_pdf(REQUEST, path, Silent(), signing=key)
    services.reports.print_pdf(replace(REQUEST, to_on=date(2027, 3, 1)), other, Silent(), signing=key)
    assert adds_signatures_alone(path, path.stat().st_size) is False, "nothing lies behind it"
    assert adds_signatures_alone(other, 100) is False
