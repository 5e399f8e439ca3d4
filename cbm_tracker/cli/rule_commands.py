"""Commands on rules: what is due, quotas, the assessment of a file, and the packs that judge."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbm_tracker.cli.exit_codes import DONE, TO_ACT_ON
from cbm_tracker.cli.record_commands import opened
from cbm_tracker.cli.rule_text import due_text, findings_text, pack_text, packs_text, quotas_text
from cbm_tracker.cli.terminal import Terminal, standard_input
from cbm_tracker.cli.words import WrongCall
from cbm_tracker.domain.moments import EARLIEST_YEAR, LATEST_YEAR, utc_text, zone
from cbm_tracker.domain.summary import label
from cbm_tracker.regimes.findings import SCHEMA

if TYPE_CHECKING:
    from cbm_tracker.regimes.packs import Pack
    from cbm_tracker.services.agenda import DatedFact


_WITHOUT_OWNER = "No State keeps this register, so its duties of the year are not told. Name the State in the window, under Properties."


def due(arguments: argparse.Namespace, terminal: Terminal) -> int:
    with opened(arguments.register) as services:
        now = arguments.at or services.desk.now()
        owed = services.obligations.due(now, arguments.within)
        local = now.astimezone(zone(services.zone))
        dated = services.agenda.upcoming(local)
        owner = services.register.info().owner
    until = local.toordinal() + arguments.within
    dated = [fact for fact in dated if _day(fact, local) <= until and fact.what != "request_unanswered"]
    findings = [{**each.finding.to_json(), "group": each.group, "name": each.title} for each in owed]
    text = due_text(owed, dated, local) if owner else f"{due_text(owed, dated, local)}\n{_WITHOUT_OWNER}"
    terminal.answer({**_head(now), "findings": findings, "dated": [_dated(fact) for fact in dated]}, text)
    overdue = any(each.group == "overdue" for each in owed) or any(fact.state_on(local) == "overdue" for fact in dated)
    return TO_ACT_ON if arguments.fail_on == "overdue" and overdue else DONE


def _day(fact: DatedFact, local: datetime) -> int:
    when = fact.at.astimezone(local.tzinfo) if fact.at else fact.on
    return when.toordinal() if when else 0


def _dated(fact: DatedFact) -> dict[str, Any]:
    return {
        "what": fact.what, "record": fact.record_id, "name": fact.title, "states": list(fact.states),
        "agreements": list(fact.agreements), "at": utc_text(fact.at) if fact.at else None, "on": fact.on.isoformat() if fact.on else None,
    }


def quotas(arguments: argparse.Namespace, terminal: Terminal) -> int:
    if not EARLIEST_YEAR <= arguments.year <= LATEST_YEAR:
        raise WrongCall(f"--year {arguments.year} lies outside {EARLIEST_YEAR} to {LATEST_YEAR}.")
    with opened(arguments.register) as services:
        now = arguments.at or services.desk.now()
        uses = services.obligations.quotas(arguments.year, now)
    terminal.answer({"at": utc_text(now), "quotas": [use.to_json() for use in uses]}, quotas_text(uses))
    return DONE


def assess(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from cbm_tracker.services import assessment

    agreements = known_agreements(arguments.agreement)
    if arguments.file == "-":
        found = assessment.assess(standard_input(), "standard input", agreements, arguments.at)
    else:
        found = assessment.assess_file(Path(arguments.file), agreements, arguments.at)
    names = {record.id: label(record) for record in found.records}
    data = {**_head(found.at), "findings": [finding.to_json() for finding in found.findings]}
    terminal.answer(data, findings_text(found.findings, names))
    return DONE


def known_agreements(ids: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of packs that ship. Raises WrongCall: one is not known; offers the nearest."""
    from cbm_tracker.services.shipped_packs import shipped_ids

    known = shipped_ids()
    for asked in ids:
        if asked not in known:
            raise WrongCall(unknown_agreement(asked, known))
    return tuple(ids)


def unknown_agreement(asked: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(asked.lower(), known, 3, 0.4)
    hint = f"Is {' or '.join(near)} meant?" if near else "cbm-tracker regimes lists them."
    return f"“{asked}” is not an agreement whose rules are known. {hint}"


def regimes(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from cbm_tracker.services.shipped_packs import packs_named, shipped_packs

    if arguments.agreement:
        (asked,) = known_agreements([arguments.agreement])
        pack = packs_named([asked])[asked]
        terminal.answer(pack_data(pack), pack_text(pack))
    else:
        packs = shipped_packs().values()
        terminal.answer({"regimes": [_pack_head(pack) for pack in packs]}, packs_text(packs))
    return DONE


def pack_data(pack: Pack) -> dict[str, Any]:
    """Return a pack as JSON: its head, who takes part, and its rules."""
    parties = [
        {"state": party.state, "status": party.status, "role": party.role or None, "note": party.note or None,
         "from_on": str(party.from_on) if party.from_on else None, "to_on": str(party.to_on) if party.to_on else None}
        for party in pack.parties
    ]
    rules = [
        {"id": rule.id, "kind": rule.kind, "subject": list(rule.subjects), "words": sorted(rule.words), "paragraph": rule.paragraph,
         "certainty": rule.certainty, "title": rule.title, "text": rule.text, "notes": list(rule.notes),
         "from_on": rule.from_on.isoformat() if rule.from_on else None, "until_on": rule.until_on.isoformat() if rule.until_on else None}
        for rule in pack.rules
    ]
    return {**_pack_head(pack), "parties": parties, "rules": rules}


def _pack_head(pack: Pack) -> dict[str, Any]:
    return {
        "agreement": pack.id, "name": pack.name, "version": pack.version, "status": pack.status, "kind": pack.agreement_kind,
        "certainty": pack.certainty, "sources": list(pack.sources), "remarks": pack.remarks or None, "rule_count": len(pack.rules),
        "provisional": sum(rule.certainty == "provisional" for rule in pack.rules),
    }


def _head(now: datetime) -> dict[str, Any]:
    return {"schema": SCHEMA, "at": utc_text(now)}
