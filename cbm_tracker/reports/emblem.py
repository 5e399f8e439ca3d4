"""The emblem on a cover: a PNG or SVG file as paths or pixels that any page can draw, without transparency and without fonts."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError
from svgelements import SVG, Close, Color, CubicBezier, Line, Move, Path, QuadraticBezier, Shape, SVGElement

from cbm_tracker.errors import CbmTrackerError

LARGEST = 200_000  # bytes of the file
_LONGEST_SIDE = 2000  # pixels of a PNG
_MOST_SHAPES = 5_000
_PNG = b"\x89PNG\r\n\x1a\n"
_NOT_DRAWN = ("text", "tspan", "image", "foreignobject", "mask", "filter", "clippath", "pattern", "symbol", "switch", "animate", "script")
RGB = tuple[float, float, float]


@dataclass(frozen=True)
class EmblemPath:
    """A path of an emblem: `operators` are those of a PDF page (m, l, c, h), in points from the lower left of the emblem.

    `fill` and `stroke` are parts of red, green and blue from 0 to 1, None for none; `weight` is the width of the stroke in points.
    """

    operators: str
    fill: RGB | None
    stroke: RGB | None
    weight: float
    even_odd: bool


@dataclass(frozen=True)
class DrawnEmblem:
    """An emblem of paths, as large as it is drawn (points)."""

    width: float
    height: float
    paths: tuple[EmblemPath, ...]


@dataclass(frozen=True)
class PixelEmblem:
    """An emblem of pixels, as large as it is drawn (points); `rgb` has three bytes for each pixel, from the upper left."""

    width: float
    height: float
    columns: int
    rows: int
    rgb: bytes


Emblem = DrawnEmblem | PixelEmblem


def check_bytes(count: int) -> None:
    """Raises CbmTrackerError: a file of so many bytes is too large for an emblem."""
    if count > LARGEST:
        told = f"The emblem has {count // 1000} kB, and {LARGEST // 1000} kB is the most."
        raise CbmTrackerError(told, "Save it with fewer pixels, or as SVG with simpler shapes.")


def emblem_text(data: bytes) -> str:
    """Return the file of an emblem as a request carries it. Raises CbmTrackerError: as `read_emblem`."""
    text = base64.b64encode(data).decode("ascii")
    read_emblem(text, 1, 1)
    return text


def emblem_file(text: str) -> tuple[str, bytes]:
    """Return what the file of an emblem is, PNG or SVG, and its bytes. Raises CbmTrackerError: it is neither, or too large."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CbmTrackerError("The emblem is not written in base64.", "Choose its file again.") from error
    check_bytes(len(data))
    if data.startswith(_PNG):
        return "PNG", data
    if b"<svg" in data:
        return "SVG", data
    raise CbmTrackerError("The emblem is neither a PNG nor an SVG file.", "Save it as PNG or SVG, then choose it again.")


def read_emblem(text: str, height: float, room: float, *, grey: bool = False) -> Emblem:
    """Return an emblem as it is drawn: this high (points), lower where it would be wider than `room`.

    Raises:
        CbmTrackerError: the file cannot be read, is too large, or needs what an archival page cannot show as it is meant.
    """
    kind, data = emblem_file(text)
    return _pixels(data, height, room, grey) if kind == "PNG" else _drawn(data, height, room, grey)


def _fitted(wide: float, high: float, height: float, room: float) -> float:
    """Return by how much a size is to be scaled."""
    return min(height / high, room / wide)


# ---------------------------------------------------------------- pixels


def _pixels(data: bytes, height: float, room: float, grey: bool) -> PixelEmblem:
    """Pixels over white: an archival page has no use for transparency."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if max(image.size) > _LONGEST_SIDE:
                told = f"The emblem has {image.width} × {image.height} pixels, and {_LONGEST_SIDE} on a side is the most."
                raise CbmTrackerError(told, "Save it with fewer pixels, or as SVG.")
            shown = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise CbmTrackerError("The PNG file of the emblem is damaged.", "Save it again, then choose it again.") from error
    flat = Image.new("RGB", shown.size, "white")
    flat.paste(shown, mask=shown.getchannel("A"))
    if grey:
        flat = flat.convert("L").convert("RGB")
    scale = _fitted(*flat.size, height, room)
    return PixelEmblem(flat.width * scale, flat.height * scale, *flat.size, flat.tobytes())


# ---------------------------------------------------------------- paths


def _drawn(data: bytes, height: float, room: float, grey: bool) -> DrawnEmblem:
    """Paths, as large as what they paint: margins of the file are left out."""
    _check_size(data)
    try:
        shapes = [(shape, Path(shape)) for shape in _shapes(SVG.parse(io.BytesIO(data), reify=True))]
        boxes = [path.bbox() for _, path in shapes]
    except CbmTrackerError:
        raise
    except Exception as error:  # the reader of SVG says in no other way that it cannot go on
        raise _unreadable() from error
    if not shapes:
        raise CbmTrackerError("The SVG file of the emblem shows nothing.", "Save it with its shapes as paths, then choose it again.")
    edges = [_weight(shape) / 2 for shape, _ in shapes]
    left, top = (min(box[at] - edge for box, edge in zip(boxes, edges, strict=True)) for at in (0, 1))
    right, bottom = (max(box[at] + edge for box, edge in zip(boxes, edges, strict=True)) for at in (2, 3))
    if right <= left or bottom <= top:
        raise CbmTrackerError("The SVG file of the emblem shows a line without any width.", "Choose another file.")
    scale = _fitted(right - left, bottom - top, height, room)
    return DrawnEmblem((right - left) * scale, (bottom - top) * scale, tuple(EmblemPath(
        _operators(path, scale, left, bottom), _colour(shape.fill, grey), _colour(shape.stroke, grey), _weight(shape) * scale,
        str(shape.values.get("fill-rule", "")) == "evenodd",
    ) for shape, path in shapes))


def _unreadable() -> CbmTrackerError:
    return CbmTrackerError("The SVG file of the emblem cannot be read.", "Save it as plain SVG, then choose it again.")


def _check_size(data: bytes) -> None:
    """Count what is drawn before it is: parts that use parts that use parts grow beyond any paper. Raises CbmTrackerError."""
    if b"<!ENTITY" in data:
        raise CbmTrackerError("The SVG file of the emblem defines entities.", "Save it as plain SVG, then choose it again.")
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise _unreadable() from error
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    counted: dict[ElementTree.Element, int] = {}

    def count(element: ElementTree.Element, within: tuple[ElementTree.Element, ...] = ()) -> int:
        if element in within:
            raise _unreadable()
        if element not in counted:
            target = by_id.get(next((value[1:] for key, value in element.items() if key.rpartition("}")[2] == "href"), ""))
            inner = [*element, target] if target is not None else [*element]
            counted[element] = 1 + sum(count(each, (*within, element)) for each in inner)
        return counted[element]

    try:
        too_many = count(root) > _MOST_SHAPES
    except RecursionError as error:
        raise _unreadable() from error
    if too_many:
        raise CbmTrackerError("The SVG file of the emblem has too many shapes to print.", "Save it simpler, or as PNG.")


def _shapes(image: SVG) -> Iterator[Shape]:
    """Yield what is drawn, in its order. Raises CbmTrackerError: something would not be shown as it is meant."""
    for element in image.elements():
        values = element.values if isinstance(element, SVGElement) else {}
        if str(values.get("visibility", "")) == "hidden" or str(values.get("display", "")) == "none":
            continue
        tag = str(values.get("tag", "")).rpartition("}")[2].casefold()
        if tag in _NOT_DRAWN:
            told = f"The SVG file of the emblem has a part of kind “{tag}”, which cannot be printed as it is meant."
            raise CbmTrackerError(told, "Turn all its parts into paths, then choose it again.")
        if any(str(values.get(key, "1")).strip() not in _OPAQUE for key in ("opacity", "fill-opacity", "stroke-opacity")):
            raise _seen_through()
        if any("url(" in str(values.get(key, "")) for key in ("fill", "stroke", "filter", "mask", "clip-path", "style")):
            raise CbmTrackerError("The SVG file of the emblem has gradients, patterns, masks or filters.",
                                  "Save it with plain colours, or as PNG.")
        if str(values.get("stroke-dasharray", "none")) not in ("none", "None"):
            raise CbmTrackerError("The SVG file of the emblem has dashed lines.", "Turn them into paths, then choose it again.")
        if isinstance(element, Shape) and (_colour(element.fill, grey=False) or _colour(element.stroke, grey=False)):
            yield element


_OPAQUE = ("1", "1.0", "100%", "None")


def _seen_through() -> CbmTrackerError:
    return CbmTrackerError("The SVG file of the emblem has parts one can see through.", "Save it with opaque colours, or as PNG.")


def _weight(shape: Shape) -> float:
    return float(shape.stroke_width or 0) if _colour(shape.stroke, grey=False) else 0.0


def _colour(colour: Color | None, grey: bool) -> RGB | None:
    """Raises CbmTrackerError: one can see through it."""
    if colour is None or colour.value is None or colour.alpha == 0:
        return None
    if colour.alpha < 255:
        raise _seen_through()
    red, green, blue = colour.red / 255, colour.green / 255, colour.blue / 255
    if grey:
        red = green = blue = 0.299 * red + 0.587 * green + 0.114 * blue  # ITU-R BT.601, as PNG files are turned grey
    return red, green, blue


def _operators(path: Path, scale: float, left: float, bottom: float) -> str:
    """The path in the operators of a page, turned so that y grows upwards."""
    path.approximate_arcs_with_cubics()
    parts: list[str] = []

    def at(*points: complex) -> str:
        return " ".join(f"{(point.real - left) * scale:.3f} {(bottom - point.imag) * scale:.3f}" for point in points)

    for part in path:
        if isinstance(part, Close):
            parts.append("h")
            continue
        end = complex(*part.end)
        if isinstance(part, CubicBezier):
            parts.append(f"{at(complex(*part.control1), complex(*part.control2), end)} c")
        elif isinstance(part, QuadraticBezier):  # the same curve as a cubic one
            begin, control = complex(*part.start), complex(*part.control)
            parts.append(f"{at(begin + 2 / 3 * (control - begin), end + 2 / 3 * (control - end), end)} c")
        elif isinstance(part, Move):
            parts.append(f"{at(end)} m")
        elif isinstance(part, Line):
            parts.append(f"{at(end)} l")
    return " ".join(parts)
