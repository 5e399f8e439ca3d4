"""Templates of reports: what an office chooses again and again, saved in the register under a name."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cbm_tracker.domain.record_json import canonical
from cbm_tracker.errors import CbmTrackerError, NotFound, UnreadableFile
from cbm_tracker.reports.content import ReportRequest
from cbm_tracker.reports.kinds.catalogue import KINDS
from cbm_tracker.reports.kinds.sections import SECTIONS
from cbm_tracker.reports.letterhead import LONGEST, check_letterhead
from cbm_tracker.services.changes import Change, ChangeFeed
from cbm_tracker.services.desk import Desk
from cbm_tracker.storage.store import KeptTemplate, Store

__all__ = ["LONGEST_LINE", "ReportTemplate", "ReportTemplateService", "emblem_file", "emblem_of_file", "language_name", "sections_of"]

LONGEST_LINE = LONGEST
_LONGEST_NAME = 80


@dataclass(frozen=True)
class ReportTemplate:
    """What a request takes from a template; of whom and when it tells stays with the request."""

    name: str
    kind: str
    sections: tuple[str, ...] = ()
    header: str = ""
    footer: str = ""
    emblem: str = ""

    def applied_to(self, request: ReportRequest) -> ReportRequest:
        return dataclasses.replace(
            request, kind=self.kind, sections=self.sections, header=self.header, footer=self.footer, emblem=self.emblem
        )


def template_of(name: str, request: ReportRequest) -> ReportTemplate:
    return ReportTemplate(name, request.kind, request.sections, request.header, request.footer, request.emblem)


@dataclass(frozen=True)
class ReportTemplateService:
    store: Store
    changes: ChangeFeed
    desk: Desk

    def all(self) -> list[ReportTemplate]:
        """Return the templates by name."""
        with self.store.reading() as reading:
            kept = reading.report_templates()
        return [_read(one) for one in kept]

    def find(self, name: str) -> ReportTemplate | None:
        """Return the template of a name, in capitals or not; None where there is none."""
        return next((one for one in self.all() if _key(one.name) == _key(name)), None)

    def named(self, name: str) -> ReportTemplate:
        """The same. Raises NotFound: names those there are."""
        found = self.find(name)
        if found is None:
            templates = self.all()
            there = f"Choose {' or '.join(f'“{one.name}”' for one in templates)}." if templates else "Save one in the window first."
            raise NotFound(f"The register keeps no template “{name}” of reports.", there)
        return found

    def save(self, name: str, request: ReportRequest) -> ReportTemplate:
        """Keep what a request chooses under a name, in place of what stood under it.

        Raises:
            CbmTrackerError: the name is empty or too long, or what is chosen cannot be printed.
        """
        name = " ".join(name.split())
        if not name:
            raise CbmTrackerError("The template has no name.", "Enter one, such as Annual exchange.")
        if len(name) > _LONGEST_NAME or not name.isprintable():
            raise CbmTrackerError(f"The name of a template is one line of up to {_LONGEST_NAME} characters.", "Shorten it.")
        if request.kind not in KINDS:
            raise CbmTrackerError(f"“{request.kind}” is not a kind of report.", f"Choose {' or '.join(KINDS)}.")
        check_letterhead(request.header, request.footer, request.emblem)
        template = template_of(name, request)
        operation = self.desk.operation("template", f"saving of the report template {name}")
        with self.store.transaction(operation) as transaction:
            transaction.keep_report_template(KeptTemplate(_key(name), name, _body(template), operation.at_text))
        self.changes.publish(Change("template"))
        return template

    def remove(self, name: str) -> None:
        """Take a template away; reports that were issued with it stay as they are. Raises NotFound."""
        template = self.named(name)
        with self.store.transaction(self.desk.operation("template", f"removal of the report template {template.name}")) as transaction:
            transaction.drop_report_template(_key(template.name))
        self.changes.publish(Change("template"))


def sections_of(kind: str) -> Sequence[tuple[str, str]]:
    """Return the sections a kind of report may have, each with its id and name, in the order of the report."""
    return SECTIONS.get(kind, ())


def language_name(code: str) -> str:
    """Return what a language of reports calls itself."""
    from cbm_tracker.reports.language import Language

    return Language(code).own_name


def emblem_of_file(path: Path) -> str:
    """Return an emblem as requests and templates carry it; of a file that is too large nothing is read.

    Raises:
        CbmTrackerError: it cannot be printed.
        UnreadableFile: the file cannot be read.
    """
    from cbm_tracker.reports import emblem

    try:
        emblem.check_bytes(path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, f"cannot be read ({error.strerror or error}).", hint="Choose another file as the emblem.") from error
    return emblem.emblem_text(data)


def emblem_file(text: str) -> tuple[str, bytes]:
    """Return what the file of an emblem is, PNG or SVG, and its bytes. Raises CbmTrackerError."""
    from cbm_tracker.reports import emblem

    return emblem.emblem_file(text)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _body(template: ReportTemplate) -> str:
    told = dataclasses.asdict(template) | {"sections": list(template.sections)}
    del told["name"]
    return canonical(told)


def _read(kept: KeptTemplate) -> ReportTemplate:
    told = json.loads(kept.body)
    return ReportTemplate(kept.name, **told | {"sections": tuple(told["sections"])})
