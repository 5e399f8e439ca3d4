"""The words of a call: dates, instants, States and agreements as people write them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, datetime

from cbm_tracker.domain.checks import check_agreement_id
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import InvalidMeasure


class WrongCall(Exception):
    """The words of a call contradict each other or name nothing; says how to put it right."""


def _partial(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except InvalidMeasure as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def first_day(text: str) -> date:
    return _partial(text).first_day


def last_day(text: str) -> date:
    return _partial(text).last_day


def instant(text: str) -> datetime:
    try:
        return Instant.parse(text).utc
    except InvalidMeasure as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number above zero.")
    return number


def whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 36_600:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 0 to 36600.")
    return int(text)


def state_code(text: str) -> str:
    """Return the code of a State by any of its codes and names.

    Raises:
        WrongCall: it names none with certainty; offers what it may mean.
    """
    from cbm_tracker.services.reference_data import state_names

    names = state_names()
    meant = names.resolve(text)
    if meant.code:
        return meant.code
    candidates = " or ".join(f"{names.name(code)} ({code})" for code in meant.candidates)
    hint = f"Is {candidates} meant? Write the code." if candidates else "Write its ISO 3166-1 alpha-3 code, such as DEU."
    raise WrongCall(f"“{text}” does not name one State with certainty. {hint}")


def agreement_ids(texts: Sequence[str]) -> tuple[str, ...]:
    for text in texts:
        try:
            check_agreement_id(text, "--agreement")
        except InvalidMeasure as error:
            raise WrongCall(str(error)) from error
    return tuple(texts)


def check_period(arguments: argparse.Namespace) -> None:
    if arguments.from_on and arguments.to_on and arguments.to_on < arguments.from_on:
        raise WrongCall(f"--to {arguments.to_on} is before --from {arguments.from_on}. Exchange the two.")


def query_of(arguments: argparse.Namespace, kinds: Sequence[str]) -> Query:
    """Build what a list is asked for. Raises WrongCall."""
    check_period(arguments)
    return Query(
        kinds=tuple(kinds), from_on=arguments.from_on, to_on=arguments.to_on,
        states=tuple(state_code(text) for text in arguments.state), agreements=agreement_ids(arguments.agreement), text=arguments.text,
    )
