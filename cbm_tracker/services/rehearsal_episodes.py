"""What happens in an invented year: each episode is a few records that belong together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from cbm_tracker.domain.forces import Contingent, total
from cbm_tracker.domain.measures import (
    Case,
    Contribution,
    HotlineContact,
    Inspection,
    JointExercise,
    Link,
    Notification,
    Promise,
    Record,
    TeamMember,
)
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.services.rehearsal_words import (
    ABROAD,
    BASES,
    FINDINGS,
    INCIDENTS,
    LANDLOCKED,
    MISSIONS,
    NEIGHBOURS,
    OWNER,
    PLACES,
    PROMISES,
    PURPOSES,
    REFUSALS,
    REMARKS,
    SOURCES,
    UNITS,
)
from cbm_tracker.services.rehearsal_year import RehearsalYear

MARKING = "EXERCISE"
_SIZES = ((300, 2500), (2500, 8900), (9000, 12900), (13000, 19000), (25000, 31000))
_ASKED = {
    "specified_area": ("an inspection", "inspection_notice"), "evaluation_visit": ("an evaluation visit", "evaluation_request"),
    "observation_flight": ("an observation flight", "observation_flight_notice"), "declared_site": ("an inspection", "inspection_notice"),
}
_DAYTON = ("BIH", "HRV", "MNE", "SRB")
DUTIES = (
    ("hcoc", "annual_declaration", 3, 31, "Annual declaration"), ("vd11", "defence_planning", 3, 26, "Defence planning"),
    ("osce-code-of-conduct", "questionnaire_reply", 4, 15, "Code of Conduct questionnaire"),
    ("bwc-cbm", "annual_declaration", 4, 15, "Confidence-building forms"), ("gemi", "annual_exchange", 4, 30, "Global exchange"),
    ("unmilex", "annual_report", 4, 30, "Report on military expenditures"), ("unroca", "annual_report", 5, 31, "Return to the Register"),
    ("att", "annual_report", 5, 31, "Annual report"), ("osce-mines", "questionnaire_reply", 5, 31, "Questionnaire on landmines"),
    ("osce-salw", "annual_report", 6, 30, "Small arms return"), ("vd11", "annual_calendar", 11, 15, "Annual calendar"),
    ("vd11", "annual_exchange", 12, 15, "Annual exchange of military information"),
)


def common(year: RehearsalYear, sender: str, agreements: tuple[str, ...] = ("vd11",), **fields: Any) -> dict[str, Any]:
    """Return the fields that every invented record has."""
    sources = () if year.chance(0.2) else (year.one(SOURCES),)
    return {
        "id": year.id(), "agreements": agreements, "from_state": sender, "direction": "given" if sender == OWNER else "received",
        "marking": MARKING, "remarks": year.one(REMARKS), "sources": sources, **fields,
    }


def _message(
    year: RehearsalYear, sender: str, kind: str, subject: str, sent: Instant, links: tuple[Link, ...] = (), **fields: Any
) -> Notification:
    """Return a notification sent to all over the network; what comes in is received minutes later, seldom untold when."""
    received = None if sender == OWNER or year.chance(0.05) else year.after(sent, 1, 25)
    told = common(year, sender, **fields)
    return Notification(
        **told, reference=year.reference(sender), notification_kind=kind, subject=subject, sent_at=sent, received_at=received,
        channel="OSCE_network" if year.chance(0.85) else "diplomatic_note", to=("OSCE",) if sender == OWNER else (OWNER, "OSCE"),
        links=links,
    )


def _contingent(year: RehearsalYear, state: str, troops: int, phase: str = "") -> Contingent:
    """Return a contingent whose equipment follows its size; what is not told stays untold."""
    untold = year.chance(0.12)

    def count(per_thousand: float) -> int | None:
        return None if untold or year.chance(0.05) else round(troops / 1000 * per_thousand * year.dice.uniform(0.4, 1.4))

    return Contingent(
        state=state, phase=phase, role="participant", troops=None if year.chance(0.06) else troops, battle_tanks=count(11),
        armoured_combat_vehicles=count(34), artillery=count(8), anti_tank_launchers=count(3), combat_aircraft=count(0.5),
        attack_helicopters=count(0.6), helicopters=count(1.5),
    )


# ---------------------------------------------------------------- exercises


def exercise(year: RehearsalYear) -> list[Record]:
    """An exercise with its notification, at times with observers, changes and contributions."""
    host = year.host()
    starts = year.day((2, 15), (11, 25))
    ends = starts + timedelta(days=year.dice.randint(2, 20))
    least, most = year.dice.choices(_SIZES, (34, 34, 18, 11, 1 if host != OWNER else 0))[0]
    troops = year.dice.randint(least, most)
    kind = year.dice.choices(
        ("field_exercise", "command_post_exercise", "transfer", "air_exercise", "parachute_assault", "naval_exercise"),
        (62, 14, 8, 7, 4, 0 if host in LANDLOCKED else 8),
    )[0]
    guests = year.guests(host, 5)
    shares = [year.dice.uniform(3, 6), *(year.dice.uniform(0.3, 1.5) for _ in guests)]
    parts = {state: round(troops * share / sum(shares)) for state, share in zip((host, *guests), shares, strict=True)}
    phases = ("arrival", "field phase") if kind == "field_exercise" and year.chance(0.15) else ("",)
    contingents = tuple(
        _contingent(year, state, round(size * (0.4 if phase == "arrival" else 1)), phase)
        for state, size in parts.items() for phase in phases
    )
    if contingents:
        contingents = (replace(contingents[0], role="host"), *contingents[1:])
    name = year.designation(host)
    untold_start = year.chance(0.03)
    held = JointExercise(
        **common(year, host), reference=f"{name} / {host}", designation=name, activity_type=kind, host_states=(host,),
        starts_on=None if untold_start else year.told_date(starts),
        ends_on=None if untold_start or year.chance(0.08) else PartialDate.of(ends),
        level_of_command="division" if troops >= 9000 else "brigade", level="division" if troops >= 9000 else "brigade",
        divisional_structure=None if year.chance(0.1) else troops >= 9000, without_advance_notice=year.chance(0.02), in_zone=True,
        area=None if year.chance(0.05) else year.area(host), purpose=year.one(PURPOSES), contingents=contingents,
        sorties=year.dice.randint(20, 260) if kind == "air_exercise" else None,
        ships=year.dice.randint(2, 9) if kind == "naval_exercise" else None,
    )
    records: list[Record] = [held]
    notice = year.dice.randint(24, 41) if year.chance(0.1) else year.dice.randint(42, 63)
    advance = None
    if troops >= 9000 or year.chance(0.35):
        stated = total(contingents, "troops")
        content = {"designation": name, "troops": stated} if stated is not None else {"designation": name}
        sent = year.at(starts - timedelta(days=notice), host)
        advance = _message(year, host, "exercise_advance", f"Notification of {name}", sent, _to(held, "notifies"), content=content,
                           tags=() if troops >= 9000 else ("voluntary",))
        records.append(advance)
        if year.chance(0.15):
            changed = year.at(starts - timedelta(days=year.dice.randint(4, 20)), host)
            links = (*_to(held, "notifies"), *_to(advance, "corrects"))
            records.append(_message(year, host, "exercise_change", f"Change to {name}", changed, links))
    if troops >= 13000 and host != OWNER and advance is not None:
        records.extend(_observation(year, held, advance, host, name))
    for state in (host, *guests)[: year.dice.randint(0, 3)]:
        records.append(_contribution(year, state, name, held, PartialDate.of(starts), PartialDate.of(ends)))
    return records


def _to(record: Record, relation: str) -> tuple[Link, ...]:
    return (Link(relation=relation, target=record.id),)


def _observation(year: RehearsalYear, held: JointExercise, advance: Notification, host: str, name: str) -> list[Record]:
    assert advance.sent_at is not None
    invited = _message(year, host, "observer_invitation", f"Invitation to observe {name}", year.after(advance.sent_at, 30, 600),
                       _to(held, "notifies"))
    assert invited.sent_at is not None
    replied = _message(year, OWNER, "observer_reply", f"Reply: observers to {name}", year.after(invited.sent_at, 3000, 24000),
                       _to(invited, "answers"))
    records: list[Record] = [invited, replied]
    if held.starts_on is not None and held.starts_on.is_complete:
        arrived = year.at(held.starts_on.first_day + timedelta(days=1), host, 9)
        records.append(Inspection(
            **common(year, OWNER, links=_to(held, "reports_on")), reference=year.reference(OWNER),
            inspection_kind="observation_of_exercise", inspecting_states=(OWNER,),
            receiving_state=host, arrived_at=arrived, started_at=year.after(arrived, 60, 180),
            ended_at=year.after(arrived, 2000, 4200), team=_team(year, OWNER, 2), area=held.area, outcome="completed",
            quota_effect="not_consumed", findings=year.one(FINDINGS),
        ))
    return records


# ---------------------------------------------------------------- contributions


def _contribution(
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
        **common(year, state, ("vd11",) if part_of else ("un-coe",), links=_to(part_of, "part_of") if part_of else ()),
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
    return [_contribution(year, state, year.one(MISSIONS), None, PartialDate.of(begins), PartialDate.of(ends))]


# ---------------------------------------------------------------- inspections


def inspection(year: RehearsalYear) -> list[Record]:
    """A visit, evaluation or flight from the request to the report, with the messages about it."""
    kind, agreement = year.dice.choices(
        (("specified_area", "vd11"), ("evaluation_visit", "vd11"), ("airbase_visit", "vd11"), ("observation_flight", "open-skies"),
         ("declared_site", "dayton-iv")), (42, 30, 6, 12, 10))[0]
    if agreement == "dayton-iv":
        receiving, inspecting = year.some(_DAYTON, 2, 2)
    elif agreement == "open-skies":
        receiving, inspecting = year.some(("DEU", "FRA", "ITA", "HUN", "CZE", "POL", "ROU", "BGR", "GRC", "TUR", "ESP", "NOR"), 2, 2)
    else:
        receiving = OWNER if year.chance(0.3) else year.host((OWNER,))
        inspecting = OWNER if receiving != OWNER and year.chance(0.45) else year.host((receiving, OWNER))
    day = year.day((1, 12), (12, 5))
    arrived = year.at(day, receiving, year.dice.randint(6, 15))
    hours_ahead = {"specified_area": (36, 110), "evaluation_visit": (120, 168), "observation_flight": (72, 96)}.get(kind, (240, 600))
    requested = Instant(arrived.utc - timedelta(hours=year.dice.randint(*hours_ahead), minutes=20), PLACES[inspecting].zone)
    received = year.after(requested, 1, 30)
    refused = agreement == "vd11" and year.chance(0.07)
    late = year.chance(0.08)
    replied = None if year.chance(0.06) else year.after(received, *((1500, 2900) if late else (90, 1380)))
    lasted = {"specified_area": (2200, 2880), "evaluation_visit": (300, 700), "observation_flight": (1500, 5400)}.get(kind, (240, 1400))
    started = year.after(arrived, 60, 300)
    ended = year.after(started, *lasted)
    held: dict[str, Any] = {"reply": "refused", "refusal_ground": year.one(REFUSALS), "outcome": "refused_quota",
                            "quota_effect": "not_consumed"}
    if not refused:
        held = {
            "reply": "accepted" if replied else "", "arrived_at": arrived, "started_at": started, "ended_at": ended,
            "report_sent_at": None if year.chance(0.15) else year.after(ended, 5000, 20000), "team": _team(year, inspecting, 4),
            "outcome": "" if year.chance(0.05) else "conducted_full", "quota_effect": "consumed_both", "findings": year.one(FINDINGS),
        }
    made = Inspection(
        **common(year, inspecting, (agreement,), to=(receiving,)), reference=year.reference(inspecting), inspection_kind=kind,
        inspecting_states=(inspecting,), receiving_state=receiving, requested_at=requested, request_received_at=received,
        replied_at=replied, entry_planned_at=Instant(arrived.utc, arrived.zone),
        area=year.area(receiving) if kind in ("specified_area", "observation_flight") else None,
        site=year.one(BASES) if kind == "airbase_visit" else "",
        units=(year.one(UNITS),) if kind in ("evaluation_visit", "declared_site") else (), **held,
    )
    records: list[Record] = [made]
    what, asked_as = _ASKED.get(kind, ("a visit", "visit_notice"))
    asked = _message(year, inspecting, asked_as, f"Request for {what}", requested, _to(made, "notifies"), agreements=(agreement,))
    records.append(asked)
    if replied is not None and OWNER in (inspecting, receiving):
        answer = "refusal" if refused else "evaluation_reply" if kind == "evaluation_visit" else "inspection_reply"
        links = _to(asked, "answers")
        records.append(_message(year, receiving, answer, f"Reply to {asked.reference}", replied, links, agreements=(agreement,)))
    if made.report_sent_at is not None and year.chance(0.5):
        records.append(_message(year, inspecting, "inspection_report", f"Report on {made.reference}", made.report_sent_at,
                                _to(made, "reports_on"), agreements=(agreement,)))
    return records


def _team(year: RehearsalYear, state: str, most: int) -> tuple[TeamMember, ...]:
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


# ---------------------------------------------------------------- duties and cases


def duty(year: RehearsalYear, number: int) -> list[Record]:
    """An annual duty: those of the owner first, then those of others; a few come late."""
    agreement, kind, month, last_day, subject = DUTIES[number % len(DUTIES)]
    sender = OWNER if number < len(DUTIES) else year.host((OWNER,))
    day = year.day((month, 1), (month, last_day)) + timedelta(days=year.dice.randint(1, 12) if year.chance(0.08) else 0)
    return [_message(year, sender, kind, f"{subject} {year.year}", year.at(day, sender), agreements=(agreement,))]


def case(year: RehearsalYear) -> list[Record]:
    """An incident told as one story: calls, a question, an answer, a visit agreed."""
    other = year.one(NEIGHBOURS)
    incident = year.dice.randrange(len(INCIDENTS))
    subject = INCIDENTS[incident][1]
    first = _call(year, year.at(year.day((1, 20), (11, 20)), OWNER, year.dice.randint(0, 23)), other, incident, subject)
    assert first.closed_at is not None
    second = _call(year, year.after(first.closed_at, 60, 400), other, incident, f"{subject}: second call")
    assert second.closed_at is not None
    question = _message(year, OWNER, "clarification_request", subject, year.after(second.closed_at, 60, 900))
    assert question.sent_at is not None
    answer = _message(year, other, "clarification_reply", subject, year.after(question.sent_at, 900, 2800), _to(question, "answers"))
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
