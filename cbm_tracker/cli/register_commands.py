"""Commands on a register as a whole, and on the program itself."""

from __future__ import annotations

import argparse

from cbm_tracker.cli.exit_codes import DONE, TO_ACT_ON
from cbm_tracker.cli.terminal import Terminal, warn_of_share
from cbm_tracker.cli.words import WrongCall, state_code
from cbm_tracker.domain.moments import EARLIEST_YEAR, LATEST_YEAR


def new(arguments: argparse.Namespace, terminal: Terminal) -> int:
    owner = state_code(arguments.owner) if arguments.owner else ""
    from cbm_tracker.bootstrap import new_register

    services = new_register(arguments.register, owner=owner, name=arguments.name, office=arguments.office)
    warn_of_share(services)
    services.close()
    terminal.answer({"file": str(arguments.register), "owner": owner}, f"{arguments.register} is ready.")
    return DONE


def demo(arguments: argparse.Namespace, terminal: Terminal) -> int:
    if not EARLIEST_YEAR < arguments.year < LATEST_YEAR:
        raise WrongCall(f"--year {arguments.year} lies outside {EARLIEST_YEAR + 1} to {LATEST_YEAR - 1}.")
    from cbm_tracker.bootstrap import rehearsal_register

    with terminal.progress() as progress:
        services = rehearsal_register(
            arguments.register, year=arguments.year, seed=arguments.seed, records=arguments.records, progress=progress
        )
    warn_of_share(services)
    services.close()
    data = {"file": str(arguments.register), "year": arguments.year, "seed": arguments.seed, "records": arguments.records}
    what = f"{arguments.records} invented record{'s' if arguments.records != 1 else ''} of {arguments.year}, marked EXERCISE"
    terminal.answer(data, f"{arguments.register} is ready: {what}.")
    return DONE


def backup(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from cbm_tracker.bootstrap import this_desk
    from cbm_tracker.services import register

    with terminal.progress() as progress:
        copy = register.back_up(arguments.register, arguments.folder, this_desk(), progress)
    terminal.answer({"file": str(arguments.register), "copy": str(copy)}, f"{copy} is a verified copy.")
    return DONE


def restore(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from cbm_tracker.bootstrap import this_desk
    from cbm_tracker.services import register

    with terminal.progress() as progress:
        kept = register.restore(arguments.backup, arguments.register, this_desk(), progress)
    text = f"{arguments.register} is restored from {arguments.backup}."
    if kept:
        text += f" What it replaced is kept as {kept}."
    terminal.answer({"file": str(arguments.register), "kept": str(kept) if kept else None}, text)
    return DONE


def doctor(_: argparse.Namespace, terminal: Terminal) -> int:
    from cbm_tracker.services.diagnosis import diagnose

    found = diagnose()
    lines: list[str] = []
    for title, told in (("Versions", found.versions), ("Paths", found.paths), ("Time zones", found.time_zones)):
        lines.append(title)
        lines.extend(f"  {name:<18} {value}" for name, value in told.items())
    lines.append(f"Fonts\n  {', '.join(found.fonts) or 'none'}")
    lines.append("Nothing is missing." if not found.missing else "Missing")
    lines.extend(f"  {lack}" for lack in found.missing)
    data = {
        "versions": found.versions, "paths": found.paths, "time_zones": found.time_zones, "fonts": list(found.fonts),
        "schema": found.paths["schema"], "missing": list(found.missing),
    }
    terminal.answer(data, "\n".join(lines))
    return TO_ACT_ON if found.missing else DONE
