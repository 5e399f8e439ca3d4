"""`due`, `quotas`, `assess`, `regimes`, findings in `show`, and the calendar file: answers, exit codes, sentences."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from cbm_tracker import bootstrap
from cbm_tracker.domain.measures import Link, Record
from cbm_tracker.domain.record_json import to_json
from cbm_tracker.services.shipped_packs import shipped_ids
from tests.builders import a_contact, a_contingent, a_notification, an_exercise, an_inspection, at, facts, fixed_desk
from tests.end_to_end.calls import Call

KEYS_OF_SECTION_4 = {"record", "agreement", "rule", "paragraph", "certainty", "outcome", "obligation", "because", "sum"}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of Germany that began on 22 May 2027: duties of the calendar count from 21 April 2027 on."""
    path = tmp_path / "r.cbm"
    bootstrap.new_register(path, fixed_desk(datetime(2027, 5, 22, 8, 0, tzinfo=UTC)), owner="DEU").close()
    return path


def written(path: Path, *records: Record) -> Path:
    path.write_text(json.dumps({"schema": "cbm-tracker/1", "records": [to_json(record) for record in records]}), "utf-8")
    return path


def of_rule(findings: Sequence[dict[str, Any]], rule: str, agreement: str = "vd11") -> dict[str, Any]:
    (found,) = [each for each in findings if (each["rule"], each["agreement"]) == (rule, agreement)]
    return found


def nine_thousand(troops: int = 9_000) -> Record:
    return an_exercise(id="3d0c2c3e-1f5b-4c0b-9a52-2a35c0a7a001", contingents=(a_contingent(troops=troops),))


# ---------------------------------------------------------------- assess


def test_assess_answers_as_the_interface_says(tmp_path: Path, call: Call) -> None:
    said = call("assess", written(tmp_path / "e.json", nine_thousand()), "--at", "2027-04-01T00:00:00Z", "--json")
    assert (said.code, said.err) == (0, "")
    assert said.json["schema"] == "cbm-tracker/findings/1"
    assert said.json["at"] == "2027-04-01T00:00:00Z"
    assert all(set(finding) >= KEYS_OF_SECTION_4 for finding in said.json["findings"])
    found = of_rule(said.json["findings"], "prior-notification")
    assert {key: found[key] for key in ("record", "paragraph", "certainty", "outcome", "sum")} == {
        "record": nine_thousand().id, "paragraph": "38", "certainty": "verified", "outcome": "required",
        "sum": "2027-06-01 - 42 days = 2027-04-20",
    }
    obligation = {"what": "prior notification", "by": ["DEU"], "due": "2027-04-20", "state": "upcoming", "met_by": None}
    assert {key: found["obligation"][key] for key in obligation} == obligation
    assert {"measure": "troops", "value": 9000, "operator": ">=", "limit": 9000} in found["because"]


@pytest.mark.parametrize(("sent", "state"), [("2027-04-20T10:00:00Z", "met"), ("2027-04-21T10:00:00Z", "met_late")])
def test_without_an_instant_what_the_records_tell_has_happened(tmp_path: Path, call: Call, sent: str, state: str) -> None:
    notification = a_notification(sent_at=at(sent), links=(Link(relation="notifies", target=nine_thousand().id),))
    said = call("assess", written(tmp_path / "e.json", nine_thousand(), notification), "--json")
    assert said.json["at"] == sent
    assert of_rule(said.json["findings"], "prior-notification")["obligation"]["state"] == state


def test_assess_of_8999_troops_owes_nothing(tmp_path: Path, call: Call) -> None:
    said = call("assess", written(tmp_path / "e.json", nine_thousand(8_999)), "--agreement", "vd11", "--json")
    assert of_rule(said.json["findings"], "prior-notification")["outcome"] == "not_required"
    assert {finding["agreement"] for finding in said.json["findings"]} == {"vd11"}


@pytest.mark.parametrize(("asked", "states"), [
    (["hcoc"], ["met_late"]), (["bwc-cbm"], ["met"]), (["hcoc", "bwc-cbm"], []), ([], []),
])
def test_a_record_that_names_no_agreement_is_about_the_one_asked_for(
    tmp_path: Path, call: Call, asked: list[str], states: list[str]
) -> None:
    report = {"kind": "notification", "notification_kind": "annual_declaration", "from_state": "DEU", "sent_at": "2027-04-02T08:00:00Z"}
    named = [word for agreement in asked for word in ("--agreement", agreement)]
    (tmp_path / "n.json").write_text(json.dumps(report), "utf-8")
    said = call("assess", tmp_path / "n.json", *named, "--at", "2027-05-01T00:00:00Z", "--json")
    assert [found["obligation"]["state"] for found in said.json["findings"] if found["obligation"]] == states


def test_assess_names_what_is_missing(tmp_path: Path, call: Call) -> None:
    bare = an_exercise(contingents=(a_contingent(troops=None, battle_tanks=None, armoured_combat_vehicles=None, artillery=None),))
    found = of_rule(call("assess", written(tmp_path / "e.json", bare), "--json").json["findings"], "prior-notification")
    assert found["outcome"] == "undetermined"
    assert "contingents[0].troops" in found["missing"]


def test_records_of_a_file_link_to_each_other(tmp_path: Path, call: Call) -> None:
    exercise = nine_thousand()
    told = a_notification(sent_at=at("2027-04-20T21:59:00Z"), links=(Link(relation="notifies", target=exercise.id),))
    file = written(tmp_path / "e.json", told, exercise)
    met = of_rule(call("assess", file, "--at", "2027-05-01T00:00:00Z", "--json").json["findings"], "prior-notification")["obligation"]
    assert (met["state"], met["met_by"]) == ("met", told.id)
    before = of_rule(call("assess", file, "--at", "2027-04-01T00:00:00Z", "--json").json["findings"], "prior-notification")
    assert before["obligation"]["state"] == "upcoming"


def test_assess_reads_standard_input_and_names_of_states(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    data = {**to_json(nine_thousand()), "host_states": ["Германия"]}
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(data).encode())))
    assert of_rule(call("assess", "-", "--json").json["findings"], "prior-notification")["obligation"]["by"] == ["DEU"]


def test_facts_of_a_year_tell_the_duties_of_that_year(tmp_path: Path, call: Call) -> None:
    told = facts(agreement="vd11", state="AUT", year=2027)
    findings = call("assess", written(tmp_path / "f.json", told), "--at", "2027-01-10T00:00:00Z", "--json").json["findings"]
    exchange = of_rule(findings, "annual-exchange")
    assert (exchange["record"], exchange["obligation"]["due"], exchange["obligation"]["by"]) == (told.id, "2027-12-15", ["AUT"])
    planning = of_rule(findings, "defence-planning")
    assert planning["sum"].startswith("2026-12-10 + ")


def test_assess_as_text_says_what_follows_and_why(tmp_path: Path, call: Call) -> None:
    said = call("assess", written(tmp_path / "e.json", nine_thousand()), "--at", "2027-04-01T00:00:00Z")
    assert said.out.startswith("Exercise NORTHERN ARC 27\n  required: Prior notification by DEU, due 2027-04-20 (upcoming) [vd11 ¶38")
    assert "2027-06-01 - 42 days = 2027-04-20" in said.out


def test_assess_refuses_what_it_cannot_read(tmp_path: Path, call: Call) -> None:
    wrong = tmp_path / "w.json"
    wrong.write_text('{"kind": "exercise",\n "troops": 9000}', "utf-8")
    said = call("assess", wrong)
    assert (said.code, said.out) == (3, "")
    assert f"{wrong}, line 1: troops: is not a key" in said.err
    assert call("assess", tmp_path / "none.json").code == 3


def test_an_agreement_that_is_not_known_is_told_with_the_nearest(tmp_path: Path, call: Call) -> None:
    said = call("assess", written(tmp_path / "e.json", nine_thousand()), "--agreement", "vd-11")
    assert (said.code, said.out) == (2, "")
    assert "“vd-11” is not an agreement whose rules are known." in said.err
    assert "vd11" in said.err.partition("Is ")[2]


# ---------------------------------------------------------------- due


def test_due_tells_rules_and_promises_by_group(register: Path, tmp_path: Path, call: Call) -> None:
    contact = a_contact()
    call("add", register, written(tmp_path / "r.json", nine_thousand(), contact))
    said = call("due", register, "--at", "2027-04-20T08:00:00Z", "--json")
    assert said.code == 0
    found = of_rule(said.json["findings"], "prior-notification")
    assert set(found) >= KEYS_OF_SECTION_4
    assert (found["group"], found["name"], found["obligation"]["state"]) == ("today", "NORTHERN ARC 27", "due")
    (promise,) = [each for each in said.json["dated"] if each["what"] == "promise"]
    assert (promise["record"], promise["at"]) == (contact.id, "2027-02-12T04:30:00Z")
    lines = call("due", register, "--at", "2027-04-20T08:00:00Z").out.splitlines()
    assert lines.index("OVERDUE") < lines.index("TODAY")
    assert "    2027-06-01 - 42 days = 2027-04-20" in lines


def test_due_can_fail_on_what_is_overdue(register: Path, tmp_path: Path, call: Call) -> None:
    call("add", register, written(tmp_path / "r.json", nine_thousand()))
    assert call("due", register, "--at", "2027-04-20T08:00:00Z", "--fail-on", "overdue").code == 0
    assert call("due", register, "--at", "2027-04-20T22:30:00Z", "--fail-on", "overdue").code == 1
    assert call("due", register, "--at", "2027-04-20T22:30:00Z").code == 0


def test_within_says_how_far_ahead(register: Path, tmp_path: Path, call: Call) -> None:
    call("add", register, written(tmp_path / "r.json", nine_thousand()))

    def rules(days: int) -> set[str]:
        findings = call("due", register, "--at", "2027-04-10T08:00:00Z", "--within", days, "--json").json["findings"]
        return {finding["rule"] for finding in findings}

    assert "prior-notification" not in rules(9)
    assert "prior-notification" in rules(10)


def test_an_empty_register_owes_nothing_of_the_years_before_it(register: Path, call: Call) -> None:
    found = call("due", register, "--at", "2027-05-22T08:00:00Z", "--json").json["findings"]
    assert found
    assert min(finding["obligation"]["due"] for finding in found) >= "2027-04-21"


def test_due_of_a_register_without_an_owner_says_what_it_cannot_tell(tmp_path: Path, call: Call) -> None:
    path = tmp_path / "r.cbm"
    bootstrap.new_register(path, fixed_desk(datetime(2027, 5, 22, 8, 0, tzinfo=UTC)), owner="").close()
    said = call("due", path, "--at", "2027-06-01T00:00:00Z")
    assert said.out.splitlines()[-1].startswith("No State keeps this register, so its duties of the year are not told.")


# ---------------------------------------------------------------- quotas, regimes, show


def test_the_sign_of_a_paragraph_stands_before_numbers_only(register: Path, call: Call) -> None:
    text = call("quotas", register, "--year", "2027", "--at", "2027-06-01T00:00:00Z").out
    assert "[Art. III, s. I, para. 4; Annex A, s. I, para. 1, rule passive-quota]" in text
    assert "¶A" not in text + call("regimes", "open-skies").out


def test_quotas_tell_their_entries_and_sum(register: Path, tmp_path: Path, call: Call) -> None:
    inspection = an_inspection()
    call("add", register, written(tmp_path / "r.json", inspection))
    said = call("quotas", register, "--year", "2027", "--at", "2027-06-01T00:00:00Z", "--json")
    (use,) = [each for each in said.json["quotas"] if (each["rule"], each["state"]) == ("inspection-quota", "DEU")]
    assert {key: use[key] for key in ("agreement", "year", "of", "limit", "used", "reserved", "left")} == {
        "agreement": "vd11", "year": 2027, "of": None, "limit": 3, "used": 1, "reserved": 0, "left": 2,
    }
    assert [(entry["record"], entry["effect"], entry["on"]) for entry in use["entries"]] == [(inspection.id, "used", "2027-05-06")]
    text = call("quotas", register, "--year", "2027", "--at", "2027-06-01T00:00:00Z").out
    assert use["sum"] in text


def test_regimes_lists_the_packs_and_tells_one(call: Call) -> None:
    listed = call("regimes", "--json").json["regimes"]
    assert [pack["agreement"] for pack in listed] == list(shipped_ids())
    pack = call("regimes", "vd11", "--json").json
    assert (pack["agreement"], pack["name"], pack["rule_count"]) == ("vd11", "Vienna Document 2011", len(pack["rules"]))
    assert {"id", "paragraph", "certainty", "text"} <= set(pack["rules"][0])
    assert len({party["state"] for party in pack["parties"]}) == 57
    text = call("regimes", "vd11").out
    assert "prior-notification  ¶38  verified: Prior notification" in text
    assert call("regimes").out.count("\n") == len(listed)


def test_show_tells_what_the_rules_say(register: Path, tmp_path: Path, call: Call) -> None:
    exercise = nine_thousand()
    call("add", register, written(tmp_path / "r.json", exercise))
    shown = call("show", register, exercise.id, "--json").json
    assert of_rule(shown["findings"], "prior-notification")["sum"] == "2027-06-01 - 42 days = 2027-04-20"
    assert "What the rules say" in call("show", register, exercise.id).out


# ---------------------------------------------------------------- calendar file


def test_the_calendar_file_has_activities_and_what_is_owed_with_alarms(register: Path, tmp_path: Path, call: Call) -> None:
    exercise = an_exercise(starts_on=None, starts_at=None, ends_on=None)
    call("add", register, written(tmp_path / "r.json", nine_thousand(), exercise))
    year = ("--from", "2027-01-01", "--to", "2027-12-31", "--at", "2027-03-01T08:00:00Z")
    said = call("export", register, "--format", "ics", "--output", tmp_path / "c.ics", *year, "--json")
    calendar = Calendar.from_ical((tmp_path / "c.ics").read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert (str(event["UID"]), event.decoded("DTSTART"), event.decoded("DTEND")) == (
        f"{nine_thousand().id}@cbm-tracker", date(2027, 6, 1), date(2027, 6, 15),
    )
    (todo,) = [each for each in calendar.walk("VTODO") if "NORTHERN ARC 27" in str(each["SUMMARY"])]
    assert todo.decoded("DUE") == date(2027, 4, 20)
    assert "2027-06-01 - 42 days = 2027-04-20" in str(todo["DESCRIPTION"])
    assert all(part.walk("VALARM") for part in (event, todo))
    assert said.json["entries"] == len(calendar.walk("VEVENT")) + len(calendar.walk("VTODO"))
    again = call("export", register, "--format", "ics", "--output", tmp_path / "d.ics", *year)
    assert again.code == 0
    uids = {str(part["UID"]) for part in Calendar.from_ical((tmp_path / "d.ics").read_bytes()).walk() if "UID" in part}
    assert uids == {str(part["UID"]) for part in calendar.walk() if "UID" in part}


def test_the_calendar_of_a_rehearsal_is_marked(tmp_path: Path, call: Call) -> None:
    call("demo", tmp_path / "d.cbm", "--records", "40")
    call("export", tmp_path / "d.cbm", "--format", "ics", "--output", tmp_path / "c.ics", "--at", "2027-03-01T08:00:00Z")
    parts = [part for part in Calendar.from_ical((tmp_path / "c.ics").read_bytes()).walk() if "SUMMARY" in part]
    assert parts
    assert all(str(part["SUMMARY"]).startswith("[EXERCISE] ") for part in parts)


def test_a_calendar_is_never_written_over_a_register(register: Path, call: Call) -> None:
    assert call("export", register, "--format", "ics", "--output", register).code == 3
