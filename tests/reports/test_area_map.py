"""Maps of areas: what lies in the frame, true to scale, across the date line, and what is refused."""

from __future__ import annotations

import pytest

from cbm_tracker.errors import ReportFailed
from cbm_tracker.reports.area_map import area_picture
from cbm_tracker.reports.map_data import Frame, outlines


def test_between_germany_and_poland_runs_a_border_and_every_line_stays_in_the_frame() -> None:
    frame = Frame(50.5, 12.0, 54.5, 16.0)
    lines = outlines(frame)
    assert any(line.border for line in lines)
    assert any(not line.border for line in lines)
    for north, east in (place for line in lines for place in line.places):
        assert frame.south - 1e-9 <= north <= frame.north + 1e-9
        assert frame.west - 1e-9 <= east <= frame.east + 1e-9


def test_lines_go_on_across_the_date_line() -> None:
    lines = outlines(Frame(64.0, 175.0, 68.0, 192.0))
    easts = [east for line in lines for _, east in line.places]
    assert min(easts) < 179
    assert max(easts) > 188


def test_nothing_is_drawn_where_the_data_are_cut_at_the_date_line() -> None:
    assert not any(all(abs(east - 180) < 0.01 for _, east in line.places) for line in outlines(Frame(64.0, 178.0, 70.0, 182.0)))


def test_an_area_lies_hatched_within_the_picture_and_true_to_scale() -> None:
    picture = area_picture(((52.0, 20.0), (52.0, 21.0), (53.0, 21.0), (53.0, 20.0)))
    area = next(stroke for stroke in picture.strokes if stroke.fill == "hatched")
    (left, low), (right, _), (_, high), _ = area.points
    assert 0 < left < right < picture.width
    assert (right - left) / (high - low) == pytest.approx(0.609, abs=0.005)  # cosine of 52.5 degrees
    bar = picture.strokes[-1]
    assert picture.labels[0].text.endswith("km")
    kilometres = int(picture.labels[0].text.split("\u00a0")[0])
    assert (bar.points[1][0] - bar.points[0][0]) / kilometres == pytest.approx((high - low) / 111.195, rel=0.01)


def test_degrees_and_a_few_towns_are_named() -> None:
    names = [label.text for label in area_picture(((52.0, 20.0), (52.0, 21.0), (53.0, 21.0), (53.0, 20.0))).labels]
    assert "Warsaw" in names
    assert {"52°\u00a0N", "20°\u00a0E"} <= set(names)
    assert len([name for name in names if "°" not in name and "km" not in name]) <= 7


def test_degrees_across_the_date_line_turn_to_west() -> None:
    names = [label.text for label in area_picture(((65.0, 178.0), (65.0, -178.0), (67.0, -178.0), (67.0, 178.0))).labels]
    assert any(name.endswith("E") for name in names)
    assert any(name.endswith("W") for name in names)


def test_an_area_across_the_date_line_is_one() -> None:
    picture = area_picture(((65.0, 178.0), (65.0, -178.0), (67.0, -178.0), (67.0, 178.0)))
    area = next(stroke for stroke in picture.strokes if stroke.fill == "hatched")
    assert max(x for x, _ in area.points) - min(x for x, _ in area.points) < picture.width


def test_a_single_place_is_marked() -> None:
    assert any(stroke.fill == "red" for stroke in area_picture(((48.2, 16.37),)).strokes)


@pytest.mark.parametrize("area", [(), ((85.0, 10.0),), ((0.0, -70.0), (0.0, 70.0), (5.0, 0.0))])
def test_what_a_map_would_show_false_is_refused(area: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ReportFailed, match="map"):
        area_picture(area)
