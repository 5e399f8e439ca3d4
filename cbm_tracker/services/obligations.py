"""What is owed, by the rules: worked out from the register whenever it is asked, and never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cbm_tracker.domain.measures import Inspection, Link, Notification, ObligationNote, Record
from cbm_tracker.domain.moments import Instant, zone
from cbm_tracker.domain.record_json import read_fields
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.summary import title
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.regimes import evaluation
from cbm_tracker.regimes.findings import OPEN_STATES, Finding, Moment, QuotaUse, Remedy
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.request_times import RequestTime, request_times
from cbm_tracker.regimes.scope import involved
from cbm_tracker.regimes.situation import Situation
from cbm_tracker.services.passing_time import next_turn
from cbm_tracker.services.records import RecordService
from cbm_tracker.services.rule_packs import PackService
from cbm_tracker.services.rule_situations import YEAR, SituationReader, capital_zones
from cbm_tracker.storage.store import Store

__all__ = ["GROUPS", "ObligationService", "Owed"]

GROUPS = ("overdue", "today", "week", "later", "undated")


@dataclass(frozen=True)
class Owed:
    """One obligation that is open.

    Args:
        record_id, kind, title: what it comes from; the first two are empty for an obligation of the calendar.
        states: who owes it; `involved` are the States that the record is about.
        group: one of `GROUPS`, by the date at the owner's capital.
        due_at: the instant (UTC) after which it is late: of a day its end at the debtor's capital; None where it is not known.
        began_at: when its clock started, where it has one.
        remind_on: the day on which an officer wants to be reminded, `remind_days` before the due date.
        own: whether the owner of the register owes it still.
    """

    finding: Finding
    record_id: str
    kind: str
    title: str
    states: tuple[str, ...]
    group: str
    due_at: datetime | None = None
    began_at: datetime | None = None
    remind_on: date | None = None
    remind_days: int | None = None
    own: bool = False
    involved: tuple[str, ...] = ()

    @property
    def agreement(self) -> str:
        return self.finding.agreement

    @property
    def due(self) -> Moment | None:
        return self.finding.obligation.due if self.finding.obligation else None


@dataclass(frozen=True)
class _Kept:
    """What was owed from one instant on, and before which instant it reads the same."""

    from_at: datetime
    until: datetime
    owed: tuple[Owed, ...]


@dataclass(frozen=True)
class ObligationService:
    store: Store
    records: RecordService
    rules: PackService
    names: StateNames
    situations: SituationReader
    _kept: dict[tuple[object, ...], _Kept] = field(default_factory=dict)

    # -------------------------------------------------- reading

    def due(self, now: datetime, within_days: int = 60) -> list[Owed]:
        """Return what is owed and open: overdue, or due within so many days; what is due first stands first."""
        return self._due(self.rules.packs(), now, within_days)

    def open_findings(self, packs: Mapping[str, Pack], now: datetime) -> list[Finding]:
        """Return what other packs would find open now, for the preview of a pack."""
        return [owed.finding for owed in self._due(packs, now, 366)]

    def of_record(self, record: Record | str, now: datetime) -> list[Finding]:
        """Return what the rules find of a recorded record; nothing of one that was corrected. Raises NotFound."""
        if isinstance(record, str):
            record = self.records.get(record).record
        return self.judge_typed(record, now)

    def judge_typed(self, record: Record, now: datetime) -> list[Finding]:
        """Return what the rules find of a record as it stands in a form; it takes the place of the recorded one of its id."""
        if record.status == "superseded":
            return []
        packs = self.rules.packs()
        return evaluation.judge(packs.values(), self.situations.around(record, packs, now), record)

    def quotas(self, year: int, now: datetime) -> list[QuotaUse]:
        """Return the quotas of a calendar year, by agreement, rule, State and other side."""
        return evaluation.quotas(self.rules.packs().values(), self.situations.of_year(year, now), year)

    def what_if(self, planned: Record, now: datetime) -> list[Finding]:
        """Return what a planned inspection would use and meet, without recording it: quotas and collisions first, then its times."""
        packs = self.rules.packs()
        situation = self.situations.around(planned, packs, now)
        counted = evaluation.what_if(packs.values(), situation, planned)
        keys = {finding.key for finding in counted}
        timed = [finding for finding in evaluation.judge(packs.values(), situation, planned) if finding.key not in keys]
        return [*counted, *timed]

    def request_times(self, planned: Inspection, now: datetime) -> list[RequestTime]:
        """Return the earliest and latest moments at which a planned inspection may be asked for, each with its sum."""
        packs = self.rules.packs()
        return request_times(packs.values(), self.situations.around(planned, packs, now), planned)

    def next_step(self, inspection: Inspection, now: datetime) -> Finding | None:
        """Return the next step of an inspection with its clock; None where nothing is left to do.

        Where nobody owes anything it is the entry, while its time is not stated: its window, an undetermined finding with a sum.
        """
        packs = self.rules.packs()
        judged = self.judge_typed(inspection, now)
        found = [finding for finding in judged if finding.is_open]
        steps = [each for each in found if packs[each.agreement].by_id[each.rule].kind == "sequence"]
        step = min(steps or found, key=lambda each: _by_due(each, self._zones()), default=None)
        entered = inspection.arrived_at or inspection.started_at or inspection.ended_at
        if step is None and inspection.reply.startswith("accepted") and not entered:
            return next((each for each in judged if each.missing == ("entry_planned_at",) and each.sum is not None), None)
        return step

    # -------------------------------------------------- deciding

    def waive(self, finding: Finding, reason: str) -> str:
        """Record that an obligation is waived, and why; returns the id of the note. Raises InvalidMeasure: no reason is given."""
        return self._note(finding, decision="waived", reason=reason.strip())

    def remind(self, finding: Finding, days: int) -> str:
        """Record that somebody wants to be reminded so many days before the due date; returns the id of the note."""
        return self._note(finding, decision="reminder", remind_days=days)

    def declare_nil(self, finding: Finding) -> str:
        """Record that there was nothing to declare; returns the id of the notification."""
        return self._declare(finding, "nil_report", {})

    def declare_nothing_new(self, finding: Finding, since: str) -> str:
        """Record that nothing is new since a year or period; returns the id of the notification."""
        return self._declare(finding, "nothing_new", {"since": since})

    def prefill(self, finding: Finding) -> tuple[str, dict[str, Any]]:
        """Return the kind of record that meets an obligation, and the JSON values it begins with.

        Where a field of the record itself meets it (`finding.obligation.remedy.field`) there is nothing to begin with.
        Raises CbmTrackerError: nothing that could be recorded meets it.
        """
        remedy = _remedy(finding)
        values = dict(remedy.values)
        if remedy.kind == "notification" and "subject" not in values and finding.record:
            values["subject"] = title(self.records.get(finding.record).record)
        return remedy.kind, values

    # -------------------------------------------------- within

    def _due(self, packs: Mapping[str, Pack], now: datetime, within_days: int) -> list[Owed]:
        """Work out what is owed; what was worked out before is told again while neither the register nor time changes it."""
        asked = (self.situations.state_of(packs), within_days)
        kept = self._kept.get(asked)
        if kept is None or not kept.from_at <= now < kept.until:
            self._kept.clear()
            kept = self._kept[asked] = self._work_out(packs, now, within_days)
        return list(kept.owed)

    def _work_out(self, packs: Mapping[str, Pack], now: datetime, within_days: int) -> _Kept:
        situation, asking, standing = self.situations.of_what_is_open(packs, now)
        today = situation.today(standing.owner)
        until = today + timedelta(days=within_days)
        found: list[tuple[Finding, Record | None]] = []
        for record, findings in owed_of_each(packs, situation, asking, lambda one: self.situations.around(one, packs, now)):
            found.extend((finding, record) for finding in findings)
        if standing.owner:
            calendar = evaluation.calendar(packs.values(), situation, standing.owner, today - YEAR, until)
            found.extend((finding, None) for finding in calendar if standing.knows(finding))
        reminders = _reminders(situation)
        owed = {
            finding.key: self._owed(finding, record, situation, reminders)
            for finding, record in found if finding.is_open and has_begun(finding, now)
        }
        near = [each for each in owed.values() if each.due is None or _day(each.due, situation, standing.owner) <= until]
        near.sort(key=lambda each: (GROUPS.index(each.group), each.due_at is None, each.due_at or now, each.finding.key))
        until_at = next_turn(now, situation.records, (finding for finding, _ in found), situation.zones.values())
        return _Kept(now, until_at, tuple(near))

    def _owed(self, finding: Finding, record: Record | None, situation: Situation, reminders: Mapping[str, ObligationNote]) -> Owed:
        obligation = finding.obligation
        assert obligation is not None
        owner = situation.owner
        note = reminders.get(finding.key)
        remind_on = None
        if note is not None and note.remind_days is not None and obligation.due is not None:
            remind_on = _day(obligation.due, situation, owner) - timedelta(days=note.remind_days)
        name = self._name(record) if record else f"{finding.title} {finding.period}".strip()
        return Owed(
            finding, finding.record, record.kind if record else "", name,
            obligation.by, _group(finding, situation), late_after(finding, situation.zones),
            _as_instant(obligation.began), remind_on, note.remind_days if note else None,
            owner in obligation.by and obligation.state_of(owner) in OPEN_STATES, involved(record) if record else (),
        )

    def _name(self, record: Record) -> str:
        """Name a record for a list: of a visit, who visits whom."""
        if isinstance(record, Inspection) and record.receiving_state and record.inspecting_states:
            return f"{', '.join(map(self.names.name, record.inspecting_states))} in {self.names.name(record.receiving_state)}"
        return title(record)

    def _zones(self) -> Mapping[str, str]:
        return capital_zones(self.names)

    def _note(self, finding: Finding, **decided: Any) -> str:
        owner = self._owner()
        by = finding.obligation.by if finding.obligation else ()
        links = (Link(relation="settles", target=finding.record),) if finding.record else ()
        note = ObligationNote(
            rule=finding.rule, agreement=finding.agreement, period=finding.period, links=links,
            state=owner if owner in by and len(by) > 1 else by[0] if len(by) == 1 else "",
            decided_at=Instant(self.records.desk.now()), **decided,
        )
        return self.records.record(note)

    def _declare(self, finding: Finding, word: str, content: dict[str, Any]) -> str:
        remedy = _remedy(finding)
        made = next((each for each in (remedy, *remedy.otherwise) if each.values.get("notification_kind") == word), None)
        values = read_fields("notification", made.values if made else {**_common(remedy), "notification_kind": word})
        values.setdefault("period", finding.period)
        subject = f"{finding.title} {finding.period}".strip()
        told = {**values.get("content", {}), **content}
        sent_at = Instant(self.records.desk.now())
        return self.records.record(Notification(**{"subject": subject, **values, "content": told, "sent_at": sent_at}))

    def _owner(self) -> str:
        with self.store.reading() as reading:
            return reading.info().get("owner", "")


def _remedy(finding: Finding) -> Remedy:
    if finding.obligation is None or finding.obligation.remedy is None:
        raise CbmTrackerError("No record meets this by itself.", "Record what was done, or waive it with a reason.")
    return finding.obligation.remedy


def _common(remedy: Remedy) -> dict[str, Any]:
    """Return what any notification that answers the same obligation begins with."""
    return {key: value for key, value in remedy.values.items() if key in ("agreements", "direction", "from_state", "to", "period", "links")}


def owed_of_each(
    packs: Mapping[str, Pack], situation: Situation, asking: Iterable[Record], around: Callable[[Record], Situation]
) -> Iterator[tuple[Record, list[Finding]]]:
    """Yield each record with what is owed because of it.

    Args:
        around: what bears on one record alone. It is asked where a rule counts the others of its year, also those that are closed.
    """
    for record, findings in evaluation.owed(packs.values(), situation, asking):
        if any(packs[finding.agreement].by_id[finding.rule].counts_others for finding in findings):
            (_, findings), = evaluation.owed(packs.values(), around(record), [record])
        yield record, findings


def has_begun(finding: Finding, now: datetime) -> bool:
    """Tell whether the clock of an obligation runs: what starts it may be recorded ahead of its time."""
    began = _as_instant(finding.obligation.began) if finding.obligation else None
    return began is None or began <= now


def _reminders(situation: Situation) -> dict[str, ObligationNote]:
    """Return the latest reminder of each obligation, by the key of its findings."""
    found: dict[str, ObligationNote] = {}
    notes = [note for note in situation.records.of_kind("obligation_note") if isinstance(note, ObligationNote)]
    for note in sorted(notes, key=lambda each: (str(each.decided_at), each.id)):
        if note.decision == "reminder":
            target = next((situation.records.current(link.target) for link in note.links if link.relation == "settles"), "")
            found["|".join((note.agreement, note.rule, target, note.period))] = note
    return found


def _day(moment: Moment, situation: Situation, owner: str) -> date:
    """Return the date of a moment at the owner's capital; a date is taken as it is."""
    return moment.astimezone(situation.zone(owner)).date() if isinstance(moment, datetime) else moment


def _group(finding: Finding, situation: Situation) -> str:
    obligation = finding.obligation
    assert obligation is not None
    if obligation.state == "overdue":
        return "overdue"
    if obligation.due is None:
        return "undated"
    days = (_day(obligation.due, situation, situation.owner) - situation.today(situation.owner)).days
    return "today" if days <= 0 else "week" if days < 7 else "later"


def late_after(finding: Finding, zones: Mapping[str, str]) -> datetime | None:
    """Return the instant (UTC) after which an obligation is late: of a day its end at the debtor's capital; None where it is not known."""
    obligation = finding.obligation
    due = obligation.due if obligation else None
    if due is None or isinstance(due, datetime):
        return due
    by = obligation.by if obligation else ()
    there = zone(zones.get(by[0], "UTC") if by else "UTC")
    return datetime.combine(due + timedelta(days=1), time(), there).astimezone(UTC)


def _as_instant(moment: Moment | None) -> datetime | None:
    if moment is None or isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(), UTC)


def _by_due(finding: Finding, zones: Mapping[str, str]) -> tuple[bool, datetime, str]:
    late = late_after(finding, zones)
    return late is None, late or datetime.max.replace(tzinfo=UTC), finding.rule
