"""What others say of a file: qpdf and poppler's pdfinfo, which .ci/run installs, pikepdf's PDF/A-3b, and outloud."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import outloud
import pikepdf
from pikepdf import pdfa

from tests.reports.conformance.reduced import reduced_copy

# What outloud's guesses from the look of a page take for faults, and why it is meant in our reports.
MEANT = {
    "TAG-002": "a table that goes on over a page repeats its caption and heads there: said once, and drawn again as an artifact",
    "TBL-010": "the head of a group of rows is a TH of its own in the body of the table",
}


def said_by(program: str, *words: str) -> str:
    """Run a program that reads PDF and return what it says.

    Raises:
        AssertionError: it is not on this machine, or finds a fault.
    """
    path = shutil.which(program)
    assert path is not None, f"{program} is not on this machine. Run: apt-get install --no-install-recommends qpdf poppler-utils"
    done = subprocess.run([path, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def assert_sound(path: Path) -> None:
    """Assert that programs of others read the file without a complaint, and as a tagged one."""
    assert "No syntax or stream encoding errors found" in said_by("qpdf", "--check", str(path))
    told = dict(line.split(":", 1) for line in said_by("pdfinfo", str(path)).splitlines())
    assert {key: told[key].strip() for key in ("Tagged", "Suspects", "JavaScript", "Encrypted", "Form")} == {
        "Tagged": "yes", "Suspects": "no", "JavaScript": "no", "Encrypted": "no", "Form": "none",
    }  # fmt: skip


def refused_as_3b(path: Path, copy: Path) -> list[str]:
    """Return what a validator of PDF/A-3b finds in a copy without the higher claims, which it does not know."""
    reduced_copy(path, copy)
    with pikepdf.open(copy) as pdf:
        return [str(finding) for finding in pdfa.check(pdf, "3b").findings]


def errors_heard(path: Path) -> list[str]:
    """Return outloud's errors, those apart that are meant."""
    heard = outloud.check(str(path))
    assert not heard.error
    return [str(one) for one in heard.findings if one.severity == "error" and one.rule not in MEANT]
