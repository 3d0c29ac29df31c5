"""Every planted bug still fits the code and has its guard; `make sabotage` plays them."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.sabotage import __main__ as command
from tests.sabotage.bugs import BUGS, Bug, Unreadable, read
from tests.sabotage.planting import ROOT, DoesNotApply, planted, require_fit

AT_LEAST = 25


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_fits_the_code_and_has_its_guard(bug: Bug) -> None:
    """Mend the lines of the patch by hand when the code around them has changed."""
    require_fit(bug)


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= AT_LEAST


def test_a_bug_is_planted_and_taken_out_again(tmp_path: Path) -> None:
    bug = BUGS[0]
    for name in bug.files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text())
    with planted(bug, tmp_path):
        assert all((tmp_path / name).read_text() != (ROOT / name).read_text() for name in bug.files)
    assert all((tmp_path / name).read_text() == (ROOT / name).read_text() for name in bug.files)


def test_a_bug_that_no_longer_fits_says_so(tmp_path: Path) -> None:
    with pytest.raises(DoesNotApply, match="No such file"):
        require_fit(BUGS[0], tmp_path)
    with pytest.raises(DoesNotApply, match="there is no"):
        require_fit(replace(BUGS[0], guard="tests/test_docs.py::test_nothing"))


def test_words_that_no_bug_has_play_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["sabotage", "no such bug"])
    assert command.main() == 2
    assert capsys.readouterr().err == "No bug has these words in its path.\n"


def test_a_patch_without_a_name_and_a_guard_says_so(tmp_path: Path) -> None:
    nameless = tmp_path / "nameless.patch"
    nameless.write_text("--- a/app.py\n")
    with pytest.raises(Unreadable, match="nameless"):
        read(nameless)
