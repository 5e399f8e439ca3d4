"""The States and organisations that ship with the program, and the records a new register begins with."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from functools import cache

from cbm_tracker.domain.measures import NameInTime, Record, StateRecord
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.domain.state_names import StateEntry, StateNames
from cbm_tracker.paths import resource

_NAMESPACE = uuid.UUID("6f5b8c1e-4f0e-5d55-9d1c-0a6a3f0d8c11")  # ids of shipped records: the same in every register


@cache
def state_names() -> StateNames:
    """Return all shipped States and organisations, read once."""
    data = json.loads(resource("states", "states.json").read_text("utf-8"))
    return StateNames(StateEntry.read(entry) for entry in data)


def shipped_id(kind: str, name: str) -> str:
    """Return the id of a shipped record."""
    return str(uuid.uuid5(_NAMESPACE, f"{kind}/{name}"))


@dataclass(frozen=True)
class MeantNames:
    """What readers ask of the names of States."""

    names: StateNames

    def code(self, text: str) -> str | None:
        return self.names.code(text)

    def is_organisation(self, code: str) -> bool:
        return self.names.is_organisation(code)

    def hint(self, text: str) -> str:
        candidates = self.names.resolve(text).candidates
        if not candidates:
            return "Write its code or its name as it stands among the States."
        meant = " or ".join(f"{self.names.name(code)} ({code})" for code in candidates)
        return f"Is {meant} meant? Write the code."


def state_records() -> list[Record]:
    """Return the shipped States as records of a new register, the issued kind: they are corrected, not edited."""
    return [_record(entry) for entry in state_names().entries]


def _record(entry: StateEntry) -> StateRecord:
    return StateRecord(
        id=shipped_id("state", entry.code), status="issued", code=entry.code, alpha2=entry.alpha2, state_kind=entry.kind,
        name=entry.name(), capital=entry.capital, zone=entry.zone, successors=entry.successors,
        ended_on=PartialDate.parse(entry.ended_on) if entry.ended_on else None,
        names=tuple(
            NameInTime(
                name=name.name, language=name.language, use=name.use,
                from_on=PartialDate.parse(name.from_on) if name.from_on else None,
                to_on=PartialDate.parse(name.to_on) if name.to_on else None,
            )
            for name in entry.names
        ),
    )
