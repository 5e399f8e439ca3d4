"""Records of every kind as they are found by what is typed, whatever page is shown."""

from __future__ import annotations

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.date_words import partial_in_words
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.records.kind_views import VIEW_OF_KIND
from cbm_tracker.desktop.translation import tr
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.summary import KIND_NAMES

_MOST = 12


def found_records(services: Services, typed: str) -> list[FactRow]:
    """Return the newest records that match; the key of a row is kind and id, with a space between."""
    names = services.names
    rows = []
    for row in services.records.page(Query(text=typed), limit=_MOST).rows:
        states = ", ".join(names.name(code) for code in row.states[:3])
        facts = [tr(KIND_NAMES[row.kind]), row.reference, states, partial_in_words(row.when or row.begins)]
        rows.append(FactRow(row.title, ", ".join(part for part in facts if part), right=tr("Open"),
                            icon=VIEW_OF_KIND[row.kind].icon, key=f"{row.kind} {row.id}", token="ink3"))
    return rows
