"""What a finished report says of itself: read from the file alone, with whatever is wrong with it.

Number, instant and fingerprint stand in the properties and in the XMP; the data lie in the file as `report.json`, and the
fingerprint is the SHA-256 of them.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf

from cbm_tracker.errors import UnreadableFile
from cbm_tracker.reports.data import JSON_NAME
from cbm_tracker.reports.language import Language
from cbm_tracker.reports.seal import Seal, seal_of
from cbm_tracker.reports.signature import Signature, adds_signatures_alone, signatures_of

_CREATOR = b"CBM Tracker "
# In the language of the report: “Report 2027/014, as of 2027-07-05T10:00:00Z”; “…, fingerprint 3f9c…”.
_SUBJECT = re.compile(r"(?P<number>\S*\d\S*), .*?(?P<at>\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-][0-9:]+))")
_FINGERPRINT = re.compile(r"\b([0-9a-f]{64})\b")
_UNREADABLE = (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, AttributeError, RuntimeError)
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Problem:
    """One thing that does not hold: where, and what."""

    where: str
    problem: str


@dataclass(frozen=True)
class ReportFile:
    """A report as it lies in a file; what cannot be read of it is "" or None.

    Args:
        number: such as 2027/014.
        fingerprint: SHA-256 (hexadecimal) of what the report says, as the file states it.
        at: the instant of which it speaks, UTC.
        program: name and version of what wrote it.
        register: the name of the register it was made from, where its data tell it.
        sha256: of the bytes of the report without what was added later, or of all where it is not whole (hexadecimal).
        seal: None where it carries none.
        signatures: those that were added to it.
        data: what it says as JSON.
    """

    path: Path
    number: str
    fingerprint: str
    at: datetime | None
    program: str
    title: str
    register: str
    pages: int
    sha256: str
    seal: Seal | None
    signatures: tuple[Signature, ...]
    data: Mapping[str, Any] | None
    problems: tuple[Problem, ...]


def read_report(path: Path) -> ReportFile:
    """Return what a report says of itself.

    Raises:
        UnreadableFile: it is not there, is no PDF, is protected with a password, is too damaged to tell what it was, or is
            somebody else's.
    """
    sealed, named = seal_of(path), _names_us(path)
    sha256 = _sha256(path, sealed.length if sealed and sealed.holds else None)
    signatures = _signatures(path, sealed)
    try:
        with pikepdf.open(path, suppress_warnings=True, attempt_recovery=True) as pdf:
            return _read(path, pdf, sealed, signatures, sha256, named)
    except pikepdf.PasswordError as error:
        raise UnreadableFile(path, "is protected with a password; our reports are not.", hint="Ask for the file as issued.") from error
    except _UNREADABLE as error:  # pikepdf passes on what a broken object makes of Python's own errors
        if sealed is None and not named:
            raise UnreadableFile(path, "is a PDF document that is damaged beyond reading, and nothing in it tells that it is ours.",
                                 hint="Ask for a new copy.") from error
        problem = Problem("structure", "The document is damaged so that it cannot be opened.")
        problems = (*_of_the_seal(path, sealed, signatures), problem)
        return ReportFile(path, "", "", None, "", "", "", 0, sha256, sealed, signatures, None, problems)


def _read(
    path: Path, pdf: pikepdf.Pdf, sealed: Seal | None, signatures: tuple[Signature, ...], sha256: str, named: bool
) -> ReportFile:
    told = {str(key): str(value) for key, value in pdf.docinfo.items()}
    program, subject = told.get("/Creator", ""), _SUBJECT.search(told.get("/Subject", ""))
    if not program.encode("utf-8", "replace").startswith(_CREATOR) and not (sealed is not None and named):
        raise UnreadableFile(path, "is a PDF document, but not a report of CBM Tracker.", hint="Choose a report that was issued here.")
    found = _FINGERPRINT.search(told.get("/Keywords", ""))
    fingerprint = found[1] if found else ""
    data, wrong = _data(pdf, fingerprint)
    problems = [*_of_the_seal(path, sealed, signatures), *wrong]
    if not (subject and fingerprint):
        problems.append(Problem("properties", "The number or the fingerprint of the report is not told as our reports tell it."))
    return ReportFile(
        path, subject["number"] if subject else "", fingerprint, _instant(subject["at"]) if subject else None, program,
        told.get("/Title", ""), _register_in(data), len(pdf.pages), sha256, sealed, signatures, data, tuple(problems),
    )


def _signatures(path: Path, sealed: Seal | None) -> tuple[Signature, ...]:
    if sealed is None or not sealed.holds or not sealed.added:
        return ()
    try:
        return signatures_of(path)
    except UnreadableFile:  # what was added is no signature, then
        return ()


def _of_the_seal(path: Path, sealed: Seal | None, signatures: tuple[Signature, ...]) -> tuple[Problem, ...]:
    if sealed is None:
        return (Problem("seal", "The file carries no whole seal, as each report does when it is issued: it was changed or is cut off."),)
    if not sealed.holds:
        return (Problem("seal", "The file was changed after it was issued."),)
    broken = tuple(
        Problem("signature", f"The signature of “{signature.signer}” does not hold: what it signed was changed, or it is not by its key.")
        for signature in signatures if not signature.holds
    )
    if broken or not sealed.added:
        return broken
    if signatures and not adds_signatures_alone(path, sealed.length):
        return (Problem("signature", "The report was changed before it was signed: more than a signature was added to what was issued."),)
    if signatures and signatures[-1].whole:
        return ()
    if signatures:
        return (Problem("signature", "The report is as it was and its signature holds, but something was added after it was signed."),)
    added = f"The report is as it was, but {sealed.added} bytes follow that were added later, such as notes."
    return (Problem("seal", added),)


def _data(pdf: pikepdf.Pdf, fingerprint: str) -> tuple[Mapping[str, Any] | None, tuple[Problem, ...]]:
    """Return the data that lie in the file; None without a problem where it has none."""
    if JSON_NAME not in pdf.attachments:
        return None, ()
    held = pdf.attachments[JSON_NAME].get_file().read_bytes()
    if hashlib.sha256(held).hexdigest() != fingerprint:
        return None, (Problem("data", f"The data in the file ({JSON_NAME}) do not have the fingerprint that the report states."),)
    try:
        data = json.loads(held)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        return None, (Problem("data", f"The data in the file ({JSON_NAME}) are no JSON object."),)
    return data, ()


def _register_in(data: Mapping[str, Any] | None) -> str:
    if not data:
        return ""
    name = Language(data["language"]).say("Register")
    return next((str(value) for told, value in data["cover"]["facts"] if told == name), "")


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _sha256(path: Path, length: int | None) -> str:
    """Count over so many bytes from the beginning, or over all."""
    with path.open("rb") as file:
        if length is None:
            return hashlib.file_digest(file, "sha256").hexdigest()
        digest = hashlib.sha256()
        while length and (part := file.read(min(length, _CHUNK))):
            digest.update(part)
            length -= len(part)
        return digest.hexdigest()


def _names_us(path: Path) -> bool:
    """Tell whether the bytes of a file name our program, wherever they do: for files that no reader can open."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(_CREATOR) >= 0
