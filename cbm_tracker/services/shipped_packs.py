"""The rule packs that ship with the program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from cbm_tracker.paths import resource
from cbm_tracker.regimes.pack_file import read_pack
from cbm_tracker.regimes.packs import Pack


def shipped_packs() -> Mapping[str, Pack]:
    """Return the packs that ship, by id in the order of ids; each file is read once as long as it stays as it is."""
    files = [(path, path.stat().st_mtime_ns) for path in _files()]
    return _shipped(tuple(files))


@lru_cache(maxsize=2)
def _shipped(files: tuple[tuple[Path, int], ...]) -> Mapping[str, Pack]:
    return MappingProxyType({pack.id: pack for pack in (_read(*file) for file in files)})


@lru_cache(maxsize=512)
def _read(path: Path, _: int) -> Pack:
    return read_pack(path)


def shipped_ids() -> tuple[str, ...]:
    """Return the ids of the packs that ship, in their order; no file is read."""
    return tuple(path.stem for path in _files())


def packs_named(ids: Iterable[str]) -> Mapping[str, Pack]:
    """Return these packs alone, by id in the order of ids; the others are not read."""
    return {path.stem: _read(path, path.stat().st_mtime_ns) for path in _files() if path.stem in set(ids)}


def _files() -> list[Path]:
    return sorted(resource("regimes").glob("*.toml"))
