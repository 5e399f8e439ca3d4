"""What the register held of a record at an earlier instant, for reports that tell what changed since."""

from __future__ import annotations

import json
from datetime import datetime

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.domain.record_json import from_stored
from cbm_tracker.services.rule_situations import originals
from cbm_tracker.storage.store import Reading


def stood_at(reading: Reading, record: Record, at: datetime) -> Record | None:
    """Return a record, or what it corrects, as the register held it at an instant; None where it did not, or only in the bin."""
    for one in (record, *originals(reading, (record,))):
        before = [revision for revision in reading.operations.history(one.id) if Instant.parse(revision.at).utc <= at]
        if before and before[-1].after and not before[-1].in_bin:
            then = from_stored(json.loads(before[-1].after))
            if then.status != "superseded":
                return then
    return None


def first_recorded(reading: Reading, record: Record) -> datetime | None:
    """Return when (UTC) a record, or what it corrects, was recorded first; None where it is not recorded."""
    known = [history[0].at for one in (record, *originals(reading, (record,))) if (history := reading.operations.history(one.id))]
    return Instant.parse(min(known)).utc if known else None
