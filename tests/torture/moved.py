"""Which figure tells an operator of which fault (R67)."""

import time
from collections.abc import Callable

import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.live.desk import Desk

TELLS_WITHIN_SECONDS = 10

Figures = dict[tuple[str, str], float]
Measure = Callable[[Figures], float]


def figures_of(desk: Desk) -> Figures:
    """What /metrics says: by name, and by the value of the one label, if there is one."""
    text = requests.get(f"{desk.url}/metrics", timeout=20).text
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def silent(fault: str, desk: Desk, before: Figures) -> list[str]:
    """A finding for a fault that its figure does not show. Who died may still be coming back."""
    until = time.monotonic() + TELLS_WITHIN_SECONDS
    measure = MOVED_BY.get(fault)
    while measure is not None and measure(figures_of(desk)) == measure(before):
        if time.monotonic() > until:
            return [f"no figure tells of {fault}"]
        time.sleep(0.05)
    return []


def _one(name: str, label: str = "") -> Measure:
    return lambda found: found.get((name, label), 0.0)


def _beyond(histogram: str, seconds: str) -> Measure:
    """How many took longer."""
    return lambda found: found[f"{histogram}_count", ""] - found[f"{histogram}_bucket", seconds]


_START = _one("process_start_time_seconds")
_VISITORS = _one("livedesk_connected_total", "/visitor")
_AGENTS = _one("livedesk_connected_total", "/agent")
_REFUSED = _one("livedesk_storage_failures_total")

# Of a slow network and a clock that is set the desk itself knows nothing.
MOVED_BY: dict[str, Measure] = {
    "kill": _START,
    "stop": _START,
    "failing_disk": _START,
    "cut": _VISITORS,
    "black_hole": _VISITORS,
    "visitor_dies": _VISITORS,
    "agent_dies": _AGENTS,
    "freeze": _beyond("livedesk_loop_lag_seconds", "0.1"),
    "slow_disk": _beyond("livedesk_commit_seconds", "0.2"),
    "full_disk": _REFUSED,
    "small_disk": _REFUSED,
    "file_limit": _REFUSED,
}
