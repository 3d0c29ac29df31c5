"""Programs of the machine that some plays need: without one a play is left out, and fails in CI."""

import os

import pytest

from tests.torture import strace
from tests.torture.clocks import library

_IN_CI = "CI" in os.environ

needs_strace = pytest.mark.skipif(
    bool(strace.why_not()) and not _IN_CI, reason=str(strace.why_not())
)
needs_libfaketime = pytest.mark.skipif(
    library() is None and not _IN_CI, reason="libfaketime is not installed"
)
