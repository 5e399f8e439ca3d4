"""Texts in the scripts of names: which face shows them, how they are broken and turned, and what is refused."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from cbm_tracker.errors import ReportFailed
from cbm_tracker.reports import fonts, scripts
from cbm_tracker.reports.house_style import BODY, CELL, CELL_STRONG

fonts.register()
NAMES = {
    "Polish": "Zażółć Gęślą-Jaźń",
    "Russian": "Щукин Ёлкин",
    "Georgian": "ნინო ბერიძე",
    "Armenian": "Վարդան Մամիկոնյան",
    "Chinese": "中华人民共和国",
    "Korean": "홍길동",
    "Japanese": "カタカナ",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_shown_whole_in_faces_that_have_it(name: str) -> None:
    fonts.check_covered(name, CELL.font, "the record")
    for style in (BODY, CELL, CELL_STRONG):
        line = fonts.drawn(name, style)
        assert "".join(run.text for run in line) == name
        assert all(fonts.covered(run.font).issuperset(run.text) for run in line)


def test_a_text_of_one_face_stays_one_run() -> None:
    assert fonts.drawn("Notification 12", CELL) == (fonts.DrawnRun("Sans", "Notification 12"),)
    assert fonts.drawn("", CELL) == ()


def test_the_face_changes_only_where_the_script_does() -> None:
    assert [run.font for run in fonts.drawn("Treaty 中国 (Tbilisi თბილისი)", CELL_STRONG)] == [
        "Sans-Semi", "Chinese", "Sans-Semi", "Georgian-Semi", "Sans-Semi",
    ]  # fmt: skip


def test_hebrew_stands_from_right_to_left_its_figures_from_left_to_right_and_its_brackets_mirrored() -> None:
    assert "".join(run.text for run in fonts.drawn("אבג (12) abc", CELL)) == "abc (12) גבא"
    assert "".join(run.text for run in fonts.drawn("see אבג 12", CELL)) == "see 12 גבא"
    assert "".join(run.text for run in fonts.drawn("Treaty (אבג) 12", CELL)) == "Treaty (גבא) 12"
    assert "".join(run.text for run in fonts.drawn("[אבג] «דה» (אב) (גד", CELL)) == "דג) (בא) «הד» [גבא]"


def test_arabic_letters_join_and_stand_from_right_to_left() -> None:
    line = "".join(run.text for run in fonts.drawn("معاهدة 2011", CELL))
    assert line.startswith("2011 ")
    assert all(0xFB50 <= ord(letter) <= 0xFEFF for letter in line.removeprefix("2011 "))
    assert unicodedata.normalize("NFKC", line.removeprefix("2011 ")[::-1]) == "معاهدة"


def test_a_persian_letter_that_must_not_join_does_not() -> None:
    apart, together = (fonts.drawn(fonts.plain(word), CELL) for word in ("می\u200cخواهم", "میخواهم"))
    assert apart != together
    assert "\u200c" not in "".join(run.text for run in apart)
    fonts.check_covered(fonts.plain("می\u200cخواهم"), CELL.font, "")


@pytest.mark.parametrize("name", ["नरेन्द्र", "ประเทศไทย", "پښتو", "ܣܘܪܝܐ", "🚀"])
def test_a_script_that_would_come_out_wrong_is_refused_with_the_record(name: str) -> None:
    with pytest.raises(ReportFailed, match=r"U\+.*in the exercise KITE 27"):
        fonts.check_covered(name, CELL.font, "the exercise KITE 27")


def test_the_width_is_that_of_the_runs_drawn() -> None:
    whole = fonts.width("Treaty معاهدة 中国", CELL)
    apart = sum(fonts.width(run.text, CELL) for run in fonts.drawn("Treaty معاهدة 中国", CELL))
    assert whole == pytest.approx(apart)


def test_chinese_is_parted_between_its_signs_but_no_line_begins_with_a_mark_that_closes() -> None:
    text = "中华人民共和国，外交部（北京）通知。" * 5
    lines = fonts.wrap(text, CELL, 60)
    assert len(lines) > 5
    assert "".join(lines) == text
    assert all(line[0] not in "，。）" and line[-1] != "（" for line in lines)
    assert all(fonts.width(line, CELL) <= 70 for line in lines)
    assert not scripts.blank_between(lines[0], lines[1])


def test_a_line_end_stands_for_a_blank_between_words_alone() -> None:
    assert scripts.blank_between("observers of", "the exercise")
    assert not scripts.blank_between("confidence-", "building")


def test_a_name_of_three_hundred_characters_is_broken_and_nothing_of_it_lost() -> None:
    name = "Wójcik" * 50
    lines = fonts.wrap(name, CELL, 100)
    assert "".join(lines) == name
    assert all(fonts.width(line, CELL) <= 100 for line in lines)


def test_blanks_between_words_survive_breaking() -> None:
    text = "notification  of a certain military activity " * 3
    assert " ".join(fonts.wrap(text, CELL, 2000)) == text


def test_a_long_german_or_russian_word_is_parted_between_syllables_where_it_does_not_fit() -> None:
    first = fonts.wrap("Truppenstationierungsabkommen", CELL, 60, "de")[0]
    assert first in {"Truppen-", "Truppensta-", "Truppenstatio-", "Truppenstationie-"}
    lines = fonts.wrap("военно-политическое взаимодействие", CELL, 50, "ru")
    assert "".join(line.removesuffix("-") for line in lines) == "военнополитическоевзаимодействие"
    assert "-" not in "".join(fonts.wrap("Truppenstationierungsabkommen", CELL, 60, "en"))
    assert fonts.wrap("Kampfpanzer", CELL, 30, "de") == ["Kampf-", "panzer"]


@pytest.mark.parametrize(
    ("text", "room", "language", "lines"),
    [
        ("communiqué", 40, "fr", ["communi-", "qué"]), ("d’interprétation", 50, "fr", ["d’interpréta-", "tion"]),
        ("Bosnie-Herzégovine", 70, "fr", ["Bosnie-", "Herzégovine"]), ("Cumplidas", 30, "es", ["Cumpli-", "das"]),
        ("avvicinamento", 40, "it", ["avvicina-", "mento"]), ("(obligations),", 40, "fr", ["(obliga-", "tions),"]),
        ("12\u00a0obligations", 50, "fr", ["12", "obligations"]), ("Obligations\u00a0:", 40, "fr", ["Obliga-", "tions\u00a0:"]),
    ],
)
def test_a_word_that_does_not_fit_is_parted_where_its_language_parts_it(text: str, room: float, language: str, lines: list[str]) -> None:
    assert fonts.wrap(text, CELL, room, language) == lines


def test_what_is_no_word_has_no_syllables() -> None:
    for text in ("https://example.org/observations", "observations.observations", "OBSERVATIONS27", "observations_finales"):
        assert scripts.syllable_breaks(text, "fr") == []
    assert fonts.wrap("12\u202f000\u00a0obligations", CELL, 55, "fr") == ["12\u202f000", "obligations"]


def test_what_is_drawn_is_read_back_from_the_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "names.pdf"), invariant=1)
    for at, name in enumerate(NAMES.values()):
        x = 50.0
        for run in fonts.drawn(name, BODY):
            canvas.setFont(run.font, BODY.size)
            canvas.drawString(x, 700 - 20 * at, run.text)
            x += fonts.width(run.text, BODY)
    canvas.save()
    text = PdfReader(tmp_path / "names.pdf").pages[0].extract_text().replace(" ", "").replace("\n", "")
    assert all(name.replace(" ", "") in text for name in NAMES.values())
