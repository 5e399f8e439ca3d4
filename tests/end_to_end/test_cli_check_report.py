"""`check` on a report: its answer in words and as JSON, its exit codes, with and without a register at hand."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.end_to_end.calls import Call


@pytest.fixture
def register(tmp_path: Path, call: Call) -> Path:
    path = tmp_path / "r.cbm"
    assert call("demo", path, "--records", "40").code == 0
    return path


@pytest.fixture
def report(register: Path, tmp_path: Path, call: Call) -> Path:
    path = tmp_path / "report.pdf"
    said = call("report", register, "--kind", "period", "--output", path, "--from", "2027", "--to", "2027", "--at", "2028-01-05T10:00:00Z")
    assert said.code == 0, said.err
    return path


def test_a_report_that_holds(register: Path, report: Path, call: Call) -> None:
    alone = call("check", report, "--json")
    assert alone.code == 0
    told = alone.json
    assert (told["file"], told["is"], told["holds"], told["problems"]) == (str(report), "report", True, [])
    assert told["sha256"] == hashlib.sha256(report.read_bytes()).hexdigest()
    assert (told["number"], told["at"], told["seal"]) == ("2028/001", "2028-01-05T10:00:00Z", True)
    assert (told["issued"], told["same"]) == (None, None)
    told = call("check", report, "--register", register, "--json").json
    assert (told["holds"], told["issued"], told["same"], told["differences"]) == (True, True, True, [])
    words = call("check", report, "--register", register).out
    assert "holds." in words
    assert "The register still says the same." in words


def test_a_report_that_was_changed(report: Path, call: Call) -> None:
    whole = report.read_bytes()
    report.write_bytes(whole[:900] + bytes([whole[900] ^ 1]) + whole[901:])
    said = call("check", report, "--json")
    assert (said.code, said.json["holds"]) == (1, False)
    assert said.json["problems"][0] == {"where": "seal", "problem": "The file was changed after it was issued."}
    assert "does not hold." in call("check", report).out


def test_a_report_of_another_register(report: Path, tmp_path: Path, call: Call) -> None:
    other = tmp_path / "other.cbm"
    assert call("new", other).code == 0
    said = call("check", report, "--register", other, "--json")
    assert (said.code, said.json["issued"], said.json["same"]) == (1, False, None)


def test_a_register_is_not_checked_against_another(register: Path, call: Call) -> None:
    said = call("check", register, "--register", register)
    assert said.code == 2
    assert "--register goes with a report" in said.err
