"""When a planned visit may be asked for: the first and the last moment of a request that windows of notice leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cbm_tracker.domain.measures import Inspection
from cbm_tracker.regimes.due import known_moment, spoken_fact
from cbm_tracker.regimes.findings import Moment, Sum
from cbm_tracker.regimes.kinds.clocks import Window
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.rules import Case, View
from cbm_tracker.regimes.scope import holds_for, involved, names_or_binds
from cbm_tracker.regimes.situation import Situation
from cbm_tracker.regimes.spans import Span, move, sum_of

ASKED = "requested_at"


@dataclass(frozen=True)
class RequestTime:
    """The earliest or the latest moment of a request under one rule; a date where the rule counts days."""

    agreement: str
    rule: str
    paragraph: str
    certainty: str
    title: str
    is_latest: bool
    moment: Moment
    sum: Sum
    notes: tuple[str, ...] = ()
    gate: str = ""


def request_times(packs: Iterable[Pack], situation: Situation, planned: Inspection) -> list[RequestTime]:
    """Return when a visit with a planned entry may be asked for, in the order of the packs; nothing where no rule says so."""
    found: list[RequestTime] = []
    states = involved(planned)
    for pack in packs:
        view = View(pack, situation)
        rules = [rule for rule in pack.by_subject.get(planned.kind, ()) if isinstance(rule, Window) and rule.concerns(planned)]
        if not rules or not names_or_binds(view, planned, states):
            continue
        case = Case(view, planned)
        for rule in rules if holds_for(case) else ():
            if rule.holds_on(case.day) and rule.when.judge(case).holds is not False:
                found.extend(_of_rule(case, rule))
    return found


def _of_rule(case: Case, rule: Window) -> Iterator[RequestTime]:
    """Yield the limits of one window: it is counted back from the entry, or on from the request, which is then turned round."""
    if ASKED in rule.moment:
        name, entry = known_moment(case, rule.start)
        limits, direction = ((rule.not_before, False), (rule.not_after, True)), rule.direction
    elif ASKED in rule.start:
        name, entry = known_moment(case, rule.moment)
        limits, direction = ((rule.not_after, False), (rule.not_before, True)), -rule.direction
    else:
        return
    for span, is_latest in limits:
        if span is not None and entry is not None:
            yield from _limit(case, rule, entry, spoken_fact(name), span, direction, is_latest)


def _limit(case: Case, rule: Window, entry: Moment, label: str, span: Span, direction: int, is_latest: bool) -> Iterator[RequestTime]:
    zone = case.zone()
    try:
        moment = move(entry, span, direction, zone)
    except OverflowError:
        return
    result = "latest request" if is_latest else "earliest request"
    worked = sum_of(entry, span, direction, moment, zone=zone, start_label=label, result_label=result)
    yield RequestTime(
        case.view.pack.id, rule.id, rule.paragraph, rule.certainty, rule.title, is_latest, moment, worked, rule.notes, case.gate(()),
    )
