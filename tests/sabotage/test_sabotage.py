"""Every planted bug still fits the code and has its guard; `make sabotage` plays them."""

import pytest

from tests.sabotage.bugs import BUGS, Bug
from tests.sabotage.planting import ROOT, DoesNotApply, planted, require_guard

AT_LEAST = 25


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_fits_the_code_and_has_its_guard(bug: Bug) -> None:
    source = (ROOT / bug.file).read_text(encoding="utf-8")
    assert planted(bug, source) != source
    require_guard(bug)


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= AT_LEAST


def test_a_bug_that_no_longer_fits_says_so() -> None:
    with pytest.raises(DoesNotApply, match="0 times"):
        planted(BUGS[0], "quite another file")
    with pytest.raises(DoesNotApply, match="there is no"):
        require_guard(Bug("x", "app.py", "", "", "tests/test_docs.py::test_nothing"))
