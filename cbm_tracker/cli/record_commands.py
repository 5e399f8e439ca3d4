"""Commands on the records of a register: add, import, list, show, export."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbm_tracker.cli.exit_codes import DONE, TO_ACT_ON
from cbm_tracker.cli.record_text import history_text, list_text, record_text
from cbm_tracker.cli.rule_text import findings_text
from cbm_tracker.cli.terminal import Terminal, standard_input, warn_of_share
from cbm_tracker.cli.words import WrongCall, query_of
from cbm_tracker.domain.record_json import SCHEMA, to_json
from cbm_tracker.errors import InvalidMeasure

if TYPE_CHECKING:
    from cbm_tracker.bootstrap import Services
    from cbm_tracker.services.exchange import ImportPlan
    from cbm_tracker.services.revision_view import RevisionView

_PROBLEM_KEYS = ("line", "field", "value", "problem", "remedy")


@contextmanager
def opened(register: Path) -> Iterator[Services]:
    """Raises UnreadableFile, RecordUnavailable."""
    from cbm_tracker.bootstrap import open_register

    services = open_register(register)
    try:
        warn_of_share(services)
        yield services
    finally:
        services.close()


def add(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """The answer is JSON with or without `--json`: it is made for scripts."""
    with opened(arguments.register) as services:
        if arguments.file == "-":
            added = services.exchange.add(standard_input(), "standard input")
        else:
            added = services.exchange.add_file(Path(arguments.file))
    terminal.document({"added": added})
    return DONE


def import_files(arguments: argparse.Namespace, terminal: Terminal) -> int:
    with opened(arguments.register) as services, terminal.progress() as progress:
        plan = services.exchange.plan_import(arguments.files, progress, arguments.kind, arguments.mapping)
        if not arguments.dry_run:
            services.exchange.carry_out(plan, progress)
    data = {
        "applied": not arguments.dry_run, "new": len(plan.new), "known": plan.known,
        "problems": [
            {"file": found.source, **{key: getattr(found.problem, key) for key in _PROBLEM_KEYS}} for found in plan.problems
        ],
    }
    terminal.answer(data, _plan_text(plan, arguments.dry_run))
    return TO_ACT_ON if plan.problems else DONE


def _plan_text(plan: ImportPlan, dry_run: bool) -> str:
    done = "would be recorded" if dry_run else "recorded"
    lines = [f"{len(plan.new)} new, {done}; {plan.known} already recorded; {len(plan.problems)} with problems."]
    if plan.left_out:
        lines.append(f"  {plan.left_out} left out, as the mapping says of names of States.")
    for found in plan.problems:
        problem = found.problem
        place = ", ".join(part for part in (f"{found.source}, line {problem.line}", problem.field) if part)
        lines.append(f"  {place}: {problem.problem} {problem.remedy}".rstrip())
    return "\n".join(lines)


def list_records(arguments: argparse.Namespace, terminal: Terminal) -> int:
    query = query_of(arguments, [arguments.kind])
    with opened(arguments.register) as services:
        try:
            found = services.records.find(query, arguments.after, arguments.limit)
        except InvalidMeasure as error:
            raise WrongCall(f"--after {arguments.after} {error.message} {error.hint}") from error
    records = [stored.record for stored in found.records]
    data = {"schema": SCHEMA_OF_LISTS, "total": found.total, "next": found.next, "records": [to_json(record) for record in records]}
    terminal.answer(data, list_text(records, found.total, found.next))
    return DONE


SCHEMA_OF_LISTS = "cbm-tracker/records/1"


def show(arguments: argparse.Namespace, terminal: Terminal) -> int:
    with opened(arguments.register) as services:
        stored = services.records.named(arguments.id)
        history = services.records.history(stored.record.id) if arguments.history else []
        findings = [] if stored.in_bin else services.obligations.of_record(stored.record, services.desk.now())
    data: dict[str, Any] = {**to_json(stored.record), "findings": [finding.to_json() for finding in findings]}
    if stored.in_bin:
        data["in_bin"] = True
    text = record_text(stored.record)
    if stored.in_bin:
        text += "\n  It lies in the bin."
    if findings:
        text += "\n\nWhat the rules say\n" + findings_text(findings)
    if arguments.history:
        data["revisions"] = [_revision(view) for view in history]
        text += "\n\n" + history_text(history)
    terminal.answer(data, text)
    return DONE


def _revision(view: RevisionView) -> dict[str, Any]:
    return {
        "number": view.number, "change": view.change, "at": view.at, "officer": view.officer, "workstation": view.workstation,
        "reason": view.reason, "in_bin": view.in_bin, "fields": [asdict(change) for change in view.fields],
    }


def export(arguments: argparse.Namespace, terminal: Terminal) -> int:
    if arguments.format == "csv" and len(arguments.kind) != 1:
        raise WrongCall("A CSV file holds one kind of record. Name it with --kind, or choose --format json.")
    query = query_of(arguments, arguments.kind)
    with opened(arguments.register) as services, terminal.progress() as progress:
        if arguments.format == "ics":
            count = services.calendar.export(query, arguments.output, arguments.at or services.desk.now(), arguments.limit)
            terminal.answer({"file": str(arguments.output), "entries": count}, f"{arguments.output}: {count} entries.")
            return DONE
        count = services.exchange.export(query, arguments.format, arguments.output, progress, arguments.limit)
    data = {"file": str(arguments.output), "schema": SCHEMA, "records": count}
    terminal.answer(data, f"{arguments.output}: {count} records." if count != 1 else f"{arguments.output}: one record.")
    return DONE
