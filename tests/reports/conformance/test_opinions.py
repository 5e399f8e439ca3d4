"""Second opinions: a report with every kind of block passes programs that we did not write, and they do find faults."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pikepdf import Pdf, pdfa
from reportlab.pdfgen.canvas import Canvas

from cbm_tracker.errors import ReportFailed
from cbm_tracker.reports.conformance.checks import faults_of
from cbm_tracker.reports.content import Column, Section, Table
from cbm_tracker.reports.pdf import write_pdf
from cbm_tracker.reports.pdfa.writer import StreamingDocument
from tests.reports.conformance.full_report import DRAWN_EMBLEM, full_report, painted_emblem
from tests.reports.conformance.opinions import assert_sound, errors_heard, refused_as_3b
from tests.reports.test_pdf import silent


@pytest.mark.parametrize("emblem", [DRAWN_EMBLEM, painted_emblem()], ids=["drawn", "painted"])
def test_a_report_with_everything_passes_them_all(emblem: bytes, tmp_path: Path) -> None:
    path = tmp_path / "full.pdf"
    write_pdf(full_report(emblem), path, silent)
    assert faults_of(path) == ()
    assert_sound(path)
    assert refused_as_3b(path, tmp_path / "reduced.pdf") == []
    assert errors_heard(path) == []


def test_a_table_without_rows_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    empty = Table("Nothing", (Column("What", 100), Column("Where", 60)), ())
    write_pdf(replace(full_report(), sections=(Section("Trial", "", (empty,), "trial"),)), path, silent)
    assert_sound(path)
    assert errors_heard(path) == []


def test_a_report_with_a_fault_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put = StreamingDocument.put
    monkeypatch.setattr(StreamingDocument, "put", lambda self, number, body: put(self, number, body.replace(b"/Tabs/S", b"")))
    with pytest.raises(ReportFailed, match="page 1: its tab order is not that of the structure"):
        write_pdf(full_report(), tmp_path / "faulty.pdf", silent)
    assert list(tmp_path.iterdir()) == []


def test_they_find_the_faults_of_an_untagged_file(tmp_path: Path) -> None:
    path = tmp_path / "untagged.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "Words that no element holds")
    canvas.save()
    assert faults_of(path)
    assert errors_heard(path)
    with pytest.raises(AssertionError):
        assert_sound(path)
    with Pdf.open(path) as pdf:
        assert list(pdfa.check(pdf, "3b").findings)


def test_a_file_cut_short_is_not_sound(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.pdf", tmp_path / "cut.pdf"
    write_pdf(full_report(), whole, silent)
    cut.write_bytes(whole.read_bytes()[:-2_000])
    assert faults_of(cut)
    with pytest.raises(AssertionError):
        assert_sound(cut)
