"""Findings in words: what the rules say, why, by when, what would be late, and how sure the rule is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.date_words import day_in_words, instant_in_words, time_left
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.rules.agreement_words import source_in_words
from cbm_tracker.desktop.rules.measure_words import field_in_words, with_state_names
from cbm_tracker.desktop.rules.reason_words import is_near, reason_in_words
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.moments import zone
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.regimes.findings import OPEN_STATES, Finding, Moment, Obligation, QuotaUse, Sum, Term

CERTAINTY_WORDS = {"verified": "Verified", "established": "Established", "provisional": "Provisional"}
_CERTAIN_RULES = {"verified": "Verified rule", "established": "Established rule", "provisional": "Provisional rule"}
STATE_WORDS = {
    "upcoming": "Upcoming", "due": "Due today", "overdue": "Overdue", "met": "Met", "met_late": "Met late", "waived": "Waived",
    "nil_declared": "Nothing to declare", "superseded": "No longer owed", "informational": "For information",
}
STATE_MARKS = {
    "upcoming": "later", "due": "today", "overdue": "overdue", "met": "met", "met_late": "missed", "waived": "none",
    "nil_declared": "met", "superseded": "none", "informational": "open",
}
_OWED = {  # the last word of a rule's id -> (what is owed, that nothing is, done too late)
    "notification": ("Must be notified", "No notification owed", "Notified later than {when} it is late, and the record says by how much."),
    "notice": ("Notice must be given", "No notice owed", "Given later than {when} it is late, and the record says by how much."),
    "invitation": ("Observers must be invited", "No observers owed",
                   "Invited later than {when} it is late, and the record says by how much."),
    "observation": ("Observers must be invited", "No observers owed",
                    "Invited later than {when} it is late, and the record says by how much."),
    "reply": ("A reply is owed", "No reply owed", "Answered later than {when} it is late, and the record says by how much."),
    "answer": ("An answer is owed", "No answer owed", "Answered later than {when} it is late, and the record says by how much."),
    "report": ("A report is owed", "No report owed", "Sent later than {when} it is late, and the record says by how much."),
}
_ANY_OWED = ("", "", "Done later than {when} it is late, and the record says by how much.")


@dataclass(frozen=True)
class Voice:
    """What words depend on beside the finding: names of States, the present instant, and the clock of the reader's capital."""

    names: StateNames
    now: datetime
    zone: tzinfo

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(self.zone)

    @property
    def today(self) -> date:
        return self.local_now.date()


def voice_of(services: Services) -> Voice:
    """Return the voice of a register's owner, now."""
    return Voice(services.names, services.desk.now(), zone(services.zone))


@dataclass(frozen=True)
class FindingWords:
    """A finding as it is read from top to bottom; what does not apply is empty.

    `status` is a mark; `standing` says by when, or how it was met; `late` what a later act would mean; `source` quotes the place.
    """

    status: str
    headline: str
    title: str
    source: str
    certainty: str
    standing: str = ""
    reasons: tuple[str, ...] = ()
    late: str = ""
    notes: tuple[str, ...] = ()
    text: str = ""
    sum: Sum | None = None

    def spoken(self) -> str:
        """Return it as sentences, for those who hear it."""
        parts = (self.headline, self.standing, *self.reasons, self.late, *self.notes, certain_rule(self.certainty), self.source)
        return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def finding_in_words(finding: Finding, voice: Voice, record: Record | None = None) -> FindingWords:
    """Say a finding.

    Args:
        record: what was judged, to name its fields and rows by their labels.
    """
    kind = record.kind if record is not None else ""
    reasons = [reason_in_words(reason, kind, voice.names) for reason in finding.because]
    if any(not path.startswith("content.") for path in finding.missing):  # the notes say which items a content lacks
        reasons.append(missing_in_words(finding, voice.names, record))
    return FindingWords(
        status=mark_of(finding), headline=headline(finding, voice.names), title=tr(finding.title),
        source=source_in_words(finding.agreement, finding.paragraph), certainty=finding.certainty,
        standing=standing_in_words(finding, voice), reasons=tuple(reasons), late=late_in_words(finding),
        notes=tuple(_note(note, voice.names) for note in finding.notes), text=tr(finding.text), sum=finding.sum,
    )


def _note(note: str, names: StateNames) -> str:
    return with_state_names(note[:1].upper() + note[1:], names)


# ---------------------------------------------------------------- what it is


def _owing(finding: Finding) -> tuple[str, str, str]:
    return _OWED.get(finding.rule.rpartition("-")[2], _ANY_OWED)


def headline(finding: Finding, names: StateNames) -> str:
    """Such as “Must be notified”, “No notification owed”, “May be refused: quota full”, “Undetermined: observers”."""
    said = _headline(finding)
    if not finding.gate:
        return said
    gate = with_state_names(finding.gate, names).rstrip(".")
    if " is " not in finding.gate:  # it begins with a status, not with a name
        gate = gate[:1].lower() + gate[1:]
    return tr("{finding} (informational: {gate})").format(finding=said, gate=gate)


def _headline(finding: Finding) -> str:
    title, (owed, not_owed, _) = tr(finding.title), _owing(finding)
    match finding.outcome:
        case "required":
            state = finding.obligation.state if finding.obligation else ""
            if state in ("met", "met_late", "waived", "nil_declared", "superseded"):
                word = tr(STATE_WORDS[state])
                return tr("{title}: {outcome}").format(title=title, outcome=word[:1].lower() + word[1:])
            if state == "informational" and not finding.gate:
                return tr("For information: {title}").format(title=title)
            return tr(owed) if owed else tr("Owed: {title}").format(title=title)
        case "not_required":
            return tr(not_owed) if not_owed else tr("Not owed: {title}").format(title=title)
        case "prohibited":
            return tr("Prohibited: {title}").format(title=title)
        case "breach":
            return tr("Would be a breach: {title}").format(title=title)
        case "permitted":
            return tr("Within the limit: {title}").format(title=title)
        case "advisory":
            return tr("May be refused: quota full") if "quota" in finding.rule else tr("To be noted: {title}").format(title=title)
        case _:
            return tr("Undetermined: {title}").format(title=title)


def mark_of(finding: Finding) -> str:
    """Return the mark of a finding: the state of what is owed, else of the outcome."""
    if finding.outcome == "required":
        state = finding.obligation.state if finding.obligation else "upcoming"
        return "reached" if state == "upcoming" else STATE_MARKS[state]
    if finding.outcome == "not_required":
        return "near" if is_near_a_level(finding) else "none"
    if finding.gate and finding.outcome in ("prohibited", "breach"):
        return "near"
    return {"prohibited": "missed", "breach": "missed", "permitted": "met", "advisory": "near"}.get(finding.outcome, "undecided")


def is_near_a_level(finding: Finding) -> bool:
    """Tell whether a level that is not reached is within 5 per cent."""
    return not finding.gate and any(is_near(reason) for reason in finding.because)


def certain_rule(certainty: str) -> str:
    return tr(_CERTAIN_RULES[certainty])


# ---------------------------------------------------------------- when


def moment_in_words(moment: Moment, *, weekday: bool = False) -> str:
    """20 Apr 2027; 20 Apr 2027, 15:52 UTC."""
    if isinstance(moment, datetime):
        return instant_in_words(moment, weekday=weekday)
    return day_in_words(moment, weekday=weekday)


def left_in_words(due: Moment, voice: Voice) -> str:
    """Say how far off a due moment is: in 42 days, today, 6 h 12 min, 3 days over."""
    if isinstance(due, datetime):
        return time_left(due - voice.now)
    days = (due - voice.today).days
    if days > 0:
        return tr_count("in {days} day", "in {days} days", days).format(days=count_in_words(days))
    return time_left(timedelta(days=days)) if days else tr("today")


def standing_in_words(finding: Finding, voice: Voice) -> str:
    """Say by when something is owed, or how it was met; what would be owed where that is not determined."""
    owed = finding.obligation or finding.if_required
    if owed is None or finding.outcome == "not_required":
        return ""
    if finding.outcome == "undetermined":
        return tr("If it is owed, it is by {when}.").format(when=moment_in_words(owed.due)) if owed.due is not None else ""
    return obligation_in_words(owed, voice)


def obligation_in_words(owed: Obligation, voice: Voice) -> str:
    """Such as “By 20 Apr 2027, in 42 days”, “Met on 15 Apr 2027”, “Last day was 20 Apr 2027: 3 days over”."""
    met = moment_in_words(owed.met_at) if owed.met_at is not None else ""
    if owed.state == "met":
        return tr("Met on {when}").format(when=met) if met else tr("Met")
    if owed.state == "met_late":
        due = moment_in_words(owed.due) if owed.due is not None else ""
        return tr("Done on {met}, later than {due}").format(met=met, due=due)
    if owed.state not in (*OPEN_STATES, "informational"):
        return tr(STATE_WORDS[owed.state])
    if owed.due is None:
        return ""
    when = moment_in_words(owed.due, weekday=True)
    if owed.state == "informational":
        return tr("It would be by {when}").format(when=when)
    if owed.state == "overdue":
        return tr("Ended {when}: {left}").format(when=when, left=left_in_words(owed.due, voice))
    if isinstance(owed.due, datetime):
        return tr("By {when}: {left} left").format(when=when, left=left_in_words(owed.due, voice))
    return tr("By {when}, {left}").format(when=when, left=left_in_words(owed.due, voice))


def late_in_words(finding: Finding) -> str:
    """Say what doing it later would mean; empty where nothing is open, or it is late already."""
    owed = finding.obligation
    if owed is None or owed.due is None or owed.state not in ("upcoming", "due"):
        return ""
    return tr(_owing(finding)[2]).format(when=moment_in_words(owed.due))


def late_by(due: Moment, voice: Voice) -> str:
    """Say how late it already is: “Late by 3 h”; empty where it is not."""
    if isinstance(due, datetime):
        minutes = int((voice.now - due).total_seconds()) // 60
        if minutes <= 0:
            return ""
        if minutes >= 72 * 60:
            days = minutes // (24 * 60)
            return tr_count("Late by {days} day", "Late by {days} days", days).format(days=count_in_words(days))
        hours, rest = divmod(minutes, 60)
        if not hours:
            return tr("Late by {minutes} min").format(minutes=rest)
        said = tr("Late by {hours} h {minutes} min") if rest else tr("Late by {hours} h")
        return said.format(hours=hours, minutes=rest)
    days = (voice.today - due).days
    return tr_count("Late by {days} day", "Late by {days} days", days).format(days=count_in_words(days)) if days > 0 else ""


def step_in_words(finding: Finding, voice: Voice) -> str:
    """Say the next step with its clock: “Reply due in 6 h 12 min, 15:52 UTC”, “Reply: late by 3 h (it was due 10 Jun, 15:52 UTC)”."""
    owed = finding.obligation
    if owed is None and finding.sum is not None:  # the window of the entry
        limit = finding.sum.result
        moment = datetime.fromisoformat(limit.quantity) if "T" in limit.quantity else date.fromisoformat(limit.quantity)
        return tr("Entry, {limit} {when}").format(limit=tr(limit.label), when=moment_in_words(moment))
    what = tr(owed.what if owed else finding.title)
    what = what[:1].upper() + what[1:]
    if owed is None or owed.due is None:
        return what
    when = moment_in_words(owed.due)
    if owed.state == "overdue":
        late = late_by(owed.due, voice)
        return tr("{step}: {late} (due {when})").format(step=what, late=late[:1].lower() + late[1:], when=when)
    if isinstance(owed.due, datetime):
        local = voice.today
        if owed.due.date() == voice.now.date() == local:
            when = f"{owed.due:%H:%M} UTC"
        return tr("{step} due in {left}, {when}").format(step=what, left=left_in_words(owed.due, voice), when=when)
    return tr("{step} due {left}, {when}").format(step=what, left=left_in_words(owed.due, voice), when=when)


# ---------------------------------------------------------------- what is missing, sums, quotas


def missing_in_words(finding: Finding, names: StateNames, record: Record | None = None) -> str:
    """Name what is not stated by the labels of its fields, and what stating it would do."""
    kind = record.kind if record is not None else "exercise"
    fields = tuple(dict.fromkeys(field_in_words(path, kind, record, names) for path in finding.missing))
    shown = ", ".join(fields[:4]) + (tr(" and {count} more").format(count=len(fields) - 4) if len(fields) > 4 else "")
    place = source_in_words(finding.agreement, finding.paragraph)
    said = tr_count("Not stated: {fields}. Enter it to judge {place}.", "Not stated: {fields}. Enter them to judge {place}.", len(fields))
    return said.format(fields=shown, place=place)


def sum_lines(total: Sum) -> tuple[Term, ...]:
    """Return the terms of a sum and its result with the signs of print; labels are translated."""
    return tuple(Term(term.sign.replace("-", "−"), term.quantity, tr(term.label)) for term in (*total.terms, total.result))


def sum_spoken(total: Sum) -> str:
    """Return a sum as it is read aloud: “2027-06-01, first day; minus 42 days, calendar days; is 2027-04-20, last day to notify”."""
    signs = {"": "", "-": tr("minus"), "−": tr("minus"), "+": tr("plus"), "=": tr("is"), "×": tr("times")}
    said = []
    for term in (*total.terms, total.result):
        quantity = f"{signs.get(term.sign, term.sign)} {term.quantity}".strip()
        said.append(f"{quantity}, {tr(term.label)}" if term.label else quantity)
    return "; ".join(said)


def quota_in_words(use: QuotaUse) -> str:
    """1 used, 1 planned, of 3; 2 used of 3; the limit not known."""
    figures = [tr("{count} used").format(count=use.used), tr("{count} planned").format(count=use.reserved) if use.reserved else ""]
    said = ", ".join(part for part in figures if part)
    if use.limit is None:
        return tr("{figures}, limit not known").format(figures=said)
    return tr("{figures}, of {limit}").format(figures=said, limit=use.limit) if use.reserved else tr("{figures} of {limit}").format(
        figures=said, limit=use.limit)


# ---------------------------------------------------------------- order


def reading_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings as they are read: owed by due date, then prohibited, advisory, undetermined, met, and nothing owed."""
    return sorted(findings, key=lambda finding: (
        _rank(finding), _only_informs(finding), _due_key(finding), finding.agreement, _place_key(finding), finding.key))


def says_nothing_is_owed(finding: Finding) -> bool:
    """Tell whether a finding can wait behind a folded line: nothing follows from it, and no level is near."""
    if finding.outcome in ("not_required", "permitted"):
        return not is_near_a_level(finding)
    return bool(finding.gate) and finding.outcome == "undetermined"


def _only_informs(finding: Finding) -> bool:
    return bool(finding.gate) or (finding.obligation is not None and finding.obligation.state == "informational")


def _place_key(finding: Finding) -> tuple[int, ...]:
    """Return the figures of a paragraph, so that ¶9 stands before ¶38."""
    return tuple(int(figures) for figures in re.findall(r"\d+", finding.paragraph))


_RANKS = {"prohibited": 1, "breach": 1, "advisory": 2, "undetermined": 4, "not_required": 5, "permitted": 6}


def _rank(finding: Finding) -> int:
    if finding.outcome == "required":
        return 3 if finding.obligation is not None and finding.obligation.state not in (*OPEN_STATES, "informational") else 0
    return _RANKS.get(finding.outcome, 4)


def _due_key(finding: Finding) -> str:
    owed = finding.obligation
    if owed is None or owed.due is None:
        return "9999"
    return owed.due.isoformat() if isinstance(owed.due, datetime) else f"{date.isoformat(owed.due)}T99"
