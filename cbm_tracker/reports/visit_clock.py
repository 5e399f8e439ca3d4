"""A visit against the clock: each step that a rule gives a time, what the rule allows, what took place, and the margin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cbm_tracker.domain.moments import Instant
from cbm_tracker.regimes.findings import Finding, Moment, utc_day
from cbm_tracker.reports.content import Cell, Column, Figure, Label, Picture, Row, Stacked, Stroke, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.obligation_tables import moment_cell, moment_text, rule_text
from cbm_tracker.reports.sums import printed_sum
from cbm_tracker.reports.wording import NOT_STATED, Names, first_capital

IN_TIME, LATE, EARLY, OVERDUE, OPEN, WAIVED = "in time", "late", "early", "overdue", "open", "waived"
_OF_STATE = {
    "met": IN_TIME, "met_late": LATE, "overdue": OVERDUE, "due": OPEN, "upcoming": OPEN, "waived": WAIVED, "nil_declared": WAIVED,
}


@dataclass(frozen=True)
class Step:
    """One step of a visit with its limits, both inside; `began` is when the clock started.

    A moment is a date where the rule counts days, and an instant in UTC where it counts hours.
    """

    finding: Finding
    what: str
    status: str
    began: Moment | None
    first: Moment | None
    last: Moment | None
    at: Moment | None
    sums: tuple[str, ...]

    @property
    def margin(self) -> timedelta | None:
        """Time left to the end of what is allowed, else since its beginning; less than nothing outside; None where it is not known."""
        if self.at is None:
            return None
        if self.last is not None and self.status != EARLY:
            return _apart(self.at, self.last)
        return _apart(self.first, self.at) if self.first is not None else None

    @property
    def by_the_clock(self) -> bool:
        """Whether all that is known of it are instants, which can stand on one scale of hours."""
        known = [moment for moment in (self.began, self.first, self.last, self.at) if moment is not None]
        return bool(known) and all(isinstance(moment, datetime) for moment in known)


def steps(findings: Iterable[Finding], names: Names) -> list[Step]:
    """Return the steps that findings give a time, in the order of time; those of one moment in the order of the rules."""
    found = [step for finding in findings if (step := _of_obligation(finding, names) or _of_window(finding, names)) is not None]
    return sorted(found, key=_by_moment)


def _by_moment(step: Step) -> tuple[date, str]:
    """When it took place; what did not, when it was to."""
    moment = step.at or step.last or step.first
    assert moment is not None
    return utc_day(moment), str(moment)


def _of_obligation(finding: Finding, names: Names) -> Step | None:
    owed = finding.obligation
    if owed is None or owed.due is None or owed.state not in _OF_STATE:
        return None
    told = (printed_sum(finding.sum, names),) if finding.sum else ()
    status = _OF_STATE[owed.state]
    return Step(finding, first_capital(owed.what) or finding.title, status, owed.began, owed.not_before, owed.due, owed.met_at, told)


def _of_window(finding: Finding, names: Names) -> Step | None:
    """A window has comparisons of one moment with its limits; the sum that does not stand with the finding stands in its notes."""
    limits = {each.operator: each for each in finding.because if _is_moment(each.limit) and _is_moment(each.value)}
    if finding.obligation is not None or finding.gate or not limits or set(limits) - {">=", "<="}:
        return None
    first, last = limits.get(">="), limits.get("<=")
    status = EARLY if first is not None and not first.holds else LATE if last is not None and not last.holds else IN_TIME
    told = [str(finding.sum)] if finding.sum else []
    told.extend(note.partition(": ")[2].removesuffix(".") for note in finding.notes if note.startswith(("Not before: ", "Not after: ")))
    at = next(each.value for each in limits.values())
    sums = tuple(printed_sum(one, names) for one in sorted(told, key=lambda one: one.rpartition("= ")[2]))
    return Step(
        finding, finding.title, status, _began(finding), first.limit if first else None, last.limit if last else None, at, sums,
    )


def _is_moment(value: object) -> bool:
    return isinstance(value, Moment)


def _began(finding: Finding) -> Moment | None:
    """The moment that a window is counted from, where it is an instant."""
    told = finding.sum.terms[0].quantity if finding.sum else ""
    return Instant.parse(told).utc if "T" in told else None


def _apart(first: Moment, last: Moment) -> timedelta:
    if isinstance(first, datetime) and isinstance(last, datetime):
        return last - first
    return utc_day(last) - utc_day(first)


# ---------------------------------------------------------------- in words


def margin_told(step: Step, names: Names) -> str:
    """+11 h 20, −2 d; – where it is not known."""
    margin = step.margin
    if margin is None:
        return NOT_STATED
    sign = "−" if margin < timedelta() else "+" if margin else ""
    exact = isinstance(step.at, datetime) and all(isinstance(one, datetime) for one in (step.first, step.last) if one is not None)
    size = abs(margin)
    return f"{sign}{names.seconds(int(size.total_seconds())) if exact else names.days(size.days)}"


def status_told(status: str, names: Names) -> str:
    say = names.say
    return {
        IN_TIME: say("● in time"), LATE: say("▲ late"), EARLY: say("▲ early"), OVERDUE: say("○ open, overdue"), OPEN: say("○ open"),
        WAIVED: say("– waived"),
    }[status]


def finding_of_clock(told: Sequence[Step], names: Names) -> str:
    """Say in a sentence or two how the steps lay to their times."""
    done = [step for step in told if step.at is not None and step.status in (IN_TIME, LATE, EARLY)]
    outside = [step for step in done if step.status != IN_TIME]
    still = sum(step.status in (OVERDUE, OPEN) for step in told)
    sentences = []
    if not told:
        return names.say("No rule gives a step of this visit a time.")
    if done and not outside:
        sentences.append(names.count("The step that took place lay within its time.",
                                     "Each of the {count} steps that took place lay within its time.", len(done)))
    elif outside:
        sentences.append(names.count(
            "Of {all} steps that took place, {count} lay outside its time.",
            "Of {all} steps that took place, {count} lay outside their time.", len(outside), all=number(len(done))))
    compared = outside or [step for step in done if step.last is not None]
    worst = min((step for step in compared if step.margin is not None), key=_size, default=None)
    if worst is not None and outside:
        by = margin_told(worst, names).removeprefix("−")
        sentences.append(names.say("Farthest outside: {step}, by {time}.", step=worst.what, time=by))
    elif worst is not None:
        sentences.append(names.say("The smallest margin was {margin}: {step}.", margin=margin_told(worst, names), step=worst.what))
    if still:
        sentences.append(names.count("{count} step is open.", "{count} steps are open.", still))
    return " ".join(sentences) or names.say("No step that a rule gives a time is recorded.")


def _size(step: Step) -> timedelta:
    assert step.margin is not None
    return step.margin


# ---------------------------------------------------------------- as a table and as a picture


def clock_table(told: Sequence[Step], source: str, names: Names) -> Table:
    """Each step with what its rule allows, as a sum."""
    say = names.say
    rows = tuple(
        Row((Stacked(step.what, _rule(step.finding, names), names.rules_language), _allowed(step, names), moment_cell(step.at),
             margin_told(step, names), status_told(step.status, names)), source=source)
        for step in told)
    columns = (Column(say("Step and rule"), 46), Column(say("Allowed, as a sum"), 64), Column(say("Took place"), 19),
               Column(say("Margin"), 16, "right"), Column(say("Status"), 23, strong=True))
    notes = [say("Hours are UTC. Margin: time left to the last moment allowed (+), or lacking (−); where there is only a first moment, "
                 "the time since then. – = not recorded.")]
    if any(step.finding.provisional for step in told):
        notes.append(say("Provisional: the paragraph or its figure is not confirmed by the authentic text; nothing rests on it alone."))
    return Table(say("Each step against the clock"), columns, rows, tuple(notes))


def _rule(finding: Finding, names: Names) -> str:
    return names.parted(rule_text(finding, names), names.word_within(finding.certainty))


def _allowed(step: Step, names: Names) -> Cell:
    below = "\n".join(step.sums)
    if step.first is not None and step.last is not None:
        both = names.say("{first} to {last}", first=moment_text(step.first), last=moment_text(step.last))
        return Stacked(both, below)
    if step.last is not None:
        return Stacked(names.say("until {moment}", moment=moment_text(step.last)), below)
    assert step.first is not None
    return Stacked(names.say("from {moment}", moment=moment_text(step.first)), below)


_LABELS, _MARGINS, _WIDTH = 44.0, 20.0, 168.0  # mm
_ROW, _HEAD, _BAR = 11.0, 7.0, 4.6  # mm
_LETTERS = 26  # of a label in the column of labels
_MOST_HOURS = 24 * 40
_LEAST_WITH_WORDS = 10.5  # mm of a bar that has room for its length in words


def clock_figure(told: Sequence[Step], asked: Instant | None, table: Table, names: Names) -> Figure | Table:
    """The steps that rules time by the hour on one scale, with the table of all; the table alone where there are none to draw.

    Args:
        asked: when the visit was asked for, where the scale begins; without it, it begins with the first clock.
    """
    drawn = [step for step in told if step.by_the_clock]
    marks = [moment for step in drawn for moment in (step.began, step.first, step.last, step.at) if isinstance(moment, datetime)]
    if not marks:
        return table
    zero = min([*marks, *([asked.utc] if asked else [])])
    hours = max(_hours(zero, moment) for moment in marks)
    if not 0 < hours <= _MOST_HOURS:
        return table
    scale = _Scale(zero, (_WIDTH - _LABELS - _MARGINS) / (hours * 1.02), _HEAD + _ROW * len(drawn))
    strokes, labels = scale.axis(hours, len(drawn), names)
    for at, step in enumerate(drawn):
        more, said = scale.row(at, step, names)
        strokes.extend(more)
        labels.extend(said)
    caption = names.say("Against the clock: hours after {moment} UTC", moment=moment_text(zero))
    alt = names.say("Bars of the time used over the time allowed, a row for each step; the table that follows says the same in figures.")
    notes = [names.say("Solid: time used. Hatched: time that the rule allows.")]
    left_out = len(told) - len(drawn)
    if left_out:
        notes.append(names.count("{count} step that a rule times by the day stands in the table alone.",
                                 "{count} steps that rules time by the day stand in the table alone.", left_out))
    return Figure(caption, Picture(_WIDTH, scale.height, tuple(strokes), tuple(labels)), alt, table, (" ".join(notes),))


def _hours(zero: datetime, moment: datetime) -> float:
    return (moment - zero).total_seconds() / 3600


@dataclass(frozen=True)
class _Scale:
    """Hours after `zero` to the right of the labels; `unit` is mm for an hour."""

    zero: datetime
    unit: float
    height: float

    def x(self, moment: datetime) -> float:
        return round(_LABELS + _hours(self.zero, moment) * self.unit, 2)

    def axis(self, hours: float, rows: int, names: Names) -> tuple[list[Stroke], list[Label]]:
        step = next(each for each in (6, 12, 24, 48, 72, 120, 240) if hours / each <= 8)
        low, high = self.height - _HEAD - rows * _ROW, self.height - _HEAD
        labels = [Label((0.0, high + 2.0), names.say("Step"), strong=True),
                  Label((_WIDTH, high + 2.0), names.say("Margin"), "right", strong=True)]
        strokes = []
        for hour in range(0, int(hours) + 1, step):
            x = round(_LABELS + hour * self.unit, 2)
            strokes.append(Stroke(((x, low), (x, high)), "rule", 0.35))
            labels.append(Label((x, high + 2.0), names.say("{hours}\u202fh", hours=hour), "middle", colour="muted"))
        for at in range(rows + 1):
            y = high - at * _ROW
            strokes.append(Stroke(((0.0, y), (_WIDTH, y)), "ink" if at in (0, rows) else "rule", 0.6 if at in (0, rows) else 0.35))
        return strokes, labels

    def row(self, at: int, step: Step, names: Names) -> tuple[list[Stroke], list[Label]]:
        middle = self.height - _HEAD - (at + 0.5) * _ROW
        strokes: list[Stroke] = []
        told = margin_told(step, names) if step.at is not None else status_told(step.status, names)
        labels = [Label((_WIDTH, middle - 1.0), told, "right", strong=True)]
        words = _broken(step.what)
        labels.extend(
            Label((0.0, middle - 1.0 + 3.7 * (len(words) - 1) / 2 - 3.7 * line), word) for line, word in enumerate(words))
        began, first, last, done = (one if isinstance(one, datetime) else None for one in (step.began, step.first, step.last, step.at))
        opens, ends = first or began, self.x(last) if last is not None else _WIDTH - _MARGINS  # without a last moment it stays open
        if opens is not None and last is not None and opens > last:  # counted back from what follows: allowed from the beginning on
            opens = self.zero
        if opens is not None and self.x(opens) < ends:
            strokes.append(_bar(self.x(opens), ends, middle, _BAR, "hatched"))
        if done is not None:
            start = began if began is not None and began < done else done
            left, right = self.x(start), max(self.x(done), self.x(start) + 0.8)
            strokes.append(_bar(left, right, middle, _BAR - 1.6, "blue"))
            if began is not None and right - left > _LEAST_WITH_WORDS:
                used = names.hours(int((done - start).total_seconds()) // 60)
                labels.append(Label(((left + right) / 2, middle - 1.0), used, "middle", strong=True, colour="white"))
        return strokes, labels


def _bar(left: float, right: float, middle: float, height: float, fill: str) -> Stroke:
    low, high = round(middle - height / 2, 2), round(middle + height / 2, 2)
    return Stroke(((left, low), (right, low), (right, high), (left, high)), "ink", 0.4, fill, closed=True)


def _broken(text: str) -> list[str]:
    """The words of a label in up to three lines; what is longer ends with an ellipsis, the table has it whole."""
    told: list[str] = [""]
    for word in text.split():
        if told[-1] and len(told[-1]) + 1 + len(word) > _LETTERS:
            told.append(word)
        else:
            told[-1] = f"{told[-1]} {word}".strip()
    return [*told[:2], f"{told[2]} …"] if len(told) > 3 else told
