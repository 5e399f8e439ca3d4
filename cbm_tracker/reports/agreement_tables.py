"""Agreements on paper: those the records of a period stand under, changes of participation, names of States that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from cbm_tracker.domain.measures import Agreement
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.domain.summary import label
from cbm_tracker.reports.content import Block, Column, Row, Section, Stacked, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import NOT_STATED, Names, day_cell

_BOUND = ("in_force", "politically_binding", "provisionally_applied", "voluntary")


def agreement_section(
    agreements: Iterable[Agreement], used: Collection[str], states: Collection[str], names: Names, from_on: date, to_on: date,
) -> Section | None:
    """Return what the register says of the agreements in use; None where there is nothing to say.

    Args:
        used: ids of agreements that records of the period name, or that the report was asked for.
        states: codes of the States the report names; changes of other States' participation stay out.
    """
    known = sorted((agreement for agreement in agreements if agreement.agreement in used), key=lambda one: names.alphabetical(one.name))
    blocks: list[Block] = []
    changes = [row for agreement in known for row in _changes(agreement, states, names, from_on, to_on)]
    if known:
        blocks.append(_agreements(known, names, to_on))
    if changes:
        blocks.append(_changed(changes, names))
    former = _former_names(states, names, from_on, to_on)
    if former:
        blocks.append(_names(former, names))
    if not blocks:
        return None
    lead = names.count("The measures of the period stand under {count} agreement.",
                       "The measures of the period stand under {count} agreements.", len(known)) if known else names.say(
        "The measures of the period name no agreement; some of their States changed name in it.")
    return Section(names.say("Agreements and States"), lead, tuple(blocks))


def _agreements(known: list[Agreement], names: Names, to_on: date) -> Table:
    rows, say = [], names.say
    for agreement in known:
        bound = {one.state for one in agreement.participations if _is_bound(one.status, one.from_on, one.to_on, to_on)}
        rows.append(Row(
            (
                Stacked(agreement.name, names.tongue.word(agreement.agreement_kind),
                        names.rules_language if agreement.name in names.shipped else ""),
                day_cell(agreement.signed_on), day_cell(agreement.in_force_on), names.word(agreement.agreement_status),
                number(len(bound)) if agreement.participations else NOT_STATED,
            ),
            source=label(agreement),
        ))
    columns = (
        Column(say("Agreement"), 78), Column(say("Adopted"), 23), Column(say("In force"), 23), Column(say("Status"), 26),
        Column(say("States"), 18, "right"),
    )
    return Table(say("Agreements of the measures"), columns, tuple(rows), (say(
        "States: those bound or committed on the last day of the period, {day}, as recorded. – = not stated.", day=to_on.isoformat()
    ),))


def _is_bound(status: str, from_on: PartialDate | None, to_on: PartialDate | None, day: date) -> bool:
    begun = from_on is None or from_on.first_day <= day
    return status in _BOUND and begun and (to_on is None or to_on.last_day >= day)


def _changes(agreement: Agreement, states: Collection[str], names: Names, from_on: date, to_on: date) -> list[Row]:
    return [
        Row(
            (str(one.from_on), names.as_shipped(agreement.name), names.state(one.state, one.from_on.first_day),
             Stacked(names.word(one.status), one.note, below_language=names.rules_language if one.note in names.shipped else "")),
            source=label(agreement),
        )
        for one in sorted(agreement.participations, key=lambda one: str(one.from_on))
        if one.from_on and one.state in states and one.from_on.last_day >= from_on and one.from_on.first_day <= to_on
    ]


def _changed(rows: list[Row], names: Names) -> Table:
    say = names.say
    columns = (Column(say("Date"), 23), Column(say("Agreement"), 62), Column(say("State"), 36), Column(say("From then on"), 47))
    ordered = sorted(rows, key=lambda row: str(row.cells[0]))
    return Table(say("Changes of participation in the period"), columns, tuple(ordered), (say("Only States that this report names."),))


def _former_names(states: Collection[str], names: Names, from_on: date, to_on: date) -> list[Row]:
    """(until, former name, since then) of names that ended in the period; partial dates as they are."""
    found: list[tuple[str, Row]] = []
    for code in sorted(states):
        entry = names.states.get(code)
        if entry is None:
            continue
        if entry.ended_on and from_on <= PartialDate.parse(entry.ended_on).first_day <= to_on:
            after = ", ".join(names.listed(entry.successors, to_on)) or NOT_STATED
            found.append((entry.ended_on, Row((entry.ended_on, entry.name(names.language), names.say("ended"), after))))
        for name in entry.names:
            ended = PartialDate.parse(name.to_on) if name.to_on else None
            if ended is None or name.use != "former" or not from_on <= ended.first_day <= to_on:
                continue
            called_so = entry.name(names.language, ended.first_day) == name.name  # of several former names, the one that reports use
            outlived = not entry.ended_on or name.to_on < entry.ended_on[: len(name.to_on)]
            if called_so and outlived:
                found.append((name.to_on, Row((name.to_on, name.name, names.say("renamed"), entry.name(names.language, to_on)))))
    return [row for _, row in sorted(found, key=lambda one: (one[0], str(one[1].cells[1])))]


def _names(rows: list[Row], names: Names) -> Table:
    say = names.say
    columns = (Column(say("Until"), 23), Column(say("Name"), 45), Column("", 22), Column(say("Since then"), 78))
    return Table(say("Names of States that changed in the period"), columns, tuple(rows), (
        say("Each record gives a State the name of the record's first day. To list a State says nothing about its status."),
    ))


def holdings_table(by_agreement: Counter[tuple[str, str]], kinds: tuple[str, ...], total: Counter[str], names: Names) -> Table:
    """How many records of each kind stand under each agreement; – = none."""
    say = names.say
    agreements = sorted({agreement for agreement, _ in by_agreement}, key=lambda one: (one == "", names.alphabetical(names.agreement(one))))
    rows = []
    for agreement in agreements:
        counts = [by_agreement[agreement, kind] for kind in kinds]
        name = names.agreement(agreement) if agreement else say("No agreement named")
        rows.append(Row((names.as_shipped(name), *(number(count) if count else NOT_STATED for count in counts), number(sum(counts)))))
    rows.append(Row(
        (say("All, each record once"), *(number(total[kind]) if total[kind] else NOT_STATED for kind in kinds),
         number(sum(total[kind] for kind in kinds))), "total",
    ))
    wide = 20.0
    columns = (
        Column(say("Agreement"), 168 - wide * len(kinds) - 16), *(Column(names.plural(kind), wide, "right") for kind in kinds),
        Column(say("All"), 16, "right", strong=True),
    )
    return Table(say("Records of the period by agreement and kind"), columns, tuple(rows), (
        say("– = none. A record that stands under several agreements is counted under each of them."),
    ))
