"""A small report with every kind of block, marked text, several scripts and languages, and a table over pages."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from datetime import date

from PIL import Image

from cbm_tracker.reports.content import (
    Bar,
    Column,
    ColumnChart,
    Contents,
    Cover,
    Figure,
    Item,
    KeyFigures,
    Label,
    Listing,
    Marks,
    Picture,
    Prose,
    ReportContent,
    Row,
    Run,
    Section,
    Spanner,
    Stacked,
    StripEvent,
    Stroke,
    Table,
)
from tests.reports.test_pdf import mixed_report

DRAWN_EMBLEM = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M1 1H9V9H1Z" fill="#24507a"/></svg>'
_SQUARE = ((10.0, 10.0), (40.0, 10.0), (40.0, 30.0), (10.0, 30.0))
_LONG = "What was seen near Łęczna agrees with what had been told before, and what was asked there was answered in full. " * 2


def painted_emblem() -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (20, 10), (36, 80, 122, 128)).save(file, "PNG")
    return file.getvalue()


def full_report(emblem: bytes = DRAWN_EMBLEM) -> ReportContent:
    cover = Cover(
        owner="Austria", office="Verification Centre", title="Everything", period="January 2027", scope="All that a report can hold",
        facts=(("Number", "{number}"), ("Information as of", "2027-07-05 10:00 UTC")), from_on=date(2027, 1, 1), to_on=date(2027, 3, 31),
        names=(("exercise", "Exercises", 2), ("contact", "Hotline contacts", 1)),
        strip=(StripEvent("exercise", date(2027, 1, 3), date(2027, 1, 9)), StripEvent("contact", date(2027, 2, 3), date(2027, 2, 3))),
    )
    figures = KeyFigures((("2", "exercises", "Section 2"), ("620", "troops", "Section 3")))
    marks = Marks((("+", "Met", "in time"), ("-", "Open", "not yet due")))
    sections = (
        Section("Contents", "What stands where.", (Contents(), figures), "contents"),
        Section("Words", "Text of several kinds.", (_prose(), _list(), marks), "words"),
        Section("Tables", "Figures in rows.", (_table(),), "tables"),
        Section("Drawings", "Figures to look at.", (_chart(), _figure()), "drawings"),
    )  # fmt: skip
    return replace(
        mixed_report(), title="Everything", cover=cover, sections=sections, header="Held by Austria", footer="For participating States",
        emblem=base64.b64encode(emblem).decode("ascii"),
    )  # fmt: skip


def _prose() -> Prose:
    marked = (
        Run("Austria asked "), Run("Hungary", strong=True), Run(", in its words "), Run("„Übung“", language="de"),
        Run(", and counted 620", note="Medical staff left out."), Run("; see "), Run("the agreement", link="https://example.org/vd11"),
        Run(" and "), Run("the tables", link="#tables"), Run("."),
    )  # fmt: skip
    return Prose((
        ("Marked", marked, ""), ("Russian", (Run("Учение «Север»", language="ru"),), ""), ("Greek", "Αιγαίο", ""),
        ("Arabic", (Run("تمرين الشمال ٢٠٢٧", language="ar"),), ""), ("Chinese", (Run("北方演习", language="zh"),), ""),
    ))  # fmt: skip


def _list() -> Listing:
    below = (Item("A point below it."), Item((Run("Punkt", language="de"),)))
    return Listing((Item("First point.", below), Item("Second point.")), numbered=True, head="Points")


def _table() -> Table:
    columns = (Column("State", 48), Column("Ours", 30, "right"), Column("Theirs", 30, "right"), Column("Share", 60))
    rows = [Row(("By State", "", "", "2 States"), "group")]
    rows += [Row((Stacked(f"State {at}", _LONG if at % 5 == 0 else ""), str(at), str(at * 3), Bar(at / 40))) for at in range(30)]
    rows += [Row(("Total", "435", "1 305", ""), "total")]
    return Table("Troops of both sides", columns, rows, notes=("Counted in January.",), spanners=(Spanner("Troops", 1, 2),))


def _chart() -> ColumnChart:
    months = ("Jan", "Feb", "Mar")
    return ColumnChart("Records by month", months, (("Exercises", (2, 0, 1)), ("Contacts", (0, 1, 0))), ("Draft records left out.",))


def _figure() -> Figure:
    strokes = (Stroke(_SQUARE, closed=True, fill="hatched"), Stroke(((0, 0), (80, 40)), "blue"))
    rows = (Row(("First", "10 mm, 10 mm")), Row(("Third", "40 mm, 30 mm")))
    table = Table("The corners of the area", (Column("Corner", 40), Column("Place", 40)), rows)
    picture = Picture(80, 40, strokes, (Label((20, 20), "Area"),))
    return Figure("The area", picture, "A hatched square, and a line from corner to corner of the drawing.", table, ("Not to scale.",))
