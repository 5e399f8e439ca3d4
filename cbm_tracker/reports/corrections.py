"""What a corrigendum is made from: records as a report told them, and as they stand."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from cbm_tracker.domain.measures import Record
from cbm_tracker.reports.material import Issuer, Material

CHANGED, CORRECTED, ADDED, DELETED, JOINED, LEFT = "changed", "corrected", "added", "deleted", "joined", "left"


@dataclass(frozen=True)
class Change:
    """A record as the report told it and as it stands; None where it was not, or is no longer, there.

    `what`: changed; corrected (a correction took its place); added; deleted; joined, known then and told by the report only
    now; or left, still recorded but told by it no more.
    """

    what: str
    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        known = self.after or self.before
        assert known is not None, "a change has a record before or after it"
        return known


@dataclass(frozen=True)
class PackChange:
    """A rule pack by its id, with the version that judged then and the one that judges now; "" for none."""

    pack: str
    before: str
    after: str


@dataclass(frozen=True)
class CorrectedReport:
    """The report that is corrected, and what changed of it.

    Args:
        fingerprint: SHA-256 (hexadecimal) of what it said.
        issuer: what the register said of itself then.
        earlier: numbers of corrigenda of it that were issued before.
        withheld: how many records it told that its recipient may not have any more.
    """

    number: str
    kind: str
    fingerprint: str
    issued_at: datetime
    issuer: Issuer
    changes: tuple[Change, ...]
    packs: tuple[PackChange, ...] = ()
    earlier: tuple[str, ...] = ()
    withheld: int = 0


@dataclass(frozen=True, kw_only=True)
class CorrigendumMaterial(Material):
    """The register as it stands, and the report that is corrected."""

    corrected: CorrectedReport


def corrigendum_material(material: Material, corrected: CorrectedReport) -> CorrigendumMaterial:
    told = {field.name: getattr(material, field.name) for field in dataclasses.fields(material)}
    return CorrigendumMaterial(**told, corrected=corrected)
