"""What the rules find: outcomes with their reasons, obligations with their sums, quotas with their entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from cbm_tracker.domain.moments import utc_text

SCHEMA = "cbm-tracker/findings/1"

OUTCOMES = ("required", "not_required", "prohibited", "breach", "permitted", "advisory", "undetermined")
STATES = ("upcoming", "due", "overdue", "met", "met_late", "waived", "nil_declared", "superseded", "informational")
CERTAINTIES = ("verified", "established", "provisional")
OPEN_STATES = ("upcoming", "due", "overdue")

Moment = date | datetime


def moment_text(moment: Moment) -> str:
    """Return a date as 2027-04-20 and an instant as 2027-06-10T06:00:00Z."""
    return utc_text(moment) if isinstance(moment, datetime) else moment.isoformat()


def utc_day(moment: Moment) -> date:
    """Return a date as it is, and the calendar day (UTC) of an instant."""
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


def short_moment(moment: Moment) -> str:
    """Return an instant without its seconds where they are none: 2027-06-10T06:00Z; a date as it is."""
    text = moment_text(moment)
    return text.replace(":00Z", "Z") if text.endswith(":00Z") else text


@dataclass(frozen=True)
class Term:
    """One line of a sum: `sign` (empty for the first), what is added or taken away, and what it is."""

    sign: str
    quantity: str
    label: str = ""


@dataclass(frozen=True)
class Sum:
    """How a date or number comes about, for somebody who checks it by hand."""

    terms: tuple[Term, ...]
    result: Term

    def __str__(self) -> str:
        """Such as `2027-06-01 - 42 days = 2027-04-20`."""
        parts = [f"{term.sign} {term.quantity}".strip() for term in self.terms]
        return " ".join([*parts, "=", self.result.quantity])


@dataclass(frozen=True)
class Because:
    """One comparison that led to an outcome: `measure` `operator` `limit`, and the value found (None: not known)."""

    measure: str
    value: Any
    operator: str
    limit: Any
    holds: bool | None = True
    at_least: bool = False  # the value is a lower bound: not all figures are stated

    @property
    def margin(self) -> float | None:
        """How far a number lies above (or, negative, below) the limit; None where the two are no numbers."""
        numbers = (int, float)
        if isinstance(self.value, bool) or not isinstance(self.value, numbers) or not isinstance(self.limit, numbers):
            return None
        return self.value - self.limit

    def to_json(self) -> dict[str, Any]:
        told = {"measure": self.measure, "value": _plain(self.value), "operator": self.operator, "limit": _plain(self.limit)}
        return {**told, **({"at_least": True} if self.at_least else {})}


@dataclass(frozen=True)
class Share:
    """Where one State stands with an obligation that several have."""

    state: str
    status: str
    met_by: str | None = None
    met_at: Moment | None = None


@dataclass(frozen=True)
class Remedy:
    """The record that would meet an obligation: its kind and the JSON values it begins with; `otherwise` names other ones."""

    kind: str
    values: Mapping[str, Any]
    field: str = ""  # the field of the same record to fill in, where that meets it
    otherwise: tuple[Remedy, ...] = ()  # such as a nil report


@dataclass(frozen=True)
class Obligation:
    """What is owed, by whom, by when.

    `due` is a date (the last day, included) for date rules and an instant in UTC for hour rules; None where it depends on
    something that is not known. `not_before` is the earliest moment where there is one. `began` is when the clock started.
    """

    what: str
    by: tuple[str, ...]
    due: Moment | None
    state: str
    met_by: str | None = None
    met_at: Moment | None = None
    to: tuple[str, ...] = ()
    not_before: Moment | None = None
    began: Moment | None = None
    shares: tuple[Share, ...] = ()
    remedy: Remedy | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.state in OPEN_STATES

    def informing(self) -> Obligation:
        """Return it as information only: where the agreement does not apply, nobody owes it."""
        return replace(self, state="informational", shares=())

    def state_of(self, state: str) -> str:
        """Return where one State stands with it; the whole where it has no share of its own."""
        return next((share.status for share in self.shares if share.state == state), self.state)

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "what": self.what, "by": list(self.by), "due": moment_text(self.due) if self.due is not None else None,
            "state": self.state, "met_by": self.met_by,
        }
        if self.not_before is not None:
            told["not_before"] = moment_text(self.not_before)
        if self.to:
            told["to"] = list(self.to)
        if len(self.shares) > 1:
            told["shares"] = [{"state": each.state, "status": each.status, "met_by": each.met_by} for each in self.shares]
        return told


@dataclass(frozen=True)
class Finding:
    """What one rule says of one record, or of one State and period; names the version of the pack that said it.

    `record` is empty for an obligation of the calendar; `period` then says which. `gate` says why the result only informs.
    """

    record: str
    agreement: str
    rule: str
    paragraph: str
    certainty: str
    outcome: str
    title: str
    text: str
    pack_version: str
    obligation: Obligation | None = None
    because: tuple[Because, ...] = ()
    sum: Sum | None = None
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    gate: str = ""
    period: str = ""
    if_required: Obligation | None = None  # what would be owed if the missing facts made it so

    @property
    def is_open(self) -> bool:
        """Whether it names something that is still owed."""
        return self.obligation is not None and self.obligation.is_open

    @property
    def provisional(self) -> bool:
        return self.certainty == "provisional"

    @property
    def key(self) -> str:
        """The same text for the same rule of the same record and period, whatever it finds."""
        return "|".join((self.agreement, self.rule, self.record, self.period))

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "record": self.record or None, "agreement": self.agreement, "rule": self.rule, "paragraph": self.paragraph,
            "certainty": self.certainty, "outcome": self.outcome,
            "obligation": self.obligation.to_json() if self.obligation else None,
            "because": [each.to_json() for each in self.because], "sum": str(self.sum) if self.sum else None,
            "title": self.title, "text": self.text, "pack_version": self.pack_version,
        }
        if self.outcome == "undetermined" or self.missing:
            told["missing"] = list(self.missing)
        if self.notes:
            told["notes"] = list(self.notes)
        if self.gate:
            told["informational"] = self.gate
        if self.period:
            told["period"] = self.period
        if self.if_required is not None:
            told["if_required"] = self.if_required.to_json()
        return told


@dataclass(frozen=True)
class QuotaEntry:
    """One record that a quota counts: `effect` is used, reserved (planned), or not_consumed with the reason in `note`."""

    record: str
    effect: str
    on: date | None
    by: str = ""
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        told = {"record": self.record, "effect": self.effect, "on": self.on.isoformat() if self.on else None}
        return {**told, **({"by": self.by} if self.by else {}), **({"note": self.note} if self.note else {})}


@dataclass(frozen=True)
class QuotaUse:
    """One quota in one calendar year: `state` holds it, `of` is the other side where it is counted by pair.

    `limit` is None where a base is not known (`missing` says which); `left` is never negative, `over` counts beyond it.
    """

    agreement: str
    rule: str
    year: int
    state: str
    of: str
    limit: int | None
    used: int
    reserved: int
    entries: tuple[QuotaEntry, ...]
    sum: str
    paragraph: str
    certainty: str
    title: str
    pack_version: str
    missing: tuple[str, ...] = ()
    gate: str = ""

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.used - self.reserved)

    @property
    def over(self) -> int:
        return 0 if self.limit is None else max(0, self.used + self.reserved - self.limit)

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "agreement": self.agreement, "rule": self.rule, "year": self.year, "state": self.state, "of": self.of or None,
            "limit": self.limit, "used": self.used, "reserved": self.reserved, "left": self.left,
            "entries": [entry.to_json() for entry in self.entries], "sum": self.sum, "paragraph": self.paragraph,
            "certainty": self.certainty, "title": self.title, "pack_version": self.pack_version,
        }
        if self.missing:
            told["missing"] = list(self.missing)
        if self.gate:
            told["informational"] = self.gate
        return told


def _plain(value: Any) -> Any:
    """Return a value as JSON can say it."""
    if isinstance(value, date):
        return moment_text(value)
    if isinstance(value, tuple | frozenset):
        return sorted(value, key=lambda each: (isinstance(each, str), each))
    if value is None or isinstance(value, bool | int | float | str):
        return value
    number = float(value)
    return int(number) if number.is_integer() else number
