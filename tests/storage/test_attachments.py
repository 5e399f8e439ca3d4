"""Files kept inside the register: once each, known by their hash, never read whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import text

from cbm_tracker.domain.measures import LARGEST_ATTACHMENT, Attachment
from cbm_tracker.errors import InvalidMeasure, NotFound, UnreadableFile
from cbm_tracker.storage import attachments as kept_files
from cbm_tracker.storage.inspection import inspect
from cbm_tracker.storage.store import Store
from tests.builders import a_contact, an_operation, change_raw


def _file(folder: Path, content: bytes, name: str = "note.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_a_file_comes_back_as_it_was(store: Store, tmp_path: Path, size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    with store.transaction(an_operation()) as transaction:
        digest, length = transaction.attachments.keep(_file(tmp_path, content))
        transaction.add(a_contact(attachments=(Attachment(name="note.pdf", sha256=digest, size=length),)))
    assert (digest, length) == (hashlib.sha256(content).hexdigest(), len(content))
    with store.reading() as reading:
        assert b"".join(reading.attachments.chunks(digest)) == content
        assert inspect(reading, lambda *_: None) == []


def test_the_same_bytes_are_kept_once(store: Store, tmp_path: Path) -> None:
    with store.transaction(an_operation()) as transaction:
        one, _ = transaction.attachments.keep(_file(tmp_path, b"same"))
        two, _ = transaction.attachments.keep(_file(tmp_path, b"same", "other name.txt"))
        transaction.add(a_contact(attachments=(Attachment(name="a", sha256=one), Attachment(name="b", sha256=two))))
        assert one == two
        assert transaction.connection.scalar(text("SELECT count(*) FROM attachment_chunk")) == 1


def test_what_is_too_large_is_refused_and_leaves_nothing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "LARGEST_ATTACHMENT", 1000)
    exact, larger = _file(tmp_path, b"x" * 1000, "exact"), _file(tmp_path, b"x" * 1001, "larger")
    with store.transaction(an_operation()) as transaction:
        digest, size = transaction.attachments.keep(exact)
        transaction.add(a_contact(attachments=(Attachment(name="exact", sha256=digest),)))
        assert size == 1000
    with pytest.raises(InvalidMeasure, match="larger than 100 MB") as refusal, store.transaction(an_operation()) as transaction:
        transaction.attachments.keep(larger)
    assert refusal.value.field == "attachments"
    with store.reading() as reading:
        assert reading.connection.scalar(text("SELECT count(*) FROM attachment")) == 1


def test_the_limit_is_a_hundred_megabytes() -> None:
    assert LARGEST_ATTACHMENT == 100_000_000


def test_a_missing_file_and_a_folder_are_said(store: Store, tmp_path: Path) -> None:
    for path, says in ((tmp_path / "none", "cannot be read"), (tmp_path, "folder")):
        with pytest.raises(UnreadableFile, match=says), store.transaction(an_operation()) as transaction:
            transaction.attachments.keep(path)


def test_a_file_that_changes_while_it_is_read_is_refused(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _file(tmp_path, b"before")
    monkeypatch.setattr(kept_files, "_measure", lambda path: ("0" * 64, 6))
    with pytest.raises(UnreadableFile, match="changed"), store.transaction(an_operation()) as transaction:
        transaction.attachments.keep(path)


def test_a_record_cannot_name_a_file_that_is_not_kept(store: Store) -> None:
    missing = Attachment(name="note.pdf", sha256="ab" * 32)
    with pytest.raises(InvalidMeasure, match="not in this register") as refusal, store.transaction(an_operation()) as transaction:
        transaction.add(a_contact(attachments=(missing,)))
    assert refusal.value.field == "attachments"
    with store.reading() as reading:
        assert reading.records.count_by_kind() == {}
        with pytest.raises(NotFound):
            list(reading.attachments.chunks("ab" * 32))


def test_a_changed_file_is_found(store: Store, register_path: Path, tmp_path: Path) -> None:
    with store.transaction(an_operation()) as transaction:
        digest, size = transaction.attachments.keep(_file(tmp_path, b"what was kept"))
        transaction.add(a_contact(attachments=(Attachment(name="x", sha256=digest, size=size),)))
    change_raw(register_path, "UPDATE attachment_chunk SET data = x'77686174207761732073656e74'")
    with store.reading() as reading:
        assert [finding.problem for finding in inspect(reading, lambda *_: None)] == ["is not the file that was kept."]
