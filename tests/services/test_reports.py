"""Issuing reports from a register: numbers, what is noted, what is refused, and nothing where it was cancelled."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import Cancelled, CbmTrackerError, NotWritable, ReportFailed
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.report_check import check_report
from cbm_tracker.services.reports import KeyFile, ReportRequest
from tests.builders import SettableClock, a_contact, a_notification, an_exercise, an_inspection, day

REQUEST = ReportRequest("period", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC))


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path, strict=True).pages)


@pytest.fixture
def filled(services: Services) -> Services:
    for record in (an_exercise(status="issued"), a_notification(), an_inspection(), a_contact()):
        services.records.record(record)
    return services


def test_a_report_is_a_file_with_a_number_and_noted(filled: Services, tmp_path: Path, clock: SettableClock) -> None:
    path = tmp_path / "report.pdf"
    issued = filled.reports.print_pdf(REQUEST, path, Silent())
    assert (issued.path, issued.number) == (path, "2027/001")
    assert issued.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert issued.pages == len(PdfReader(path).pages)
    (past,) = filled.reports.issued()
    assert (past.number, past.request, past.pages, past.sha256) == ("2027/001", REQUEST, issued.pages, issued.sha256)
    assert past.issued_at == "2027-03-01T08:00:00Z"
    text = text_of(path)
    for told in ("NORTHERN ARC 27", "Verification Centre", "Germany", "2027/001", "Vienna Document 2011"):
        assert told in text


def test_the_same_request_gets_the_same_number_and_bytes(filled: Services, tmp_path: Path) -> None:
    first = filled.reports.print_pdf(REQUEST, tmp_path / "first.pdf", Silent())
    other = filled.reports.print_pdf(replace(REQUEST, states=("FRA",)), tmp_path / "other.pdf", Silent())
    again = filled.reports.print_pdf(REQUEST, tmp_path / "again.pdf", Silent())
    assert (first.number, other.number, again.number) == ("2027/001", "2027/002", "2027/001")
    assert first.path.read_bytes() == again.path.read_bytes()
    assert [past.number for past in filled.reports.issued()] == ["2027/002", "2027/001"]


def test_what_the_register_says_later_is_another_report(filled: Services, tmp_path: Path) -> None:
    first = filled.reports.print_pdf(REQUEST, tmp_path / "first.pdf", Silent())
    filled.records.record(an_exercise(designation="SOUTHERN ARC 27", reference="EX/27/02"))
    second = filled.reports.print_pdf(REQUEST, tmp_path / "second.pdf", Silent())
    assert (first.number, second.number) == ("2027/001", "2027/002")
    assert first.sha256 != second.sha256


def test_a_preview_is_what_would_be_issued_and_notes_nothing(filled: Services, tmp_path: Path) -> None:
    preview = filled.reports.preview(REQUEST, tmp_path / "preview.pdf", Silent())
    assert filled.reports.issued() == []
    issued = filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent())
    assert (preview.number, preview.sha256, preview.pages) == (issued.number, issued.sha256, issued.pages)


def test_the_bin_and_what_was_superseded_stay_out(filled: Services, tmp_path: Path) -> None:
    gone = an_exercise(designation="GONE", reference="EX/27/08")
    wrong = an_exercise(designation="WRONG", reference="EX/27/09", status="issued")
    filled.records.record(gone)
    filled.records.record(wrong)
    filled.records.delete(gone.id)
    filled.records.correct(wrong.id, replace(wrong, designation="RIGHT", status="draft"), "misprint")
    text = " ".join(text_of(filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent()).path).split())
    assert "GONE" not in text
    assert "WRONG" not in text
    assert "RIGHT" in text
    assert "1 record is left out because a correction" in text


def test_filters_of_the_request_hold(filled: Services, tmp_path: Path) -> None:
    filled.records.record(an_exercise(designation="ELSEWHERE", agreements=("in-pk-1988",), starts_on=day("2027-02-01"), ends_on=None))
    filled.records.record(an_exercise(designation="LATER", starts_on=day("2027-12-01"), ends_on=None))
    text = text_of(filled.reports.print_pdf(replace(REQUEST, agreements=("vd11",)), tmp_path / "report.pdf", Silent()).path)
    assert "NORTHERN ARC 27" in text
    assert "ELSEWHERE" not in text
    assert "LATER" not in text
    assert "Helicopter near the line" not in text
    text = text_of(filled.reports.print_pdf(replace(REQUEST, states=("PAK",)), tmp_path / "report.pdf", Silent()).path)
    assert "Helicopter near the line" in text
    assert "NORTHERN ARC 27" not in text


def test_undated_records_are_told(filled: Services, tmp_path: Path) -> None:
    filled.records.record(an_exercise(designation="SOMETIME", starts_on=None, ends_on=None))
    text = text_of(filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent()).path)
    assert "Records without a date" in text
    assert "SOMETIME" in text


def test_every_page_of_a_rehearsal_register_says_exercise(tmp_path: Path, desk: Desk) -> None:
    services = bootstrap.new_register(tmp_path / "rehearsal.cbm", desk, owner="AUT", rehearsal=True)
    try:
        services.records.record(an_exercise())
        services.register.describe(owner="AUT", office="", marking="Restricted")
        issued = services.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent())
    finally:
        services.close()
    for page in PdfReader(issued.path).pages:
        text = page.extract_text()
        assert text.count("EXERCISE") >= 2
        assert text.count("RESTRICTED") == 2


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (replace(REQUEST, from_on=date(2027, 7, 1)), "ends before"),
        (replace(REQUEST, kind="annual"), "“annual” is not a kind of report"),
        (replace(REQUEST, language="pt"), "not written in “pt” yet"),
        (replace(REQUEST, paper="A5"), "“A5” is not a paper"),
        (replace(REQUEST, at=REQUEST.at.replace(tzinfo=None)), "has no zone"),
    ],
)
def test_a_request_that_cannot_be_is_refused_in_a_sentence(
    filled: Services, tmp_path: Path, request_: ReportRequest, sentence: str
) -> None:
    path = tmp_path / "report.pdf"
    with pytest.raises(CbmTrackerError, match=sentence):
        filled.reports.print_pdf(request_, path, Silent())
    assert not path.exists()
    assert filled.reports.issued() == []


def test_the_kinds_of_report_are_told_in_words(services: Services) -> None:
    assert services.reports.kinds()["period"].says == "everything the register holds of a period, with its sources and gaps"


class CancelledAt:
    """Cancels when a step of this kind is told."""

    def __init__(self, doing: str) -> None:
        self.doing = doing

    def step(self, done: int, total: int, doing: str) -> None:
        if doing == self.doing:
            raise Cancelled


@pytest.mark.parametrize("doing", ["Asking the rules", "Reading records", "Drawing pages"])
def test_a_cancelled_report_leaves_nothing_and_takes_no_number(filled: Services, tmp_path: Path, doing: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Cancelled):
        filled.reports.print_pdf(REQUEST, folder / "report.pdf", CancelledAt(doing))
    assert list(folder.iterdir()) == []
    assert filled.reports.issued() == []
    assert filled.reports.print_pdf(REQUEST, folder / "report.pdf", Silent()).number == "2027/001"


def test_a_sign_no_font_has_is_an_error_that_names_the_record_and_takes_no_number(filled: Services, tmp_path: Path) -> None:
    filled.records.record(an_exercise(designation="ประเทศ 27"))
    path = tmp_path / "report.pdf"
    with pytest.raises(ReportFailed, match="Exercise ประเทศ 27"):
        filled.reports.print_pdf(REQUEST, path, Silent())
    assert not path.exists()
    assert filled.reports.issued() == []


def test_a_place_that_cannot_be_written_takes_no_number(filled: Services, tmp_path: Path) -> None:
    with pytest.raises(NotWritable):
        filled.reports.print_pdf(REQUEST, tmp_path / "missing" / "report.pdf", Silent())
    assert filled.reports.issued() == []


def test_two_reports_at_once_get_two_numbers(filled: Services, tmp_path: Path) -> None:
    class AnotherIsIssuedMeanwhile:
        done = False

        def step(self, done: int, total: int, doing: str) -> None:
            if doing == "Drawing pages" and not self.done:
                self.done = True
                filled.reports.print_pdf(replace(REQUEST, recipient="Vienna"), tmp_path / "other.pdf", Silent())

    issued = filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", AnotherIsIssuedMeanwhile())
    assert issued.number == "2027/002"
    assert "2027/002" in text_of(issued.path)
    assert "2027/001" in text_of(tmp_path / "other.pdf")


def test_the_bytes_do_not_hang_on_the_process(filled: Services, tmp_path: Path, register_path: Path) -> None:
    program = (
        "import sys; from datetime import *; from pathlib import Path; from cbm_tracker import bootstrap;"
        "from cbm_tracker.services.progress import Silent; from cbm_tracker.services.reports import ReportRequest;"
        "services = bootstrap.open_register(Path(sys.argv[1]));"
        "request = ReportRequest('period', date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC));"
        "print(services.reports.preview(request, Path(sys.argv[2]), Silent()).sha256); services.close()"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", program, str(register_path), str(tmp_path / "out.pdf")], check=True, capture_output=True, text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(bootstrap.__file__).parents[1]), "TZ": zone}, cwd=tmp_path,
        ).stdout.strip()
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert sums == {filled.reports.preview(REQUEST, tmp_path / "report.pdf", Silent()).sha256}


@pytest.mark.parametrize("module", ["reportlab", "cbm_tracker.reports.release_gate"])
def test_what_only_a_report_needs_is_not_loaded_before_the_first_one(module: str) -> None:
    program = f"import sys; import cbm_tracker.bootstrap; print({module!r} in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True,
                          env={"PYTHONPATH": str(Path(bootstrap.__file__).parents[1])})
    assert told.stdout.strip() == "False"


def test_no_report_and_no_export_is_written_over_a_register(services: Services) -> None:
    before = services.path.read_bytes()[:100]
    request = ReportRequest("period", date(2027, 1, 1), date(2027, 12, 31), services.desk.now())
    with pytest.raises(NotWritable, match="is a register"):
        services.reports.print_pdf(request, services.path, Silent())
    with pytest.raises(NotWritable, match="is a register"):
        services.exchange.export(Query(kinds=("exercise",)), "json", services.path, Silent())
    assert services.path.read_bytes()[:100] == before
    assert services.reports.issued() == []


def test_a_sign_no_font_has_names_its_record_also_where_a_headline_shows_it(services: Services, tmp_path: Path) -> None:
    services.records.record(an_exercise(designation="登記 27", starts_on=day("2027-06-01"), ends_on=None, completed_on=None))
    request = ReportRequest("period", date(2027, 1, 1), date(2027, 12, 31), services.desk.now())
    with pytest.raises(ReportFailed, match="登記 27"):
        services.reports.print_pdf(request, tmp_path / "glyph.pdf", Silent())


def test_a_signed_report_is_issued_and_known_again(filled: Services, tmp_path: Path, key: KeyFile) -> None:
    issued = filled.reports.print_pdf(REQUEST, tmp_path / "signed.pdf", Silent(), receipt=True, signing=key)
    (past,) = filled.reports.issued()
    assert past.sha256 != issued.sha256, "the register notes what can be made again"
    found = check_report(issued.path, Silent(), filled.reports)
    assert found.holds
    assert found.issued_as == past
    assert [signature.signer for signature in found.file.signatures] == ["Verification Centre"]
    again = filled.reports.remake(issued.number, tmp_path / "again.pdf", Silent())
    assert issued.path.read_bytes().startswith(again.path.read_bytes())


def test_a_key_that_cannot_be_had_leaves_nothing(filled: Services, tmp_path: Path, key: KeyFile) -> None:
    with pytest.raises(CbmTrackerError, match="gives no key with this pass phrase"):
        filled.reports.print_pdf(REQUEST, tmp_path / "signed.pdf", Silent(), signing=replace(key, pass_phrase="wrong"))
    assert not (tmp_path / "signed.pdf").exists()
    assert filled.reports.issued() == []
