"""Rules about how much of something is there at one time, such as the tonnage of warships."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cbm_tracker.domain.measures import Record
from cbm_tracker.regimes.conditions import ALWAYS, Condition, Verdict
from cbm_tracker.regimes.exact_numbers import figure, json_number
from cbm_tracker.regimes.facts import fact, states_of
from cbm_tracker.regimes.findings import OUTCOMES, Because, Finding, Sum, Term
from cbm_tracker.regimes.presence import Counted, counted, missing_moment, named, presence_of, read_counts
from cbm_tracker.regimes.rules import Case, Rule
from cbm_tracker.regimes.scope import stands_for
from cbm_tracker.regimes.spans import Span
from cbm_tracker.regimes.table import Table


@dataclass(frozen=True, kw_only=True)
class Capacity(Rule):
    """No more than so much at one time.

    Args:
        facts: what is added up, the first of them that a record states; `assumed` stands in where it states none.
        numerator, denominator: the part of `at_most` that one State may have; its role is `per`.
        counts: only records for which this holds are added up.
    """

    facts: tuple[str, ...]
    at_most: Fraction
    assumed: Fraction | None = None
    counts: Condition = ALWAYS
    per: str = "state"
    numerator: int = 0
    denominator: int = 1
    stay: Span | None = None
    then: str = "breach"

    def asks(self) -> Iterator[str]:
        return self.counts.rules()

    def asks_facts(self) -> Iterator[str]:
        yield from (*self.facts, *self.counts.facts())

    def verdict(self, case: Case) -> Verdict:
        return self.counts.judge(case)

    def judge(self, case: Case) -> Iterator[Finding]:
        record, verdict = case.record, case.found(self.id)
        if verdict.holds is False:
            return
        presence = presence_of(record, self.stay)
        if presence is None or not presence.exact:
            yield case.view.finding(self, "undetermined", record=record.id, missing=(missing_moment(record),), gate=case.gate())
            return
        own = Counted(record, presence, verdict.holds is True, verdict.missing)
        everything = counted(case.view, self, self.counts, (), self.stay).get("", ())
        itself = stands_for(record)
        there = [each for each in everything if each.record.id not in itself and each.order < own.order]
        there = [each for each in there if each.presence.at(presence.start) is not False]
        yield self._finding(case, own, there)

    def _finding(self, case: Case, own: Counted, there: list[Counted]) -> Finding:
        name = self.facts[0]
        loads = [(self.at_most, there, f"{name} present at one time")]
        if self.numerator:
            mine = states_of(own.record, self.per)
            same = [each for each in there if set(states_of(each.record, self.per)) & set(mine)]
            loads.append((self.at_most * self.numerator / self.denominator, same, f"{name} of {', '.join(mine)} present at one time"))
        because, sums, missing = [], [], tuple[str, ...]()
        for limit, others, measure in loads:
            stated, lacking = self._known_sum([own, *others])
            exceeds = stated > limit
            because.append(Because(measure, json_number(stated), ">" if exceeds else "<=", json_number(limit), at_least=bool(lacking)))
            sums.append((self._sum(own, others, stated, limit), exceeds))
            missing = (*missing, *lacking)
        broken = [told for told, exceeds in sums if exceeds]
        outcome = self.then if broken else "undetermined" if missing else "permitted"
        notes = (f"There at the same time: {named(there)}.",) if there else ()
        return case.view.finding(
            self, outcome, record=own.record.id, because=tuple(because), sum=(broken or [sums[0][0]])[0], notes=notes, gate=case.gate(),
            missing=tuple(dict.fromkeys(missing)) if not broken else (),
        )

    def _known_sum(self, each: list[Counted]) -> tuple[Fraction, tuple[str, ...]]:
        """Add up what is certain and stated; what is neither is named."""
        total, missing = Fraction(0), list[str]()
        for one in each:
            amount = self._amount(one.record)
            if amount is None:
                missing.append(self.facts[0])
            elif not one.certain:
                missing.extend(one.missing)
            elif one.presence.end is None and one is not each[0]:
                missing.append(f"end of {one}")
            else:
                total += amount
        return total, tuple(missing)

    def _amount(self, record: Record) -> Fraction | None:
        for name in self.facts:
            value = fact(record, name).value
            if isinstance(value, int | float) and not isinstance(value, bool):
                return Fraction(str(value))
        return self.assumed

    def _sum(self, own: Counted, others: list[Counted], total: Fraction, limit: Fraction) -> Sum:
        terms = [(amount, str(each)) for each in (*others, own) if (amount := self._amount(each.record)) is not None]
        told = tuple(Term("+" if at else "", figure(amount), label) for at, (amount, label) in enumerate(terms))
        return Sum(told or (Term("", "0"),), Term("=", figure(total), f"at most {figure(limit)}"))


def read(table: Table, head: dict[str, Any]) -> Capacity:
    """Read a rule of the kind capacity. Raises InvalidRule."""
    share = table.table("share", None)
    numerator, denominator = (share.integer("numerator", least=1), share.integer("denominator", least=1)) if share else (0, 1)
    if share is not None:
        share.done()
    facts, at_most, assumed = table.texts("fact"), Fraction(str(table.number("at_most"))), table.number("assumed", None)
    if not facts:
        raise table.wrong("“fact” names what is added up.")
    if at_most < 0:
        raise table.wrong("“at_most” is negative.")
    per = table.role("per", ("state",))
    if len(per) != 1:
        raise table.wrong("“per” names one role.")
    return Capacity(
        **head, facts=facts, at_most=at_most, assumed=None if assumed is None else Fraction(str(assumed)), counts=read_counts(table),
        per=per[0], numerator=numerator, denominator=denominator, stay=table.span_at("stay"), then=table.word("then", OUTCOMES, "breach"),
    )
