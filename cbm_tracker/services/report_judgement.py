"""What the rules say of the period of a report: obligations of the records around it, of the owner's calendar, and quotas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.summary import states_of
from cbm_tracker.regimes import evaluation
from cbm_tracker.regimes.findings import Finding, QuotaUse
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.situation import Situation
from cbm_tracker.reports.content import ReportRequest
from cbm_tracker.reports.material import Clock, Judgement
from cbm_tracker.reports.obligation_tables import Judged
from cbm_tracker.services.obligations import has_begun, late_after, owed_of_each
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.rule_situations import YEAR, SituationReader, Standing
from cbm_tracker.storage.store import Reading

_KINDS = ("exercise", "notification", "inspection", "contact", "contribution", "agreement_facts")
REACH_DAYS = 100
"""Clocks of agreements run for weeks; a record further away than this from the period has none that ends in it."""
_DATED = frozenset({"lead_time", "delay", "reply", "duration", "validity", "change_notice", "calls", "periodic"})
"""Kinds of rules whose obligations have a due moment; the steps of a sequence are obligations of those as well."""
_CALENDAR = "periodic"
_BATCH = 20  # a cancel is heard between them


def judgement(
    request: ReportRequest, reading: Reading, situations: SituationReader, packs: Mapping[str, Pack],
    may_be_told: Callable[[Record], bool], progress: Progress, *, naming: bool = True,
) -> Judgement:
    """Return what the rules say, from one state of the register; records that may not be told are not even evidence.

    Args:
        naming: only records that name one of the agreements of the request; else all that those agreements judge.
    Raises:
        Cancelled: the user cancelled.
    """
    reach = timedelta(days=REACH_DAYS)
    first, last = _moved(request.from_on, -reach), _moved(request.to_on, reach)
    around = Query(
        kinds=_KINDS, from_on=first, to_on=last, states=request.states, agreements=request.agreements if naming else (),
        statuses=("draft", "issued"), descending=False,
    )
    situation, asking, standing = situations.of_period(reading, packs, around, request.at, may_be_told)
    asked = {key: pack for key, pack in packs.items() if not request.agreements or key in request.agreements}
    judged = tuple(_judged(request, asked, situation, asking, standing, progress))
    quotas = tuple(_quotas(request, reading, situations, asked, may_be_told))
    named = {each.finding.agreement for each in judged} | {use.agreement for use, _ in quotas}
    counted = {record_id: record for _, records in quotas for record_id, record in records.items()}
    return Judgement(
        judged, tuple(use for use, _ in quotas), counted.get,
        tuple((key, pack.version) for key, pack in sorted(asked.items()) if key in named),
        {(pack.id, group.id): group.members for pack in asked.values() for group in pack.groups}, REACH_DAYS,
    )


def duties(
    request: ReportRequest, reading: Reading, situations: SituationReader, packs: Mapping[str, Pack],
    may_be_told: Callable[[Record], bool], days: tuple[date, date],
) -> tuple[Finding, ...]:
    """Return what packs ask of the owner by the calendar with a due date in some days, both included, met or not."""
    around = Query(kinds=("notification",), from_on=days[0], to_on=days[1], descending=False)
    situation, _, standing = situations.of_period(reading, packs, around, request.at, may_be_told)
    if not standing.owner:
        return ()
    return tuple(
        finding for finding in evaluation.calendar(packs.values(), situation, standing.owner, *days)
        if _matters(finding) and standing.knows(finding)
    )


def open_clocks(
    request: ReportRequest, reading: Reading, situations: SituationReader, packs: Mapping[str, Pack],
    may_be_told: Callable[[Record], bool], progress: Progress,
) -> tuple[Clock, ...]:
    """Return what is owed and open at the instant of a report, as far as its clock runs; what is or will be late first stands first.

    Raises:
        Cancelled: the user cancelled.
    """
    asked = {key: pack for key, pack in packs.items() if not request.agreements or key in request.agreements}
    situation, asking, standing = situations.of_open(reading, asked, request.at, may_be_told)
    concerned = [one for one in asking if not request.states or {code for code, _ in states_of(one)} & set(request.states)]
    found: list[Judged] = []

    def around(record: Record) -> Situation:
        return situations.of_record(reading, record, asked, request.at, may_be_told)

    for number, (record, findings) in enumerate(owed_of_each(asked, situation, concerned, around)):
        if number % _BATCH == 0:
            progress.step(number, len(concerned), "Asking the rules")
        found.extend(Judged(finding, record) for finding in findings)
    owner, today = standing.owner, request.at.date()
    if owner and (not request.states or owner in request.states):
        calendar = evaluation.calendar(asked.values(), situation, owner, _moved(today, -YEAR), max(today, request.to_on))
        found.extend(Judged(finding) for finding in calendar if finding.is_open and standing.knows(finding))
    running = {each.finding.key: each for each in found if has_begun(each.finding, request.at)}
    clocks = [Clock(each, late_after(each.finding, situation.zones)) for each in running.values()]
    return tuple(sorted(clocks, key=lambda each: (each.late_after is None, each.late_after or request.at, each.judged.finding.key)))


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.min if by < timedelta() else date.max


def _judged(
    request: ReportRequest, packs: Mapping[str, Pack], situation: Situation, asking: list[Record], standing: Standing, progress: Progress
) -> Iterator[Judged]:
    for number, record in enumerate(asking):
        if number % _BATCH == 0:
            progress.step(number, len(asking), "Asking the rules")
        for finding in evaluation.judge(packs.values(), situation, record, _DATED):
            kind = packs[finding.agreement].by_id[finding.rule].kind
            if _matters(finding) and not (kind == _CALENDAR and _is_by(finding, standing.owner)):
                yield Judged(finding, record)
    owner = standing.owner
    if owner and (not request.states or owner in request.states):
        for finding in evaluation.calendar(packs.values(), situation, owner, request.from_on, request.to_on):
            if _matters(finding) and standing.knows(finding):
                yield Judged(finding)


def _matters(finding: Finding) -> bool:
    return finding.obligation is not None or finding.if_required is not None


def _is_by(finding: Finding, owner: str) -> bool:
    return bool(owner) and finding.obligation is not None and owner in finding.obligation.by


def _quotas(
    request: ReportRequest, reading: Reading, situations: SituationReader, packs: Mapping[str, Pack], may_be_told: Callable[[Record], bool]
) -> Iterator[tuple[QuotaUse, Mapping[str, Record]]]:
    """Yield each ledger of the years with the records it counts; a year without any visit or fact is passed over."""
    for year in range(request.from_on.year, request.to_on.year + 1):
        situation = situations.of_ledger(reading, year, request.at, may_be_told)
        if not len(situation.records):
            continue
        for use in evaluation.quotas(packs.values(), situation, year):
            if not request.states or {use.state, use.of, *(entry.by for entry in use.entries)} & set(request.states):
                found = {entry.record: situation.records.get(entry.record) for entry in use.entries}
                yield use, {record_id: record for record_id, record in found.items() if record is not None}
