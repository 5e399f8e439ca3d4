"""Conditions of rules: trees of all, any and none over comparisons, with a third answer where facts are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from cbm_tracker.regimes.facts import LEVELS, Fact
from cbm_tracker.regimes.findings import Because


@dataclass(frozen=True)
class Verdict:
    """True, False, or None where the facts do not say; what led there, and what is missing."""

    holds: bool | None
    because: tuple[Because, ...] = ()
    missing: tuple[str, ...] = ()


class Asked(Protocol):
    """What a condition asks: the facts of the record in hand, and what other rules of the pack found of it.

    `compared` remembers comparisons by their identity: packs ask the same ones again and again.
    """

    @property
    def compared(self) -> dict[int, Verdict]: ...

    def fact(self, name: str) -> Fact: ...

    def found(self, rule_id: str) -> Verdict: ...


class Condition(Protocol):
    def judge(self, asked: Asked) -> Verdict: ...

    def holds(self, asked: Asked) -> bool | None:
        """Say what `judge` says, without reasons and as soon as it is certain."""
        ...

    def rules(self) -> Iterator[str]:
        """Yield the ids of the rules it asks."""
        ...

    def facts(self) -> Iterator[str]:
        """Yield the names of the facts it asks."""
        ...


@dataclass(frozen=True)
class _Tree:
    parts: tuple[Condition, ...]

    def rules(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.rules()

    def facts(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.facts()


@dataclass(frozen=True)
class AllOf(_Tree):
    def judge(self, asked: Asked) -> Verdict:
        verdicts = [part.judge(asked) for part in self.parts]
        wrong = [verdict for verdict in verdicts if verdict.holds is False]
        if wrong:
            return Verdict(False, _reasons(wrong))
        unknown = [verdict for verdict in verdicts if verdict.holds is None]
        if unknown:
            return Verdict(None, _reasons(verdicts), _missing(unknown))
        return Verdict(True, _reasons(verdicts))

    def holds(self, asked: Asked) -> bool | None:
        answer: bool | None = True
        for part in self.parts:
            holds = part.holds(asked)
            if holds is False:
                return False
            answer = answer if holds else None
        return answer


@dataclass(frozen=True)
class AnyOf(_Tree):
    def judge(self, asked: Asked) -> Verdict:
        verdicts = [part.judge(asked) for part in self.parts]
        right = [verdict for verdict in verdicts if verdict.holds]
        if right:
            return Verdict(True, _reasons(right))
        unknown = [verdict for verdict in verdicts if verdict.holds is None]
        if unknown:
            return Verdict(None, _reasons(verdicts), _missing(unknown))
        return Verdict(False, _reasons(verdicts))

    def holds(self, asked: Asked) -> bool | None:
        answer: bool | None = False
        for part in self.parts:
            holds = part.holds(asked)
            if holds:
                return True
            answer = None if holds is None else answer
        return answer


@dataclass(frozen=True)
class NoneOf(_Tree):
    """None of the parts holds."""

    def judge(self, asked: Asked) -> Verdict:
        verdict = AnyOf(self.parts).judge(asked)
        return Verdict(None if verdict.holds is None else not verdict.holds, verdict.because, verdict.missing)

    def holds(self, asked: Asked) -> bool | None:
        holds = AnyOf(self.parts).holds(asked)
        return None if holds is None else not holds


@dataclass(frozen=True)
class Compares:
    """One comparison of a fact with a limit; `assumed` stands in where the record does not say.

    A count of which parts are not stated is a lower bound; with 0 assumed those parts are none.
    """

    name: str
    operator: str
    limit: Any
    assumed: Any = None

    def judge(self, asked: Asked) -> Verdict:
        verdict = asked.compared.get(id(self))
        if verdict is None:
            verdict = asked.compared[id(self)] = self._judge(asked)
        return verdict

    def holds(self, asked: Asked) -> bool | None:
        verdict = asked.compared.get(id(self))
        if verdict is not None:
            return verdict.holds
        found = self._fact(asked)
        return (found.value is not None) == self.limit if self.operator == "known" else self._compare(found)

    def _fact(self, asked: Asked) -> Fact:
        """Return what is compared: what is assumed where nothing is known."""
        found = asked.fact(self.name)
        if self.assumed is None:
            return found
        if found.value is None:
            return Fact(self.assumed)
        return Fact(found.value) if self.assumed == 0 and self.assumed is not False else found

    def _judge(self, asked: Asked) -> Verdict:
        found = asked.fact(self.name)
        if found.value is None and self.assumed is not None:
            found = Fact(self.assumed)
        if self.operator == "known":
            return Verdict((found.value is not None) == self.limit, (Because(self.name, found.value, "known", self.limit),))
        holds = self._compare(self._fact(asked))
        shown = "not one of" if self.operator == "not_one_of" else "one of" if self.operator == "one_of" else SIGNS[self.operator]
        because = (Because(self.name, found.value, shown, self.limit, holds, at_least=found.is_bound),)
        return Verdict(holds, because if found.value is not None else (), found.missing if holds is None else ())

    def _compare(self, found: Fact) -> bool | None:
        """Compare; a lower bound decides only what more could not change."""
        if found.value is None:
            return None
        holds = _OPERATORS[self.operator](found.value, self.limit)
        if holds is None or not found.missing:
            return holds
        if self.operator in ("at_least", "more_than"):
            return True if holds else None
        if self.operator in ("at_most", "less_than"):
            return None if holds else False
        return None

    def rules(self) -> Iterator[str]:
        return iter(())

    def facts(self) -> Iterator[str]:
        yield self.name


@lru_cache(maxsize=None, typed=True)
def compares(name: str, operator: str, limit: Any, assumed: Any = None) -> Compares:
    """Return the one comparison of a fact with a limit, whichever rules ask for it."""
    return Compares(name, operator, limit, assumed)


@dataclass(frozen=True)
class Found:
    """Another rule of the pack held for this record."""

    rule_id: str
    wanted: bool = True

    def judge(self, asked: Asked) -> Verdict:
        verdict = asked.found(self.rule_id)
        holds = verdict.holds if verdict.holds is None else verdict.holds == self.wanted
        return Verdict(holds, verdict.because, verdict.missing if holds is None else ())

    def holds(self, asked: Asked) -> bool | None:
        return self.judge(asked).holds

    def rules(self) -> Iterator[str]:
        yield self.rule_id

    def facts(self) -> Iterator[str]:
        return iter(())


ALWAYS = AllOf(())


def _level(value: Any, limit: Any) -> bool | None:
    if value not in LEVELS:
        return False if isinstance(value, str) and value else None
    return LEVELS.index(value) >= LEVELS.index(limit)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool | None]:
    def judged(value: Any, limit: Any) -> bool | None:
        try:
            return compare(value, limit)
        except TypeError:  # a text where a number is asked for says nothing
            return None

    return judged


MEASURING = ("at_least", "more_than", "at_most", "less_than")
"""The operators that compare numbers."""
_OPERATORS: dict[str, Callable[[Any, Any], bool | None]] = {
    "at_least": _ordered(lambda value, limit: value >= limit),
    "more_than": _ordered(lambda value, limit: value > limit),
    "at_most": _ordered(lambda value, limit: value <= limit),
    "less_than": _ordered(lambda value, limit: value < limit),
    "is": lambda value, limit: value == limit,
    "is_not": lambda value, limit: value != limit,
    "one_of": lambda value, limit: bool(set(limit) & set(value)) if isinstance(value, tuple) else value in limit,
    "not_one_of": lambda value, limit: not set(limit) & set(value) if isinstance(value, tuple) else value not in limit,
    "level_at_least": _level,
}
SIGNS = {
    "at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<", "is": "=", "is_not": "≠", "one_of": "one of",
    "not_one_of": "not one of", "level_at_least": ">=", "known": "known",
}
OPERATORS = (*_OPERATORS, "known")


def _reasons(verdicts: list[Verdict]) -> tuple[Because, ...]:
    if len(verdicts) == 1:
        return verdicts[0].because
    told = [verdict.because for verdict in verdicts if verdict.because]
    if len(told) == 1:
        return told[0]  # the usual case, and comparing reasons costs more than finding them
    return tuple(dict.fromkeys(reason for verdict in verdicts for reason in verdict.because))


def _missing(verdicts: list[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for verdict in verdicts for name in verdict.missing))
