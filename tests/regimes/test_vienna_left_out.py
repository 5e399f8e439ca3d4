"""The Vienna Documents as a script tells of them: figures, links, periods and sides that are left out, and what must not be said."""

from __future__ import annotations

import pytest

from tests.regimes.vienna import Example, Json, check, parameters, team, visit


def _aided(size: int, function: str) -> list[Json]:
    return [*team(size), {"name": "Aid", "state": "DEU", "function": function}]


TEAMS = [
    Example("inspection-team", "four and an interpreter", (visit(team=_aided(4, "Interpreter")),), "permitted"),
    Example("inspection-team", "four and a driver", (visit(team=_aided(4, "driver")),), "permitted"),
    Example("inspection-team", "four and a deputy", (visit(team=_aided(4, "deputy head")),), "breach"),
    Example("inspection-team", "five and an interpreter", (visit(team=_aided(5, "interpreter")),), "breach"),
    Example("evaluation-team", "three and an interpreter", (visit("evaluation_visit", team=_aided(3, "interpreter")),), "undetermined",
            note="a person decides"),
    Example("evaluation-team", "two and an interpreter", (visit("evaluation_visit", team=_aided(2, "interpreter")),), "permitted"),
    Example("evaluation-team", "four and an interpreter", (visit("evaluation_visit", team=_aided(4, "interpreter")),), "breach"),
]


@pytest.mark.parametrize(("pack", "example"), parameters(TEAMS))
def test_what_is_left_out(pack: str, example: Example) -> None:
    check(pack, example)
