"""The timeline: every mark inside the picture and free of the others, round moments on the scale, names broken between words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from cbm_tracker.reports.content import Picture, Stroke
from cbm_tracker.reports.timeline import WIDTH, Edge, Mark, timeline_picture

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def marks(count: int, apart: timedelta, lasting: timedelta = timedelta()) -> list[Mark]:
    return [Mark("Notifications", str(at + 1), NOON + at * apart, NOON + at * apart + lasting) for at in range(count)]


def drawn(told: list[Mark], *edges: Edge) -> Picture:
    picture = timeline_picture(told, edges)
    assert picture is not None
    return picture


def bars(picture: Picture) -> list[Stroke]:
    return [stroke for stroke in picture.strokes if stroke.fill]


def test_nothing_at_two_moments_is_no_timeline() -> None:
    assert timeline_picture([]) is None
    assert timeline_picture(marks(1, timedelta())) is None
    assert timeline_picture(marks(3, timedelta())) is None


@pytest.mark.parametrize(("count", "apart", "lasting"), [
    (2, timedelta(minutes=5), timedelta()), (12, timedelta(hours=7), timedelta(hours=30)), (25, timedelta(days=1), timedelta(days=3)),
    (6, timedelta(days=400), timedelta(days=20)),
])
def test_marks_lie_inside_the_picture_and_never_over_each_other(count: int, apart: timedelta, lasting: timedelta) -> None:
    picture = drawn(marks(count, apart, lasting))
    assert len(bars(picture)) == count
    boxes = []
    for stroke in bars(picture):
        (left, low), (right, high) = stroke.points[0], stroke.points[2]
        assert 0 <= left < right <= WIDTH
        assert 0 <= low < high <= picture.height
        boxes.append((left, low, right, high))
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert all(0 <= label.at[0] <= WIDTH and 0 <= label.at[1] <= picture.height for label in picture.labels)
    assert {str(at + 1) for at in range(count)} <= {label.text for label in picture.labels}


@pytest.mark.parametrize(("span", "names"), [
    (timedelta(hours=5), ["2027-03-01, UTC", "12:00", "13:00", "14:00", "15:00", "16:00", "17:00"]),
    (timedelta(hours=30), ["2027-03-01, UTC", "12:00", "18:00", "2027-03-02", "06:00", "12:00", "18:00"]),
    (timedelta(days=5), ["2027-03-02", "2027-03-03", "2027-03-04", "2027-03-05", "2027-03-06"]),
    (timedelta(days=400), ["2027-04", "2027-07", "2027-10", "2028-01", "2028-04"]),
    (timedelta(days=365 * 30), ["2030", "2035", "2040", "2045", "2050", "2055"]),
])
def test_the_scale_names_round_moments(span: timedelta, names: list[str]) -> None:
    told = [label.text for label in drawn(marks(2, span)).labels if label.colour == "muted"]
    assert told == names


def test_what_a_page_has_no_room_for_is_drawn_without_numbers() -> None:
    picture = drawn(marks(300, timedelta(minutes=1)))
    assert picture.height < 180
    assert len(bars(picture)) == 300
    assert "17" not in {label.text for label in picture.labels}


def test_a_long_name_takes_two_lines_of_its_lane() -> None:
    told = [Mark("Inspektionen, Überprüfungen", "1", NOON, NOON), *marks(2, timedelta(days=1))]
    names = [label for label in drawn(told).labels if label.strong]
    assert [label.text for label in names] == ["Inspektionen,", "Überprüfungen", "Notifications"]
    assert names[0].at[1] > names[1].at[1] > names[2].at[1]


def test_edges_go_through_all_lanes_each_named_on_a_line_of_its_own() -> None:
    picture = drawn(marks(2, timedelta(days=10)), Edge("closed", NOON + timedelta(days=2)), Edge("opened", NOON + timedelta(days=1)))
    opened, closed = (label for label in picture.labels if label.text in ("opened", "closed"))
    assert (opened.text, closed.text) == ("opened", "closed")
    assert opened.at[1] - closed.at[1] > 3
