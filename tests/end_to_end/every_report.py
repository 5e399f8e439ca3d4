"""Makes every kind of report from the rehearsal register, to look at: `python -m tests.end_to_end.every_report FOLDER [--pictures]`.

Each kind is written in colour and in grey; `--pictures` draws each page as a PNG beside its file. The register of 2027 is made
at a fixed hour, so that the same program gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2

from cbm_tracker.bootstrap import Services, rehearsal_register
from cbm_tracker.domain.query import Query
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import KINDS, ReportRequest
from tests.builders import fixed_desk

YEAR = 2027
AT = datetime(YEAR, 12, 31, 12, tzinfo=UTC)
_STATES = ("DEU", "FRA")
_AGREEMENT = "vd11"
_SCALE = 1.5  # dots for each point of the page


def main(words: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.end_to_end.every_report", description=__doc__.partition("\n")[0])
    asked.add_argument("folder", type=Path, metavar="FOLDER")
    asked.add_argument("--pictures", action="store_true", help="draw each page as a PNG")
    arguments = asked.parse_args(words)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        services = rehearsal_register(Path(home, f"rehearsal-{YEAR}.cbm"), fixed_desk(AT), year=YEAR)
        try:
            for path in every_report(services, arguments.folder):
                print(path)
                if arguments.pictures:
                    draw_pages(path)
        finally:
            services.close()
    return 0


def every_report(services: Services, folder: Path) -> Iterator[Path]:
    """Write each kind in colour and in grey, and yield the files."""
    for kind in KINDS:
        request = request_for(services, kind)
        for grey in (False, True):
            path = folder / f"{kind}{'-grey' if grey else ''}.pdf"
            yield services.reports.preview(replace(request, grey=grey), path, Silent()).path


def request_for(services: Services, kind: str) -> ReportRequest:
    """Ask for a report of a kind of the whole year, about the record of its kind that most others are linked to."""
    about = KINDS[kind]
    return ReportRequest(
        kind, date(YEAR, 1, 1), date(YEAR, 12, 31), AT, states=_STATES[: about.states],
        agreements=(_AGREEMENT,) if about.agreements else (), record=_most_linked(services, about.record) if about.record else "",
    )


def _most_linked(services: Services, kind: str) -> str:
    rows = services.records.page(Query(kinds=(kind,), statuses=("draft", "issued")), limit=200).rows
    return max(rows, key=lambda row: services.records.count(Query(linked_to=(row.id,)))).id


def draw_pages(path: Path) -> None:
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document, 1):
        page.render(scale=_SCALE).to_pil().save(path.with_name(f"{path.stem}-{number:03d}.png"))
    document.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
