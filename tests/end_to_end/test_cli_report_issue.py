"""`report` with --again, --corrects, --receipt and a past instant."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cbm_tracker import bootstrap
from cbm_tracker.domain.measures import Record
from tests.builders import SettableClock, a_contact, an_exercise, day, fixed_desk
from tests.end_to_end.calls import Call

CLOCK = datetime(2020, 1, 10, 8, tzinfo=UTC)
LATER = an_exercise(designation="RECORDED LATER", reference="EX/20/02", starts_on=day("2020-03-01"), ends_on=None)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "r.cbm"
    services = bootstrap.new_register(path, fixed_desk(CLOCK), owner="DEU")
    services.records.record(an_exercise(starts_on=day("2020-02-01"), ends_on=None))
    services.close()
    return path


def record(register: Path, *records: Record) -> None:
    clock = SettableClock(CLOCK)
    clock.forward(days=10)
    services = bootstrap.open_register(register, fixed_desk(clock))
    for one in records:
        services.records.record(one)
    services.close()


def issue(call: Call, register: Path, path: Path, *more: object) -> Any:
    words = ("--kind", "period", "--from", "2020-01-01", "--to", "2020-12-31", "--at", "2020-01-15T00:00:00Z")
    return call("report", register, *words, "--output", path, *more).json


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_a_past_instant_is_as_the_register_knew_it(register: Path, tmp_path: Path, call: Call) -> None:
    record(register, LATER)
    issue(call, register, tmp_path / "then.pdf")
    text = text_of(tmp_path / "then.pdf")
    assert ("NORTHERN ARC 27" in text, "RECORDED LATER" in text) == (True, False)
    assert "what was recorded later is not in it" in text


def test_a_report_is_made_again_by_its_number(register: Path, tmp_path: Path, call: Call) -> None:
    issued = issue(call, register, tmp_path / "first.pdf", "--receipt")
    record(register, LATER)
    said = call("report", register, "--again", "2020/1", "--output", tmp_path / "again.pdf", "--receipt")
    assert (said.code, said.err) == (0, "")
    assert {**said.json, "file": "", "receipt": ""} == {**issued, "file": "", "receipt": ""}
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "first.pdf").read_bytes()
    first, again = (json.loads((tmp_path / f"{name}.pdf.receipt.json").read_text("utf-8")) for name in ("first", "again"))
    assert {**first, "file": ""} == {**again, "file": ""}
    assert issued["receipt"] == str(tmp_path / "first.pdf.receipt.json")
    assert first["sha256"] == issued["sha256"]


def test_a_report_is_corrected_by_its_number(register: Path, tmp_path: Path, call: Call) -> None:
    issued = issue(call, register, tmp_path / "first.pdf")
    words = ("report", register, "--corrects", issued["number"], "--output", tmp_path / "corrigendum.pdf")
    nothing = call(*words)
    assert (nothing.code, nothing.err) == (
        3, "Nothing that report 2020/001 tells has changed since it was issued. It needs no corrigendum.\n",
    )
    record(register, LATER, a_contact())
    said = call(*words, "--at", "2020-02-01T00:00:00Z", "--json").json
    assert said["number"] == "2020/002"
    text = text_of(tmp_path / "corrigendum.pdf")
    assert "RECORDED LATER" in text
    assert "not in the report as issued" in text


@pytest.mark.parametrize("words", [
    (), ("--kind", "period", "--again", "2020/001"), ("--again", "2020/001", "--corrects", "2020/001"),
    ("--kind", "period", "--corrects", "2020/001"), ("--kind", "corrigendum", "--from", "2020", "--to", "2020"),
])
def test_words_that_contradict_each_other_are_wrong(register: Path, tmp_path: Path, call: Call, words: tuple[str, ...]) -> None:
    said = call("report", register, *words, "--output", tmp_path / "r.pdf")
    assert said.code == 2
    assert not (tmp_path / "r.pdf").exists()


@pytest.mark.parametrize("option", ["--again", "--corrects"])
def test_a_number_that_was_not_issued_is_said(register: Path, tmp_path: Path, call: Call, option: str) -> None:
    said = call("report", register, option, "2020/007", "--output", tmp_path / "r.pdf")
    assert (said.code, said.err) == (3, "This register has issued no report 2020/007. It has issued none yet.\n")
