"""What a person asks a list for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SORTS = ("begins", "ends", "title", "reference", "status", "word", "party", "figure", "outcome", "direction", "recorded")


@dataclass(frozen=True)
class Query:
    """Which records, in which order; empty parts do not restrict.

    A record lies in the period when it may touch any day from `from_on` to `to_on`, both included; a record without a
    date lies in no period. `states` and `agreements` ask for any of theirs, `text` for all of its words. `linked_to` asks
    for records that link to any of these (ids), with `relation` by links of that relation alone.
    """

    kinds: tuple[str, ...] = ()
    from_on: date | None = None
    to_on: date | None = None
    begun_from: date | None = None  # only what began on this day or later
    states: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    direction: str = ""
    statuses: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    text: str = ""
    in_bin: bool = False
    undated: bool = False  # only records without any date
    stating: tuple[str, ...] = ()  # only records that state each of these fields
    leaving_open: tuple[str, ...] = ()  # only records that leave one of these open: `open_matters.OPEN_MATTERS`
    linked_to: tuple[str, ...] = ()
    relation: str = ""  # "member" finds the cases that hold a record
    sort: str = "begins"
    descending: bool = True

    def __post_init__(self) -> None:
        if self.sort not in SORTS:
            raise ValueError(f"unknown sort {self.sort}")
        if self.relation and not self.linked_to:
            raise ValueError("a relation is asked for together with what is linked")
