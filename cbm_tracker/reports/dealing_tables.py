"""Dealings of two States on paper: messages, visits and contacts in rows, exercises of both, quotas between them, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cbm_tracker.domain.forces import total
from cbm_tracker.domain.measures import HotlineContact, Inspection, JointExercise, Notification, Record
from cbm_tracker.domain.release import left_out
from cbm_tracker.domain.summary import label
from cbm_tracker.regimes.findings import QuotaUse
from cbm_tracker.reports import measure_tables
from cbm_tracker.reports.content import Prose, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.dealings import Dealings, measures_of
from cbm_tracker.reports.material import Judgement, Material
from cbm_tracker.reports.mutual_obligations import MutualObligations
from cbm_tracker.reports.quota_tables import Groups, quota_section
from cbm_tracker.reports.wording import NOT_STATED, Names, day_of_record, figure

_MOST_UNDATED = 12  # records without a date that are named; more are counted


def records_of(found: Dealings) -> Iterator[Record]:
    yield from found.notifications
    yield from found.visits
    yield from found.contacts
    yield from found.exercises
    yield from found.apart
    yield from found.contributions


# ---------------------------------------------------------------- a row each


def message_table(caption: str, told: Sequence[Notification], names: Names) -> Table:
    return measure_tables.notification_table(caption, [measure_tables.notification_row(each, names) for each in told], names)


def visit_table(caption: str, told: Sequence[Inspection], names: Names) -> Table:
    return measure_tables.inspection_table(caption, [measure_tables.inspection_row(each, names) for each in told], names)


def contact_table(caption: str, told: Sequence[HotlineContact], names: Names) -> Table:
    return measure_tables.contact_table(caption, [measure_tables.contact_row(each, names) for each in told], names)


# ---------------------------------------------------------------- exercises


def troops_of(exercise: JointExercise, state: str, counted: str = "troops") -> int | None:
    """What one State brings to an exercise, in its largest phase; None where that is not stated."""
    return total(tuple(each for each in exercise.contingents if each.state == state), counted)


def exercise_row(exercise: JointExercise, states: Iterable[str], names: Names) -> Row:
    """Return the exercise with the troops of these States, and those of all."""
    on = day_of_record(exercise)
    about = names.parted(
        names.word(exercise.activity_type) if exercise.activity_type else "", exercise.reference, names.draft_mark(exercise),
    )
    return Row((
        names.period_cell(exercise.starts_on, exercise.ends_on, left_out(exercise)), Stacked(names.title(exercise), about),
        names.of_field(names.joined(names.listed(exercise.host_states, on)) or NOT_STATED, exercise, "host_states"),
        *(names.of_field(figure(troops_of(exercise, state)), exercise, "contingents") for state in states),
        names.of_field(figure(total(exercise.contingents, "troops")), exercise, "contingents"),
    ), source=label(exercise))


def sum_of(exercises: Iterable[JointExercise], state: str, counted: str = "troops") -> int | None:
    """The sum of what one State brings to each; None where no record states it."""
    stated = [count for count in (troops_of(each, state, counted) for each in exercises) if count is not None]
    return sum(stated) if stated else None


# ---------------------------------------------------------------- quotas between the two


def quotas_between(rules: Judgement, one: str, other: str, names: Names) -> Section:
    """Return the quotas that one of the two used towards the other, with the visits of the two that they count."""
    head = names.say("Quotas between them")
    uses = uses_between(rules, one, other)
    made = quota_section(uses, "", names, rules.record_of, rules.groups)
    if made is None:
        return Section(head, names.say("No visit of one to the other counts against a quota in the years of the period."), (), "quotas")
    visits = {entry.record for use in uses for entry in use.entries}
    lead = names.count(
        "{count} visit of one to the other is counted by quotas of the agreements.",
        "{count} visits of one to the other are counted by quotas of the agreements.", len(visits),
    )
    return Section(head, lead, made.blocks, "quotas")


def uses_between(rules: Judgement, one: str, other: str) -> list[QuotaUse]:
    """Return the quotas of one of the two that the other used, each with the entries of the other alone."""
    return [used for used in (_between(use, one, other, rules.groups) for use in rules.quotas) if used is not None]


def packs_of(rules: Judgement, owed: MutualObligations, uses: Iterable[QuotaUse]) -> tuple[tuple[str, str], ...]:
    """Return name and version of the rule packs that say something of the two."""
    named = {line.judged.finding.agreement for line in (*owed.of_one, *owed.of_other)} | {use.agreement for use in uses}
    return tuple(pack for pack in rules.packs if pack[0] in named)


def _between(use: QuotaUse, one: str, other: str, groups: Groups) -> QuotaUse | None:
    """Return a quota of one of the two with its entries by the other; None where there is none. `one` may be "", for everybody."""
    def is_of(code: str, state: str) -> bool:
        return state in groups.get((use.agreement, code), (code,)) if state else True

    entries = tuple(
        entry for entry in use.entries
        if (is_of(use.state, one) and is_of(entry.by or use.of, other)) or (is_of(use.state, other) and is_of(entry.by or use.of, one))
    )
    return replace(use, entries=entries) if entries else None


# ---------------------------------------------------------------- what was left out


def method_section(
    found: Dealings, request: ReportRequest, material: Material, packs: Iterable[tuple[str, str]], states: tuple[str, str], names: Names
) -> Section:
    """Say which records were chosen and which were left out, and by which rule packs (name, version) obligations were worked out."""
    one, other = states
    told: list[tuple[str, str, str]] = [(names.say("Which records"), names.say(
        "Messages of one to the other by name, visits of one to the other, contacts of both, exercises in which both take part, "
        "contributions of one to the other or to an exercise of both. A record counts when it may touch a day from {first} to {last}, "
        "both included.",
        first=names.day(request.from_on), last=names.day(request.to_on)), "")]
    elsewhere = len(found.elsewhere)
    told.append((names.say("With others"), names.count(
        "{count} further record of the period names {other} and is no dealing with {us}; messages to all through an organisation are "
        "among these.",
        "{count} further records of the period name {other} and are no dealings with {us}; messages to all through an organisation are "
        "among these.", elsewhere, us=one, other=other) if elsewhere else names.say(
        "Every record of the period that names {other} is told here.", other=other), ""))
    undated = list(material.records(measures_of(request, found.other, undated=True)))
    if undated:
        listed = names.joined(f"{names.kind_name(each.kind)} {names.title(each)}" for each in undated[:_MOST_UNDATED])
        told.append((names.say("Without a date"), names.count(
            "{count} record that names {other} has no date and lies in no period: {listed}.",
            "{count} records that name {other} have no date and lie in no period, such as {listed}.", len(undated), other=other,
            listed=listed), ""))
    withheld = material.withheld(measures_of(request, found.other))
    told.append((names.say("Withheld"), names.count(
        "{count} record is not releasable to the recipient; nothing else in this report counts or shows it.",
        "{count} records are not releasable to the recipient; nothing else in this report counts or shows them.", withheld,
    ) if withheld else names.say("No record of the period that names {other} is withheld from the recipient.", other=other), ""))
    drafts = sum(record.status == "draft" for record in records_of(found))
    if drafts:
        told.append((names.say("Drafts"), names.count(
            "{count} record is a draft: recorded, not issued; it is counted and shown like the others.",
            "{count} records are drafts: recorded, not issued; they are counted and shown like the others.", drafts), ""))
    by_rules = names.joined(f"{names.agreement(agreement)} ({version})" for agreement, version in packs)
    if by_rules:
        told.append((names.say("Rules"), names.say(
            "Obligations and quotas are worked out, not recorded, by the rules of {packs}. What the calendar asks of a State towards all "
            "is told by the report on an agreement.", packs=by_rules), ""))
    lead = names.say("What this report counts as dealings of {one} with {other}, and what it leaves out.", one=one, other=other)
    return Section(names.say("How this was counted"), lead, (Prose(tuple(told)),), "method")
