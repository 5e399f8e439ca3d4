"""What a report is made from: the register as its recipient may know it, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from cbm_tracker.domain.measures import Agreement, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.regimes.findings import Finding, QuotaUse
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.reports.obligation_tables import Judged
from cbm_tracker.reports.quota_tables import Groups


@dataclass(frozen=True)
class Issuer:
    """What the register says of itself; `owner` is a code or ""."""

    owner: str
    office: str
    register: str
    marking: str
    exercise: bool


@dataclass(frozen=True)
class Judgement:
    """What the rules say of a period, as known at the instant of the report and of nothing that is withheld.

    Args:
        judged: obligations of records around the period and of the owner's calendar; the report takes those due in it.
        quotas: the ledgers of the calendar years that the period touches.
        record_of: a record that a quota counts, by its id.
        packs: name and version of each rule pack that has a say.
        groups: members of groups that hold a quota together, by agreement and id of the group.
        reach: days before and after the period in which records were looked for.
    """

    judged: Iterable[Judged]
    quotas: Iterable[QuotaUse]
    record_of: Callable[[str], Record | None]
    packs: tuple[tuple[str, str], ...]
    groups: Groups
    reach: int


@dataclass(frozen=True)
class Clock:
    """An obligation that is open, with its clock running; `late_after` (UTC) is when it becomes or became late, None where not known.

    Of a day it is the end of that day at the debtor's capital.
    """

    judged: Judged
    late_after: datetime | None


@dataclass(frozen=True)
class Officer:
    """How many records of each kind somebody recorded or changed, and when last (UTC)."""

    name: str
    records: Mapping[str, int]
    last_at: datetime


@dataclass(frozen=True)
class Material:
    """One state of the register, without what is withheld from the recipient: no record or field of it passes through here.

    A record of which fields are withheld passes as `domain.release.without` leaves it.

    Args:
        records: answers a query, in the order it asks for; without `statuses` it gives drafts and issued records.
        count: how many records fit a query, those that are withheld included; for the layout, never to be printed.
        record: one record by its id, or the correction that stands in its place; None if it is not there or withheld.
        linked: records that link to this one, or to what it corrects, and those it links to; in place of corrected ones the corrections.
        agreements: the agreements the register knows.
        findings: what the rules say of one record, at the instant of the report.
        judgement: what the rules say of the period of the request, its States and agreements.
        withheld: how many records that fit a query the recipient may not have.
        binding: what the agreements of the request say of the period: of all records that they judge, named there or not.
        packs: the rule packs that the register is judged by, by the id of their agreement.
        duties: what the packs ask of the owner by the calendar, with a due date from one day to another (both included).
        stood: a record as the register held it at an instant (UTC); None where it did not hold it yet, or it is withheld.
        first_recorded: when (UTC) a record was first recorded.
        clocks: what is owed and open at the instant of the report, whatever its age, what is late first; duties of the owner's calendar
            up to the last day of the request.
        officers: who recorded what; nobody where a recipient is named.
        withheld_in_all: of how many records of the register the recipient may not have all; a report is searched for them before
            it is issued.
    """

    issuer: Issuer
    records: Callable[[Query], Iterable[Record]]
    count: Callable[[Query], int]
    record: Callable[[str], Record | None]
    linked: Callable[[Record], tuple[Record, ...]]
    agreements: tuple[Agreement, ...]
    findings: Callable[[Record], tuple[Finding, ...]]
    judgement: Callable[[], Judgement]
    withheld: Callable[[Query], int]
    binding: Callable[[], Judgement] = lambda: Judgement((), (), lambda one: None, (), {}, 0)
    packs: Mapping[str, Pack] = field(default_factory=dict)
    duties: Callable[[date, date], tuple[Finding, ...]] = lambda from_on, to_on: ()
    stood: Callable[[Record, datetime], Record | None] = lambda record, at: None
    first_recorded: Callable[[Record], datetime | None] = lambda record: None
    clocks: Callable[[], tuple[Clock, ...]] = tuple
    officers: Callable[[], tuple[Officer, ...]] = tuple
    withheld_in_all: Callable[[], int] = int
