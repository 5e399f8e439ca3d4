"""Where something takes place: its area on a map, with its points as a table."""

from __future__ import annotations

from cbm_tracker.domain.record import Area
from cbm_tracker.errors import ReportFailed
from cbm_tracker.reports.area_map import area_picture
from cbm_tracker.reports.content import Block, Column, Figure, Row, Section, Table
from cbm_tracker.reports.house_style import number
from cbm_tracker.reports.wording import Names


def area_section(area: Area | None, of: str, source: str, names: Names) -> Section:
    """Return the section of an area; a sentence where none is recorded.

    Args:
        of: what takes place there, as it is called.
        source: names the record.
    """
    say = names.say
    if area is None or not (area.name or area.points):
        return Section(say("Area"), say("The register does not state the area."), (), "area")
    lead = say("The area is recorded as {name}.", name=area.name) if area.name else say("The area is recorded by coordinates alone.")
    return Section(say("Area"), lead, (_map(area, of, source, names),) if area.points else (), "area")


def _map(area: Area, of: str, source: str, names: Names) -> Block:
    """The points of the area on a map; their table alone where no map can show them true to scale."""
    say = names.say
    rows = tuple(
        Row((number(at), latitude(north, names), longitude(east, names)), source=source)
        for at, (north, east) in enumerate(area.points, 1))
    columns = (Column(say("Point"), 24, "right"), Column(say("Latitude"), 72, "right"), Column(say("Longitude"), 72, "right"))
    points = Table(say("Points of the area"), columns, rows, (say("WGS 84, degrees, as recorded."),))
    try:
        picture = area_picture(
            area.points, latitude=lambda degrees: latitude(degrees, names, 0), longitude=lambda degrees: longitude(degrees, names, 0)
        )
    except ReportFailed:
        return points
    return Figure(
        say("The area, with coasts and borders"), picture,
        say("A map of the area of {name}; its points are in the table that follows.", name=of), points,
        (say("Coasts and borders simplified, after Natural Earth, towns after GeoNames (CC BY 4.0); they say nothing about the status of "
             "what they show."),))


def latitude(value: float, names: Names, decimals: int = 4) -> str:
    """52.1000° N, in the language of the edition; so is a longitude."""
    degrees = names.number(abs(value), decimals)
    return names.say("{degrees}°\u00a0N", degrees=degrees) if value >= 0 else names.say("{degrees}°\u00a0S", degrees=degrees)


def longitude(value: float, names: Names, decimals: int = 4) -> str:
    degrees = names.number(abs(value), decimals)
    return names.say("{degrees}°\u00a0E", degrees=degrees) if value >= 0 else names.say("{degrees}°\u00a0W", degrees=degrees)
