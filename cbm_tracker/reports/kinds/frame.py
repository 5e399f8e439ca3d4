"""What all kinds of report have around their sections: cover, running title, marking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cbm_tracker.reports.content import Cover, ReportContent, ReportRequest, Section
from cbm_tracker.reports.language import Language
from cbm_tracker.reports.material import Material
from cbm_tracker.reports.wording import Names


def assembled(
    request: ReportRequest, material: Material, names: Names, sections: Iterable[Section | None], *, title: str, scope: str,
    facts: Sequence[tuple[str, str]] = (), period: str = "",
) -> ReportContent:
    """Return a report of these sections behind a cover.

    Args:
        title: what kind of report it is, such as “Exercise report”.
        scope: one sentence below the title on what the report tells.
        facts: what the cover says beside the facts that every report states.
        period: the time it speaks of, in words; the period of the request where it is left out.
    """
    issuer = material.issuer
    owner = names.state(issuer.owner, request.at.date()) if issuer.owner else ""
    period = period or names.period(request.from_on, request.to_on)
    common = (
        (names.say("Handed to"), request.recipient), *facts, (names.say("Report"), names.say("{number}, {pages} pages")),
        (names.say("State of knowledge"), names.instant(request.at)), (names.say("Register"), issuer.register),
        (names.say("Language"), _languages(request, names)), (names.say("Release"), release(request, material.withheld_in_all(), names)),
    )
    return ReportContent(
        number="", title=title, running_title=" · ".join(part for part in (owner, f"{title} {{number}}", period) if part),
        marking=issuer.marking, exercise=issuer.exercise, language=request.language, at=request.at,
        cover=Cover(
            owner=owner, office=issuer.office, title=title, period=period, scope=scope,
            facts=tuple((name, value) for name, value in common if value), from_on=request.from_on, to_on=request.to_on,
        ),
        sections=tuple(section for section in sections if section is not None),
    )


def _languages(request: ReportRequest, names: Names) -> str:
    if not request.second_language:
        return names.tongue.own_name
    return names.joined([names.tongue.own_name, Language(request.second_language).own_name])


def release(request: ReportRequest, withheld: int, names: Names) -> str:
    """What the search of the finished file found; it is said beforehand, for a report of which it is not true is not issued.

    Args:
        withheld: of how many records of the register the recipient may not have all.
    """
    if not request.recipient.strip():
        return ""
    if not withheld:
        return names.say("Nothing is withheld from this recipient")
    return names.count(
        "Checked: nothing of {count} withheld record found", "Checked: nothing of {count} withheld records found", withheld
    )
