"""The well-known data set of exercises 1980-2010, where it lies beside the checkout: every row once, or told by line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.end_to_end.calls import Call

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
FILES = [path for path in (SAMPLES / "exercises" / "mme_v7.csv",) if path.is_file()]


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_each_row_is_recorded_once_or_told_by_line(file: Path, tmp_path: Path, call: Call) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = sum(1 for _ in csv.reader(stream)) - 1  # the header
    assert rows >= 3706
    register = tmp_path / "r.cbm"
    call("new", register)
    said = call("import", register, file, "--json")
    problems = said.json["problems"]
    assert said.code == 1
    assert said.json["new"] + said.json["known"] + len(problems) == rows
    assert len({problem["line"] for problem in problems}) == len(problems)
    assert all(problem["line"] > 1 and problem["field"] and problem["problem"] and problem["remedy"] for problem in problems)
    assert len(problems) < 37, "under one in a hundred"
    assert call("list", register, "exercise", "--limit", "1", "--json").json["total"] == said.json["new"]
    again = call("import", register, file, "--json")
    assert (again.json["new"], again.json["known"]) == (0, rows - len(problems))
