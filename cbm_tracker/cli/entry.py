"""From the words of a call to its exit code; every failure is one sentence on standard error."""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence

from cbm_tracker.cli.arguments import WrongCall, parser
from cbm_tracker.cli.exit_codes import DEFECT, DONE, STOPPED, UNAVAILABLE, UNREADABLE, WRONG_CALL
from cbm_tracker.cli.terminal import Terminal
from cbm_tracker.errors import Cancelled, CbmTrackerError, RecordUnavailable


def run() -> None:
    """Run the call of this process and end it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        _give_up_stdout()
    sys.exit(code)


def main(words: Sequence[str]) -> int:
    """Carry out one call; returns its exit code."""
    reader = parser()
    try:
        arguments = reader.parse_args(words)
    except SystemExit as ending:  # argparse has said what is wrong, or printed the help
        return ending.code if isinstance(ending.code, int) else WRONG_CALL
    terminal = Terminal(as_json=getattr(arguments, "json", False), quiet=getattr(arguments, "quiet", False))
    debug = getattr(arguments, "debug", False)
    try:
        code = _carry_out(arguments, terminal)
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up_stdout()  # the reader has seen enough
        return DONE
    except WrongCall as error:
        return terminal.fail(str(error), WRONG_CALL)
    except (KeyboardInterrupt, Cancelled):
        return terminal.fail("Stopped; what was not finished is not recorded.", STOPPED)
    except CbmTrackerError as error:
        if debug:
            traceback.print_exc()
        return terminal.fail(str(error), UNAVAILABLE if isinstance(error, RecordUnavailable) else UNREADABLE)
    except OSError as error:
        if debug:
            traceback.print_exc()
        where = f"{error.filename}" if error.filename else "Standard output"
        if not error.filename:
            _give_up_stdout()
        return terminal.fail(f"{where} cannot be used ({error.strerror or error}).", UNREADABLE)
    except Exception as error:
        if debug:
            traceback.print_exc()
        hint = "Repeat with --debug to see where it happened, and report it."
        return terminal.fail(f"This is a defect of the program ({type(error).__name__}: {error}). {hint}", DEFECT)
    return code


def _carry_out(arguments: argparse.Namespace, terminal: Terminal) -> int:
    code: int = arguments.carry_out(arguments, terminal)
    return code


def _give_up_stdout() -> None:
    """Let what is still unwritten go nowhere, so that ending the process does not complain again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):  # it is no file at all, as in a test
        return
