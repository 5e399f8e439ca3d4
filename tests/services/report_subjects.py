"""What tests ask reports about: whatever a register offers first of what a kind of report must be told."""

from __future__ import annotations

from dataclasses import replace

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.query import Query
from cbm_tracker.services.reports import KINDS, ReportRequest


def with_subject(services: Services, asked: ReportRequest, state: str = "HUN") -> ReportRequest:
    """Return a request that names a record, a State or an agreement where its kind is about one."""
    about = KINDS[asked.kind]
    record = next((row.id for row in services.records.page(Query(kinds=(about.record,))).rows), "") if about.record else ""
    return replace(asked, record=record, states=(state,) if about.states else (), agreements=("vd11",) if about.agreements else ())
