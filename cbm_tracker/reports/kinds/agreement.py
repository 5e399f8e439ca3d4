"""Compliance with one agreement in a period: obligations met, late and open with their sums, quotas, measures, parties, rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cbm_tracker.domain.measures import Agreement, Contribution, JointExercise, Participation, Record
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.summary import label, period_of, states_of, summarise
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.regimes.packs import BINDING, Pack, standing
from cbm_tracker.regimes.rules import Rule
from cbm_tracker.reports.content import Block, Cell, Column, KeyFigures, Prose, ReportContent, ReportRequest, Row, Section, Stacked, Table
from cbm_tracker.reports.fact_names import missing_facts
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.kinds.frame import assembled
from cbm_tracker.reports.material import Judgement, Material
from cbm_tracker.reports.obligation_tables import (
    ANSWERS,
    LATE,
    MET,
    MOST_OF_OTHERS,
    OPEN,
    OVERDUE,
    SETTLED,
    UNDETERMINED,
    ObligationLine,
    lines_of_period,
    obligation_table,
    rule_cell,
)
from cbm_tracker.reports.quota_tables import quota_section
from cbm_tracker.reports.wording import MEASURES, NOT_STATED, Names, day_cell

_FROM_CALENDAR = "year"  # what a rule is about that no record causes


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return what the report says. Raises CbmTrackerError: no agreement that the recipient may know, or more than one."""
    if len(request.agreements) != 1:
        raise CbmTrackerError("A report on an agreement is about one, and several are named.", "Name one agreement.")
    (asked,) = request.agreements
    agreement = next((one for one in reversed(material.agreements) if one.agreement == asked), None)
    hidden = agreement is None and material.withheld(Query(kinds=("agreement",), agreements=(asked,)))
    pack = material.packs.get(asked)
    if agreement is None and (pack is None or hidden):
        raise CbmTrackerError(f"The register has no agreement “{asked}” for this recipient.", "Name an agreement by its id, such as vd11.")
    parts = _Parts.of(request, material, names, agreement, pack)
    version = names.say("version {version}", version=pack.version) if pack is not None else ""
    return assembled(
        request, material, names,
        (
            parts.compliance(), parts.obligations(), parts.quotas(), parts.measures(), parts.parties(), parts.rules(), parts.gaps(),
        ),
        title=names.say("Agreement report"), scope=names.say("Compliance with one agreement: {name}.", name=parts.name),
        facts=((names.say("Agreement"), parts.name), (names.say("Rule pack"), version)),
    )


@dataclass(frozen=True)
class _Parts:
    request: ReportRequest
    material: Material
    names: Names
    agreement: Agreement | None
    pack: Pack | None
    id: str
    judgement: Judgement
    lines: tuple[ObligationLine, ...]

    @classmethod
    def of(cls, request: ReportRequest, material: Material, names: Names, agreement: Agreement | None, pack: Pack | None) -> _Parts:
        (asked,) = request.agreements
        judgement = material.binding()
        of_it = (each for each in judgement.judged if each.finding.agreement == asked)
        told = lines_of_period(of_it, request.from_on, request.to_on)
        return cls(request, material, names, agreement, pack, asked, judgement, tuple(told))

    @property
    def name(self) -> str:
        return self.agreement.name if self.agreement is not None else self.pack.name if self.pack is not None else self.id

    @property
    def source(self) -> str:
        return label(self.agreement) if self.agreement is not None else self.id

    def _answered(self, *answers: str) -> list[ObligationLine]:
        return [line for line in self.lines if line.answer in answers]

    # -------------------------------------------------- obligations

    def compliance(self) -> Section:
        say, names = self.names.say, self.names
        met, late, still = self._answered(MET, SETTLED), self._answered(LATE), self._answered(OPEN, OVERDUE)
        period = names.period(self.request.from_on, self.request.to_on)
        sure = len(met) + len(late) + len(still)
        if sure:
            lead = names.count(
                "{count} obligation under {name} has a due date in the period {period}: met or settled {met}, met late {late}, "
                "open {open}.",
                "{count} obligations under {name} have a due date in the period {period}: met or settled {met}, met late {late}, "
                "open {open}.", sure, name=self.name, period=period, met=number(len(met)), late=number(len(late)), open=number(len(still)))
        else:
            lead = say(
                "The register knows no obligation under {name} with a due date in the period {period}.", name=self.name, period=period)
        overdue = len(self._answered(OVERDUE))
        in_use = [use for use in self.judgement.quotas if use.agreement == self.id and not use.gate and use.entries]
        full = [use for use in in_use if use.limit is not None and not use.left]
        figures = KeyFigures((
            (number(len(met)), say("obligations met or settled"), say("by their due date")),
            (number(len(late)), say("obligations met late"), say("after their due date")),
            (number(len(still)), say("obligations open"), names.count("{count} of them overdue", "{count} of them overdue", overdue)),
            (number(len(full)), say("quotas used up"), names.count("of {count} in use", "of {count} in use", len(in_use))),
        ))
        return Section(say("Compliance"), lead, (figures, *([self._by_rule()] if self.lines else [])), "compliance")

    def _by_rule(self) -> Table:
        say = self.names.say
        order = {rule.id: at for at, rule in enumerate(self.pack.rules)} if self.pack is not None else {}
        tally: dict[str, Counter[str]] = {}
        titles: dict[str, Stacked] = {}
        for line in self.lines:
            finding = line.judged.finding
            tally.setdefault(finding.rule, Counter())[line.answer] += 1
            titles[finding.rule] = rule_cell(finding, self.names)
        rows = [Row((titles[rule], *self._counts(tally[rule]), number(tally[rule].total())), source=f"{self.id} {rule}")
                for rule in sorted(tally, key=lambda rule: (order.get(rule, len(order)), rule))]
        total: Counter[str] = sum(tally.values(), Counter())
        rows.append(Row((say("All"), *self._counts(total), number(total.total())), "total"))
        columns = (
            Column(say("Obligation and rule"), 56), Column(say("Met"), 13, "right"), Column(say("Met late"), 16, "right"),
            Column(say("Overdue"), 18, "right"), Column(say("Open"), 14, "right"), Column(say("Waived, nil"), 18, "right"),
            Column(say("Undetermined"), 21, "right"), Column(say("All"), 12, "right", strong=True),
        )
        return Table(say("Obligations of the period by rule"), columns, tuple(rows), (say(
            "– = none. Open: not met, and not yet due when this report was made; overdue: not met, and due before. Waived, nil: waived "
            "with a reason, or declared as nothing. Undetermined: facts are missing that decide whether anything is owed."
        ),))

    @staticmethod
    def _counts(of: Counter[str]) -> list[Cell]:
        return [number(of[answer]) if of[answer] else NOT_STATED for answer in ANSWERS]

    def obligations(self) -> Section:
        say = self.names.say
        tables = [
            table for caption, answers in (
                (say("Met late"), (LATE,)), (say("Open, what is overdue first"), (OVERDUE, OPEN)), (say("Met"), (MET,)),
                (say("Waived, or declared as nothing"), (SETTLED,)),
            ) if (table := self._listed(caption, self._answered(*answers))) is not None
        ]
        unsure = self._undetermined()
        if unsure is not None:
            tables.append(unsure)
        lead = say("Every due date is a sum that can be checked by hand: the day of the event, the period that the rule sets, the result."
                   ) if tables else say("No obligation has a due date in the period.")
        return Section(say("Obligations with their sums"), lead, tuple(tables), "obligations")

    def _listed(self, caption: str, of_them: Sequence[ObligationLine]) -> Table | None:
        if not of_them:
            return None
        shown = list(of_them[:MOST_OF_OTHERS])
        notes = (self.names.say("The first {shown} of {all}, what fell due first; all are counted in the table by rule.",
                                shown=number(len(shown)), all=number(len(of_them))),) if len(of_them) > len(shown) else ()
        return obligation_table(caption, shown, self.names, notes)

    def _undetermined(self) -> Table | None:
        say = self.names.say
        rows = []
        for line in self._answered(UNDETERMINED)[:MOST_OF_OTHERS]:
            finding, record = line.judged.finding, line.judged.record
            facts = missing_facts(finding.missing, record, self.names, line.day)
            about = Stacked(self.names.title(record), record.reference) if record is not None else say("Due by the calendar")
            rows.append(Row((rule_cell(finding, self.names), about, line.day.isoformat(), facts),
                            source=label(record) if record is not None else finding.key))
        columns = (Column(say("Obligation and rule"), 56), Column(say("Record"), 48), Column(say("Would be due"), 22),
                   Column(say("Facts that are missing"), 42))
        return Table(say("Undetermined, as facts are missing"), columns, tuple(rows)) if rows else None

    # -------------------------------------------------- quotas and measures

    def quotas(self) -> Section:
        uses = [use for use in self.judgement.quotas if use.agreement == self.id]
        made = quota_section(uses, self.material.issuer.owner, self.names, self.judgement.record_of, self.judgement.groups)
        if made is None:
            none = self.names.say("No quota under the agreement was in use in the period.")
            return Section(self.names.say("Quotas"), none, (), "quotas")
        return replace(made, id="quotas")

    def _query(self, *kinds: str, undated: bool = False) -> Query:
        return Query(
            kinds=kinds, agreements=(self.id,), states=self.request.states, undated=undated, descending=False,
            from_on=None if undated else self.request.from_on, to_on=None if undated else self.request.to_on,
        )

    def measures(self) -> Section:
        say, names = self.names.say, self.names
        by_kind = {kind: list(self.material.records(self._query(kind))) for kind in MEASURES}
        told = [names.counted(len(records), kind) for kind, records in by_kind.items() if records]
        period = names.period(self.request.from_on, self.request.to_on)
        if not told:
            none = say("The register holds no measure of the period {period} under the agreement.", period=period)
            return Section(say("Measures"), none, (), "measures")
        rows: list[Row] = []
        for kind, records in by_kind.items():
            if records:
                rows.append(Row((names.plural(kind), number(len(records))), "group"))
                rows.extend(self._measure(record) for record in records)
        columns = (Column(say("First day"), 22), Column(say("Measure"), 76), Column(say("States"), 42), Column(say("Outcome, figure"), 28))
        notes = (say("In the order of time, by kind. – = not stated. Figure: troops of an exercise in its largest phase; what was carried. "
                     "A record under several agreements stands in the report of each."),)
        lead = say("For the period {period} the register holds {measures} under the agreement.", period=period, measures=names.joined(told))
        return Section(say("Measures"), lead, (Table(say("Measures under the agreement"), columns, tuple(rows), notes),), "measures")

    def _measure(self, record: Record) -> Row:
        names, told, period = self.names, summarise(record), period_of(record)
        on = period[0] if period else self.request.to_on
        title = names.title(record)
        kind = names.word(told.word) if told.word else ""
        below = names.parted(kind if kind != title else "", record.reference if record.reference != title else "",
                             names.say("draft") if record.status == "draft" else "")
        figure: str = names.word(told.outcome)
        if isinstance(record, JointExercise) and told.figure is not None:
            figure = names.count("{count} troops", "{count} troops", int(told.figure))
        elif isinstance(record, Contribution):
            carried = f"{names.amount(record.quantity)} {record.unit}".strip() if record.quantity is not None else ""
            figure = names.parted(carried, names.money(record.amount, record.currency) if record.amount is not None else "") or NOT_STATED
        states = names.states_cell((code for code, _ in states_of(record)), on)
        return Row((told.when[:10] or NOT_STATED, Stacked(title, below), states, figure), source=label(record))

    # -------------------------------------------------- who takes part

    @property
    def _participations(self) -> tuple[Participation, ...]:
        recorded = self.agreement.participations if self.agreement is not None else ()
        return recorded or (self.pack.parties if self.pack is not None else ())

    def parties(self) -> Section:
        say, names, day = self.names.say, self.names, self.request.to_on
        by_status: dict[str, list[str]] = {}
        for state in dict.fromkeys(one.state for one in self._participations):
            stands = standing(self._participations, state, day)
            by_status.setdefault(stands.status if stands is not None else "", []).append(state)
        blocks: list[Block] = [self._identity()]
        if by_status:
            blocks.append(self._standing(by_status, day))
        changed = self._changes()
        if changed is not None:
            blocks.append(changed)
        bound = sum(len(states) for status, states in by_status.items() if status in BINDING)
        lead = names.count("{count} State is bound or committed on {day}.", "{count} States are bound or committed on {day}.", bound,
                           day=names.day(day)) if by_status else say("The register does not state who takes part.")
        if self.pack is not None and self.pack.open:
            lead = f"{lead} {say('States that are not listed are taken to take part.')}"
        return Section(say("The agreement and its parties"), lead, tuple(blocks), "parties")

    def _identity(self) -> Table:
        say, names, told, pack = self.names.say, self.names, self.agreement, self.pack
        rows: list[tuple[str, Cell]] = [(say("Name"), names.as_shipped(self.name)), (say("Id in the register"), self.id)]
        if told is not None:
            rows += [
                (say("Kind of agreement"), names.word(told.agreement_kind)), (say("Place"), told.place or NOT_STATED),
                (say("Adopted or signed"), day_cell(told.signed_on)), (say("In force"), day_cell(told.in_force_on)),
                (say("Ended"), day_cell(told.ended_on)), (say("Status"), names.word(told.agreement_status)),
                (say("Text"), told.text_reference or NOT_STATED), (say("Remarks"), told.remarks or NOT_STATED),
            ]
        elif pack is not None:
            rows += [(say("Kind of agreement"), names.word(pack.agreement_kind)), (say("Status"), names.word(pack.status)),
                     (say("Text"), pack.text_reference or NOT_STATED)]
        columns = (Column(say("Item"), 45), Column(say("As recorded"), 123))
        return Table(say("The agreement as recorded"), columns, tuple(Row(pair, source=self.source) for pair in rows),
                     (say("– = not stated."),))

    def _standing(self, by_status: dict[str, list[str]], day: date) -> Table:
        say, names = self.names.say, self.names
        ordered = sorted(by_status, key=lambda status: (status not in BINDING, -len(by_status[status]), status))
        rows = [
            Row((names.word(status) if status else say("Not yet, or no longer"), number(len(by_status[status])),
                 ", ".join(names.listed(by_status[status], day))), source=self.source)
            for status in ordered
        ]
        counts = [len(by_status[status]) for status in ordered]
        total = " + ".join(number(count) for count in counts)
        rows.append(Row((say("All"), number(sum(counts)), f"{total} = {number(sum(counts))}" if len(counts) > 1 else ""), "total"))
        columns = (Column(say("Status"), 40), Column(say("States"), 21, "right"), Column(say("Names"), 107))
        caption = say("How States stood on {day}", day=names.day(day))
        return Table(caption, columns, tuple(rows), (say("To list a State says nothing about its status."),))

    def _changes(self) -> Table | None:
        """Entries that began or ended in the period, those that do not bind, and those with a note."""
        say, names, request = self.names.say, self.names, self.request

        def in_period(day: PartialDate | None) -> bool:
            return day is not None and day.last_day >= request.from_on and day.first_day <= request.to_on

        told = [one for one in self._participations
                if one.note or one.status not in BINDING or in_period(one.from_on) or in_period(one.to_on)]
        rows = tuple(
            Row((names.state(one.state, request.to_on), names.word(one.status), day_cell(one.from_on), day_cell(one.to_on),
                 names.as_shipped(one.note) or NOT_STATED), source=self.source)
            for one in sorted(told, key=lambda one: (names.alphabetical(names.state(one.state, request.to_on)), str(one.from_on or ""))))
        columns = (Column(say("State"), 40), Column(say("Status"), 36), Column(say("From"), 22), Column(say("To"), 22),
                   Column(say("Note"), 48))
        return Table(say("Changes, notes, and States that are not bound"), columns, rows, (say("– = not stated."),)) if rows else None

    # -------------------------------------------------- what was asked, and what is not known

    def rules(self) -> Section:
        say, pack = self.names.say, self.pack
        if pack is None:
            none = say("No rule pack is kept for the agreement; nothing was judged by rules.")
            return Section(say("Rules that were asked"), none, (), "rules")
        rules = [rule for rule in pack.rules if rule.holds_on(self.request.from_on) or rule.holds_on(self.request.to_on)]
        due = Counter(line.judged.finding.rule for line in self.lines)
        certain = Counter(rule.certainty for rule in rules)
        lead = self.names.count(
            "Version {version} of the rule pack has {count} rule for the period: verified {verified}, established {established}, "
            "provisional {provisional}.",
            "Version {version} of the rule pack has {count} rules for the period: verified {verified}, established {established}, "
            "provisional {provisional}.", len(rules), version=pack.version,
            **{word: number(certain[word]) for word in ("verified", "established", "provisional")})
        if not (pack.holds_on(self.request.from_on) and pack.holds_on(self.request.to_on)):
            told = say("It judges what begins {span}; of other days it only informs.", span=pack.span_told)
            lead = f"{lead} {told}"
        spoken = self.names.rules_language
        rows = [Row((rule.paragraph, Stacked(rule.title, language=spoken), self._about(rule), self.names.word_within(rule.certainty),
                     number(due[rule.id]) if due[rule.id] else NOT_STATED), source=f"{pack.id} {rule.id}") for rule in rules]
        rows.append(Row((say("All"), "", "", "", number(sum(due.values()))), "total"))
        columns = (Column(say("Paragraph"), 28), Column(say("Rule"), 72), Column(say("About"), 28), Column(say("Certainty"), 22),
                   Column(say("Due in the period"), 18, "right"))
        notes = (say("Due in the period: obligations that follow from the rule, undetermined ones included; – = none. Certainty: how far "
                     "the paragraph and its figures are confirmed by the authentic text."),)
        table = Table(say("Rules of the pack, in the order of the agreement"), columns, tuple(rows), notes)
        return Section(say("Rules that were asked"), lead, (table,), "rules")

    def _about(self, rule: Rule) -> str:
        names = self.names
        return ", ".join(names.say("Calendar") if kind == _FROM_CALENDAR else names.kind_name(kind) for kind in rule.subjects)

    def gaps(self) -> Section:
        say = self.names.say
        withheld = self.material.withheld(self._query(*MEASURES))
        lead = (self.names.count("{count} measure of the period is withheld from the recipient; nothing in this report counts or shows it.",
                                 "{count} measures of the period are withheld from the recipient; nothing in this report counts or shows "
                                 "them.", withheld)
                if withheld else say("No measure of the period is withheld from the recipient."))
        return Section(say("Gaps and method"), lead, (Prose(tuple(self._method())),), "gaps")

    def _method(self) -> Iterator[tuple[str, str, str]]:
        say, count = self.names.say, self.names.count
        undated = sum(1 for _ in self.material.records(self._query(*MEASURES, undated=True)))
        drafts = self.material.count(replace(self._query(*MEASURES), statuses=("draft",)))
        unsure = len(self._answered(UNDETERMINED))
        judged = {line.judged.record.id: line.judged.record for line in self.lines if line.judged.record is not None}
        unnamed = sum(self.id not in record.agreements for record in judged.values())
        yield say("No date"), count("{count} measure under the agreement has no date and is in no period.",
                                    "{count} measures under the agreement have no date and are in no period.", undated), ""
        yield say("Drafts"), count("{count} measure is a draft: recorded, not issued.",
                                   "{count} measures are drafts: recorded, not issued.", drafts), ""
        yield say("Undetermined"), count("For {count} obligation facts are missing that decide whether it is owed.",
                                         "For {count} obligations facts are missing that decide whether they are owed.", unsure), ""
        yield say("Not named"), count(
            "{count} record with an obligation in the period does not name the agreement, which binds a State of it.",
            "{count} records with obligations in the period do not name the agreement, which binds States of them.", unnamed), ""
        yield say("How it was judged"), say(
            "Records of the period and of the {days} days before and after it that the agreement judges; of them those obligations whose "
            "due date lies in the period. What is withheld from the recipient was no evidence.", days=number(self.judgement.reach)), ""
