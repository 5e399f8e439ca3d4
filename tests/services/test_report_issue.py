"""Issued reports over time: as known on a date, made again byte for byte, with a receipt, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cbm_tracker import __version__, bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import NotFound, NotWritable, ReportFailed
from cbm_tracker.reports.seal import seal_of
from cbm_tracker.services import report_issue
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import ReportRequest, as_known_then, receipt_path
from tests.builders import SettableClock, a_contact, a_notification, an_exercise, an_inspection, change_raw
from tests.services.test_rule_packs import HEAD, RULE, written

REQUEST = ReportRequest("period", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC))


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path, strict=True).pages).split())


def add_pack(services: Services, folder: Path, text: str) -> None:
    services.rules.carry_out(services.rules.add(written(folder, text)))


@pytest.fixture
def filled(services: Services, tmp_path: Path) -> Services:
    add_pack(services, tmp_path, HEAD + RULE)
    for record in (an_exercise(status="issued", agreements=("river-2001",)), a_notification(), an_inspection(), a_contact()):
        services.records.record(record)
    return services


def change_everything(services: Services, folder: Path) -> None:
    """Correct, change, delete, take away and add records, replace a rule pack and what the register says of itself."""
    found = {kind: services.records.page(Query(kinds=(kind,))).rows[0].id for kind in ("exercise", "notification", "inspection", "contact")}
    services.records.correct(found["exercise"], an_exercise(designation="CORRECTED ARC", agreements=("river-2001",)), "Name.")
    notice = services.records.get(found["notification"])
    services.records.revise(replace(a_notification(subject="Another subject"), id=notice.record.id), notice.revision, "Subject.")
    services.records.delete(found["contact"])
    services.records.empty_bin()
    services.records.delete(found["inspection"])
    services.records.record(an_exercise(designation="ADDED LATER"))
    add_pack(services, folder, (HEAD + RULE).replace('version = "1"', 'version = "2"').replace("days = 30", "days = 300"))
    services.register.describe(owner="FRA", office="Another office", marking="OTHER", name="Renamed")


def cover_of(services: Services, number: str) -> dict[str, str]:
    """Return the facts of the cover of an issued report."""
    past = next(past for past in services.reports.issued() if past.number == number)
    return dict(services.reports.said_now(past, Silent()).cover.facts)


# ---------------------------------------------------------------- what is noted


def test_an_issued_report_is_noted_with_all_it_takes_to_make_it_again(filled: Services, tmp_path: Path) -> None:
    issued = filled.reports.print_pdf(replace(REQUEST, recipient="Poland", states=("DEU",)), tmp_path / "report.pdf", Silent())
    with filled.reports.store.reading() as reading:
        (noted,) = reading.reports()
        assert json.loads(noted.request) == {
            "kind": "period", "from_on": "2027-01-01", "to_on": "2027-06-30", "at": "2027-07-05T10:00:00+00:00", "recipient": "Poland",
            "states": ["DEU"],
        }
        assert noted.operation == reading.state()
    (past,) = filled.reports.issued()
    assert past.request == replace(REQUEST, recipient="Poland", states=("DEU",))
    assert (past.fingerprint, past.sha256, past.made_with, past.officer) == (issued.fingerprint, issued.sha256, __version__, "A. Officer")
    assert (past.previous, past.previous_fingerprint, past.corrects) == ("", "", "")
    seal = seal_of(issued.path)
    assert seal is not None
    assert seal.holds


def test_the_next_report_prints_number_and_fingerprint_of_the_last(filled: Services, tmp_path: Path) -> None:
    first = filled.reports.print_pdf(REQUEST, tmp_path / "first.pdf", Silent())
    second = filled.reports.print_pdf(replace(REQUEST, states=("FRA",)), tmp_path / "second.pdf", Silent())
    assert "Previous report" not in cover_of(filled, first.number)
    told = cover_of(filled, second.number)["Previous report"]
    assert told.startswith(f"2027/001, fingerprint {first.fingerprint[:4].upper()} {first.fingerprint[4:8].upper()} ")
    assert told.replace(" ", "").lower().endswith(first.fingerprint)
    assert first.fingerprint[-4:].upper() in text_of(second.path)
    noted = filled.reports.issued()[0]
    assert (noted.previous, noted.previous_fingerprint) == (first.number, first.fingerprint)


def test_the_same_register_request_and_instant_give_the_same_bytes_on_every_desk(
    filled: Services, tmp_path: Path, register_path: Path, desk: Desk
) -> None:
    filled.reports.print_pdf(REQUEST, tmp_path / "first.pdf", Silent())
    filled.register.save_copy(tmp_path / "copy.cbm", Silent())
    here = filled.reports.print_pdf(replace(REQUEST, states=("FRA",)), tmp_path / "here.pdf", Silent())
    copy = bootstrap.open_register(tmp_path / "copy.cbm", replace(desk, officer="B. Officer"))
    try:
        there = copy.reports.print_pdf(replace(REQUEST, states=("FRA",)), tmp_path / "there.pdf", Silent())
    finally:
        copy.close()
    assert here.number == there.number == "2027/002"
    assert here.path.read_bytes() == there.path.read_bytes()


def test_what_went_out_drawn_otherwise_gets_a_number_of_its_own(filled: Services, tmp_path: Path, register_path: Path) -> None:
    filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent())
    change_raw(register_path, f"UPDATE report SET sha256 = '{'0' * 64}'")
    again = filled.reports.print_pdf(REQUEST, tmp_path / "again.pdf", Silent())
    assert again.number == "2027/002"
    assert again.sha256 == hashlib.sha256(again.path.read_bytes()).hexdigest() == filled.reports.issued()[0].sha256


# ---------------------------------------------------------------- as known on a date


def test_a_past_instant_is_told_as_the_register_knew_it(filled: Services, tmp_path: Path, clock: SettableClock) -> None:
    then = replace(REQUEST, at=clock.shows)
    at_the_time = filled.reports.content(then, Silent())
    clock.forward(days=30)
    change_everything(filled, tmp_path)
    request = as_known_then(then, clock.shows)
    assert request.known_at == then.at
    content = filled.reports.content(request, Silent())
    assert content == at_the_time
    issued = filled.reports.print_pdf(request, tmp_path / "report.pdf", Silent())
    text = text_of(issued.path)
    assert "NORTHERN ARC 27" in text
    assert "Verification Centre" in text
    assert not {"ADDED", "Renamed", "CORRECTED"} & set(text.split())
    assert "what was recorded later is not in it" in text
    assert "As known then" in cover_of(filled, issued.number)


def test_an_instant_that_has_not_passed_is_told_from_what_the_register_holds(services: Services, clock: SettableClock) -> None:
    assert as_known_then(replace(REQUEST, at=clock.shows), clock.shows).known_at is None


def test_an_instant_before_the_register_began_is_told_from_what_it_holds_and_the_cover_says_so(
    filled: Services, tmp_path: Path, clock: SettableClock
) -> None:
    request = as_known_then(replace(REQUEST, at=datetime(2026, 12, 31, tzinfo=UTC)), clock.shows)
    text = text_of(filled.reports.print_pdf(request, tmp_path / "report.pdf", Silent()).path)
    assert "NORTHERN ARC 27" in text
    assert "The register was begun after" in text


# ---------------------------------------------------------------- made again


@pytest.mark.parametrize("asked", [REQUEST, replace(REQUEST, kind="hotline", paper="Letter", grey=True), replace(REQUEST, kind="gaps")])
def test_a_report_is_made_again_byte_for_byte_whatever_was_changed_since(
    filled: Services, tmp_path: Path, register_path: Path, desk: Desk, clock: SettableClock, asked: ReportRequest
) -> None:
    filled.reports.print_pdf(replace(REQUEST, states=("POL",)), tmp_path / "before.pdf", Silent())
    issued = filled.reports.print_pdf(asked, tmp_path / "report.pdf", Silent())
    clock.forward(days=3)
    change_everything(filled, tmp_path)
    later = filled.reports.print_pdf(asked, tmp_path / "later.pdf", Silent())
    assert later.fingerprint != issued.fingerprint
    filled.close()
    restarted = bootstrap.open_register(register_path, desk)
    try:
        again = restarted.reports.remake("2027/2", tmp_path / "again.pdf", Silent())
        noted = len(restarted.reports.issued())
    finally:
        restarted.close()
    assert (again.number, again.remark, noted) == ("2027/002", "", 3)
    assert again.path.read_bytes() == (tmp_path / "report.pdf").read_bytes()


def test_a_report_drawn_otherwise_by_another_version_is_said_to_be_so(filled: Services, tmp_path: Path, register_path: Path) -> None:
    issued = filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent())
    change_raw(register_path, f"UPDATE report SET sha256 = '{'0' * 64}', made_with = '0.0.9'")
    again = filled.reports.remake(issued.number, tmp_path / "again.pdf", Silent())
    assert again.path.exists()
    assert f"says what report 2027/001 said when it was issued (fingerprint {issued.fingerprint[:8]}…)" in again.remark
    assert "version 0.0.9" in again.remark


def test_a_report_that_would_say_something_else_is_not_made_again(filled: Services, tmp_path: Path, register_path: Path) -> None:
    filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent())
    change_raw(register_path, f"UPDATE report SET fingerprint = '{'0' * 64}', made_with = '0.0.9'")
    with pytest.raises(ReportFailed, match=r"does not come out as it was issued.*version 0\.0\.9; nothing was written"):
        filled.reports.remake("2027/001", tmp_path / "again.pdf", Silent())
    assert not (tmp_path / "again.pdf").exists()


def test_a_report_of_before_its_state_was_noted_is_made_from_what_stood_when_it_was_issued(
    filled: Services, tmp_path: Path, register_path: Path, clock: SettableClock
) -> None:
    issued = filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent())
    change_raw(register_path, "UPDATE report SET operation = 0, made_with = ''")
    clock.forward(days=1)
    change_everything(filled, tmp_path)
    assert filled.reports.remake(issued.number, tmp_path / "again.pdf", Silent()).sha256 == issued.sha256


@pytest.mark.parametrize("number", ["2027/002", "1", "", "2027/001; DROP"])
def test_a_number_that_was_not_issued_is_said(filled: Services, tmp_path: Path, number: str) -> None:
    with pytest.raises(NotFound, match="has issued none yet"):
        filled.reports.remake(number, tmp_path / "again.pdf", Silent())
    filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent())
    with pytest.raises(NotFound, match=r"The last one is 2027/001\."):
        filled.reports.remake(number, tmp_path / "again.pdf", Silent())


# ---------------------------------------------------------------- receipt


def test_a_receipt_tells_what_can_be_compared(filled: Services, tmp_path: Path, clock: SettableClock) -> None:
    issued = filled.reports.print_pdf(REQUEST, tmp_path / "report.pdf", Silent(), receipt=True)
    told = (tmp_path / "report.pdf.receipt.json").read_text("utf-8")
    assert receipt_path(issued.path) == tmp_path / "report.pdf.receipt.json"
    (past,) = filled.reports.issued()
    assert issued.sha256 == hashlib.sha256(issued.path.read_bytes()).hexdigest()
    assert json.loads(told) == {
        "file": "report.pdf", "number": "2027/001", "sha256": issued.sha256, "file_sha256": issued.sha256,
        "fingerprint": issued.fingerprint, "register_state": past.state, "issued_at": "2027-03-01T08:00:00Z",
    }
    clock.forward(days=1)
    (tmp_path / "again").mkdir()
    again = filled.reports.remake("2027/001", tmp_path / "again" / "report.pdf", Silent(), receipt=True)
    assert receipt_path(again.path).read_text("utf-8") == told


def test_without_being_asked_no_receipt_is_written(filled: Services, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    filled.reports.print_pdf(REQUEST, folder / "report.pdf", Silent())
    assert [file.name for file in folder.iterdir()] == ["report.pdf"]


# ---------------------------------------------------------------- whole or not at all


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "report.pdf").write_bytes(b"what was there before")
    return folder


def nothing_was_issued(services: Services, folder: Path) -> bool:
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    return files == {"report.pdf": b"what was there before"} and services.reports.issued() == []


class FullDisk(io.FileIO):
    """A file on a disk that has no more room after so many bytes."""

    room = 0

    def write(self, data: Any) -> int:
        if self.tell() + memoryview(data).nbytes > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data) or 0


@pytest.mark.parametrize("room", [0, 20_000])
def test_a_full_disk_leaves_no_part_and_notes_nothing(
    filled: Services, out: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    usual: Callable[..., object] = Path.open

    def open_on_full_disk(path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if "w" in mode:
            file = FullDisk(path, "w")
            file.room = room
            return file
        return usual(path, mode, *rest, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", open_on_full_disk)
        with pytest.raises(NotWritable, match=r"The disk of .*/out/report\.pdf is full\."):
            filled.reports.print_pdf(REQUEST, out / "report.pdf", Silent())
    assert nothing_was_issued(filled, out)
    assert filled.reports.print_pdf(REQUEST, out / "report.pdf", Silent()).number == "2027/001"


@pytest.mark.parametrize("step", ["seal", "keep", "receipt"])
def test_a_step_that_cannot_be_written_leaves_no_part_and_notes_nothing(
    filled: Services, out: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*told: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        if step == "seal":
            patched.setattr("cbm_tracker.reports.pdf.seal", full)
        else:
            patched.setattr(report_issue, "keep" if step == "keep" else "_receipt_text", full)
        with pytest.raises(NotWritable, match="is full"):
            filled.reports.print_pdf(REQUEST, out / "report.pdf", Silent(), receipt=True)
    assert nothing_was_issued(filled, out)


def test_a_report_that_cannot_take_its_name_is_noted_no_more(filled: Services, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if Path(target).name == "report.pdf":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return usual(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(NotWritable, match=r"report\.pdf cannot be written"):
            filled.reports.print_pdf(REQUEST, out / "report.pdf", Silent(), receipt=True)
    assert nothing_was_issued(filled, out)


def test_a_folder_that_cannot_be_written_is_said(filled: Services, out: Path) -> None:
    with pytest.raises(NotWritable, match=r"report\.pdf/next\.pdf cannot be written"):
        filled.reports.print_pdf(REQUEST, out / "report.pdf" / "next.pdf", Silent())
    assert nothing_was_issued(filled, out)


_HALTING = """
import sys, time
from datetime import UTC, date, datetime
from pathlib import Path
from cbm_tracker import bootstrap
from cbm_tracker.services.reports import ReportRequest

class Halting:
    def step(self, done, total, doing):
        if doing == sys.argv[3]:
            print("halted", flush=True)
            time.sleep(600)

services = bootstrap.open_register(Path(sys.argv[1]))
request = ReportRequest("period", date(2027, 1, 1), date(2027, 6, 30), datetime(2027, 7, 5, 10, tzinfo=UTC))
services.reports.print_pdf(request, Path(sys.argv[2]), Halting())
"""


@pytest.mark.parametrize("doing", ["Reading records", "Drawing pages"])
def test_a_program_that_is_killed_half_way_leaves_no_report_and_notes_nothing(
    filled: Services, out: Path, register_path: Path, doing: str
) -> None:
    words = [sys.executable, "-c", _HALTING, str(register_path), str(out / "report.pdf"), doing]
    told = {**os.environ, "PYTHONPATH": str(Path(bootstrap.__file__).parents[1])}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=told) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "halted\n"
        running.kill()
    assert (out / "report.pdf").read_bytes() == b"what was there before"
    assert filled.reports.issued() == []
    if hasattr(os, "O_TMPFILE"):
        assert nothing_was_issued(filled, out)
    issued = filled.reports.print_pdf(REQUEST, out / "report.pdf", Silent())
    assert issued.number == "2027/001"
    assert [file.name for file in out.iterdir()] == ["report.pdf"]
