"""Obligations on paper: what fell due in a period, its sum, and how it was met; a count for each agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cbm_tracker.domain.measures import Inspection, JointExercise, Record
from cbm_tracker.domain.summary import label, period_of, title
from cbm_tracker.regimes.findings import Finding, Moment, Obligation, Sum, utc_day
from cbm_tracker.reports.content import Cell, Column, Row, Section, Stacked, Table
from cbm_tracker.reports.house_style import NARROW, number
from cbm_tracker.reports.wording import NOT_STATED, Names, counted, first_capital, joined, lines

MOST_OF_OTHERS = 200
"""Obligations that are not the owner's own are listed up to this number; the others are counted."""

MET, LATE, OVERDUE, OPEN, SETTLED, UNDETERMINED = "met", "late", "overdue", "open", "settled", "undetermined"
ANSWERS = (MET, LATE, OVERDUE, OPEN, SETTLED, UNDETERMINED)
_OF_STATE = {
    "met": MET, "met_late": LATE, "overdue": OVERDUE, "due": OPEN, "upcoming": OPEN, "waived": SETTLED, "nil_declared": SETTLED,
}
_SIGNS = {
    "met": "● met", "met_late": "▲ late", "overdue": "○ open, overdue", "due": "○ open", "upcoming": "○ open", "waived": "– waived",
    "nil_declared": "– nil declared",
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
        tables.append(obligation_table(f"Obligations of {names.state(owner, to_on)}, and towards it", own, names))
    if others:
        listed = others[:MOST_OF_OTHERS]
        caption = "Obligations of other States that were late or are open" if owner else "Obligations of the period"
        left = len(others) - len(listed)
        notes = (f"The first {number(len(listed))} of {number(len(others))}, what fell due first; the others are counted in the first "
                 "table of this section.",) if left else ()
        tables.append(obligation_table(caption, listed, names, notes))
    return Section("Obligations", _lead(tally, own, owner, names, to_on), tuple(tables))


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
    told = [f"{number(met)} met or settled", f"{number(late)} met late", f"{number(still)} open"]
    lead = f"{first_capital(counted(sure, 'obligation'))} with a due date in the period: {joined(told)}."
    if owner and own:
        of_owner = [each for each in own if owner in each.obligation.by]
        lead += f" {names.state(owner, to_on)} owed or owes {number(len(of_owner))} of them."
    return lead


def _tally_table(tally: Counter[tuple[str, str]], names: Names) -> Table:
    agreements = sorted({agreement for agreement, _ in tally}, key=lambda one: (names.agreement(one).casefold(), one))
    rows = []
    for agreement in agreements:
        rows.append(Row((names.agreement(agreement), *_counts({answer: tally[agreement, answer] for answer in ANSWERS}))))
    sums = {answer: sum(tally[agreement, answer] for agreement in agreements) for answer in ANSWERS}
    rows.append(Row(("All", *_counts(sums)), "total"))
    columns = (
        Column("Agreement", 60), Column("Met", 14, "right"), Column("Met late", 17, "right"), Column("Overdue", 18, "right"),
        Column("Open", 14, "right"), Column("Waived, nil", 21, "right"), Column("Undetermined", 24, "right"),
    )
    return Table("Obligations of the period by agreement", columns, tuple(rows), (
        "– = none. Open: not met, and not yet due when this report was made; overdue: not met, and due before. Waived, nil: waived with a "
        "reason, or declared as nothing. Undetermined: facts are missing that decide whether anything is owed.",
    ))


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
    columns = (
        Column("Obligation and rule", 54), Column("Owed by", 26), Column("Due, as a sum", 43), Column("Done", 19),
        Column("Status", 26, strong=True),
    )
    provisional = any(each.judged.finding.provisional for each in of_them)
    signs = ["Hours are UTC. Below the status: the time that was left (+) or lacking (−)."]
    if provisional:
        signs.append("Provisional: the paragraph or its figure is not confirmed by the authentic text; nothing rests on it alone.")
    return Table(caption, columns, tuple(rows), (" ".join(signs), *notes))


def _group(record: Record | None, names: Names) -> Row:
    if record is None:
        return Row(("Due by the calendar", "of itself, each year or period"), "group")
    reference = "" if record.reference.startswith(title(record)) else record.reference
    return Row((title(record), lines(_parties(record, names), reference, names.draft_mark(record))), "group", label(record))


def _parties(record: Record, names: Names) -> str:
    """Say who is concerned, where the title of a record does not."""
    period = period_of(record)
    on = period[0] if period else date.max
    if isinstance(record, Inspection):
        by = joined(names.listed(record.inspecting_states, on))
        return f"{by} in {names.state(record.receiving_state, on)}" if by else ""
    if isinstance(record, JointExercise):
        return f"on the territory of {joined(names.listed(record.host_states, on))}" if record.host_states else ""
    return f"from {names.state(record.from_state, on)}" if record.from_state else ""


def _row(line: ObligationLine, names: Names) -> Row:
    finding, obligation = line.judged.finding, line.obligation
    rule = f"{names.agreement(finding.agreement)}, par. {finding.paragraph}"
    period = f"for {finding.period}" if finding.period else ""
    reason = next((note for note in finding.notes if note.startswith("Waived: ")), "")
    what = Stacked(first_capital(obligation.what) or finding.title, lines(period, rule, finding.certainty, reason))
    due = Stacked(moment_text(line.due), printed_sum(finding.sum) if finding.sum else "")
    status = Stacked(_SIGNS[obligation.state], margin(obligation))
    return Row(
        (what, names.states_cell(obligation.by, line.day), due, _done(obligation.met_at), status),
        source=label(line.judged.record) if line.judged.record else finding.key,
    )


def printed_sum(told: Sum | str) -> str:
    """A sum with the minus of print and without the letters of machine time."""
    text = str(told).replace(" - ", " − ")
    return " ".join(_spaced(part) for part in text.split(" "))


def _spaced(part: str) -> str:
    if part.endswith("Z") and "T" in part:
        day, _, hour = part.removesuffix("Z").partition("T")
        return f"{day}\u00a0{hour[:5]}"
    return part


def moment_text(moment: Moment) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def _done(moment: Moment | None) -> Cell:
    if isinstance(moment, datetime):
        return Stacked(f"{moment:%Y-%m-%d}", f"{moment:%H:%M} UTC")
    return moment.isoformat() if moment is not None else NOT_STATED


def margin(obligation: Obligation) -> str:
    """Time left or lacking: +6 d, −2 d, +11 h 20; empty where it was not done, or its day cannot be compared."""
    due, met = obligation.due, obligation.met_at
    if obligation.state not in ("met", "met_late") or due is None or met is None:
        return ""
    if isinstance(due, datetime) and isinstance(met, datetime):
        minutes = int((due - met).total_seconds()) // 60
        sign = "−" if minutes < 0 else "+"
        minutes = abs(minutes)
        if minutes >= 48 * 60:
            return f"{sign}{minutes // 1440}{NARROW}d {minutes % 1440 // 60}{NARROW}h"
        return f"{sign}{minutes // 60}{NARROW}h {minutes % 60:02d}"
    days = (utc_day(due) - utc_day(met)).days
    if obligation.state == "met_late" and days >= 0:
        return ""
    return f"{'−' if days < 0 else '+' if days else ''}{abs(days)}{NARROW}d"
