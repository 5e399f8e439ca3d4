"""Every shipped rule is tested on both sides of its limit, and the page of rules says what is true."""

from __future__ import annotations

from tests.regimes import rule_table
from tests.regimes.situations import shipped


def test_no_rule_without_tests_and_the_page_is_true() -> None:
    found = list(rule_table.covers(rule_table.collected()))
    packs = list(shipped().values())

    assert rule_table.uncovered(packs, found) == []
    assert rule_table.PAGE.read_text("utf-8") == rule_table.page(packs, found), "run python -m tests.regimes.rule_table"


def test_a_test_is_known_by_the_rule_in_its_id() -> None:
    ids = ["tests/regimes/test_a.py::test_it[vd11/prior-notification: 8,999 troops]", "tests/regimes/test_a.py::test_other[plain]"]

    assert list(rule_table.covers(ids)) == [rule_table.Cover("vd11", "prior-notification", "test_a.py", "8,999 troops")]
