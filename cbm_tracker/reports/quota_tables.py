"""Quotas on paper: the ledger of each calendar year a period touches, and what each entry is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import groupby

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.summary import label, title
from cbm_tracker.regimes.findings import QuotaEntry, QuotaUse
from cbm_tracker.reports.content import Column, Row, Section, Stacked, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.obligation_tables import MOST_OF_OTHERS
from cbm_tracker.reports.wording import NOT_STATED, Names, counted, first_capital, joined, lines

_EFFECTS = {"used": "used", "reserved": "planned", "not_consumed": "not counted"}


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
    tables = []
    if own:
        caption = f"Quotas of {names.state(owner, date(own[0].year, 12, 31))}, and of others towards it" if owner else "Quotas in use"
        tables.append(_ledger(caption, own, names, groups))
    if others:
        tables.append(_ledger("Quotas of other States in use", others, names, groups))
    entries = _entries([*own, *others], names, record_of, groups)
    if entries:
        tables.append(entries)
    used, full = sum(use.used for use in own), [use for use in own if use.limit is not None and not use.left]
    years = sorted({str(use.year) for use in known})
    lead = f"What agreements let States ask of each other in {joined(years)}, and what was taken of it."
    if owner and own:
        lead += f" Of {counted(len(own), 'quota')} that concern the owner, {number(len(full))} {'is' if len(full) == 1 else 'are'} used up"
        lead += f"; {number(used)} entries count." if used != 1 else "; 1 entry counts."
    return Section("Quotas", lead, tuple(tables))


def _order(use: QuotaUse) -> tuple[int, str, bool, str, str, str]:
    return use.year, use.agreement, use.of != "", use.rule, use.state, use.of


def _ledger(caption: str, uses: list[QuotaUse], names: Names, groups: Groups) -> Table:
    listed = uses[:MOST_OF_OTHERS]
    rows: list[Row] = []
    for (year, agreement, title_of, paragraph, certainty), of_rule in groupby(listed, key=_rule):
        rows.append(Row((f"{title_of}, {year}", f"{names.agreement(agreement)}, par. {paragraph}; {certainty}"), "group"))
        rows.extend(_row(use, names, groups) for use in of_rule)
    columns = (
        Column("Quota of", 35), Column("Used by", 35), Column("Limit", 13, "right"), Column("Used", 12, "right"),
        Column("Planned", 17, "right"), Column("Left", 12, "right", strong=True), Column("Sum", 44),
    )
    notes = ["Used by: the other side, where it is counted for each; – = all together, or not known."]
    if any(use.certainty == "provisional" for use in listed):
        notes.append("Provisional: the figure is not confirmed by the authentic text; nothing rests on it alone.")
    if len(uses) > len(listed):
        notes.append(f"The first {number(len(listed))} of {number(len(uses))}.")
    return Table(caption, columns, tuple(rows), (" ".join(notes),))


def _rule(use: QuotaUse) -> tuple[int, str, str, str, str]:
    return use.year, use.agreement, use.title, use.paragraph, use.certainty


def _row(use: QuotaUse, names: Names, groups: Groups) -> Row:
    told = use.sum.replace(" - ", " − ").replace("_", " ")
    over = f"{number(use.over)} beyond the limit" if use.over else ""
    return Row(
        (
            _holder(use, use.state, names, groups), _holder(use, use.of, names, groups), _known(use.limit), number(use.used),
            number(use.reserved), _known(use.left), Stacked(told, over),
        ),
        source=f"{use.agreement} {use.rule}",
    )


def _holder(use: QuotaUse, code: str, names: Names, groups: Groups) -> str:
    """A State, or the States that hold the quota together."""
    on = date(use.year, 12, 31)
    members = groups.get((use.agreement, code))
    return joined(names.listed(members, on)) if members else names.state(code, on)


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
                Stacked(title(record), record.reference) if record else NOT_STATED,
                _holder(use, entry.by or use.of, names, groups), _holder(use, use.state, names, groups),
                Stacked(_EFFECTS.get(entry.effect, entry.effect), lines(use.title, entry.note)),
            ),
            source=label(record) if record else entry.record,
        ))
    if not rows:
        return None
    columns = (Column("Day", 22), Column("Visit", 48), Column("By", 26), Column("Quota of", 26), Column("Counted as", 46))
    notes = ("– = not known.", f"The first {number(len(rows))} of {number(len(told))}.") if len(told) > len(rows) else ("– = not known.",)
    return Table(first_capital("what the quotas count"), columns, tuple(rows), (" ".join(notes),))
