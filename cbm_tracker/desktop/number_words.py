"""Numbers and sizes in words: one way to say them everywhere, and the locale's way to type them."""

from __future__ import annotations

import re
from decimal import Decimal

from PySide6.QtCore import QLocale

from cbm_tracker.desktop.translation import tr, tr_count

_GROUP = "\u202f"  # a narrow blank that never breaks: a comma or a point would be read as a decimal sign somewhere
_BLANKS = " \u00a0\u2009\u202f'’"  # the usual, the no-break, the thin and the narrow no-break blank, and apostrophes
_UNITS = ((1_000_000_000, "{size} GB"), (1_000_000, "{size} MB"), (1_000, "{size} kB"))


def count_in_words(count: int) -> str:
    """13 200 with a narrow no-break space."""
    return f"{count:,}".replace(",", _GROUP)


def number_in_words(figure: float | None) -> str:
    """13 200 or 13 200.50 with a narrow no-break space; a dash where nothing is stated."""
    if figure is None:
        return "–"
    return count_in_words(int(figure)) if float(figure).is_integer() else f"{figure:,.2f}".replace(",", _GROUP)


def size_in_words(size: int) -> str:
    """Say a size in bytes: 11 bytes, 3.4 MB, 48 MB; units of 1000."""
    for unit, words in _UNITS:
        if size >= unit:
            return tr(words).format(size=f"{size / unit:.1f}".removesuffix(".0") if size < 10 * unit else f"{size // unit}")
    return tr_count("{size} byte", "{size} bytes", size).format(size=size)


def figures(text: str, locale: QLocale) -> str | None:
    """Turn a number with the separators of the locale (or blanks) into plain figures with a point; None where it is no number.

    Groups of two figures before the last group of three are read too, as in 12,45,000.
    """
    separators = re.escape(locale.groupSeparator() + _BLANKS)
    decimal = re.escape(locale.decimalPoint())
    match = re.fullmatch(rf"([-−]?)(\d+|\d{{1,3}}(?:[{separators}]\d{{2,3}})*[{separators}]\d{{3}})(?:{decimal}(\d+))?", text.strip())
    if not match:
        return None
    whole = re.sub(r"\D", "", match[2])
    return ("-" if match[1] else "") + whole + (f".{match[3]}" if match[3] else "")


def grouped(number: int | Decimal, locale: QLocale) -> str:
    """Write a number as an entry field shows it: with the separators of the locale, all its figures kept."""
    whole, _, fraction = f"{Decimal(number):f}".partition(".")
    sign, whole = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    groups = re.sub(r"(?<=\d)(?=(?:\d{3})+\Z)", lambda _: locale.groupSeparator(), whole)
    return sign + groups + (locale.decimalPoint() + fraction if fraction else "")
