"""A second opinion on archival files: the reduced copy passes a validator that we did not write."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import pdfa

from tests.reports.conformance.reduced import reduced_copy
from tests.reports.pdfa.test_canvas import a_document


def test_the_reduced_copy_of_a_tagged_document_passes_as_3b(tmp_path: Path) -> None:
    path, copy = tmp_path / "tagged.pdf", tmp_path / "reduced.pdf"
    path.write_bytes(a_document())
    with pikepdf.open(path) as pdf:
        assert list(pdfa.check(pdf, "3b").findings)  # the claims of level A and PDF/UA, which it does not know
    reduced_copy(path, copy)
    with pikepdf.open(copy) as pdf:
        outcome = pdfa.check(pdf, "3b")
        assert not list(outcome.findings), outcome
