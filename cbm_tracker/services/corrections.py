"""Corrections and what they supersede, kept in step while records go to the bin and come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cbm_tracker.domain.measures import Link, Record, new_id
from cbm_tracker.domain.summary import label
from cbm_tracker.errors import EditConflict
from cbm_tracker.storage.store import Transaction


def correction_of(original: Record, correction: Record) -> Record:
    """Return what takes the place of an issued record. Raises EditConflict."""
    if original.status == "draft":
        raise EditConflict(f"{label(original)} is a draft.", "Edit it; only what is issued is corrected.")
    if original.status == "superseded":
        raise EditConflict(f"{label(original)} was corrected already.", "Correct the record that superseded it.")
    if correction.kind != original.kind:
        raise EditConflict(f"{label(original)} cannot become another kind of record.", "Correct it as what it is.")
    links = tuple(link for link in correction.links if link.relation != "supersedes")
    return replace(correction, id=new_id(), status="issued", links=(*links, Link(relation="supersedes", target=original.id)))


def settle_corrections(transaction: Transaction, moved: Iterable[str]) -> None:
    """Bring the originals in step after records went to the bin or came back from it.

    An original is superseded while a correction of it stands, and holds again when that was deleted; else nothing of it
    would be left in lists and reports.

    Raises:
        EditConflict: a correction would stand without its original, or beside another correction of it.
    """
    ids = set(moved)
    for original_id, standing in transaction.records.corrections(ids).items():
        stored = transaction.records.get(original_id)
        original = stored.record
        if stored.in_bin and standing:
            if original_id in ids:
                raise EditConflict(f"{label(original)} was corrected, and its correction stands.", "Delete the correction first.")
            raise EditConflict(f"{label(original)}, which this corrects, lies in the bin.", "Restore both together.")
        if len(standing) > 1 and ids.intersection(standing):
            raise EditConflict(f"{label(original)} was corrected by another record since.", "Correct that record instead.")
        if not stored.in_bin and bool(standing) != (original.status == "superseded"):
            status, change = ("superseded", "superseded") if standing else ("issued", "holds again")
            transaction.writer.revise(replace(original, status=status), stored.revision, change)
