"""Rules about changes of holdings: a change of a share or more of what was last notified is notified again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from cbm_tracker.domain.obligation_records import AgreementFacts
from cbm_tracker.regimes.conditions import Verdict
from cbm_tracker.regimes.exact_numbers import figure
from cbm_tracker.regimes.facts import begins
from cbm_tracker.regimes.findings import Because
from cbm_tracker.regimes.kinds import requirement
from cbm_tracker.regimes.kinds.requirement import Requirement
from cbm_tracker.regimes.rules import Case
from cbm_tracker.regimes.table import Table


@dataclass(frozen=True, kw_only=True)
class ChangeNotice(Requirement):
    """A requirement that follows where `holdings` of any category differ by `percent` or more of the base.

    The base is `base_holdings` of the same record; where it is not told, the holdings of the latest earlier record about the same
    unit that was notified itself (each notice is the new base).
    """

    percent: int

    def verdict(self, case: Case) -> Verdict:
        verdict = super().verdict(case)
        return verdict if verdict.holds is not True else self._changed(case)

    def _changed(self, case: Case) -> Verdict:
        record = case.record
        if not isinstance(record, AgreementFacts) or not record.holdings:
            return Verdict(None, missing=("holdings",))
        base = record.base_holdings or self._last_notified(case, record)
        compared = [category for category in record.holdings if category in base]
        missing = tuple(f"base_holdings.{category}" for category in record.holdings if category not in base)
        reasons = tuple(self._because(category, base[category], record.holdings[category]) for category in compared)
        if any(reason.holds for reason in reasons):
            return Verdict(True, tuple(reason for reason in reasons if reason.holds))
        return Verdict(None, reasons, missing) if missing else Verdict(False, reasons)

    def _because(self, category: str, base: float, now: float) -> Because:
        share = change_percent(base, now)
        before, after = (figure(Fraction(str(number))) for number in (base, now))
        name = f"change of {category.replace('_', ' ')} from {before} to {after}, per cent"
        return Because(name, None if share is None else _shown(share), ">=", self.percent, share is None or share >= self.percent)

    def _last_notified(self, case: Case, record: AgreementFacts) -> Mapping[str, Any]:
        """Return the holdings that were notified last before this record, by walking its unit's records in their order."""
        base: Mapping[str, Any] = {}
        for earlier in sorted((each for each in self._of_the_unit(case, record) if _order(each) < _order(record)), key=_order):
            base = earlier.base_holdings or base
            shares = [change_percent(base[category], now) for category, now in earlier.holdings.items() if category in base]
            if not base or any(share is None or share >= self.percent for share in shares):
                base = {**base, **earlier.holdings}
        return base

    def _of_the_unit(self, case: Case, record: AgreementFacts) -> list[AgreementFacts]:
        return [
            each for each in case.situation.records.of_kind("agreement_facts")
            if isinstance(each, AgreementFacts) and each.holdings
            and (each.agreement, each.state, each.subject) == (record.agreement, record.state, record.subject)
        ]


def change_percent(base: float, now: float) -> Fraction | None:
    """Return by how many per cent a number changed, exactly; None where it rose from nothing, which no share measures."""
    before, after = Fraction(str(base)), Fraction(str(now))
    if before == after:
        return Fraction(0)
    return abs(after - before) / before * 100 if before else None


def _shown(share: Fraction) -> float:
    """Return a share with two decimals, never rounded up to a limit."""
    return float(Fraction(int(share * 100), 100))


def _order(record: AgreementFacts) -> tuple[str, str]:
    moment = begins(record)
    return (moment.isoformat() if moment is not None else "", record.id)


def read(table: Table, head: dict[str, Any]) -> ChangeNotice:
    """Read a rule of the kind change_notice: as `delay`, with `percent`. Raises InvalidRule."""
    if head["subjects"] != ("agreement_facts",):
        raise table.wrong("a rule of the kind change_notice has the subject “agreement_facts”.")
    percent = table.integer("percent", least=1)
    plain = requirement.read(table, {**head, "kind": "delay"})
    told = {each.name: getattr(plain, each.name) for each in fields(plain)}
    return ChangeNotice(**{**told, "kind": head["kind"]}, percent=percent)
