"""The language of an edition: sentences from a gettext catalogue; dates, numbers and lists as the CLDR and the house style have them."""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from cbm_tracker.domain.state_names import normalise
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.paths import resource
from cbm_tracker.reports import house_style

DOMAIN = "reports"
ENGLISH = "en"
_LOCALES = {ENGLISH: "en_GB"}  # 22 April 2027, and no comma before the last of a list
_POINT = {ENGLISH: ".", "zh": "."}
_MONTHS_OF_THREE = ("de", "es", "it", "ru")  # three letters tell their months apart; in French juin and juil need four
_LAST_OF_ALPHABET = "\uffff"
_LETTERS = {  # letters with a place of their own in the alphabet, though they decompose to another one and a sign
    "ru": {"й": f"и{_LAST_OF_ALPHABET}"},
    "es": {"ñ": f"n{_LAST_OF_ALPHABET}"},
}


class _Given(dict[str, object]):
    """Values for the places of a sentence; a place without one is left for whoever fills it later."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


@lru_cache(maxsize=16)
def _catalogue(code: str) -> gettext.NullTranslations:
    """Read the compiled catalogue of a wheel, or in a checkout that of its source, compiled in memory."""
    folder = resource("translations", code, "LC_MESSAGES")
    compiled, source = folder / f"{DOMAIN}.mo", folder / f"{DOMAIN}.po"
    if compiled.is_file():
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    if not source.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        told = read_po(file, locale=code, domain=DOMAIN)
    made = io.BytesIO()
    write_mo(made, told)
    made.seek(0)
    return gettext.GNUTranslations(made)


@dataclass(frozen=True)
class Language:
    """How a language says sentences of ours, numbers, days, times and lists; `code` such as de."""

    code: str = ENGLISH

    @property
    def own_name(self) -> str:
        """What the language calls itself, as it begins a cell: English, Deutsch, Français."""
        if self.code == ENGLISH:
            return "English"
        from babel import Locale

        name = Locale.parse(self.code).display_name or self.code
        return name[:1].upper() + name[1:]

    # -------------------------------------------------- sentences and words

    def say(self, message: str, **values: object) -> str:
        """Return a sentence or word of ours, its {places} filled in; what is not given stays open."""
        return _filled(self._told.gettext(message) if message else "", values)

    def count(self, one: str, more: str, count: int, **values: object) -> str:
        """The same for a sentence about so many things: {count} is the number as it is printed."""
        return _filled(self._told.ngettext(one, more, count), {"count": self.number(count), **values})

    def say_as(self, meaning: str, message: str, **values: object) -> str:
        """The same for a word of several meanings: the catalogue has it under the one that is named (its msgctxt)."""
        return _filled(self._told.pgettext(meaning, message), values)

    def word(self, word: str) -> str:
        """Return a word of the vocabularies as it begins a cell: field_exercise is “Field exercise”; "" for none."""
        return self._told.pgettext(word, spoken(word)) if word else ""

    def within(self, text: str) -> str:
        """Return a word as it stands within a sentence; German keeps the capitals of its nouns, and all keep those of abbreviations."""
        return text if self.code == "de" or text[1:2].isupper() else text[:1].lower() + text[1:]

    @property
    def _told(self) -> gettext.NullTranslations:
        return _catalogue(self.code)

    # -------------------------------------------------- numbers and lists

    def number(self, value: float | Decimal, decimals: int = 0) -> str:
        """13 200; −98; 54.5 or 54,5: a narrow no-break space between thousands in every language."""
        text = house_style.number(value, decimals)
        return text.replace(".", _POINT.get(self.code, ",")) if decimals else text

    def joined(self, names: Iterable[str], style: str = "and") -> str:
        """Return a, b and c; `style` or: a, b or c."""
        told = list(names)
        if len(told) < 2:
            return "".join(told)
        if self.code == ENGLISH:
            return f"{', '.join(told[:-1])} {style} {told[-1]}"
        from babel.lists import format_list

        return format_list(told, "standard" if style == "and" else "or", self._locale)

    def parted(self, parts: Iterable[str]) -> str:
        """Return the parts that say something, parted by semicolons; French has a narrow no-break space before each."""
        return ("\u202f; " if self.code == "fr" else "; ").join(part for part in parts if part)

    def alphabetical(self, name: str) -> tuple[str, str]:
        """Return the key by which names stand in the order of the alphabet."""
        letters = _LETTERS.get(self.code)
        if letters is None:
            return normalise(name), name
        parts = ((normalise(part), letters.get(part.casefold(), "")) for part in name)
        return "".join(own or plain or " " for plain, own in parts), name

    # -------------------------------------------------- days and times

    def day(self, day: date) -> str:
        """22 April 2027, held together by no-break spaces."""
        if self.code == ENGLISH:
            return house_style.date_in_text(day)
        from babel.dates import format_date

        text = format_date(day, "long", self._locale)
        if self.code == "ru":
            text = text.replace("г.", "года")
        return _held(_ordinal(self.code, day, text))

    def day_without_year(self, day: date) -> str:
        from babel.dates import format_skeleton

        return _held(_ordinal(self.code, day, format_skeleton("MMMMd", day, locale=self._locale)))

    def month(self, day: date) -> str:
        """April 2027, held together by a no-break space."""
        if self.code == ENGLISH:
            return f"{house_style.MONTHS[day.month - 1]}\u00a0{day.year}"
        from babel.dates import format_skeleton

        text = format_skeleton("yMMMM", day, locale=self._locale)
        return _held(text.replace("г.", "года") if self.code == "ru" else text)

    def period(self, first: date, last: date) -> str:
        """1 January to 30 June 2027; each year once."""
        if first == last:
            return self.day(first)
        if self.code == ENGLISH:
            return house_style.period_in_text(first, last)
        start = self.day_without_year(first) if first.year == last.year else self.day(first)
        return self.say("{first} to {last}", first=start, last=self.day(last))

    def month_short(self, day: date) -> str:
        """Jan, Feb …; never by the locale of the workstation, so that the bytes are the same on each."""
        if self.code == ENGLISH:
            return house_style.month_short(day)
        from babel.dates import format_date

        name = format_date(day, "LLL", self._locale).removesuffix(".")
        return name[:3] if self.code in _MONTHS_OF_THREE else name

    def instant(self, moment: datetime) -> str:
        return f"{self.day(moment.date())}, {moment:%H:%M} UTC"

    def seconds(self, seconds: int) -> str:
        """A span of time: 45 s, 12 min, 12 h 40, 3 d 4 h; its parts whole, the rest cut off."""
        if seconds < 60:
            return self.say("{seconds}\u202fs", seconds=seconds)
        minutes = seconds // 60
        if minutes < 60:
            return self.say("{minutes}\u202fmin", minutes=minutes)
        if minutes < 48 * 60:
            return self.hours(minutes)
        return self.say("{days}\u202fd {hours}\u202fh", days=minutes // 1440, hours=minutes % 1440 // 60)

    def hours(self, minutes: int) -> str:
        return self.say("{hours}\u202fh {minutes}", hours=minutes // 60, minutes=f"{minutes % 60:02d}")

    def days(self, days: int) -> str:
        return self.say("{days}\u202fd", days=self.number(days))

    @property
    def _locale(self) -> str:
        return _LOCALES.get(self.code, self.code)


def _filled(text: str, values: dict[str, object]) -> str:
    return text.format_map(_Given(values)) if values else text


def _held(text: str) -> str:
    return text.replace(" ", "\u00a0").replace("\u202f", "\u00a0")  # the CLDR has narrow blanks in some dates


def _ordinal(code: str, day: date, text: str) -> str:
    """The first of a month is written 1er in French and 1º in Italian; the CLDR has no pattern for that."""
    sign = {"fr": "er", "it": "º"}.get(code, "")
    return f"1{sign}{text[1:]}" if sign and day.day == 1 else text
