"""Writes docs/rules.md: every rule of every shipped pack, with its paragraph, its certainty and the tests that cover it.

`python -m tests.regimes.rule_table` writes the page. A test covers the rule that its id names: `vd11/prior-notification: …`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.rules import Rule
from cbm_tracker.services.shipped_packs import shipped_packs

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "rules.md"
_COVERS = re.compile(r"(?P<file>[\w/]+\.py)::(?P<test>\w+)\[(?P<pack>[a-z0-9-]+)/(?P<rule>[a-z0-9-]+): (?P<what>.*)\]\Z")

_HEAD = """# The rules

Every rule of every shipped pack: where it stands, how certain it is, and the tests that hold it to its text, on both sides of its
limit. This page is written by `python -m tests.regimes.rule_table`; a test keeps it true.

Certainty: **verified** was found in a source, **established** is well known and to be compared with the authentic text,
**provisional** is doubtful, and the program says so wherever it shows a result.
"""


@dataclass(frozen=True)
class Cover:
    """A test that names the rule it covers."""

    pack: str
    rule: str
    file: str
    what: str


def collected() -> list[str]:
    """Return the ids of the tests of this folder; nothing is run."""
    asked = [sys.executable, "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", "--collect-only", "-q", str(Path(__file__).parent)]
    answer = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=True)
    return [line.encode("ascii").decode("unicode_escape") for line in answer.stdout.splitlines() if "::" in line]


def covers(test_ids: Iterable[str]) -> Iterator[Cover]:
    """Yield what tests cover, from their ids."""
    for test_id in test_ids:
        found = _COVERS.search(test_id)
        if found:
            yield Cover(found["pack"], found["rule"], found["file"].rpartition("/")[2], found["what"])


def uncovered(packs: Iterable[Pack], found: Iterable[Cover]) -> list[str]:
    """Return the rules with fewer than two tests: one on each side of the limit is the least."""
    counts: dict[tuple[str, str], int] = {}
    for cover in found:
        counts[cover.pack, cover.rule] = counts.get((cover.pack, cover.rule), 0) + 1
    return [f"{pack.id}/{rule.id}" for pack in packs for rule in pack.rules if counts.get((pack.id, rule.id), 0) < 2]


def page(packs: Iterable[Pack], found: Iterable[Cover]) -> str:
    by_rule: dict[tuple[str, str], list[Cover]] = {}
    for cover in found:
        by_rule.setdefault((cover.pack, cover.rule), []).append(cover)
    parts = [_HEAD]
    for pack in sorted(packs, key=lambda each: each.id):
        if pack.rules:
            parts.append(f"## {pack.name} (`{pack.id}`, version {pack.version})\n")
            parts.append("| Rule | Paragraph | Certainty | Kind | What it asks | Tests |\n|---|---|---|---|---|---|")
            parts.append("".join(_row(pack.id, rule, by_rule) for rule in pack.rules))
    silent = ", ".join(f"{pack.name} (`{pack.id}`)" for pack in sorted(packs, key=lambda each: each.id) if not pack.rules)
    if silent:
        parts.append(f"## Without rules that can be computed\n\n{silent}.\n")
    return "\n".join(parts)


def _row(pack_id: str, rule: Rule, by_rule: dict[tuple[str, str], list[Cover]]) -> str:
    told = {key: str(getattr(rule, key)).replace("|", "\\|") for key in ("id", "paragraph", "certainty", "kind", "title")}
    tests: dict[str, list[str]] = {}
    for cover in by_rule.get((pack_id, told["id"]), ()):
        tests.setdefault(cover.file, []).append(cover.what.replace("|", "\\|"))
    shown = "; ".join(f"{file}: {', '.join(whats)}" for file, whats in sorted(tests.items()))
    return f"| `{told['id']}` | {told['paragraph']} | {told['certainty']} | {told['kind']} | {told['title']} | {shown} |\n"


def main() -> None:
    PAGE.write_text(page(list(shipped_packs().values()), list(covers(collected()))), "utf-8")


if __name__ == "__main__":
    main()
