"""The benchmarks run and print their ratios; what they measure is read by people, on a quiet machine."""

from __future__ import annotations

import pytest

from tests.benchmarks import bench_register, bench_report, bench_rules, bench_start
from tests.benchmarks.ratio import Ratio


def test_a_ratio_says_what_is_compared_with_what() -> None:
    assert str(Ratio("a page", 0.006, "the first page", 0.004)) == "a page: 1.5 x the first page (6 ms against 4 ms)"


def test_the_register_is_compared_with_plain_sqlite(capsys: pytest.CaptureFixture[str]) -> None:
    bench_register.main(["--records", "300"])
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if " x raw inserts of the same rows" in line]
    assert [line for line in lines if line.startswith("page at row 135 of exercises by date") and " x the first page" in line]
    assert [line for line in lines if line.startswith("search, 99th percentile") and " x a LIKE scan" in line]


def test_the_rules_are_compared_with_python_and_plain_sql(capsys: pytest.CaptureFixture[str]) -> None:
    bench_rules.main(["--records", "3000", "--times", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("assess of one exercise") and " x Python that reads the packs" in line]
    assert [line for line in lines if line.startswith("one exercise under all ") and " x a thousandth of a second" in line]
    assert [line for line in lines if line.startswith("Due of 3000 records") and " x the plain SQL of the 3 open records" in line]


def test_the_start_is_compared_with_an_empty_window(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("CBM_TRACKER_HOME", "set again by the benchmark")
    bench_start.main(["--times", "1", "--records", "40"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "process start to first painted window", "process start to window with the register in it",
    ]
    assert all(" x an empty PySide6 window" in line for line in lines)


def test_a_long_report_is_compared_with_platypus(capsys: pytest.CaptureFixture[str]) -> None:
    bench_report.main(["--rows", "200", "--long", "300", "--others", "0", "--times", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("tagged report of 200 rows: ")
    assert " x untagged platypus" in lines[0]
    assert lines[1].startswith("ours: ")
    assert lines[-1].startswith("tagged report of 300 rows: ")
