"""The records that rules read beside the measures: facts of a State under an agreement, and what was decided of an obligation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from cbm_tracker.domain.checks import check_agreement_id, check_code, check_currency, check_figures, check_period
from cbm_tracker.domain.fields import FieldKind, described
from cbm_tracker.domain.moments import EARLIEST_YEAR, LATEST_YEAR, Instant, PartialDate
from cbm_tracker.domain.record import Record
from cbm_tracker.errors import InvalidMeasure

K = FieldKind


@dataclass(frozen=True, kw_only=True)
class AgreementFacts(Record):
    """Facts of one State under one agreement, of a year or an event, that rules need and no measure tells."""

    kind: ClassVar[str] = "agreement_facts"

    agreement: str = described(K.TEXT, "Agreement", hint="Short id, such as vd11")
    state: str = described(K.STATE, "State")
    year: int | None = described(K.COUNT, "Year")
    subject: str = described(K.TEXT, "Subject", hint="The unit, vessel, type or place these facts are about")
    on: PartialDate | None = described(K.DATE, "Day of the event")
    at: Instant | None = described(K.INSTANT, "Instant of the event")
    from_on: PartialDate | None = described(K.DATE, "From")
    to_on: PartialDate | None = described(K.DATE, "To")
    units: int | None = described(K.COUNT, "Units and formations")
    objects_of_verification: int | None = described(K.COUNT, "Objects of verification")
    active_quota: int | None = described(K.COUNT, "Active quota")
    passive_quota: int | None = described(K.COUNT, "Passive quota")
    budget_approved_on: PartialDate | None = described(K.DATE, "Budget approved")
    entered_into_force_on: PartialDate | None = described(K.DATE, "Entered into force")
    incorporated_on: PartialDate | None = described(K.DATE, "Incorporated")
    deployed_on: PartialDate | None = described(K.DATE, "Deployed")
    contact_changed_on: PartialDate | None = described(K.DATE, "Contact point changed")
    received_on: PartialDate | None = described(K.DATE, "Received")
    last_inspection_on: PartialDate | None = described(K.DATE, "Last inspection")
    notified_entry_on: PartialDate | None = described(K.DATE, "Entry as notified")
    entry_on: PartialDate | None = described(K.DATE, "Entry")
    exit_on: PartialDate | None = described(K.DATE, "Exit")
    takes_effect_on: PartialDate | None = described(K.DATE, "Takes effect")
    unit_kind: str = described(K.WORD, "Kind of unit", vocabulary="unit_kind")
    personnel: int | None = described(K.COUNT, "Personnel")
    personnel_increase: int | None = described(K.COUNT, "Increase of personnel")
    increase_days: int | None = described(K.COUNT, "Days of the increase")
    overshoot_days: int | None = described(K.COUNT, "Days above a limit")
    unavailable_times: int | None = described(K.COUNT, "Times not available")
    unavailable_days: int | None = described(K.COUNT, "Days not available")
    tonnage: Decimal | None = described(K.AMOUNT, "Tonnage", hint="Of one vessel, in tons as the agreement counts them")
    total_tonnage: Decimal | None = described(K.AMOUNT, "Total tonnage", hint="Of all vessels together")
    ships: int | None = described(K.COUNT, "Ships")
    riparian: bool | None = described(K.FLAG, "Riparian State")
    holdings: Mapping[str, Any] = described(K.OBJECT, "Holdings", hint="By category, such as battle_tanks")
    base_holdings: Mapping[str, Any] = described(K.OBJECT, "Holdings to compare with", hint="By category, such as battle_tanks")
    shares: Mapping[str, Any] = described(K.OBJECT, "Shares", hint="By State, per cent")
    amount: Decimal | None = described(K.AMOUNT, "Amount")
    currency: str = described(K.TEXT, "Currency")
    residue_to: str = described(K.STATE, "Rest is borne by")
    facts: Mapping[str, Any] = described(K.OBJECT, "Further facts", hint="By the names the rules use")

    def check(self) -> None:
        _check_agreement(self.agreement, self.agreements)
        if not self.agreements:
            object.__setattr__(self, "agreements", (self.agreement,))
        if not self.state:
            raise InvalidMeasure("state", "is empty.", "Name the State whose facts these are.")
        if self.year is not None and not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise InvalidMeasure("year", f"{self.year} lies outside {EARLIEST_YEAR} to {LATEST_YEAR}.", "Enter four figures, such as 2027.")
        check_period(self.from_on, self.to_on, "to_on")
        check_period(self.entry_on, self.exit_on, "exit_on")
        check_figures(self.holdings, "holdings")
        check_figures(self.base_holdings, "base_holdings")
        for state in self.shares:
            check_code(state, f"shares.{state}")
        check_figures(self.shares, "shares", most=100)
        check_currency(self.currency, "currency")
        if self.amount is not None and not self.currency:
            raise InvalidMeasure("currency", "is empty.", "State the currency of the amount, such as EUR.")


@dataclass(frozen=True, kw_only=True)
class ObligationNote(Record):
    """What an officer decided about one obligation; linked with `settles` to the record the obligation comes from."""

    kind: ClassVar[str] = "obligation_note"

    rule: str = described(K.TEXT, "Rule", hint="Its id in the rule pack, such as prior-notification")
    agreement: str = described(K.TEXT, "Agreement", hint="Short id, such as vd11")
    state: str = described(K.STATE, "State")
    period: str = described(K.TEXT, "Period", hint="Such as 2027")
    decision: str = described(K.WORD, "Decision", vocabulary="obligation_decision")
    reason: str = described(K.LONG_TEXT, "Reason")
    remind_days: int | None = described(K.COUNT, "Remind, days before the due date")
    decided_at: Instant | None = described(K.INSTANT, "Decided")

    def check(self) -> None:
        if not self.rule.strip():
            raise InvalidMeasure("rule", "is empty.", "Name the rule the obligation comes from.")
        _check_agreement(self.agreement, self.agreements)
        if not self.agreements:
            object.__setattr__(self, "agreements", (self.agreement,))
        if self.decision == "waived" and not self.reason.strip():
            raise InvalidMeasure("reason", "is empty.", "Say why the obligation is waived.")


def _check_agreement(agreement: str, agreements: tuple[str, ...]) -> None:
    if not agreement:
        raise InvalidMeasure("agreement", "is empty.", "Name the agreement by its short id, such as vd11.")
    check_agreement_id(agreement, "agreement")
    if agreements and agreement not in agreements:
        raise InvalidMeasure("agreements", f"does not name {agreement}.", f"Add {agreement}, or leave this empty.")
