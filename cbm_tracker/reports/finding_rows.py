"""What each rule finds of a record, in cells: the rule, its result in neutral words, and the sum or comparison it rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.summary import label
from cbm_tracker.regimes.findings import Because, Finding, Moment
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.rules import Rule
from cbm_tracker.reports.content import Cell, Column, Row, Stacked, Table
from cbm_tracker.reports.fact_names import fact_name, missing_facts
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.obligation_tables import SIGNS, moment_text, rule_text
from cbm_tracker.reports.sums import printed_sum
from cbm_tracker.reports.wording import NOT_STATED, Names

_SIGNS = {">=": "≥", "<=": "≤", "==": "="}
_OPPOSITE = {">=": "<", ">": "≤", "<=": ">", "<": "≥", "=": "≠", "≠": "=", "==": "≠", "one of": "not one of", "not one of": "one of"}
_CODE = re.compile(r"\b[A-Z]{3}\b")


_WITHIN, _OUTSIDE, _OPEN, _UNDETERMINED, _NOTED = "within", "outside", "open", "undetermined", "noted"
_OF_OBLIGATION = {
    "met": _WITHIN, "waived": _WITHIN, "nil_declared": _WITHIN, "met_late": _OUTSIDE, "overdue": _OPEN, "due": _OPEN, "upcoming": _OPEN,
}
_OF_OUTCOME = {
    "permitted": _WITHIN, "required": _WITHIN, "not_required": _WITHIN, "breach": _OUTSIDE, "prohibited": _OUTSIDE, "advisory": _NOTED,
}


def _group(finding: Finding) -> str:
    if finding.gate:
        return _NOTED
    owed = finding.obligation
    if owed is not None and owed.state in _OF_OBLIGATION:
        return _OF_OBLIGATION[owed.state]
    return _OF_OUTCOME.get(finding.outcome, _UNDETERMINED)


@dataclass(frozen=True)
class FindingRows:
    """Cells about findings under these packs; `on` is the day whose names of States are used."""

    packs: Mapping[str, Pack]
    names: Names
    on: date

    def rule_of(self, finding: Finding) -> Rule | None:
        pack = self.packs.get(finding.agreement)
        return pack.by_id.get(finding.rule) if pack is not None else None

    def table(self, caption: str, findings: Sequence[Finding], record: Record) -> Table:
        """Return each finding in its order, with the versions of the packs below."""
        say, names = self.names.say, self.names
        rows = tuple(Row((self.rule(one), self.result(one), self.reason(one)), source=label(record)) for one in findings)
        versions = sorted({(one.agreement, one.pack_version) for one in findings})
        packs = names.joined(say("{agreement}, version {version}", agreement=names.agreement(agreement), version=version)
                             for agreement, version in versions)
        columns = (Column(say("Rule"), 62), Column(say("Result"), 30, strong=True), Column(say("Because"), 76))
        return Table(caption, columns, rows, (say("Rules of: {packs}. Sums and paragraphs are those of the rule packs.", packs=packs),))

    def rule(self, finding: Finding) -> Stacked:
        below = self.names.parted(rule_text(finding, self.names), self.names.word_within(finding.certainty))
        return Stacked(finding.title, below, self.names.rules_language)

    def result(self, finding: Finding) -> str:
        say, owed = self.names.say, finding.obligation
        if finding.gate:
            return say("for information")
        if owed is not None and owed.state in SIGNS:
            return say(SIGNS[owed.state])
        return {
            "required": say("asked for"), "not_required": say("not asked for"), "prohibited": say("▲ not open to it"),
            "breach": say("▲ outside the rule"), "permitted": say("● within the rule"), "advisory": say("to be noted"),
        }.get(finding.outcome, say("undetermined"))

    def tally(self, findings: Sequence[Finding]) -> str:
        """Say how many rules were asked, and in how many ways they came out; the parts add up."""
        counts = Counter(_group(finding) for finding in findings)
        told = {group: number(counts[group]) for group in (_WITHIN, _OUTSIDE, _OPEN, _UNDETERMINED, _NOTED)}
        return self.names.count(
            "{count} rule was asked: within the rule {within}, late or outside {outside}, open {open}, undetermined {undetermined}, for "
            "information {noted}.",
            "{count} rules were asked: within the rule {within}, late or outside {outside}, open {open}, undetermined {undetermined}, for "
            "information {noted}.", len(findings), **told)

    def reason(self, finding: Finding) -> Cell:
        """The sum or the comparisons; below them what this record brings with it beside what the rule always notes."""
        say, rule = self.names.say, self.rule_of(finding)
        own = [self.named(note) for note in finding.notes if rule is None or note not in rule.notes]
        own = [note for note in own if not note.startswith(("Not before: ", "Not after: "))]  # sums that stand with the clock
        if finding.gate:
            own.insert(0, self.named(finding.gate))
        if finding.missing:
            facts = missing_facts(finding.missing, None, self.names, self.on)
            own.insert(0, say("Facts that are missing: {facts}.", facts=facts))
        compared = self.names.parted(*(self._compared(one) for one in finding.because if not isinstance(one.limit, Moment)))
        told = printed_sum(finding.sum, self.names) if finding.sum else compared
        of_rules = self.names.rules_language if own and not finding.missing else ""
        return Stacked(told or NOT_STATED, " ".join(own), below_language=of_rules)

    def named(self, text: str) -> str:
        """A sentence of the rules with names of States in place of their codes."""
        return _CODE.sub(lambda code: self.names.state(code[0], self.on) if self.names.states.get(code[0]) else code[0], text)

    def _compared(self, each: Because) -> str:
        """What was found against the limit, as it is: a comparison that does not hold is told by its opposite."""
        if isinstance(each.value, bool):
            return self.names.told(self.named(fact_name(each.measure, self.names)), self._plain(each.value))
        operator = _OPPOSITE.get(each.operator, each.operator) if each.holds is False else _SIGNS.get(each.operator, each.operator)
        compared = f"{self._plain(each.value)} {operator} {self._plain(each.limit)}"
        return self.names.told(self.named(fact_name(each.measure, self.names)), compared)

    def _plain(self, value: object) -> str:
        if value is None:
            return self.names.say("not known")
        if isinstance(value, bool):
            return self.names.say("yes") if value else self.names.say("no")
        if isinstance(value, int):
            return number(value)
        if isinstance(value, Moment):
            return moment_text(value)
        if isinstance(value, tuple | frozenset):
            return self.names.joined(sorted(self._word(str(one)) for one in value), "or")
        return self._word(str(value))

    def _word(self, word: str) -> str:
        """A fact or word of the rules within a sentence; what is a phrase already stays as it is."""
        return word if " " in word else self.names.word_within(word)
