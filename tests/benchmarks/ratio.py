"""How measurements are told: as ratios within one run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """How many times longer (or shorter) something takes than what it is measured against, both in seconds."""

    what: str
    seconds: float
    against: str
    against_seconds: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.against_seconds

    def __str__(self) -> str:
        return (
            f"{self.what}: {self.ratio:.3g} x {self.against}"
            f" ({self.seconds * 1000:.3g} ms against {self.against_seconds * 1000:.3g} ms)"
        )
