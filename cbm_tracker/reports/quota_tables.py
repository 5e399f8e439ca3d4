"""Quotas on paper: the ledger of each calendar year a period touches, and what each entry is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import groupby

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.summary import label
from cbm_tracker.regimes.findings import QuotaEntry, QuotaUse
from cbm_tracker.reports.content import Column, Row, Section, Stacked, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.obligation_tables import MOST_OF_OTHERS, rule_text
from cbm_tracker.reports.sums import printed_sum
from cbm_tracker.reports.wording import NOT_STATED, Names, to_say

_EFFECTS = {"used": to_say("used"), "reserved": to_say("planned"), "not_consumed": to_say("not counted")}


Groups = Mapping[tuple[str, str], tuple[str, ...]]
"""Members of groups that hold a quota together, by agreement and id of the group."""


def quota_section(
    uses: Iterable[QuotaUse], owner: str, names: Names, record_of: Callable[[str], Record | None], groups: Groups
) -> Section | None:
    """Return the ledger; None where no quota is known. Quotas that are not the owner's are listed where anything uses them."""
    def is_own(use: QuotaUse) -> bool:
        sides = {member for side in (use.state, use.of) for member in groups.get((use.agreement, side), (side,))}
        return bool(owner) and owner in sides

    known = sorted((use for use in uses if not use.gate and (use.entries or is_own(use))), key=_order)
    own = [use for use in known if not owner or is_own(use)]
    others = [use for use in known if owner and not is_own(use)]
    if not own and not others:
        return None
    say = names.say
    tables = []
    if own:
        caption = say("Quotas of {State}, and of others towards it", State=names.state(owner, date(own[0].year, 12, 31))
                      ) if owner else say("Quotas in use")
        tables.append(_ledger(caption, own, names, groups))
    if others:
        tables.append(_ledger(say("Quotas of other States in use"), others, names, groups))
    entries = _entries([*own, *others], names, record_of, groups)
    if entries:
        tables.append(entries)
    used, full = sum(use.used for use in own), [use for use in own if use.limit is not None and not use.left]
    years = sorted({str(use.year) for use in known})
    lead = say("What agreements let States ask of each other in {years}, and what was taken of it.", years=names.joined(years))
    if owner and own:
        of_owner = names.count(
            "{count} quota concerns the owner; used up: {full}, entries that count: {used}.",
            "{count} quotas concern the owner; used up: {full}, entries that count: {used}.", len(own), full=number(len(full)),
            used=number(used))
        lead = f"{lead} {of_owner}"
    return Section(say("Quotas"), lead, tuple(tables))


def _order(use: QuotaUse) -> tuple[int, str, bool, str, str, str]:
    return use.year, use.agreement, use.of != "", use.rule, use.state, use.of


def _ledger(caption: str, uses: list[QuotaUse], names: Names, groups: Groups) -> Table:
    listed = uses[:MOST_OF_OTHERS]
    rows: list[Row] = []
    say = names.say
    for _, grouped in groupby(listed, key=_rule):
        of_rule = list(grouped)
        rule = of_rule[0]
        below = names.parted(rule_text(rule, names), names.word_within(rule.certainty))
        rows.append(Row((names.of_rules(f"{rule.title}, {rule.year}"), below), "group"))
        rows.extend(_row(use, names, groups) for use in of_rule)
    columns = (
        Column(say("Quota of"), 35), Column(say("Used by"), 35), Column(say("Limit"), 13, "right"), Column(say("Used"), 12, "right"),
        Column(say("Planned"), 17, "right"), Column(say("Left"), 12, "right", strong=True), Column(say("Sum"), 44),
    )
    notes = [say("Used by: the other side, where it is counted for each; – = all together, or not known.")]
    if any(use.certainty == "provisional" for use in listed):
        notes.append(say("Provisional: the figure is not confirmed by the authentic text; nothing rests on it alone."))
    if len(uses) > len(listed):
        notes.append(say("The first {shown} of {all}.", shown=number(len(listed)), all=number(len(uses))))
    return Table(caption, columns, tuple(rows), (" ".join(notes),))


def _rule(use: QuotaUse) -> tuple[int, str, str, str, str]:
    return use.year, use.agreement, use.title, use.paragraph, use.certainty


def _row(use: QuotaUse, names: Names, groups: Groups) -> Row:
    over = names.say("{number} beyond the limit", number=number(use.over)) if use.over else ""
    return Row(
        (
            _holder(use, use.state, names, groups), _holder(use, use.of, names, groups), _known(use.limit), number(use.used),
            number(use.reserved), _known(use.left), Stacked(printed_sum(use.sum, names), over),
        ),
        source=f"{use.agreement} {use.rule}",
    )


def _holder(use: QuotaUse, code: str, names: Names, groups: Groups) -> str:
    """A State, or the States that hold the quota together."""
    on = date(use.year, 12, 31)
    members = groups.get((use.agreement, code))
    return names.joined(names.listed(members, on)) if members else names.state(code, on)


def _known(figure: int | None) -> str:
    return NOT_STATED if figure is None else number(figure)


def _entries(
    uses: list[QuotaUse], names: Names, record_of: Callable[[str], Record | None], groups: Groups
) -> Table | None:
    """Each record that a quota counts, once for each agreement and holder: a quota for all goes before one by pair."""
    told: dict[tuple[str, str, str], tuple[QuotaUse, QuotaEntry]] = {}
    for use in sorted(uses, key=lambda each: each.of != ""):
        for entry in use.entries:
            told.setdefault((use.agreement, use.state, entry.record), (use, entry))
    rows = []
    for use, entry in sorted(told.values(), key=lambda each: (each[1].on or date.max, each[1].record, each[0].agreement))[:MOST_OF_OTHERS]:
        record = record_of(entry.record)
        rows.append(Row(
            (
                entry.on.isoformat() if entry.on else NOT_STATED,
                Stacked(names.title(record), record.reference) if record else NOT_STATED,
                _holder(use, entry.by or use.of, names, groups), _holder(use, use.state, names, groups),
                Stacked(names.say(_EFFECTS.get(entry.effect, entry.effect)), names.parted(use.title, entry.note),
                        below_language=names.rules_language),
            ),
            source=label(record) if record else entry.record,
        ))
    if not rows:
        return None
    say = names.say
    columns = (Column(say("Day"), 22), Column(say("Visit"), 48), Column(say("By"), 26), Column(say("Quota of"), 26),
               Column(say("Counted as"), 46))
    notes = [say("– = not known.")]
    if len(told) > len(rows):
        notes.append(say("The first {shown} of {all}.", shown=number(len(rows)), all=number(len(told))))
    return Table(say("What the quotas count"), columns, tuple(rows), (" ".join(notes),))
