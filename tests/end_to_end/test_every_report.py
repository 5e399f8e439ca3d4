"""The script that makes every kind of report to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from cbm_tracker.services.reports import KINDS
from tests.end_to_end import every_report


def test_every_kind_is_made_in_colour_and_in_grey(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert every_report.main([str(tmp_path / "reports")]) == 0
    made = sorted(path.name for path in (tmp_path / "reports").iterdir())
    assert made == sorted(f"{kind}{hue}.pdf" for kind in KINDS for hue in ("", "-grey"))
    assert capsys.readouterr().out.split() == [str(tmp_path / "reports" / f"{kind}{hue}.pdf") for kind in KINDS for hue in ("", "-grey")]
    for path in (tmp_path / "reports").iterdir():
        assert "EXERCISE" in PdfReader(path, strict=True).pages[0].extract_text()


def test_pages_are_drawn_beside_their_file(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "two.pdf"
    canvas = Canvas(str(path))
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    every_report.draw_pages(path)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["two-001.png", "two-002.png", "two.pdf"]
