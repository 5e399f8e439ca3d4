"""What an import would do, before anything is saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.record_json import canonical, to_json
from cbm_tracker.exchange.read_result import Problem, ReadResult


@dataclass(frozen=True)
class FileProblem:
    """A problem and the file it stands in."""

    source: str
    problem: Problem


@dataclass(frozen=True)
class ImportPlan:
    """New records in the order of their lines; how many lines are recorded already; what stands in the way, by line.

    `left_out` counts the lines that hold a name which was answered with “leave out”.
    """

    sources: tuple[str, ...]
    new: tuple[Record, ...]
    known: int
    problems: tuple[FileProblem, ...]
    left_out: int = 0

    @property
    def lines(self) -> int:
        return len(self.new) + self.known + len(self.problems) + self.left_out


Known = Callable[[Iterable[str]], dict[str, str]]
"""Returns those records that the register holds, as canonical JSON by id."""
Kept = Callable[[Iterable[str]], set[str]]
"""Returns those files that the register holds, by SHA-256."""


def plan(results: Sequence[ReadResult], known: Known, kept: Kept) -> ImportPlan:
    """Compare what was read with what the register holds.

    A record that is there already, with the same words, is known. One that says something else there is a problem: an
    import records what is new and changes nothing.
    """
    recorded = known(line.record.id for result in results for line in result.lines)
    files = kept(attachment.sha256 for result in results for line in result.lines for attachment in line.record.attachments)
    new: dict[str, Record] = {}
    problems: list[FileProblem] = []
    already = sum(result.repeated for result in results)
    for result in results:
        found = list(result.problems)
        for line in result.lines:
            missing = next((attachment.name for attachment in line.record.attachments if attachment.sha256 not in files), None)
            there = recorded.get(line.record.id) or (canonical(to_json(new[line.record.id])) if line.record.id in new else "")
            if there:
                differs = _differing(line.record, there)
                if differs:
                    found.append(Problem(line.line, differs, line.record.id, "is recorded already, with something else in this field.",
                                         "Change or correct the record itself, or give this line an id of its own.", line.record.kind))
                else:
                    already += 1
            elif missing is not None:
                remedy = "Take it out of the record, and attach the file itself once the record is here."
                wrong = f"names the file {missing}, which is not in this register."
                found.append(Problem(line.line, "attachments", missing, wrong, remedy, line.record.kind))
            else:
                new[line.record.id] = line.record
        found.sort(key=lambda problem: problem.line)
        problems.extend(FileProblem(result.source, problem) for problem in found)
    left_out = sum(result.left_out for result in results)
    return ImportPlan(tuple(result.source for result in results), tuple(new.values()), already, tuple(problems), left_out)


def _differing(record: Record, there: str) -> str:
    """Return the first field in which a record differs from the one of its id; "" where none does.

    The status is the register's own: what was issued or superseded there is still the record that is read.
    """
    told = to_json(record)
    if canonical(told) == there:
        return ""
    held = json.loads(there)
    return next((key for key in (*told, *held) if key != "status" and told.get(key) != held.get(key)), "")
