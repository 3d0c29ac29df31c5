"""A stop takes so long and no longer, whatever somebody is still doing."""

import pytest

from tests.core.conftest import MODES
from tests.core.wire import Wire

pytestmark = pytest.mark.server

# Far less than what is slept there; the server itself allows less than ten.
GONE_WITHIN_SECONDS = 30


@pytest.mark.parametrize("mode", MODES)
def test_who_never_comes_to_an_end_does_not_hold_up_the_stop(own_server, mode):
    served = own_server(mode)
    with Wire(served.port).join() as ana:
        ana.ask("nap", 60.0, 1)
        served.eventually(lambda state: "nap" in state["begun"])
        served.stop()
        assert served.exit_code(within=GONE_WITHIN_SECONDS) == 0
