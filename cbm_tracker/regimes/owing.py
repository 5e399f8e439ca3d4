"""Who owes what for a record: the States that roles mean, where each stands, and the record that would meet it."""

from __future__ import annotations

from typing import Any

from cbm_tracker.regimes.evidence import Evidence, Met
from cbm_tracker.regimes.facts import ROLES
from cbm_tracker.regimes.findings import Moment, Obligation, Remedy, Share
from cbm_tracker.regimes.rules import Case
from cbm_tracker.regimes.timeliness import in_time, open_state


def obligation(
    case: Case, what: str, by: tuple[str, ...], to: tuple[str, ...], due: Moment | None, met_by: Evidence | None,
    dropped_by: Evidence | None = None, began: Moment | None = None,
) -> Obligation:
    """Return what is owed for the record in hand, where each State stands with it, and the record that would meet it."""
    to = tuple(other for other in resolve(case, to) if other not in by)  # nobody tells itself
    dropped = dropped_by.found(case) if dropped_by is not None else []
    if dropped:
        return Obligation(what, by, due, "superseded", dropped[0].record, dropped[0].at, to, began=began)
    met = met_by.found(case) if met_by is not None else []
    shares = tuple(_share(case, state, met, due) for state in by)
    worst = max(shares, key=lambda share: _WORST.index(share.status)) if shares else _share(case, "", met, due)
    remedy = _remedy(case, met_by, by, to) if met_by is not None else None
    return Obligation(what, by, due, worst.status, worst.met_by, worst.met_at, to, began=began, shares=shares, remedy=remedy)


def _share(case: Case, state: str, met: list[Met], due: Moment | None) -> Share:
    """Say where one State stands: the earliest thing it did counts, so that a later one changes nothing."""
    zone = case.situation.zone(state) if state else case.zone()
    own = next((each for each in met if not each.by or not state or each.by == state), None)
    if own is None:
        return Share(state, open_state(due, case.situation.at, zone))
    late = due is not None and not in_time(own.at, due, zone)
    return Share(state, "met_late" if late else "met", own.record, own.at)


def _remedy(case: Case, met_by: Evidence, by: tuple[str, ...], to: tuple[str, ...]) -> Remedy:
    if met_by.fields:
        return Remedy(case.record.kind, {}, field=met_by.fields[0])
    sender = case.situation.owner if case.situation.owner in by else by[0] if by else ""
    relation = met_by.relations[0] if met_by.relations else "notifies"
    values: dict[str, Any] = {"agreements": [case.view.pack.id], "links": [{"relation": relation, "target": case.record.id}]}
    if sender:
        values["from_state"] = sender
        values["direction"] = "given" if sender == case.situation.owner else "received"
    if to:
        values["to"] = list(to)
    if met_by.words:
        values[met_by.word_key] = sorted(met_by.words)[0]
    return Remedy(met_by.kind, values)


_WORST = ("not_required", "superseded", "nil_declared", "waived", "informational", "met", "met_late", "upcoming", "due", "overdue")


def resolve(case: Case, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the States that roles mean for the record in hand; what is no role, such as “all participating States”, stays."""
    found: list[str] = []
    for role in roles:
        if role == "owner":  # without a register, those who are addressed
            found.extend([case.situation.owner] if case.situation.owner else case.bound("to"))
        elif role == "parties":
            found.extend(party.state for party in case.view.parties)
        elif role in ROLES:
            found.extend(case.bound(role))
        else:
            found.append(role)
    return tuple(dict.fromkeys(found))
