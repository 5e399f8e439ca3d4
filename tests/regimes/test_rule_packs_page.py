"""The page about rule packs: each example on it is read by the program, and it names every kind of rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cbm_tracker.errors import InvalidRule
from cbm_tracker.regimes.conditions import OPERATORS
from cbm_tracker.regimes.kinds import READERS
from cbm_tracker.regimes.pack_file import parse_pack
from cbm_tracker.regimes.spans import UNITS
from tests.regimes.situations import a_pack

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "rule-packs.md").read_text("utf-8")
_HEAD = '[[rule]]\nid = "the-rule"\nparagraph = "1"\ncertainty = "verified"\ntitle = "A rule"\ntext = "A rule of the page."\n'


def _examples(what: str) -> list[str]:
    return re.findall(rf"^```toml {what}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def _kind_of(example: str) -> str:
    kinds: list[str] = re.findall(r'^kind = "(\w+)"', example, re.MULTILINE)
    return kinds[-1]


def test_the_pack_on_the_page_is_read() -> None:
    (text,) = _examples("pack")
    pack = parse_pack(text, "river-2001.toml")
    assert (pack.id, list(pack.by_id), pack.bilateral) == ("river-2001", ["exercise-notice"], True)


@pytest.mark.parametrize("example", _examples("rule"), ids=_kind_of)
def test_each_rule_on_the_page_is_read(example: str) -> None:
    assert a_pack(_HEAD + example).rules[0].kind == _kind_of(example)


@pytest.mark.parametrize("example", _examples("rule"), ids=_kind_of)
def test_a_key_that_is_not_on_the_page_s_rule_is_refused(example: str) -> None:
    with pytest.raises(InvalidRule, match="“colour” is not a key here"):
        a_pack(_HEAD + example + "colour = 1\n")


def test_every_kind_operator_and_unit_is_on_the_page() -> None:
    assert [word for word in (*READERS, *OPERATORS, *UNITS) if word not in PAGE] == []
