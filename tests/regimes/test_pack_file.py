"""Files of rule packs: what a wrong one is refused for, with file, rule or line, and reason."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cbm_tracker.errors import CbmTrackerError, InvalidRule, UnreadableFile
from cbm_tracker.paths import resource
from cbm_tracker.regimes.pack_file import LARGEST, parse_pack, read_pack
from tests.regimes.situations import a_rule, shipped

_HEAD = (
    'id = "test-pack"\nschema = 1\nversion = "1"\nname = "Test Pack"\nagreement_kind = "politically_binding"\n'
    'status = "politically_binding"\n'
)
_PARTIES = '[[parties]]\nstates = ["DEU"]\nstatus = "politically_binding"\n'
_GROUP = '[[groups]]\nid = "benelux"\nname = "Benelux"\nmembers = ["BEL", "NLD"]\n'
_CALENDAR = '[[calendars]]\nid = "office"\nname = "The office"\nrest = ["friday"]\nholidays = [2027-03-16]\n'
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DUE = 'due = { before = "starts_on", days = 42 }\n'


def _refused(text: str) -> CbmTrackerError:
    with pytest.raises(CbmTrackerError) as refused:
        parse_pack(text, "test-pack.toml")
    assert "test-pack.toml" in str(refused.value)
    return refused.value


@pytest.mark.parametrize("path", sorted(resource("regimes").glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_pack_is_read_and_names_its_sources(path: Path) -> None:
    pack = read_pack(path)
    assert pack.id == path.stem
    assert pack.sources
    assert all(rule.paragraph and rule.title and rule.text for rule in pack.rules)


def test_a_pack_is_read_whole() -> None:
    pack = parse_pack(
        _HEAD + 'signed_on = "2011-11-30"\nvalid_from = 2011-12-01\nopen = true\n' + _PARTIES + 'from_on = "2012"\nrole = "host"\n'
        '[places]\nin = ["DEU"]\npartly = "TUR"\n[[groups]]\nid = "benelux"\nname = "Benelux"\nmembers = ["BEL", "NLD", "LUX"]\n'
        + a_rule(_DUE, kind="lead_time"), "test-pack.toml",
    )
    assert (pack.valid_from, pack.open, pack.signed_on, sorted(pack.states)) == (date(2011, 12, 1), True, "2011-11-30", ["DEU"])
    assert (pack.places, pack.group_of("NLD").name, pack.group_of("FRA").members) == ({"DEU": "in", "TUR": "partly"}, "Benelux", ("FRA",))
    assert list(pack.by_id) == ["the-rule"]
    assert str(pack.parties[0].from_on) == "2012"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "“id” is not there"), (_HEAD.replace("test-pack", "Test Pack"), "is not an id"),
        (_HEAD.replace('"1"', "1"), "“version” is not a"),
        (_HEAD.replace("schema = 1", "schema = 2"), "needs a newer program"), (_HEAD.replace("schema = 1\n", ""), "“schema” is not there"),
        (_HEAD.replace('kind = "politically_binding"', 'kind = "gentlemanly"'), "it is one of treaty"),
        (_HEAD + 'colour = "red"\n', "“colour” is not a key here"), (_HEAD + 'valid_from = "2011"\n', "not a date such as"),
        (_HEAD + 'signed_on = "2011-02-30"\n', "has no day 30"), (_HEAD + 'signed_on = "1 Dec 2011"\n', "is not a date"),
        (_HEAD + _PARTIES.replace("DEU", "DE"), r"parties\[0\]: “DE” is not the code"),
        (_HEAD + _PARTIES + 'from_on = "2012"\nto_on = "2011"\n', "2011 is before the first day, 2012"),
        (_HEAD + _PARTIES + 'since = "2012"\n', "“since” is not a key here"),
        (_HEAD + _PARTIES.replace("politically", "very"), "it is one of"),
        (_HEAD + '[places]\ninside = ["DEU"]\n', "“inside” is not a key here"), (_HEAD + "rule = 3\n", "not a list of tables"),
        (_HEAD + "valid_from = 2012-01-01\nvalid_until = 2011-12-31\n", "before it begins"),
        (_HEAD + _GROUP.replace("BEL", "BE"), "“BE” is not the code"),
        (_HEAD + _CALENDAR.replace("friday", "freitag"), "“freitag”, which is no day"), (_HEAD + _CALENDAR * 2, "“office” stands twice"),
        (_HEAD + _CALENDAR.replace('["friday"]', str(list(_WEEK))), "no day for work"),
        (_HEAD + _CALENDAR.replace("2027-03-16", "3"), "not a date such as"),
        (_HEAD + _GROUP + _GROUP.replace("benelux", "lowlands"), "BEL stands in two groups"),
    ],
)
def test_a_wrong_head_is_refused(text: str, reason: str) -> None:
    error = _refused(text)
    assert isinstance(error, InvalidRule)
    assert re.search(reason, str(error))
    assert error.rule_id == "(head)"


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (a_rule("", kind="gentle"), "“kind” is “gentle”; it is one of"), (a_rule("", subject="parade"), "“parade” is not a subject"),
        (a_rule("colour = 1"), "“colour” is not a key here"), (a_rule("then = 1"), "“then” is not a text"),
        (a_rule('then = "perhaps"'), "“then” is “perhaps”; it is one of required"), (a_rule('words = "parade"'), "“parade” is not a kind"),
        (a_rule('by = "everybody"'), "neither a role nor the code"), (a_rule(_DUE), "has no “due”"),
        (a_rule("", kind="delay"), "needs “due”"),
        (a_rule('due = { before = "starts_on" }', kind="lead_time"), "a span is needed"),
        (a_rule('due = { before = "starts_on", days = -42 }', kind="lead_time"), "at least 0"),
        (a_rule('due = { before = "starts_on", after = "ends_on", days = 1 }', kind="lead_time"), "exactly one of before, after, at"),
        (a_rule('due = { before = "starts_on", days = 1, hours = 1 }', kind="lead_time"), "exactly one of minutes"),
        (a_rule('when = { fact = "troops", at_least = 1, at_most = 2 }'), "exactly one of"),
        (a_rule('when = { fact = "tropps", at_least = 1 }'), "asks for “tropps”, which no exercise record says"),
        (a_rule('when = { fact = "launch.height", at_least = 1 }'), "asks for “launch.height”"),
        (a_rule('due = { before = "begins_on", days = 1 }', kind="lead_time"), "asks for “begins_on”"),
        (a_rule('met_by = { field = "answered_on" }'), "asks for “answered_on”"),
        (a_rule('when = { fact = "team_size", at_most = 4, at_least = 1 }', subject="inspection"), "exactly one of"),
        (a_rule('when = { rule = "another-rule" }'), "asks the rule “another-rule”, which is not in the pack"),
        (a_rule('when = { rule = "the-rule" }'), "waits for itself"),
        (a_rule("from_on = 2012-01-01\nuntil_on = 2011-01-01"), "before it begins"),
        (a_rule("met_by = {}"), "names “field”, or one of notification"),
        (a_rule('met_by = { notification = "exercize" }'), "“exercize” is not a kind of notification"),
        (a_rule('met_by = { notification = "any", relation = "tells" }'), "“tells” is not a relation"),
        (a_rule('words = "exercise_advance"'), "“exercise_advance” is not a kind of exercise"),
        (a_rule("from_on = 2012-01-01T00:00:00Z"), "has a time of day"),
        (a_rule('due = { before = [], days = 1 }', kind="lead_time"), "“before” names no fact"),
        (a_rule('due = { before = "starts_on", working_days = 1, calendar = "office" }', kind="lead_time"), "the calendar “office”"),
        (a_rule('due = { before = "starts_on", years = 201 }', kind="lead_time"), "at most 200"),
        (a_rule('when = { rule = "the-rule", holds = "no" }'), "true or false"),
        (a_rule('when = { fact = "troops", at_least = nan }'), "compares with a number"),
        (a_rule('when = { fact = "troops", at_least = 1, assumed = inf }'), "compares numbers"),
        (a_rule('when = { fact = "troops", at_least = 1, assumed = "none" }'), "compares numbers"),
        (a_rule('fact = "tonnage"\nat_most = inf', "capacity", "agreement_facts"), "not a figure"),
        (a_rule('fact = "tonage"\nat_most = 1', "capacity", "agreement_facts"), "asks for “tonage”"),
        (a_rule("decimals = 1_000_000_000", "allocation", "agreement_facts"), "at most 4"),
        (a_rule('holder = "receiving"\nlimit = 3\nyear_of = []', "quota", "inspection"), "names no moment"),
        (a_rule('holder = "receiving"\nlimit = 3\nyear_of = "begun_at"', "quota", "inspection"), "asks for “begun_at”"),
        (a_rule('holder = "receiving"\nlimit = 3\nwhen = { fact = "sort", is = 1 }', "quota", "inspection"), "asks for “sort”"),
        (a_rule('holder = "receiving"\nlimit = 3\nnot_consumed_outcomes = "off"', "quota", "inspection"), "“off”, which is no outcome"),
        (a_rule('holder = "receiving"\nlimits = { Germany = 3 }', "quota", "inspection"), "a limit for “Germany”"),
        (a_rule('holder = "receiving"\nbase = { fact = "unitz", per = 60 }', "quota", "inspection"), "asks for “unitz”"),
        (a_rule("at_most = 1\noverlap_hours = 10_000", "simultaneity", "inspection"), "at most 8,760"),
        (a_rule('zone = "UTC"\ntolerance_minutes = 10_000', "calls", "contact"), "at most 1,440"),
        (a_rule('on = "12-15"\nmet_by = { notification = "annual_exchange" }\nwindow_days = 400', "periodic", "year"), "at most 370"),
        (a_rule("").replace('certainty = "verified"', 'certainty = "sure"'), "it is one of verified"),
        (a_rule("").replace('title = "A rule"\n', ""), "“title” is not there"), (a_rule("") + a_rule(""), "stands twice"),
    ],
)
def test_a_wrong_rule_is_refused_by_name(rule: str, reason: str) -> None:
    error = _refused(_HEAD + rule)
    assert isinstance(error, InvalidRule)
    assert re.search(reason, str(error))
    assert error.rule_id == "the-rule"


def test_a_rule_whose_id_is_no_id_is_refused() -> None:
    assert "“The rule” is not an id" in str(_refused(_HEAD + a_rule("", rule_id="The rule")))


def test_rules_that_ask_each_other_in_a_circle_are_refused() -> None:
    asks = {"a": "b", "b": "c", "c": "a", "d": "a"}
    rules = "".join(a_rule(f'when = {{ rule = "{other}" }}', kind="prerequisite", rule_id=rule) for rule, other in asks.items())
    assert "rule a: waits for itself: a, b, c, d ask each other in a circle" in str(_refused(_HEAD + rules))


def test_rules_that_ask_each_other_without_end_are_refused() -> None:
    rules = "".join(a_rule(f'when = {{ rule = "r{at + 1}" }}', rule_id=f"r{at}") for at in range(3000))
    assert "ask each other one after the other" in str(_refused(_HEAD + rules + a_rule("", rule_id="r3000")))


@pytest.mark.parametrize(
    ("asking", "asked", "reason"),
    [
        ('when = { rule = "other" }', a_rule('required = [{ item = "x" }]', "content", "notification", "other"), "no condition that holds"),
        ('holder = "receiving"\nshare = { rule = "other", denominator = 2 }', a_rule("", rule_id="other"), "“other”, which is no quota"),
    ],
)
def test_a_rule_asks_another_only_what_it_can_answer(asking: str, asked: str, reason: str) -> None:
    rule = a_rule(asking, "quota", "inspection") if "holder" in asking else a_rule(asking)
    assert reason in str(_refused(_HEAD + rule + asked))


def test_a_fact_needs_only_one_of_the_subjects() -> None:
    rule = a_rule('when = { fact = "team_size", at_most = 4 }').replace('subject = "exercise"', 'subject = ["exercise", "inspection"]')
    assert parse_pack(_HEAD + rule, "test-pack.toml").rules


def test_the_line_that_is_not_toml_is_named() -> None:
    error = _refused(_HEAD + "rule = [\n")
    assert isinstance(error, UnreadableFile)
    assert error.line == 8


@pytest.mark.parametrize("text", ["a" * 100, "= 1", 'id = "x', "[[[", "\x00", 'id = "test-pack"\nid = "again"'])
def test_what_is_not_toml_is_refused(text: str) -> None:
    assert isinstance(_refused(text), UnreadableFile)


@pytest.mark.parametrize("deep", ["when = " + "[" * 5_000 + "]" * 5_000, "when = " + "{ all = [" * 5_000 + "]}" * 5_000])
def test_what_is_nested_too_deep_is_refused(deep: str) -> None:
    assert isinstance(_refused(_HEAD + a_rule(deep)), UnreadableFile)


def test_a_file_is_named_by_its_id(tmp_path: Path) -> None:
    path = tmp_path / "another.toml"
    path.write_text(_HEAD, "utf-8")
    with pytest.raises(InvalidRule, match=r"a file named by its id, test-pack\.toml"):
        read_pack(path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "test-pack.toml"
    path.write_bytes(_HEAD.encode("utf-8") + 'remarks = "Grafenwöhr"\n'.encode("latin-1"))
    with pytest.raises(UnreadableFile, match="is not UTF-8 text"):
        read_pack(path)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "test-pack.toml"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(UnreadableFile, match="too large for a rule pack"):
        read_pack(path)


def test_a_file_that_is_not_there_is_said_to_be_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_pack(tmp_path / "test-pack.toml")


def test_shipped_packs_stand_in_the_order_of_ids() -> None:
    assert list(shipped()) == sorted(shipped())
