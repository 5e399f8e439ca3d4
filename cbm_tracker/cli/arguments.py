"""The commands and their options, each with the words that `--help` shows."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from cbm_tracker import __version__
from cbm_tracker.cli import check_command, record_commands, register_commands, report_command, rule_commands, signing, window_command
from cbm_tracker.cli.exit_codes import TABLE
from cbm_tracker.cli.terminal import Terminal
from cbm_tracker.cli.words import WrongCall, first_day, instant, last_day, positive, whole
from cbm_tracker.domain.vocabulary import KINDS

__all__ = ["WrongCall", "parser"]

Command = Callable[[argparse.Namespace, Terminal], int]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="cbm-tracker", allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, epilog=TABLE,
        description="Offline register of confidence-building measures. Without a command it opens the window.",
    )
    top.add_argument("--version", action="version", version=f"cbm-tracker {__version__}")
    _add_global(top)
    top.set_defaults(carry_out=window_command.open_window, register=None)
    commands = top.add_subparsers(metavar="COMMAND", title="commands")

    def command(name: str, does: str, carry_out: Command) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.", allow_abbrev=False)
        made.set_defaults(carry_out=carry_out)
        _add_global(made)
        return made

    _add_register_commands(command)
    _add_record_commands(command)
    _add_rule_commands(command)

    made = command("report", "issue a PDF report", report_command.issue)
    made.add_argument("register", metavar="REGISTER", type=Path, nargs="?", help="the register; not needed for --kind help")
    made.add_argument("--kind", default="", metavar="REPORT", help="kind of report; help lists the kinds")
    made.add_argument("--again", default="", metavar="NUMBER", help="instead: make the report of this number again, as it was issued")
    made.add_argument("--corrects", default="", metavar="NUMBER", help="instead: issue a corrigendum of the report of this number")
    made.add_argument("--output", metavar="PDF", type=Path, help="the file to write")
    _add_filters(made)
    made.add_argument("--record", default="", metavar="ID", help="the exercise, inspection or case that the report is about")
    made.add_argument("--section", action="append", default=[], metavar="SECTION", help="a section of it, in the order they are named")
    made.add_argument("--recipient", default="", metavar="R", help="whom the report is for")
    made.add_argument("--language", action="append", default=[], metavar="L", help="language of the report, such as en")
    made.add_argument("--at", type=instant, metavar="INSTANT",
                      help="the instant of which the report speaks (default: now); one that has passed: as the register knew it then")
    made.add_argument("--receipt", action="store_true", help="write PDF.receipt.json beside it: number, hashes, state of the register")
    made.add_argument("--template", default="", metavar="NAME",
                      help="take kind, sections, header, footer and emblem from a template; help lists those of the register")
    made.add_argument("--header", metavar="TEXT", help="runs in the head of each page")
    made.add_argument("--footer", metavar="TEXT", help="runs in the foot of each page")
    made.add_argument("--emblem", type=Path, metavar="FILE", help="an SVG or PNG file for the cover")
    made.add_argument("--paper", default="A4", help="A4 or Letter")
    signing.add_signing(made)
    made.add_argument("--grey", action="store_true", help="for printers without colour")
    _add_json(made)
    return top


def _add_register_commands(command: Callable[[str, str, Command], argparse.ArgumentParser]) -> None:
    made = command("open", "open the window on a register", window_command.open_window)
    made.add_argument("register", metavar="REGISTER", type=Path)

    made = command("new", "make an empty register; nothing is overwritten", register_commands.new)
    made.add_argument("register", metavar="REGISTER", type=Path)
    made.add_argument("--owner", default="", metavar="STATE", help="whose register it is: a code or any name")
    made.add_argument("--office", default="", help="which office keeps it")
    made.add_argument("--name", default="", help="what it is called")
    _add_json(made)

    made = command("demo", "make a rehearsal register with an invented year; everything in it is marked EXERCISE", register_commands.demo)
    made.add_argument("register", metavar="REGISTER", type=Path)
    made.add_argument("--year", type=positive, default=2027, metavar="Y", help="the year to invent (default: %(default)s)")
    made.add_argument("--seed", type=int, default=1, metavar="N", help="same seed, same content (default: %(default)s)")
    made.add_argument("--records", type=positive, default=400, metavar="N", help="how many records (default: %(default)s)")
    _add_json(made)

    made = command("check", "say what a file is and whether it holds", check_command.check)
    made.add_argument("file", metavar="FILE", type=Path, help="a register, or a report as PDF")
    made.add_argument("--register", metavar="REGISTER", type=Path, help="for a report: tell also whether this register issued it")
    _add_json(made)

    made = command("backup", "write a verified copy of a register into a folder", register_commands.backup)
    made.add_argument("register", metavar="REGISTER", type=Path)
    made.add_argument("folder", metavar="DIR", type=Path)
    _add_json(made)

    made = command("restore", "put a verified copy in the place of a register; what it replaces is kept", register_commands.restore)
    made.add_argument("backup", metavar="BACKUP", type=Path)
    made.add_argument("register", metavar="REGISTER", type=Path)
    _add_json(made)

    made = command("doctor", "tell versions, paths, fonts, time zone data and what is missing", register_commands.doctor)
    _add_json(made)


def _add_record_commands(command: Callable[[str, str, Command], argparse.ArgumentParser]) -> None:
    made = command("add", "record what a JSON file holds, all or nothing", record_commands.add)
    made.add_argument("register", metavar="REGISTER", type=Path)
    made.add_argument("file", metavar="FILE", help="records as JSON; - for standard input")
    _add_json(made)

    made = command("import", "read files, tell the plan and record what is new, all or nothing", record_commands.import_files)
    made.add_argument("register", metavar="REGISTER", type=Path)
    made.add_argument("files", metavar="FILE", type=Path, nargs="+", help="CSV or JSON")
    made.add_argument("--kind", choices=KINDS, default="", metavar="KIND", help="what the lines of a table are, where no column says so")
    made.add_argument("--mapping", type=Path, metavar="FILE", help="which column is what (TOML)")
    made.add_argument("--dry-run", action="store_true", help="tell the plan and record nothing")
    _add_json(made)

    made = command("list", "find records", record_commands.list_records)
    made.add_argument("register", metavar="REGISTER", type=Path)
    made.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    _add_filters(made)
    made.add_argument("--text", default="", metavar="T", help="words that stand in the record")
    made.add_argument("--limit", type=positive, default=100, metavar="N", help="at most N records (default: %(default)s)")
    made.add_argument("--after", metavar="CURSOR", help="go on where “next” of an earlier answer points")
    _add_json(made)

    made = command("show", "show one record", record_commands.show)
    made.add_argument("register", metavar="REGISTER", type=Path)
    made.add_argument("id", metavar="ID", help="its id, the first 6 characters of it, or its reference")
    made.add_argument("--history", action="store_true", help="with who changed what, when and why")
    _add_json(made)

    made = command("export", "write records to a file", record_commands.export)
    made.add_argument("register", metavar="REGISTER", type=Path)
    made.add_argument("--format", required=True, choices=("csv", "json", "ics"),
                      help="csv (one kind), json, or ics: activities and what is owed, for a calendar")
    made.add_argument("--output", required=True, metavar="PATH", type=Path, help="the file to write")
    made.add_argument("--kind", choices=KINDS, action="append", default=[], metavar="KIND", help=", ".join(KINDS))
    _add_filters(made)
    made.add_argument("--text", default="", metavar="T", help="words that stand in the record")
    made.add_argument("--limit", type=positive, metavar="N", help="at most N records")
    made.add_argument("--at", type=instant, metavar="INSTANT", help="for ics: the instant of what is owed (default: now)")
    _add_json(made)


def _add_rule_commands(command: Callable[[str, str, Command], argparse.ArgumentParser]) -> None:
    made = command("due", "tell what is owed: overdue, due and upcoming, each with its sum", rule_commands.due)
    made.add_argument("register", metavar="REGISTER", type=Path)
    _add_instant(made)
    made.add_argument("--within", type=whole, default=60, metavar="DAYS", help="so many days ahead (default: %(default)s)")
    made.add_argument("--fail-on", choices=("overdue",), help="end with exit code 1 where something is overdue")
    _add_json(made)

    made = command("quotas", "tell the quotas of a year, per agreement, State and pair", rule_commands.quotas)
    made.add_argument("register", metavar="REGISTER", type=Path)
    made.add_argument("--year", required=True, type=positive, metavar="Y", help="the calendar year")
    _add_instant(made)
    _add_json(made)

    made = command("assess", "judge records in a file by the rules, without a register", rule_commands.assess)
    made.add_argument("file", metavar="FILE", help="records as JSON; - for standard input")
    made.add_argument("--agreement", action="append", default=[], metavar="A", help="an agreement by its id; repeat for several")
    _add_instant(made)
    _add_json(made)

    made = command("regimes", "tell the rule packs that ship, or one of them with its rules", rule_commands.regimes)
    made.add_argument("agreement", metavar="AGREEMENT", nargs="?", help="an agreement by its id")
    _add_json(made)


def _add_instant(made: argparse.ArgumentParser) -> None:
    made.add_argument("--at", type=instant, metavar="INSTANT", help="the instant of the judgement (default: now)")


def _add_global(made: argparse.ArgumentParser) -> None:
    made.add_argument("--quiet", action="store_true", default=argparse.SUPPRESS, help="show no progress")
    made.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show where in the program an error arose")


def _add_json(made: argparse.ArgumentParser) -> None:
    made.add_argument("--json", action="store_true", help="answer with one JSON document")


def _add_filters(made: argparse.ArgumentParser) -> None:
    made.add_argument("--from", dest="from_on", type=first_day, metavar="D", help="first day, such as 2027-03-01 (or 2027-03, 2027)")
    made.add_argument("--to", dest="to_on", type=last_day, metavar="D", help="last day, included")
    made.add_argument("--state", action="append", default=[], metavar="S", help="a State by code or any name; repeat for any of several")
    made.add_argument("--agreement", action="append", default=[], metavar="A", help="an agreement by its id; repeat for any of several")
