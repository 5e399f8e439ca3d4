"""Makes the window's Inter faces: tabular figures keep them, hyphens and other signs keep their own width.

Inter's feature `tnum` widens hyphen, comma and other signs along with the figures, which tears names and dates apart; here it
changes figures alone. Needs fonttools and the four TTF files of Inter 4 (SIL OFL 1.1, no reserved font name):
    python3 packaging/make_window_fonts.py FOLDER_OF_INTER resources/fonts/window
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

FACES = ("400Regular", "500Medium", "600SemiBold", "700Bold")
FIGURES = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}


def keep_figures_alone(font: TTFont) -> int:
    """Take all but the figures out of `tnum`; returns how many substitutions went."""
    table = font["GSUB"].table
    features = [record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == "tnum"]
    lookups = {index for feature in features for index in feature.LookupListIndex}
    gone = 0
    for index in lookups:
        for subtable in table.LookupList.Lookup[index].SubTable:
            mapping = getattr(subtable, "ExtSubTable", subtable).mapping
            for name in [name for name in mapping if name.split(".")[0] not in FIGURES]:
                del mapping[name]
                gone += 1
    return gone


def main(source: Path, target: Path) -> None:
    for face in FACES:
        font = TTFont(source / f"Inter_{face}.ttf")
        gone = keep_figures_alone(font)
        font.save(target / f"Inter_{face}.ttf")
        print(f"{face}: {gone} signs keep their width")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
