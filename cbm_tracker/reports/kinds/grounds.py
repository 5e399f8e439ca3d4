"""The last section of reports on a choice of records: which they are, as known when, what is withheld, and by which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.query import Query
from cbm_tracker.reports.content import Prose, ReportRequest, Section
from cbm_tracker.reports.knowledge import Knowledge
from cbm_tracker.reports.material import Judgement, Material
from cbm_tracker.reports.wording import Names


def query_of(request: ReportRequest, kinds: tuple[str, ...]) -> Query:
    """Return the query for records of the period, the States and the agreements of a request, first day first."""
    return Query(
        kinds=kinds, from_on=request.from_on, to_on=request.to_on, states=request.states, agreements=request.agreements, descending=False
    )


def grounds(
    request: ReportRequest, material: Material, names: Names, records: Sequence[Record], query: Query, which: str,
    more: Iterable[tuple[str, str]] = (),
) -> Section:
    """Return the section.

    Args:
        records: what the report was made from; `query` is what they were found by.
        which: one sentence on which records those are; what the request filters by is said after it.
        more: heads and texts that this report alone has.
    """
    told = [(names.say("Which records"), " ".join((which, *filters(request, names)))), *more, *_told(request, material, names, records)]
    undated = sum(1 for _ in material.records(replace(query, from_on=None, to_on=None, undated=True)))
    if undated:
        told.append((names.say("Without a date"), names.count(
            "{count} record that fits the request states no date; it lies in no period and is not counted.",
            "{count} records that fit the request state no date; they lie in no period and are not counted.", undated)))
    told.append((names.say("Withheld"), withheld_text(material.withheld(query), names)))
    lead = names.count("This report rests on {count} record.", "This report rests on {count} records.", len(records))
    return Section(names.say("Sources and gaps"), lead, (Prose(tuple((head, text, "") for head, text in told)),), "grounds")


def filters(request: ReportRequest, names: Names) -> Iterator[str]:
    """Yield a sentence for each filter of the request."""
    if request.states:
        states = names.listed(request.states, request.to_on)
        yield names.say("Only those that name {states} are counted.", states=names.joined(states, "or"))
    if request.agreements:
        yield names.say("Only those under {agreements} are counted.",
                        agreements=names.joined(map(names.agreement, request.agreements), "or"))


def withheld_text(withheld: int, names: Names) -> str:
    if not withheld:
        return names.say("No record of this choice is withheld from the recipient.")
    return names.count(
        "{count} record is not releasable to the recipient; nothing else in this report counts or shows it.",
        "{count} records are not releasable to the recipient; nothing else in this report counts or shows them.", withheld)


def rules_text(judgement: Judgement, names: Names) -> str:
    """Say which rule packs, in which version, had a say."""
    packs = names.joined(
        names.say("{agreement} (version {version})", agreement=names.agreement(key), version=version) for key, version in judgement.packs)
    return names.say("Obligations and quotas are worked out, not recorded, by the rules of {rules}.", rules=packs)


def _told(request: ReportRequest, material: Material, names: Names, records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    yield names.say("State of knowledge"), names.say(
        "The register as it stood when this report was made, speaking of {instant}. What begins after that instant is announced, not "
        "carried out.", instant=names.instant(request.at))
    knowledge = Knowledge()
    for record in records:
        knowledge.take(record)
    if knowledge.unknown:
        yield names.say("Not known"), names.count(
            "{count} detail that is expected of these records is not stated in them; – stands in its place.",
            "{count} details that are expected of these records are not stated in them; – stands in their place.", knowledge.unknown)
    elif records:
        yield names.say("Not known"), names.say("These records state every detail that is expected of them.")
    drafts = sum(record.status == "draft" for record in records)
    if drafts:
        yield names.say("Drafts"), names.count(
            "{count} record is a draft: recorded, not issued. It is counted and shown like the others.",
            "{count} records are drafts: recorded, not issued. They are counted and shown like the others.", drafts)
    sources = Counter(source for record in records for source in dict.fromkeys(record.sources))
    if sources:
        cited = sorted(sources, key=lambda one: (-sources[one], one))
        yield names.say("Sources cited"), "; ".join(
            names.say("{source}: {count}", source=one, count=names.number(sources[one])) for one in cited)
