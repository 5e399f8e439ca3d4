"""A report in two languages, the pages of one across from those of the other: left and right where they are bound or shown in pairs.

The cover is the first page, on the right; each section begins on a pair of pages, and the shorter one is filled up; the cover in the
second language is the last page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from cbm_tracker.reports.content import ReportContent
from cbm_tracker.reports.house_style import LABEL
from cbm_tracker.reports.sheet import Running, Sheet

DrawPart = Callable[[ReportContent, int], object]


def draw_facing(sheet: Sheet, editions: Sequence[ReportContent], runnings: Sequence[Running], draw: DrawPart) -> None:
    """Draw two editions, each under its running head, and arrange their pages.

    Args:
        draw: draws part 0, the cover, or a section of an edition, always from a new page on.
    """
    def pages(edition: int, part: int) -> list[int]:
        begun = sheet.page
        content = editions[edition]
        sheet.speak(runnings[edition], content.language, content.words)
        draw(content, part)
        return list(range(begun, sheet.page))

    order = pages(0, 0)
    for part in range(1, len(editions[0].sections) + 2):
        left, right = pages(0, part), pages(1, part)
        for edition, mine, other in ((0, left, right), (1, right, left)):
            sheet.speak(runnings[edition], editions[edition].language, editions[edition].words)
            while len(mine) < len(other):
                mine.append(sheet.page)
                _empty_page(sheet)
        order.extend(chain.from_iterable(zip(left, right, strict=True)))
    order.extend(pages(1, 0))
    places = [0] * len(order)
    for place, page in enumerate(order, 1):
        places[page] = place
    sheet.places = places
    sheet.arrange(order)


def _empty_page(sheet: Sheet) -> None:
    sheet.start_page()
    with sheet.decoration():
        sheet.text(sheet.main, sheet.top - LABEL.size, sheet.words.facing_empty, LABEL, colour=sheet.palette.muted)
