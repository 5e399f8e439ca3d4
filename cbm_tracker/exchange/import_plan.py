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


def plan(results: Sequence[ReadResult], known: Callable[[Iterable[str]], set[str]]) -> ImportPlan:
    """Compare what was read with what the register holds."""
    recorded = known(line.record.id for result in results for line in result.lines)
    new: dict[str, Record] = {}
    already = sum(result.repeated for result in results)
    for result in results:
        for line in result.lines:
            if line.record.id in recorded or line.record.id in new:
                already += 1
            else:
                new[line.record.id] = line.record
    problems = tuple(FileProblem(result.source, problem) for result in results for problem in result.problems)
    return ImportPlan(tuple(result.source for result in results), tuple(new.values()), already, problems)
