"""Builds the services of a register, for window, commands and tests alike."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cbm_tracker.domain.moments import zone
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.services import register as registers
from cbm_tracker.services.agenda import AgendaService
from cbm_tracker.services.calendar_export import CalendarExport
from cbm_tracker.services.changes import ChangeFeed
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.drafts import DraftService
from cbm_tracker.services.exchange import ExchangeService
from cbm_tracker.services.obligations import ObligationService
from cbm_tracker.services.progress import Progress, Silent
from cbm_tracker.services.records import RecordService
from cbm_tracker.services.reference_data import state_names, state_records
from cbm_tracker.services.register import RegisterService
from cbm_tracker.services.report_templates import ReportTemplateService
from cbm_tracker.services.reports import ReportService
from cbm_tracker.services.rule_packs import PackService
from cbm_tracker.services.rule_situations import SituationReader
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
    templates: ReportTemplateService
    agenda: AgendaService
    rules: PackService
    obligations: ObligationService
    calendar: CalendarExport
    changes: ChangeFeed
    names: StateNames
    desk: Desk
    path: Path
    _store: Store

    @property
    def zone(self) -> str:
        """The time zone (IANA name) of the owner's capital; "UTC" where it is not known."""
        owner = self.names.get(self.register.info().owner)
        return owner.zone if owner and owner.zone else "UTC"

    def local_now(self) -> datetime:
        """Return the present instant by the clock of the owner's capital."""
        return self.desk.now().astimezone(zone(self.zone))

    def today(self) -> date:
        """Return the date at the owner's capital."""
        return self.local_now().date()

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


def rehearsal_register(
    path: Path, desk: Desk | None = None, *, year: int = 2027, seed: int = 1, records: int = 400, progress: Progress | None = None
) -> Services:
    """Make a register of an invented year, marked as a rehearsal; the same year, seed and number give the same content.

    Raises:
        NotWritable: something is there already, or the place cannot be written.
        Cancelled: the user cancelled; nothing is left behind.
    """
    from cbm_tracker.services import rehearsal
    from cbm_tracker.services.agreement_reference import agreement_records

    names = state_names()
    store = registers.make(
        path, rehearsal.rehearsal_desk(datetime(year, 1, 2, 8, 0, tzinfo=UTC)), names.codes_for_search, owner=rehearsal.OWNER,
        name=f"Rehearsal {year}", office=rehearsal.OFFICE, rehearsal=True, seed=[*state_records(), *agreement_records()],
        register_id=rehearsal.rehearsal_id(year, seed),
    )
    try:
        rehearsal.fill(store, names, year=year, seed=seed, count=records, progress=progress or Silent())
        store.gather()
    except BaseException:
        store.close()
        for leftover in ("", "-wal", "-shm"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
        raise
    return _services(store, desk or this_desk(), names)


def _services(store: Store, desk: Desk, names: StateNames) -> Services:
    changes = ChangeFeed()
    records, rules = RecordService(store, changes, desk), PackService(store, changes, desk)
    situations = SituationReader(store, names)
    register = RegisterService(store, changes, desk)
    obligations = ObligationService(store, records, rules, names, situations)
    return Services(
        register=register, records=records, agenda=AgendaService(records, names),
        rules=rules, obligations=obligations, calendar=CalendarExport(register, records, obligations),
        undo=UndoService(store, changes, desk), drafts=DraftService(store, desk),
        exchange=ExchangeService(store, changes, desk, names), reports=ReportService(store, desk, names, situations),
        templates=ReportTemplateService(store, changes, desk), changes=changes, names=names, desk=desk, path=store.path, _store=store,
    )
