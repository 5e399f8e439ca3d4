"""`report`: issues a PDF report of a register, makes one again, or corrects one."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from typing import TYPE_CHECKING

from cbm_tracker.cli.exit_codes import DONE
from cbm_tracker.cli.record_commands import opened
from cbm_tracker.cli.signing import signing_key
from cbm_tracker.cli.terminal import Terminal
from cbm_tracker.cli.words import WrongCall, agreement_ids, check_period, state_code
from cbm_tracker.errors import CbmTrackerError

if TYPE_CHECKING:
    from cbm_tracker.bootstrap import Services
    from cbm_tracker.services.reports import Issued, ReportRequest


def issue(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """The answer is JSON with or without `--json`: it is made for scripts."""
    if arguments.kind == "help":
        from cbm_tracker.services.reports import KINDS

        kinds = {kind.id: kind.says for kind in KINDS.values()}
        terminal.answer({"kinds": kinds}, "\n".join(f"{kind:<14} {what}" for kind, what in kinds.items()))
        return DONE
    if arguments.template == "help" and arguments.register is not None:
        return _list_templates(arguments, terminal)
    if arguments.register is None or arguments.output is None:
        raise WrongCall("A report needs REGISTER and --output. See cbm-tracker report --help.")
    if [arguments.kind or arguments.template, arguments.again, arguments.corrects].count("") != 2:
        raise WrongCall("Name one of --kind or --template, --again and --corrects. See cbm-tracker report --help.")
    check_period(arguments)
    signing = signing_key(arguments)
    if signing and arguments.again:
        raise WrongCall("A report that is made again is as it was before it was signed. Leave --sign out.")
    with opened(arguments.register) as services, terminal.progress() as progress:
        if arguments.again:
            issued = services.reports.remake(arguments.again, arguments.output, progress, receipt=arguments.receipt)
        else:
            issued = services.reports.print_pdf(
                _request(arguments, services), arguments.output, progress, receipt=arguments.receipt, signing=signing
            )
    if issued.remark:
        print(issued.remark, file=sys.stderr)
    terminal.document(_answer(issued, arguments.receipt))
    return DONE


def _list_templates(arguments: argparse.Namespace, terminal: Terminal) -> int:
    with opened(arguments.register) as services:
        templates = {template.name: template.kind for template in services.templates.all()}
    listed = "\n".join(f"{kind:<14} {name}" for name, kind in templates.items())
    terminal.answer({"templates": templates}, listed or "The register keeps no template of reports.")
    return DONE


def _answer(issued: Issued, receipt: bool) -> dict[str, object]:
    from cbm_tracker.services.reports import receipt_path

    told: dict[str, object] = {
        "file": str(issued.path), "pages": issued.pages, "sha256": issued.sha256, "number": issued.number,
        "fingerprint": issued.fingerprint, "issued_at": issued.issued_at,
    }
    if receipt:
        told["receipt"] = str(receipt_path(issued.path))
    if issued.remark:
        told["remark"] = issued.remark
    return told


def _request(arguments: argparse.Namespace, services: Services) -> ReportRequest:
    """Raises WrongCall: what is asked for contradicts itself or is no report."""
    from cbm_tracker.services.periods import recorded_period
    from cbm_tracker.services.reports import ReportRequest, as_known_then, check_request

    now = services.desk.now()
    if arguments.corrects:
        correction = services.reports.correction_of(arguments.corrects, arguments.at or now)
        return as_known_then(correction, now) if arguments.at else correction
    if len(arguments.language) > 2:
        raise WrongCall("A report is in one language or in two that face each other. Name --language once or twice.")
    language, second_language = (*arguments.language, *("en", "")[len(arguments.language) :])[:2]
    from_on, to_on = arguments.from_on, arguments.to_on
    if from_on is None or to_on is None:  # what was not named is as far as the register reaches
        recorded = recorded_period(services.records)
        if recorded is None:
            raise WrongCall("The register holds nothing with a date. Name --from and --to.")
        from_on, to_on = from_on or recorded.from_on, to_on or recorded.to_on
    template = services.templates.named(arguments.template) if arguments.template else None
    if template is not None and arguments.kind not in ("", template.kind):
        raise WrongCall(f"The template “{template.name}” is of kind “{template.kind}”. Leave out --kind, or name that one.")
    request = ReportRequest(
        kind=template.kind if template is not None else arguments.kind, from_on=from_on, to_on=to_on, at=arguments.at or now,
        states=tuple(state_code(text) for text in arguments.state), agreements=agreement_ids(arguments.agreement),
        record=arguments.record, sections=tuple(arguments.section), recipient=arguments.recipient,
        language=language, second_language=second_language, paper=arguments.paper, grey=arguments.grey,
    )
    request = _with_letterhead(template.applied_to(request) if template is not None else request, arguments)
    try:
        check_request(request)
    except CbmTrackerError as error:
        raise WrongCall(str(error)) from error
    return as_known_then(request, now) if arguments.at else request


def _with_letterhead(request: ReportRequest, arguments: argparse.Namespace) -> ReportRequest:
    """What is named in the call stands in place of what a template says. Raises CbmTrackerError: the emblem cannot be printed."""
    header, footer, emblem = arguments.header, arguments.footer, request.emblem
    if arguments.emblem is not None:
        from cbm_tracker.services.report_templates import emblem_of_file

        emblem = emblem_of_file(arguments.emblem)
    return dataclasses.replace(
        request, sections=tuple(arguments.section) or request.sections, emblem=emblem,
        header=request.header if header is None else header, footer=request.footer if footer is None else footer,
    )
