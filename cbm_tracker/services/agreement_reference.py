"""The agreements that ship with the program, and who takes part in them, as records of a new register.

Facts only, each from the head of its rule pack; what is doubtful there is left out or says “provisional”. Lists of States
stand where they are known, and no list means that none is known here, not that nobody takes part.
"""

from __future__ import annotations

from collections.abc import Mapping

from cbm_tracker.domain.measures import Agreement, Record
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.services.reference_data import shipped_id
from cbm_tracker.services.shipped_packs import shipped_packs

SOURCE = "Reference data shipped with CBM Tracker"


def agreement_records(packs: Mapping[str, Pack] | None = None) -> list[Record]:
    """Return the shipped agreements, issued: they are corrected, not edited; the same ids in every register."""
    return [_record(pack) for pack in (shipped_packs() if packs is None else packs).values()]


def _record(pack: Pack) -> Agreement:
    """Build one agreement; `certainty` (verified, established, provisional) becomes its tag."""
    return Agreement(
        id=shipped_id("agreement", pack.id), status="issued", tags=(pack.certainty,), sources=(SOURCE,), agreement=pack.id,
        name=pack.name, agreement_kind=pack.agreement_kind, agreement_status=pack.status, place=pack.place,
        text_reference=pack.text_reference, remarks=pack.remarks, signed_on=_date(pack.signed_on), in_force_on=_date(pack.in_force_on),
        ended_on=_date(pack.ended_on), participations=pack.parties,
    )


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
