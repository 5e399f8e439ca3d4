"""The words in which days and months are typed: English, German, French, Russian, whole and shortened."""

from __future__ import annotations

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MONTHS = (
    ("january", "jan", "januar", "jänner", "janvier", "janv", "январь", "января", "янв"),
    ("february", "feb", "februar", "février", "févr", "fév", "fevrier", "февраль", "февраля", "фев"),
    ("march", "mar", "märz", "mär", "mrz", "maerz", "mars", "март", "марта", "мар"),
    ("april", "apr", "avril", "avr", "апрель", "апреля", "апр"),
    ("may", "mai", "май", "мая"),
    ("june", "jun", "juni", "juin", "июнь", "июня", "июн"),
    ("july", "jul", "juli", "juillet", "juil", "июль", "июля", "июл"),
    ("august", "aug", "août", "aout", "август", "августа", "авг"),
    ("september", "sep", "sept", "septembre", "сентябрь", "сентября", "сен"),
    ("october", "oct", "oktober", "okt", "octobre", "октябрь", "октября", "окт"),
    ("november", "nov", "novembre", "ноябрь", "ноября", "ноя"),
    ("december", "dec", "dezember", "dez", "décembre", "déc", "decembre", "декабрь", "декабря", "дек"),
)
_DAYS = (
    ("monday", "mon", "montag", "lundi", "понедельник"),
    ("tuesday", "tue", "tues", "dienstag", "mardi", "вторник"),
    ("wednesday", "wed", "mittwoch", "mercredi", "среда"),
    ("thursday", "thu", "thur", "thurs", "donnerstag", "jeudi", "четверг"),
    ("friday", "fri", "freitag", "vendredi", "пятница"),
    ("saturday", "sat", "samstag", "sonnabend", "samedi", "суббота"),
    ("sunday", "sun", "sonntag", "dimanche", "воскресенье"),
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}
"""Casefolded word -> 1 to 12."""
WEEKDAYS = {word: number for number, words in enumerate(_DAYS) for word in words}
"""Casefolded word -> 0 (Monday) to 6."""
DAYS_FROM_TODAY = {
    "today": 0, "heute": 0, "aujourd'hui": 0, "aujourd’hui": 0, "сегодня": 0,
    "tomorrow": 1, "morgen": 1, "demain": 1, "завтра": 1,
    "yesterday": -1, "gestern": -1, "hier": -1, "вчера": -1,
}
