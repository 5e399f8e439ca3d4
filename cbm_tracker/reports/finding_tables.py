"""What the rules say of one record: the levels it was compared with, what it asks for, and which facts are missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.summary import label, period_of
from cbm_tracker.regimes.findings import Because, Finding
from cbm_tracker.reports.content import Block, Column, Row, Section, Stacked, Table
from cbm_tracker.reports.fact_names import fact_name, missing_facts
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.obligation_tables import obligations_of_record, rule_cell, rule_text
from cbm_tracker.reports.wording import Names, first_capital

_OPERATORS = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}


def rules_section(findings: Sequence[Finding], record: Record, names: Names) -> Section:
    """Return what the rules find of a record; a sentence where no rule has a say."""
    levels, missing = _levels(findings, record, names), _missing(findings, record, names)
    owed = obligations_of_record(findings, record, names)
    blocks: list[Block] = [block for block in (levels, owed, missing) if block is not None]
    head = names.say("What the rules say")
    if not blocks:
        return Section(head, names.say("No rule of an agreement that the record names has a say."), (), "rules")
    asked = [finding.obligation for finding in findings if finding.obligation is not None]
    late = sum(one.state == "met_late" for one in asked)
    still = sum(one.is_open for one in asked)
    met = sum(one.state == "met" for one in asked)
    if asked:
        lead = names.say("Obligations met: {met}; met late: {late}; open: {open}.", met=number(met), late=number(late), open=number(still))
    else:
        lead = names.say("No obligation follows from the facts that are recorded.")
    return Section(head, lead, tuple(blocks), "rules")


def _levels(findings: Sequence[Finding], record: Record, names: Names) -> Table | None:
    """Each comparison of a figure with a level, once for each rule, with its margin."""
    rows: list[Row] = []
    for finding in findings:
        compared = [each for each in finding.because if each.margin is not None]
        if compared:
            said = names.parted(rule_text(finding, names), names.word_within(finding.outcome), names.word_within(finding.certainty))
            rows.append(Row((names.of_rules(finding.title), said), "group", label(record)))
            rows.extend(_level(each, record, names) for each in compared)
    columns = (Column(names.say("Figure"), 60), Column(names.say("Found, and level"), 60, "right"),
               Column(names.say("Margin"), 20, "right"), Column(names.say("Holds"), 28, strong=True))
    notes = (names.say("Margin: the figure found less the level. At least: not every figure is stated."),)
    return Table(names.say("Levels compared"), columns, tuple(rows), notes) if rows else None


def _level(each: Because, record: Record, names: Names) -> Row:
    operator = _OPERATORS.get(each.operator, each.operator)
    told = f"{_plain(each.value, names)} {operator} {_plain(each.limit, names)}"
    holds = names.say("not known") if each.holds is None else names.say("● yes") if each.holds else names.say("○ no")
    margin = each.margin or 0
    figure = first_capital(fact_name(each.measure, names))
    in_words_of_rule = " " in each.measure  # such as “activities in 2025 to 2027”
    return Row(
        (names.of_rules(figure) if in_words_of_rule else figure, Stacked(told, names.say("at least") if each.at_least else ""),
         f"+{_plain(margin, names)}" if margin > 0 else _plain(margin, names), holds), source=label(record))


def _plain(value: Any, names: Names) -> str:
    return names.number(value, 0 if isinstance(value, int) or float(value).is_integer() else 2)


def _missing(findings: Sequence[Finding], record: Record, names: Names) -> Table | None:
    period = period_of(record)
    on = period[0] if period else date.max
    rows = tuple(
        Row((rule_cell(finding, names), first_capital(missing_facts(finding.missing, record, names, on))),
            source=label(record))
        for finding in findings if finding.outcome == "undetermined"
    )
    columns = (Column(names.say("Rule"), 84), Column(names.say("Facts that are missing"), 84))
    return Table(names.say("Undetermined, as facts are missing"), columns, rows) if rows else None
