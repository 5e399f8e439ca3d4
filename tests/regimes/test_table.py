"""Tables of rule files: each value by its type, nothing that nobody asked for, and where in the file it is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.conditions import ALWAYS, AllOf, AnyOf, Compares, Found, NoneOf
from cbm_tracker.regimes.spans import Span
from cbm_tracker.regimes.table import Table


def _table(text: str) -> Table:
    return Table(tomllib.loads(text), "test-pack.toml", "the-rule")


def test_each_value_is_read_by_its_type() -> None:
    table = _table('a = "x"\nb = 3\nc = 2.5\nd = true\ne = 2011-12-01\nf = ["x", "y"]\ng = { h = 1 }')
    assert (table.text("a"), table.integer("b"), table.number("c"), table.flag("d")) == ("x", 3, 2.5, True)
    assert table.day("e") == date(2011, 12, 1)
    assert (table.texts("f"), table.texts("a"), table.mapping("g")) == (("x", "y"), ("x",), {"h": 1})
    table.done()


def test_what_is_not_there_has_its_default() -> None:
    table = _table("")
    assert (table.text("a", "-"), table.integer("a", 7), table.flag("a"), table.day("a"), table.texts("a"), table.mapping("a")) \
        == ("-", 7, False, None, (), {})
    assert (table.table("a", None), table.tables("a"), table.span_at("a"), table.optional_span()) == (None, [], None, None)
    assert table.condition("when") is ALWAYS


@pytest.mark.parametrize(
    ("text", "read", "reason"),
    [
        ("", lambda table: table.text("a"), "“a” is not there"), ('a = " "', lambda table: table.text("a"), "“a” is empty"),
        ("a = 1", lambda table: table.text("a"), "“a” is not a text"), ('a = "1"', lambda table: table.integer("a"), "not a whole number"),
        ("a = 1.5", lambda table: table.integer("a"), "not a whole number"), ("a = true", lambda table: table.integer("a"), "not a whole"),
        ("a = -1", lambda table: table.integer("a"), "“a” is -1; it is at least 0"),
        ("a = true", lambda table: table.number("a"), "a number"),
        ("a = 1", lambda table: table.flag("a"), "not true or false"), ('a = "2011-12-01"', lambda table: table.day("a"), "not a date"),
        ("a = [1]", lambda table: table.texts("a"), "not a text"), ('a = [""]', lambda table: table.texts("a"), "not a text"),
        ("a = 1", lambda table: table.needed("a"), "not a table"), ("a = { b = 1 }", lambda table: table.tables("a"), "list of tables"),
        ("a = [1]", lambda table: table.tables("a"), "not a table"), ('a = "z"', lambda table: table.word("a", ("x", "y")), "one of x, y"),
        ('by = "Germany"', lambda table: table.role("by"), "neither a role nor the code"),
        ("", lambda table: table.role("by"), "not there"),
        ("days = 1\nhours = 1", lambda table: table.span(), "exactly one of"), ("", lambda table: table.span(), "exactly one of"),
        ("days = -42", lambda table: table.span(), "at least 0"), ("days = 100_001", lambda table: table.span(), "at most 100,000"),
        ("a = { days = 1, day = 2 }", lambda table: table.span_at("a"), "a: “day” is not a key here"),
        ("a = { b = { c = 1 } }", lambda table: table.needed("a").needed("b").done(), "a.b: “c” is not a key here"),
        ("a = [{}, { c = 1 }]", lambda table: [entry.done() for entry in table.tables("a")], r"a\[1\]: “c” is not a key here"),
    ],
)
def test_what_is_wrong_names_file_rule_place_and_reason(text: str, read: Callable[[Table], Any], reason: str) -> None:
    with pytest.raises(InvalidRule, match=reason) as refused:
        read(_table(text))
    assert str(refused.value).startswith("test-pack.toml, rule the-rule: ")
    assert (refused.value.file, refused.value.rule_id) == ("test-pack.toml", "the-rule")


def test_the_head_of_a_file_is_named_as_such() -> None:
    with pytest.raises(InvalidRule, match=r"rule \(head\): “id” is not there"):
        Table({}, "test-pack.toml", "").text("id")


@pytest.mark.parametrize(
    ("text", "span"),
    [("days = 42", Span(42, "days")), ("hours = 36", Span(36, "hours")), ("years = 1\nless_days = 1", Span(1, "years", 1)),
     ("working_days = 5", Span(5, "working_days"))],
)
def test_spans(text: str, span: Span) -> None:
    table = _table(text)
    assert table.span() == span
    table.done()


def test_a_tree_of_conditions() -> None:
    read = _table('when = { all = [{ fact = "troops", at_least = 9000 }, { any = [{ rule = "x" }, { none = ['
                  '{ fact = "level", level_at_least = "division" }, { fact = "sorties", known = false }, { rule = "y", holds = false },'
                  '{ fact = "in_zone", is = true, assumed = false }, { fact = "activity_type", one_of = ["a", "b"] }] }] }] }')
    assert read.condition("when") == AllOf((
        Compares("troops", "at_least", 9000),
        AnyOf((Found("x"), NoneOf((
            Compares("level", "level_at_least", "division"), Compares("sorties", "known", False), Found("y", wanted=False),
            Compares("in_zone", "is", True, False), Compares("activity_type", "one_of", ("a", "b")),
        )))),
    ))


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ('{ fact = "troops", atleast = 1 }', "exactly one of at_least"),
        ('{ fact = "troops", at_least = 1, at_most = 2 }', "exactly one of"),
        ('{ fact = "troops" }', "exactly one of"), ("{ at_least = 1 }", "needs “fact”"), ('{ fact = "", at_least = 1 }', "needs “fact”"),
        ('{ fact = "troops", at_least = "many" }', "compares with a number"), ('{ fact = "troops", at_least = true }', "with a number"),
        ('{ fact = "troops", at_least = 1, unit = "t" }', "“unit” is not a key of a condition"),
        ('{ fact = "a", is = [1] }', "single value"), ('{ fact = "a", is = true, assumed = [] }', "single value"),
        ('{ fact = "a", one_of = [[]] }', "words or numbers"),
        ('{ fact = "a", one_of = "x" }', "holds a list"), ('{ fact = "a", one_of = [] }', "holds a list"),
        ('{ fact = "level", level_at_least = "army" }', "“army” is not a level"), ('{ fact = "a", known = 1 }', "true or false"),
        ("{ all = [] }", "stands alone and holds a list"), ('{ all = "x" }', "stands alone"),
        ('{ all = [{ rule = "x" }], any = [{ rule = "y" }] }', "stands alone"), ("{ rule = 1 }", "a condition on a rule"),
        ('{ rule = "x", fact = "y" }', "a condition on a rule"), ("[]", "is not a table"),
        ('{ all = ["x"] }', r"when.all\[0\]: is not a table"),
        ('{ any = [{ rule = "x" }, { fact = "a" }] }', r"when.any\[1\]: needs “fact”"), ("3", "is not a table"),
    ],
)
def test_a_condition_that_is_wrong_is_refused_with_its_place(condition: str, reason: str) -> None:
    with pytest.raises(InvalidRule, match=reason):
        _table(f"when = {condition}").condition("when")


def test_a_condition_may_not_be_nested_without_end() -> None:
    tree: Any = {"fact": "troops", "at_least": 1}
    for _ in range(12):
        tree = {"all": [tree]}
    assert Table({"when": tree}, "test-pack.toml", "the-rule").condition("when")
    with pytest.raises(InvalidRule, match="nested deeper than 12 levels"):
        Table({"when": {"all": [tree]}}, "test-pack.toml", "the-rule").condition("when")
