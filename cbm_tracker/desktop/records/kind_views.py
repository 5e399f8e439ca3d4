"""How each kind of record is listed: its columns, what it may be filtered by, its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cbm_tracker.desktop.date_words import distance_in_words, instant_in_words, partial_in_words, period_in_words
from cbm_tracker.desktop.number_words import number_in_words
from cbm_tracker.desktop.translation import tr
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.services.records import Row


@dataclass(frozen=True)
class CellValue:
    """What a cell shows: one line or two, or the mark and word of a status."""

    text: str
    below: str = ""
    status: str = ""

    def spoken(self) -> str:
        return f"{self.text}, {self.below}" if self.below else self.text


@dataclass(frozen=True)
class Lookup:
    """What cells need beside the row."""

    names: StateNames
    now: datetime


CellOf = Callable[[Row, Lookup], CellValue]


@dataclass(frozen=True)
class ColumnView:
    """A column; `sort` is the key it sorts by, "" where it cannot; `width` in pixels at 100 %, 0 takes what is left."""

    key: str
    title: str
    cell: CellOf
    sort: str = ""
    width: int = 140
    right: bool = False
    shown: bool = True


@dataclass(frozen=True)
class KindView:
    """A page of the register."""

    key: str
    kinds: tuple[str, ...]
    title: str
    icon: str
    new_label: str
    find: str
    columns: tuple[ColumnView, ...]
    empty_title: str
    empty_text: str
    sort: str = "begins"
    descending: bool = True
    has_direction: bool = True
    has_agreements: bool = True
    detail_width: int = 500
    words: tuple[tuple[str, str], ...] = ()


def states_in_words(row: Row, lookup: Lookup, most: int = 6) -> str:
    names = [lookup.names.name(code) for code in row.states[:most]]
    more = len(row.states) - most
    return ", ".join(names) + (tr(" and {more} more").format(more=more) if more > 0 else "")


STATUS_MARKS = {"draft": "open", "issued": "met", "superseded": "none"}
STATUS_WORDS = {"draft": "Draft", "issued": "Issued", "superseded": "Superseded"}
_OUTCOME_MARKS = {
    "answered": "met", "message_acknowledged": "met", "agreed_action": "met", "closed": "met", "answered_late": "near",
    "unanswered": "missed", "technical_failure": "missed", "refused": "missed", "conducted_full": "met", "completed": "met",
    "conducted_partial": "near", "curtailed": "near", "refused_quota": "none", "refused_right": "none", "refused_security": "none",
    "prohibited": "none", "cancelled_by_requester": "none", "cancelled_force_majeure": "none", "requested": "planned",
    "acknowledged": "planned", "accepted": "planned", "accepted_with_changes": "planned", "disputed": "undecided",
}


def outcome_mark(outcome: str) -> str:
    return _OUTCOME_MARKS.get(outcome, "open")


def _title(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(row.title, states_in_words(row, lookup))


def _title_and_word(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(row.title, tr(spoken(row.word)))


def _period(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(period_in_words(row.begins, row.ends, row.when), distance_in_words(row.begins, row.ends, lookup.now))


def _ended(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(partial_in_words(row.ends), "")


def _figure(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(number_in_words(row.figure))


def _word(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(tr(spoken(row.word)))


def _raw_word(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(row.word)


def _reference(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(row.reference)


def _states(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(states_in_words(row, lookup, 3))


def _status(row: Row, lookup: Lookup) -> CellValue:
    if row.in_bin:
        return CellValue(tr("In the bin"), status="none")
    return CellValue(tr(STATUS_WORDS[row.status]), status=STATUS_MARKS[row.status])


def _direction(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(tr(spoken(row.direction)))


def _outcome(row: Row, lookup: Lookup) -> CellValue:
    if not row.outcome:
        return CellValue(tr("open"), status="open")
    return CellValue(tr(spoken(row.outcome)), status=outcome_mark(row.outcome))


def _plain_outcome(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(tr(spoken(row.outcome)))


def _facts_or_note(row: Row, lookup: Lookup) -> CellValue:
    """Facts and notes with their States below; of a note, what was decided before that."""
    decided = tr(spoken(row.word)) if row.kind == "obligation_note" else ""
    return CellValue(row.title, ", ".join(part for part in (decided, states_in_words(row, lookup)) if part))


def _recorded(row: Row, lookup: Lookup) -> CellValue:
    return CellValue(instant_in_words(row.recorded_at))


_STATUS = ColumnView("status", "Status", _status, "status", 112)
_REFERENCE = ColumnView("reference", "Reference", _reference, "reference", 160, shown=False)
_RECORDED = ColumnView("recorded", "Recorded", _recorded, "recorded", 170, shown=False)
_DIRECTION = ColumnView("direction", "Direction", _direction, "direction", 96, shown=False)
_TYPE = ColumnView("word", "Kind", _word, "word", 170, shown=False)
_STATES = ColumnView("party", "States", _states, "party", 200, shown=False)
_ENDS = ColumnView("ends", "Ends", _ended, "ends", 130, shown=False)

_VIEWS = (
    KindView(
        "notifications", ("notification",), "Notifications", "file-text", "New notification", "Find in notifications",
        (ColumnView("title", "Notification", _title_and_word, "title", 0), ColumnView("when", "Sent or received", _period, "begins", 186),
         ColumnView("party", "States", _states, "party", 170), ColumnView("direction", "Direction", _direction, "direction", 92),
         _STATUS, _REFERENCE, _RECORDED),
        "No notification is recorded",
        "A notification tells other States what your forces will do, or answers what they told. Record the first one sent or received.",
        words=(("word", "notification_kind"),),
    ),
    KindView(
        "inspections", ("inspection",), "Inspections", "shield-check", "New inspection", "Find in inspections",
        (ColumnView("title", "Inspection", _title, "title", 0), ColumnView("when", "Period", _period, "begins", 180),
         ColumnView("outcome", "Outcome", _outcome, "outcome", 150), _STATUS, _REFERENCE, _TYPE, _DIRECTION, _RECORDED),
        "No inspection is recorded",
        "Inspections, evaluation visits, observation flights and other visits stand here, from the request to the report.",
        words=(("word", "inspection_kind"),),
    ),
    KindView(
        "exercises", ("exercise",), "Exercises", "flag", "New exercise", "Find in exercises",
        (ColumnView("title", "Exercise", _title, "title", 0), ColumnView("when", "Period", _period, "begins", 172),
         ColumnView("figure", "Troops", _figure, "figure", 84, right=True), _STATUS, _TYPE, _ENDS, _REFERENCE, _DIRECTION, _RECORDED),
        "No exercise is recorded",
        "Exercises and other notifiable activities stand here with the forces of each State. Record one, or import a file.",
        detail_width=620, words=(("word", "activity_type"),),
    ),
    KindView(
        "contacts", ("contact",), "Contacts", "radio", "New hotline contact", "Find in contacts",
        (ColumnView("title", "Contact", _title, "title", 0), ColumnView("when", "Opened", _period, "begins", 180),
         ColumnView("word", "Purpose", _word, "word", 150), ColumnView("outcome", "Outcome", _outcome, "outcome", 158),
         ColumnView("status", "Status", _status, "status", 124, shown=False), _DIRECTION, _REFERENCE, _RECORDED),
        "No contact is recorded",
        "Calls, messages and tests on the lines between States stand here. F9 logs one from anywhere.",
        words=(("word", "contact_purpose"),),
    ),
    KindView(
        "contributions", ("contribution",), "Contributions", "layers", "New contribution", "Find in contributions",
        (ColumnView("title", "Contribution", _title_and_word, "title", 0), ColumnView("party", "States", _states, "party", 180),
         ColumnView("when", "Period", _period, "begins", 180), ColumnView("figure", "Quantity", _figure, "figure", 96, right=True),
         _STATUS, _TYPE, _REFERENCE, _RECORDED),
        "No contribution is recorded",
        "Who carries what of an exercise or mission: troops, police, equipment, funds, and what is given in kind.",
        has_direction=False, words=(("word", "contribution_kind"),),
    ),
    KindView(
        "cases", ("case",), "Cases", "briefcase", "New case", "Find in cases",
        (ColumnView("title", "Case", _title, "title", 0), ColumnView("when", "Opened", _period, "begins", 180),
         ColumnView("outcome", "State of the case", _plain_outcome, "outcome", 150), _STATUS, _RECORDED),
        "No case is recorded",
        "A case gathers what belongs to one question: messages, calls, visits and what was answered, told as one story.",
        has_direction=False,
    ),
    KindView(
        "agreements", ("agreement",), "Agreements", "handshake", "New agreement", "Find in agreements",
        (ColumnView("title", "Agreement", lambda row, lookup: CellValue(row.title, row.word), "title", 0),
         ColumnView("outcome", "Status", _plain_outcome, "outcome", 170), ColumnView("when", "In force or signed", _period, "begins", 180),
         _RECORDED),
        "No agreement is recorded",
        "Agreements stand here with the States that take part in them, and since when.",
        sort="title", descending=False, has_direction=False, has_agreements=False,
    ),
    KindView(
        "states", ("state",), "States", "globe", "New State or organisation", "Find in States",
        (ColumnView("title", "State or organisation", lambda row, lookup: CellValue(row.title), "title", 0),
         ColumnView("word", "Code", _raw_word, "word", 90), ColumnView("outcome", "Kind", _plain_outcome, "outcome", 150),
         ColumnView("ends", "Ended", lambda row, lookup: CellValue(partial_in_words(row.when)), "ends", 140), _RECORDED),
        "No State is recorded",
        "States, former States and organisations stand here with their names in time.",
        sort="title", descending=False, has_direction=False, has_agreements=False,
    ),
    KindView(
        "facts", ("agreement_facts", "obligation_note"), "Facts of agreements", "list", "New facts", "Find in facts",
        (ColumnView("title", "Facts or note", _facts_or_note, "title", 0), ColumnView("when", "Date", _period, "begins", 180), _STATUS,
         _STATES, _REFERENCE, _RECORDED),
        "No facts are recorded",
        "Some rules ask for more than the measures tell: numbers of units, quotas, the day a budget was approved. Record such facts of a "
        "State here. What was decided on single obligations stands here too.",
        has_direction=False,
    ),
)
KIND_VIEWS: dict[str, KindView] = {view.key: view for view in _VIEWS}
VIEW_OF_KIND: dict[str, KindView] = {kind: view for view in _VIEWS for kind in view.kinds}
