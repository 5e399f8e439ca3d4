"""Checks shared by the records: every refusal names its field and says how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.domain.vocabulary import check_word
from cbm_tracker.errors import InvalidMeasure

LARGEST_COUNT = 2_000_000_000
LONGEST_TEXT = 100_000
_CODE = re.compile(r"[A-Z][A-Z0-9_-]{1,11}\Z")
_AGREEMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # control characters and halves of UTF-16 pairs


def check_fields(value: Any) -> None:
    """Check each described field of a record or nested value by its kind.

    Raises:
        InvalidMeasure: names the first field that is wrong.
    """
    for spec in field_specs(type(value)):
        _check_field(spec, getattr(value, spec.key))


def _check_field(spec: FieldSpec, value: Any) -> None:
    kind, key = spec.kind, spec.key
    if value is None or value == "" or value == ():
        return
    if kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
        check_text(value, key)
    elif kind in (FieldKind.TEXTS, FieldKind.PARTIES):
        for at, text in enumerate(value):
            check_text(text, f"{key}[{at}]", required=True)
    elif kind is FieldKind.WORD:
        check_word(spec.vocabulary, value, key)
    elif kind is FieldKind.STATE:
        check_code(value, key)
    elif kind is FieldKind.STATES:
        for at, code in enumerate(value):
            check_code(code, f"{key}[{at}]")
        if len(set(value)) < len(value):
            raise InvalidMeasure(key, "a State is named twice.", "Name each State once.")
    elif kind is FieldKind.AGREEMENTS:
        for at, agreement in enumerate(value):
            check_agreement_id(agreement, f"{key}[{at}]")
    elif kind is FieldKind.COUNT:
        check_count(value, key)
    elif kind is FieldKind.AMOUNT:
        check_amount(value, key)
    elif kind is FieldKind.POINTS:
        for at, (latitude, longitude) in enumerate(value):
            if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
                raise InvalidMeasure(
                    f"{key}[{at}]", f"{latitude}, {longitude} is not on the globe.", "Write latitude, then longitude, in degrees."
                )


def check_text(value: str, field: str, *, required: bool = False) -> None:
    if required and not value.strip():
        raise InvalidMeasure(field, "is empty.", "Fill it in or take it out.")
    if len(value) > LONGEST_TEXT:
        raise InvalidMeasure(field, f"holds {len(value)} characters.", f"Keep it under {LONGEST_TEXT}; attach a longer text.")
    unwritable = _UNWRITABLE.search(value)
    if unwritable:
        raise InvalidMeasure(field, f"holds U+{ord(unwritable.group()):04X}, which is no sign that can be written.", "Take it out.")


def check_code(value: str, field: str) -> None:
    if not _CODE.match(value):
        raise InvalidMeasure(field, f"“{value}” is not the code of a State.", "Use ISO 3166-1 alpha-3, such as DEU.")


def check_agreement_id(value: str, field: str) -> None:
    if not _AGREEMENT.match(value):
        raise InvalidMeasure(field, f"“{value}” is not the short id of an agreement.", "Use lower case, such as vd11.")


def check_count(value: int, field: str) -> None:
    if value < 0:
        raise InvalidMeasure(field, f"{value} is below zero.", "Enter 0 or more, or leave it empty where it is not known.")
    if value > LARGEST_COUNT:
        raise InvalidMeasure(field, f"{value} is more than can be meant.", f"Enter at most {LARGEST_COUNT}.")


def check_amount(value: Decimal, field: str) -> None:
    """Refuse what a JSON number (IEEE 754 binary64) would not give back."""
    figures = range(-12, 15)  # places of the first figure; the context of decimal arithmetic overflows far outside
    if not value.is_finite() or (value and (value.adjusted() not in figures or len(value.normalize().as_tuple().digits) > 15)):
        raise InvalidMeasure(field, f"{value} is not an amount that can be kept.", "Use up to 15 figures.")
    if value < 0:
        raise InvalidMeasure(field, f"{value} is below zero.", "Enter 0 or more.")


def check_currency(value: str, field: str) -> None:
    if value and not _CURRENCY.match(value):
        raise InvalidMeasure(field, f"“{value}” is not a currency.", "Use three letters of ISO 4217, such as EUR.")


def check_period(starts: PartialDate | None, ends: PartialDate | None, field: str) -> None:
    """Refuse an end that lies before the start in every reading of unknown days."""
    if starts and ends and ends.last_day < starts.first_day:
        raise InvalidMeasure(field, f"{ends} is before the first day, {starts}.", f"Enter {starts} or later.")


def check_order(moments: Sequence[tuple[str, Instant | None]]) -> None:
    """Refuse instants that cannot follow each other; `moments` are (field, value) in their order in time."""
    earlier: tuple[str, Instant] | None = None
    for key, moment in moments:
        if moment is None:
            continue
        if earlier and moment.utc < earlier[1].utc:
            before, word = f"{earlier[1].utc:%Y-%m-%d %H:%M} UTC", earlier[0].removesuffix("_at").replace("_", " ")
            raise InvalidMeasure(key, f"{moment.utc:%Y-%m-%d %H:%M} UTC is before “{word}”, {before}.", "Correct one of the two.")
        earlier = (key, moment)


def check_day(moment: Instant | None, on: PartialDate | None, field: str) -> None:
    """Refuse an instant that lies on no reading of a day; a day either side is left for the zones of the place (UTC-12 to +14)."""
    if moment and on and not on.first_day - timedelta(days=1) <= moment.utc.date() <= on.last_day + timedelta(days=1):
        raise InvalidMeasure(field, f"{moment.utc:%Y-%m-%d %H:%M} UTC does not lie on {on}.", "Correct one of the two.")


def check_figures(figures: Mapping[str, Any], field: str, most: float = LARGEST_COUNT) -> None:
    """Refuse an object whose values are not numbers from 0 to `most`."""
    for key, figure in figures.items():
        if isinstance(figure, bool) or not isinstance(figure, int | float) or not 0 <= figure <= most:
            raise InvalidMeasure(f"{field}.{key}", f"“{figure}” is not a number from 0 to {most:,.0f}.", "Enter figures only.")


def day_of(moment: Instant | PartialDate | None) -> tuple[date, date] | None:
    """Return the first and last calendar day (UTC for instants) that a moment may mean."""
    if isinstance(moment, Instant):
        return moment.utc.date(), moment.utc.date()
    if isinstance(moment, PartialDate):
        return moment.first_day, moment.last_day
    return None
