"""Agreements by their short names, and a place in one as it is quoted: VD 11 ¶38."""

from __future__ import annotations

import re

from cbm_tracker.desktop.translation import tr

_SHORT = {
    "vd11": "VD 11", "vd99": "VD 99", "vd94": "VD 94", "vd92": "VD 92", "vd90": "VD 90", "stockholm-1986": "Stockholm 1986",
    "open-skies": "Open Skies", "cfe": "CFE", "dayton-iv": "Dayton Art. IV", "gemi": "GEMI", "hcoc": "HCoC", "bwc-cbm": "BWC CBM",
    "unroca": "UNROCA", "unmilex": "UNMilEx", "att": "ATT", "unscr-1540": "UNSCR 1540", "osce-code-of-conduct": "Code of Conduct",
    "osce-salw": "OSCE SALW", "osce-arms-transfers": "OSCE arms transfers", "osce-mines": "OSCE mines", "osce-cyber": "OSCE cyber",
    "in-pk-1988": "India–Pakistan 1988", "in-pk-1991-exercises": "India–Pakistan 1991, exercises",
    "in-pk-1991-airspace": "India–Pakistan 1991, air space", "in-pk-2005-loc": "India–Pakistan 2005, line",
    "in-pk-2005-missiles": "India–Pakistan 2005, missiles", "in-pk-2007-accidents": "India–Pakistan 2007",
    "in-pk-2008-consular": "India–Pakistan 2008", "in-cn-lac": "India–China", "shanghai-1996": "Shanghai 1996",
    "shanghai-1997": "Moscow 1997", "kr-cma-2018": "Korea 2018", "montreux": "Montreux", "black-sea-2002": "Black Sea 2002",
    "hu-ro-csbm-1996": "Romania–Hungary 1996", "hu-ro-open-skies": "Romania–Hungary Open Skies", "gr-tr-1988": "Greece–Türkiye 1988",
    "us-ru-1971-accidents": "US–Russia 1971", "us-ru-1988-launch": "US–Russia 1988", "us-ru-1989-activities": "US–Russia 1989, activities",
    "us-ru-1989-exercises": "US–Russia 1989, exercises", "us-ru-hotline": "US–Russia link", "us-ru-incsea": "INCSEA",
    "us-ru-nrrc": "NRRC", "us-cn-2014": "US–China 2014", "us-cn-mmca": "US–China MMCA", "cn-jp-communication": "China–Japan",
    "ru-cn-launch-notices": "Russia–China", "new-start": "New START", "citaac": "CITAAC", "oas-csbm": "OAS CSBM", "un-coe": "UN COE",
    "un-cyber-contacts": "UN cyber contacts", "cues": "CUES", "arf-outlook": "ARF outlook", "asean-adi": "ASEAN ADI",
    "nato-art4": "NATO Art. 4", "exercise-cost-shares": "Cost shares",
}


def short_name(agreement: str) -> str:
    """Return the short name of an agreement; its id where it has none."""
    return tr(_SHORT.get(agreement, agreement))


def source_in_words(agreement: str, paragraph: str) -> str:
    """VD 11 ¶38; Open Skies, Art. VI; the name alone where no paragraph is named."""
    name = short_name(agreement)
    if paragraph in ("", "-"):
        return name
    return f"{name} ¶{paragraph}" if paragraph[0].isdigit() else f"{name}, {paragraph}"


def place_in_words(agreement: str, paragraph: str) -> str:
    """Return where a rule stands for the line of a list: a number or the article; the name alone where the place is a title."""
    place = re.split("[,;]", paragraph)[0]
    return source_in_words(agreement, place if place[:1].isdigit() or place.startswith(("Art.", "Para.")) else "")
