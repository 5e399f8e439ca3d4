"""The benchmark of the check of finished reports runs; what it measures is read by people, on a quiet machine."""

from __future__ import annotations

import pytest

from tests.benchmarks import bench_conformance


def test_the_check_is_compared_with_the_drawing(capsys: pytest.CaptureFixture[str]) -> None:
    bench_conformance.main(["--rows", "60"])
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("check of a report of ")
    assert " x the drawing of it" in first
    assert second.endswith("MB at most, 0 faults")
