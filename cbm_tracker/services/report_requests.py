"""What is asked for when a report is issued: whether it can be, how the register keeps it, and under which number it went out."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from cbm_tracker.domain.record_json import canonical
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports import editions
from cbm_tracker.reports.content import ReportRequest
from cbm_tracker.reports.kinds.catalogue import KINDS, kind_of
from cbm_tracker.reports.letterhead import check_letterhead

LANGUAGES = editions.LANGUAGES
PAPERS = ("A4", "Letter")
_NUMBER = re.compile(r"(\d{1,4})/(\d{1,9})")


def number_of(year: int, serial: int) -> str:
    """2027/014."""
    return f"{year}/{serial:03d}"


def year_and_serial(number: str) -> tuple[int, int] | None:
    """Return the parts of a number such as 2027/014 or 2027/14; None where it is none."""
    found = _NUMBER.fullmatch(number.strip())
    return (int(found[1]), int(found[2])) if found else None


def as_known_then(request: ReportRequest, now: datetime) -> ReportRequest:
    """Return the request for what the register knew at the instant of the report, where that instant has passed."""
    return dataclasses.replace(request, known_at=request.at) if request.at < now else request


def check_request(request: ReportRequest) -> None:
    """Raises CbmTrackerError: names what cannot be and what to do."""
    kind = kind_of(request.kind)
    if kind is None:
        raise CbmTrackerError(f"“{request.kind}” is not a kind of report.", f"Choose {' or '.join(KINDS)}.")
    if bool(request.corrects) != (kind.id not in KINDS):
        raise CbmTrackerError("A corrigendum names the report that it corrects, and no other report does.", "Name that report's number.")
    kind.check(request)
    if request.from_on > request.to_on:
        raise CbmTrackerError(f"The period begins on {request.from_on} and ends before, on {request.to_on}.", "Exchange the two days.")
    for language in (request.language, request.second_language):
        if language and language not in LANGUAGES:
            raise CbmTrackerError(f"Reports are not written in “{language}” yet.", f"Choose {' or '.join(LANGUAGES)}.")
    if request.language == request.second_language:
        raise CbmTrackerError("Both editions of the report are in the same language.", "Name another second language, or none.")
    if request.paper not in PAPERS:
        raise CbmTrackerError(f"“{request.paper}” is not a paper of the reports.", f"Choose {' or '.join(PAPERS)}.")
    for instant in (request.at, request.known_at):
        if instant is not None and instant.tzinfo is None:
            raise CbmTrackerError("The instant of the report has no zone.", "Add Z for UTC, or an offset such as +02:00.")
    check_letterhead(request.header, request.footer, request.emblem)


# ---------------------------------------------------------------- as the register keeps it


def request_text(request: ReportRequest) -> str:
    """Return a request as canonical JSON; what it leaves as it comes is left out, so that it reads the same when more can be asked."""
    told: dict[str, Any] = {}
    for field in dataclasses.fields(request):
        value = getattr(request, field.name)
        if field.default is dataclasses.MISSING or value != field.default:
            told[field.name] = _written(value)
    return canonical(told)


def request_from(text: str) -> ReportRequest:
    told = json.loads(text)
    return ReportRequest(**{name: _READ[name](value) if name in _READ else _read(value) for name, value in told.items()})


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _read(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _instant(value: Any) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "from_on": date.fromisoformat, "to_on": date.fromisoformat, "at": _instant, "known_at": _instant,
}
