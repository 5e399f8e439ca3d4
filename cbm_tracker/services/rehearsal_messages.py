"""What all records of an invented year have in common, and the messages that tell of them."""

from __future__ import annotations

from typing import Any

from cbm_tracker.domain.measures import Link, Notification, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.services.rehearsal_words import OWNER, REMARKS, SOURCES
from cbm_tracker.services.rehearsal_year import RehearsalYear

MARKING = "EXERCISE"


def common(year: RehearsalYear, sender: str, agreements: tuple[str, ...] = ("vd11",), **fields: Any) -> dict[str, Any]:
    """Return the fields that every invented record has."""
    sources = () if year.chance(0.2) else (year.one(SOURCES),)
    return {
        "id": year.id(), "agreements": agreements, "from_state": sender, "direction": "given" if sender == OWNER else "received",
        "marking": MARKING, "remarks": year.one(REMARKS), "sources": sources, **fields,
    }


def message(
    year: RehearsalYear, sender: str, kind: str, subject: str, sent: Instant, links: tuple[Link, ...] = (), *, to: str = "", **fields: Any
) -> Notification:
    """Return a notification over the network; what comes in is received minutes later, seldom untold when.

    Args:
        to: the State it is meant for; without one it goes to all.
    """
    received = None if sender == OWNER or year.chance(0.05) else year.after(sent, 1, 25)
    told = common(year, sender, **fields)
    to_all = ("OSCE",) if sender == OWNER else (OWNER, "OSCE")
    return Notification(
        **told, reference=year.reference(sender), notification_kind=kind, subject=subject, sent_at=sent, received_at=received,
        channel="OSCE_network" if year.chance(0.85) else "diplomatic_note", to=(to, "OSCE") if to else to_all, links=links,
    )


def linked(record: Record, relation: str) -> tuple[Link, ...]:
    return (Link(relation=relation, target=record.id),)
