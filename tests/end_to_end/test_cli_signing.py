"""`report --sign` and what `check` tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbm_tracker.services.reports import KeyFile
from tests.end_to_end.calls import Call


@pytest.fixture
def register(tmp_path: Path, call: Call) -> Path:
    path = tmp_path / "r.cbm"
    assert call("demo", path, "--records", "40").code == 0
    return path


def test_a_report_is_signed_and_checked(register: Path, tmp_path: Path, call: Call, key: KeyFile) -> None:
    (tmp_path / "phrase").write_text(key.pass_phrase + "\n", encoding="utf-8")
    path = tmp_path / "signed.pdf"
    asked = ("report", register, "--kind", "hotline", "--output", path, "--from", "2027", "--to", "2027")
    said = call(*asked, "--sign", key.path, "--pass-phrase-file", tmp_path / "phrase")
    assert said.code == 0, said.err
    told = call("check", path, "--register", register, "--json").json
    assert (told["holds"], told["issued"], told["same"]) == (True, True, True)
    assert [(each["signer"], each["holds"]) for each in told["signatures"]] == [("Verification Centre", True)]
    assert "signed by    Verification Centre" in call("check", path).out
    with path.open("ab") as file:
        file.write(b"% a note\n")
    changed = call("check", path)
    assert changed.code == 1
    assert "added after it was signed" in changed.out


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (("--sign", "a.p12", "--sign-token", "b.so"), "a report is signed once"),
        (("--sign-token", "b.so"), "A token is named by --token"),
        (("--token", "Office"), "go with --sign or --sign-token"),
        (("--sign", "a.p12", "--pass-phrase-file", "missing"), "cannot be read for the pass phrase"),
        (("--sign", "a.p12"), "Nobody can be asked for the pass phrase here"),
    ],
)
def test_a_key_that_is_not_named_rightly_is_told(
    register: Path, tmp_path: Path, call: Call, told: tuple[str, ...], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = call("report", register, "--kind", "hotline", "--output", tmp_path / "signed.pdf", *told)
    assert said.code == 2
    assert problem in said.err
    assert not (tmp_path / "signed.pdf").exists()
