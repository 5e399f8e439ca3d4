"""The report of a period: everything the register holds of it, composed while each record is read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from cbm_tracker.domain.measures import Agreement, Case, Contribution, HotlineContact, Inspection, JointExercise, Notification, Record
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.summary import label, states_of
from cbm_tracker.reports import measure_tables
from cbm_tracker.reports.agreement_tables import agreement_section, holdings_table
from cbm_tracker.reports.content import (
    Bar,
    Block,
    Column,
    Contents,
    Cover,
    KeyFigures,
    Prose,
    ReportContent,
    ReportRequest,
    Row,
    Section,
    Stacked,
    Table,
)
from cbm_tracker.reports.contribution_tables import ContributionTables
from cbm_tracker.reports.exercise_tables import ExerciseTables, by_state_tables
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.kinds.frame import release
from cbm_tracker.reports.knowledge import Knowledge, marks, sources_table, undated_table
from cbm_tracker.reports.material import Issuer, Judgement, Material
from cbm_tracker.reports.obligation_tables import obligation_section
from cbm_tracker.reports.quota_tables import quota_section
from cbm_tracker.reports.tally import Slots, Tally
from cbm_tracker.reports.wording import MEASURES, NOT_STATED, Names

_REPORTED = ("exercise", "notification", "inspection", "contact", "contribution", "case")
_MANY_STATES = 6  # more asked for than this are counted on the cover and listed in the last section
_FEW = 3  # more measures of a kind than this are also counted by State or word


@dataclass(frozen=True)
class Holdings:
    """The records a period report is made from; each kind is read once, first day first.

    Args:
        in_period: the records of a kind that may touch the period and fit the request, without superseded ones.
        counts: how many of each kind those are.
        undated: records that fit the request and have no date.
        drafts: how many of those are not issued yet.
        superseded: how many of each kind were left out because a correction stands in their place.
        rules: what the rules say of the period; None where no rules are asked.
        withheld: tells how many of a kind the recipient may not have; asked when that kind was read.
        withheld_in_all: of how many records of the register, whatever they are about, the recipient may not have all.
    """

    in_period: Callable[[str], Iterable[Record]]
    counts: Mapping[str, int]
    undated: Iterable[Record] = ()
    agreements: tuple[Agreement, ...] = ()
    drafts: Mapping[str, int] = field(default_factory=dict)
    superseded: Mapping[str, int] = field(default_factory=dict)
    rules: Judgement | None = None
    withheld: Callable[[str], int] = lambda kind: 0
    withheld_in_all: int = 0


def compose(request: ReportRequest, material: Material, names: Names) -> ReportContent:
    """Return what the register holds of a period, each kind of record read once."""

    def query(kinds: tuple[str, ...], *statuses: str, undated: bool = False) -> Query:
        return Query(
            kinds=kinds, from_on=None if undated else request.from_on, to_on=None if undated else request.to_on, states=request.states,
            agreements=request.agreements, statuses=statuses, undated=undated, descending=False,
        )

    def counts(*statuses: str) -> dict[str, int]:
        return {kind: material.count(query((kind,), *statuses)) for kind in _REPORTED}

    holdings = Holdings(
        in_period=lambda kind: material.records(query((kind,))), counts=counts(), undated=material.records(query(_REPORTED, undated=True)),
        agreements=material.agreements, drafts=counts("draft"), superseded=counts("superseded"), rules=material.judgement(),
        withheld=lambda kind: material.withheld(query((kind,))), withheld_in_all=material.withheld_in_all(),
    )
    return period_report(request, material.issuer, holdings, names)


def period_report(request: ReportRequest, issuer: Issuer, holdings: Holdings, names: Names) -> ReportContent:
    """Return what the report says of these holdings."""
    mixed = frozenset(kind for kind, count in holdings.drafts.items() if 0 < count < holdings.counts[kind])
    return _Composition(request, issuer, holdings, replace(names, mixed=mixed)).content()


@dataclass
class _Composition:
    request: ReportRequest
    issuer: Issuer
    holdings: Holdings
    names: Names
    tally: Tally = field(init=False)
    knowledge: Knowledge = field(default_factory=Knowledge)
    withheld: Counter[str] = field(default_factory=Counter)
    peak: tuple[int, str] = (0, "")  # troops and title of the largest exercise

    def __post_init__(self) -> None:
        self.tally = Tally(Slots.of(self.request.from_on, self.request.to_on))

    def content(self) -> ReportContent:
        obligations, quotas = self._rules()
        found = (
            ("exercises", self._exercises()), ("notifications", self._notifications()), ("inspections", self._inspections()),
            ("contacts", self._contacts()), ("contributions", self._contributions()), ("cases", self._cases()),
            ("obligations", obligations), ("quotas", quotas), ("agreements", self._agreements()),
        )
        sections = [replace(section, id=name) for name, section in found if section is not None]
        knowledge = self._knowledge()
        summary = self._summary()
        owner, period = self._owner(), self.names.period(self.request.from_on, self.request.to_on)
        title = self.names.say("Transparency report")
        running = " · ".join(part for part in (owner, f"{title} {{number}}", period) if part)
        return ReportContent(
            number="", title=title, running_title=running, marking=self.issuer.marking, exercise=self.issuer.exercise,
            language=self.request.language, at=self.request.at, cover=self._cover(owner, period),
            sections=(summary, *sections, knowledge),
        )

    def _owner(self) -> str:
        return self.names.state(self.issuer.owner, self.request.at.date()) if self.issuer.owner else ""

    # -------------------------------------------------- reading

    def _read(self, kind: str) -> Iterator[Record]:
        for record in self.holdings.in_period(kind):
            self.tally.take(record)
            self.knowledge.take(record)
            yield record
        if count := self.holdings.withheld(kind):
            self.withheld[kind] = count

    # -------------------------------------------------- a section for each kind

    def _exercises(self) -> Section | None:
        tables = ExerciseTables.for_count(self.names, self.tally.slots, self.holdings.counts.get("exercise", 0))
        by_state: Counter[str] = Counter()
        for record in self._read("exercise"):
            assert isinstance(record, JointExercise)
            tables.take(record)
            by_state.update({contingent.state for contingent in record.contingents})
        if not tables.rows:
            return None
        section = tables.section(self.tally.drafts["exercise"])
        if len(tables.rows) > _FEW and by_state:
            section = Section(section.title, section.lead, (*by_state_tables(by_state, self.names, self.request.to_on), *section.blocks))
        self.peak = tables.peak
        return self._with_words("exercise", section)

    def _notifications(self) -> Section | None:
        rows, senders = [], set()
        for record in self._read("notification"):
            assert isinstance(record, Notification)
            rows.append(measure_tables.notification_row(record, self.names))
            senders.add(record.from_state)
        if not rows:
            return None
        section = measure_tables.notification_section(rows, len(senders - {""}), self.tally.drafts["notification"], self.names)
        return self._with_words("notification", section)

    def _inspections(self) -> Section | None:
        rows, courses, conducted = [], [], 0
        for record in self._read("inspection"):
            assert isinstance(record, Inspection)
            rows.append(measure_tables.inspection_row(record, self.names))
            courses.append(measure_tables.course_row(record, self.names))
            conducted += record.outcome.startswith(("conducted", "completed", "curtailed"))
        if not rows:
            return None
        section = measure_tables.inspection_section(rows, courses, conducted, self.tally.drafts["inspection"], self.names)
        return self._with_words("inspection", section)

    def _contacts(self) -> Section | None:
        rows: list[Row] = []
        promises: list[Row] = []
        answered = 0
        for record in self._read("contact"):
            assert isinstance(record, HotlineContact)
            rows.append(measure_tables.contact_row(record, self.names))
            promises.extend(measure_tables.promise_rows(record, self.names))
            answered += bool(record.answered_at or record.outcome in ("answered", "answered_late"))
        if not rows:
            return None
        section = measure_tables.contact_section(rows, promises, answered, self.tally.drafts["contact"], self.names)
        return self._with_words("contact", section)

    def _contributions(self) -> Section | None:
        tables = ContributionTables(self.names, self.request.to_on)
        for record in self._read("contribution"):
            assert isinstance(record, Contribution)
            tables.take(record)
        return tables.section(self.tally.drafts["contribution"]) if tables.rows else None

    def _cases(self) -> Section | None:
        cases = [record for record in self._read("case") if isinstance(record, Case)]
        return measure_tables.case_section(cases, self.names) if cases else None

    def _rules(self) -> tuple[Section | None, Section | None]:
        """What agreements asked for in the period, and the quotas of its years."""
        rules, owner = self.holdings.rules, self.issuer.owner
        if rules is None:
            return None, None
        return (
            obligation_section(rules.judged, owner, self.names, self.request.from_on, self.request.to_on),
            quota_section(rules.quotas, owner, self.names, rules.record_of, rules.groups),
        )

    def _agreements(self) -> Section | None:
        used = {agreement for agreement, _ in self.tally.by_agreement if agreement} | set(self.request.agreements)
        return agreement_section(
            self.holdings.agreements, used, set(self.tally.states), self.names, self.request.from_on, self.request.to_on
        )

    # -------------------------------------------------- summary and gaps

    def _summary(self) -> Section:
        tally, names, say = self.tally, self.names, self.names.say
        period, gaps = names.period(self.request.from_on, self.request.to_on), say("section {name}", name=say("Sources and gaps"))
        told = [names.counted(tally.total[kind], kind) for kind in MEASURES if tally.total[kind]]
        if told:
            lead = say("For the period {period} the register holds {records}.", period=period, records=names.joined(told))
        else:
            lead = say("The register holds no measure of the period {period}.", period=period)
        peak, where = self.peak
        under = len({agreement for agreement, _ in tally.by_agreement} - {""})
        if peak:
            third = (number(peak), say("troops in the largest exercise"), where)
        elif under:
            third = (number(under), names.count("agreement named", "agreements named", under), say("table below"))
        else:
            third = (number(len(tally.sources)), names.count("source cited", "sources cited", len(tally.sources)), gaps)
        blocks: list[Block] = [KeyFigures((
            (number(tally.measures), say("measures in the period"), say("table below")),
            (number(len(tally.states)), say("States and organisations"), say("named in the records")),
            third, (number(self.knowledge.unknown), say("details not known"), gaps),
        )), Contents()]
        blocks.append(holdings_table(_only(tally.by_agreement), MEASURES, tally.total, names))
        if tally.measures:
            blocks.append(self._chart())
        return Section(say("Summary"), lead, tuple(blocks), "summary")

    def _chart(self) -> Block:
        names = self.names
        notes = [names.say("Each line on its own scale, from zero; a measure is counted where it begins.")]
        before = sum(self.tally.begun_before.values())
        if before:
            notes.append(names.say("First column: also the {number} that began before the period.", number=number(before)))
        missing = sum(self.tally.not_placed.values())
        if missing:
            notes.append(names.count("Not shown: {count} record of which the month is not known.",
                                     "Not shown: {count} records of which the month is not known.", missing))
        by_month = self.tally.slots.by_month
        caption = names.say("Measures by month and kind") if by_month else names.say("Measures by year and kind")
        return self.tally.chart(caption, names, (" ".join(notes),))

    def _with_words(self, kind: str, section: Section) -> Section:
        """Put a count by kind of notification, inspection … before the tables of a section that has many."""
        words = sorted(((count, word) for (of_kind, word), count in self.tally.words.items() if of_kind == kind),
                       key=lambda one: (-one[0], one[1]))
        if self.tally.total[kind] <= _FEW or len(words) < 2:
            return section
        names, say = self.names, self.names.say
        rows = tuple(
            Row((names.word(word) if word else say("Not stated"), number(count), Bar(count / words[0][0]))) for count, word in words)
        columns = (Column(say("Kind"), 58), Column(say("Number"), 20, "right"), Column("", 90))
        caption = say("{measures} by kind, in order of their number", measures=names.plural(kind))
        table = Table(caption, columns, rows, (say("One scale for all bars."),))
        return Section(section.title, section.lead, (table, *section.blocks))

    def _knowledge(self) -> Section:
        tally, names, instant = self.tally, self.names, self.names.instant(self.request.at)
        undated = [
            Row((Stacked(names.title(record), names.kind_name(record.kind)),
                 ", ".join(names.listed((code for code, _ in states_of(record)), self.request.to_on)) or NOT_STATED), source=label(record))
            for record in self.holdings.undated
        ]
        blocks: list[Block] = [marks(self._owner(), names)]
        if tally.measures or self.withheld:
            blocks.append(self.knowledge.table(instant, self.withheld, tally.total, names))
        if tally.sources or tally.without_source:
            blocks.append(sources_table(tally.sources, tally.without_source, names))
        if undated:
            blocks.append(undated_table(undated, names))
        blocks.append(Prose(tuple((head, text, "") for head, text in self._method(instant, len(undated)))))
        return Section(names.say("Sources and gaps"), names.say(
            "A report is as good as its gaps are plain. This section says what the records do not state, and where what they state "
            "comes from."
        ), tuple(blocks), "gaps")

    def _method(self, instant: str, undated: int) -> Iterator[tuple[str, str]]:
        names, say = self.names, self.names.say
        included = say(
            "Every record that may touch a day from {first} to {last}, both included. A record of which only the month or the "
            "year is known counts when that month or year touches the period. Records in the bin are left out.",
            first=names.day(self.request.from_on), last=names.day(self.request.to_on))
        placeless = names.count("{count} record without a date could be placed in no period.",
                                "{count} records without a date could be placed in no period.", undated) if undated else ""
        yield say("Which records"), f"{included} {placeless}".strip()
        asked = self._asked()
        if asked:
            yield say("Restricted to"), asked
        yield say("State of knowledge"), say(
            "The register as it stood when this report was made, speaking of {instant}. A measure that begins after that instant is "
            "announced, not carried out.", instant=instant)
        withheld = sum(self.withheld.values())
        if withheld:
            yield say("Withheld"), names.count(
                "{count} record is not releasable to the recipient; nothing else in this report counts or shows it.",
                "{count} records are not releasable to the recipient; nothing else in this report counts or shows them.", withheld)
        yield say("Drafts and corrections"), f"{self._drafts()} {self._superseded()}"
        rules = self.holdings.rules
        if rules is not None and rules.packs:
            told = names.joined(f"{names.agreement(agreement)} ({version})" for agreement, version in rules.packs)
            yield say("Rules"), say(
                "Obligations and quotas are worked out, not recorded. They come from records that touch the period or the "
                "{reach} days before or after it, as known at the instant of this report, by the rules of {packs}. "
                "An agreement that does not bind the States concerned on that day asks for nothing here.",
                reach=number(rules.reach), packs=told)
        yield say("What is not printed"), say(
            "Remarks, tags, attachments and findings stay in the register. So does what was said in hotline contacts.")

    def _drafts(self) -> str:
        drafts = sum(self.tally.drafts.values())
        if not drafts:
            return self.names.say("No record is a draft.")
        return self.names.count(
            "{count} record is a draft: recorded, not issued; it is counted and shown like the others.",
            "{count} records are drafts: recorded, not issued; they are counted and shown like the others.", drafts)

    def _superseded(self) -> str:
        superseded = sum(self.holdings.superseded.values())
        if not superseded:
            return self.names.say("No record of the period has been superseded.")
        return self.names.count(
            "{count} record is left out because a correction stands in its place.",
            "{count} records are left out because a correction stands in the place of each.", superseded)

    # -------------------------------------------------- cover

    def _asked(self, most: int = 10_000) -> str:
        """The restrictions of the request as a sentence; "" without any."""
        names, say = self.names, self.names.say
        under = names.joined(names.agreement(agreement) for agreement in self.request.agreements)
        states = names.listed(self.request.states, self.request.to_on)
        naming = names.joined(states, "or") if len(states) <= most else names.count(
            "any of {count} State", "any of {count} States", len(states))
        if under and naming:
            return say("Records under {agreements} that name {States}.", agreements=under, States=naming)
        if under:
            return say("Records under {agreements}.", agreements=under)
        return say("Records that name {States}.", States=naming) if naming else ""

    def _cover(self, owner: str, period: str) -> Cover:
        names, say, slots = self.names, self.names.say, self.tally.slots
        asked, instant = self._asked(_MANY_STATES), names.instant(self.request.at)
        open_end = self.request.to_on >= self.request.at.date()
        known = say("{instant}. What lies after it is announced, not carried out.", instant=instant) if open_end else say(
            "{instant}. Later events are not included.", instant=instant)
        facts = [
            (say("Handed to"), self.request.recipient), (say("Report"), say("{number}, {pages} pages")), (say("State of knowledge"), known),
            (say("Register"), self.issuer.register), (say("Language"), names.tongue.own_name),
            (say("Release"), release(self.request, self.holdings.withheld_in_all, names)),
        ]
        scope = say("Military exercises, notifications, inspections and visits, hotline contacts and contributions")
        return Cover(
            owner=owner, office=self.issuer.office, title=say("Transparency report"), period=period,
            scope=f"{scope}. {asked}" if asked else scope,
            facts=tuple((name, value) for name, value in facts if value), from_on=self.request.from_on, to_on=self.request.to_on,
            names=tuple((kind, names.plural(kind), self.tally.total[kind]) for kind in MEASURES),
            strip=tuple(self.tally.strip) if slots.by_month else (),
            chart=None if slots.by_month or not self.tally.measures else self.tally.chart(say("Measures by year and kind"), names),
        )


def _only(by_agreement: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter({key: count for key, count in by_agreement.items() if key[1] in MEASURES})

