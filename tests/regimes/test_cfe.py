"""The CFE Treaty as history: worked examples 17 and 18 of the reference, and those that its protocols yield."""

from __future__ import annotations

from typing import Any

from tests.regimes.json_examples import Example, Json, YearExample, examples

AFTER = "2000-06-01T00:00:00Z"


def inspection(**more: Any) -> Json:
    told = {
        "kind": "inspection", "agreements": ["cfe"], "inspection_kind": "declared_site", "inspecting_states": ["DEU"],
        "receiving_state": "RUS", "requested_at": "2000-04-18T21:00:00Z", "entry_planned_at": "2000-04-20T09:00:00Z",
    }
    return {key: value for key, value in {**told, **more}.items() if value is not None}


def facts(state: str = "DEU", **more: Any) -> Json:
    return {"kind": "agreement_facts", "agreement": "cfe", "state": state, **more}


def tanks(on: str, now: int, base: int | None = None, **more: Any) -> Json:
    told = {"base_holdings": {"battle_tanks": base}} if base is not None else {}
    return facts(on=on, subject="10th Brigade", holdings={"battle_tanks": now}, **{**told, **more})


CHANGE = "cfe/holdings-change"
STEPS = [tanks("1999-01-01", 40), tanks("1999-02-01", 43), tanks("1999-03-11", 44)]


@examples(
    Example(CHANGE, "example 17, 40 to 43", tanks("1999-03-11", 43, 40), "not_required", value=7.5),
    Example(CHANGE, "example 17, 40 to 44", tanks("1999-03-11", 44, 40), "required", value=10, due="1999-03-18",
            sum="1999-03-11 + 5 working days = 1999-03-18"),
    Example(CHANGE, "example 17, 44 to 48, the notice being the new base", tanks("1999-04-01", 48), "not_required", value=9.09, also=STEPS),
    Example(CHANGE, "example 17 in 2027, suspended", tanks("2027-03-11", 44, 40), "required", informs=True, state="informational",
            sum="2027-03-11 + 5 working days = 2027-03-18"),
    Example(CHANGE, "no figure to compare with", tanks("1999-03-11", 44), "undetermined", missing=("base_holdings.battle_tanks",)),
    Example(CHANGE, "no day", facts(holdings={"battle_tanks": 44}), ""),
)
def test_change_of_holdings(example: Example) -> None:
    example.check()


NOTICE = "cfe/inspection-notice"
SITE = "cfe/site-designation"


@examples(
    Example(NOTICE, "example 18, 36 hours", inspection(), "required", due="2000-04-18T21:00Z", state="met", at=AFTER),
    Example(NOTICE, "a minute less", inspection(requested_at="2000-04-18T21:01:00Z"), "required", state="met_late", at=AFTER),
    Example(NOTICE, "after the moratorium", inspection(requested_at=None, entry_planned_at="2007-12-12T09:00:00Z"), "required",
            informs=True),
    Example(NOTICE, "the day before the moratorium", inspection(requested_at=None, entry_planned_at="2007-12-11T09:00:00Z"), "required",
            due="2007-12-09T21:00Z"),
    Example("cfe/certification-notice", "96 hours", inspection(inspection_kind="certification", requested_at="2000-04-16T09:00:00Z"),
            "required", due="2000-04-16T09:00Z", state="met", at=AFTER),
    Example("cfe/certification-notice", "95 hours", inspection(inspection_kind="reduction", requested_at="2000-04-16T10:00:00Z"),
            "required", state="met_late", at=AFTER),
    Example("cfe/inspection-acknowledgement", "three hours", inspection(replied_at="2000-04-19T00:00:00Z"), "required",
            state="met", at=AFTER),
    Example("cfe/inspection-acknowledgement", "more", inspection(replied_at="2000-04-19T00:01:00Z"), "required",
            state="met_late", at=AFTER),
    Example(SITE, "example 18, from 10:00 on", inspection(designated_at="2000-04-20T10:00:00Z"), "permitted"),
    Example(SITE, "example 18, until 01:00 of the next day", inspection(designated_at="2000-04-21T01:00:00Z"), "permitted"),
    Example(SITE, "example 18, too early", inspection(designated_at="2000-04-20T09:59:00Z"), "breach", says="Too early by 1 min."),
    Example(SITE, "example 18, too late", inspection(designated_at="2000-04-21T01:01:00Z"), "breach", says="Too late by 1 min."),
    Example("cfe/challenge-answer", "two hours", inspection(inspection_kind="challenge", designated_at="2000-04-20T12:00:00Z"), "required",
            due="2000-04-20T14:00Z"),
    Example("cfe/challenge-answer", "a declared site needs none", inspection(designated_at="2000-04-20T12:00:00Z"), ""),
    Example("cfe/site-arrival", "nine hours", inspection(designated_at="2000-04-20T12:00:00Z", started_at="2000-04-20T21:00:00Z"),
            "required", state="met", at=AFTER),
    Example("cfe/site-arrival", "more", inspection(designated_at="2000-04-20T12:00:00Z", started_at="2000-04-20T21:01:00Z"), "required",
            state="met_late", at=AFTER),
)
def test_notice_and_designation(example: Example) -> None:
    example.check()


def stay(units: int, hours: str, **more: Any) -> Json:
    return inspection(arrived_at="2000-04-20T09:00:00Z", ended_at=hours, units=[f"unit {number}" for number in range(units)], **more)


COUNTRY = "cfe/in-country-duration"
NINE = [{"name": f"Inspector {number}"} for number in range(9)]


@examples(
    Example("cfe/site-duration", "48 hours", inspection(started_at="2000-04-20T21:00:00Z", ended_at="2000-04-22T21:00:00Z"), "required",
            state="met", at=AFTER),
    Example("cfe/site-duration", "more", inspection(started_at="2000-04-20T21:00:00Z", ended_at="2000-04-22T21:01:00Z"), "required",
            state="met_late", at=AFTER),
    Example("cfe/challenge-duration", "24 hours", inspection(
        inspection_kind="challenge", started_at="2000-04-20T21:00:00Z", ended_at="2000-04-21T21:00:00Z"), "required", state="met",
        at=AFTER),
    Example("cfe/challenge-duration", "more", inspection(
        inspection_kind="challenge", started_at="2000-04-20T21:00:00Z", ended_at="2000-04-21T22:00:00Z"), "required", state="met_late",
        at=AFTER),
    Example(COUNTRY, "one inspection, 48 hours", stay(1, "2000-04-22T09:00:00Z"), "required", state="met", at=AFTER),
    Example(COUNTRY, "one inspection, more", stay(1, "2000-04-22T09:01:00Z"), "required", state="met_late", at=AFTER),
    Example(COUNTRY, "two inspections, 84 hours", stay(2, "2000-04-23T21:00:00Z"), "required", due="2000-04-23T21:00Z",
            state="met", at=AFTER),
    Example(COUNTRY, "seven inspections, ten days", stay(7, "2000-04-29T09:00:00Z"), "required", due="2000-04-30T09:00Z", at=AFTER),
    Example(COUNTRY, "cancelled", stay(1, "2000-04-22T09:00:00Z", outcome="cancelled_force_majeure"), ""),
    Example("cfe/inspection-team", "nine", inspection(team=NINE), "permitted", value=9),
    Example("cfe/inspection-team", "ten", inspection(team=[*NINE, {"name": "Inspector 10"}]), "breach", value=10),
)
def test_stay_and_team(example: Example) -> None:
    example.check()


def notice(**content: Any) -> Json:
    return {"kind": "notification", "agreements": ["cfe"], "notification_kind": "inspection_notice", "from_state": "DEU",
            "sent_at": "2000-04-18T21:00:00Z", "content": content}


@examples(
    Example("cfe/specified-area", "65 square kilometres, 16 km", notice(area_km2=65, longest_line_km=16), "permitted"),
    Example("cfe/specified-area", "66 square kilometres", notice(area_km2=66, longest_line_km=16), "breach", value=66),
    Example("cfe/specified-area", "16.1 km", notice(area_km2=20, longest_line_km=16.1), "breach", value=16.1),
    Example("cfe/specified-area", "one figure alone", notice(area_km2=20), "undetermined", missing=("content.longest_line_km",)),
    Example("cfe/inspection-notice-content", "every item", notice(**dict.fromkeys("ABCDEFGHI", "told")), "required", state="met", at=AFTER),
    Example("cfe/inspection-notice-content", "no language", notice(**dict.fromkeys("ABCDEGHI", "told")), "advisory", at=AFTER,
            says="working_language"),
)
def test_notice_of_inspection(example: Example) -> None:
    example.check()


@examples(
    *(Example(f"cfe/{rule}", f"{days} days", facts(facts={"change": word}, takes_effect_on="2000-07-01"), "required", due=due)
      for rule, word, days, due in (
          ("structure-change", "structure", 42, "2000-05-20"), ("maximum-levels-change", "maximum_levels", 90, "2000-04-02"),
          ("storage-removal", "storage_removal", 42, "2000-05-20"), ("entry-point-change", "entry_point", 90, "2000-04-02"),
          ("storage-return", "storage_removal", 42, "2000-08-12"))),
    *(Example(f"cfe/{rule}", "another change", facts(facts={"change": "other"}, takes_effect_on="2000-07-01"), "")
      for rule in ("structure-change", "maximum-levels-change", "storage-removal", "entry-point-change", "storage-return")),
    Example("cfe/inspector-list-objection", "30 days", facts(facts={"change": "inspector_list"}, received_on="2000-02-01"), "advisory",
            due="2000-03-02"),
    Example("cfe/inspector-list-objection", "another change", facts(facts={"change": "other"}, received_on="2000-02-01"), ""),
)
def test_notices_of_a_party(example: Example) -> None:
    example.check()


CEILINGS = (("battle_tanks", 13_300), ("armoured_combat_vehicles", 20_000), ("artillery", 13_700), ("combat_aircraft", 5_150),
            ("attack_helicopters", 1_500))


def whole(category: str, number: int, on: str = "2000-01-01") -> Json:
    return facts(on=on, holdings={category: number}, facts={"scope": "State"})


@examples(
    *(Example(f"cfe/{category.replace('_', '-')}-ceiling", f"{limit:,}", whole(category, limit), "permitted", value=limit)
      for category, limit in CEILINGS),
    *(Example(f"cfe/{category.replace('_', '-')}-ceiling", f"{limit + 1:,}", whole(category, limit + 1), "breach", value=limit + 1)
      for category, limit in CEILINGS),
    Example("cfe/battle-tanks-ceiling", "before the 40 months are over", whole("battle_tanks", 14_000, "1994-01-01"), ""),
    Example("cfe/battle-tanks-ceiling", "holdings of a unit", tanks("2000-01-01", 44, 40), ""),
)
def test_ceilings_of_one_state(example: Example) -> None:
    example.check()


def objects(number: int, year: int = 2000, state: str = "RUS") -> Json:
    return facts(state, year=year, objects_of_verification=number)


def done(number: int, **more: Any) -> Json:
    told = {"requested_at": f"2000-02-{1 + number:02d}T00:00:00Z", "entry_planned_at": f"2000-02-{1 + number:02d}T09:00:00Z",
            "inspecting_states": [("FRA", "GBR", "ITA")[number % 3]], "outcome": "conducted_full"}
    return inspection(**{**told, **more})


def in_year(record: Json, year: int, month: int = 4) -> Json:
    return {**record, "requested_at": f"{year}-{month:02d}-01T00:00:00Z", "entry_planned_at": f"{year}-{month:02d}-03T00:00:00Z"}


@examples(
    Example("cfe/passive-quota", "example 18, 15 per cent of 65 rounded up, the tenth", inspection(), "permitted", value=10,
            also=[objects(65), *map(done, range(9))], at="2000-04-19T00:00:00Z",
            sum="65 objects of verification x 15 % = 9.75, rounded up = 10; 10 - 9 used - 1 planned = 0 left"),
    Example("cfe/passive-quota", "the eleventh", inspection(), "advisory", value=11, also=[objects(65), *map(done, range(10))],
            at="2000-04-19T00:00:00Z", says="rounded up"),
    Example("cfe/passive-quota", "a refused challenge uses nothing", inspection(), "permitted", value=10, at="2000-04-19T00:00:00Z",
            also=[objects(65), *map(done, range(9)), done(10, inspection_kind="challenge", outcome="refused_right")]),
    Example("cfe/passive-quota", "at least one", inspection(), "permitted", value=1, also=[objects(0)]),
    Example("cfe/passive-quota", "objects not known", inspection(), "undetermined", missing=("objects_of_verification",)),
    Example("cfe/passive-quota-baseline", "20 per cent of 5", in_year(inspection(), 1992, 9), "permitted", value=1,
            also=[objects(5, 1992)]),
    Example("cfe/passive-quota-baseline", "a second one", in_year(inspection(), 1992, 10), "advisory", value=2,
            also=[objects(5, 1992), in_year(done(1), 1992, 9)], at="1992-12-01T00:00:00Z"),
    Example("cfe/passive-quota-reduction", "10 per cent of 10", in_year(inspection(), 1993), "permitted", value=1,
            also=[objects(10, 1993)]),
    Example("cfe/passive-quota-reduction", "a second one", in_year(inspection(), 1993), "advisory", value=2,
            also=[objects(10, 1993), in_year(done(1), 1993, 2)], at="1993-12-01T00:00:00Z"),
    Example("cfe/passive-quota-validation", "20 per cent of 5", in_year(inspection(), 1996, 1), "permitted", value=1,
            also=[objects(5, 1996)]),
    Example("cfe/passive-quota-validation", "a second one", in_year(inspection(), 1996, 2), "advisory", value=2,
            also=[objects(5, 1996), in_year(done(1), 1996, 1)], at="1996-12-01T00:00:00Z"),
    Example("cfe/pair-quota", "the fifth from one State of a quota of ten", inspection(), "permitted", value=5,
            also=[objects(65), *(done(number, inspecting_states=["DEU"]) for number in range(4))], at="2000-04-19T00:00:00Z"),
    Example("cfe/pair-quota", "the sixth from one State", inspection(), "advisory", value=6,
            also=[objects(65), *(done(number, inspecting_states=["DEU"]) for number in range(5))], at="2000-04-19T00:00:00Z"),
    Example("cfe/challenge-quota", "23 per cent of ten, the third", inspection(inspection_kind="challenge"), "permitted", value=3,
            also=[objects(65), *(done(number, inspection_kind="challenge") for number in range(2))], at="2000-04-19T00:00:00Z"),
    Example("cfe/challenge-quota", "the fourth", inspection(inspection_kind="challenge"), "advisory", value=4,
            also=[objects(65), *(done(number, inspection_kind="challenge") for number in range(3))], at="2000-04-19T00:00:00Z"),
    Example("cfe/same-group-quota", "the fifth within the group", inspection(receiving_state="FRA"), "permitted", value=5,
            also=[done(number, inspecting_states=["DEU"], receiving_state="FRA") for number in range(4)], at="2000-04-19T00:00:00Z"),
    Example("cfe/same-group-quota", "the sixth within the group", inspection(receiving_state="FRA"), "advisory", value=6,
            also=[done(number, inspecting_states=["DEU"], receiving_state="FRA") for number in range(5)], at="2000-04-19T00:00:00Z"),
    Example("cfe/same-group-quota", "of the other group", inspection(), ""),
)
def test_quotas(example: Example) -> None:
    example.check()


@examples(
    YearExample("cfe/annual-exchange", "suspended", "DEU", (("2027-12-15", "2028", "informational"),), informs=True),
    YearExample("cfe/annual-exchange", "a State that suspended nothing, before most did", "UKR", (("2023-12-15", "2024", "met"),),
                year=2023, at="2023-12-31T12:00:00Z", records=[
        {"kind": "notification", "agreements": ["cfe"], "notification_kind": "annual_exchange", "from_state": "UKR",
         "sent_at": "2023-12-15T09:00:00Z"}]),
)
def test_annual_exchange(example: YearExample) -> None:
    example.check()


@examples(
    Example("cfe/simultaneous-inspections", "a second team", inspection(), "permitted", value=2,
            also=[inspection(inspecting_states=["FRA"], entry_planned_at="2000-04-19T09:00:00Z")]),
    Example("cfe/simultaneous-inspections", "a third team", inspection(), "advisory", value=3, also=[
        inspection(inspecting_states=["FRA"], entry_planned_at="2000-04-19T09:00:00Z"),
        inspection(inspecting_states=["ITA"], entry_planned_at="2000-04-19T10:00:00Z")]),
)
def test_teams_at_the_same_time(example: Example) -> None:
    example.check()


GROUP_CEILINGS = (("battle_tanks", 20_000), ("armoured_combat_vehicles", 30_000), ("artillery", 20_000), ("combat_aircraft", 6_800),
                  ("attack_helicopters", 2_000))
GROUPS = ((16, "DEU", "FRA"), (14, "RUS", "UKR"))


def of_state(state: str, category: str, number: int, on: str = "2000-01-02") -> Json:
    return {**whole(category, number, on), "state": state}


@examples(
    *(Example(f"cfe/{category.replace('_', '-')}-of-the-group-of-{count}", f"{limit:,} together", of_state(first, category, limit - 100),
              "permitted", value=limit, also=[of_state(second, category, 100, "2000-01-01")])
      for category, limit in GROUP_CEILINGS for count, first, second in GROUPS),
    *(Example(f"cfe/{category.replace('_', '-')}-of-the-group-of-{count}", f"{limit + 1:,} together", of_state(first, category, limit - 99),
              "breach", value=limit + 1, also=[of_state(second, category, 100, "2000-01-01")])
      for category, limit in GROUP_CEILINGS for count, first, second in GROUPS),
    Example("cfe/battle-tanks-of-the-group-of-16", "a State of the other group", of_state("RUS", "battle_tanks", 10_000), ""),
    Example("cfe/battle-tanks-of-the-group-of-16", "holdings of a year ago count no more", of_state("DEU", "battle_tanks", 10_000),
            "permitted", value=10_000, also=[of_state("FRA", "battle_tanks", 12_000, "1999-01-01")]),
)
def test_ceilings_of_a_group(example: Example) -> None:
    example.check()
