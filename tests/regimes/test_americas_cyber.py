"""The Americas and the cyber measures: examples 3 and 27 of the reference, traps 5 and 6, and both sides of each limit."""

from __future__ import annotations

from typing import Any

from tests.regimes.json_examples import Example, Json, YearExample, examples

ID = "00000000-0000-4000-8000-000000000001"


def told(pack: str, kind: str, sent_on: str, state: str, **more: Any) -> Json:
    return {"kind": "notification", "agreements": [pack], "notification_kind": kind, "from_state": state,
            "sent_at": f"{sent_on}T18:00:00Z", **more}


def facts(pack: str, state: str, **more: Any) -> Json:
    return {"kind": "agreement_facts", "id": ID, "agreement": pack, "state": state, **more}


def linked(pack: str, kind: str, sent_on: str, state: str) -> list[Json]:
    return [told(pack, kind, sent_on, state, links=[{"relation": "notifies", "target": ID}])]


ACQUISITION = facts("citaac", "ARG", incorporated_on="2027-01-10")
CHANGE = facts("osce-cyber", "DEU", contact_changed_on="2027-02-03")


@examples(
    Example("citaac/acquisition-notice", "example 3, incorporated 10 January 2027", ACQUISITION, "required", due="2027-04-10",
            sum="2027-01-10 + 90 days = 2027-04-10", state="upcoming", certainty="verified"),
    Example("citaac/acquisition-notice", "sent on day 90", ACQUISITION, "required", state="met", at="2027-05-01T00:00:00Z",
            also=linked("citaac", "acquisition_notice", "2027-04-10", "ARG")),
    Example("citaac/acquisition-notice", "sent on day 91", ACQUISITION, "required", state="met_late", at="2027-05-01T00:00:00Z",
            also=linked("citaac", "acquisition_notice", "2027-04-11", "ARG")),
    Example("citaac/acquisition-notice", "trap 5, the report of 15 June is another one", ACQUISITION, "required", state="overdue",
            at="2027-07-01T00:00:00Z", also=[told("citaac", "annual_report", "2027-06-15", "ARG")]),
    Example("osce-cyber/contact-update", "example 27, changed 3 February 2027", CHANGE, "required", due="2027-03-05",
            sum="2027-02-03 + 30 days = 2027-03-05", certainty="established"),
    Example("osce-cyber/contact-update", "updated on day 30", CHANGE, "required", state="met", at="2027-04-01T00:00:00Z",
            also=linked("osce-cyber", "contact_point_update", "2027-03-05", "DEU")),
    Example("osce-cyber/contact-update", "updated on day 31", CHANGE, "required", state="met_late", at="2027-04-01T00:00:00Z",
            also=linked("osce-cyber", "contact_point_update", "2027-03-06", "DEU")),
)
def test_what_follows_an_event(example: Example) -> None:
    example.check()


@examples(
    YearExample("citaac/annual-report", "the import of 2027 stands in the report of 2028", "ARG", (("2028-06-15", "2027", "met"),),
                year=2028, at="2028-12-31T00:00:00Z", records=[told("citaac", "annual_report", "2028-06-15", "ARG", period="2027")]),
    YearExample("citaac/annual-report", "sent on 16 June", "ARG", (("2027-06-15", "2026", "met_late"),),
                records=[told("citaac", "annual_report", "2027-06-16", "ARG", period="2026")]),
    YearExample("citaac/annual-report", "trap 5, an acquisition notice does not meet it", "ARG", (("2027-06-15", "2026", "overdue"),),
                records=[told("citaac", "acquisition_notice", "2027-04-10", "ARG")]),
    YearExample("citaac/annual-report", "not asked of Germany", "DEU", ()),
    YearExample("oas-csbm/annual-report", "trap 6, later practice is 15 July and provisional", "BRA", (("2027-07-15", "2026", "met"),),
                records=[told("oas-csbm", "annual_report", "2027-07-15", "BRA")], certainty="provisional"),
    YearExample("oas-csbm/annual-report", "sent on 16 July", "BRA", (("2027-07-15", "2026", "met_late"),),
                records=[told("oas-csbm", "annual_report", "2027-07-16", "BRA", period="2026")]),
    YearExample("oas-csbm/annual-report-older-rule", "trap 6, 15 April in 1998", "BRA", (("1998-04-15", "1997", "overdue"),), year=1998,
                certainty="verified"),
    YearExample("oas-csbm/annual-report-older-rule", "no longer in 2027", "BRA", ()),
    YearExample("osce-cyber/contact-refresh", "refreshed within the year", "DEU", (("2027-12-31", "2027", "met"),),
                records=[told("osce-cyber", "contact_point_update", "2027-01-20", "DEU")]),
    YearExample("osce-cyber/contact-refresh", "not refreshed", "DEU", (("2027-12-31", "2027", "overdue"),), at="2028-01-02T00:00:00Z"),
    YearExample("osce-cyber/contact-refresh", "not asked of Japan", "JPN", ()),
    YearExample("un-cyber-contacts/contact-check", "one answer in two half-years", "DEU",
                (("2027-06-30", "2027-06", "met"), ("2027-12-31", "2027-12", "due")), records=[
                    {"kind": "contact", "agreements": ["un-cyber-contacts"], "purpose": "cyber_contact_check", "from_state": "DEU",
                     "opened_at": "2027-06-10T09:00:00Z", "outcome": "answered"}]),
    YearExample("un-cyber-contacts/contact-check", "only the owner is asked", "FRA", ()),
)
def test_what_is_due_each_year(example: YearExample) -> None:
    example.check()
