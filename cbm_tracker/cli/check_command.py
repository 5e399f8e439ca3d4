"""`check`: says what a file is and whether it holds."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from cbm_tracker.cli.exit_codes import DONE, TO_ACT_ON
from cbm_tracker.cli.record_commands import opened
from cbm_tracker.cli.terminal import Terminal
from cbm_tracker.cli.words import WrongCall
from cbm_tracker.domain.moments import utc_text
from cbm_tracker.errors import RecordDamaged

if TYPE_CHECKING:
    from cbm_tracker.services.report_check import ReportCheck

_MOST_LINES = 20  # differences told in words; --json tells up to 100


def check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from cbm_tracker.services.report_check import is_register

    if not is_register(arguments.file):
        return _check_report(arguments, terminal)
    if arguments.register is not None:
        raise WrongCall("--register goes with a report; FILE is not one.")
    return _check_register(arguments, terminal)


def _check_register(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from cbm_tracker.services import register

    try:
        with terminal.progress() as progress:
            problems = [{"where": found.where, "problem": found.problem} for found in register.check(arguments.file, progress)]
    except RecordDamaged as error:
        problems = [{"where": "structure", "problem": str(error)}]
    data = {"file": str(arguments.file), "is": "register", "holds": not problems, "problems": problems}
    lines = [f"{arguments.file} is a register and {'does not hold' if problems else 'holds'}."]
    lines.extend(f"  {found['where']}: {found['problem']}" for found in problems)
    terminal.answer(data, "\n".join(lines))
    return TO_ACT_ON if problems else DONE


def _check_report(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from cbm_tracker.services.report_check import check_report

    if arguments.register is None:
        with terminal.progress() as progress:
            checked = check_report(arguments.file, progress)
    else:
        with opened(arguments.register) as services, terminal.progress() as progress:
            checked = check_report(arguments.file, progress, services.reports)
    terminal.answer(_data(checked), "\n".join(_lines(checked)))
    return DONE if checked.holds else TO_ACT_ON


def _data(checked: ReportCheck) -> dict[str, Any]:
    file = checked.file
    return {
        "file": str(file.path), "is": "report", "holds": checked.holds,
        "problems": [{"where": found.where, "problem": found.problem} for found in checked.problems],
        "number": file.number or None, "title": file.title or None, "at": utc_text(file.at) if file.at else None,
        "fingerprint": file.fingerprint or None, "sha256": file.sha256, "pages": file.pages, "program": file.program or None,
        "register": file.register or None, "seal": file.seal.holds if file.seal else None,
        "signatures": [
            {"signer": each.signer, "signed_at": utc_text(each.signed_at) if each.signed_at else None, "holds": each.holds}
            for each in file.signatures
        ],
        "data": True if file.data is not None else None if not any(found.where == "data" for found in file.problems) else False,
        "issued": checked.issued_as is not None if checked.asked_register else None,
        "issued_at": checked.issued_as.issued_at if checked.issued_as else None,
        "register_state": checked.issued_as.state if checked.issued_as else None, "corrected_by": list(checked.corrected_by),
        "same": checked.says_the_same,
        "differences": [{"section": found.section, "then": found.then, "now": found.now} for found in checked.differences],
        "differences_left_out": checked.left_out,
    }


def _lines(checked: ReportCheck) -> list[str]:
    file = checked.file
    lines = [f"{file.path} is a report of {file.program or 'CBM Tracker'} and {'holds' if checked.holds else 'does not hold'}."]
    lines.extend(f"  {found.where}: {found.problem}" for found in checked.problems)
    told = (
        ("number", file.number), ("title", file.title), ("speaks of", utc_text(file.at) if file.at else ""), ("register", file.register),
        ("fingerprint", file.fingerprint), ("SHA-256", file.sha256), ("issued", checked.issued_as.issued_at if checked.issued_as else ""),
        ("from state", f"operation {checked.issued_as.state} of the register" if checked.issued_as and checked.issued_as.state else ""),
    )
    lines.extend(f"  {name:<12} {value}" for name, value in told if value)
    for each in file.signatures:
        when = f", {utc_text(each.signed_at)}" if each.signed_at else ""
        lines.append(f"  {'signed by':<12} {each.signer}{when}. Whether the certificate is theirs, the issuing office knows.")
    if checked.corrected_by:
        lines.append(f"Corrected by {', '.join(checked.corrected_by)}.")
    if checked.says_the_same:
        lines.append("The register still says the same.")
    elif checked.says_the_same is False:
        lines.append("The register would say something else now.")
        for found in checked.differences[:_MOST_LINES]:
            lines.append(f"  {found.section}")
            lines.extend(f"    {when} {line}" for when, line in (("then:", found.then), ("now: ", found.now)) if line)
        left_out = checked.left_out + max(0, len(checked.differences) - _MOST_LINES)
        if left_out:
            lines.append(f"  and {left_out} more differences")
    if not checked.asked_register and checked.holds:
        lines.append("Nothing was changed since the file was sealed. Name --register to learn whether that register issued it.")
    return lines
