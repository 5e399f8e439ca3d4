"""Makes the Noto faces of the reports, each cut down to the signs that names and places are written with.

Needs fonttools, and the folders of the packages `@expo-google-fonts/noto-sans-…` of the npm registry unpacked side by side, each
under its own name (SIL OFL 1.1; the name Source, which two of them reserve, is not in theirs):
    python3 packaging/make_report_fonts.py FOLDER_OF_PACKAGES resources/fonts/report
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

# package, file, weight, codec that says which signs to keep ("" for all)
FACES = (
    ("noto-sans-arabic", "NotoSansArabic", "400Regular", ""),
    ("noto-sans-arabic", "NotoSansArabic", "600SemiBold", ""),
    ("noto-sans-armenian", "NotoSansArmenian", "400Regular", ""),
    ("noto-sans-armenian", "NotoSansArmenian", "600SemiBold", ""),
    ("noto-sans-georgian", "NotoSansGeorgian", "400Regular", ""),
    ("noto-sans-georgian", "NotoSansGeorgian", "600SemiBold", ""),
    ("noto-sans-hebrew", "NotoSansHebrew", "400Regular", ""),
    ("noto-sans-hebrew", "NotoSansHebrew", "600SemiBold", ""),
    ("noto-sans-sc", "NotoSansSC", "400Regular", "gb2312"),
    ("noto-sans-kr", "NotoSansKR", "400Regular", "euc_kr"),
)
MAY_BE_EMBEDDED = 0  # OS/2 fsType: installable embedding, without restriction


def signs(codec: str, face: str) -> set[int]:
    """Return the code points of a national set, without the letters that the reports' own faces have; of Korean the syllables alone."""
    kept = set(range(0x20, 0x7F))
    for code in range(0xA1, 0xFFFF):
        if face == "NotoSansKR" and not 0xAC00 <= code <= 0xD7A3:
            continue
        try:
            size = len(chr(code).encode(codec))
        except UnicodeEncodeError:
            continue
        if size == 2:
            kept.add(code)
    return kept


def make(source: Path, target: Path, face: str, codec: str) -> int:
    """Write one face without hints and layout tables, which ReportLab does not read; returns its size in bytes."""
    font = TTFont(source)
    if font["OS/2"].fsType != MAY_BE_EMBEDDED or "glyf" not in font:
        raise SystemExit(f"{source.name} may not be embedded, or has no TrueType outlines.")
    options = Options(hinting=False, layout_features=[], name_IDs=["*"], notdef_outline=True, glyph_names=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=signs(codec, face) if codec else set(font.getBestCmap()))
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # the same bytes whenever it is made
    font.recalcTimestamp = False
    font.save(target)
    return target.stat().st_size


def main(packages: Path, target: Path) -> None:
    for package, face, weight, codec in FACES:
        folder = packages / package
        size = make(folder / weight / f"{face}_{weight}.ttf", target / f"{face}_{weight}.ttf", face, codec)
        shutil.copyfile(folder / "LICENSE_FONT", target / f"OFL-{face}.txt")
        print(f"{face} {weight}: {size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
