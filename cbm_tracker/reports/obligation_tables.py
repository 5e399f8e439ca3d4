"""Obligations on paper: what fell due in a period, its sum, and how it was met; a count for each agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cbm_tracker.domain.measures import Inspection, JointExercise, Record
from cbm_tracker.domain.summary import label
from cbm_tracker.regimes.findings import Finding, Moment, Obligation, QuotaUse, utc_day
from cbm_tracker.reports.content import Cell, Column, Row, Section, Stacked, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.sums import printed_sum
from cbm_tracker.reports.wording import NOT_STATED, Names, day_of_record, first_capital, to_say

MOST_OF_OTHERS = 200
"""Obligations that are not the owner's own are listed up to this number; the others are counted."""

_WAIVED = "Waived: "
"""How a finding begins the note that gives the reason."""

MET, LATE, OVERDUE, OPEN, SETTLED, UNDETERMINED = "met", "late", "overdue", "open", "settled", "undetermined"
ANSWERS = (MET, LATE, OVERDUE, OPEN, SETTLED, UNDETERMINED)
_OF_STATE = {
    "met": MET, "met_late": LATE, "overdue": OVERDUE, "due": OPEN, "upcoming": OPEN, "waived": SETTLED, "nil_declared": SETTLED,
}
SIGNS = {
    "met": to_say("● met"), "met_late": to_say("▲ late"), "overdue": to_say("○ open, overdue"), "due": to_say("○ open"),
    "upcoming": to_say("○ open"), "waived": to_say("– waived"), "nil_declared": to_say("– nil declared"),
}


@dataclass(frozen=True)
class Judged:
    """What a rule found, and the record it found it of; None for an obligation of the calendar."""

    finding: Finding
    record: Record | None = None


@dataclass(frozen=True)
class ObligationLine:
    """One obligation of the period; `day` is the UTC date of its due moment."""

    judged: Judged
    obligation: Obligation
    due: Moment
    day: date
    answer: str

    @property
    def occasion(self) -> str:
        return self.judged.finding.record

    def concerns(self, owner: str) -> bool:
        """Tell whether the owner owes it, or it is owed to the owner by name."""
        return bool(owner) and (owner in self.obligation.by or owner in self.obligation.to)


def obligation_section(judged: Iterable[Judged], owner: str, names: Names, from_on: date, to_on: date) -> Section | None:
    """Return what fell or falls due in a period; None where nothing does.

    Args:
        owner: whose obligations are all listed, and those towards it; without one (""), the first of all are.
    """
    of_period = lines_of_period(judged, from_on, to_on)
    if not of_period:
        return None
    tally = Counter((each.judged.finding.agreement, each.answer) for each in of_period)
    known = [each for each in of_period if each.answer != UNDETERMINED]
    own = [each for each in known if each.concerns(owner)]
    others = [each for each in known if not each.concerns(owner) and (not owner or each.answer in (LATE, OVERDUE, OPEN))]
    tables = [_tally_table(tally, names)]
    if own:
        tables.append(obligation_table(names.say("Obligations of {State}, and towards it", State=names.state(owner, to_on)), own, names))
    if others:
        listed = others[:MOST_OF_OTHERS]
        of_others = names.say("Obligations of other States that were late or are open")
        caption = of_others if owner else names.say("Obligations of the period")
        notes = (names.say(
            "The first {shown} of {all}, what fell due first; the others are counted in the first table of this section.",
            shown=number(len(listed)), all=number(len(others)),
        ),) if len(others) > len(listed) else ()
        tables.append(obligation_table(caption, listed, names, notes))
    return Section(names.say("Obligations"), _lead(tally, own, owner, names, to_on), tuple(tables))


def obligations_of_record(findings: Iterable[Finding], record: Record, names: Names) -> Table | None:
    """Return everything that one record brings with it and that has a due moment, what falls due first; None where nothing does."""
    told = []
    for finding in findings:
        obligation = finding.obligation
        answer = _OF_STATE.get(obligation.state, "") if obligation is not None else ""
        if obligation is not None and obligation.due is not None and answer:
            told.append(ObligationLine(Judged(finding, record), obligation, obligation.due, utc_day(obligation.due), answer))
    return obligation_table(names.say("What it asks for, with sums"), sorted(told, key=_by_due), names) if told else None


def lines_of_period(judged: Iterable[Judged], from_on: date, to_on: date) -> list[ObligationLine]:
    """Return what falls due in a period, the first of it first."""
    return sorted(_of_period(judged, from_on, to_on), key=_by_due)


def _of_period(judged: Iterable[Judged], from_on: date, to_on: date) -> Iterator[ObligationLine]:
    """Yield what is owed, or would be if the missing facts made it so, with a due moment in the period."""
    for each in judged:
        finding = each.finding
        unsure = finding.outcome == "undetermined"
        obligation = finding.if_required if unsure else finding.obligation
        if obligation is None or obligation.due is None:
            continue
        answer = UNDETERMINED if unsure else _OF_STATE.get(obligation.state, "")
        day = utc_day(obligation.due)
        if answer and from_on <= day <= to_on:
            yield ObligationLine(each, obligation, obligation.due, day, answer)


def _by_due(line: ObligationLine) -> tuple[date, str, str]:
    return line.day, str(line.due), line.judged.finding.key


def _lead(tally: Counter[tuple[str, str]], own: list[ObligationLine], owner: str, names: Names, to_on: date) -> str:
    total: Counter[str] = Counter()
    for (_, answer), count in tally.items():
        total[answer] += count
    sure = sum(total.values()) - total[UNDETERMINED]
    met, late = total[MET] + total[SETTLED], total[LATE]
    still = total[OVERDUE] + total[OPEN]
    lead = names.count(
        "{count} obligation has a due date in the period: met or settled {met}, met late {late}, open {open}.",
        "{count} obligations have a due date in the period: met or settled {met}, met late {late}, open {open}.", sure,
        met=number(met), late=number(late), open=number(still))
    if owner and own:
        of_owner = [each for each in own if owner in each.obligation.by]
        owed = names.say("Of these, owed by {State}: {number}.", State=names.state(owner, to_on), number=number(len(of_owner)))
        lead = f"{lead} {owed}"
    return lead


def _tally_table(tally: Counter[tuple[str, str]], names: Names) -> Table:
    agreements = sorted({agreement for agreement, _ in tally}, key=lambda one: (names.alphabetical(names.agreement(one)), one))
    rows, say = [], names.say
    for agreement in agreements:
        rows.append(Row((names.as_shipped(names.agreement(agreement)), *_counts({answer: tally[agreement, answer] for answer in ANSWERS}))))
    sums = {answer: sum(tally[agreement, answer] for agreement in agreements) for answer in ANSWERS}
    rows.append(Row((say("All"), *_counts(sums)), "total"))
    columns = (
        Column(say("Agreement"), 60), Column(say("Met"), 14, "right"), Column(say("Met late"), 17, "right"),
        Column(say("Overdue"), 18, "right"), Column(say("Open"), 14, "right"), Column(say("Waived, nil"), 21, "right"),
        Column(say("Undetermined"), 24, "right"),
    )
    return Table(say("Obligations of the period by agreement"), columns, tuple(rows), (say(
        "– = none. Open: not met, and not yet due when this report was made; overdue: not met, and due before. Waived, nil: waived with a "
        "reason, or declared as nothing. Undetermined: facts are missing that decide whether anything is owed."
    ),))


def _counts(of: Mapping[str, int]) -> list[Cell]:
    return [number(of[answer]) if of[answer] else NOT_STATED for answer in ANSWERS]


# ---------------------------------------------------------------- each obligation


def obligation_table(caption: str, of_them: list[ObligationLine], names: Names, notes: tuple[str, ...] = ()) -> Table:
    """Return obligations with their sums, by what they come from; those of the calendar stand last."""
    by_occasion: dict[str, list[ObligationLine]] = {}
    for each in of_them:
        by_occasion.setdefault(each.occasion, []).append(each)
    rows: list[Row] = []
    for _, lines_of in sorted(by_occasion.items(), key=lambda each: each[0] == ""):  # what the calendar asks for stands last
        rows.append(_group(lines_of[0].judged.record, names))
        rows.extend(_row(each, names) for each in lines_of)
    say = names.say
    columns = (
        Column(say("Obligation and rule"), 54), Column(say("Owed by"), 26), Column(say("Due, as a sum"), 43), Column(say("Done"), 19),
        Column(say("Status"), 26, strong=True),
    )
    provisional = any(each.judged.finding.provisional for each in of_them)
    signs = [say("Hours are UTC. Below the status: the time that was left (+) or lacking (−).")]
    if provisional:
        signs.append(say("Provisional: the paragraph or its figure is not confirmed by the authentic text; nothing rests on it alone."))
    return Table(caption, columns, tuple(rows), (" ".join(signs), *notes))


def _group(record: Record | None, names: Names) -> Row:
    if record is None:
        return Row((names.say("Due by the calendar"), names.say("of itself, each year or period")), "group")
    title = names.title(record)
    reference = "" if record.reference.startswith(title) else record.reference
    return Row((title, names.parted(_parties(record, names), reference, names.draft_mark(record))), "group", label(record))


def _parties(record: Record, names: Names) -> str:
    """Say who is concerned, where the title of a record does not."""
    on = day_of_record(record)
    if isinstance(record, Inspection):
        by, receiving = names.joined(names.listed(record.inspecting_states, on)), names.state(record.receiving_state, on)
        return names.say("inspecting: {inspecting}; receiving: {receiving}", inspecting=by, receiving=receiving) if by else ""
    if isinstance(record, JointExercise):
        hosts = names.joined(names.listed(record.host_states, on))
        return names.say("on the territory of {hosts}", hosts=hosts) if hosts else ""
    return names.say("from {State}", State=names.state(record.from_state, on)) if record.from_state else ""


def _row(line: ObligationLine, names: Names) -> Row:
    finding, obligation = line.judged.finding, line.obligation
    reason = next((note.removeprefix(_WAIVED) for note in finding.notes if note.startswith(_WAIVED)), "")
    below = names.parted(
        names.say("for {period}", period=finding.period) if finding.period else "", rule_text(finding, names),
        names.word_within(finding.certainty), names.say("Waived: {reason}", reason=reason) if reason else "")
    what = Stacked(first_capital(obligation.what) or finding.title, below, names.rules_language)
    due = Stacked(moment_text(line.due), printed_sum(finding.sum, names) if finding.sum else "")
    status = Stacked(names.say(SIGNS[obligation.state]), margin(obligation, names))
    return Row(
        (what, names.states_cell(obligation.by, line.day), due, moment_cell(obligation.met_at), status),
        source=label(line.judged.record) if line.judged.record else finding.key,
    )


def rule_cell(finding: Finding, names: Names) -> Stacked:
    """The title of a rule, and below it where it stands."""
    return Stacked(finding.title, rule_text(finding, names), names.rules_language)


def rule_text(rule: Finding | QuotaUse, names: Names) -> str:
    """Vienna Document 2011, par. 38; Treaty on Open Skies, Art. VI; the agreement alone where it has no numbers."""
    agreement, paragraph = names.agreement(rule.agreement), rule.paragraph
    if paragraph[:1].isdigit():
        return names.say("{agreement}, par. {paragraph}", agreement=agreement, paragraph=paragraph)
    return f"{agreement}, {paragraph}" if paragraph.strip("-") else agreement


def moment_text(moment: Moment) -> str:
    """2027-06-10 06:00 in UTC, held together; 2027-06-10 for a day."""
    return f"{moment:%Y-%m-%d}\u00a0{moment:%H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def moment_cell(moment: Moment | None) -> Cell:
    """Day above, hour below, in UTC; the day alone where no hour counts."""
    if isinstance(moment, datetime):
        return Stacked(f"{moment:%Y-%m-%d}", f"{moment:%H:%M} UTC")
    return moment.isoformat() if moment is not None else NOT_STATED


def margin(obligation: Obligation, names: Names) -> str:
    """Time left or lacking: +6 d, −2 d, +11 h 20; empty where it was not done, or its day cannot be compared."""
    due, met = obligation.due, obligation.met_at
    if obligation.state not in ("met", "met_late") or due is None or met is None:
        return ""
    if isinstance(due, datetime) and isinstance(met, datetime):
        minutes = int((due - met).total_seconds()) // 60
        sign = "−" if minutes < 0 else "+"
        minutes = abs(minutes)
        return f"{sign}{names.seconds(minutes * 60) if minutes >= 48 * 60 else names.hours(minutes)}"
    days = (utc_day(due) - utc_day(met)).days
    if obligation.state == "met_late" and days >= 0:
        return ""
    return f"{'−' if days < 0 else '+' if days else ''}{names.days(abs(days))}"
