"""What happens in an invented year beside exercises and inspections: contributions, calls, cases; a few records that belong together."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cbm_tracker.domain.measures import (
    Case,
    Contribution,
    HotlineContact,
    Promise,
    Record,
    TeamMember,
)
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.services.rehearsal_messages import common, linked, message
from cbm_tracker.services.rehearsal_words import (
    ABROAD,
    INCIDENTS,
    MISSIONS,
    NEIGHBOURS,
    OWNER,
    PLACES,
    PROMISES,
)
from cbm_tracker.services.rehearsal_year import RehearsalYear

# ---------------------------------------------------------------- contributions


def contribution(
    year: RehearsalYear, state: str, to: str, part_of: Record | None, from_on: PartialDate | None, to_on: PartialDate | None
) -> Contribution:
    kind = year.dice.choices(
        ("troops", "equipment", "transport", "fuel", "host_nation_support", "medical", "funds", "observers"), (30, 16, 14, 10, 10, 8, 8, 4)
    )[0]
    quantity, unit = {
        "troops": (year.dice.randint(2, 90) * 10, "persons"), "equipment": (year.dice.randint(3, 60), "vehicles"),
        "transport": (year.dice.randint(2, 40), "wagons"), "fuel": (year.dice.randint(5, 180), "tonnes"),
        "medical": (year.dice.randint(1, 4), "teams"), "observers": (year.dice.randint(1, 6), "persons"),
    }.get(kind, (None, ""))
    amount = None if kind == "troops" or year.chance(0.4) else Decimal(year.dice.randint(4, 900) * 1000)
    if kind == "funds" and amount is None and year.chance(0.8):
        amount = Decimal(year.dice.randint(10, 400) * 1000)
    return Contribution(
        **common(year, state, ("vd11",) if part_of else ("un-coe",), links=linked(part_of, "part_of") if part_of else ()),
        contribution_kind=kind, state=state, to=(to,), unit=unit,
        quantity=None if quantity is None or year.chance(0.1) else Decimal(quantity),
        amount=amount, currency="EUR" if amount is not None else "", valuation="unvalued" if amount is None else "actual_cost",
        settlement="" if year.chance(0.3) else "costs_lie_where_they_fall", from_on=from_on, to_on=None if year.chance(0.1) else to_on,
    )


def mission(year: RehearsalYear) -> list[Record]:
    """A State's part in a mission for some months."""
    state = OWNER if year.chance(0.6) else year.one(tuple(PLACES))
    begins = year.day((1, 5), (9, 1))
    ends = begins + timedelta(days=year.dice.choice((91, 122, 183)))
    return [contribution(year, state, year.one(MISSIONS), None, PartialDate.of(begins), PartialDate.of(ends))]


def team(year: RehearsalYear, state: str, most: int) -> tuple[TeamMember, ...]:
    names = dict.fromkeys(year.person(state) for _ in range(most))
    return tuple(
        TeamMember(name=name, state=state, function="team leader" if number == 0 else "inspector") for number, name in enumerate(names)
    )


# ---------------------------------------------------------------- hotline


def routine_test(year: RehearsalYear) -> list[Record]:
    """A scheduled test of a line; a few are answered late or not at all."""
    other = year.one((*NEIGHBOURS, "POL", "FRA", "TUR", "UKR", "KAZ"))
    scheduled = Instant(year.at(year.day(), OWNER, year.dice.choice((9, 10, 14))).utc.replace(minute=0), "Europe/Vienna")
    opened = year.after(scheduled, 0, 4)
    answered = None
    outcome = year.dice.choices(("answered", "answered_late", "technical_failure", "unanswered"), (86, 7, 4, 3))[0]
    if outcome in ("answered", "answered_late"):
        answered = year.after(opened, *((0, 2) if outcome == "answered" else (9, 45)))
    return [HotlineContact(
        **common(year, OWNER, ("osce-cyber",) if year.chance(0.1) else ()), reference=year.log_number(), purpose="routine_test",
        channel=year.dice.choices(("hotline_voice", "hotline_data", "OSCE_network"), (50, 25, 25))[0], with_states=(other,),
        initiated_by=OWNER, scheduled_at=scheduled, opened_at=opened, answered_at=answered,
        closed_at=year.after(answered, 1, 6) if answered else None,
        outcome="" if year.chance(0.03) else outcome, subject="Routine test of the line",
    )]


def cyber_check(year: RehearsalYear, day: date) -> list[Record]:
    """A test call of the points of contact for matters of information technology, answered the same day."""
    opened = year.at(day, OWNER, 10)
    answered = year.after(opened, 20, 300)
    return [HotlineContact(
        **common(year, "DEU", ("un-cyber-contacts",)), reference=year.log_number(), purpose="cyber_contact_check",
        channel="e-mail", with_states=("DEU",), initiated_by="DEU", opened_at=opened, answered_at=answered,
        closed_at=year.after(answered, 1, 6), outcome="answered", subject="Check of the points of contact",
    )]


def call(year: RehearsalYear) -> list[Record]:
    """A call about something that happened, often with promises."""
    other = year.one((*NEIGHBOURS, *ABROAD[:2], "POL", "UKR", "RUS", "TUR"))
    return [_call(year, year.at(year.day(), OWNER), other, year.dice.randrange(len(INCIDENTS)))]


def _call(year: RehearsalYear, opened: Instant, other: str, incident: int, subject: str = "") -> HotlineContact:
    purpose, topic, summary = INCIDENTS[incident]
    caller = year.one((OWNER, other))
    answered = year.after(opened, 0, 3)
    promises = []
    for _ in range(year.dice.choices((0, 1, 2), (35, 50, 15))[0]):
        due = year.after(answered, 600, 4300) if year.chance(0.85) else None
        kept = year.after(answered, 120, 5000) if year.chance(0.65) else None
        promises.append(Promise(by=year.one((OWNER, other)), text=year.one(PROMISES), due_at=due, kept_at=kept))
    return HotlineContact(
        **common(year, caller, ()), reference=year.log_number(), channel="hotline_voice", purpose=purpose, with_states=(other,),
        initiated_by=caller, opened_at=opened, answered_at=answered, closed_at=year.after(answered, 4, 35),
        outcome="" if year.chance(0.06) else "agreed_action" if promises else "answered", subject=subject or topic,
        summary="" if year.chance(0.08) else summary, promises=tuple(promises),
    )


# ---------------------------------------------------------------- cases


def case(year: RehearsalYear) -> list[Record]:
    """An incident told as one story: calls, a question, an answer, a visit agreed."""
    other = year.one(NEIGHBOURS)
    incident = year.dice.randrange(len(INCIDENTS))
    subject = INCIDENTS[incident][1]
    first = _call(year, year.at(year.day((1, 20), (11, 20)), OWNER, year.dice.randint(0, 23)), other, incident, subject)
    assert first.closed_at is not None
    second = _call(year, year.after(first.closed_at, 60, 400), other, incident, f"{subject}: second call")
    assert second.closed_at is not None
    question = message(year, OWNER, "clarification_request", subject, year.after(second.closed_at, 60, 900))
    assert question.sent_at is not None
    answer = message(year, other, "clarification_reply", subject, year.after(question.sent_at, 900, 2800), linked(question, "answers"))
    assert answer.sent_at is not None
    last = _call(year, year.after(answer.sent_at, 200, 2000), other, incident, f"{subject}: closing call")
    members: list[Record] = [first, second, question, answer, last]
    opened, closed = first.opened_at, last.closed_at
    assert opened is not None
    assert closed is not None
    story = (
        f"{INCIDENTS[incident][2]} The duty officers of {year.name_of(OWNER)} and {year.name_of(other)} spoke at once and again "
        "within hours. A written question followed and was answered. A closing call settled what each side does if it happens again."
    )
    told = {key: value for key, value in common(year, OWNER, ()).items() if key != "direction"}
    bundle = Case(
        **told, title=f"{subject}, {opened.local:%B %Y}", narrative=story, opened_on=PartialDate.of(opened.local.date()),
        closed_on=None if year.chance(0.2) else PartialDate.of(closed.local.date()), members=tuple(record.id for record in members),
    )
    return [*members, bundle]
