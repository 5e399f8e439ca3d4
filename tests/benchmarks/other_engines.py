"""The invented rows drawn by other makers of PDF, where one is installed: the same words on A4, without tags or archival form."""

from __future__ import annotations

import html
import importlib
import importlib.util
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

Cells = tuple[str, ...]
Draw = Callable[[Cells, Iterable[Cells], tuple[int, ...], Path], int]


def fpdf2(heads: Cells, rows: Iterable[Cells], widths: tuple[int, ...], path: Path) -> int:
    module = importlib.import_module("fpdf")
    pdf = module.FPDF(format="A4")
    pdf.set_font("Helvetica", size=9)
    pdf.add_page()
    with pdf.table(col_widths=widths, first_row_as_headings=True) as table:
        for cells in (heads, *rows):
            row = table.row()
            for cell in cells:
                row.cell(cell)
    pdf.output(str(path))
    return int(pdf.page_no())


def weasyprint(heads: Cells, rows: Iterable[Cells], widths: tuple[int, ...], path: Path) -> int:
    module = importlib.import_module("weasyprint")
    document = module.HTML(string=_page(heads, rows, widths)).render()
    document.write_pdf(str(path))
    return len(document.pages)


def typst(heads: Cells, rows: Iterable[Cells], widths: tuple[int, ...], path: Path) -> int:
    module = importlib.import_module("typst")
    columns = ", ".join(f"{width}mm" for width in widths)
    told = [", ".join(f'"{cell}"' for cell in cells) for cells in rows]
    source = path.with_suffix(".typ")
    head = ", ".join(f'"{cell}"' for cell in heads)
    source.write_text(
        f"#set page(paper: \"a4\", margin: 20mm)\n#set text(size: 9pt)\n#table(columns: ({columns}), table.header({head}),\n"
        + ",\n".join(told) + ")\n", "utf-8",
    )
    module.compile(str(source), output=str(path))
    return 0


def libreoffice(heads: Cells, rows: Iterable[Cells], widths: tuple[int, ...], path: Path) -> int:
    source = path.with_suffix(".html")
    source.write_text(_page(heads, rows, widths), "utf-8")
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return 0


def _page(heads: Cells, rows: Iterable[Cells], widths: tuple[int, ...]) -> str:
    columns = "".join(f'<col style="width:{width}mm">' for width in widths)
    lines = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}</tr>" for cells in rows)
    head = "".join(f"<th>{head}</th>" for head in heads)
    style = "@page{size:A4;margin:20mm}table{font:9pt sans-serif;border-collapse:collapse}td{border-bottom:0.3pt solid}"
    table = f"<table>{columns}<thead><tr>{head}</tr></thead>{lines}</table>"
    return f'<html><head><meta charset="utf-8"><style>{style}</style></head><body>{table}</body></html>'


def installed() -> dict[str, Draw]:
    """Return those that are here, by name."""
    found: dict[str, Draw] = {}
    for name, module, draw in (("fpdf2", "fpdf", fpdf2), ("weasyprint", "weasyprint", weasyprint), ("typst", "typst", typst)):
        if importlib.util.find_spec(module):
            found[name] = draw
    if shutil.which("soffice"):
        found["libreoffice"] = libreoffice
    return found
