"""How tests read what a report says: sections by their id, tables and paragraphs as plain text."""

from __future__ import annotations

from cbm_tracker.reports.content import Figure, Prose, ReportContent, Section, Stacked, Table


def plain(text: str) -> str:
    """Return a text with ordinary blanks in place of those that hold a line together."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def section(content: ReportContent, wanted: str) -> Section:
    return next(one for one in content.sections if one.id == wanted)


def lead(content: ReportContent, wanted: str) -> str:
    return section(content, wanted).lead.replace("\u00a0", " ")


def grounds(content: ReportContent) -> dict[str, str]:
    """Return the paragraphs of the section that says what a report rests on, by their heads."""
    (prose,) = section(content, "grounds").blocks
    assert isinstance(prose, Prose)
    return {head: str(text).replace("\u00a0", " ") for head, text, _ in prose.items}


def tables(told: Section) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of each table by its caption, also of one below a figure, the second line of a cell after a bar."""
    found = [block.table if isinstance(block, Figure) else block for block in told.blocks]
    return {
        plain(table.caption): [
            tuple(plain(f"{cell.main}|{cell.below}" if isinstance(cell, Stacked) else str(cell)) for cell in row.cells)
            for row in table.rows
        ]
        for table in found if isinstance(table, Table)
    }
