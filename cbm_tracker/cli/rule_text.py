"""Findings, quotas and rule packs as lines of text for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from cbm_tracker.regimes.findings import Because, Finding, QuotaUse, moment_text, short_moment

if TYPE_CHECKING:
    from cbm_tracker.regimes.packs import Pack
    from cbm_tracker.regimes.rules import Rule
    from cbm_tracker.services.agenda import DatedFact
    from cbm_tracker.services.obligations import Owed

_OUTCOMES = {
    "required": "required", "not_required": "nothing owed", "prohibited": "prohibited", "breach": "breach", "permitted": "permitted",
    "advisory": "advisory", "undetermined": "undetermined",
}
_GROUPS = {"overdue": "OVERDUE", "today": "TODAY", "week": "WITHIN A WEEK", "later": "LATER", "undated": "WITHOUT A DATE"}
_DATED = {
    "promise": "promise", "scheduled_contact": "scheduled contact", "planned_entry": "planned entry",
    "request_unanswered": "request without an answer", "activity_begins": "activity begins",
}
Line = tuple[str, tuple[str, ...], list[str]]  # group, cells, what stands below


def due_text(owed: Sequence[Owed], dated: Sequence[DatedFact], now: datetime) -> str:
    """Return what is due, by group: when, who, what, from what, paragraph; the sum below each."""
    lines: list[Line] = [(each.group, _owed_cells(each), _owed_notes(each)) for each in owed]
    lines += [(fact.state_on(now), _dated_cells(fact), []) for fact in dated]
    if not lines:
        return "Nothing is due."
    widths = [max(len(cells[at]) for _, cells, _ in lines) for at in range(len(lines[0][1]))]
    order = list(_GROUPS)
    lines.sort(key=lambda line: (order.index(line[0]), line[1][0] or "~"))
    told: list[str] = []
    for group, members in groupby(lines, key=lambda line: line[0]):
        told.append(_GROUPS[group])
        for _, cells, below in members:
            told.append("  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())
            told.extend(f"    {note}" for note in below)
    return "\n".join(told)


def _owed_cells(owed: Owed) -> tuple[str, ...]:
    finding = owed.finding
    what = finding.obligation.what if finding.obligation else finding.title
    return short_moment(owed.due) if owed.due is not None else "", _shortened(owed.states), what, owed.title, _source(finding)


def _owed_notes(owed: Owed) -> list[str]:
    return [str(owed.finding.sum)] if owed.finding.sum else []


def _dated_cells(fact: DatedFact) -> tuple[str, ...]:
    when = short_moment(fact.at) if fact.at else fact.on.isoformat() if fact.on else ""
    return when, _shortened(fact.states), _DATED[fact.what], fact.title, "as recorded"


def _shortened(states: Sequence[str]) -> str:
    return " ".join(states[:4]) + (f" +{len(states) - 4}" if len(states) > 4 else "")


def _source(finding: Finding) -> str:
    sure = "" if finding.certainty == "verified" else f", {finding.certainty}"
    return f"{finding.agreement} {_place(finding.paragraph)}{sure}"


def _place(paragraph: str) -> str:
    """Return ¶38, or Art. VI as it is: the sign stands before a number only."""
    return f"¶{paragraph}" if paragraph[:1].isdigit() else paragraph


def findings_text(findings: Sequence[Finding], names: Mapping[str, str] | None = None) -> str:
    """Return each finding: what follows, by when, why, and the sum; under the name of its record where names are given."""
    if not findings:
        return "The rules have nothing to say."
    lines: list[str] = []
    for record, members in groupby(findings, key=lambda finding: finding.record):
        if names is not None:
            lines.append(names.get(record, record))
        for finding in members:
            lines.extend(f"  {line}" for line in _finding_lines(finding))
    return "\n".join(lines)


def _finding_lines(finding: Finding) -> Iterator[str]:
    owed = finding.obligation
    due = f", due {moment_text(owed.due)}" if owed and owed.due is not None else ""
    state = f" ({owed.state.replace('_', ' ')})" if owed else ""
    by = f" by {_shortened(owed.by)}" if owed and owed.by else ""
    period = f" {finding.period}" if finding.period else ""
    yield f"{_OUTCOMES[finding.outcome]}: {finding.title}{period}{by}{due}{state} [{_source(finding)}, rule {finding.rule}]"
    if finding.gate:
        yield f"  informational: {finding.gate}"
    for reason in finding.because:
        yield f"  because {_reason(reason)}"
    if finding.missing:
        yield f"  missing: {', '.join(finding.missing)}"
    if finding.sum:
        yield f"  {finding.sum}"
    for note in finding.notes:
        yield f"  note: {note}"


def _reason(reason: Because) -> str:
    told = reason.to_json()
    value = "not known" if told["value"] is None else f"at least {told['value']}" if reason.at_least else told["value"]
    return f"{reason.measure.replace('_', ' ')} is {value}, {reason.operator} {told['limit']}{'' if reason.holds else ' does not hold'}"


def quotas_text(uses: Sequence[QuotaUse]) -> str:
    """Return each quota with its sum, and below it the records that it counts."""
    if not uses:
        return "No quota of this year is known: nothing that uses one is recorded."
    lines: list[str] = []
    for use in uses:
        pair = f" with {use.of}" if use.of else ""
        sure = "" if use.certainty == "verified" else f", {use.certainty}"
        source = f"{_place(use.paragraph)}{sure}, rule {use.rule}"
        lines.append(f"{use.agreement} {use.year} {use.state}{pair}: {use.title}: {use.sum} [{source}]")
        if use.gate:
            lines.append(f"  informational: {use.gate}")
        if use.missing:
            lines.append(f"  missing: {', '.join(use.missing)}")
        for entry in use.entries:
            by = f" by {entry.by}" if entry.by else ""
            note = f": {entry.note}" if entry.note else ""
            lines.append(f"  {entry.on or 'no date'}  {entry.record[:8]}  {entry.effect.replace('_', ' ')}{by}{note}")
    return "\n".join(lines)


def packs_text(packs: Iterable[Pack]) -> str:
    """Return one line a pack: id, name, version, status, number of rules and how certain they are."""
    rows = [(pack.id, pack.version, pack.status.replace("_", " "), _counted(pack), pack.name) for pack in packs]
    widths = [max(len(row[at]) for row in rows) for at in range(5)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _counted(pack: Pack) -> str:
    doubtful = sum(rule.certainty == "provisional" for rule in pack.rules)
    count = f"{len(pack.rules)} rule{'s' if len(pack.rules) != 1 else ''}"
    return f"{count}, {doubtful} provisional" if doubtful else count


def pack_text(pack: Pack) -> str:
    """Return a pack: who takes part since when, its sources, and each rule with its paragraph."""
    lines = [f"{pack.name} ({pack.id}), version {pack.version}: {pack.status.replace('_', ' ')}, {pack.certainty}"]
    if pack.remarks:
        lines.append(f"  {pack.remarks}")
    groups: dict[str, list[str]] = {}
    for party in pack.parties:
        since = f" since {party.from_on}" if party.from_on else ""
        until = f" until {party.to_on}" if party.to_on else ""
        role = f", {party.role}" if party.role else ""
        groups.setdefault(f"{party.status.replace('_', ' ')}{role}{since}{until}", []).append(party.state)
    lines.append("Parties" if groups else "Parties: no list is known")
    lines.extend(f"  {standing}: {' '.join(states)}" for standing, states in groups.items())
    if pack.open and groups:
        lines.append("  Others are taken to take part.")
    lines.append("Sources")
    lines.extend(f"  {source}" for source in pack.sources)
    lines.append("Rules" if pack.rules else "Rules: none; its records are kept, nothing is computed")
    for rule in pack.rules:
        lines.extend(_rule_lines(rule))
    return "\n".join(lines)


def _rule_lines(rule: Rule) -> Iterator[str]:
    yield f"  {rule.id}  {_place(rule.paragraph)}  {rule.certainty}: {rule.title}"
    yield f"    {rule.text}"
    for note in rule.notes:
        yield f"    note: {note}"
