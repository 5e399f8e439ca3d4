"""What falls due by itself in an invented year: annual messages, what is declared as nothing, facts that rules ask for, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cbm_tracker.domain.measures import AgreementFacts, Inspection, ObligationNote, Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.services.rehearsal_messages import common, linked, message
from cbm_tracker.services.rehearsal_words import OWNER, UNITS_REPORTED
from cbm_tracker.services.rehearsal_year import RehearsalYear


@dataclass(frozen=True)
class Duty:
    """An annual message: due on the last day told here, about a period so many years after the year (None: it names none).

    `late_days` is how long after that day the owner sends it.
    """

    agreement: str
    kind: str
    month: int
    last_day: int
    subject: str
    about: int | None = None
    late_days: int = 0


DUTIES = (
    Duty("vd11", "defence_planning", 3, 22, "Defence planning", about=0),
    Duty("hcoc", "annual_declaration", 3, 31, "Annual declaration"),
    Duty("osce-code-of-conduct", "questionnaire_reply", 4, 15, "Code of Conduct questionnaire"),
    Duty("bwc-cbm", "annual_declaration", 4, 15, "Confidence-building forms"),
    Duty("gemi", "annual_exchange", 4, 30, "Global exchange"),
    Duty("unmilex", "annual_report", 4, 30, "Report on military expenditures"),
    Duty("unroca", "annual_report", 5, 31, "Return to the Register"),
    Duty("att", "annual_report", 5, 31, "Annual report"),
    Duty("osce-mines", "questionnaire_reply", 5, 31, "Questionnaire on landmines"),
    Duty("osce-salw", "annual_report", 6, 30, "Small arms return", late_days=6),
    Duty("osce-arms-transfers", "annual_report", 6, 30, "Exchange on arms transfers"),
    Duty("osce-arms-transfers", "questionnaire_reply", 6, 30, "Questionnaire on arms transfers"),
    Duty("vd11", "contact_plans", 11, 15, "Plans of contacts", about=1),
    Duty("vd11", "annual_calendar", 11, 15, "Annual calendar", about=1),
    Duty("vd11", "nil_report", 11, 15, "No activity at the level of constraint is planned for", about=2),
    Duty("osce-cyber", "contact_point_update", 12, 31, "Contact points"),
    Duty("vd11", "annual_exchange", 12, 15, "Annual exchange of military information", about=1),
    Duty("vd11", "deployment_plans", 12, 15, "Plans for deployment of major systems", about=1),
)
_SENT_EARLY = 12  # at most so many days before the last


def owners_duty(year: RehearsalYear, duty: Duty, due_in: int) -> list[Record]:
    """Return what the owner sent in a year: in the last days before it was due, or as late as the duty says."""
    last = date(due_in, duty.month, duty.last_day)
    day = last + timedelta(days=duty.late_days or -year.dice.randint(1, _SENT_EARLY))
    return [_sent(year, OWNER, duty, year.working(day))]


def foreign_duty(year: RehearsalYear, number: int) -> list[Record]:
    """Return what another State sent; a few come late."""
    duty = DUTIES[number % len(DUTIES)]
    day = year.day((duty.month, 1), (duty.month, duty.last_day)) + timedelta(days=year.dice.randint(1, 12) if year.chance(0.08) else 0)
    return [_sent(year, year.host((OWNER,)), duty, day)]


def _sent(year: RehearsalYear, sender: str, duty: Duty, day: date) -> Record:
    about = day.year + (duty.about or 0)
    return message(
        year, sender, duty.kind, f"{duty.subject} {about}", year.at(day, sender, year.dice.randint(8, 16)), agreements=(duty.agreement,),
        period="" if duty.about is None else str(about),
    )


def units_of(year: RehearsalYear, state: str) -> list[Record]:
    """Return how many units and formations a State reported as of the first day of the year: its quota follows from it."""
    return [AgreementFacts(
        **common(year, state), agreement="vd11", state=state, year=year.year, units=UNITS_REPORTED[state],
        reference=f"Annual exchange {year.year}",
    )]


def budget_of(year: RehearsalYear, of: int) -> list[Record]:
    """Return the day on which the owner's budget of a year was approved: defence planning is due three months later."""
    return [AgreementFacts(
        **common(year, OWNER), agreement="vd11", state=OWNER, year=of, subject=f"Budget {of}",
        budget_approved_on=PartialDate.of(date(of - 1, 12, 22)),
    )]


def waived_report(year: RehearsalYear, records: list[Record]) -> list[Record]:
    """Return a visit with the decision that its report is not waited for any longer."""
    visited = next(record for record in records if isinstance(record, Inspection))
    assert visited.ended_at is not None
    decided = Instant(visited.ended_at.utc + timedelta(days=16), "Europe/Vienna")
    return [*records, ObligationNote(
        **common(year, OWNER, links=linked(visited, "settles")), agreement="vd11", rule="inspection-report", state=OWNER,
        decision="waived", decided_at=decided,
        reason="The report was handed over on paper in the meeting of the delegations; its copy lies with the file of the visit.",
    )]


def unusual_activity(year: RehearsalYear, asking: str, asked: str, day: date, reply_hours: int | None) -> list[Record]:
    """Return a request for explanation of an unusual activity, and its reply so many hours later (None: never)."""
    request = message(
        year, asking, "unusual_activity_request", "Movements outside peacetime locations", year.at(day, asking, 11), to=asked,
        content={"cause of concern": "A column of armoured vehicles was seen near the border.", "type of activity": "movement by road",
                 "location or area": "within 20 km of the border"},
    )
    assert request.sent_at is not None
    if reply_hours is None:
        return [request]
    replied = year.after(request.sent_at, reply_hours * 60 - 50, reply_hours * 60 - 5)
    return [request, message(
        year, asked, "unusual_activity_reply", "Explanation: a road march to a range", replied, linked(request, "answers"), to=asking,
    )]
