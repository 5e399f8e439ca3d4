"""Reads the tables of a rule file: each value by its key and type, and nothing that nobody asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.conditions import ALWAYS, MEASURING, OPERATORS, AllOf, AnyOf, Condition, Found, NoneOf, compares
from cbm_tracker.regimes.facts import LEVELS, ROLES
from cbm_tracker.regimes.packs import is_code
from cbm_tracker.regimes.spans import UNITS, Span

_DEEPEST = 12
_LARGEST = 1_000_000_000
_LONGEST = {
    "minutes": 100_000, "hours": 100_000, "days": 100_000, "working_days": 10_000, "weeks": 10_000, "months": 2_400, "years": 200,
}
"""The longest spans of each unit: no agreement asks for more, and no day of a record leaves the calendar by them."""


def _is_figure(value: Any) -> bool:
    """Tell whether a value is a finite number; TOML also knows `inf` and `nan`."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class Table:
    """One table of a rule file. `done` refuses keys that were not read, so that a misspelt one is not passed over."""

    def __init__(self, data: Mapping[str, Any], file: str, rule: str, path: str = "") -> None:
        self._data, self.file, self.rule, self._path = data, file, rule, path
        self._read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def says_text(self, key: str) -> bool:
        """Tell whether a key is there and holds a text."""
        return isinstance(self._data.get(key), str)

    def wrong(self, message: str) -> InvalidRule:
        """Return the error to raise: it names file, rule and where in it."""
        return InvalidRule(self.file, self.rule or "(head)", f"{self._path}{': ' if self._path else ''}{message}")

    def _take(self, key: str, kind: type | tuple[type, ...], name: str, default: Any) -> Any:
        self._read.add(key)
        if key not in self._data:
            if default is ...:
                raise self.wrong(f"“{key}” is not there.")
            return default
        value = self._data[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(f"“{key}” is not {name}.")
        return value

    def text(self, key: str, default: Any = ...) -> str:
        value: str = self._take(key, str, "a text", default)
        if default is ... and not value.strip():
            raise self.wrong(f"“{key}” is empty.")
        return value

    def word(self, key: str, words: tuple[str, ...], default: Any = ...) -> str:
        value = self.text(key, default)
        if value not in words and value != default:
            raise self.wrong(f"“{key}” is “{value}”; it is one of {', '.join(words)}.")
        return value

    def integer(self, key: str, default: Any = ..., least: int = 0, most: int = _LARGEST) -> int:
        value: int = self._take(key, int, "a whole number", default)
        if value is not default and value < least:
            raise self.wrong(f"“{key}” is {value}; it is at least {least}.")
        if value is not default and value > most:
            raise self.wrong(f"“{key}” is {value}; it is at most {most:,}.")
        return value

    def number(self, key: str, default: Any = ...) -> int | float:
        value: int | float = self._take(key, (int, float), "a number", default)
        if value is not default and not _is_figure(value):
            raise self.wrong(f"“{key}” is {value}, which is not a figure to compare with.")
        return value

    def flag(self, key: str, default: Any = False) -> bool:
        value: bool = self._take(key, bool, "true or false", default)
        return value

    def day(self, key: str) -> date | None:
        value: date | None = self._take(key, date, "a date such as 2011-12-01", None)
        if isinstance(value, datetime):
            raise self.wrong(f"“{key}” has a time of day; it is a date such as 2011-12-01.")
        return value

    def dates(self, key: str) -> tuple[date, ...]:
        value: list[date] = self._take(key, list, "a list of dates", [])
        if not all(isinstance(day, date) and not isinstance(day, datetime) for day in value):
            raise self.wrong(f"“{key}” holds something that is not a date such as 2011-12-01.")
        return tuple(value)

    def days(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Read the first and the last day on which something holds."""
        from_on, until_on = self.day(first), self.day(last)
        if from_on and until_on and until_on < from_on:
            raise self.wrong(f"holds until {until_on}, before it begins, on {from_on}.")
        return from_on, until_on

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        """Read a list of texts; one text alone counts as a list of one."""
        value = self._take(key, (list, str), "a text or a list of texts", default)
        items = [value] if isinstance(value, str) else list(value)
        if not all(isinstance(item, str) and item for item in items):
            raise self.wrong(f"“{key}” holds something that is not a text.")
        return tuple(items)

    def mapping(self, key: str) -> Mapping[str, Any]:
        value: Mapping[str, Any] = self._take(key, dict, "a table", {})
        return value

    def table(self, key: str, default: Any = ...) -> Table | None:
        value = self._take(key, dict, "a table", default)
        return None if value is None else Table(value, self.file, self.rule, f"{self._path}.{key}" if self._path else key)

    def needed(self, key: str) -> Table:
        found = self.table(key)
        assert found is not None
        return found

    def tables(self, key: str) -> list[Table]:
        value = self._take(key, list, "a list of tables", [])
        if not all(isinstance(item, dict) for item in value):
            raise self.wrong(f"“{key}” holds something that is not a table.")
        where = f"{self._path}.{key}" if self._path else key
        return [Table(item, self.file, self.rule, f"{where}[{at}]") for at, item in enumerate(value)]

    def optional_span(self) -> Span | None:
        return self.span() if any(unit in self._data for unit in UNITS) else None

    def span(self) -> Span:
        """Read the one unit of time of this table: `{days = 42}`, `{hours = 36}`, `{years = 1, less_days = 1}`."""
        units = [unit for unit in UNITS if unit in self._data]
        if len(units) != 1:
            raise self.wrong(f"exactly one of {', '.join(UNITS)} is needed.")
        unit = units[0]
        return Span(self.integer(unit, most=_LONGEST[unit]), unit, self.integer("less_days", 0, most=_LONGEST["days"]))

    def span_at(self, key: str) -> Span | None:
        table = self.table(key, None)
        if table is None:
            return None
        span = table.span()
        table.done()
        return span

    def role(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """Read roles (`hosts`, `receiving` …), `owner`, `parties`, or codes of States."""
        roles = self.texts(key, default) if default is not ... else self.texts(key, ())
        if not roles and default is ...:
            raise self.wrong(f"“{key}” is not there.")
        for role in roles:
            if role not in (*ROLES, "owner", "parties") and not is_code(role):
                raise self.wrong(f"“{key}” names “{role}”, which is neither a role nor the code of a State.")
        return roles

    def condition(self, key: str, default: Condition | None = None) -> Condition:
        self._read.add(key)
        if key not in self._data:
            return ALWAYS if default is None else default
        return self._condition(self._data[key], f"{self._path}.{key}" if self._path else key, 0)

    def _condition(self, data: Any, path: str, depth: int) -> Condition:
        def wrong(message: str) -> InvalidRule:
            return InvalidRule(self.file, self.rule or "(head)", f"{path}: {message}")

        if depth > _DEEPEST:
            raise wrong(f"is nested deeper than {_DEEPEST} levels.")
        if not isinstance(data, Mapping):
            raise wrong("is not a table.")
        for key, made in (("all", AllOf), ("any", AnyOf), ("none", NoneOf)):
            if key in data:
                parts = data[key]
                if len(data) != 1 or not isinstance(parts, list) or not parts:
                    raise wrong(f"“{key}” stands alone and holds a list of conditions.")
                return made(tuple(self._condition(part, f"{path}.{key}[{at}]", depth + 1) for at, part in enumerate(parts)))
        if "rule" in data:
            wanted = data.get("holds", True)
            if set(data) - {"rule", "holds"} or not isinstance(data["rule"], str) or not isinstance(wanted, bool):
                raise wrong("a condition on a rule has “rule” and, perhaps, “holds”, true or false.")
            return Found(data["rule"], wanted)
        name = data.get("fact")
        operators = [operator for operator in OPERATORS if operator in data]
        if not isinstance(name, str) or not name or len(operators) != 1:
            raise wrong(f"needs “fact” and exactly one of {', '.join(OPERATORS)}.")
        unknown = set(data) - {"fact", "assumed", operators[0]}
        if unknown:
            raise wrong(f"“{sorted(unknown)[0]}” is not a key of a condition.")
        assumed = data.get("assumed")
        if isinstance(assumed, list | dict):
            raise wrong("“assumed” is a single value.")
        if assumed is not None and operators[0] in MEASURING and not _is_figure(assumed):
            raise wrong(f"“assumed” is {assumed!r}; “{operators[0]}” compares numbers.")
        return compares(name, operators[0], self._limit(operators[0], data[operators[0]], wrong), assumed)

    @staticmethod
    def _limit(operator: str, limit: Any, wrong: Any) -> Any:
        if operator in ("one_of", "not_one_of"):
            if not isinstance(limit, list) or not limit:
                raise wrong(f"“{operator}” holds a list.")
            if not all(isinstance(word, str | int | float) for word in limit):
                raise wrong(f"“{operator}” holds words or numbers.")
            return tuple(limit)
        if operator == "level_at_least":
            if limit not in LEVELS:
                raise wrong(f"“{limit}” is not a level; it is one of {', '.join(LEVELS)}.")
        elif operator == "known":
            if not isinstance(limit, bool):
                raise wrong("“known” is true or false.")
        elif operator in ("is", "is_not"):
            if isinstance(limit, list | dict):
                raise wrong(f"“{operator}” compares with a single value.")
        elif not _is_figure(limit):
            raise wrong(f"“{operator}” compares with a number.")
        return limit

    def done(self) -> None:
        """Raise InvalidRule for a key that nobody read."""
        unread = sorted(set(self._data) - self._read)
        if unread:
            raise self.wrong(f"“{unread[0]}” is not a key here.")
