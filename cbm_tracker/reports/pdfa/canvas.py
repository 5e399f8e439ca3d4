"""A canvas on which everything drawn is part of an element or an artifact: there is no third way to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import BinaryIO

from cbm_tracker.reports.pdfa.faces import DocumentFaces
from cbm_tracker.reports.pdfa.metadata import (
    Attachment,
    Description,
    write_attachments,
    write_information,
    write_output_intent,
    write_xmp,
)
from cbm_tracker.reports.pdfa.outline import Outline
from cbm_tracker.reports.pdfa.structure import Element, IllegalStructure, ParentTree, language_of, text_string
from cbm_tracker.reports.pdfa.writer import StreamingDocument

RGB = tuple[float, float, float]  # parts from 0 to 1
Points = Sequence[tuple[float, float]]
_ROUND = 0.5523  # of a radius: the handles that make four curves a circle


class _Page:
    """A page in the making; `key` leads from it to the parent tree."""

    def __init__(self, number: int, key: int, width: float, height: float) -> None:
        self.number, self.key, self.width, self.height = number, key, width, height
        self.marks: list[int] = []
        self.annotations: list[int] = []
        self.streams: list[int] = []


class TaggedCanvas:
    """Pages are written as they are finished; what depends on later pages is drawn `later`, into streams of its own."""

    def __init__(self, file: BinaryIO, about: Description, attachments: Sequence[Attachment] = ()) -> None:
        self._about = about
        self.document = StreamingDocument(file)
        self.faces = DocumentFaces()
        self._parents = ParentTree()
        self._root, self._page_tree, self._resources = (self.document.new_number() for _ in range(3))
        self._catalogue = self.document.new_number()
        self._document_element = Element(self.document, "Document", None, self._root)
        self._stack = [self._document_element]
        self._artifact = ""
        self._pages: list[int] = []
        self._page: _Page | None = None
        self._held: list[tuple[_Page, list[Element], int, Callable[[], None]]] = []
        self._kept: list[Element] = []  # what waits for later parts stays open
        self._footers: list[tuple[int, Callable[[], None]]] = []
        self._outline = Outline()
        self._notes: dict[bytes, int] = {}
        self._targets: dict[str, tuple[int, float]] = {}
        self._images: list[int] = []
        self._layout = self._form = b""
        self._waiting_links: list[tuple[int, bytes, str]] = []
        self._attachments = write_attachments(self.document, attachments, about.at)
        self._reset()

    def _reset(self) -> None:
        self._code: list[str] = []
        self._open: Element | str | None = None
        self._in_text = self._text_inside = False
        self._font, self._tracking = "", 0.0
        self._fill: RGB | None = None

    # -------------------------------------------------- structure

    @contextmanager
    def element(self, tag: str, attributes: bytes = b"", language: str = "") -> Iterator[Element]:
        """Everything drawn in the block belongs to a new element, the child of the one around it."""
        told = attributes + (language_of(language) if language else b"")
        made = Element(self.document, tag, self._stack[-1], self._stack[-1].number, told)
        with self.inside(made):
            yield made
        if made not in self._kept:
            made.close()

    @contextmanager
    def inside(self, element: Element) -> Iterator[None]:
        """Draw into an element that is open already."""
        self._stack.append(element)
        yield
        self._stack.pop()

    def new_element(self, tag: str, parent: Element, attributes: bytes = b"") -> Element:
        return Element(self.document, tag, parent, parent.number, attributes)

    def new_note(self, name: str) -> Element:
        """Begin a footnote in the element that is open now; the file finds it by its name, which no other may have."""
        identifier = text_string(name)
        if identifier in self._notes:
            raise IllegalStructure(f"two notes are called {name}")
        note = self.new_element("Note", self.current, b"/ID" + identifier)
        self._notes[identifier] = note.number
        return note

    @property
    def current(self) -> Element:
        return self._stack[-1]

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Nothing drawn in the block is read aloud; `kind`: Layout, Pagination or Page."""
        before, self._artifact = self._artifact, kind
        yield
        self._artifact = before

    def _mark(self) -> None:
        """Open the marked content that what comes next belongs to."""
        wanted: Element | str = self._artifact or self._stack[-1]
        if self._open is wanted or self._open == wanted:
            return
        self._unmark()
        if isinstance(wanted, str):
            self._code.append(f"/Artifact<</Type/{wanted}>>BDC")
        else:
            page = self.page
            wanted.add_content(page.number, len(page.marks))
            self._code.append(f"/{wanted.tag}<</MCID {len(page.marks)}>>BDC")
            page.marks.append(wanted.number)
        self._open = wanted

    def _unmark(self) -> None:
        if self._open is None:
            return
        if self._in_text and self._text_inside:
            self._code.append("ET")
            self._in_text = False
        self._code.append("EMC")
        self._open = None

    def _text_mode(self) -> None:
        wanted: Element | str = self._artifact or self._stack[-1]
        if not self._in_text:
            if self._open is not None and self._open != wanted:
                self._unmark()
            self._text_inside = self._open is not None
            self._code.append("BT")
            self._in_text = True
        self._mark()
        if not self._in_text:
            self._code.append("BT")
            self._in_text = self._text_inside = True

    def _path_mode(self) -> None:
        if self._in_text:
            if not self._text_inside:
                self._unmark()
            self._code.append("ET")
            self._in_text = False
        self._mark()

    # -------------------------------------------------- pages

    @property
    def page(self) -> _Page:
        if self._page is None:
            raise IllegalStructure("nothing can be drawn before the first page")
        return self._page

    def start_page(self, width: float, height: float) -> None:
        self.finish_page()
        number = self.document.new_number()
        self._pages.append(number)
        self._page = _Page(number, self._parents.new_key(), width, height)
        self._reset()

    def finish_page(self) -> None:
        page = self._page
        if page is None:
            return
        page.streams.insert(0, self.document.new_number())
        self._write_stream(page.streams[0])
        if not any(held is page for held, *_ in self._held):
            self._write_page(page)
        self._page = None

    def _write_stream(self, number: int) -> None:
        self._unmark()
        if self._in_text:
            self._code.append("ET")
        self.document.put_stream(number, b"", "\n".join(self._code).encode("latin-1"))
        self._reset()

    def _write_page(self, page: _Page) -> None:
        if page.marks:
            self._parents.lead(page.key, self.document.add(_references(page.marks)))
        annotations = b"/Annots" + _references(page.annotations) if page.annotations else b""
        told = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources %d 0 R/Contents%s/StructParents %d/Tabs/S%s>>"
        self.document.put(page.number, told % (
            self._page_tree, b"%.2f" % page.width, b"%.2f" % page.height, self._resources, _references(page.streams), page.key, annotations,
        ))

    def later(self, draw: Callable[[], None]) -> None:
        """Draw a part of this page, in the element that is open now, when all pages are known; keeps the page until then."""
        number = self.document.new_number()
        self.page.streams.append(number)
        self._held.append((self.page, list(self._stack), number, draw))
        self._kept.append(self.current)

    def footer_later(self, draw: Callable[[], None]) -> None:
        """Draw artifacts of this page when all pages are known."""
        number = self.document.new_number()
        self.page.streams.append(number)
        self._footers.append((number, draw))

    def arrange(self, order: Sequence[int]) -> None:
        """Put the pages into another order than they were drawn in, to be looked at in pairs, the first alone on the right.

        Args:
            order: the number (from 0) of each drawn page, one after another.
        """
        self.finish_page()
        self._layout = b"/PageLayout/TwoPageRight"
        self._pages = [self._pages[at] for at in order]

    def save(self) -> None:
        """Draw what waited for the last page, then write structure, fonts and catalogue."""
        self.finish_page()
        for page, stack, number, draw in self._held:
            self._page, self._stack = page, stack
            draw()
            self._write_stream(number)
        for element in self._kept:
            element.close()
        for page in dict.fromkeys(page for page, *_ in self._held):
            self._write_page(page)
        self._page, self._stack = None, [self._document_element]
        for number, draw in self._footers:
            with self.artifact("Pagination"):
                draw()
            self._write_stream(number)
        for number, entries, target in self._waiting_links:
            where, height = self._targets[target]
            self.document.put(number, b"%s/Dest[%d 0 R/XYZ 0 %.2f 0]>>" % (entries, where, height))
        self._document_element.close()
        self._write_catalogue()

    def _write_catalogue(self) -> None:
        document, about = self.document, self._about
        document.put(self._resources, b"<<%s%s>>" % (self.faces.resources(document), _named(self._images)))
        document.put(self._page_tree, b"<</Type/Pages/Count %d/Kids%s>>" % (len(self._pages), _references(self._pages)))
        tree = document.add(self._parents.body())
        names = b"".join(b"%s %d 0 R" % note for note in sorted(self._notes.items()))
        document.put(self._root, b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d%s>>" % (
            self._document_element.number, tree, len(self._parents), b"/IDTree<</Names[" + names + b"]>>" if names else b"",
        ))
        outline = self._outline.write(document)
        intents, xmp = write_output_intent(document), write_xmp(document, about)
        document.put(self._catalogue, b"<</Type/Catalog/Version/1.7/Pages %d 0 R/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>%s"
                     b"/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents%s/Metadata %d 0 R%s%s%s>>" % (
            self._page_tree, self._root, language_of(about.language), intents, xmp, outline, self._layout + self._form, self._attachments,
        ))
        document.finish(self._catalogue, write_information(document, about))

    # -------------------------------------------------- bookmarks and links

    def bookmark(self, title: str, level: int, height: float) -> None:
        """Add an entry to the outline, level 0 or 1, that leads to this height of this page."""
        self._outline.add(title, level, self.page.number, height)

    def target(self, name: str, height: float) -> None:
        self._targets[name] = (self.page.number, height)

    @contextmanager
    def link(self, to: str, says: str, box: tuple[float, float, float, float], language: str = "") -> Iterator[Element]:
        """What is drawn in the block leads to an address or, after #, to a target; `says` tells where."""
        with self.element("Link", language=language) as element:
            yield element
            number = self.document.new_number()
            key = self._parents.new_key(element.number)
            sides = " ".join(f"{side:.2f}" for side in box).encode("ascii")
            entries = b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%s]/Contents%s/StructParent %d/P %d 0 R" % (
                sides, text_string(says), key, self.page.number,
            )
            self.page.annotations.append(number)
            element.add_annotation(self.page.number, number)
            if to.startswith("#"):
                self._waiting_links.append((number, entries, to[1:]))
            else:
                address = to.encode("ascii").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
                self.document.put(number, b"%s/A<</S/URI/URI(%s)>>>>" % (entries, address))

    def signature_field(self, name: str, says: str, box: tuple[float, float, float, float], colour: RGB) -> None:
        """Leave a framed field for a signature (ISO 32000-1, 12.7.4.5); `says` tells what it is for."""
        with self.element("Form") as element:
            number, key = self.document.new_number(), self._parents.new_key(element.number)
            left, low, right, high = box
            frame = f"{_operands(colour)} RG 0.5 w 0.25 0.25 {right - left - 0.5:.2f} {high - low - 0.5:.2f} re S".encode("ascii")
            bounds = f"[0 0 {right - left:.2f} {high - low:.2f}]".encode("ascii")
            shown = self.document.add_stream(b"/Type/XObject/Subtype/Form/BBox" + bounds, frame)
            sides = " ".join(f"{side:.2f}" for side in box).encode("ascii")
            told = b"<</Type/Annot/Subtype/Widget/FT/Sig/T%s/TU%s/F 132/Rect[%s]/AP<</N %d 0 R>>/StructParent %d/P %d 0 R>>"
            self.document.put(number, told % (text_string(name), text_string(says), sides, shown, key, self.page.number))
            self.page.annotations.append(number)
            element.add_annotation(self.page.number, number)
            self._form = b"/AcroForm<</Fields[%d 0 R]>>" % number

    # -------------------------------------------------- words and lines

    def show(self, x: float, y: float, text: str, font: str, size: float, colour: RGB, tracking: float = 0.0) -> None:
        """Show a line of words of one face, its baseline beginning at a point."""
        self._text_mode()
        code = self._code
        if colour is not self._fill:
            code.append(f"{_operands(colour)} rg")
            self._fill = colour
        if tracking != self._tracking:
            code.append(f"{tracking:g} Tc")
            self._tracking = tracking
        code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for name, operation in self.faces.shown(font, text):
            chosen = f"/{name} {size:g} Tf"
            if chosen != self._font:
                code.append(chosen)
                self._font = chosen
            code.append(operation)

    def segment(self, x1: float, y1: float, x2: float, y2: float, weight: float, colour: RGB) -> None:
        self._path_mode()
        self._code.append(f"{_operands(colour)} RG {weight:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def rectangle(
        self, x: float, y: float, width: float, height: float, *, fill: RGB | None = None, stroke: RGB | None = None,
        weight: float = 0.5,
    ) -> None:
        self._paint(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re", fill, stroke, weight)

    def polygon(
        self, points: Points, *, fill: RGB | None = None, stroke: RGB | None = None, weight: float = 0.5, closed: bool = True
    ) -> None:
        self._paint(_outline(points, closed), fill, stroke, weight)

    def circle(
        self, x: float, y: float, radius: float, *, fill: RGB | None = None, stroke: RGB | None = None, weight: float = 0.5
    ) -> None:
        k = radius * _ROUND
        corners = ((radius, 0.0), (0.0, radius), (-radius, 0.0), (0.0, -radius), (radius, 0.0))
        path = [f"{x + radius:.2f} {y:.2f} m"]
        for (ax, ay), (bx, by) in pairwise(corners):
            first, second = (ax - ay / radius * k, ay + ax / radius * k), (bx + by / radius * k, by - bx / radius * k)
            path.append(" ".join(f"{x + px:.2f} {y + py:.2f}" for px, py in (first, second, (bx, by))) + " c")
        self._paint(" ".join([*path, "h"]), fill, stroke, weight)

    def hatched(self, points: Points, colour: RGB, step: float = 3.2) -> None:
        """Fill an area with diagonal lines and draw its edge: legible on a fax."""
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        low, high = min(y for _, y in points), max(y for _, y in points)
        self._path_mode()
        code = [f"q {_outline(points, True)} W n {_operands(colour)} RG 0.5 w"]
        at = left - (high - low)
        while at < right:
            code.append(f"{at:.2f} {low:.2f} m {at + high - low:.2f} {high:.2f} l S")
            at += step
        self._code.extend([*code, "Q"])
        self.polygon(points, stroke=colour, weight=0.6)

    def paths(
        self, x: float, y: float, operators: str, fill: RGB | None, stroke: RGB | None, weight: float, *, even_odd: bool = False
    ) -> None:
        """Paint a path of operators (m, l, c, h), its origin at a point; colours are parts of red, green and blue from 0 to 1."""
        self._path_mode()
        code = [f"q 1 0 0 1 {x:.2f} {y:.2f} cm"]
        if fill is not None:
            code.append(f"{_operands(fill)} rg")
        if stroke is not None:
            code.append(f"{_operands(stroke)} RG {weight:g} w")
        painted = ("B" if stroke is not None else "f") if fill is not None else "S" if stroke is not None else "n"
        code.append(f"{operators} {painted}{'*' if even_odd and fill is not None else ''} Q")
        self._code.extend(code)

    def image(self, x: float, y: float, width: float, height: float, columns: int, rows: int, rgb: bytes) -> None:
        """Draw pixels, three bytes each from the upper left, in a frame."""
        entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8" % (columns, rows)
        self._images.append(self.document.add_stream(entries, rgb))
        self._path_mode()
        self._code.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm /I{len(self._images)} Do Q")

    def _paint(self, path: str, fill: RGB | None, stroke: RGB | None, weight: float) -> None:
        self._path_mode()
        if fill is not None:
            self._code.append(f"{_operands(fill)} rg")
            self._fill = None
        if stroke is not None:
            self._code.append(f"{_operands(stroke)} RG {weight:g} w")
        self._code.append(f"{path} {'B' if fill is not None and stroke is not None else 'f' if fill is not None else 'S'}")


def _references(numbers: Sequence[int]) -> bytes:
    return b"[" + b" ".join(b"%d 0 R" % number for number in numbers) + b"]"


def _named(images: Sequence[int]) -> bytes:
    """The entry of the resources that names the images."""
    told = b"".join(b"/I%d %d 0 R" % (at, number) for at, number in enumerate(images, 1))
    return b"/XObject<<" + told + b">>" if told else b""


def _outline(points: Points, closed: bool) -> str:
    path = " ".join(f"{x:.2f} {y:.2f} {'l' if at else 'm'}" for at, (x, y) in enumerate(points))
    return f"{path} h" if closed else path


def _operands(colour: RGB) -> str:
    return " ".join(f"{part:.3g}" for part in colour)
