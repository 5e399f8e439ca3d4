"""Global instruments: examples 1, 2 and 4 of the reference, its traps about them, and both sides of each limit."""

from __future__ import annotations

from typing import Any

from tests.regimes.json_examples import Example, Json, YearExample, examples

ID = "00000000-0000-4000-8000-000000000001"


def told(pack: str, kind: str, sent_on: str, state: str = "DEU", **more: Any) -> Json:
    return {"kind": "notification", "agreements": [pack], "notification_kind": kind, "from_state": state,
            "sent_at": f"{sent_on}T10:00:00Z", **more}


@examples(
    YearExample("hcoc/annual-declaration", "example 1, sent two days late", "DEU", (("2027-03-31", "2026", "met_late"),),
                records=[told("hcoc", "annual_declaration", "2027-04-02", period="2026")], certainty="established"),
    YearExample("hcoc/annual-declaration", "sent on its last day", "DEU", (("2027-03-31", "2026", "met"),),
                records=[told("hcoc", "annual_declaration", "2027-03-31", period="2026")]),
    YearExample("hcoc/annual-declaration", "a nil report", "DEU", (("2027-03-31", "2026", "nil_declared"),),
                records=[told("hcoc", "nil_report", "2027-03-30")]),
    YearExample("hcoc/annual-declaration", "nothing sent on the day after", "DEU", (("2027-03-31", "2026", "overdue"),),
                at="2027-04-01T10:00:00Z"),
    YearExample("hcoc/annual-declaration", "trap 10, India in the spring before it joined", "IND",
                (("2016-03-31", "2015", "informational"),), year=2016, informs=True),
    YearExample("hcoc/annual-declaration", "trap 10, India in the first spring after it joined", "IND",
                (("2017-03-31", "2016", "overdue"),), year=2017),
    YearExample("bwc-cbm/annual-report", "example 2, sent on 15 April", "DEU", (("2027-04-15", "2026", "met"),),
                records=[told("bwc-cbm", "annual_report", "2027-04-15", period="2026")], certainty="verified"),
    YearExample("bwc-cbm/annual-report", "sent on 16 April", "DEU", (("2027-04-15", "2026", "met_late"),),
                records=[told("bwc-cbm", "annual_report", "2027-04-16", period="2026")]),
    YearExample("bwc-cbm/annual-report", "nothing new", "DEU", (("2027-04-15", "2026", "nil_declared"),),
                records=[told("bwc-cbm", "nothing_new", "2027-04-02")]),
    YearExample("unroca/annual-report", "sent on 31 May", "DEU", (("2027-05-31", "2026", "met"),),
                records=[told("unroca", "annual_report", "2027-05-31")]),
    YearExample("unroca/annual-report", "sent on 1 June", "DEU", (("2027-05-31", "2026", "met_late"),),
                records=[told("unroca", "annual_report", "2027-06-01", period="2026")]),
    YearExample("unmilex/annual-report", "sent on 30 April", "DEU", (("2027-04-30", "2026", "met"),),
                records=[told("unmilex", "annual_report", "2027-04-30")]),
    YearExample("unmilex/annual-report", "sent on 1 May", "DEU", (("2027-04-30", "2026", "met_late"),),
                records=[told("unmilex", "annual_report", "2027-05-01", period="2026")]),
    YearExample("att/annual-report", "example 4, the report for 2026", "DEU", (("2027-05-31", "2026", "met"),),
                records=[told("att", "annual_report", "2027-05-31", period="2026")]),
    YearExample("att/annual-report", "the report for 2025 sent in its stead", "DEU", (("2027-05-31", "2026", "overdue"),),
                records=[told("att", "annual_report", "2027-05-31", period="2025")]),
    YearExample("att/annual-report", "none before the Treaty was in force", "DEU", (), year=2014),
    YearExample("unscr-1540/first-report", "due in 2004", "DEU", (("2004-10-28", "2004", "met"),), year=2004,
                records=[told("unscr-1540", "initial_report", "2004-10-28")]),
    YearExample("unscr-1540/first-report", "a day late", "DEU", (("2004-10-28", "2004", "met_late"),), year=2004,
                records=[told("unscr-1540", "initial_report", "2004-10-29")]),
    YearExample("unscr-1540/first-report", "nothing is due in later years", "DEU", (), year=2005),
)
def test_what_is_due_each_year(example: YearExample) -> None:
    example.check()


def in_force(day: str, **more: Any) -> Json:
    return {"kind": "agreement_facts", "id": ID, "agreement": "att", "state": "DEU", "entered_into_force_on": day, **more}


@examples(
    Example("att/initial-report", "example 4, in force 12 March 2026", in_force("2026-03-12"), "required", due="2027-03-11",
            sum="2026-03-12 + 1 year - 1 day = 2027-03-11", state="upcoming"),
    Example("att/initial-report", "the first States, in force 24 December 2014", in_force("2014-12-24"), "required", due="2015-12-23"),
    Example("att/initial-report", "in force on 29 February", in_force("2028-02-29"), "required", due="2029-02-27"),
    Example("att/initial-report", "sent on the last day", in_force("2026-03-12"), "required", state="met", at="2027-04-01T00:00:00Z",
            also=[told("att", "initial_report", "2027-03-11", links=[{"relation": "reports_on", "target": ID}])]),
    Example("att/initial-report", "sent a day late", in_force("2026-03-12"), "required", state="met_late", at="2027-04-01T00:00:00Z",
            also=[told("att", "initial_report", "2027-03-12", links=[{"relation": "reports_on", "target": ID}])], says="Late by 1 day."),
    Example("att/initial-report", "not yet in force", {"kind": "agreement_facts", "agreement": "att", "state": "DEU", "year": 2027}, ""),
)
def test_initial_report(example: Example) -> None:
    example.check()


def launch(activity: str = "missile_launch", **more: Any) -> Json:
    return {"kind": "exercise", "id": ID, "activity_type": activity, "host_states": ["FRA"], "agreements": ["hcoc"],
            "starts_on": "2027-05-10", **more}


def pre_launch(sent_on: str) -> Json:
    return told("hcoc", "missile_launch_pre", sent_on, "FRA", links=[{"relation": "notifies", "target": ID}])


RULE = "hcoc/pre-launch-notice"


@examples(
    Example(RULE, "trap 9, due at the launch itself", launch(), "required", due="2027-05-10", state="upcoming",
            says="The Code sets no lead time"),
    Example(RULE, "a space launch by the hour", launch("space_launch", starts_at="2027-05-10T09:00:00Z"), "required",
            due="2027-05-10T09:00Z"),
    Example(RULE, "sent on the day", launch(), "required", state="met", at="2027-06-01T00:00:00Z", also=[pre_launch("2027-05-10")]),
    Example(RULE, "sent the day after", launch(), "required", state="met_late", at="2027-06-01T00:00:00Z",
            also=[pre_launch("2027-05-11")]),
    Example(RULE, "a cruise missile", launch(facts={"missile_class": "cruise"}), ""),
    Example(RULE, "no launch", launch("field_exercise"), ""),
)
def test_pre_launch_notice(example: Example) -> None:
    example.check()


PRE_LAUNCH = {"generic_class": "short range", "launch_window": "10 to 12 May", "launch_area": "Biscarrosse", "planned_direction": "W"}
FORMS = dict.fromkeys(("A1", "A2", "B", "C", "E", "F", "G"), "nothing to declare")


@examples(
    Example("hcoc/pre-launch-content", "all four items", told("hcoc", "missile_launch_pre", "2027-02-10", content=PRE_LAUNCH), "required"),
    Example("hcoc/pre-launch-content", "without the direction", told(
        "hcoc", "missile_launch_pre", "2027-02-10", content={key: PRE_LAUNCH[key] for key in list(PRE_LAUNCH)[:3]}), "advisory",
        missing=("content.planned_direction",)),
    Example("bwc-cbm/report-forms", "all forms", told("bwc-cbm", "annual_report", "2027-02-10", content=FORMS), "required"),
    Example("bwc-cbm/report-forms", "without form G", told(
        "bwc-cbm", "annual_report", "2027-02-10", content={key: FORMS[key] for key in FORMS if key != "G"}), "advisory",
        missing=("content.G",)),
)
def test_content(example: Example) -> None:
    example.check()
