"""Does a register hold: SQLite's structure, records against revisions, search against records, files against hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from cbm_tracker.domain.open_matters import open_matters
from cbm_tracker.domain.record_json import canonical, from_stored, to_json
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.storage.store import Reading
from cbm_tracker.storage.tables import AttachmentRow, RecordRow, RevisionRow

Step = Callable[[int, int, str], None]
_MOST = 100  # findings named; more of the same would not help


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold: where, and what."""

    where: str
    problem: str


def inspect(reading: Reading, step: Step) -> list[Finding]:
    """Return what does not hold, at most 100 findings; reads everything once."""
    findings: list[Finding] = []
    parts = (_structure, _records, _history, _search, _attachments)
    for number, part in enumerate(parts):
        step(number, len(parts), "Checking the register")
        try:
            findings.extend(part(reading))
        except DBAPIError as error:
            findings.append(Finding("structure", f"The file cannot be read further ({error.orig})."))
            break
    step(len(parts), len(parts), "Checked")
    return findings[:_MOST]


def _structure(reading: Reading) -> list[Finding]:
    connection = reading.connection
    found = [Finding("structure", str(row[0])) for row in connection.execute(text("PRAGMA integrity_check(20)")) if row[0] != "ok"]
    found.extend(
        Finding(f"{row[0]} row {row[1]}", f"refers to {row[2]}, where nothing is.")
        for row in connection.execute(text("PRAGMA foreign_key_check")).fetchmany(20)
    )
    return found


def _records(reading: Reading) -> list[Finding]:
    findings = []
    latest = select(RevisionRow.uuid, func.max(RevisionRow.number).label("number")).group_by(RevisionRow.uuid).subquery()
    rows = reading.connection.execute(
        select(RecordRow.uuid, RecordRow.body, RecordRow.revision, RecordRow.in_bin, RevisionRow.after, RevisionRow.number,
               RevisionRow.bin_after, RecordRow.kind, RecordRow.status, RecordRow.direction, RecordRow.reference,
               RecordRow.leaves_open)
        .outerjoin(latest, latest.c.uuid == RecordRow.uuid)
        .outerjoin(RevisionRow, (RevisionRow.uuid == latest.c.uuid) & (RevisionRow.number == latest.c.number))
        .execution_options(yield_per=500)
    )
    for row in rows:
        if row.after != row.body or row.number != row.revision or row.bin_after != row.in_bin:
            findings.append(Finding(f"record {row.uuid}", "is not what its last revision says."))
        try:
            record = from_stored(json.loads(row.body))
            if canonical(to_json(record)) != row.body:
                findings.append(Finding(f"record {row.uuid}", "does not read back as it was written."))
            elif (record.id, record.kind, record.status, record.direction, record.reference, " ".join(open_matters(record))) != (
                row.uuid, row.kind, row.status, row.direction, row.reference, row.leaves_open
            ):
                findings.append(Finding(f"record {row.uuid}", "is listed as something else than it says."))
        except (CbmTrackerError, ValueError) as error:
            findings.append(Finding(f"record {row.uuid}", f"cannot be read ({error})."))
        if len(findings) >= _MOST:
            break
    present = select(RecordRow.uuid).where(RecordRow.uuid == latest.c.uuid)
    lost = reading.connection.execute(
        select(latest.c.uuid)
        .join(RevisionRow, (RevisionRow.uuid == latest.c.uuid) & (RevisionRow.number == latest.c.number))
        .where(RevisionRow.after.is_not(None), ~present.exists()).limit(_MOST)
    )
    findings.extend(Finding(f"record {row.uuid}", "is missing, though its last revision says it is there.") for row in lost)
    return findings


def _history(reading: Reading) -> list[Finding]:
    """Each revision begins where the one before it ended."""
    rows = reading.connection.execute(text(
        "SELECT uuid, number FROM (SELECT uuid, number, before, bin_before,"
        " lag(number) OVER w AS last_number, lag(after) OVER w AS last_after, lag(bin_after) OVER w AS last_bin FROM revision"
        " WINDOW w AS (PARTITION BY uuid ORDER BY number))"
        " WHERE number IS NOT coalesce(last_number, 0) + 1 OR before IS NOT last_after"
        " OR (last_number IS NOT NULL AND bin_before IS NOT last_bin) LIMIT :most"
    ), {"most": _MOST})
    return [Finding(f"record {row.uuid}", f"revision {row.number} does not follow from what was before it.") for row in rows]


def _search(reading: Reading) -> list[Finding]:
    connection = reading.connection
    unfound = connection.execute(
        text("SELECT uuid FROM record WHERE pk NOT IN (SELECT id FROM record_search_docsize) LIMIT 20")
    ).scalars().all()
    stray = connection.scalar(text("SELECT count(*) FROM record_search_docsize WHERE id NOT IN (SELECT pk FROM record)")) or 0
    findings = [Finding(f"record {uuid}", "is missing from the search index.") for uuid in unfound]
    if stray:
        findings.append(Finding("search index", f"holds {stray} entries of records that are not there."))
    return findings


def _attachments(reading: Reading) -> list[Finding]:
    findings = []
    rows = reading.connection.execute(select(AttachmentRow.sha256, AttachmentRow.size)).all()
    for sha256, size in rows:
        digest, length = hashlib.sha256(), 0
        for chunk in reading.attachments.chunks(sha256):
            digest.update(chunk)
            length += len(chunk)
        if digest.hexdigest() != sha256 or length != size:
            findings.append(Finding(f"attachment {sha256[:12]}…", "is not the file that was kept."))
    return findings
