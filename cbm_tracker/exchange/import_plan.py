"""What an import would do, before anything is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cbm_tracker.domain.measures import Record
from cbm_tracker.exchange.read_result import Problem, ReadResult


@dataclass(frozen=True)
class FileProblem:
    """A problem and the file it stands in."""

    source: str
    problem: Problem


@dataclass(frozen=True)
class ImportPlan:
    """New records in the order of their lines; how many lines are recorded already; what stands in the way, by line."""

    sources: tuple[str, ...]
    new: tuple[Record, ...]
    known: int
    problems: tuple[FileProblem, ...]

    @property
    def lines(self) -> int:
        return len(self.new) + self.known + len(self.problems)


Which = Callable[[Iterable[str]], set[str]]
"""Returns those that the register holds."""


def plan(results: Sequence[ReadResult], known: Which, kept: Which) -> ImportPlan:
    """Compare what was read with what the register holds: `known` records by id, `kept` files by SHA-256."""
    recorded = known(line.record.id for result in results for line in result.lines)
    files = kept(attachment.sha256 for result in results for line in result.lines for attachment in line.record.attachments)
    new: dict[str, Record] = {}
    problems: list[FileProblem] = []
    already = sum(result.repeated for result in results)
    for result in results:
        found = list(result.problems)
        for line in result.lines:
            missing = next((attachment.name for attachment in line.record.attachments if attachment.sha256 not in files), None)
            if line.record.id in recorded or line.record.id in new:
                already += 1
            elif missing is not None:
                remedy = "Take it out of the record, and attach the file itself once the record is here."
                wrong = f"names the file {missing}, which is not in this register."
                found.append(Problem(line.line, "attachments", missing, wrong, remedy))
            else:
                new[line.record.id] = line.record
        found.sort(key=lambda problem: problem.line)
        problems.extend(FileProblem(result.source, problem) for problem in found)
    return ImportPlan(tuple(result.source for result in results), tuple(new.values()), already, tuple(problems))
