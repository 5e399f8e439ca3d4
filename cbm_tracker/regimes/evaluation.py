"""Evaluates packs in a situation: what they find of records, what they ask of a State in a time, and their quotas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.obligation_records import ObligationNote
from cbm_tracker.regimes.collisions import same_place
from cbm_tracker.regimes.findings import OPEN_STATES, Finding, QuotaUse, Share
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.rules import Case, Rule, View, word_of
from cbm_tracker.regimes.scope import holds_for, involved, names_or_binds
from cbm_tracker.regimes.situation import Situation


def judge(packs: Iterable[Pack], situation: Situation, record: Record, kinds: frozenset[str] = frozenset()) -> list[Finding]:
    """Return what packs find of one record, in the order of packs and their rules, whatever the order of the records.

    A pack judges what its parties do, and what names it. An exercise is judged under every agreement that binds a State
    involved; any other record under those it names, or, where it names none, under those that have rules for its kind.

    Args:
        kinds: only rules of these kinds are asked; of all where it is empty.
    """
    found: list[Finding] = []
    states, word = involved(record), word_of(record)
    for pack in packs:
        rules = pack.rules_about(record.kind, word)
        if not rules:
            continue
        view = View(pack, situation)
        if not names_or_binds(view, record, states):
            continue
        case = Case(view, record)
        if not holds_for(case):
            continue
        for rule in rules:
            if (not kinds or rule.kind in kinds) and rule.concerns(record) and rule.holds_on(case.day):
                found.extend(rule.judge(case))
    return settled(found, situation)


def owed(packs: Iterable[Pack], situation: Situation, records: Iterable[Record]) -> Iterator[tuple[Record, list[Finding]]]:
    """Yield each record with those findings of `judge` that leave something open, without working out the others."""
    views = [View(pack, situation) for pack in packs]
    asked: dict[tuple[str, str], list[tuple[View, list[Rule]]]] = {}
    waivers = _waivers(situation)
    for record in records:
        about = record.kind, word_of(record)
        if about not in asked:
            asked[about] = [(view, rules) for view in views if (rules := _may_ask(view.pack, *about))]
        states = involved(record)
        found: list[Finding] = []
        for view, rules in asked[about]:
            if not names_or_binds(view, record, states):
                continue
            case = Case(view, record)
            if holds_for(case):
                for rule in rules:
                    if rule.concerns(record) and rule.holds_on(case.day) and rule.may_owe(case):
                        found.extend(_settle(finding, waivers) for finding in rule.judge(case))
        yield record, [finding for finding in found if finding.is_open]


def _may_ask(pack: Pack, kind: str, word: str) -> list[Rule]:
    """Return the rules of a pack after which something may be owed for records of a kind and word."""
    return [rule for rule in pack.rules_about(kind, word) if rule.owes]


def calendar(packs: Iterable[Pack], situation: Situation, state: str, from_on: date, to_on: date) -> list[Finding]:
    """Return what packs ask of a State by itself with a due date from `from_on` to `to_on`, both included."""
    found: list[Finding] = []
    for pack in packs:
        view = View(pack, situation)
        if view.takes_part(state):
            for rule in pack.by_subject.get("year", ()):
                found.extend(rule.calendar(view, state, from_on, to_on))
    return settled(found, situation)


def quotas(packs: Iterable[Pack], situation: Situation, year: int) -> list[QuotaUse]:
    """Return the quotas of a calendar year, by agreement, rule, State and other side."""
    found = [use for pack in packs for rule in pack.rules for use in rule.ledger(View(pack, situation), year)]
    return sorted(found, key=lambda use: (use.agreement, use.rule, use.state, use.of))


_COUNTING = frozenset({"quota", "unit_limit", "count_limit", "simultaneity", "capacity"})


def what_if(packs: Iterable[Pack], situation: Situation, planned: Record) -> list[Finding]:
    """Return what a record that is only planned would meet: quotas, other activities and visits, and visits at the same place."""
    return [*judge(packs, situation, planned, _COUNTING), *same_place(situation, planned)]


def settled(findings: Iterable[Finding], situation: Situation) -> list[Finding]:
    """Apply what officers decided: an obligation that is waived with a reason is no longer open."""
    waivers = _waivers(situation)
    return [_settle(finding, waivers) for finding in findings] if waivers else list(findings)


_Key = tuple[str, str, str]


def _waivers(situation: Situation) -> Mapping[_Key, list[ObligationNote]]:
    """Return the waivers by agreement, rule and record (“” where they settle none), once for each set of records."""
    waivers: Mapping[_Key, list[ObligationNote]] | None = situation.records.remembered.get("waivers")
    if waivers is None:
        waivers = situation.records.remembered["waivers"] = _read_waivers(situation)
    return waivers


def _read_waivers(situation: Situation) -> Mapping[_Key, list[ObligationNote]]:
    found: dict[_Key, list[ObligationNote]] = {}
    for note in situation.records.of_kind("obligation_note"):
        if isinstance(note, ObligationNote) and note.decision == "waived":
            settles = (link.target for link in note.links if link.relation == "settles")
            targets = [situation.records.current(target) for target in settles] or [""]
            for target in targets:
                found.setdefault((note.agreement, note.rule, target), []).append(note)
    return found


def _settle(finding: Finding, waivers: Mapping[_Key, list[ObligationNote]]) -> Finding:
    owed = finding.obligation
    if owed is None or not owed.is_open:
        return finding
    for note in waivers.get((finding.agreement, finding.rule, finding.record), ()):
        if note.period and note.period != finding.period:
            continue
        if note.state and note.state not in owed.by:
            continue
        shares = tuple(_waived(share, note) for share in owed.shares)
        still = [share.status for share in shares if share.status in OPEN_STATES]
        state = max(still, key=OPEN_STATES.index) if still else "waived"
        reason = f"Waived: {note.reason}"
        finding = replace(finding, obligation=replace(owed, state=state, shares=shares, met_by=note.id if not still else owed.met_by),
                          notes=(*finding.notes, reason))
        owed = finding.obligation
        assert owed is not None
        if not still:
            break
    return finding


def _waived(share: Share, note: ObligationNote) -> Share:
    waived = share.status in OPEN_STATES and note.state in ("", share.state)
    return replace(share, status="waived", met_by=note.id) if waived else share
