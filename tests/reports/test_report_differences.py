"""What differs between two reports, told by lines: a changed one as one, new and gone ones as such."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cbm_tracker.reports.report_differences import Difference, differences


def section(title: str, rows: Sequence[Sequence[str]] = (), lead: str = "") -> dict[str, Any]:
    listed = [{"is": "row", "cells": list(row), "kind": "plain", "source": "Exercise 1"} for row in rows]
    return {"is": "section", "title": title, "lead": lead, "id": "x", "blocks": [{"is": "table", "caption": "Table", "rows": listed}]}


def told(then: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]) -> list[Difference]:
    return list(differences({"sections": then}, {"sections": now}))


def test_the_same_sections_do_not_differ_in_whatever_order_their_lines_stand() -> None:
    assert told([section("A", (("x", "1"), ("y", "2")))], [section("A", (("y", "2"), ("x", "1")))]) == []


def test_a_row_with_the_same_head_is_one_that_changed() -> None:
    assert told([section("A", (("x", "1"),))], [section("A", (("x", "2"),))]) == [Difference("A", "x | 1", "x | 2")]


def test_a_sentence_with_other_figures_is_one_that_changed() -> None:
    found = told([section("A", lead="24 contacts, 1 000 troops.")], [section("A", lead="25 contacts, 900 troops.")])
    assert found == [Difference("A", "24 contacts, 1 000 troops.", "25 contacts, 900 troops.")]


def test_rows_and_sections_that_are_new_or_gone_stand_alone() -> None:
    then = [section("A", (("x", "1"), ("x", "1"))), section("B", (("z", "9"),))]
    found = told(then, [section("A", (("x", "1"),)), section("C", lead="New.")])
    assert Difference("A", "x | 1", "") in found
    assert Difference("B", "z | 9", "") in found
    assert found[-1] == Difference("C", "", "Table")
    assert Difference("C", "", "New.") in found
