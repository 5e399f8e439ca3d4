"""What the cover says of where a report stands among the others: the one before it, and as of when the register was read."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.reports.content import ReportContent, ReportRequest
from cbm_tracker.reports.wording import Names


@dataclass(frozen=True)
class Provenance:
    """Where a report stands.

    Args:
        previous, previous_fingerprint: number and fingerprint of the report that was issued before; "" for the first.
        began_later: the register did not exist at `known_at` of the request, so that it tells what it held when it was asked.
    """

    previous: str = ""
    previous_fingerprint: str = ""
    began_later: bool = False


def with_provenance(content: ReportContent, provenance: Provenance, request: ReportRequest, states: StateNames) -> ReportContent:
    """Return a report whose cover says where it stands, after its number and instant."""
    if content.facing is not None:
        content = dataclasses.replace(content, facing=with_provenance(content.facing, provenance, request, states))
    names = Names(states, {}, content.language)
    added = tuple(fact for fact in (_as_known(request.known_at, provenance, names), _previous(provenance, names)) if fact)
    if not added:
        return content
    facts = content.cover.facts
    place = next((at for at, (_, value) in enumerate(facts, 2) if "{number}" in value), len(facts))
    return dataclasses.replace(content, cover=dataclasses.replace(content.cover, facts=(*facts[:place], *added, *facts[place:])))


def grouped(fingerprint: str) -> str:
    """A fingerprint as it is read aloud: sixteen groups of four."""
    return " ".join(fingerprint[at : at + 4].upper() for at in range(0, len(fingerprint), 4))


def _as_known(known_at: datetime | None, provenance: Provenance, names: Names) -> tuple[str, str] | None:
    if known_at is None:
        return None
    if provenance.began_later:
        said = names.say("The register was begun after {instant}; it was asked what it holds by now", instant=names.instant(known_at))
    else:
        said = names.say("As the register knew it at {instant}; what was recorded later is not in it", instant=names.instant(known_at))
    return names.say("As known then"), said


def _previous(provenance: Provenance, names: Names) -> tuple[str, str] | None:
    if not provenance.previous:
        return None
    said = names.say(
        "{number}, fingerprint {fingerprint}", number=provenance.previous, fingerprint=grouped(provenance.previous_fingerprint)
    )
    return names.say("Previous report"), said
