"""The agreements that ship with the program, and who takes part in them, as records of a new register.

Facts only, each from the domain reference; what is doubtful there is left out or says “provisional”. Lists of States
stand where the reference gives them, and no list means that none is known here, not that nobody takes part.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from cbm_tracker.domain.measures import Agreement, Record
from cbm_tracker.domain.record_json import from_json
from cbm_tracker.paths import resource
from cbm_tracker.services.reference_data import shipped_id

SOURCE = "Reference data shipped with CBM Tracker"


def agreement_records() -> list[Record]:
    """Return the shipped agreements, issued: they are corrected, not edited; the same ids in every register."""
    return list(_agreements())


@cache
def _agreements() -> tuple[Record, ...]:
    data = json.loads(resource("agreements", "agreements.json").read_text("utf-8"))
    return tuple(_record(entry) for entry in data)


def _record(entry: dict[str, Any]) -> Record:
    """Build one agreement; `certainty` (verified, established, provisional) becomes its tag.

    `section` says where the file's maker found it, in papers that do not ship.
    """
    told = {key: value for key, value in entry.items() if key not in ("section", "certainty")}
    return from_json(
        {"kind": Agreement.kind, "id": shipped_id("agreement", entry["agreement"]), "status": "issued",
         "tags": [entry["certainty"]], "sources": [SOURCE], **told}
    )
