"""Rule packs: those that ship, and those an officer added to the register, so that it judges the same on every desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from cbm_tracker.errors import NotFound
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.pack_file import parse_pack, read_pack_text
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.services.changes import Change, ChangeFeed
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.shipped_packs import shipped_packs
from cbm_tracker.storage.store import AddedPack, Reading, Store

__all__ = ["ChangedFinding", "PackPreview", "PackService", "shipped_packs"]

Judge = Callable[[Mapping[str, Pack]], list[Finding]]
"""Returns what packs find of what is open now."""


@dataclass(frozen=True)
class ChangedFinding:
    """An open obligation before and after; None where it comes or goes."""

    before: Finding | None
    after: Finding | None


@dataclass(frozen=True)
class PackPreview:
    """What adding a pack would do. Rules are named by their ids; `text` is the file as it was read."""

    pack: Pack
    text: str
    old_version: str  # "" where no pack of this id is known
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    obligations: tuple[ChangedFinding, ...]

    @property
    def new_version(self) -> str:
        return self.pack.version

    @property
    def is_new(self) -> bool:
        return not self.old_version


@lru_cache(maxsize=64)
def _parsed(pack_id: str, text: str) -> Pack:
    return parse_pack(text, f"{pack_id}.toml")


def packs_in(reading: Reading) -> Mapping[str, Pack]:
    """Return the packs that a state of the register is judged by, by id in the order of ids. Raises InvalidRule."""
    added = reading.rule_packs()
    return _with((_parsed(each.id, each.text) for each in added), shipped_packs()) if added else shipped_packs()


@dataclass(frozen=True)
class PackService:
    store: Store
    changes: ChangeFeed
    desk: Desk

    def packs(self) -> Mapping[str, Pack]:
        """Return the packs this register is judged by, by id in the order of ids. Raises InvalidRule."""
        with self.store.reading() as reading:
            return packs_in(reading)

    def added(self) -> Mapping[str, str]:
        """Return when each pack was added that an officer added, by id."""
        with self.store.reading() as reading:
            return {each.id: each.added_at for each in reading.rule_packs()}

    def add(self, path: Path, judge: Judge = lambda packs: []) -> PackPreview:
        """Read a pack from a file and say what it would change; nothing is saved.

        Args:
            judge: returns what packs find of what is open; without it the preview names no obligations.
        Raises:
            UnreadableFile, InvalidRule: the file cannot be read or contradicts itself.
        """
        text = read_pack_text(path)
        pack = parse_pack(text, path.name)
        packs = self.packs()
        old = packs.get(pack.id)
        before, after = (old.by_id if old else {}), pack.by_id
        return PackPreview(
            pack, text, old.version if old else "",
            added=tuple(rule for rule in after if rule not in before),
            changed=tuple(rule for rule in after if rule in before and after[rule] != before[rule]),
            removed=tuple(rule for rule in before if rule not in after),
            obligations=_changed(judge(packs), judge(_with([pack], packs)), pack.id),
        )

    def carry_out(self, preview: PackPreview) -> None:
        """Keep a pack in the register; from now on it judges by it."""
        kept = AddedPack(preview.pack.id, preview.text, self.desk.operation("", "").at_text)
        label = f"adding of the rule pack {preview.pack.id} {preview.pack.version}"
        with self.store.transaction(self.desk.operation("rules", label)) as transaction:
            transaction.keep_rule_pack(kept)
        self.changes.publish(Change("rules", everything=True))

    def remove(self, pack_id: str) -> None:
        """Take away a pack that was added; the shipped one of its id, if there is one, judges again. Raises NotFound."""
        if pack_id not in self.added():
            raise NotFound(f"No pack {pack_id} was added to this register.", "Packs that ship with the program stay.")
        with self.store.transaction(self.desk.operation("rules", f"removal of the rule pack {pack_id}")) as transaction:
            transaction.drop_rule_pack(pack_id)
        self.changes.publish(Change("rules", everything=True))


def _with(added: Iterable[Pack], packs: Mapping[str, Pack]) -> Mapping[str, Pack]:
    """Return packs with others added or put in place of their namesakes, in the order of ids."""
    return MappingProxyType(dict(sorted({**packs, **{pack.id: pack for pack in added}}.items())))


def _changed(before: list[Finding], after: list[Finding], pack_id: str) -> tuple[ChangedFinding, ...]:
    """Return the obligations that are not the same before and after, whatever version of the pack said so."""
    was, will = ({found.key: found for found in findings if found.agreement == pack_id} for findings in (before, after))
    return tuple(
        ChangedFinding(was.get(key), will.get(key)) for key in sorted({*was, *will})
        if _told(was.get(key)) != _told(will.get(key))
    )


def _told(finding: Finding | None) -> object:
    """What an officer would see change: the outcome and what is owed by when."""
    if finding is None:
        return None
    owed = finding.obligation
    return finding.outcome, owed and (owed.what, owed.by, owed.due, owed.state), finding.paragraph, finding.certainty
