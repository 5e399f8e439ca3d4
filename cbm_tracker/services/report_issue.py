"""The steps by which a report becomes a file, in their order, and the receipt that may go with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cbm_tracker.errors import NotWritable
from cbm_tracker.reports.content import ReportContent, ReportRequest
from cbm_tracker.services.progress import Progress
from cbm_tracker.whole_file import appearing, appearing_from_nowhere, keep, not_writable

if TYPE_CHECKING:
    from cbm_tracker.reports.signature import SigningKey


@dataclass(frozen=True)
class Receipt:
    """What the sender keeps, or sends by another channel.

    Args:
        sha256: of the bytes of the report without a signature (hexadecimal); so are the others.
        of_file: of the bytes of the file, its signature included.
        fingerprint: of what it says.
        state: the number of the operation up to which the register was read.
        issued_at: RFC 3339, UTC.
    """

    number: str
    sha256: str
    of_file: str
    fingerprint: str
    state: int
    issued_at: str


@dataclass(frozen=True)
class Finished:
    """A report as it lies on the disk, just before it takes its name.

    Args:
        sha256: of the report without a signature: what can be made again, and what the register notes (hexadecimal).
        of_file: of the whole file, its signature included.
    """

    pages: int
    sha256: str
    fingerprint: str
    of_file: str


def receipt_path(path: Path) -> Path:
    """Return where the receipt of a report lies: report.pdf.receipt.json."""
    return path.with_name(f"{path.name}.receipt.json")


def write_report(
    content: ReportContent, request: ReportRequest, path: Path, progress: Progress, gate: Callable[[Path, Progress], None],
    note: Callable[[Finished], None], receipt: Callable[[Finished], Receipt] | None = None, signing: SigningKey | None = None,
) -> Finished:
    """Make the file of a report that was composed: it is there with its name, and noted, after all steps or after none.

    Args:
        gate: searches the finished file, where it lies now, for what may not go out.
        note: told of the file when nothing is left to do but to give it its name; what it raises ends all.
        receipt: says what the receipt beside it tells; none is written without.
        signing: the key that signs it.
    Raises:
        ReportFailed: a text that the fonts cannot show; names the record.
        GateRefused: the file tells what is withheld from its recipient; names record, field and place.
        CbmTrackerError: the key that signs cannot be had.
        NotWritable: the place cannot be written, or the disk is full.
        Cancelled: the user cancelled.
    """
    from cbm_tracker.reports.pdf import write_pdf  # ReportLab is loaded when the first report is made

    with ExitStack() as places:
        beside = places.enter_context(appearing(receipt_path(path))) if receipt is not None else None
        part = places.enter_context(appearing_from_nowhere(path))  # takes its name before the receipt does
        try:
            written = write_pdf(content, part, progress.step, paper=request.paper, grey=request.grey)
        except NotWritable as error:  # tell of the name that was asked for, not of the part
            raise not_writable(path, error.__cause__) if isinstance(error.__cause__, OSError) else error from error
        gate(part, progress)
        if signing is not None:
            from cbm_tracker.reports.signature import sign

            progress.step(written.pages, 0, "Signing the file")
            sign(part, signing)
        finished = Finished(written.pages, written.sha256, written.fingerprint, _sha256(part) if signing else written.sha256)
        if beside is not None and receipt is not None:
            beside.write_text(_receipt_text(receipt(finished), path), encoding="utf-8")
        keep(part)
        note(finished)
    return finished


def _receipt_text(receipt: Receipt, path: Path) -> str:
    told = {
        "file": path.name, "number": receipt.number, "sha256": receipt.sha256, "file_sha256": receipt.of_file,
        "fingerprint": receipt.fingerprint, "register_state": receipt.state, "issued_at": receipt.issued_at,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
