"""Builds the services of a register, for window, commands and tests alike."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.services import register as registers
from cbm_tracker.services.changes import ChangeFeed
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.drafts import DraftService
from cbm_tracker.services.exchange import ExchangeService
from cbm_tracker.services.records import RecordService
from cbm_tracker.services.reference_data import state_names, state_records
from cbm_tracker.services.register import RegisterService
from cbm_tracker.services.reports import ReportService
from cbm_tracker.services.undo import UndoService
from cbm_tracker.storage.store import Store

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def this_desk(clock: Clock = system_clock, officer: str = "") -> Desk:
    """Return the desk of whoever is logged in here."""
    return Desk(officer or _login(), platform.node() or "workstation", clock)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "officer"


@dataclass(frozen=True)
class Services:
    """Everything a person can do with one open register."""

    register: RegisterService
    records: RecordService
    undo: UndoService
    drafts: DraftService
    exchange: ExchangeService
    reports: ReportService
    changes: ChangeFeed
    names: StateNames
    desk: Desk
    path: Path
    _store: Store

    def close(self) -> None:
        self._store.close()


def open_register(path: Path, desk: Desk | None = None) -> Services:
    """Raises UnreadableFile, RecordUnavailable."""
    names = state_names()
    return _services(registers.open_register(path, names.codes_for_search), desk or this_desk(), names)


def new_register(
    path: Path, desk: Desk | None = None, *, owner: str = "", name: str = "", office: str = "", rehearsal: bool = False
) -> Services:
    """Make an empty register that knows the shipped States and agreements. Raises NotWritable."""
    from cbm_tracker.services.agreement_reference import agreement_records

    names, desk = state_names(), desk or this_desk()
    store = registers.make(
        path, desk, names.codes_for_search, owner=owner, name=name, office=office, rehearsal=rehearsal,
        seed=[*state_records(), *agreement_records()],
    )
    return _services(store, desk, names)


def _services(store: Store, desk: Desk, names: StateNames) -> Services:
    changes = ChangeFeed()
    return Services(
        register=RegisterService(store, changes, desk), records=RecordService(store, changes, desk),
        undo=UndoService(store, changes, desk), drafts=DraftService(store, desk),
        exchange=ExchangeService(store, changes, desk, names), reports=ReportService(store, desk, names),
        changes=changes, names=names, desk=desk, path=store.path, _store=store,
    )
