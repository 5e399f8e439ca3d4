"""The sections that a kind of report may have, so that they can be chosen before a report is composed.

A section without anything to say may be left out of a report; it is one of its kind all the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import Section

SECTIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "period": (
        ("summary", "Summary"), ("exercises", "Exercises"), ("notifications", "Notifications"),
        ("inspections", "Inspections, evaluations and visits"), ("contacts", "Hotline contacts"), ("contributions", "Contributions"),
        ("cases", "Cases"), ("obligations", "Obligations"), ("quotas", "Quotas"), ("agreements", "Agreements and States"),
        ("gaps", "Sources and gaps"),
    ),
    "hotline": (
        ("contacts", "Contacts"), ("tests", "Tests against their schedule"), ("answers", "Answer times"), ("promises", "Promises"),
        ("method", "How this was counted"),
    ),
    "gaps": (
        ("completeness", "Completeness"), ("items", "Known and unknown"), ("records", "Records with the most gaps"), ("sources", "Sources"),
    ),
    "case": (("story", "The story"), ("open", "Open ends")),
    "exercise": (
        ("identity", "The activity"), ("forces", "Forces"), ("rules", "What the rules say"), ("notifications", "Notifications"),
        ("observers", "Observers"), ("area", "Area"), ("contributions", "Contributions"), ("changes", "Changes"),
        ("sources", "Sources and gaps"),
    ),
    "inspection": (
        ("identity", "The visit"), ("clock", "Against the clock"), ("chronology", "Chronology"), ("team", "Team"),
        ("place", "Area and units"), ("result", "Report and result"), ("quota", "Effect on quotas"), ("rules", "What the rules find"),
        ("follow-up", "Follow-up"), ("sources", "Sources and gaps"),
    ),
    "agreement": (
        ("compliance", "Compliance"), ("obligations", "Obligations with their sums"), ("quotas", "Quotas"), ("measures", "Measures"),
        ("parties", "The agreement and its parties"), ("rules", "Rules that were asked"), ("gaps", "Gaps and method"),
    ),
    "calendar": (
        ("calendar", "The calendar"), ("items", "What is asked of each activity"), ("undetermined", "Undetermined"),
        ("changes", "Changes since the last calendar"), ("due", "When it is due, and when it was told"), ("gaps", "Gaps and method"),
    ),
    "state": (
        ("summary", "Summary"), ("notifications", "Notifications"), ("visits", "Inspections and visits"),
        ("contacts", "Contacts and promises"), ("exercises", "Exercises"), ("contributions", "Contributions"),
        ("obligations", "Obligations towards each other"), ("quotas", "Quotas between them"), ("method", "How this was counted"),
    ),
    "bilateral": (
        ("summary", "Summary"), ("exercises", "Common exercises"), ("records", "Two records, side by side"),
        ("notifications", "Notifications"), ("visits", "Visits both ways"), ("contacts", "Contacts and promises"),
        ("contributions", "Contributions"), ("obligations", "Obligations towards each other"), ("quotas", "Quotas between them"),
        ("alone", "Told by one alone"), ("method", "How this was counted"),
    ),
    "contributions": (
        ("summary", "Summary"), ("shares", "Shares and imbalance"), ("ahead", "Pledged, or still ahead"), ("received", "Where it went"),
        ("contributions", "Contributions"), ("grounds", "Sources and gaps"),
    ),
    "handover": (
        ("summary", "At a glance"), ("clocks", "Open clocks"), ("quotas", "Quotas left"), ("promises", "Promises open"),
        ("lines", "Lines and contacts"), ("deviations", "Standing deviations"), ("drafts", "Drafts waiting"), ("plans", "Plans ahead"),
        ("agreements", "Agreements with a special status"), ("people", "Whom to ask"), ("grounds", "Sources and gaps"),
    ),
}
"""The id of each section and what it is called, by kind, in the order of the report."""


def chosen(kind: str, sections: tuple[Section, ...], ids: tuple[str, ...]) -> tuple[Section, ...]:
    """Return the sections of these ids, in this order; one of the kind that has nothing to say in this report is left out.

    Raises CbmTrackerError: the kind has no such section, or none of those asked for has anything to say.
    """
    by_id = {section.id: section for section in sections if section.id}
    of_kind = {**by_id, **dict(SECTIONS.get(kind, ()))}
    missing = next((one for one in ids if one not in of_kind), None)
    if missing is not None:
        raise CbmTrackerError(f"This report has no section “{missing}”.", f"Choose of {', '.join(of_kind)}.")
    found = tuple(by_id[one] for one in ids if one in by_id)
    if not found:
        raise CbmTrackerError("None of the sections chosen has anything to say.", f"Choose of {', '.join(by_id)}.")
    return found
