"""A hotline contact typed in one line while the receiver is still in the hand.

`0938 in voice “Range closure confirmed” answered promise map by 24apr`: a time, in or out, the channel, the subject in
quotation marks (or whatever is left over), the outcome, and promises up to their date. Every part may be missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from cbm_tracker.domain.moment_entry import read_date, read_instant
from cbm_tracker.domain.moments import Instant, zone
from cbm_tracker.domain.record_json import ResolveState
from cbm_tracker.errors import InvalidMeasure

_QUOTED = re.compile(r"[“\"„«](.*?)(?:[”\"»]|\Z)")
_PROMISE = re.compile(r"\b(they promise|we promise|promise)\s+(.+?)(?=(?:\s+(?:they promise|we promise|promise)\b)|\Z)", re.IGNORECASE)
_BY = re.compile(r"\s+by\s+(\S+(?:\s+\S+){0,2})\s*\Z", re.IGNORECASE)
_CLOCKS_DIFFER = timedelta(minutes=15)
_TIME = re.compile(r"(?:\d{1,2}:\d{2}|\d{4})(?:Z|L)?\Z", re.IGNORECASE)

DIRECTIONS = {"in": "received", "out": "given", "received": "received", "given": "given"}
CHANNELS = {"voice": "hotline_voice", "data": "hotline_data", "mail": "e-mail", "e-mail": "e-mail", "email": "e-mail",
            "note": "diplomatic_note", "network": "OSCE_network", "nrrc": "NRRC", "embassy": "embassy"}
OUTCOMES = {"answered": "answered", "late": "answered_late", "unanswered": "unanswered", "noanswer": "unanswered",
            "refused": "refused", "failed": "technical_failure", "acknowledged": "message_acknowledged"}
PURPOSES = {"test": "routine_test", "incident": "incident_clarification", "crisis": "crisis", "relay": "notification_relay",
            "airspace": "airspace_matter", "maritime": "maritime_matter", "launch": "launch_notice", "drill": "drill"}


@dataclass(frozen=True)
class TypedPromise:
    """`ours` is None where the line does not say whose promise it is; `due` is a date or None."""

    text: str
    due: date | None
    ours: bool | None


@dataclass(frozen=True)
class TypedContact:
    """What was understood; "" or None where nothing was said. `at` falls back to the moment the entry was begun.

    `with_state` is a State's code; `rest` are words beside a quoted subject that found no place: they are kept as the summary.
    """

    at: Instant
    direction: str
    channel: str
    purpose: str
    outcome: str
    subject: str
    promises: tuple[TypedPromise, ...]
    with_state: str = ""
    rest: str = ""


def nobody(_: str) -> str | None:
    """Know no State."""
    return None


def read_contact(typed: str, begun_at: datetime, zone_name: str, code_of: ResolveState = nobody) -> TypedContact:
    """Read one line.

    Args:
        begun_at: when the entry was begun (UTC); the time of the contact where the line names none.
        zone_name: the zone of the office, for hours with L and for dates.
        code_of: turns a code or name into a State's code; asked of codes in capitals, and beside a quoted subject of any word.
    Raises:
        InvalidMeasure: an hour that does not exist.
    """
    quoted = _QUOTED.search(typed)
    rest = typed if quoted is None else f"{typed[: quoted.start()]} {typed[quoted.end() :]}"
    today = begun_at.astimezone(zone(zone_name)).date()
    promises = tuple(_promise(match, today) for match in _PROMISE.finditer(rest))
    words = _PROMISE.sub(" ", rest).split()
    at = Instant.of(begun_at.replace(second=0, microsecond=0), zone_name)
    found: dict[str, str] = {}
    timed = False
    left: list[str] = []
    for place, word in enumerate(words):
        lowered = word.casefold().strip(",.;")
        if _TIME.match(word) and (place == 0 or (not timed and (quoted or not word.isdecimal()))):
            at, timed = _time(word, begun_at, zone_name), True
            continue
        for key, meanings in (("direction", DIRECTIONS), ("channel", CHANNELS), ("outcome", OUTCOMES), ("purpose", PURPOSES)):
            if lowered in meanings and key not in found:
                found[key] = meanings[lowered]
                break
        else:
            state = _state(word.strip(",.;"), bool(quoted), code_of) if "with" not in found else None
            if state:
                found["with"] = state
            else:
                left.append(word)
    subject, rest = (quoted[1].strip(), " ".join(left)) if quoted else (" ".join(left), "")
    return TypedContact(at, found.get("direction", ""), found.get("channel", ""), found.get("purpose", ""), found.get("outcome", ""),
                        subject, promises, found.get("with", ""), rest)


def _state(word: str, quoted: bool, code_of: ResolveState) -> str | None:
    """Return the State a word means: a code of three letters, or beside a quoted subject a name. Two letters may be any word."""
    if len(word) == 3 and word.isalpha() and (quoted or word.isupper()):
        return code_of(word.upper())
    return code_of(word) if quoted and len(word) > 3 else None


def _time(word: str, begun_at: datetime, zone_name: str) -> Instant:
    """Return the latest moment at which a clock showed this.

    Hours without a letter are UTC at a hotline desk: that is what the register keeps and what both sides say. A contact
    that is logged has begun, so an hour still to come is yesterday's; clocks may differ by some minutes.
    """
    plain = word if word[-1].isalpha() else f"{word}Z"
    moment = read_instant(plain, begun_at, zone_name)
    if moment.utc > begun_at + _CLOCKS_DIFFER:
        moment = read_instant(f"{(moment.local - timedelta(days=1)):%Y-%m-%d} {plain}", begun_at, zone_name)
    return Instant.of(moment.utc, zone_name)


def _promise(match: re.Match[str], today: date) -> TypedPromise:
    whose = {"we promise": True, "they promise": False}.get(match[1].casefold())
    text = match[2].strip()
    by = _BY.search(text)
    if by is None:
        return TypedPromise(text, None, whose)
    try:
        due = read_date(by[1], today).last_day
    except InvalidMeasure:
        return TypedPromise(text, None, whose)
    return TypedPromise(text[: by.start()].strip(), due, whose)


def contact_json(contact: TypedContact, *, owner: str, with_state: str, agreements: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the contact as a JSON object of a record (`cbm-tracker/1`), a draft.

    A promise is due at the end of its day in the zone of the entry; whose it is follows the line, else stays unsaid.
    """
    data: dict[str, Any] = {"kind": "contact", "opened_at": str(contact.at), "subject": contact.subject}
    if contact.at.zone != "UTC":
        data["zones"] = {"opened_at": contact.at.zone}
    with_state = contact.with_state or with_state
    if contact.rest:
        data["summary"] = contact.rest
    if with_state:
        data["with_states"] = [with_state]
    if agreements:
        data["agreements"] = list(agreements)
    for key, value in (("direction", contact.direction), ("channel", contact.channel), ("outcome", contact.outcome),
                       ("purpose", contact.purpose)):
        if value:
            data[key] = value
    if contact.direction:
        begun_by = owner if contact.direction == "given" else with_state
        if begun_by:
            data["initiated_by"] = begun_by
    if contact.promises:
        data["promises"] = [_promise_json(promise, contact.at.zone, owner, with_state) for promise in contact.promises]
    return data


def _promise_json(promise: TypedPromise, zone_name: str, owner: str, with_state: str) -> dict[str, Any]:
    said: dict[str, Any] = {"text": promise.text}
    if promise.ours is not None and (owner if promise.ours else with_state):
        said["by"] = owner if promise.ours else with_state
    if promise.due is not None:
        end = datetime.combine(promise.due, time(23, 59), zone(zone_name))
        said["due_at"] = str(Instant.of(end, zone_name))
        if zone_name != "UTC":
            said["zones"] = {"due_at": zone_name}
    return said
