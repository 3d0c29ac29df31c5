"""The checker looks at the store of files too: what is missing, cut short, or nobody's."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from core import files
from core.database import db, transaction
from core.settings import Settings
from tests.pictures import picture
from tickets.checking import file_findings
from tickets.uploading import Upload, file_of, store, thumbnail_of


@pytest.fixture
def kept(desk: Flask, settings: Settings) -> Callable[[], Path]:
    """Where a picture lies that Maya has sent."""

    def path() -> Path:
        (small,) = (settings.data_dir / "files").glob("*/*" + thumbnail_of(""))
        return small.with_name(file_of(small.name))

    content = io.BytesIO(picture(40, 30))
    store(Upload(content=content, name="one.png", owner="member:maya", address="127.0.0.1"))
    return path


def test_a_kept_picture_is_nothing_to_complain_of(kept: Callable[[], Path]) -> None:
    assert kept().is_file()
    assert list(file_findings()) == []


def test_a_missing_file_is_found(kept: Callable[[], Path]) -> None:
    kept().unlink()
    (said,) = file_findings()
    assert said.endswith("its file is missing")


def test_a_missing_thumbnail_is_found(kept: Callable[[], Path]) -> None:
    kept().with_name(thumbnail_of(kept().name)).unlink()
    (said,) = file_findings()
    assert said.endswith("its file is missing")


def test_a_file_that_was_cut_short_is_found(kept: Callable[[], Path]) -> None:
    kept().write_bytes(kept().read_bytes()[:-1])
    (said,) = file_findings()
    assert said.endswith("its file is not as long as it was")


def test_files_that_no_row_names_are_found_once_the_sweep_should_have_taken_them(
    kept: Callable[[], Path],
) -> None:
    lost = kept().with_name(kept().name[:2] + "nobody")
    lost.write_bytes(b"x")
    assert list(file_findings()) == []
    for path in (kept(), lost):
        os.utime(path, (1, 1))
    assert list(file_findings()) == ["files: 1 belong to no picture, and no sweep took them away"]


def test_what_has_come_and_gone_meanwhile_is_no_fault(
    kept: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are read before the files: both change while the desk is in use."""
    sizes = files.store().sizes

    def erased_meanwhile() -> list[tuple[str, int]]:
        with transaction():
            db.session.execute(db.text("DELETE FROM attachments"))
        kept().unlink()
        return list(sizes())

    monkeypatch.setattr(files.store(), "sizes", erased_meanwhile)
    assert list(file_findings()) == []
