"""A disk that is really full, where something may be mounted; `make torture` fills it ten times."""

import pytest

from tests.torture import small_disk
from tests.torture.judging import SEED, assert_clean

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.mark.skipif(bool(small_disk.why_not()), reason=str(small_disk.why_not()))
def test_a_disk_without_a_byte_loses_nothing_and_is_used_again_by_itself() -> None:
    assert_clean(small_disk.run(2, SEED))
