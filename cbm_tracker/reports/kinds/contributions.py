"""Who carried what: shares of troops, equipment, funds and the rest, beside an equal share or an agreed scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cbm_tracker.domain.measures import AgreementFacts, Contribution
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.release import left_out
from cbm_tracker.domain.summary import label
from cbm_tracker.reports.content import Cell, Column, KeyFigures, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.contribution_tables import ContributionTables
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.kinds.grounds import grounds, query_of
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.share_tables import leading, most_of_each, scale_table, share_tables, troops_and_cost
from cbm_tracker.reports.shares import FUNDS, TROOPS, Carried, Matter, can_be_added, carried, is_ahead, under_scale
from cbm_tracker.reports.wording import NOT_STATED, Names, with_drafts_marked

Scale = tuple[AgreementFacts, tuple[Contribution, ...]]


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return what the register holds of contributions that touch the period."""
    query = query_of(request, ("contribution",))
    records = [one for one in material.records(query) if isinstance(one, Contribution)]
    names = with_drafts_marked(names, records)
    parts = _Parts(request, names, records, tuple(_scales(request, material, records)))
    sections = (
        parts.summary(), parts.shares(), parts.ahead_of_time(), parts.received(), parts.each(),
        grounds(
            request, material, names, records, query,
            names.say("Each contribution that may touch the period {period}, counted whole.", period=parts.period), parts.method(),
        ),
    )
    return assembled(
        request, material, names, sections, title=names.say("Contributions report"),
        scope=names.say("Who carried what of joint activities and missions: troops, equipment, funds and contributions in kind"),
    )


def _scales(request: ReportRequest, material: Material, records: Sequence[Contribution]) -> Iterator[Scale]:
    """Yield the agreed scales of the period with the contributions that each speaks of."""
    here = [one for one in records if not is_ahead(one, request.at.date()) and can_be_added(one)]
    for facts in material.records(Query(kinds=("agreement_facts",), agreements=request.agreements, descending=False)):
        if isinstance(facts, AgreementFacts) and facts.shares:
            spoken_of = under_scale(facts, here)
            if spoken_of:
                yield facts, spoken_of


@dataclass(frozen=True)
class _Parts:
    request: ReportRequest
    names: Names
    records: Sequence[Contribution]
    scales: tuple[Scale, ...]

    @property
    def period(self) -> str:
        return self.names.period(self.request.from_on, self.request.to_on)

    @property
    def here(self) -> list[Contribution]:
        """What was carried by the instant of the report, as far as it can be added up."""
        return [one for one in self.records if not is_ahead(one, self.request.at.date()) and can_be_added(one)]

    @property
    def ahead(self) -> list[Contribution]:
        return [one for one in self.records if is_ahead(one, self.request.at.date())]

    @property
    def wholes(self) -> Mapping[Matter, Carried]:
        return carried(self.here)

    # -------------------------------------------------- the finding

    def summary(self) -> Section:
        names = self.names
        if not self.records:
            nil = names.say("The register holds no contribution of the period {period}.", period=self.period)
            return Section(names.say("Summary"), nil, id="summary")
        states = {one.state for one in self.records if one.state}
        lead = names.say(
            "For the period {period} the register holds {contributions} of {states}.", period=self.period,
            contributions=names.counted(len(self.records), "contribution"), states=names.counted(len(states), "State"))
        wholes = self.wholes
        lead = " ".join((lead, *leading(wholes, (TROOPS, FUNDS), self.request.to_on, names)))
        figures = KeyFigures((
            (names.number(len(self.records)), names.say("contributions"), names.say("touching the period")),
            (names.number(len(states)), names.say("States"), names.say("that carried them")),
            (names.number(len({party for one in self.records for party in _receivers(one)})), names.say("receivers"),
             names.say("missions, activities, organisations, States")),
            (names.number(len(self.ahead)), names.say("pledged or ahead"), names.say("in no share")),
        ))
        blocks = (figures, *((most_of_each(wholes, self.request.to_on, names),) if wholes else ()))
        return Section(names.say("Summary"), lead, blocks, "summary")

    def shares(self) -> Section | None:
        names, wholes, on = self.names, self.wholes, self.request.to_on
        if not self.records:
            return None
        head = names.say("Shares and imbalance")
        if not wholes:
            return Section(head, names.say("No contribution that was carried states a quantity or an amount."), (), "shares")
        several = sum(whole.states > 1 for whole in wholes.values())
        lead = names.count(
            "{count} sum can be made; in {several} of them several States have a part.",
            "{count} sums can be made; in {several} of them several States have a part.", len(wholes),
            several=names.number(several))
        beside = names.count(
            "Beside an equal share stands {count} agreed scale.", "Beside an equal share stand {count} agreed scales.", len(self.scales),
        ) if self.scales else names.say("No agreed scale is recorded for them; they stand beside an equal share.")
        scales = (scale_table(facts, spoken_of, on, names) for facts, spoken_of in self.scales)
        both = troops_and_cost(wholes, on, names)
        tables = (*((both,) if both else ()), *share_tables(wholes, on, names), *scales)
        return Section(head, f"{lead} {beside}", tables, "shares")

    # -------------------------------------------------- what is still to come, and where it went

    def ahead_of_time(self) -> Section | None:
        names, ahead = self.names, self.ahead
        if not ahead:
            return None
        head = names.say("Pledged, or still ahead")
        pledged = sum(one.from_on is None and one.delivered_on is None for one in ahead)
        lead = names.count(
            "{count} contribution is in no share: pledged without a recorded delivery: {pledged}; beginning after this report: {later}.",
            "{count} contributions are in no share: pledged without a recorded delivery: {pledged}; beginning after this report: {later}.",
            len(ahead), pledged=names.number(pledged), later=names.number(len(ahead) - pledged))
        columns = (
            Column(names.say("State"), 30), Column(names.say("Contribution"), 52), Column(names.say("Quantity"), 24, "right"),
            Column(names.say("Amount"), 30, "right"), Column(names.say("Pledged"), 16), Column(names.say_as("day", "From"), 16),
        )
        rows = tuple(Row((
            names.state(one.state, self.request.to_on), Stacked(names.title(one), one.reference), self._quantity(one),
            names.money(one.amount, one.currency), str(one.pledged_on or NOT_STATED), str(one.from_on or one.delivered_on or NOT_STATED),
        ), source=label(one)) for one in ahead)
        return Section(head, lead, (Table(names.say("Not carried yet"), columns, rows, (names.say("– = not stated."),)),), "ahead")

    def _quantity(self, one: Contribution) -> Cell:
        return NOT_STATED if one.quantity is None else Stacked(self.names.amount(one.quantity), one.unit)

    def received(self) -> Section | None:
        names = self.names
        if not self.records:
            return None
        receivers: dict[str, list[Contribution]] = {}
        for one in self.records:
            for party in _receivers(one) or ("",):
                receivers.setdefault(party, []).append(one)
        order = sorted(receivers, key=lambda party: (
            party == "", -len(receivers[party]), names.alphabetical(names.state(party, self.request.to_on))))
        rows = tuple(Row((
            names.state(party, self.request.to_on) if party else names.say("Not stated"), names.number(len(receivers[party])),
            names.states_cell((one.state for one in receivers[party]), self.request.to_on), self._money_of(receivers[party]),
        )) for party in order)
        named = [party for party in order if party]
        lead = names.count("{count} receiver is named.", "{count} receivers are named.", len(named)) if named else names.say(
            "No contribution names whom or what it went to.")
        columns = (
            Column(names.say("Receiver"), 54), Column(names.say("Contributions"), 22, "right"), Column(names.say("Of"), 52),
            Column(names.say("Amounts stated"), 40, "right"),
        )
        notes = (names.say("A contribution to several receivers stands with each. – = no amount is stated."),)
        return Section(names.say("Where it went"), lead, (Table(names.say("Contributions by receiver"), columns, rows, notes),), "received")

    def _money_of(self, records: Sequence[Contribution]) -> str:
        sums: dict[str, Decimal] = {}
        for one in records:
            if one.amount is not None:
                sums[one.currency] = sums.get(one.currency, Decimal()) + one.amount
        return self.names.parted(*(self.names.money(total, currency) for currency, total in sorted(sums.items()))) or NOT_STATED

    def each(self) -> Section | None:
        if not self.records:
            return None
        tables = ContributionTables(self.names, self.request.to_on)
        for record in self.records:
            tables.take(record)
        made = tables.section(sum(record.status == "draft" for record in self.records))
        return Section(made.title, made.lead, made.blocks, "contributions")

    # -------------------------------------------------- how it was counted

    def method(self) -> Iterator[tuple[str, str]]:
        names = self.names
        if not self.records:
            return
        yield names.say("What is added up"), names.say(
            "Quantities of the same kind and unit, and amounts of the same currency. Nothing is converted and nothing is divided by time: "
            "a contribution that lasts beyond the period counts whole.")
        without = sum(one.quantity is None and one.amount is None and not left_out(one) for one in self.records)
        if without:
            yield names.say("Not added up"), names.count(
                "{count} contribution states neither a quantity nor an amount; it is listed and in no share.",
                "{count} contributions state neither a quantity nor an amount; they are listed and in no share.", without)
        cut = sum(bool(left_out(one)) for one in self.records)
        if cut:
            yield names.say("Withheld in part"), names.count(
                "Of {count} contribution parts are withheld from the recipient; what is withheld is in no sum.",
                "Of {count} contributions parts are withheld from the recipient; what is withheld is in no sum.", cut)
        if self.ahead:
            yield names.say("Not carried yet"), names.say(
                "What is pledged without a recorded delivery, or begins after the instant of this report, is listed and in no share.")
        if self.scales:
            yield names.say("Agreed scale"), names.say(
                "As recorded with the facts of an agreement. One that is linked with an activity is laid beside the contributions that are "
                "linked with the same; any other beside those under its agreement that touch its year and, where it names a subject, went "
                "to it.")
        yield names.say("Valuation"), "; ".join(self._tally(Counter(one.valuation for one in self.records)))
        yield names.say("Settlement"), "; ".join(self._tally(Counter(one.settlement for one in self.records)))

    def _tally(self, words: Counter[str]) -> Iterator[str]:
        for word, count in sorted(words.items(), key=lambda each: (each[0] == "", -each[1], each[0])):
            head = self.names.word(word) if word else self.names.say("Not stated")
            yield self.names.say("{what}: {count}", what=head, count=self.names.number(count))


def _receivers(one: Contribution) -> tuple[str, ...]:
    """Whom or what it went to, each once; what is meant for a State and given to a mission names both."""
    return tuple(dict.fromkeys(party for party in (*one.to, one.beneficiary) if party))
