"""Emblems: files that are read as they are drawn, and those that are refused with a sentence."""

from __future__ import annotations

import base64
import io
import re

import pytest
from PIL import Image

from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.emblem import LARGEST, DrawnEmblem, PixelEmblem, emblem_file, emblem_text, read_emblem

HIGH, ROOM = 51.0, 110.0


def an_svg(inner: str, head: str = 'viewBox="0 0 100 120"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {head}>{inner}</svg>'.encode()


def a_png(size: tuple[int, int] = (20, 10), colour: tuple[int, ...] = (200, 0, 0), mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, "PNG")
    return file.getvalue()


def drawn(inner: str, *, grey: bool = False, room: float = ROOM) -> DrawnEmblem:
    emblem = read_emblem(emblem_text(an_svg(inner)), HIGH, room, grey=grey)
    assert isinstance(emblem, DrawnEmblem)
    return emblem


def points(operators: str) -> list[float]:
    return [float(figure) for figure in re.findall(r"-?\d+\.\d+", operators)]


def test_a_path_keeps_its_curves_its_hole_and_its_colour() -> None:
    emblem = drawn('<path fill="#c00" fill-rule="evenodd" d="M0 0 C 0 40 40 40 40 0 Z M10 5 h10 v10 h-10 z"/>')
    (path,) = emblem.paths
    assert path.operators.split()[2::1].count("c") == 1
    assert path.operators.endswith("h")
    assert path.even_odd
    assert path.fill == pytest.approx((0.8, 0, 0))
    assert path.stroke is None


def test_what_is_painted_fills_the_height_whatever_its_margins_and_groups() -> None:
    emblem = drawn('<g transform="translate(30 20) scale(2)"><rect width="10" height="20"/></g>')
    assert (emblem.width, emblem.height) == pytest.approx((HIGH / 2, HIGH))
    figures = points(emblem.paths[0].operators)
    assert min(figures) == 0
    assert max(figures) == pytest.approx(HIGH)


def test_the_top_of_the_file_is_the_top_of_the_page() -> None:
    emblem = drawn('<rect width="10" height="10" fill="red"/><rect y="10" width="10" height="30" fill="blue"/>')
    above, below = (points(path.operators)[1::2] for path in emblem.paths)
    assert min(above) == pytest.approx(max(below)) == pytest.approx(HIGH * 3 / 4, abs=0.001)


def test_a_wide_emblem_stays_within_its_room() -> None:
    emblem = drawn('<rect width="100" height="10"/>', room=50)
    assert (emblem.width, emblem.height) == pytest.approx((50, 5))


def test_a_stroke_is_scaled_and_belongs_to_the_size() -> None:
    emblem = drawn('<circle cx="50" cy="50" r="20" fill="none" stroke="blue" stroke-width="4"/>')
    (path,) = emblem.paths
    assert path.weight == pytest.approx(HIGH / 44 * 4)
    assert path.fill is None
    assert min(points(path.operators)) == pytest.approx(path.weight / 2, abs=0.001)


def test_parts_used_again_are_drawn_again_and_those_kept_for_use_are_not() -> None:
    emblem = drawn('<defs><path id="p" d="M0 0h3v3z"/></defs><use xlink:href="#p"/><use href="#p" x="10"/>')
    assert len(emblem.paths) == 2


def test_a_quadratic_curve_is_the_same_as_a_cubic_one() -> None:
    emblem = drawn('<path d="M0 0 Q 30 60 60 0 z"/>')
    assert points(emblem.paths[0].operators)[2:8] == pytest.approx([34, -17, 68, -17, 102, 51], abs=0.01)


def test_grey_is_grey() -> None:
    (path,) = drawn('<rect width="9" height="9" fill="#ff0000"/>', grey=True).paths
    assert path.fill == pytest.approx((0.299, 0.299, 0.299))


def test_pixels_lie_on_white_and_keep_their_shape() -> None:
    emblem = read_emblem(emblem_text(a_png((20, 10), (200, 0, 0, 0), "RGBA")), HIGH, ROOM)
    assert isinstance(emblem, PixelEmblem)
    assert (emblem.columns, emblem.rows) == (20, 10)
    assert emblem.width / emblem.height == 2
    assert emblem.rgb == b"\xff" * 600


def test_grey_pixels_have_one_tone() -> None:
    emblem = read_emblem(emblem_text(a_png()), HIGH, ROOM, grey=True)
    assert isinstance(emblem, PixelEmblem)
    assert len(set(emblem.rgb)) == 1


def test_what_a_file_is_shows_in_its_bytes() -> None:
    assert emblem_file(emblem_text(a_png()))[0] == "PNG"
    assert emblem_file(emblem_text(an_svg('<rect width="9" height="9"/>'))) == ("SVG", an_svg('<rect width="9" height="9"/>'))


NESTED = "".join(f'<g id="g{at}"><use href="#g{at - 1}"/><use href="#g{at - 1}"/></g>' for at in range(1, 40))


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<text>OSCE</text>", "kind “text”"), ('<image href="a.png" width="3" height="3"/>', "kind “image”"),
        ('<rect width="4" height="4" opacity=".5"/>', "see through"), ('<g opacity=".5"><rect width="4" height="4"/></g>', "see through"),
        ('<rect width="4" height="4" fill="#12345680"/>', "see through"), ('<rect width="4" height="4" fill="url(#g)"/>', "gradients"),
        ('<rect width="4" height="4" style="filter:url(#f)"/>', "gradients"), ('<rect width="4" height="4" fill="none"/>', "shows nothing"),
        ('<path d="M0 0 h9" stroke="red" stroke-dasharray="1 2"/>', "dashed"), ('<path d="M0 0 h9" fill="red"/>', "without any width"),
        ('<rect width="4" height="4"', "cannot be read"), ('<g id="a"><use href="#a"/></g>', "cannot be read"),
        (f'<g id="g0"><rect width="4" height="4"/></g>{NESTED}', "too many shapes"), ("", "shows nothing"),
    ],
)
def test_what_could_not_be_printed_as_it_is_meant_is_refused(inner: str, said: str) -> None:
    with pytest.raises(CbmTrackerError, match=said) as told:
        emblem_text(an_svg(inner))
    assert told.value.hint


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", "neither a PNG nor an SVG"), (b"\x89PNG\r\n\x1a\nbroken", "damaged"), (a_png()[:50], "damaged"),
        (b"<svg " + b" " * LARGEST, "200 kB is the most"), (a_png((2001, 4)), "2001 × 4 pixels"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + an_svg("&a;"), "entities"),
    ],
)
def test_files_that_are_no_emblem_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(CbmTrackerError, match=said):
        emblem_text(data)


def test_text_that_is_no_file_is_refused() -> None:
    with pytest.raises(CbmTrackerError, match="base64"):
        emblem_file("not base64!")
    with pytest.raises(CbmTrackerError, match="neither"):
        emblem_file(base64.b64encode(b"text").decode())
