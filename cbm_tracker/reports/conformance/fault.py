"""What a check of a finished file finds wrong, and the clause of the standard it goes against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One place where a file departs from PDF/A-3a or PDF/UA-1.

    `clause` names the standard and its clause: ISO 19005-3 (PDF/A-3), ISO 14289-1 (PDF/UA-1) or ISO 32000-1 (PDF 1.7).
    """

    rule: str
    where: str
    says: str
    clause: str

    def __str__(self) -> str:
        return f"{self.where}: {self.says} ({self.clause})"
