"""What a check of a finished file finds wrong, and the clause of the standard it goes against."""

from __future__ import annotations

from dataclasses import dataclass, field

_MOST_SAID = 200


@dataclass(frozen=True)
class Fault:
    """One place where a file departs from PDF/A-3a or PDF/UA-1, or from what our reports hold.

    `clause` names the standard and its clause: ISO 19005-3 (PDF/A-3), ISO 14289-1 (PDF/UA-1) or ISO 32000-1 (PDF 1.7); the
    numbers of the first two are those of veraPDF's profiles of rules. It is empty for a rule of our own.
    """

    rule: str
    where: str
    says: str
    clause: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.says}" + (f" ({self.clause})" if self.clause else "")


@dataclass
class Faults:
    """What has been found so far; a file that is wrong everywhere is not told of in full."""

    said: list[Fault] = field(default_factory=list)

    def say(self, rule: str, where: str, says: str, clause: str = "") -> None:
        fault = Fault(rule, where, says, clause)
        if len(self.said) < _MOST_SAID and fault not in self.said:
            self.said.append(fault)
